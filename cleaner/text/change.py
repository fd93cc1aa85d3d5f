"""Changes: all that differs between an original and its clean text, composed from patches."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cleaner.errors import SpanError
from cleaner.text.patch import Patch
from cleaner.text.span import Clean, Origin, Original, Span

Run = tuple[int, int, int, int]
"Original start and end, current start and end, code points."


@dataclass(frozen=True, slots=True)
class Change:
    """One run that differs between original and clean text. Atomic: no part of it is traced alone."""

    original: Span[Original]
    clean: Span[Clean]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changes:
    """All changes from an original to a clean text: sorted and disjoint on both sides.

    All that stands between two changes is equal in both texts, so the changes tile both. Raises SpanError
    on construction when they do not.
    """

    original: str
    clean: str
    runs: tuple[Run, ...]

    def __post_init__(self) -> None:
        original_at = clean_at = 0
        for original_start, original_end, clean_start, clean_end in self.runs:
            kept = self.original[original_at:original_start]
            if original_end < original_start or clean_end < clean_start or kept != self.clean[clean_at:clean_start]:
                raise SpanError(f"change {original_start}:{original_end}: the texts before it differ")
            original_at, clean_at = original_end, clean_end
        if self.original[original_at:] != self.clean[clean_at:]:
            raise SpanError(f"the texts differ after the last change, at {original_at} of the original")

    @classmethod
    def compose(cls, original: str, patches: Iterable[Patch]) -> Changes:
        """Changes that the patches, applied one after the other to `original`, amount to."""
        runs: list[Run] = []
        clean = original
        for patch in patches:
            clean = patch.apply(clean)
            runs = compose_runs(runs, list(zip(patch.starts, patch.ends, map(len, patch.afters), strict=True)))
        kept = (run for run in runs if original[run[0] : run[1]] != clean[run[2] : run[3]])
        return cls(original, clean, tuple(kept))

    def __len__(self) -> int:
        return len(self.runs)

    def __iter__(self) -> Iterator[Change]:
        return (self[index] for index in range(len(self.runs)))

    def __getitem__(self, index: int) -> Change:
        original_start, original_end, clean_start, clean_end = self.runs[index]
        return Change(
            Span(original_start, original_end),
            Span(clean_start, clean_end),
            self.original[original_start:original_end],
            self.clean[clean_start:clean_end],
        )

    def restore(self) -> str:
        """The original, joined from the clean text's kept runs and the changes' originals."""
        pieces: list[str] = []
        position = 0
        for original_start, original_end, clean_start, clean_end in self.runs:
            pieces += (self.clean[position:clean_start], self.original[original_start:original_end])
            position = clean_end
        pieces.append(self.clean[position:])
        return "".join(pieces)

    def trace(self, start: int, end: int) -> Origin:
        """Original span that produced clean[start:end]. Code points, half-open.

        `exact` is False when an end falls inside a replaced run; the span then covers the whole run. What was
        deleted at an end of the span is not part of it. Raises SpanError if start >= end or out of range.
        """
        if not 0 <= start < end <= len(self.clean):
            raise SpanError(f"clean span {start}:{end}: needs 0 <= start < end <= {len(self.clean)}")
        before = bisect_right(self.runs, start, key=lambda run: run[3])
        original_start, exact_start = self._start_of(start, before)
        through = bisect_left(self.runs, end, key=lambda run: run[2])
        original_end, exact_end = self._end_of(end, through)
        return Origin(Span(original_start, original_end), exact_start and exact_end)

    def _start_of(self, position: int, before: int) -> tuple[int, bool]:
        """Original offset where clean text starting at `position` begins; `before` runs end at or before it."""
        if before < len(self.runs) and self.runs[before][2] <= position:
            run = self.runs[before]
            return run[0], run[2] == position
        shift = self.runs[before - 1][1] - self.runs[before - 1][3] if before else 0
        return position + shift, True

    def _end_of(self, position: int, through: int) -> tuple[int, bool]:
        """Original offset where clean text ending at `position` ends; `through` runs start before it."""
        if not through:
            return position, True
        run = self.runs[through - 1]
        if run[3] >= position:
            return run[1], run[3] == position
        return position + run[1] - run[3], True


def compose_runs(runs: list[Run], edits: list[tuple[int, int, int]]) -> list[Run]:
    """Runs from the original to the text after some edits, given the runs to the text before them.

    An edit is its start and end in the text before it, and the length of what stands there then. A merge of two sorted
    lists; runs and edits that overlap become one run, those that touch stay apart.
    """
    composed: list[Run] = []
    run_index = edit_index = 0
    to_original = to_new = 0  # what to add to an offset of kept text to get the original's, and the new text's
    while run_index < len(runs) or edit_index < len(edits):
        run = runs[run_index] if run_index < len(runs) else None
        edit = edits[edit_index] if edit_index < len(edits) else None
        if edit is None or (run is not None and run[3] <= edit[0]):
            assert run is not None
            composed.append((run[0], run[1], run[2] + to_new, run[3] + to_new))
            to_original = run[1] - run[3]
            run_index += 1
            continue
        start, end, added = edit
        if run is None or end <= run[2]:
            composed.append((start + to_original, end + to_original, start + to_new, start + to_new + added))
            to_new += added - (end - start)
            edit_index += 1
            continue
        group_start, group_end, growth = min(start, run[2]), max(end, run[3]), 0
        original_start = min(start + to_original, run[0])
        while True:
            if run_index < len(runs) and runs[run_index][2] < group_end:
                run = runs[run_index]
                group_end = max(group_end, run[3])
                to_original = run[1] - run[3]
                run_index += 1
            elif edit_index < len(edits) and edits[edit_index][0] < group_end:
                start, end, added = edits[edit_index]
                group_end = max(group_end, end)
                growth += added - (end - start)
                edit_index += 1
            else:
                break
        new_start = group_start + to_new
        to_new += growth
        composed.append((original_start, group_end + to_original, new_start, group_end + to_new))
    return composed
