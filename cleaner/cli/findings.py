"""What `check` found: the edits that a run would apply, with their places in the original."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from operator import itemgetter

from cleaner.cli.sources import Cleaned
from cleaner.text.document import Document, Status

WAITING = ("held", "flagged")
"Fates of what a run leaves as it is and a person should know of."


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
class Kind:
    """What one rule would do to one input, or saw in it: how often, and the first place."""

    rule: str
    status: Status
    "applied, held or flagged"
    count: int
    line: int
    column: int
    before: str
    after: str
    note: str
    "What was seen there, of one that is not applied."


@dataclass(frozen=True, slots=True)
class FileFindings:
    """What would become of one input."""

    path: str
    changed: bool
    findings: tuple[Finding, ...] = ()
    "By place. Empty where only kinds were asked for."
    kinds: tuple[Kind, ...] = ()
    "By first place. Empty where all places were asked for."
    rules: Counter[str] = field(default_factory=Counter)
    "How often each rule would act."
    held: int = 0
    "Edits that wait for a person."
    failure: str = ""
    original: str = ""
    "The text before; empty where only kinds were asked for."


def findings_of(cleaned: Cleaned, places: bool = True) -> FileFindings:
    """The findings in one cleaned input; without `places` only their kinds, which costs little."""
    document = cleaned.document
    if document is None:
        return FileFindings(cleaned.path, False, failure=cleaned.failure)
    held = sum(entry.status == "held" for step in document.steps for entry in step.others)
    rules: Counter[str] = Counter()
    for step in document.steps:
        rules.update(step.rules)
    changed = document.text != document.source.text
    if not places:
        return FileFindings(cleaned.path, changed, kinds=tuple(_kinds(document)), rules=rules, held=held)
    found = tuple(_findings(document))
    return FileFindings(cleaned.path, changed, found, rules=rules, held=held, original=document.source.text)


def _kinds(document: Document) -> list[Kind]:
    """One for each rule and fate. What a step holds by the thousand is not looked at one by one."""
    found: list[tuple[int, Kind]] = []

    def note(rule: str, status: Status, count: int, at: int, texts: tuple[str, str, str]) -> None:
        found.append((at, Kind(rule, status, count, *document.lines.position(at), *texts)))

    for step, places in zip(document.steps, document.places, strict=True):
        patch = step.patch
        for rule, count in Counter(step.rules).items():
            at = step.rules.index(rule)
            note(rule, "applied", count, places.original(patch.starts[at]), (patch.befores[at], patch.afters[at], ""))
        others = Counter((entry.edit.rule, entry.status) for entry in step.others if entry.status in WAITING)
        for (rule, status), count in others.items():
            entry = next(entry for entry in step.others if (entry.edit.rule, entry.status) == (rule, status))
            at = places.original(entry.edit.span.start)
            note(rule, status, count, at, (entry.before, entry.edit.after, entry.edit.note))
    return [kind for _, kind in sorted(found, key=itemgetter(0))]


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
