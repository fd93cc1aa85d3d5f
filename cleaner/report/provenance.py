"""Which edits made which change: the composed changes of a document, each with the edits behind it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from cleaner.text.document import Document, Entry
from cleaner.text.patch import Patch
from cleaner.text.span import Original, Span


@dataclass(frozen=True, slots=True)
class Located:
    """An entry of a step with its place in the original."""

    step: int
    "Number of the step, from 0."
    stage: str
    entry: Entry
    original: Span[Original]
    "What the edit's span goes back to; the whole of a replaced run where the edit touches a part of one."


@dataclass(frozen=True, slots=True)
class TracedRun:
    """One run that differs between original and clean text, and the edits that made it, first stage first."""

    original_start: int
    original_end: int
    clean_start: int
    clean_end: int
    edits: tuple[Located, ...]

    @property
    def flat(self) -> tuple[int, int, int, int]:
        """The run as `Changes.runs` has it."""
        return self.original_start, self.original_end, self.clean_start, self.clean_end


@dataclass(frozen=True, slots=True)
class Provenance:
    """All changes of a document with the edits behind them, and all that was not applied."""

    runs: tuple[TracedRun, ...]
    "Sorted and disjoint on both sides. Edits that undo each other leave an equal run, which is kept here."
    others: tuple[Located, ...]
    "Held, shadowed and flagged entries, by place in the original."
    clean: str
    "The clean text."

    def touching(self, start: int, end: int) -> tuple[TracedRun, ...]:
        """Runs that have a part in clean[start:end]. A deletion counts only strictly inside the span."""
        first = bisect_right(self.runs, start, key=lambda run: run.clean_end)
        last = bisect_left(self.runs, end, key=lambda run: run.clean_start)
        return self.runs[first:last]


def provenance(document: Document) -> Provenance:
    """The changes of `document` with their edits. Linear in edits times steps."""
    runs: list[TracedRun] = []
    others: list[Located] = []
    for number, step in enumerate(document.steps):
        entries = step.entries()
        applied = entries[: len(step.patch)]
        located = [Located(number, step.stage, entry, _origin(runs, entry)) for entry in entries]
        others += located[len(applied) :]
        runs = _compose(runs, step.patch, located[: len(applied)])
    others.sort(key=lambda other: (other.original.start, other.original.end))
    return Provenance(tuple(runs), tuple(others), document.text)


def _origin(runs: Sequence[TracedRun], entry: Entry) -> Span[Original]:
    """Original span of an entry's span, which lies in the text that the runs lead to."""
    start, end = entry.edit.span.start, entry.edit.span.end
    before = bisect_right(runs, start, key=lambda run: run.clean_end)
    if before < len(runs) and runs[before].clean_start <= start and (start < end or runs[before].clean_start < start):
        original_start = runs[before].original_start
    else:
        original_start = start + _shift(runs, before)
    through = bisect_left(runs, end, key=lambda run: run.clean_start)
    if through and runs[through - 1].clean_end >= end:
        original_end = runs[through - 1].original_end
    else:
        original_end = end + _shift(runs, through)
    return Span(original_start, max(original_start, original_end))


def _shift(runs: Sequence[TracedRun], count: int) -> int:
    """What to add to an offset of kept text behind the first `count` runs to get the original's."""
    return runs[count - 1].original_end - runs[count - 1].clean_end if count else 0


def _compose(runs: Sequence[TracedRun], patch: Patch, located: Sequence[Located]) -> list[TracedRun]:
    """Runs to the text after `patch`: the merge of `compose_runs`, with the edits kept beside.

    Runs and edits that share text become one run, those that touch stay apart.
    """
    composed: list[TracedRun] = []
    to_original = to_new = 0  # what to add to an offset of kept text to get the original's, and the new text's
    run_at = edit_at = 0
    while run_at < len(runs) or edit_at < len(patch):
        run = runs[run_at] if run_at < len(runs) else None
        start, end = (patch.starts[edit_at], patch.ends[edit_at]) if edit_at < len(patch) else (-1, -1)
        if run is not None and (start < 0 or run.clean_end <= start):
            group_start, group_end, original_start = run.clean_start, run.clean_end, run.original_start
            runs_to, edits_to = run_at + 1, edit_at
        elif run is None or end <= run.clean_start:
            group_start, group_end, original_start = start, end, start + to_original
            runs_to, edits_to = run_at, edit_at + 1
        else:
            group_start, group_end = min(start, run.clean_start), max(end, run.clean_end)
            original_start = min(start + to_original, run.original_start)
            group_end, runs_to, edits_to = _overlapping(runs, patch, (run_at, edit_at), group_end)
        made: list[Located] = [edit for run in runs[run_at:runs_to] for edit in run.edits] + list(
            located[edit_at:edits_to]
        )
        if runs_to > run_at:
            to_original = runs[runs_to - 1].original_end - runs[runs_to - 1].clean_end
        clean_start = group_start + to_new
        to_new += sum(len(patch.afters[i]) - (patch.ends[i] - patch.starts[i]) for i in range(edit_at, edits_to))
        composed.append(
            TracedRun(original_start, group_end + to_original, clean_start, group_end + to_new, tuple(made))
        )
        run_at, edit_at = runs_to, edits_to
    return composed


def _overlapping(
    runs: Sequence[TracedRun], patch: Patch, heads: tuple[int, int], group_end: int
) -> tuple[int, int, int]:
    """End of the chain of runs and edits that overlap from `heads` on, and the heads behind it."""
    run_at, edit_at = heads
    while True:
        if run_at < len(runs) and runs[run_at].clean_start < group_end:
            group_end = max(group_end, runs[run_at].clean_end)
            run_at += 1
        elif edit_at < len(patch) and patch.starts[edit_at] < group_end:
            group_end = max(group_end, patch.ends[edit_at])
            edit_at += 1
        else:
            return group_end, run_at, edit_at
