"""Blanks between two Han characters: which of them stand for nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cleaner.rulebook.model import Rule
from cleaner.stages.punctuation.classes import BLANKS, CLOSERS, HAN_RANGES, MARKS, OPENERS

_TOKEN_AND_GAP = re.compile(f"[{HAN_RANGES}]{{2,4}}[{BLANKS}]++(?=[{HAN_RANGES}])")
_TOKEN = re.compile(f"[{HAN_RANGES}]{{2,4}}")
_FUNCTION = frozenset("由在将把被从为是的了及要对以就都也并而让使已们着得")
"Words that no list of names or things consists of; none of them is a common surname."

_BETWEEN = frozenset(" \xa0")
_SPACES = frozenset(" \t\xa0\u3000\n")
_NUMBERED = re.compile(
    "第[〇零一二三四五六七八九十百千0-9\uff10-\uff19]{1,7}[章节条款项编篇部回课卷集部期讲届题步组类种点层单元分]{1,2}\\Z"
)
_NUMERAL = re.compile("[(\uff08]?[〇零一二三四五六七八九十]{1,3}[)\uff09]?\\Z")

_HAN = re.compile(f"[{HAN_RANGES}]")
_WORD = re.compile(f"[{HAN_RANGES} \xa0]")
_ENDS = frozenset("\u3002\uff01\uff1f\u2026\u201d\u2019\u300d\u300f\uff09\u3011\uff1b\uff1a.!?;:)")
_PHRASE = f"[{HAN_RANGES}]{{4,20}}"
_SHORT_HEADLINE = re.compile(
    f"[^{HAN_RANGES}\n]{{0,6}}(?:{_PHRASE}[ \xa0]){{1,3}}{_PHRASE}[\uff01\uff1f!?]{{1,2}}\\s*\\Z"
)
"Two phrases or three and one mark, which asks or calls out."
_WORD_GAP = re.compile(f"[0-9A-Za-z{HAN_RANGES}][ \xa0](?=[0-9A-Za-z{HAN_RANGES}])")
_HALVES = re.compile(f"((?:[{HAN_RANGES}]{{4,8}}[ \xa0]{{1,2}}){{1,3}}[{HAN_RANGES}]{{4,8}})[{MARKS}]?\\s*\\Z")
_ITEM = re.compile("[ \t]{0,4}(?:[\uff08(]?[0-9一二三四五六七八九十]{1,3}[\uff09).\u3001\uff0e]|\u3010)")

_HEADING = frozenset("章节条款项编篇部回课卷集部期讲届题步组类种点层单元分〇零一二三四五六七八九十)\uff09")
"Last characters of an article or chapter number."

_STOP = re.compile(f"[{OPENERS}{CLOSERS}{MARKS}\\n](?<!\u3001)")
"What ends the search for the pair of marks round a gap."

REACH = 40
"Code points to either side in which that pair is looked for."

PADDED, SHORT_ROW = 2, 4
"Length of a name of two characters, and of rows of single characters that may be a list, in code points."

FEWEST, APART = 5, 6
"So many blanks between words at least, and so many code points a blank, are headlines side by side."


@dataclass(frozen=True, slots=True)
class GapRules:
    """The rules about blanks that are active."""

    between: Rule | None
    beside: Rule | None
    inside: Rule | None
    outside: Rule | None
    labels: tuple[str, ...] = ()
    "Words after which a single blank is kept: 记者, 摘要."
    last: frozenset[str] = frozenset()
    "Last characters of labels and roles."
    roles: tuple[str, ...] = ()
    "Offices that stand before a name: a blank is kept where a surname follows."
    surnames: frozenset[str] = frozenset()

    @classmethod
    def of(cls, rules: dict[str, Rule]) -> GapRules:
        """Pick the rules about blanks by name."""
        between = rules.get("blank-between-han")
        labels = between.labels if between else ()
        options = (between.options if between else None) or {}
        listed = options.get("roles")
        roles = tuple(str(role) for role in listed) if isinstance(listed, list) else ()
        return cls(
            between,
            rules.get("blank-beside-mark"),
            rules.get("blank-inside-pair"),
            rules.get("blank-outside-pair"),
            labels,
            frozenset(label[-1] for label in (*labels, *roles)),
            roles,
            frozenset(str(options.get("surnames", ""))),
        )

    def __bool__(self) -> bool:
        return any((self.between, self.beside, self.inside, self.outside))


@dataclass(slots=True)
class Line:
    """The line that was looked at last, and what is known about it."""

    end: int = -1
    token: int = -1
    "End of the gap between Han before this one, if that one was kept."
    kept: bool = False
    """Whether the blanks between its words stay: a numbered item without a comma, which is a headline in a list, a
    line of verse, or headlines side by side."""

    def reach(self, text: str, place: int) -> None:
        """Move to the line that holds `place`."""
        self.end = end = text.find("\n", place)
        self.token = -1
        start = text.rfind("\n", 0, place) + 1
        item = _ITEM.match(text, start) is not None and text.find("\uff0c", start, end) < 0
        self.kept = item or _is_verse(text, start, end) or _are_headlines(text, start, end)


def _is_verse(text: str, start: int, end: int) -> bool:
    """True for a line of halves of equal length, such as a couplet."""
    halves = _HALVES.match(text, start, end)
    return halves is not None and len(set(map(len, text[start : halves.end(1)].split()))) == 1


def _are_headlines(text: str, start: int, end: int) -> bool:
    """True for a line that ends no sentence, or has more blanks, far apart, than sentences and clauses."""
    if text.find("\u3002", start, end) < 0 and (
        text[start:end].rstrip()[-1:] not in _ENDS or _SHORT_HEADLINE.match(text, start, end)
    ):
        return True
    if text.count(" ", start, end) + text.count("\xa0", start, end) < FEWEST:
        return False
    blanks = len(_WORD_GAP.findall(text, start, end))
    clauses = text.count("\uff0c", start, end) + text.count("\u3002", start, end) + text.count("\u3001", start, end)
    return blanks >= FEWEST and blanks > 2 * clauses and end - start > APART * blanks


def is_stray(text: str, start: int, end: int, line: Line, rules: GapRules) -> bool:
    """True when a gap between two Han characters of a sentence stands for nothing."""
    if end - start > 2 or line.kept or text[start] == "\u3000" or text[end - 1] == "\u3000":
        return False  # an ideographic space is set on purpose: in heads, titles, flattened lines
    last = text[start - 1]
    if last in rules.last:
        if text.endswith(rules.labels, max(0, start - 8), start):
            return False
        if text[end] in rules.surnames and text.endswith(rules.roles, max(0, start - 8), start):
            return False
    if last in _HEADING and is_heading(text, start):
        return False
    if _is_row(text, start, end, rules.surnames):
        return False
    return not _in_list(text, start, end, line) and not _in_short_pair(text, start, end)


def _is_row(text: str, start: int, end: int, surnames: frozenset[str]) -> bool:
    """True in a short row of single characters, such as `红 黄 蓝`, a padded name, or a row of surnames.

    A longer row is a phrase that was spaced out, and so is one with a blank between it and a mark.
    """
    row = text[start - 1] + text[end]
    while start >= 3 and text[start - 2] in _BETWEEN and _HAN.match(text[start - 3]):
        start -= 2
        row = text[start - 1] + row
    while text[end + 1] in _BETWEEN and _HAN.match(text[end + 2 : end + 3]):
        end += 2
        row += text[end]
    if text[end + 1] in _BETWEEN or _HAN.match(text[end + 1]) or (start >= 2 and _WORD.match(text[start - 2])):
        return False
    if len(row) == PADDED:
        return row[0] in surnames
    return len(row) <= SHORT_ROW or len(set(row)) == 1 or surnames.issuperset(row)


def _in_list(text: str, start: int, end: int, line: Line) -> bool:
    """True when the gap stands beside a word of two to four characters with another such gap after or before it.

    Names and things are listed so. A function word says that it is a broken sentence instead.
    """
    if text[end] in _FUNCTION or (text[start - 1] in _FUNCTION and text[start - 2] in _SPACES):
        return False
    after = _TOKEN_AND_GAP.match(text, end)
    if after is not None and text[after.end()] not in _FUNCTION:
        return True
    return 0 <= line.token <= start - 2 and _TOKEN.fullmatch(text, line.token, start) is not None


def is_heading(text: str, start: int) -> bool:
    """True after 第八条 and after a numeral that begins the line."""
    if _NUMBERED.search(text, max(0, start - 10), start):
        return True
    line = text.rfind("\n", max(0, start - 8), start) + 1 if start > 8 else 0
    return (line > 0 or start <= 8) and _NUMERAL.match(text[line:start].strip()) is not None


def _in_short_pair(text: str, start: int, end: int) -> bool:
    """True inside a title, bracket or quotation that holds no sentence mark: its blanks may stand for marks."""
    return _pair_ends(_STOP.findall(text, max(0, start - REACH), start)[::-1], OPENERS, CLOSERS) and _pair_ends(
        _STOP.findall(text, end, end + REACH), CLOSERS, OPENERS
    )


def _pair_ends(stops: list[str], ends: str, begins: str) -> bool:
    """True when a pair ends before any sentence mark; pairs inside it are stepped over."""
    depth = 0
    for character in stops:
        if character in begins:
            depth += 1
        elif character not in ends:
            return False
        elif not depth:
            return True
        else:
            depth -= 1
    return False
