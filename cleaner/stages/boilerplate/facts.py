"""From findings on removed lines to the metadata of a document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cleaner.stages.boilerplate.marks import Finding, Gone
from cleaner.stages.boilerplate.page import Page
from cleaner.text.document import Fact
from cleaner.text.span import Seen, Span

DAY_RULE = "BP014"
"Id of the rule that a day without a label is put down to."

_BESIDE = frozenset(["date", "updated", "source"])
ABSENT = 0
_WEEKDAY = re.compile("[星礼禮][期拜][一二三四五六日天]")
NEAR = 4
"How far from a day or a source a place without a label is that of the account; elsewhere it is a word of a menu."


def facts_of(page: Page, gone: Gone, gleaned: Sequence[tuple[int, Finding]]) -> list[Fact]:
    """One fact per metadata field: the first that has a value, else the first placeholder; of days the surest. Licences
    are collected.

    What is `gleaned`, with the index of its line, fills the fields that are left without a value, the first first, and
    adds licences.
    """
    best: dict[str, Fact] = {}
    sure: dict[str, int] = {}
    licences: list[str] = []
    telling = sorted(index for index, mark in gone.items() if mark.findings)
    dated = {index for index in telling if any(finding.key in _BESIDE for finding in gone[index].findings)}
    for index in telling:
        offset = page.left(index)
        for finding in gone[index].findings:
            bare = finding.key == "location" and gone[index].type == "metadata"
            if bare and dated.isdisjoint(range(index - NEAR, index + NEAR + 1)):
                continue
            rule = finding.rule or gone[index].rule.id
            fact = _fact(finding, offset, rule)
            if finding.key == "site.licences":
                licences += [str(finding.value)] if finding.value not in licences else []
                best.setdefault(fact.key, fact)
            elif fact.key not in best or (fact.value and _sureness(finding) > sure[fact.key]):
                best[fact.key], sure[fact.key] = fact, _sureness(finding)
    for index, finding in gleaned:
        fact = _fact(finding, page.left(index), finding.rule or DAY_RULE)
        if finding.key == "site.licences":
            licences += [str(finding.value)] if finding.value not in licences else []
            best.setdefault(fact.key, fact)
        elif fact.value and _sureness(finding) > sure.get(fact.key, ABSENT):
            best[fact.key], sure[fact.key] = fact, _sureness(finding)
    facts = list(best.values())
    if licences:
        key = "metadata.site.licences"
        kept = best[key]
        facts[facts.index(kept)] = Fact(key, tuple(licences), kept.rule, kept.span, kept.raw)
    return facts


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
