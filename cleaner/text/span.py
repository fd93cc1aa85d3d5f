"""Half-open runs of code points, each tied to the text it points into."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from cleaner.errors import SpanError


class Original:
    """The side of a span that points into the text as it was read."""


class Seen:
    """The side of a span that points into the text that one stage saw."""


class Clean:
    """The side of a span that points into the final text."""


SideT = TypeVar("SideT", Original, Seen, Clean)


@dataclass(frozen=True, order=True)
class Span(Generic[SideT]):
    """A run of code points, half-open. Its type says which text it points into.

    Raises SpanError when `start` is negative or above `end`.

    >>> Span[Original](3, 5).slice("abcdefg")
    'de'
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise SpanError(f"span {self.start}:{self.end}: offsets must satisfy 0 <= start <= end")

    def __len__(self) -> int:
        return self.end - self.start

    def slice(self, text: str) -> str:
        """The part of `text` that the span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a run of clean text came from."""

    span: Span[Original]
    "Smallest honest run of the original. Empty where the clean run was inserted."
    exact: bool
    "False when an end of the clean run falls inside a replaced run; the span then covers the whole of it."
