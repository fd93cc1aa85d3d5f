"""What `check` found: the edits that a run would apply, with their places in the original."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from cleaner.cli.sources import Cleaned
from cleaner.text.document import Document


@dataclass(frozen=True, slots=True)
class Finding:
    """One edit that a run would apply, where the original holds its place."""

    rule: str
    stage: str
    line: int
    "Lines and columns count from 1, columns in code points; the end stands behind the last one."
    column: int
    end_line: int
    end_column: int
    start: int
    "Offset in the original, code points; `end` is half-open."
    end: int
    before: str
    "What the stage saw there; an earlier stage may have made it of something else."
    after: str
    confidence: float


@dataclass(frozen=True, slots=True)
class FileFindings:
    """What would become of one input."""

    path: str
    changed: bool
    findings: tuple[Finding, ...] = ()
    "By place. Empty where only counts were asked for."
    rules: Counter[str] = field(default_factory=Counter)
    "How often each rule would act."
    held: int = 0
    "Edits that wait for a person."
    failure: str = ""
    original: str = ""
    "The text before; empty where only counts were asked for."


def findings_of(cleaned: Cleaned, places: bool = True) -> FileFindings:
    """The findings in one cleaned input; without `places` only their counts, which costs next to nothing."""
    document = cleaned.document
    if document is None:
        return FileFindings(cleaned.path, False, failure=cleaned.failure)
    held = sum(entry.status == "held" for step in document.steps for entry in step.others)
    rules: Counter[str] = Counter()
    for step in document.steps:
        rules.update(step.rules)
    changed = document.text != document.source.text
    if not places:
        return FileFindings(cleaned.path, changed, (), rules, held)
    return FileFindings(cleaned.path, changed, tuple(_findings(document)), rules, held, original=document.source.text)


def _findings(document: Document) -> list[Finding]:
    found: list[Finding] = []
    for step, places in zip(document.steps, document.places, strict=True):
        for entry in step.entries():
            if entry.status != "applied":
                continue
            edit = entry.edit
            start, end = places.original(edit.span.start), places.original(edit.span.end)
            lines = (*document.lines.position(start), *document.lines.position(end))
            found.append(Finding(edit.rule, step.stage, *lines, start, end, entry.before, edit.after, edit.confidence))
    return sorted(found, key=lambda finding: finding.start)
