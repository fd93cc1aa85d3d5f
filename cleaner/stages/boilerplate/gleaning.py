"""What lines say of the text that went for where they stand, not for what they are."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from cleaner.stages.boilerplate.forms import unfold_all
from cleaner.stages.boilerplate.items import Item, finish
from cleaner.stages.boilerplate.lexer import BLANK, Line, has_figures, next_start, skip
from cleaner.stages.boilerplate.marks import Finding, Gone, Zone
from cleaner.stages.boilerplate.page import MAX_HEADLINE, Page
from cleaner.stages.boilerplate.runs import FORM
from cleaner.stages.boilerplate.sieve import searching
from cleaner.stages.boilerplate.survey import Surveyor

ABOVE, BELOW = 16, 10
"How far from the running text a line may say something of it; a word of a tool bar is no step. Lines."
STEP = 3
"Shortest line that is a step. Code points."
FARTHEST = 40
"The same, tool bars counted. Lines."

MAX_TOLD = 160
"Longest line that is looked at. Code points."
_ENDS = "源处處者辑輯间間期布佈表于於新稿文员員人位自编編关關机機"
_LABEL = re.compile(f"[{_ENDS}]{BLANK}{{0,2}}[:\uff1a|\uff5c]").search
"The end of a label that a line which stays must hold to be looked at."
MAX_BESIDE = 30
"Most that stands beside a day without a label for it to be that of the text. Code points."
_OTHER_DAY = re.compile(f"(?:回复|登录|注册|截[止至]|[今现][天在]是|有效期?|生日|成立)[于在:\uff1a]?{BLANK}*$")
"What stands before a day that is not that of the text."
_KEYS = ("date", "updated", "source", "author", "editor")
"Fields that are read off lines which hold other things too."
_SITE = ("icp", "site.licences")
"Fields of the site, which the foot of the page tells, however far below."
_LICENCES = searching(re.compile("ICP|[网網]安[备備]"))
"Lines with a licence."
MAX_FOOT = 400
"Longest line of a foot that is looked at. Code points."


class Known(NamedTuple):
    """What is known of a page."""

    text: list[int]
    "Lines of running text; at least one."
    marked: Collection[int]
    "Lines that the rules know: those of them that stay do so on purpose."
    whole: bool
    "Whether it is a whole page, of which lines go for where they stand."


def gleaned(surveyor: Surveyor, page: Page, gone: Gone, known: Known) -> Iterator[tuple[int, Finding]]:
    """Findings on the lines of a page that go without a reason of their own, with their indexes: above its text, then
    below, those nearest to it first. A value may stand on the line under its label. Above the text also those on
    lines that stay, where one says several things."""
    text, lines = known.text, page.lines
    firm = (index for index in text if "。" in lines[index] or len(lines[index]) > MAX_HEADLINE)
    for index in _steps(page, gone, range(next(firm, text[0]) - 1, -1, -1), ABOVE):
        said = tuple(_said(surveyor, page, index, "head"))
        several = len({finding.key for _, finding in said}) > 1
        if (known.whole and index in gone) or (
            several and index not in known.marked and not _in_a_form(page, gone, index)
        ):
            yield from said
    if known.whole:
        below = range(text[-1] + 1, len(page))
        for index in _steps(page, gone, below, BELOW):
            if index in gone:
                found = _said(surveyor, page, index, "tail")
                yield from (told for told in found if told[1].rule and told[1].key not in _SITE)
        foot = text[-1] + 1
        for index in (foot + at for at in sorted(_LICENCES("\n".join(["", *page.seen[foot:], ""])))):
            if index in gone and not gone[index].findings and len(page.lines[index]) <= MAX_FOOT:
                yield from (told for told in _said(surveyor, page, index, "tail") if told[1].key in _SITE)


def _in_a_form(page: Page, gone: Gone, index: int) -> bool:
    """True for a line beside one that stays and begins with a label."""
    return any(0 <= at < len(page) and at not in gone and FORM.match(page.seen[at]) for at in (index - 1, index + 1))


def _steps(page: Page, gone: Gone, order: Sequence[int], most: int) -> Iterator[int]:
    """The lines that may say something, until there were so many steps."""
    for index in order[:FARTHEST]:
        mark = gone.get(index)
        silent = _LABEL(page.seen[index]) if mark is None else mark.rule.kind == "detector" and not mark.findings
        if silent and len(page.lines[index]) <= MAX_TOLD and has_figures(page.seen[index]) and page.open(index):
            yield index
        most -= len(page.lines[index]) >= STEP
        if not most:
            return


def _said(surveyor: Surveyor, page: Page, index: int, zone: Zone) -> Iterator[tuple[int, Finding]]:
    """Findings on a line; those whose value stands on the next one have the index of that."""
    lines = slice(index, index + 1 + (index + 1 < len(page) and page.open(index + 1)))
    text, size = "\n".join(page.seen[lines]), len(page.lines[index])
    findings = tuple(_findings(surveyor.laid(text, zone), size, zone))
    for finding in unfold_all(findings, text, "\n".join(page.lines[lines])):
        if finding.start > size:
            yield index + 1, replace(finding, start=finding.start - size - 1, end=finding.end - size - 1)
        else:
            yield index, finding


def _findings(line: Line, size: int, zone: Zone) -> Iterator[Finding]:
    """The values of the labels among the first `size` code points of a line, and the day, where there is but one.
    Behind the text an author stands before all that is no item."""
    at, alien = 0, False
    days: list[Item] = []
    while at < size:
        start = line.at(at)
        item = finish(line, at, start) if start is not None else None
        if item is None or item.end == at:
            alien = alien or at >= skip(line.text, 0)
            at = next_start(line.text, at)
            continue
        at = skip(line.text, item.end)
        if item.rule is None:
            days.append(item)
        elif item.rule.kind == "labels" and not (alien and zone == "tail" and item.rule.field == "author"):
            yield from (finding for finding in item.findings if finding.key in _KEYS)
        elif zone == "tail":
            yield from (finding for finding in item.findings if finding.key in _SITE)
    if len(days) == 1 and size - (days[0].end - days[0].start) <= MAX_BESIDE:
        yield from () if _OTHER_DAY.search(line.text[: days[0].start]) else days[0].findings
