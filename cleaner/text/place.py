"""Places: where an offset of some stage's text stood in the original. Cheap enough for every edit of every document."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import itemgetter

from cleaner.text.change import Run, compose_runs
from cleaner.text.patch import Patch

FEW = 3
"Where there are so many times as many runs as offsets, a search for each offset beats a pass over the runs."
_ORIGINAL_END = itemgetter(1)


class Places:
    """Maps offsets of the current text to the original, patch after patch.

    Only replacements that change a length move anything, so a thousand widened commas cost nothing here.
    Inside a resized run every offset maps to the start of what it replaced.
    """

    __slots__ = ("_ends", "_runs")

    def __init__(self, runs: list[Run] | None = None) -> None:
        self._runs = runs or []
        self._ends = [run[3] for run in self._runs]

    def after(self, patch: Patch) -> Places:
        """The same for the text after `patch`; itself where no length changes."""
        if patch.even:
            return self
        lengths = map(len, patch.afters)
        edits = [edit for edit in zip(patch.starts, patch.ends, lengths, strict=True) if edit[1] - edit[0] != edit[2]]
        return Places(compose_runs(self._runs, edits))

    def original(self, offset: int) -> int:
        """Offset in the original of an offset in the current text. Code points."""
        if not self._runs:
            return offset
        before = bisect_right(self._ends, offset)
        if before < len(self._runs) and self._runs[before][2] <= offset:
            return self._runs[before][0]
        if not before:
            return offset
        run = self._runs[before - 1]
        return offset + run[1] - run[3]

    def originals(self, offsets: Sequence[int]) -> list[int]:
        """Offsets in the original of sorted offsets in the current text."""
        return self.told(offsets)[0]

    def told(self, offsets: Sequence[int]) -> tuple[list[int], bool]:
        """`originals(offsets)`, and whether `currents` takes every one of them back to where it came from."""
        if not self._runs:
            return list(offsets), True
        if len(offsets) * FEW < len(self._runs):
            found = [self.original(offset) for offset in offsets]
            return found, [self._current(offset) for offset in found] == list(offsets)
        return _carry(offsets, [(run[2], run[3], run[0], run[1]) for run in self._runs])

    def currents(self, offsets: Sequence[int]) -> list[int]:
        """Offsets in the current text of sorted offsets in the original: the way back from `originals`, except
        inside of a resized run and at the place of an insertion, where several offsets share one original.
        """
        if not self._runs:
            return list(offsets)
        if len(offsets) * FEW < len(self._runs):
            return [self._current(offset) for offset in offsets]
        return _carry(offsets, self._runs)[0]

    def _current(self, offset: int) -> int:
        before = bisect_right(self._runs, offset, key=_ORIGINAL_END)
        if before < len(self._runs) and self._runs[before][0] <= offset:
            return self._runs[before][2]
        if not before:
            return offset
        run = self._runs[before - 1]
        return offset + run[3] - run[1]


def _carry(offsets: Sequence[int], runs: Sequence[Run]) -> tuple[list[int], bool]:
    """Sorted offsets of one side carried to the other: one pass over the runs, not a search for each offset.

    All offsets inside a run share its start on the other side, so only its own start finds the way back, and
    not even that where nothing stands on the other side. With it: whether all find it.
    """
    found: list[int] = []
    shift = at = 0
    told = True
    for start, end, other_start, other_end in runs:
        inside = bisect_left(offsets, start, at)
        after = bisect_left(offsets, end, inside)
        found += [offset + shift for offset in offsets[at:inside]]
        if after > inside:
            found += [other_start] * (after - inside)
            told = told and offsets[after - 1] == start and other_start < other_end
        shift, at = other_end - end, after
    return found + [offset + shift for offset in offsets[at:]], told
