"""One document as the report page shows it: rows, edits, metadata and lists, as compact JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cleaner.report.align import Row, Segment, align
from cleaner.report.clip import beginning
from cleaner.report.lists import list_audits
from cleaner.report.provenance import Located, provenance
from cleaner.report.stats import DocumentStats
from cleaner.rulebook.model import Rule
from cleaner.text.document import Document, Fact, Value
from cleaner.text.place import Places
from cleaner.text.sites import site_of

Json = Any
"Lists, tables, text and numbers; the page knows their shapes, which stand in the docstrings here."

MAX_DETAIL = 300_000
"Code points of one document that the page shows; what is beyond is counted, not shown."
LONG = 4_000
"Kept text longer than this is shortened in a document that is beyond the limit."
MOST_EDITS = 20_000
"Edits of one document that are looked at."
MOST_TEXT = 4_000_000
"Code points of one document that are looked at."
MAX_MARKS = 200
"Held and flagged places marked in one paragraph; the list beside the text has all of them."


def detail(document: Document, stats: DocumentStats, rules: Mapping[str, Rule], limit: int = MAX_DETAIL) -> Json:
    """Everything that the page shows of a document.

    `rows`: `[line, segments]`, or `[line, segments, type]` for a removed paragraph, or a number: so many unchanged
    paragraphs left out. `segments`: kept text; `[before, after, edits]`; `[before, after, edits, others]`, where
    edits and others are indexes into `edits`; a number: so many kept code points left out.
    `cut`: how many edits are not among `edits`.
    `edits`: `[rule, stage, status, line, column, confidence, note, before, after, by, at]`; `before` and `after` are
    empty where the segment says the same, `at` is the place in the original, or -1 where the texts are shortened.
    """
    length = len(document.source.text)
    total = sum(len(step.patch) + len(step.others) for step in document.steps)
    enough = min(MOST_TEXT, length * MOST_EDITS // max(total, MOST_EDITS))
    page = _Page(beginning(document, enough), rules, limit, tight=length > limit)
    rows = list(page.rows())
    return {
        "path": document.path or document.id,
        "id": document.id,
        "title": str(document.metadata.get("title") or ""),
        "site": site_of(document.source.text, document.path, document.site),
        "source": [document.source.sha256, document.source.encoding, document.source.size],
        "sizes": [stats.chars_before, stats.chars_after, stats.paragraphs, stats.lines_removed],
        "verdicts": plain(document.verdicts),
        "metadata": _metadata(document),
        "lists": [audit.to_json() for audit in list_audits(document)],
        "rows": rows,
        "edits": page.edits,
        "cut": total - len(page.edits),
    }


@dataclass(slots=True)
class _Page:
    """Builds the rows of one document and numbers the edits that they show."""

    document: Document
    rules: Mapping[str, Rule]
    left: int
    "Code points that may still be shown."
    tight: bool
    "True for a document that is longer than what may be shown: unchanged paragraphs are left out."
    edits: list[Json] = field(default_factory=list)
    _numbers: dict[int, tuple[int, Located]] = field(default_factory=dict)
    "Edits with their numbers, by identity: one may reach over several paragraphs."

    def rows(self) -> Iterator[Json]:
        """Rows as JSON; those that are left out are counted."""
        skipped = 0
        for row in align(self.document, provenance(self.document)):
            dull = not row.changed and not row.others
            if (self.tight and dull) or self.left <= 0:
                skipped += 1
                continue
            if skipped:
                yield skipped
                skipped = 0
            yield self._row(row)
        if skipped:
            yield skipped

    def _row(self, row: Row) -> Json:
        others = [(self._edit(other), other) for other in row.others]
        marked = [pair for pair in others if pair[1].entry.status != "shadowed"]
        marked = marked if len(marked) <= MAX_MARKS else []
        segments: list[Json] = []
        for segment in row.segments:
            if self.left <= 0:
                segments.append(len(segment.before))
                continue
            segments += self._segment(segment, marked)
        return [row.line, segments, self._type(row)] if row.removed else [row.line, segments]

    def _segment(self, segment: Segment, marked: list[tuple[int, Located]]) -> Iterator[Json]:
        start, end = segment.original_start, segment.original_start + len(segment.before)
        inside = [(number, o) for number, o in marked if o.original.start < end and o.original.end > start]
        inside += [(number, o) for number, o in marked if not len(o.original) and start <= o.original.start < end]
        if segment.changed:
            self.left -= len(segment.before) + len(segment.after) + 40 * len(segment.edits)
            numbers = [self._edit(edit, segment) for edit in segment.edits]
            said = [segment.before, segment.after, numbers]
            yield [*said, [number for number, _ in inside]] if inside else said
        elif not inside:
            yield from self._kept(segment.before)
        else:
            yield from self._marked(segment, inside)

    def _marked(self, segment: Segment, inside: list[tuple[int, Located]]) -> Iterator[Json]:
        """Kept text cut at the ends of the places that are held or flagged."""
        start, text = segment.original_start, segment.before
        bounds = {0, len(text)}
        for _, o in inside:
            bounds |= {min(max(o.original.start - start, 0), len(text)), min(max(o.original.end - start, 0), len(text))}
        cuts = sorted(bounds)
        points = {o.original.start - start for _, o in inside if not len(o.original)}
        for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True):
            if a in points:
                yield ["", "", [], [n for n, o in inside if not len(o.original) and o.original.start - start == a]]
            here = [n for n, o in inside if o.original.start - start < b and o.original.end - start > a]
            if here and a < b:
                self.left -= b - a
                yield [text[a:b], text[a:b], [], here]
            elif a < b:
                yield from self._kept(text[a:b])

    def _kept(self, text: str) -> Iterator[Json]:
        if not self.tight or len(text) <= LONG:
            self.left -= len(text)
            yield text
            return
        self.left -= 400
        yield from (text[:200], len(text) - 400, text[-200:])

    def _edit(self, located: Located, segment: Segment | None = None) -> int:
        """Number of an edit in the list; its texts are left out where the segment shows just them."""
        known = self._numbers.get(id(located))
        if known is not None:
            return known[0]
        entry = located.entry
        line, column = self.document.lines.position(located.original.start)
        texts = entry.before, entry.edit.after
        before, after = ("", "") if segment and texts == (segment.before, segment.after) else map(_bounded, texts)
        whole = (before, after) in (("", ""), texts)
        at = self.document.places[located.step].original(entry.edit.span.start) if whole else -1
        confidence = round(entry.edit.confidence, 3)
        self.edits.append(
            [
                *(entry.edit.rule, located.stage, entry.status, line, column, confidence, entry.edit.note),
                *(before, after, entry.by, at),
            ]
        )
        self._numbers[id(located)] = len(self.edits) - 1, located
        return len(self.edits) - 1

    def _type(self, row: Row) -> str:
        """What a removed paragraph was: the type of the rule that took it."""
        for segment in row.segments:
            for edit in segment.edits:
                rule = self.rules.get(edit.entry.edit.rule)
                if rule and rule.type:
                    return rule.type
        return ""


def _bounded(text: str) -> str:
    return text if len(text) <= LONG else text[:200] + "…" + text[-200:]


def plain(value: Value | Mapping[str, Value]) -> Json:
    """A fact's value as lists and tables for JSON."""
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, tuple | list) else value


def _places(document: Document) -> Iterator[tuple[str, Fact, Places]]:
    for step, places in zip(document.steps, document.places, strict=True):
        for fact in step.facts:
            yield step.stage, fact, places


def _metadata(document: Document) -> Json:
    """`[field, value, raw, rule, line, column]` for each metadata fact; line 0 where no place is known."""
    found = []
    for _, fact, places in _places(document):
        kind, _, name = fact.key.partition(".")
        if kind != "metadata":
            continue
        at = document.lines.position(places.original(fact.span.start)) if fact.span else (0, 0)
        value = document.metadata.get("title") if name == "title" else None  # as it reads in the clean text
        found.append([name, plain(value or fact.value), fact.raw, fact.rule, *at])
    return found
