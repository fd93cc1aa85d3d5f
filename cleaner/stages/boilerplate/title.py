"""The headline of a document: the line of the head that most speaks for it, or none."""

from __future__ import annotations

import re
from collections import Counter

from cleaner.rulebook.model import Rule
from cleaner.stages.boilerplate.dates import DATE
from cleaner.stages.boilerplate.forms import fold
from cleaner.stages.boilerplate.marks import Gone
from cleaner.stages.boilerplate.page import has_stop, is_prose
from cleaner.stages.boilerplate.survey import Survey
from cleaner.text.document import Fact
from cleaner.text.span import Span

MAX_TITLE = 60
"Longest headline. Code points."
LONG, SHORT = 8, 5
"A line of at least so many code points is a likely headline, a possible one."
FIRST = 3
"Lines at the top that may be the title of the document."
REPEATED = 12
"Shortest headline that counts as said again where another line only holds it. Code points."
ENOUGH = 2
"Points that a headline needs."
FEW = 6
"Most lines that stay in the head of a text which is already narrow: there the first one is likely."
NEAR = 4
"Most lines between a headline and the metadata under it."
_NO_TITLE = re.compile(
    "^[^\\w\u201c\u2018「『《〈【\\[(\uff08\"'〉》]|[。、:;,\uff1a\uff0c\uff1b]$"
    "|^[(\uff08]?[一二三四五六七八九十\\d]{1,3}[)\uff09、.\uff0e]|^(?:问|答|記者|记者|主持人)[:\uff1a]"
    "|>{1,3}$|->|>>|^(?:https?:|www\\.)|(?i:^[a-z0-9.\\-]+\\.(?:com|cn|net|org)\\b)|^[\\d\\W]+$"
)
_HEADING = re.compile("#{1,6} +|(?:文章|新闻|信息)?标题[ \u3000]{0,2}[:\uff1a][ \u3000]{0,2}(?=.)")
_DAY = re.compile(DATE)
_PARTS = re.compile("[ \u3000\u00a0|\uff5c]+")


def title_of(rule: Rule, survey: Survey, gone: Gone, headings: frozenset[str]) -> Fact | None:
    """The headline; None where no line has the shape and the place of one. `headings` are words that are none."""
    best, _ = headline_of(survey, gone, headings)
    if best is None:
        return None
    line = survey.page.lines[best]
    text = _headline(line, headings)
    start = survey.page.left(best) + len(line) - len(text)
    return Fact("metadata.title", " ".join(text.split()), rule.id, Span(start, start + len(text)), text)


def headline_of(survey: Survey, gone: Gone, headings: frozenset[str]) -> tuple[int | None, int]:
    """The index of the line that most speaks for being the headline, and how much; None where no line does."""
    known = [index for index in sorted(gone) if gone[index].type == "metadata"]
    if not survey.prose and not (known and known[0] < survey.head):
        return None, 0
    dated = next((i for i in known if any(finding.key == "date" for finding in gone[i].findings)), 0)
    end = max(survey.head, dated)
    stays = [index for index in range(end) if index not in gone and survey.page.open(index)]
    twice = {line for line, count in Counter([survey.page.lines[index] for index in stays]).items() if count > 1}
    best, points = None, ENOUGH - 1
    for index in stays:
        if SHORT - 3 <= len(survey.page.lines[index]) <= MAX_TITLE + 20:
            text = _headline(survey.page.lines[index], headings)
            said = _points(survey, gone, (index, text), stays) if text else 0
            said += 4 if text and _repeated(survey, twice, (index, text)) else 0
            if said > points:
                best, points = index, said
    return best, points


def _headline(line: str, headings: frozenset[str]) -> str:
    """What a line says without a heading mark or label; empty where it has not the shape of a headline."""
    heading = _HEADING.match(line)
    text = line[heading.end() :] if heading else line
    if not text or len(text) > MAX_TITLE or fold(text) in headings or _NO_TITLE.search(text) or has_stop(text[:-1]):
        return ""
    day = _DAY.match(text)
    if day and len(text) - day.end() <= FEW:
        return ""
    parts = [part for part in _PARTS.split(text) if part]
    if len(parts) > 2 and sum(map(len, parts)) < 5 * len(parts):
        return ""
    return "" if is_prose(text) and "。" in text else text


def _repeated(survey: Survey, twice: set[str], candidate: tuple[int, str]) -> bool:
    """Whether the page says a headline twice, or in its first lines with the name of the site behind it."""
    index, text = candidate
    if len(text) < SHORT:
        return False
    first = survey.page.lines[: min(FIRST, index)]
    return survey.page.lines[index] in twice or any(
        line.startswith(text) or (len(text) >= REPEATED and text in line) for line in first
    )


def _points(survey: Survey, gone: Gone, candidate: tuple[int, str], stays: list[int]) -> int:
    """How much speaks for a line: its length, metadata or running text under it, a path above it, its place."""
    index, text = candidate
    lines = survey.page.lines
    points = 1 if len(text) >= LONG else 0 if len(text) >= SHORT else -2
    below = index + 1
    while below < len(lines) and below - index <= NEAR and (below in gone or len(lines[below]) < SHORT):
        mark = gone.get(below)
        if mark is not None and mark.type == "metadata":
            points += 3 if below == index + 1 else 2
            break
        below += 1
    follows = next((other for other in range(index + 1, len(lines)) if other not in gone), len(lines))
    points += follows in survey.page.prose
    points += index > 0 and index - 1 in gone and gone[index - 1].type in ("breadcrumb", "navigation")
    return points + (3 if index == stays[0] and len(stays) <= FEW else 0)
