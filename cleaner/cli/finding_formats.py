"""Findings as text for a person, JSON for programs, annotations for GitHub, SARIF and reviewdog's format for tools.

Each format takes the files one by one and gives pieces of text, so that nothing waits for the last file but what must.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from cleaner.cli.findings import FileFindings, Finding, Kind
from cleaner.cli.streams import counted
from cleaner.report.diff import change, styled
from cleaner.report.visible import shortened, visible
from cleaner.rulebook.model import Rule

Files = Iterable[FileFindings]
Rules = Mapping[str, Rule]
Json = dict[str, Any]


def as_text(files: Files, rules: Rules, colour: bool = False) -> Iterator[str]:
    """For each file that would change, failed or holds what a person should see: a line for each rule, with its first
    place and how often. Then a line that counts them."""
    seen = changed = failed = 0
    for file in files:
        seen, changed, failed = seen + 1, changed + file.changed, failed + bool(file.failure)
        if file.failure:
            yield f"{styled('head', visible(file.path), colour)}: {visible(file.failure)}\n"
        elif file.kinds:
            edits = counted(file.rules.total(), "edit") if file.changed else "no edit"
            yield f"{styled('head', visible(file.path), colour)}: {edits}\n"
            yield from _kind_lines(file.kinds, rules, colour)
    unread = f", {failed} could not be read" if failed else ""
    yield f"{changed} of {counted(seen, 'file')} would change{unread}\n"


def _kind_lines(kinds: tuple[Kind, ...], rules: Rules, colour: bool) -> Iterator[str]:
    """`9:10  PU001 half-width-comma  , -> \uff0c  x63`, in columns; what would not be applied says so."""
    names = [f"{kind.rule} {rules[kind.rule].name}" for kind in kinds]
    places = [f"{kind.line}:{kind.column}" for kind in kinds]
    left, wide = max(map(len, places)), max(map(len, names))
    for kind, name, place in zip(kinds, names, places, strict=True):
        often = f"  x{kind.count}" if kind.count > 1 else ""
        inferred = "  inferred" if rules[kind.rule].inferred else ""
        seen = f": {visible(shortened(kind.note, 100))}" if kind.note else ""
        fate = f"  ({kind.status}{seen})" if kind.status != "applied" else ""
        rule = styled("rule", f"{name:{wide}}", colour)
        yield f"  {place:>{left}}  {rule}  {change(kind.before, kind.after)}{often}{inferred}{fate}\n"


def as_json(files: Files, _rules: Rules) -> Iterator[str]:
    """All findings as one JSON object."""
    rows = [_file(file) for file in files]
    whole = {
        "changed": sum(row["changed"] for row in rows),
        "failed": sum(bool(row["failure"]) for row in rows),
        "files": rows,
    }
    yield _dump(whole, indent=1)


def _file(file: FileFindings) -> Json:
    return {
        "path": file.path,
        "changed": file.changed,
        "failure": file.failure,
        "held": file.held,
        "rules": dict(file.rules.most_common()),
        "edits": [asdict(finding) for finding in file.findings],
    }


def as_json_lines(files: Files, _rules: Rules) -> Iterator[str]:
    """A JSON object on a line for each edit, and for each file that failed."""
    for file in files:
        if file.failure:
            yield _dump({"path": file.path, "failure": file.failure})
        for finding in file.findings:
            yield _dump({"path": file.path, **asdict(finding)})


def as_github(files: Files, rules: Rules) -> Iterator[str]:
    """Workflow commands: one warning for each rule of each file, at the first place where it acts.

    GitHub shows ten warnings of a step, so a warning for each comma would hide all others.
    """
    for file in files:
        if file.failure:
            yield f"::error file={_property(file.path)}::{_data(file.failure)}\n"
        first = {finding.rule: finding for finding in reversed(file.findings)}
        for rule, count in file.rules.most_common():
            finding = first[rule]
            known = rules[rule]
            place = {
                "file": file.path, "line": finding.line, "endLine": finding.end_line, "col": finding.column,
                "endColumn": finding.end_column, "title": f"{rule} {known.name}",
            }  # fmt: skip
            properties = ",".join(f"{name}={_property(str(value))}" for name, value in place.items())
            more = f", and {counted(count - 1, 'more place')}" if count > 1 else ""
            yield f"::warning {properties}::{_data(f'{said(finding)}{more}. {known.why}')}\n"


def said(finding: Finding) -> str:
    """The edit in words."""
    if not finding.after:
        return f"{finding.before!r} goes"
    if not finding.before:
        return f"{finding.after!r} is missing"
    return f"{finding.before!r} would become {finding.after!r}"


def _data(text: str) -> str:
    """Text of a workflow command, escaped as the runner wants it."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_rdjson(files: Files, rules: Rules) -> Iterator[str]:
    """Reviewdog Diagnostic Format. Its columns count UTF-8 bytes from 1."""
    diagnostics: list[Json] = []
    for file in files:
        if file.failure:
            diagnostics.append({"message": file.failure, "location": {"path": file.path}, "severity": "ERROR"})
        columns = byte_columns(file)
        for finding in file.findings:
            area = {
                "start": {"line": finding.line, "column": columns[finding.start]},
                "end": {"line": finding.end_line, "column": columns[finding.end]},
            }
            row: Json = {
                "message": f"{said(finding)}. {rules[finding.rule].why}",
                "location": {"path": file.path, "range": area},
                "severity": "WARNING",
                "code": {"value": finding.rule},
            }
            if in_original(file, finding):
                row["suggestions"] = [{"range": area, "text": finding.after}]
            diagnostics.append(row)
    yield _dump({"source": {"name": "cleaner"}, "severity": "WARNING", "diagnostics": diagnostics}, indent=1)


def in_original(file: FileFindings, finding: Finding) -> bool:
    """True when the original holds what the edit replaces, so that a tool may apply the edit to the file."""
    return file.original[finding.start : finding.end] == finding.before


def byte_columns(file: FileFindings) -> dict[int, int]:
    """Column in UTF-8 bytes, from 1, of every offset that the findings name: one pass over the text."""
    offsets = sorted({offset for finding in file.findings for offset in (finding.start, finding.end)})
    columns: dict[int, int] = {}
    position, column = 0, 1
    for offset in offsets:
        between = file.original[position:offset]
        line_end = max(between.rfind("\n"), between.rfind("\r"))
        column = (column if line_end < 0 else 1) + len(between[line_end + 1 :].encode("utf-8", "surrogatepass"))
        columns[offset] = column
        position = offset
    return columns


def as_sarif(files: Files, rules: Rules) -> Iterator[str]:
    """SARIF 2.1.0."""
    from cleaner.cli.sarif import sarif

    yield _dump(sarif(files, rules), indent=1)


def _dump(value: Json, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent) + "\n"


FORMATS: dict[str, Callable[[Files, Rules], Iterator[str]]] = {
    "text": as_text,
    "json": as_json,
    "json-lines": as_json_lines,
    "github": as_github,
    "sarif": as_sarif,
    "rdjson": as_rdjson,
}
