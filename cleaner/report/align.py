"""Original beside clean, paragraph by paragraph: what the report and the diff show."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from cleaner.report.provenance import Located, Provenance, TracedRun
from cleaner.text.document import Document

_LINE_END = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of kept text (`edits` empty, `before` equal to `after`) or one change."""

    before: str
    after: str
    original_start: int
    edits: tuple[Located, ...] = ()

    @property
    def changed(self) -> bool:
        """True when the two sides differ."""
        return self.before != self.after


@dataclass(slots=True)
class Row:
    """One paragraph of the original, its blank lines after it, and what became of both. Segments tile it."""

    line: int
    "Line of the original where it starts, from 1."
    segments: list[Segment] = field(default_factory=list)
    others: list[Located] = field(default_factory=list)
    "Held, shadowed and flagged entries that start here."

    @property
    def before(self) -> str:
        """The original text of the row."""
        return "".join(segment.before for segment in self.segments)

    @property
    def after(self) -> str:
        """The clean text of the row."""
        return "".join(segment.after for segment in self.segments)

    @property
    def changed(self) -> bool:
        """True when anything in it differs."""
        return any(segment.changed for segment in self.segments)

    @property
    def removed(self) -> bool:
        """True when the original has something there and the clean text nothing."""
        return (
            any(segment.changed for segment in self.segments) and not self.after.strip() and bool(self.before.strip())
        )


def align(document: Document, found: Provenance) -> list[Row]:
    """Rows of a document in the order of the original. Their segments tile original and clean text."""
    original = document.source.text
    starts = _paragraph_starts(original)
    rows = [Row(1)]
    for segment in _segments(original, found):
        for piece in _cut(segment, starts):
            at = piece.original_start
            blank_insertion = not piece.before and not piece.after.strip()
            if at in starts.all and rows[-1].segments and not blank_insertion and not _begins(rows[-1], at):
                rows.append(Row(document.lines.position(at)[0]))
            rows[-1].segments.append(piece)
    _attach(rows, found.others)
    return rows


def _begins(row: Row, at: int) -> bool:
    """True when all of a row so far stands at one place: an insertion before the row's own text."""
    return row.segments[0].original_start == at


@dataclass(frozen=True, slots=True)
class _Starts:
    """Offsets where rows may start, for searching and for asking."""

    ordered: list[int]
    all: frozenset[int]


def _paragraph_starts(text: str) -> _Starts:
    """Starts of the lines that have something on them; the first is 0, so blank lines at the top go with it."""
    found = [0]
    at = 0
    first = True
    for match in _LINE_END.finditer(text):
        if text[at : match.start()].strip():
            if not first:
                found.append(at)
            first = False
        at = match.end()
    if text[at:].strip() and not first:
        found.append(at)
    return _Starts(found, frozenset(found))


def _segments(original: str, found: Provenance) -> Iterator[Segment]:
    """Kept text and changes in turn."""
    at = 0
    for run, after in _with_texts(found):
        if run.original_start > at:
            kept = original[at : run.original_start]
            yield Segment(kept, kept, at)
        yield Segment(original[run.original_start : run.original_end], after, run.original_start, run.edits)
        at = run.original_end
    if at < len(original):
        yield Segment(original[at:], original[at:], at)


def _with_texts(found: Provenance) -> Iterator[tuple[TracedRun, str]]:
    for run in found.runs:
        yield run, found.clean[run.clean_start : run.clean_end]


def _cut(segment: Segment, starts: _Starts) -> Iterator[Segment]:
    """The segment in pieces that start where rows do. A change is cut only where nothing readable came of it.

    Layout joins the blank lines around a removed line with its removal; a reader wants to see the line alone.
    What is left of such a change goes to its first piece.
    """
    end = segment.original_start + len(segment.before)
    if segment.changed and (segment.after.strip() or not segment.before.strip()):
        yield segment
        return
    first = bisect_left(starts.ordered, segment.original_start + 1)
    last = bisect_left(starts.ordered, end)
    cuts = [segment.original_start, *starts.ordered[first:last], end]
    for index, (a, b) in enumerate(pairwise(cuts)):
        before = segment.before[a - segment.original_start : b - segment.original_start]
        if not segment.changed:
            yield Segment(before, before, a)
            continue
        own = tuple(e for e in segment.edits if e.original.start < b and e.original.end > a)
        yield Segment(before, segment.after if not index else "", a, own or segment.edits)


def _attach(rows: list[Row], others: tuple[Located, ...]) -> None:
    """Give each entry that was not applied to the row where it starts."""
    starts = [row.segments[0].original_start if row.segments else 0 for row in rows]
    for other in others:
        at = bisect_left(starts, other.original.start + 1) - 1
        rows[max(at, 0)].others.append(other)
