"""A patch: the edits of one stage that were applied, ready to apply and to invert."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from operator import add, eq, le, sub

from cleaner.errors import SpanError


@dataclass(frozen=True, slots=True)
class Patch:
    """Replacements in one text: parallel columns, sorted, disjoint, without no-ops.

    Touching is not overlapping. An insertion at p comes after what ends at p and before what starts at p;
    insertions at one place stand in the order of the columns (inverting two adjacent deletions needs them).
    """

    size: int
    "Length of the text before, in code points."
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    befores: tuple[str, ...]
    "What stands there before; `befores[i]` has length `ends[i] - starts[i]`."
    afters: tuple[str, ...]

    def __post_init__(self) -> None:
        starts, ends, befores, afters = self.starts, self.ends, self.befores, self.afters
        if not len(starts) == len(ends) == len(befores) == len(afters):
            raise SpanError("a patch needs columns of one length")
        if not starts:
            return
        if starts[0] < 0 or not all(map(le, starts, ends)) or not all(map(le, ends, starts[1:])):
            index = next(i for i in range(len(starts)) if starts[i] < (ends[i - 1] if i else 0) or ends[i] < starts[i])
            raise SpanError(f"edit {starts[index]}:{ends[index]} overlaps the one before it")
        if ends[-1] > self.size:
            raise SpanError(f"edit ends at {ends[-1]}, but the text has {self.size} code points")
        if any(map(eq, befores, afters)):
            index = next(i for i in range(len(starts)) if befores[i] == afters[i])
            raise SpanError(f"edit {starts[index]}:{ends[index]} changes nothing: {befores[index]!r}")
        if not all(map(eq, map(len, befores), map(sub, ends, starts))):
            raise SpanError("an edit and what stands there before it differ in length")

    @classmethod
    def of(cls, text: str, edits: Iterable[tuple[int, int, str]]) -> Patch:
        """Patch of `(start, end, after)` edits on `text`; sorts them, takes what stands there from `text`."""
        ordered = sorted(edits, key=lambda edit: edit[:2])
        starts = tuple(edit[0] for edit in ordered)
        ends = tuple(edit[1] for edit in ordered)
        befores = tuple(text[start:end] for start, end in zip(starts, ends, strict=True))
        return cls(len(text), starts, ends, befores, tuple(edit[2] for edit in ordered))

    def __len__(self) -> int:
        return len(self.starts)

    def apply(self, text: str) -> str:
        """`text` with all replacements made. Raises SpanError when its length is not `size`."""
        if len(text) != self.size:
            raise SpanError(f"patch of a text of {self.size} code points applied to one of {len(text)}")
        if not self.starts:
            return text
        kept = [text[end:start] for end, start in zip((0, *self.ends), (*self.starts, self.size), strict=True)]
        return _interleave(kept, self.afters)

    def new_starts(self) -> list[int]:
        """Start of each replacement in the text after, code points."""
        growth = map(sub, map(len, self.afters), map(len, self.befores))
        return list(map(add, self.starts, accumulate(growth, initial=0)))

    def invert(self) -> Patch:
        """The patch that takes the text after back to the text before."""
        starts = self.new_starts()
        ends = tuple(start + len(after) for start, after in zip(starts, self.afters, strict=True))
        size = self.size + sum(map(len, self.afters)) - sum(map(len, self.befores))
        return Patch(size, tuple(starts), ends, self.afters, self.befores)

    def revert(self, text: str) -> str:
        """`text` with all replacements undone; the same as `invert().apply(text)` without building it.

        Raises SpanError where the text does not hold what the patch put there.
        """
        for start, after in zip(self.new_starts(), self.afters, strict=True):
            if not text.startswith(after, start):
                raise SpanError(f"expected {after!r} at {start}, got {text[start : start + len(after)]!r}")
        return self.undo(text)

    def undo(self, text: str) -> str:
        """`revert` without looking at what stands there: for a caller that compares the outcome."""
        if not self.starts:
            return text
        starts = self.new_starts()
        ends = map(add, starts, map(len, self.afters))
        kept = [text[end:start] for end, start in zip((0, *ends), (*starts, len(text)), strict=True)]
        return _interleave(kept, self.befores)


def _interleave(kept: list[str], between: tuple[str, ...]) -> str:
    """The kept runs with a replacement between each two of them, joined."""
    pieces = [""] * (len(kept) + len(between))
    pieces[::2] = kept
    pieces[1::2] = between
    return "".join(pieces)
