"""From findings on removed lines to the metadata of a document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from cleaner.stages.boilerplate.marks import Finding, Gone
from cleaner.stages.boilerplate.page import Page
from cleaner.text.document import Fact
from cleaner.text.span import Seen, Span

DAY_RULE = "BP014"
"Id of the rule that a day without a label is put down to."

LICENCES = "metadata.site.licences"
ABSENT = 0
"How sure a placeholder is."
_WEEKDAY = re.compile("[星礼禮][期拜][一二三四五六日天]")
_BESIDE = frozenset(["date", "updated", "source"])
NEAR = 4
"How far from a day or a source a place without a label is that of the account; elsewhere it is a word of a menu."


def facts_of(page: Page, gone: Gone, gleaned: Sequence[tuple[int, Finding]]) -> list[Fact]:
    """One fact per metadata field: the first that has a value, else the first placeholder; of days the surest. Licences
    are collected.

    What is `gleaned`, with the index of its line, fills the fields that are left without a value, the first first, and
    adds licences.
    """
    best: dict[str, tuple[int, Fact]] = {}
    licences: dict[str, None] = {}
    for index, finding, rule in (*_marked(gone), *_valued(gleaned)):
        fact, sure = _fact(finding, page.left(index), rule), _sureness(finding)
        if fact.key not in best or (sure > best[fact.key][0] and fact.key != LICENCES):
            best[fact.key] = sure, fact
        if fact.key == LICENCES:
            licences[str(finding.value)] = None
    return [replace(fact, value=tuple(licences)) if fact.key == LICENCES else fact for _, fact in best.values()]


def _marked(gone: Gone) -> Iterator[tuple[int, Finding, str]]:
    """What the lines that go for what they are say, with their indexes and rules; no place that is a word of a menu."""
    telling = sorted(index for index, mark in gone.items() if mark.findings)
    dated = {index for index in telling if any(finding.key in _BESIDE for finding in gone[index].findings)}
    for index in telling:
        mark = gone[index]
        far = mark.type == "metadata" and dated.isdisjoint(range(index - NEAR, index + NEAR + 1))
        for finding in mark.findings:
            if not (far and finding.key == "location"):
                yield index, finding, finding.rule or mark.rule.id


def _valued(gleaned: Sequence[tuple[int, Finding]]) -> Iterator[tuple[int, Finding, str]]:
    return ((index, finding, finding.rule or DAY_RULE) for index, finding in gleaned if finding.value)


def _sureness(finding: Finding) -> int:
    """How sure it is that a value is that of the text. Pages show the day of the visit too, with its weekday."""
    if not finding.value:
        return ABSENT
    if finding.key != "date":
        return 1
    return 3 if finding.rule else 1 if _WEEKDAY.search(finding.raw) else 2


def _fact(finding: Finding, offset: int, rule: str) -> Fact:
    span: Span[Seen] = Span(offset + finding.start, offset + finding.end)
    return Fact(f"metadata.{finding.key}", finding.value, rule, span, finding.raw)
