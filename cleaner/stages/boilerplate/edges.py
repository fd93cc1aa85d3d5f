"""Which marked lines go, and which lines beside them go with them."""

from __future__ import annotations

import re
from dataclasses import replace

from cleaner.rulebook.model import Rule
from cleaner.stages.boilerplate.company import INDEX, in_a_form, introduced
from cleaner.stages.boilerplate.dates import BARE_DATE, POINTS, iso_date
from cleaner.stages.boilerplate.ending import Ending
from cleaner.stages.boilerplate.forms import folded
from cleaner.stages.boilerplate.marks import Finding, Gone, Mark
from cleaner.stages.boilerplate.page import ends_sentence, has_stop
from cleaner.stages.boilerplate.rows import Rows
from cleaner.stages.boilerplate.runs import Runs
from cleaner.stages.boilerplate.survey import Survey, Surveyor, detector_of

_ABOVE_SITE = frozenset(["greeting", "navigation", "tool"])
"Types of lines that may stand above the name of a site."
MAX_WORD = 8
"Longest word of a menu. Code points."
MAX_SITE_NAME = 20
MAX_BELOW = 6
"Most lines that stay between a path and the running text. Lines."
NEAR = 3
"Most lines between the headline below a path and its metadata or the running text. Lines."
_INDEX_FIRST = frozenset("文新信标名关")
"What a line begins with that `INDEX` finds."
_YEAR_LINE = re.compile("\\d{4}年\\d{1,2}月\\d{1,2}日")
_PUNCTUATION = re.compile("[。、\uff0c\uff1b\uff1a\uff01\uff1f!?,:;]")

_NO_SITE = frozenset(["搜索", "搜", "导航", "菜单", "首页", "网站首页", "登录", "更多", "分享", "全部", "频道", "返回"])
"Words that head a page and name no site."
_NO_NAME = re.compile("[,:、\uff0c\uff1a]|(?<=[\u4e00-\u9fff])[ \u3000]+(?![A-Z][A-Za-z0-9 .&'-]*$)")
"What stands in no name of a site; the same name in Latin letters may stand behind it."


class Edges:
    """Decides over a survey. Holds the rules that look at more than one line."""

    def __init__(self, rules: tuple[Rule, ...], surveyor: Surveyor) -> None:
        rules = tuple(map(folded, rules))
        self._rules = {detector_of(rule): rule for rule in rules}
        self._rows, self._ending = Rows(self._rules), Ending(self._rules)
        split = self._rules.get("split-label")
        self.headings = frozenset(word for rule in rules if rule.type != "metadata" for word in rule.labels)
        "Words of menus, buttons and lists: they are no names and no headlines."
        self._runs = Runs(split, surveyor, self.headings) if split else None

    def resolve(self, survey: Survey) -> Gone:
        """The lines that go; the structure of Markdown stays."""
        gone = self._resolved(survey)
        if survey.page.closed:
            for index in list(filter(survey.page.structural, gone)):
                del gone[index]
        return gone

    def _resolved(self, survey: Survey) -> Gone:
        gone = {index: mark for index, mark in survey.marks.items() if mark.need == "nothing"}
        for index in [index for index in gone if in_a_form(survey, gone, index) or introduced(survey, index)]:
            del gone[index]
        self._rows.resolve(survey, gone)
        if self._runs is not None and survey.prose:
            self._runs.resolve(survey, gone)
        self._bare_date(survey, gone)
        if not gone and not survey.marks:
            self._ending.headed(survey, gone)
            return gone
        self._title_again(survey, gone)
        _under_a_title(survey, gone)
        self._site_name(survey, gone)
        self._above_path(survey, gone)
        self._before_path(survey, gone)
        self._ending.headed(survey, gone)
        _neighbours(survey, gone)
        self._ending.enclosed(survey, gone)
        _neighbours(survey, gone)
        self._signs(survey, gone)
        self._ending.captions(survey, gone)
        return gone

    def _bare_date(self, survey: Survey, gone: Gone) -> None:
        """A line that is only a date, between a headline and running text, and the only one of its kind there."""
        rule, lines = self._rules.get("bare-date"), survey.page.seen
        if rule is None or not survey.prose or not survey.days:
            return
        dates = [i for i in sorted(survey.days) if i < survey.head and i not in gone and _is_date(lines[i])]
        if (
            len(dates) != 1
            or _asked(survey, gone, dates[0])
            or not any(i not in gone and i not in survey.marks for i in range(dates[0]))
        ):
            return
        index = dates[0]
        line = lines[index]
        dated = [lines[i] for i in survey.days if len(lines[i]) < 40 and _is_date(lines[i])]
        if (
            line[0] in "(\uff08"
            or sum(_is_plain(other) for other in dated) > 1
            or (len(dated) > 1 and not _is_plain(line))
        ):
            return
        match = BARE_DATE.fullmatch(line)
        assert match is not None
        raw = survey.page.lines[index][match.start(1) : match.end(1)]
        finding = Finding("date", iso_date(match[1]), rule.id, match.start(1), match.end(1), raw)
        gone[index] = Mark(rule, "nothing", (finding,), "a date alone under the headline", rule.type)

    def _title_again(self, survey: Survey, gone: Gone) -> None:
        """A line `标题: X` in the head, where X is a line of the head too."""
        rule, lines = self._rules.get("title-again"), survey.page.seen
        if rule is None:
            return
        for index in range(survey.head):
            label = INDEX.match(lines[index]) if lines[index][0] in _INDEX_FIRST else None
            if (
                label
                and index not in gone
                and lines[index][label.end() :].strip() in lines[index + 1 : survey.head + 1]
            ):
                gone[index] = Mark(rule, "nothing", (), "the headline with its label, above the headline", rule.type)

    def _site_name(self, survey: Survey, gone: Gone) -> None:
        """The first line, where a menu follows and a headline is still to come."""
        rule, lines = self._rules.get("site-name"), survey.page.lines
        first = next((i for i in range(len(lines)) if i not in gone or gone[i].type not in _ABOVE_SITE), None)
        if rule is None or first is None or first in gone or first + 1 not in gone:
            return
        line = lines[first]
        if (
            gone[first + 1].type != "navigation"
            or line in _NO_SITE
            or len(line) > MAX_SITE_NAME
            or ends_sentence(line)
            or has_stop(line)
        ):
            return
        later = [i for i in range(first + 2, survey.head) if i not in gone and i not in survey.marks]
        if not survey.prose or not later or _NO_NAME.search(line):
            return
        finding = Finding("site.name", line, rule.id, 0, len(line), line)
        gone[first] = Mark(rule, "nothing", (finding,), "above a menu", rule.type)

    def _above_path(self, survey: Survey, gone: Gone) -> None:
        """Menu words, one a line, above a breadcrumb or a menu, where a headline is still to come."""
        rule, lines = self._rules.get("above-path"), survey.page.seen
        paths = [i for i in gone if i < survey.head and gone[i].type in ("breadcrumb", "navigation")]
        if rule is None or not survey.prose or not paths:
            return
        last = max(paths)
        run = [i for i in range(last) if i not in gone and i not in survey.marks]
        later = [i for i in range(last + 1, survey.head) if i not in gone and i not in survey.marks]
        if len(run) < 2 or not any(len(lines[i]) > MAX_WORD for i in later):
            return
        if all(len(lines[i]) <= MAX_WORD and not _PUNCTUATION.search(lines[i]) and survey.page.open(i) for i in run):
            for index in run:
                gone[index] = Mark(rule, "nothing", (), "a menu word above a breadcrumb or menu", rule.type)

    def _before_path(self, survey: Survey, gone: Gone) -> None:
        """All lines above a path with a headline under it; one that the page says again below stays."""
        rule, lines = self._rules.get("before-path"), survey.page.lines
        path = max((i for i in gone if i < survey.head and gone[i].type == "breadcrumb"), default=0)
        run = [i for i in range(path) if i not in gone and survey.page.open(i)]
        below = [i for i in range(path + 1, survey.head) if i not in gone and i not in survey.marks]
        headline = next((i for i in below if len(lines[i]) > MAX_WORD), None)
        if rule is None or not survey.prose or len(run) < 2 or headline is None or len(below) > MAX_BELOW:
            return
        near = range(headline + 1, headline + NEAR + 1)
        if any(i == survey.head or (i in gone and gone[i].type == "metadata") for i in near):
            again = {lines[i] for i in below if len(lines[i]) > MAX_WORD}
            for index in run:
                if not any(line in lines[index] for line in again):
                    gone[index] = Mark(rule, "nothing", (), "above the path to the page", rule.type)

    def _signs(self, survey: Survey, gone: Gone) -> None:
        """Lines of signs that stand between lines that go."""
        rule = self._rules.get("signs")
        if rule is None or not gone:
            return
        for index in sorted(survey.signs - gone.keys()):
            if survey.page.open(index) and survey.beside(index, -1) in gone and survey.beside(index, 1) in gone:
                gone[index] = Mark(rule, "nothing", (), "between lines that go", rule.type)


def _asked(survey: Survey, gone: Gone, index: int) -> bool:
    """True for a value under a label that stays: part of a form."""
    return index > 0 and index - 1 not in gone and survey.page.seen[index - 1][-1] in ":\uff1a"


def _is_date(line: str) -> bool:
    """True for a line that is only a day, in brackets or behind a point or not."""
    return bool(BARE_DATE.fullmatch(line))


def _is_plain(line: str) -> bool:
    """True for a day in figures or with a clock, as sites write it; the day of a letter is written with 年月日."""
    return line[0] in f"0123456789[{POINTS}" and not _YEAR_LINE.fullmatch(line)


def _under_a_title(survey: Survey, gone: Gone) -> None:
    """Let lines go that ask for a headline above and running text below."""
    if not survey.prose:
        return
    for index in range(survey.head):
        mark = survey.marks.get(index)
        if mark is None or mark.need != "title" or index in gone or in_a_form(survey, gone, index):
            continue
        if any(i not in gone and i not in survey.marks for i in range(index)):
            gone[index] = replace(mark, need="nothing")


def _neighbours(survey: Survey, gone: Gone) -> None:
    """Let weak lines go that stand beside a line that goes, until nothing more goes. Signs between are looked over."""
    weak = [i for i in sorted(survey.marks) if i not in gone and survey.marks[i].need in ("neighbour", "above")]
    for order in (weak, weak[::-1]):
        for index in order:
            mark = survey.marks[index]
            above = survey.beside(index, -1) in gone and (index >= survey.tail or mark.need != "above")
            below = survey.beside(index, 1) in gone and mark.need == "neighbour"
            if index not in gone and (above or below) and not in_a_form(survey, gone, index):
                gone[index] = replace(mark, need="nothing")
