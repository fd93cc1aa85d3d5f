"""The headline of a document: the line of the head that most speaks for it, or none."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from cleaner.rulebook.model import Rule
from cleaner.stages.boilerplate.dates import DATE
from cleaner.stages.boilerplate.forms import fold
from cleaner.stages.boilerplate.marks import Gone
from cleaner.stages.boilerplate.page import running
from cleaner.stages.boilerplate.survey import Survey, detector_of
from cleaner.text.document import Fact
from cleaner.text.span import Span

MAX_TITLE = 60
"Longest headline, the blanks between its characters left out. Code points."
LONG, SHORT = 8, 5
"A line of at least so many code points is a likely headline, a possible one."
FIRST = 3
"Lines at the top that may be the title of the document."
REPEATED = 12
"Shortest headline that counts as said again where another line only holds it. Code points."
ENOUGH = 2
"Points that a headline needs."
SURE = 4
"Points from which a headline is better than the title of the document above it."
MENU, FEW_WORDS = 8, 3
"Words of a menu above a headline that are looked at, and how many there are at least. Lines."
FEW = 6
"Most lines that stay in the head of a text which is already narrow: there the first one is likely."
DOUBTED = 12
"Lines above the text that may be the headline although they seem to be page furniture."
PATH = 8
"Most lines between a headline and the path above it that ends in it."
NEAR = 4
"Most lines between a headline and the metadata under it."
_NO_TITLE = re.compile(
    "^[^\\w\u201c\u2018「『《〈【\\[(\uff08\"'〉》]|[。、:;,\uff1a\uff0c\uff1b]$|。."
    "|^[(\uff08]?[一二三四五六七八九十\\d]{1,3}[)\uff09、.\uff0e]|^(?:问|答|記者|记者|主持人)[:\uff1a]"
    "|>{1,3}$|->|>>|^(?:https?:|www\\.)|(?i:^[a-z0-9.\\-]+\\.(?:com|cn|net|org)\\b)|^[\\d\\W]+$|^[a-z\\-]+ ?= ?[\"']"
    "|^[(\uff08【]?(?:作者|来源|來源|记者|記者|编辑|編輯|责任编辑|時間|时间|日期|甲方|乙方"
    "|[\u4e00-\u9fff]{2,8}[(\uff08][^()\uff08\uff09]{1,12}[)\uff09])[ \u3000]?[:\uff1a]"
)
_HEADING = re.compile(
    "#{1,6} +|(?:(?:文章|新闻|信息)?标题|[Tt]itle|TITLE)[ \u3000]{0,2}[:\uff1a][ \u3000\"']{0,3}(?=.)"
    "|[》〉>*·•■◆]{1,2} {0,4}(?=\\w)"
)
_DAY = re.compile(DATE)
_ARROW = re.compile("[>\uff1e\u203a\xbb]")
_PARTS = re.compile("[ \u3000\u00a0|\uff5c]+")
_BLANKS = re.compile("[ \u3000\u00a0]+")
_PAGE = re.compile(
    "首页|设为主页|登录|注册|手机版|推荐给朋友|关于我们|[ |\uff5c]更多$|^.{0,4}(?:搜索|收藏|导航|邮箱|客户端).{0,4}$"
    "|^.{2,10}(?:网|在线|频道|论坛|日报|门户)$"
)
"What a line of the page says, not a headline."
_BEHIND = re.compile("[ \u3000]*(?:_|[|\uff5c]|[ \u3000][-\u2013\u2014][ \u3000]|-(?=[^-]{2,16}$))[ \u3000]*")
"What stands between a headline and the name of the site behind it."
_MAY_END = re.compile("[_|\uff5c\\-\u2013\u2014]")
"Signs without which it finds nothing."
_SITE = re.compile(
    "(?:网|网站|在线|论坛|报|频道|社区|新闻|百科|首页|博客|门户|官网|[A-Za-z.]{3,}!?)"
    "(?:[(\uff08][^()\uff08\uff09]{1,12}[)\uff09])?$|^[Pp]owered by "
)


def title_of(rule: Rule, survey: Survey, gone: Gone, headings: frozenset[str]) -> Fact | None:
    """The headline; None where no line has the shape and the place of one. `headings` are words that are none."""
    best, points = headline_of(survey, gone, headings)
    titled = _document_title(survey, headings) if points < SURE or best == 0 else ""
    if titled:
        best, text = 0, titled
    elif best is None:
        return None
    else:
        text = _headline(survey.page.lines[best], headings)
    line = survey.page.lines[best]
    start = survey.page.left(best) + line.index(text)
    return Fact("metadata.title", " ".join(text.split()), rule.id, Span(start, start + len(text)), text)


def headline_of(survey: Survey, gone: Gone, headings: frozenset[str]) -> tuple[int | None, int]:
    """The index of the line that most speaks for being the headline, and how much; None where no line does."""
    known = sorted(index for index, mark in gone.items() if mark.type == "metadata")
    if not survey.prose and not (known and known[0] < survey.head):
        return None, 0
    dated = next((i for i in known if any(finding.key == "date" for finding in gone[i].findings)), 0)
    lines = survey.page.lines
    begins = next(iter(running(survey.page, gone)), 0)
    end = min(max(survey.head + 1, dated, begins + 1), len(lines))
    beside = (*range(min(FIRST, end)), *range(max(FIRST, end - DOUBTED), end)) if gone else ()
    doubted = {index for index in beside if index in gone and detector_of(gone[index].rule) in _DECODED}
    places = [i for i in range(end) if (i not in gone or i in doubted) and survey.page.open(i)]
    stays = [index for index in places if index not in doubted] if doubted else places
    twice = _twice([lines[index] for index in places])
    best, points = None, ENOUGH - 1
    for index in places:
        if SHORT - 3 <= len(lines[index]) <= 2 * MAX_TITLE:
            text = _headline(lines[index], headings)
            said = _points(survey, gone, (index, text), stays) if text else 0
            said += _repeated(survey, twice, (index, text)) if text else 0
            said -= 2 * (index in survey.page.prose) + (index in doubted)
            if said > points:
                best, points = index, said
    return best, points


_DECODED = frozenset(["before-text", "inside-text", "behind-text", "main-text"])
"Detectors that only say that a line stands outside the text."


def _twice(lines: list[str]) -> set[str]:
    if len(set(lines)) == len(lines):
        return set()
    return {line for line, count in Counter(lines).items() if count > 1}


def _headline(line: str, headings: frozenset[str]) -> str:
    """What a line says without a heading mark or label; empty where it has not the shape of a headline."""
    text, folded = _shaped(line)
    return "" if folded in headings else text


@lru_cache(4_096)
def _shaped(line: str) -> tuple[str, str]:
    """What a line that has the shape of a headline says, known word or not, and the same folded; empty for others."""
    heading = _HEADING.match(line)
    text = line[heading.end() :] if heading else line
    parts = [part for part in _PARTS.split(text) if part.strip("-\u2013\u2014")]
    spaced = len(parts) > SHORT and sum(len(part) == 1 for part in parts) * 5 > len(parts) * 4
    size = len(_BLANKS.sub("", text)) if spaced else len(text)
    if not text or size > MAX_TITLE or _NO_TITLE.search(text):
        return "", ""
    day = _DAY.match(text)
    if day and len(text) - day.end() <= FEW:
        return "", ""
    torn = len(parts) > 2 and sum(map(len, parts)) < 5 * len(parts) and not spaced
    return ("", "") if torn else (text, fold(text))


@lru_cache(4_096)
def _is_of_the_page(text: str) -> bool:
    return _PAGE.search(fold(text)) is not None


def _document_title(survey: Survey, headings: frozenset[str]) -> str:
    """The headline in a first line that names the site behind it; empty where it names none."""
    line = survey.page.lines[0] if survey.page.lines else ""
    parts = _BEHIND.split(line) if _MAY_END.search(line) else []
    if not 1 < len(parts) <= 5 or len(parts[0]) < LONG or not _SITE.search(fold(parts[-1])):
        return ""
    return parts[0] if survey.page.open(0) and _headline(parts[0], headings) == parts[0] else ""


def _repeated(survey: Survey, twice: set[str], candidate: tuple[int, str]) -> int:
    """Points for a headline that the page says again: in its first lines with the name of the site behind it, or
    anywhere else."""
    index, text = candidate
    if len(text) < SHORT:
        return 0
    for line in survey.page.lines[: min(FIRST, index)]:
        if line.startswith(text) or (len(text) >= REPEATED and text in line and _titles(line, text)):
            return 4
    if survey.page.lines[index] in twice:
        return 3
    above = survey.page.lines[max(0, index - PATH) : index]
    return 3 if len(text) >= LONG and any(text in line and _ARROW.search(line) for line in above) else 0


def _stands_out(lines: list[str], index: int, text: str) -> bool:
    """Whether a line above the text is much longer than all words of the menu above it."""
    above = lines[max(0, index - MENU) : index]
    return len(text) >= LONG and len(above) >= FEW_WORDS and 2 * max(map(len, above)) <= len(text)


def _titles(line: str, text: str) -> bool:
    """Whether a line with the title of the document names a headline apart from the site."""
    return any(text in part and not _SITE.search(fold(part)) for part in _BEHIND.split(line))


def _points(survey: Survey, gone: Gone, candidate: tuple[int, str], stays: list[int]) -> int:
    """How much speaks for a line: its length, metadata or running text under it, a path above it, its place."""
    index, text = candidate
    lines = survey.page.lines
    points = 1 if len(text) >= LONG else 0 if len(text) >= SHORT else -2
    points -= 3 * _is_of_the_page(text)
    below = index + 1
    while below < len(lines) and below - index <= NEAR and (below in gone or len(lines[below]) < SHORT):
        mark = gone.get(below)
        if mark is not None and mark.type == "metadata":
            points += 3 if below == index + 1 else 2
            break
        below += 1
    follows = next((other for other in range(index + 1, len(lines)) if other not in gone), len(lines))
    points += follows in survey.page.prose
    points += follows == index + 1 and follows in survey.page.prose and _stands_out(lines, index, text)
    points += index > 0 and index - 1 in gone and gone[index - 1].type in ("breadcrumb", "navigation")
    return points + (3 if stays and index == stays[0] and len(stays) <= FEW else 0)
