"""A patch: the edits of one stage that were applied, ready to apply and to invert."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, repeat
from operator import add, eq, itemgetter, sub

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
    even: bool = field(init=False, repr=False, compare=False)
    "Whether every replacement is as long as what it replaces, so that no offset moves."

    def __post_init__(self) -> None:
        count = len(self.starts)
        if not (count or self.befores or self.afters or self.ends):
            object.__setattr__(self, "even", True)
            return
        if not count == len(self.ends) == len(self.befores) == len(self.afters):
            raise SpanError("a patch needs columns of one length")
        lengths = list(map(len, self.befores))
        object.__setattr__(self, "even", lengths == list(map(len, self.afters)))
        bounds = [0] * (2 * count)
        bounds[::2], bounds[1::2] = self.starts, self.ends
        if bounds != sorted(bounds) or bounds[0] < 0 or bounds[-1] > self.size:
            raise SpanError(self._fault())
        if sum(lengths) != sum(self.ends) - sum(self.starts) or any(map(eq, self.befores, self.afters)):
            raise SpanError(self._fault())

    def _fault(self) -> str:
        """What is wrong with the columns, in words."""
        previous = 0
        for start, end, before, after in zip(self.starts, self.ends, self.befores, self.afters, strict=True):
            if start < previous or end < start:
                return f"edit {start}:{end} overlaps the one that ends at {previous}"
            if before == after:
                return f"edit {start}:{end} changes nothing: {before!r}"
            if end - start != len(before):
                return f"edit {start}:{end} says that {len(before)} code points stand there"
            previous = end
        return f"edit ends at {previous}, but the text has {self.size} code points"

    @classmethod
    def of(cls, text: str, edits: Iterable[tuple[int, int, str]]) -> Patch:
        """Patch of `(start, end, after)` edits on `text`; sorts them, takes what stands there from `text`."""
        ordered = sorted(edits, key=lambda edit: edit[:2])
        starts = tuple(edit[0] for edit in ordered)
        ends = tuple(edit[1] for edit in ordered)
        befores = slices(text, starts, ends)
        return cls(len(text), starts, ends, befores, tuple(edit[2] for edit in ordered))

    def __len__(self) -> int:
        return len(self.starts)

    def apply(self, text: str) -> str:
        """`text` with all replacements made. Raises SpanError when its length is not `size`."""
        if len(text) != self.size:
            raise SpanError(f"patch of a text of {self.size} code points applied to one of {len(text)}")
        if not self.starts:
            return text
        return _interleave(_between(text, self.starts, self.ends), self.afters)

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
        starts, ends = self.starts, self.ends
        if not self.even:
            growth = list(accumulate(map(sub, map(len, self.afters), map(len, self.befores)), initial=0))
            starts, ends = tuple(map(add, starts, growth)), tuple(map(add, ends, growth[1:]))
        return _interleave(_between(text, starts, ends), self.befores)


@lru_cache
def no_patch(size: int) -> Patch:
    """The patch that leaves a text of `size` code points as it is."""
    return Patch(size, (), (), (), ())


def slices(text: str, starts: tuple[int, ...], ends: tuple[int, ...]) -> tuple[str, ...]:
    """What of `text` stands in each run. Single characters, the commonest by far, are taken all at once."""
    one_each = len(starts) > 1 and starts[0] >= 0 and ends[-1] <= len(text)
    if one_each and all(map(eq, ends, map(add, starts, repeat(1)))):
        found: tuple[str, ...] = itemgetter(*starts)(text)
        return found
    return tuple([text[start:end] for start, end in zip(starts, ends, strict=True)])


def _between(text: str, starts: tuple[int, ...], ends: tuple[int, ...]) -> list[str]:
    """What of `text` stands before the first run, between each two, and after the last one."""
    kept = [text[end:start] for end, start in zip(ends, starts[1:], strict=False)]
    return [text[: starts[0]], *kept, text[ends[-1] :]]


def _interleave(kept: list[str], between: tuple[str, ...]) -> str:
    """The kept runs with a replacement between each two of them, joined."""
    pieces = [""] * (len(kept) + len(between))
    pieces[::2] = kept
    pieces[1::2] = between
    return "".join(pieces)
