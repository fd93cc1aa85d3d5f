"""Findings as SARIF 2.1.0 (OASIS), the format of code scanning services and editors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from cleaner import __version__
from cleaner.cli.finding_formats import in_original, said
from cleaner.cli.findings import FileFindings, Finding
from cleaner.rulebook.model import Rule

Json = dict[str, Any]
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif(files: Iterable[FileFindings], rules: Mapping[str, Rule]) -> Json:
    """The log of one run: a result for each edit, a notification for each file that failed."""
    results: list[Json] = []
    failures: list[Json] = []
    used: dict[str, int] = {}
    for file in files:
        place = {"uri": uri(file.path)}
        if file.failure:
            failures.append(_failure(file, place))
        for finding in file.findings:
            index = used.setdefault(finding.rule, len(used))
            why = rules[finding.rule].why.strip().split("\n")[0]
            results.append(_result(file, finding, place, (index, why)))
    driver = {"name": "cleaner", "semanticVersion": __version__, "rules": [_rule(rules[rule]) for rule in used]}
    invocation = {"executionSuccessful": not failures, "toolExecutionNotifications": failures}
    run = {
        "tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "invocations": [invocation], "results": results,
    }  # fmt: skip
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def uri(path: str) -> str:
    """A path as a URI reference: relative as it is, absolute with its scheme."""
    typed = Path(path)
    return typed.as_uri() if typed.is_absolute() else quote(path.encode("utf-8", "surrogateescape"))


def _rule(rule: Rule) -> Json:
    return {"id": rule.id, "name": rule.name, "shortDescription": {"text": rule.why.strip().split("\n")[0]}}


def _result(file: FileFindings, finding: Finding, place: Json, rule: tuple[int, str]) -> Json:
    region = _region(finding)
    result: Json = {
        "ruleId": finding.rule,
        "ruleIndex": rule[0],
        "level": "warning",
        "message": {"text": f"{said(finding)}. {rule[1]}"},
        "locations": [{"physicalLocation": {"artifactLocation": place, "region": region}}],
        "rank": round(100 * finding.confidence, 1),
    }
    if in_original(file, finding):
        change = {"deletedRegion": region, "insertedContent": {"text": finding.after}}
        result["fixes"] = [{"artifactChanges": [{"artifactLocation": place, "replacements": [change]}]}]
    return result


def _region(finding: Finding) -> Json:
    return {
        "startLine": finding.line, "startColumn": finding.column, "endLine": finding.end_line,
        "endColumn": finding.end_column, "charOffset": finding.start, "charLength": finding.end - finding.start,
    }  # fmt: skip


def _failure(file: FileFindings, place: Json) -> Json:
    return {
        "level": "error",
        "message": {"text": f"{file.path}: {file.failure}"},
        "locations": [{"physicalLocation": {"artifactLocation": place}}],
    }
