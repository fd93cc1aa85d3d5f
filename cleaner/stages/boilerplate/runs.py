"""Metadata that inline tags have cut into lines: a label and its value, a day and the paper, each on its own line."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from cleaner.rulebook.model import Rule
from cleaner.stages.boilerplate.forms import unfold
from cleaner.stages.boilerplate.items import Item
from cleaner.stages.boilerplate.marks import Finding, Mark
from cleaner.stages.boilerplate.survey import Survey, Surveyor

MAX_RUN = 14
"Most lines that are read together."
MAX_BEFORE = 3
"Most lines of a run above the first line that is metadata for itself."
MAX_SOURCE = 10
"Longest line without a label that a run may begin with: a headline may end in 报 too. Code points."
_KEYS = frozenset(["date", "updated", "source", "author", "editor"])
FORM = re.compile("[\u3400-\u9fffA-Za-z]{1,8}[ \u3000]{0,4}[:\uff1a]")
"What a line of a form begins with."


class Runs:
    """Reads runs of lines of one document after the other. `rule` is that of lines that hold no item of their own."""

    def __init__(self, rule: Rule, surveyor: Surveyor, headings: frozenset[str]) -> None:
        self._rule = rule
        self._surveyor = surveyor
        self._headings = headings
        "Words that are no names: what a page writes above lists and on its buttons."

    def resolve(self, survey: Survey, gone: dict[int, Mark]) -> None:
        """Let the lines of runs go. Before the text: all that is metadata together. Among it: only a day with a label
        and its value beside it. Behind it: values under their labels."""
        if not survey.marks and not gone and not survey.days:
            return
        done = 0
        marked = {index for index, mark in (survey.marks | gone).items() if mark.type == "metadata"}
        for index in sorted(marked | survey.days):
            if index < done or index in survey.page.prose:
                continue
            if index >= survey.tail and not (index in gone and _asks(gone[index])):
                continue
            first = index if index >= survey.tail else max(done, index - MAX_BEFORE)
            begins = [start for start in range(first, index) if self._may_begin(survey, gone, start, index)] + [index]
            if survey.head <= index < survey.tail and begins == [index] and index + 1 not in survey.items:
                continue
            for start in begins:
                end = self._take(survey, gone, start, index)
                if end > index:
                    done = end
                    break

    def _may_begin(self, survey: Survey, gone: dict[int, Mark], start: int, anchor: int) -> bool:
        """Whether a line above one that is metadata may belong to it: it holds an item, or may name a paper."""
        line = survey.page.seen[start]
        return start in survey.items or (start == anchor - 1 and start not in gone and 1 < len(line) <= MAX_SOURCE)

    def _take(self, survey: Survey, gone: dict[int, Mark], start: int, anchor: int) -> int:
        """Mark the run that begins with a line and holds another, where it is certain; the line to go on from, or 0.
        A list of days is not asked again from each of its lines."""
        page, limit = survey.page, start
        while limit < min(len(page), start + MAX_RUN) and limit not in page.prose and page.open(limit):
            limit += 1
        if limit - start < 2 or limit <= anchor:
            return 0
        lines = page.seen[start:limit]
        held = [word for index in range(start, limit) for word in survey.held.get(index, ())]
        items, count = self._surveyor.read_lines(lines, "tail" if anchor >= survey.tail else "head", held)
        if count < 2 or start + count <= anchor:
            return 0
        if not self._certain(survey, gone, (start, count), items):
            return start + count if count == MAX_RUN else 0
        for number, mark in enumerate(_marks(self._rule, lines[:count], items)):
            gone[start + number] = unfold(mark, lines[number], page.lines[start + number])
        return start + count

    def _certain(self, survey: Survey, gone: dict[int, Mark], place: tuple[int, int], items: list[Item]) -> bool:
        """Whether the items are metadata of the page: enough of them, none a heading, a headline left, and no form."""
        start, count = place
        findings = [finding for item in items for finding in item.findings if finding.value]
        known = {finding.key for finding in findings if finding.key in _KEYS}
        if not known or self._surveyor.weigh(items) < 1 or any(finding.value in self._headings for finding in findings):
            return False
        if start >= survey.tail:
            return True
        labelled = {
            finding.key for item in items if item.rule and item.rule.kind == "labels" for finding in item.findings
        }
        if start >= survey.head:
            return "date" in known and bool(labelled & known - {"date"})
        if items[0].rule is not None and items[0].rule.kind != "labels" and items[0].end > MAX_SOURCE:
            return False
        rest = [*range(start), *range(start + count, survey.head)]
        if not any(index not in gone and index not in survey.marks for index in rest):
            return False
        beside = [index for index in (start - 1, start + count) if 0 <= index < len(survey.page)]
        return len(known) > 1 or not any(
            index not in gone and index not in survey.marks and FORM.match(survey.page.seen[index]) for index in beside
        )


def _asks(mark: Mark) -> bool:
    """True for a label that stands alone on its line."""
    return mark.rule.kind == "labels" and len(mark.findings) == 1 and not mark.findings[0].raw


def _marks(rule: Rule, lines: list[str], items: list[Item]) -> list[Mark]:
    """A mark for each line of a run: the rule of the first item on it, and the values that stand on it."""
    starts = [0]
    for line in lines[:-1]:
        starts.append(starts[-1] + len(line) + 1)
    rules: list[Rule | None] = [None] * len(lines)
    findings: list[list[Finding]] = [[] for _ in lines]
    for item in items:
        number = bisect_right(starts, item.start) - 1
        rules[number] = rules[number] or item.rule
        for finding in item.findings:
            here = bisect_right(starts, finding.start) - 1
            left = starts[here]
            end = min(finding.end - left, len(lines[here]))
            findings[here].append(replace(finding, start=finding.start - left, end=end))
    note = f"metadata together with the {len(lines) - 1} lines beside it"
    return [
        Mark(one or rule, "nothing", tuple(values), note, (one or rule).type)
        for one, values in zip(rules, findings, strict=True)
    ]
