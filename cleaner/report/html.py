"""The report of a run: one self-contained HTML page and its JSON twin.

The page holds its data as JSON blocks, an index and one block for each document shown; a script draws what is looked
at. Document text reaches the page only as text nodes. The Content-Security-Policy admits exactly the script and the
style that were written, by their hashes: nothing else runs, nothing is fetched.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from bisect import insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.resources import files
from math import ceil, sqrt
from pathlib import Path
from typing import Any

from cleaner.report.detail import MAX_DETAIL, detail
from cleaner.report.need import need_of
from cleaner.report.stats import FAMILIES, STAGE_NAMES, DocumentStats, Failed, RunFacts, RunStats, Tally
from cleaner.report.visible import shortened
from cleaner.rulebook.model import Rule
from cleaner.text.document import Document, Entry, Step
from cleaner.text.edit import Edit
from cleaner.text.place import Places
from cleaner.text.span import Seen, Span

__all__ = ["Failed", "Limits", "Report", "RunFacts", "write_report"]

SCRIPTS = (
    "words.js", "notes.js", "dom.js", "review.js", "marks.js", "index.js", "charts.js", "overview.js", "toolbar.js",
    "document.js", "panels.js", "main.js",
)  # fmt: skip
STYLES = ("base.css", "overview.css", "document.css")
EXAMPLES = 3
CONTEXT = 10
"Code points shown on each side of an example."

Json = Any
_UNSAFE = re.compile("[<\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Limits:
    """What bounds the size of the page."""

    details: int = 300
    "Documents shown in full."
    detail_bytes: int = 8_000_000
    "UTF-8 bytes of all of them together."
    rows: int = 20_000
    "Documents named in the index."

    @classmethod
    def of_job(cls, jobs: int) -> Limits:
        """Limits for one of so many equal jobs whose reports will be merged: each keeps its share and some to spare.

        What is too much is written out for nothing, which took a third of the time of a run of a few jobs; two square
        roots are what chance gives to one job more than to the others.
        """
        whole = cls()
        share = whole.details / max(jobs, 1)
        details = min(whole.details, ceil(share + 2 * sqrt(share)))
        return cls(details=max(6, details), rows=min(whole.rows, max(1000, 2 * whole.rows // max(jobs, 1))))


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A document that may be shown in full: it is only written out when the best are known."""

    document: Document
    stats: DocumentStats

    @property
    def size(self) -> int:
        """A guess at the UTF-8 bytes of its detail."""
        return 4 * min(len(self.document.source.text), MAX_DETAIL) + 50 * self.stats.edits.applied


@dataclass(slots=True)
class Report:
    """Collects what a report shows, document by document; workers fill one each and the run merges them.

    The documents that need a person most are kept in full within the limits, the others as rows, the rest as counts.
    """

    rules: Mapping[str, Rule]
    limits: Limits = Limits()
    stats: RunStats = field(default_factory=RunStats)
    rows: list[list[Json]] = field(default_factory=list)
    """`[order, path, title, before, after, applied, held, flagged, lines removed, score, reasons, status, id]`; the id
    is empty where the path begins with it."""
    details: list[tuple[float, int, str | _Waiting]] = field(default_factory=list)
    "Need, minus order and JSON, ascending: the first is the next to go. `seal` writes out those that wait."
    examples: dict[str, list[Json]] = field(default_factory=dict)
    size: int = 0
    "UTF-8 bytes of the details; an estimate for those that wait."

    def add(self, document: Document, stats: DocumentStats | None = None) -> DocumentStats:
        """Take in one document; its counts are returned, and taken from `stats` where they are known."""
        order = self.stats.documents
        stats = self.stats.add(document, stats)
        need = need_of(document, stats, self.rules)
        score = need.score + min(stats.edits.applied.bit_length(), 12) / 100  # coarse: a tie does not cost a new detail
        metadata, edits = document.metadata, stats.edits
        self.rows.append(
            [order, document.path or document.id, str(metadata.get("title") or "")[:60], stats.chars_before,
             stats.chars_after, edits.applied, edits.held, edits.flagged, stats.lines_removed, round(score, 4),
             [list(reason) for reason in need.reasons], str(document.verdicts.get("status", "")),
             "" if document.path.startswith(document.id) else document.id]
        )  # fmt: skip
        if len(self.rows) > 2 * self.limits.rows:
            self._cut_rows()
        if len(self.details) < self.limits.details or score > self.details[0][0]:
            waiting = _Waiting(document, stats)
            long = len(document.source.text) > MAX_DETAIL  # holding it would cost more than writing it out
            self._keep((score, -order, self._written(waiting) if long else waiting))
        self._learn_examples(document, stats)
        return stats

    def seal(self) -> None:
        """Write out the documents that wait and let go of them. Merging, pickling and drawing do it by themselves."""
        waiting, self.details, self.size = self.details, [], 0
        for score, order, page in reversed(waiting):
            if self.size >= self.limits.detail_bytes:
                break
            self._keep((score, order, self._written(page) if isinstance(page, _Waiting) else page))

    def _written(self, waiting: _Waiting) -> str:
        return _embedded(detail(waiting.document, waiting.stats, self.rules))

    def __getstate__(self) -> tuple[None, dict[str, Json]]:
        self.seal()
        return None, {name: getattr(self, name) for name in self.__slots__}

    def merge(self, other: Report) -> None:
        """Take in what another worker collected; its documents come after those of this one."""
        other.seal()
        shift = self.stats.documents
        self.stats.merge(other.stats)
        self.rows += [[row[0] + shift, *row[1:]] for row in other.rows]
        self._cut_rows()
        for score, order, page in other.details:
            self._keep((score, order - shift, page))
        for rule, examples in other.examples.items():
            known = self.examples.setdefault(rule, [])
            known += examples[: EXAMPLES - len(known)]

    def _cut_rows(self) -> None:
        self.rows.sort(key=lambda row: (-row[9], row[0]))
        del self.rows[self.limits.rows :]

    def _keep(self, page: tuple[float, int, str | _Waiting]) -> None:
        """Put a document where it ranks; the least needy go when it gets too much."""
        insort(self.details, page)
        self.size += _size(page[2])
        while len(self.details) > self.limits.details or (self.size > self.limits.detail_bytes and self.details):
            self.size -= _size(self.details.pop(0)[2])

    def _learn_examples(self, document: Document, stats: DocumentStats) -> None:
        """The first few edits of each rule, with their surroundings in the original."""
        wanted = {rule for rule in stats.rules if len(self.examples.get(rule, ())) < EXAMPLES}
        if not wanted:
            return
        for step, places in zip(document.steps, document.places, strict=True):
            for entry in _first_entries(step, wanted):
                known = self.examples.setdefault(entry.edit.rule, [])
                if len(known) < EXAMPLES:
                    known.append(_example(document, entry, places))

    def json(self, failed: Sequence[Failed] = (), facts: RunFacts | None = None) -> dict[str, Json]:
        """`report.json`: facts, totals, rules with examples, a row for each document of the index, the failed."""
        self._cut_rows()
        keys = ("path", "title", "chars_before", "chars_after", "applied", "held", "flagged", "lines_removed",
                "need", "reasons", "status")  # fmt: skip
        return {
            "run": _facts(facts or RunFacts()),
            "totals": {**self.stats.to_json(), "failed": max(len(failed), self.stats.failed)},
            "rules": self._rules(),
            "documents": [dict(zip(keys, row[1:12], strict=True)) for row in self.rows],
            "failed": [{"path": one.path, "reason": one.reason} for one in failed],
        }

    def _rules(self) -> list[Json]:
        """The rules that proposed something, those that did most first."""
        found = []
        for name, tally in self.stats.rules.items():
            rule = self.rules.get(name)
            known = (rule.name, rule.stage, rule.action, rule.type, rule.why, rule.why_zh) if rule else ("",) * 6
            found.append({
                "id": name, **dict(zip(("name", "stage", "action", "type", "why", "why_zh"), known, strict=True)),
                "inferred": bool(rule and rule.inferred), **tally.to_json(), "examples": self.examples.get(name, []),
            })  # fmt: skip
        return sorted(found, key=lambda item: (-item["applied"], item["id"]))

    def html(self, failed: Sequence[Failed] = (), facts: RunFacts | None = None) -> str:
        """The page. Its size is bounded by the limits, whatever the number of documents."""
        self.seal()
        said = self.json(failed, facts)
        index = {
            **{key: said[key] for key in ("run", "totals", "rules")},
            "stages": [[name, FAMILIES[name], self.stats.stages.get(name, Tally()).to_json()] for name in STAGE_NAMES],
            "rows": self.rows,
            "shown": sorted(-order for _, order, _ in self.details),
            "failed": [[one.path, one.reason] for one in failed[:2000]],
            "limits": [self.limits.details, self.limits.detail_bytes, self.limits.rows],
        }
        blocks = [_block("index", _embedded(index))]
        blocks += [_block(f"d{-order}", str(page)) for _, order, page in reversed(self.details)]
        return _page("\n".join(blocks))


def _first_entries(step: Step, wanted: set[str]) -> Iterator[Entry]:
    """The first few entries of each wanted rule; what a step holds by the thousand is not looked through one by one."""
    for rule in wanted.intersection(step.rules):
        at = -1
        for _ in range(min(EXAMPLES, step.rules.count(rule))):
            at = step.rules.index(rule, at + 1)
            span: Span[Seen] = Span(step.patch.starts[at], step.patch.ends[at])
            edit = Edit(span, step.patch.afters[at], rule, step.confidences[at], step.notes[at])
            yield Entry(edit, step.patch.befores[at], "applied")
    yield from (entry for entry in step.others[:1000] if entry.edit.rule in wanted)


def _example(document: Document, entry: Entry, places: Places) -> Json:
    """An entry with its surroundings in the original."""
    text = document.source.text
    start = places.original(entry.edit.span.start)
    end = max(start, places.original(entry.edit.span.end))
    return {
        "path": document.path or document.id,
        "line": document.lines.position(start)[0],
        "status": entry.status,
        "left": text[max(0, start - CONTEXT) : start],
        "before": shortened(entry.before, 80),
        "after": shortened(entry.edit.after, 80),
        "right": text[end : end + CONTEXT],
    }


def _size(page: str | _Waiting) -> int:
    return page.size if isinstance(page, _Waiting) else len(page.encode())


def _facts(facts: RunFacts) -> dict[str, Json]:
    return {
        "version": facts.version, "fingerprint": facts.fingerprint, "stages": list(facts.stages),
        "documents": facts.documents, "started": facts.started, "seconds": facts.seconds, "inputs": list(facts.inputs),
        "lang": facts.lang,
    }  # fmt: skip


def _embedded(data: Json) -> str:
    """JSON that cannot end its script element, and shows no reordering or invisible character in the source."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _block(name: str, text: str) -> str:
    return f'<script type="application/json" id="{name}">{text}</script>'


def _page(blocks: str) -> str:
    """The template filled in, with a policy that admits its own script and style and nothing else."""
    assets = files("cleaner.report") / "assets"
    style = "".join((assets / name).read_text("utf-8") for name in STYLES)
    script = '(()=>{"use strict";\n' + "".join((assets / name).read_text("utf-8") for name in SCRIPTS) + "})();"
    policy = (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    page = (assets / "page.html").read_text("utf-8")
    for mark, text in (("policy", policy), ("style", style), ("script", script), ("blocks", blocks)):
        head, found, tail = page.partition(f"@@{mark}@@")
        page = head + text + tail if found else page
    return page


def _digest(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def write_report(
    path: Path, documents: Iterable[Document], failed: Sequence[Failed], rules: Mapping[str, Rule], facts: RunFacts
) -> Report:
    """Write `report.html` to `path`; the documents are taken one by one and not kept. Returns what was collected."""
    report = Report(rules)
    for document in documents:
        report.add(document)
    path.write_text(report.html(failed, facts), encoding="utf-8", newline="\n")
    return report
