"""Which marked lines go, and which lines beside them go with them."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from cleaner.rulebook.model import Rule
from cleaner.rulebook.patterns import compile_pattern
from cleaner.stages.boilerplate.company import INDEX, in_a_form, introduced
from cleaner.stages.boilerplate.dates import DATE, iso_date
from cleaner.stages.boilerplate.forms import folded
from cleaner.stages.boilerplate.marks import FURNITURE, Finding, Mark
from cleaner.stages.boilerplate.page import ends_sentence, has_stop, is_prose
from cleaner.stages.boilerplate.rows import Rows
from cleaner.stages.boilerplate.runs import Runs
from cleaner.stages.boilerplate.survey import Survey, Surveyor, detector_of

MAX_HEADLINE = 45
"Longest line that may go as a headline of another page. Code points."
_ABOVE_SITE = frozenset(["greeting", "navigation", "tool"])
"Types of lines that may stand above the name of a site."
MAX_RUN = 30
"Longest run of lines that may go between two lines of page furniture. Lines."
MAX_WORD = 8
"Longest word of a menu. Code points."
MAX_SITE_NAME = 20
_BARE_DATE = re.compile(rf"(?:[\[【(\uff08]|[*\xb7\u25ce] )?[ \u00a0\u3000]*({DATE})[ \u00a0\u3000]*[\])】\uff09]?")
_INDEX_FIRST = frozenset("文新信标名关")
"What a line begins with that `INDEX` finds."
_BULLETS = frozenset("【[■●▌◎◆▶*#- ")
"What may stand before a heading."
_YEAR_LINE = re.compile("\\d{4}年\\d{1,2}月\\d{1,2}日")
_PUNCTUATION = re.compile("[。、\uff0c\uff1b\uff1a\uff01\uff1f!?,:;]")

_NO_SITE = frozenset(["搜索", "搜", "导航", "菜单", "首页", "网站首页", "登录", "更多", "分享", "全部", "频道", "返回"])
"Words that head a page and name no site."

_ENDS = frozenset(["navigation", "share", "related", "comment"])
"Types of which one line is enough to show that the text is over."
_CONTENT = re.compile(
    "附件|附[:\uff1a]|附录|联系|联络|电话|地址|邮箱|[(\uff08]?[一二三四五六七八九十\\d]{1,3}[)\uff09、.\uff0e]|第.{1,4}[条章节]"
)
"How lines begin that a notice or a statute may end with."

Gone = dict[int, Mark]
"Lines that go, by index, with the mark that says why."


class Edges:
    """Decides over a survey. Holds the rules that look at more than one line."""

    def __init__(self, rules: tuple[Rule, ...], surveyor: Surveyor) -> None:
        rules = tuple(map(folded, rules))
        self._rules = {detector_of(rule): rule for rule in rules}
        self._rows = Rows(self._rules)
        split = self._rules.get("split-label")
        self.headings = frozenset(word for rule in rules if rule.type != "metadata" for word in rule.labels)
        "Words of menus, buttons and lists: they are no names and no headlines."
        self._runs = Runs(split, surveyor, self.headings) if split else None
        caption, related = self._rules.get("caption"), self._rules.get("related")
        self._caption = compile_pattern(caption) if caption and caption.pattern else None
        words = "|".join(sorted(map(re.escape, related.labels), key=len, reverse=True)) if related else ""
        self._related_first = frozenset(word[0] for word in related.labels if word) | _BULLETS if related else _BULLETS
        more = "(?:[ \u3000]{0,4}(?:更多|[Mm]ore|MORE)?[ ]?[>\uff1e\xbb\u203a]{0,3})"
        self._related = (
            re.compile(f"[{re.escape(''.join(sorted(_BULLETS)))}]{{0,4}}(?:{words})[】\\]]?[:\uff1a]?{more}")
            if related
            else None
        )

    def resolve(self, survey: Survey) -> Gone:
        """The lines that go."""
        gone = {index: mark for index, mark in survey.marks.items() if mark.need == "nothing"}
        for index in [index for index in gone if in_a_form(survey, gone, index) or introduced(survey, index)]:
            del gone[index]
        self._rows.resolve(survey, gone)
        if self._runs is not None and survey.prose:
            self._runs.resolve(survey, gone)
        self._bare_date(survey, gone)
        if not gone and not survey.marks:
            self._related_blocks(survey, gone)
            return gone
        self._title_again(survey, gone)
        _under_a_title(survey, gone)
        self._site_name(survey, gone)
        self._above_path(survey, gone)
        self._related_blocks(survey, gone)
        _neighbours(survey, gone)
        self._between(survey, gone)
        self._after_end(survey, gone)
        _neighbours(survey, gone)
        self._signs(survey, gone)
        self._captions(survey, gone)
        return gone

    def _bare_date(self, survey: Survey, gone: Gone) -> None:
        """A line that is only a date, between a headline and running text, and the only one of its kind there."""
        rule, lines = self._rules.get("bare-date"), survey.page.lines
        if rule is None or not survey.prose:
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
        match = _BARE_DATE.fullmatch(line)
        assert match is not None
        finding = Finding("date", iso_date(match[1]), rule.id, match.start(1), match.end(1), match[1])
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
        if not survey.prose or not later or re.search("[,:、\uff0c\uff1a]", line):
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

    def _related_blocks(self, survey: Survey, gone: Gone) -> None:
        """A heading such as 相关阅读 behind the text, with the headlines under it."""
        rule, lines = self._rules.get("related"), survey.page.seen
        if rule is None or self._related is None or not survey.prose:
            return
        for index in [i for i in range(survey.tail, len(lines)) if lines[i][0] in self._related_first]:
            if index in gone or not self._related.fullmatch(lines[index]):
                continue
            end = index + 1
            while end < len(lines) and end not in gone and _is_headline(lines[end]):
                end += 1
            titles = sum(line[0] == "《" for line in lines[index + 1 : end])
            clean_end = end == len(lines) or end in gone
            if (
                not clean_end
                or titles * 2 > end - index - 1 > 0
                or any(i in survey.marks for i in range(index + 1, end))
            ):
                continue
            gone[index] = Mark(rule, "nothing", (), "heading of other pages", rule.type)
            for other in range(index + 1, end):
                gone[other] = Mark(rule, "nothing", (), "under a heading of other pages", rule.type)

    def _between(self, survey: Survey, gone: Gone) -> None:
        """Short lines behind the text that stand between two lines of page furniture."""
        rule, lines = self._rules.get("between"), survey.page.seen
        if rule is None or not survey.prose:
            return
        ends = [i for i in sorted(gone) if i >= survey.tail and gone[i].type in FURNITURE]
        for above, below in pairwise(ends):
            run = range(above + 1, below)
            if not 0 < len(run) <= MAX_RUN or not all(_is_headline(lines[i]) for i in run if i not in gone):
                continue
            for index in run:
                gone.setdefault(index, Mark(rule, "nothing", (), "between two lines of page furniture", rule.type))

    def _after_end(self, survey: Survey, gone: Gone) -> None:
        """Short lines up to the end of the document, once page furniture has begun."""
        rule, lines = self._rules.get("after-end"), survey.page.seen
        ends = [i for i in sorted(gone) if i >= survey.tail and gone[i].type in FURNITURE]
        if rule is None or not survey.prose or not ends or (len(ends) < 2 and gone[ends[0]].type not in _ENDS):
            return
        run = [i for i in range(ends[-1] + 1, len(lines)) if i not in gone]
        if run and all(_is_headline(lines[i]) and not _BARE_DATE.fullmatch(lines[i]) for i in run):
            for index in run:
                gone[index] = Mark(rule, "nothing", (), "behind the foot of the page", rule.type)

    def _signs(self, survey: Survey, gone: Gone) -> None:
        """Lines of signs that stand between lines that go."""
        rule = self._rules.get("signs")
        if rule is None or not gone:
            return
        for index in sorted(survey.signs - gone.keys()):
            if survey.page.open(index) and survey.beside(index, -1) in gone and survey.beside(index, 1) in gone:
                gone[index] = Mark(rule, "nothing", (), "between lines that go", rule.type)

    def _captions(self, survey: Survey, gone: Gone) -> None:
        """Captions alone between the end of the text and page furniture."""
        rule, lines = self._rules.get("caption"), survey.page.seen
        if rule is None or self._caption is None or not survey.prose:
            return
        below = next((i for i in range(survey.tail, len(lines)) if i in gone), survey.tail)
        index = below - 1
        while index >= survey.tail and self._caption.fullmatch(lines[index]):
            gone[index] = Mark(rule, "nothing", (), "between the text and page furniture", rule.type)
            index -= 1


def _asked(survey: Survey, gone: Gone, index: int) -> bool:
    """True for a value under a label that stays: part of a form."""
    return index > 0 and index - 1 not in gone and survey.page.seen[index - 1][-1] in ":\uff1a"


def _is_date(line: str) -> bool:
    """True for a line that is only a day, in brackets or behind a point or not."""
    return bool(_BARE_DATE.fullmatch(line))


def _is_plain(line: str) -> bool:
    """True for a day in figures or with a clock, as sites write it; the day of a letter is written with 年月日."""
    return line[0] in "0123456789*[" and not _YEAR_LINE.fullmatch(line)


def _is_headline(line: str) -> bool:
    """True for a line that may be a headline or a link: short, no full stop, not what a notice ends with."""
    if len(line) > MAX_HEADLINE or line[-1] == "。" or is_prose(line):
        return False
    return not _CONTENT.match(line) and not _YEAR_LINE.fullmatch(line)


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
