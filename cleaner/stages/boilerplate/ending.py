"""What stands behind the text: lists of other pages under their headings, and all that the foot of a page holds."""

from __future__ import annotations

import re
from itertools import pairwise

from cleaner.rulebook.model import Rule
from cleaner.rulebook.patterns import compile_pattern
from cleaner.stages.boilerplate.dates import BARE_DATE
from cleaner.stages.boilerplate.marks import ENDS, FURNITURE, Gone, Mark
from cleaner.stages.boilerplate.page import is_prose
from cleaner.stages.boilerplate.survey import Survey

MAX_HEADLINE = 45
"Longest line that may go as a headline of another page. Code points."
MAX_RUN = 30
"Longest run of lines that may go between two lines of page furniture. Lines."
LISTED = 3
"Fewest links that show for themselves that the line above them is the heading of a list."
LINK = 8
"Shortest line that counts as a link. Code points."
_ATTACHED = re.compile("附件|附[:\uff1a]|附录|第.{1,4}[条章节]")
"How lines begin that belong to the text, wherever they stand."
_CONTENT = re.compile(
    f"{_ATTACHED.pattern}|联系|联络|电话|地址|邮箱|[(\uff08]?[一二三四五六七八九十\\d]{{1,3}}[)\uff09、.\uff0e]"
)
"How lines begin that a notice or a statute may end with."
_FORM = re.compile("[\u3400-\u9fffA-Za-z]{1,8}[ \u3000]{0,4}[:\uff1a].")
_NUMBERED = re.compile("[(\uff08]?[一二三四五六七八九十\\d]{1,3}[)\uff09、.\uff0e]")
_FILE = re.compile("(?i:\\.(?:docx?|xlsx?|pdf|rar|zip|wps|ofd|pptx?))[)\uff09]?$")
_YEAR_LINE = re.compile("\\d{4}年\\d{1,2}月\\d{1,2}日")


class Ending:
    """Decides over the lines behind the text. `rules` by the name of their detector, folded."""

    def __init__(self, rules: dict[str, Rule]) -> None:
        self._rules = rules
        caption = rules.get("caption")
        self._caption = compile_pattern(caption) if caption and caption.pattern else None

    def headed(self, survey: Survey, gone: Gone) -> None:
        """A heading such as 相关阅读 behind the text, with the headlines under it."""
        lines = survey.page.seen
        for index in sorted(survey.marks):
            mark = survey.marks[index]
            if mark.need not in ("list", "links") or index in gone or index < survey.tail:
                continue
            end = index + 1
            while end < len(lines) and end not in gone and _is_headline(lines[end]):
                end += 1
            under = range(index + 1, end)
            titles = sum(lines[i][0] == "《" for i in under)
            if titles * 2 > len(under) > 0 or any(_is_data(survey, i) for i in under):
                continue
            if (end < len(lines) and end not in gone) or mark.need == "links":
                links = [i for i in under if len(lines[i]) >= LINK and not _FORM.match(lines[i])]
                if len(links) < LISTED or len(links) * 2 < len(under):
                    continue
            gone[index] = Mark(mark.rule, "nothing", (), "heading of other pages", mark.rule.type)
            for other in under:
                gone[other] = Mark(mark.rule, "nothing", (), "under a heading of other pages", mark.rule.type)

    def enclosed(self, survey: Survey, gone: Gone) -> None:
        """Lines behind the text among page furniture, and up to the end of the document; but none where the same
        buttons stand among the text too, as under each of several posts."""
        if survey.prose and not _has_posts(survey, gone):
            self._between(survey, gone)
            self._after_end(survey, gone)
            self._behind(survey, gone)

    def _between(self, survey: Survey, gone: Gone) -> None:
        """Short lines behind the text that stand between two lines of page furniture."""
        rule, lines = self._rules.get("between"), survey.page.seen
        if rule is None:
            return
        for above, below in pairwise(_furniture(survey, gone)):
            run = range(above + 1, below)
            if (
                not 0 < len(run) <= MAX_RUN
                or not survey.stays.isdisjoint(run)
                or not all(_is_headline(lines[i]) for i in run if i not in gone)
            ):
                continue
            for index in run:
                gone.setdefault(index, Mark(rule, "nothing", (), "between two lines of page furniture", rule.type))

    def _after_end(self, survey: Survey, gone: Gone) -> None:
        """Short lines up to the end of the document, once page furniture has begun."""
        rule, lines = self._rules.get("after-end"), survey.page.seen
        ends = _furniture(survey, gone)
        if rule is None or not ends or (len(ends) < 2 and gone[ends[0]].type not in ENDS):
            return
        run = [i for i in range(ends[-1] + 1, len(lines)) if i not in gone and i not in survey.stays]
        short = survey.page.open
        if run and all(_is_headline(lines[i]) and not BARE_DATE.fullmatch(lines[i]) and short(i) for i in run):
            for index in run:
                gone[index] = Mark(rule, "nothing", (), "behind the foot of the page", rule.type)

    def _behind(self, survey: Survey, gone: Gone) -> None:
        """All lines from the first that ends a text up to the end of the document, but for attachments and signatures,
        where enough of them are page furniture."""
        rule, lines = self._rules.get("behind-end"), survey.page.seen
        headings = {i for i, mark in survey.marks.items() if mark.need == "list" and i >= survey.tail}
        ends = sorted(headings.union(_furniture(survey, gone)))
        first = next((i for i in ends if (gone.get(i) or survey.marks[i]).type in ENDS), None)
        if rule is None or first is None or ends[-1] == first or (first in headings and first + 1 in survey.page.prose):
            return
        kept = survey.stays | _kept(survey, range(first, len(lines)))
        for index in range(first, len(lines)):
            if index not in gone and index not in kept and survey.page.open(index):
                gone[index] = Mark(rule, "nothing", (), "behind the first line of the foot", rule.type)

    def captions(self, survey: Survey, gone: Gone) -> None:
        """Captions alone between the end of the text and page furniture."""
        rule, lines = self._rules.get("caption"), survey.page.seen
        if rule is None or self._caption is None or not survey.prose:
            return
        below = next((i for i in range(survey.tail, len(lines)) if i in gone), survey.tail)
        index = below - 1
        while index >= survey.tail and self._caption.fullmatch(lines[index]):
            gone[index] = Mark(rule, "nothing", (), "between the text and page furniture", rule.type)
            index -= 1


def _furniture(survey: Survey, gone: Gone) -> list[int]:
    """Lines of page furniture behind the text, in order."""
    return [i for i in sorted(gone) if i >= survey.tail and gone[i].type in FURNITURE]


def _has_posts(survey: Survey, gone: Gone) -> bool:
    """True where more than one line of page furniture behind the text stands among it too, word for word."""
    among = set(survey.page.seen[survey.head : survey.tail])
    return sum(survey.page.seen[index] in among for index in _furniture(survey, gone)) > 1


def _is_data(survey: Survey, index: int) -> bool:
    """True for a line with a label and a value: under a heading it shows that no links stand there."""
    mark = survey.marks.get(index)
    return mark is not None and mark.rule.kind == "labels" and mark.type == "metadata"


def _kept(survey: Survey, places: range) -> set[int]:
    """Lines that belong to the text though they stand among page furniture: attachments, a signature with its day."""
    lines, kept = survey.page.seen, set[int]()
    attached = False
    for index in places:
        line = lines[index]
        attached = bool(_ATTACHED.match(line)) or (attached and bool(_NUMBERED.match(line) or _FILE.search(line)))
        if attached:
            kept.add(index)
        elif _YEAR_LINE.fullmatch(line):
            kept.update((index - 1, index))
    return kept


def _is_headline(line: str) -> bool:
    """True for a line that may be a headline or a link: short, no full stop, not what a notice ends with."""
    if len(line) > MAX_HEADLINE or line[-1] == "。" or is_prose(line):
        return False
    return not _CONTENT.match(line) and not _YEAR_LINE.fullmatch(line)
