"""From findings on removed lines to the metadata of a document."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.stages.boilerplate.marks import Finding, Gone
from cleaner.stages.boilerplate.page import Page
from cleaner.text.document import Fact
from cleaner.text.span import Seen, Span

DAY_RULE = "BP014"
"Id of the rule that a day without a label is put down to."

_BESIDE = frozenset(["date", "updated", "source"])
NEAR = 4
"How far from a day or a source a place without a label is that of the account; elsewhere it is a word of a menu."


def facts_of(page: Page, gone: Gone, gleaned: Sequence[tuple[int, Finding]]) -> list[Fact]:
    """One fact per metadata field: the first that has a value, else the first placeholder. Licences are collected.

    What is `gleaned`, with the index of its line, fills the fields that are left without a value, the first first, and
    adds licences.
    """
    best: dict[str, Fact] = {}
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
            elif fact.key not in best or (fact.value and not best[fact.key].value):
                best[fact.key] = fact
    for index, finding in gleaned:
        fact = _fact(finding, page.left(index), finding.rule or DAY_RULE)
        if finding.key == "site.licences":
            licences += [str(finding.value)] if finding.value not in licences else []
            best.setdefault(fact.key, fact)
        elif fact.value and not (fact.key in best and best[fact.key].value):
            best[fact.key] = fact
    facts = list(best.values())
    if licences:
        key = "metadata.site.licences"
        kept = best[key]
        facts[facts.index(kept)] = Fact(key, tuple(licences), kept.rule, kept.span, kept.raw)
    return facts


def _fact(finding: Finding, offset: int, rule: str) -> Fact:
    span: Span[Seen] = Span(offset + finding.start, offset + finding.end)
    return Fact(f"metadata.{finding.key}", finding.value, rule, span, finding.raw)
