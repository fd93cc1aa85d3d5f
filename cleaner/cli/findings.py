"""What `check` found, as text for a person, JSON for a program or annotations for GitHub."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from cleaner.cli.sources import Cleaned
from cleaner.cli.streams import counted
from cleaner.rulebook.model import Rule
from cleaner.text.document import Document


@dataclass(frozen=True, slots=True)
class Finding:
    """One edit that a run would apply, where the original holds its place. Lines and columns count from 1."""

    rule: str
    stage: str
    line: int
    column: int
    end_line: int
    end_column: int
    before: str
    after: str
    confidence: float


@dataclass(frozen=True, slots=True)
class FileFindings:
    """What would become of one input."""

    path: str
    changed: bool
    findings: tuple[Finding, ...] = ()
    "Empty where only counts were asked for."
    rules: Counter[str] = field(default_factory=Counter)
    "How often each rule would act."
    held: int = 0
    "Edits that wait for a person."
    failure: str = ""


def findings_of(cleaned: Cleaned, places: bool = True) -> FileFindings:
    """The findings in one cleaned input, by place; without `places` only their counts, which costs next to nothing."""
    document = cleaned.document
    if document is None:
        return FileFindings(cleaned.path, False, failure=cleaned.failure)
    held = sum(entry.status == "held" for step in document.steps for entry in step.others)
    findings = tuple(_findings(document)) if places else ()
    rules: Counter[str] = Counter()
    for step in document.steps:
        rules.update(step.rules)
    return FileFindings(cleaned.path, document.text != document.source.text, findings, rules, held)


def _findings(document: Document) -> list[Finding]:
    found: list[Finding] = []
    for step, places in zip(document.steps, document.places, strict=True):
        for entry in step.entries():
            if entry.status != "applied":
                continue
            edit = entry.edit
            line, column = document.lines.position(places.original(edit.span.start))
            end_line, end_column = document.lines.position(places.original(edit.span.end))
            found.append(
                Finding(
                    edit.rule, step.stage, line, column, end_line, end_column, entry.before, edit.after, edit.confidence
                )
            )
    return sorted(found, key=lambda finding: (finding.line, finding.column))


def as_text(files: Sequence[FileFindings]) -> str:
    """One line for each file that would change or failed, then a line that counts them."""
    lines: list[str] = []
    for file in files:
        if file.failure:
            lines.append(f"{file.path}: {file.failure}")
        elif file.changed:
            rules = ", ".join(f"{rule} {count}" for rule, count in file.rules.most_common())
            held = f"; {file.held} held" if file.held else ""
            lines.append(f"{file.path}: {counted(file.rules.total(), 'edit')} ({rules}){held}")
    changed, failed = _totals(files)
    unread = f", {failed} could not be read" if failed else ""
    return "\n".join([*lines, f"{changed} of {counted(len(files), 'file')} would change{unread}"])


def as_json(files: Sequence[FileFindings]) -> bytes:
    """All findings as one JSON object, UTF-8."""
    changed, failed = _totals(files)
    rows = [
        {
            "path": file.path,
            "changed": file.changed,
            "failure": file.failure,
            "held": file.held,
            "rules": dict(file.rules.most_common()),
            "edits": [asdict(finding) for finding in file.findings],
        }
        for file in files
    ]
    whole = {"changed": changed, "failed": failed, "files": rows}
    # a lone surrogate becomes a backslash escape, which is what JSON calls it
    return json.dumps(whole, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace") + b"\n"


def as_github(files: Sequence[FileFindings], rules: Mapping[str, Rule]) -> str:
    """Workflow commands: one warning for each rule of each file, at the first place where it acts.

    GitHub shows ten warnings of a step, so a warning for each comma would hide all others.
    """
    lines: list[str] = []
    for file in files:
        if file.failure:
            lines.append(f"::error file={_property(file.path)}::{_data(file.failure)}")
        first = {finding.rule: finding for finding in reversed(file.findings)}
        for rule, count in file.rules.most_common():
            finding = first[rule]
            known = rules[rule]
            place = {
                "file": file.path, "line": finding.line, "endLine": finding.end_line, "col": finding.column,
                "endColumn": finding.end_column, "title": f"{rule} {known.name}",
            }  # fmt: skip
            properties = ",".join(f"{name}={_property(str(value))}" for name, value in place.items())
            what = f"{finding.before!r} would become {finding.after!r}" if finding.after else f"{finding.before!r} goes"
            more = f", and {counted(count - 1, 'more place')}" if count > 1 else ""
            lines.append(f"::warning {properties}::{_data(f'{what}{more}. {known.why}')}")
    return "".join(line + "\n" for line in lines)


def _data(text: str) -> str:
    """Text of a workflow command, escaped as the runner wants it."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _totals(files: Sequence[FileFindings]) -> tuple[int, int]:
    return sum(file.changed for file in files), sum(bool(file.failure) for file in files)
