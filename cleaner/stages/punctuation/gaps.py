"""Blanks between Han characters and beside Chinese marks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cleaner.rulebook.model import Rule
from cleaner.stages.punctuation.classes import (
    BLANKS,
    CLOSE,
    CLOSERS,
    DIGIT,
    EDGE,
    HAN,
    HAN_RANGES,
    LATIN,
    MARK,
    MARKS,
    OPEN,
    OPENERS,
    Classes,
)
from cleaner.stages.punctuation.draft import Draft

_PAIRED = MARKS + OPENERS + CLOSERS


def _gap(blank: str) -> re.Pattern[str]:
    """Pattern of a run of blanks that begins with `blank` and stands where one of the rules may ask for nothing.

    Han is taken broadly, as all from U+3001 on: a class of two ranges is cheaper than one with the astral planes, and
    the loop looks again. A run that begins after a blank fails, which keeps long runs linear.
    """
    return re.compile(
        f"{blank}(?:(?<=[^\\x00-\\u3000].)[{BLANKS}]*+(?=[^\\x00-\\u2017\\u201a\\u201b\\u201e-\\u2fff])"
        f"|(?<=[{_PAIRED}].)(?:(?=[!-{{}}~])|[{BLANKS}]*+(?=[^\\x00-\\x7f\\x85\\u2028\\u2029]))"
        f"|(?<![{BLANKS}\\r\\n\\x85\\u2028\\u2029].)[{BLANKS}]*+(?=[{_PAIRED}]))",
        re.S,
    )


_SPACE_GAP = _gap(" ")
"The engine looks for a single literal ten times as fast as for a class."
_WIDE_GAPS = (("\u3000", _gap("\u3000")), ("\xa0", _gap("\xa0")))
_ANY_GAP = _gap(f"[{BLANKS}]")
_RARE_BLANKS = frozenset(BLANKS.replace("\u2000-\u200a", "".join(map(chr, range(0x2000, 0x200B))))) - {
    " ",
    "\u3000",
    "\xa0",
}

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
_WORD_GAP = re.compile(f"[0-9A-Za-z{HAN_RANGES}][ \xa0](?=[0-9A-Za-z{HAN_RANGES}])")
_HALVES = re.compile(f"((?:[{HAN_RANGES}]{{4,8}}[ \xa0]{{1,2}}){{1,3}}[{HAN_RANGES}]{{4,8}})[{MARKS}]?\\s*\\Z")
_ITEM = re.compile("[ \t]{0,4}(?:[\uff08(]?[0-9一二三四五六七八九十]{1,3}[\uff09).\u3001\uff0e]|\u3010)")

_HEADING = frozenset("章节条款项编篇部回课卷集部期讲届题步组类种点层单元分〇零一二三四五六七八九十)\uff09")
"Last characters of an article or chapter number."

_STOP = re.compile(f"[{OPENERS}{CLOSERS}{MARKS}\\n](?<!\u3001)")
"What ends the search for the pair of marks round a gap."

_WORDS = frozenset((HAN, DIGIT, LATIN, OPEN))
"What stands close to the outside of a pair of marks in a sentence."

REACH = 40
"Code points to either side in which that pair is looked for."

PADDED, SHORT_ROW = 2, 4
"Length of a name of two characters, and of rows of single characters that may be a list, in code points."

FEWEST, APART = 5, 6
"So many blanks between words at least, and so many code points a blank, are headlines side by side."

LONGEST = 300
"Code points in which the partner of a mark is looked for."

WIDE = 3
"A gap of more blanks than this is a column or a place to fill in."


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
class _Line:
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
    if text.find("\u3002", start, end) < 0 and text[start:end].rstrip()[-1:] not in _ENDS:
        return True
    blanks = len(_WORD_GAP.findall(text, start, end))
    clauses = text.count("\uff0c", start, end) + text.count("\u3002", start, end) + text.count("\u3001", start, end)
    return blanks >= FEWEST and blanks > 2 * clauses and end - start > APART * blanks


def _next_stop(text: str, place: int, ahead: dict[str, int]) -> int:
    """Offset of the first mark at or after `place` that ends a sentence; the end of the text where there is none.

    `ahead`: the next one of each kind, for places that are asked for in order.
    """
    for mark, known in ahead.items():
        if known < place:
            at = text.find(mark, place)
            ahead[mark] = len(text) if at < 0 else at
    return min(ahead.values())


def _gaps(text: str) -> list[tuple[int, int]]:
    """Runs of blanks that a rule may be about, by place. A text without blanks costs a few searches for a literal."""
    found = [match.span() for match in _SPACE_GAP.finditer(text)] if " " in text else []
    wide = [pattern for blank, pattern in _WIDE_GAPS if blank in text]
    if wide:
        for pattern in wide:
            found += [match.span() for match in pattern.finditer(text)]
        found.sort()
    return found


def close_gaps(draft: Draft, classes: Classes, rules: GapRules, marks: set[str]) -> None:
    """Propose to delete the blanks that no Chinese text has. `marks`: the candidates that occur in the text."""
    text = draft.text + "\n"
    rare = "\t" in text or not marks.isdisjoint(_RARE_BLANKS)
    line = _Line()
    ahead, stop = {"\u3002": -1, "\uff01": -1, "\uff1f": -1}, -1
    guarded = bool(draft.spans)
    starts: list[int] = []
    ends: list[int] = []
    chosen: list[Rule] = []
    for start, end in [match.span() for match in _ANY_GAP.finditer(text)] if rare else _gaps(text):
        left = classes[text[start - 1]] if start else EDGE
        right = classes[text[end]]
        rule: Rule | None = None
        if left == HAN and right == HAN:
            if end > stop:
                stop = _next_stop(text, end, ahead)
            if text.find("\n", end, stop) >= 0 or _is_paragraph(text, start, end):
                continue  # a line of a menu, most often: it has no sentence
            if start > line.end:
                line.reach(text, start)
            if _is_stray(text, start, end, line, rules):
                rule = rules.between
            line.token = end if rule is None else -1
        elif left == EDGE or _is_paragraph(text, start, end):
            continue
        elif (left == MARK and text[end] == ",") or (
            right == MARK and (text[end + 1] == "," or text[end] == text[start - 1] or text[start - 1] == ",")
        ):
            continue  # closing the gap would double the mark
        elif left == MARK or right == MARK:
            if end - start == 1 or _is_narrow(text, start, end, left, right):
                rule = rules.beside
        elif left == OPEN or right == CLOSE:
            if not (left == OPEN and right == CLOSE) and end - start <= WIDE and _has_partner(text, start, end, left):
                rule = rules.inside
        elif (left == CLOSE and right in _WORDS) or (right == OPEN and left in _WORDS):
            if end > stop:
                stop = _next_stop(text, end, ahead)
            if text.find("\n", end, stop) >= 0:
                continue
            if start > line.end:
                line.reach(text, start)
            if not line.kept and _is_idle(text, start, end, left):
                rule = rules.outside
        if rule is not None and not (guarded and draft.covers(start)):
            starts.append(start)
            ends.append(end)
            chosen.append(rule)
    edits = draft.edits
    edits.starts += starts
    edits.ends += ends
    edits.afters += [""] * len(starts)
    edits.rules += [rule.id for rule in chosen]
    edits.confidences += [rule.confidence for rule in chosen]
    edits.notes += [""] * len(starts)


def _has_partner(text: str, start: int, end: int, left: int) -> bool:
    """True when the mark beside the gap, which opens before it or closes after it, is one of a pair."""
    if left == OPEN:
        partner = CLOSERS[OPENERS.index(text[start - 1])]
        return text.find(partner, end, min(_line_end(text, end), end + LONGEST)) >= 0
    partner = OPENERS[CLOSERS.index(text[end])]
    return text.find(partner, max(text.rfind("\n", 0, start), start - LONGEST, 0), start) >= 0


def _line_end(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end


def _is_paragraph(text: str, start: int, end: int) -> bool:
    """True for an ideographic space and another blank: inside a line, what is left of a paragraph break."""
    return end - start > 1 and text.find("\u3000", start, end) >= 0


def _is_idle(text: str, start: int, end: int, left: int) -> bool:
    """True for a short gap outside a pair of marks that no heading needs."""
    return end - start <= 2 and text.find("\u3000", start, end) < 0 and not (left == HAN and _is_heading(text, start))


def _is_narrow(text: str, start: int, end: int, left: int, right: int) -> bool:
    """False for a gap of several blanks that a form, a table or verse in columns may need."""
    if end - start > WIDE or (left == MARK and right == MARK):
        return False
    return text[start - 1] != "\uff1a"


def _is_stray(text: str, start: int, end: int, line: _Line, rules: GapRules) -> bool:
    """True when a gap between two Han characters of a sentence stands for nothing."""
    if end - start > 2 or line.kept or text[start] == "\u3000" or text[end - 1] == "\u3000":
        return False  # an ideographic space is set on purpose: in heads, titles, flattened lines
    last = text[start - 1]
    if last in rules.last:
        if text.endswith(rules.labels, max(0, start - 8), start):
            return False
        if text[end] in rules.surnames and text.endswith(rules.roles, max(0, start - 8), start):
            return False
    if last in _HEADING and _is_heading(text, start):
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


def _in_list(text: str, start: int, end: int, line: _Line) -> bool:
    """True when the gap stands beside a word of two to four characters with another such gap after or before it.

    Names and things are listed so. A function word says that it is a broken sentence instead.
    """
    if text[end] in _FUNCTION or (text[start - 1] in _FUNCTION and text[start - 2] in _SPACES):
        return False
    after = _TOKEN_AND_GAP.match(text, end)
    if after is not None and text[after.end()] not in _FUNCTION:
        return True
    return 0 <= line.token <= start - 2 and _TOKEN.fullmatch(text, line.token, start) is not None


def _is_heading(text: str, start: int) -> bool:
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
