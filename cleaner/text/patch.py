"""A patch: the edits of one stage that were applied, ready to apply and to invert."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

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
        previous_end = 0
        for start, end, before, after in zip(self.starts, self.ends, self.befores, self.afters, strict=True):
            if start < previous_end or end < start:
                raise SpanError(f"edit {start}:{end} overlaps the one that ends at {previous_end}")
            if before == after:
                raise SpanError(f"edit {start}:{end} changes nothing: {before!r}")
            if end - start != len(before):
                raise SpanError(f"edit {start}:{end} holds {len(before)} code points before it")
            previous_end = end
        if previous_end > self.size:
            raise SpanError(f"edit ends at {previous_end}, but the text has {self.size} code points")

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
        pieces: list[str] = []
        push = pieces.append
        position = 0
        for start, end, after in zip(self.starts, self.ends, self.afters, strict=True):
            push(text[position:start])
            push(after)
            position = end
        push(text[position:])
        return "".join(pieces)

    def new_starts(self) -> list[int]:
        """Start of each replacement in the text after, code points."""
        starts: list[int] = []
        push = starts.append
        shift = 0
        for start, before, after in zip(self.starts, self.befores, self.afters, strict=True):
            push(start + shift)
            shift += len(after) - len(before)
        return starts

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
        pieces: list[str] = []
        push = pieces.append
        position = consumed = 0
        for start, end, before, after in zip(self.starts, self.ends, self.befores, self.afters, strict=True):
            place = position + start - consumed
            push(text[position:place])
            position = place + len(after)
            if text[place:position] != after:
                raise SpanError(f"expected {after!r} at {place} of the changed text, got {text[place:position]!r}")
            push(before)
            consumed = end
        push(text[position:])
        return "".join(pieces)
