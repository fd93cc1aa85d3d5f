"""Paths and menus that inline tags have cut into lines: a word, an arrow or a bar, a word, each on its own line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from cleaner.rulebook.model import Rule
from cleaner.stages.boilerplate.bars import ARROWS, LEAF, READERS
from cleaner.stages.boilerplate.marks import Finding, Mark, Reader, Zone, allowed
from cleaner.stages.boilerplate.survey import Survey

MAX_WORD = 24
"Longest part of a row. Code points."
HEADLINE = 8
"A last part from this length on may be the headline: it stays. Code points."
_BARS = "|\uff5c\u4e28\xa6\u2502"
_SIGN = re.compile(f"\n(?:[{ARROWS}]+|[{_BARS}]+)[^\n{ARROWS}{_BARS}]{{0,{MAX_WORD}}}(?=\n)")
"A line that is a sign, or begins with one."
_STARTS = re.compile(f"[{ARROWS}{_BARS}]")
_ENDS = re.compile(f"(?:[{ARROWS}{_BARS}]|位置[ \u3000]?[:\uff1a])$")


class Rows:
    """Reads rows with the readers of whole paths and menus."""

    def __init__(self, rules: dict[str, Rule]) -> None:
        self._readers: dict[str, tuple[Rule, Reader]] = {
            name: (rules[name], READERS[name](rules[name])[1]) for name in ("breadcrumb", "menu") if name in rules
        }

    def resolve(self, survey: Survey, gone: dict[int, Mark]) -> None:
        """Let the lines of rows go, outside the running text."""
        for start, end in _runs(survey):
            lines = survey.page.seen[start:end]
            row = " ".join(lines)
            zone: Zone = "tail" if start >= survey.tail else "head" if end <= survey.head else "body"
            name = "breadcrumb" if re.search(f"[{ARROWS}]", row) else "menu"
            rule, reader = self._readers.get(name, (None, None))
            if rule is None or reader is None or not allowed(rule, zone) or (name == "menu" and zone == "body"):
                continue
            mark = reader(row, zone)
            if mark is None:
                continue
            for index in range(start, end):
                gone[index] = replace(mark, findings=_whole(survey, mark, (start, end)) if index == start else ())


def _runs(survey: Survey) -> Iterator[tuple[int, int]]:
    """First line and line after the last of runs whose lines hang together by signs. Disjoint, in order."""
    page = survey.page
    done = number = counted = 0
    for match in _SIGN.finditer(page.plain):
        number += page.plain.count("\n", counted, match.start())
        counted = match.start()
        if number < done:
            continue
        start, end = number, number + 1
        while start > done and _joined(page.seen[start - 1], page.seen[start]):
            start -= 1
        while end < len(page) and _joined(page.seen[end - 1], page.seen[end]):
            end += 1
        done = end
        if end - start > 1 and len(page.seen[end - 1]) >= HEADLINE and page.seen[end - 1] not in LEAF:
            end -= 1
        if end - start > 2 and all(page.open(index) for index in range(start, end)):
            yield start, end


def _joined(above: str, below: str) -> bool:
    """Whether two lines are parts of one row: both short, with a sign between them."""
    if len(above) > MAX_WORD + 2 or len(below) > MAX_WORD + 2:
        return False
    return _STARTS.match(below) is not None or _ENDS.search(above) is not None


def _whole(survey: Survey, mark: Mark, place: tuple[int, int]) -> tuple[Finding, ...]:
    """The findings of a row with the place of all its lines."""
    first, last = survey.page.left(place[0]), survey.page.left(place[1] - 1) + len(survey.page.lines[place[1] - 1])
    raw = survey.page.text[first:last]
    return tuple(replace(finding, start=0, end=last - first, raw=raw) for finding in mark.findings)
