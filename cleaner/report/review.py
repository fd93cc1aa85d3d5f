"""What of a run a person may want to decide: its edits of some fates, one by one, with their surroundings."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cleaner.decisions import Decisions
from cleaner.report.replay import read_document, read_rows
from cleaner.report.rows import Pair, pairs, row_run
from cleaner.report.visible import shortened, visible
from cleaner.rulebook.model import Rule
from cleaner.text.document import Document, Entry
from cleaner.text.sites import site_of

CONTEXT = 24
"Code points shown on each side of an edit."


@dataclass(frozen=True, slots=True)
class Question:
    """One edit to decide on."""

    document: str
    "SHA-256 of the document's bytes."
    path: str
    site: str
    stage: str
    entry: Entry
    at: int
    "Place in the original, code points."
    line: int
    column: int
    left: str
    "What stands before it in the original."
    right: str

    def row(self, decision: str) -> dict[str, str | int]:
        """The line of a decision on this edit."""
        edit = self.entry.edit
        return {
            "decision": decision, "document": self.document, "rule": edit.rule, "at": self.at,
            "before": self.entry.before, "after": edit.after, "path": self.path,
        }  # fmt: skip

    def general(self, decision: str) -> dict[str, str | int]:
        """The line of a decision on its rule: on its site, or everywhere where no site is known."""
        row: dict[str, str | int] = {"decision": decision, "rule": self.entry.edit.rule}
        return {**row, "site": self.site} if self.site else row


def questions(folder: Path, fates: Collection[str], rules: Collection[str] = ()) -> Iterator[Question]:
    """The edits of a run that met one of `fates`, of the named rules (empty: all), in the order of its ledger.

    Raises RestoreError where the run cannot be read.
    """
    for document in _documents(folder, fates):
        site = site_of(document.source.text, document.path, document.site)
        for step, places in zip(document.steps, document.places, strict=True):
            for entry in step.entries():
                if entry.status in fates and (not rules or entry.edit.rule in rules):
                    at, end = (places.original(offset) for offset in (entry.edit.span.start, entry.edit.span.end))
                    yield _question(document, site, step.stage, entry, at, end)


def _documents(folder: Path, fates: Collection[str]) -> Iterator[Document]:
    """The documents of a run that hold an edit of these fates."""
    run = row_run(folder)
    if run is None:
        for row in read_rows(folder / "ledger.jsonl"):
            if any(group["status"] in fates for group in row["edits"]):
                yield read_document(folder, row)
        return
    for _, pair in pairs(run):
        if not isinstance(pair, Pair):
            raise pair
        yield pair.document


def _question(document: Document, site: str, stage: str, entry: Entry, at: int, end: int) -> Question:
    text = document.source.text
    line, column = document.lines.position(at)
    left, right = text[max(0, at - CONTEXT) : at], text[max(at, end) : max(at, end) + CONTEXT]
    path = document.path or document.id
    return Question(document.source.sha256, path, site, stage, entry, at, line, column, left, right)


def is_decided(question: Question, decisions: Decisions) -> bool:
    """Whether a file of decisions has an answer already."""
    rulings = decisions.of(question.document, question.site)
    edit = question.entry.edit
    key = (edit.rule, question.at, question.entry.before)
    return rulings is not None and (key in rulings.edits or edit.rule in rulings.rules)


def render_question(question: Question, rules: Mapping[str, Rule]) -> str:
    """The question in a few lines of text, safe for a terminal."""
    entry, edit = question.entry, question.entry.edit
    rule = rules.get(edit.rule)
    before, after = (visible(shortened(text, 60), blanks=not text.strip()) for text in (entry.before, edit.after))
    lines = [
        f"{visible(question.path)}:{question.line}:{question.column}  {edit.rule} {rule.name if rule else ''}  "
        f"{entry.status}, confidence {edit.confidence:.2f}",
        f"  {visible(question.left)}[-{before}-]{{+{after}+}}{visible(question.right)}",
        f"  {visible(edit.note) if edit.note else visible(rule.why) if rule else ''}",
    ]
    return "\n".join(lines).rstrip()
