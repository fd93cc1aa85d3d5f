"""Single marks: one scan, then one look at the classes of both neighbours (the rules of kind `width`)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from cleaner.errors import RuleError
from cleaner.rulebook.model import Rule
from cleaner.stages.punctuation.classes import (
    BLANK,
    BRACKET,
    DIGIT,
    EDGE,
    HAN,
    HAN_RANGES,
    LATIN,
    MARK,
    NAMES,
    OTHER,
    STOP,
    Classes,
)
from cleaner.stages.punctuation.draft import Draft, Entry

Table = dict[str, dict[int, Entry]]
"By mark, then by 16 * class of the left neighbour + class of the right one."

ENGLISH = 4
"A neighbourhood with this many Latin letters per Han character is an English one."
MANY = 12
"With more candidates than this, those between two Han characters are found by one search for each mark."
REACH = 40
"Code points on either side that make up the neighbourhood."

_BETWEEN = 16 * HAN + HAN
"Key of the context between two Han characters."

_ROW = frozenset("!?\uff01\uff1f")
"Marks that may stand in a row."

LETTER = re.compile("[A-Za-z\u00c0-\u024f\u0400-\u052f\u1e00-\u1eff]")
"Letters of other languages: Latin, also with accents, and Cyrillic."
_ENGLISH_WORD = re.compile(
    r" (?:the|and|of|is|are|was|were|in|to|for|with|that|this|by|on|from|as|at|or|an?|I|you|he|she|it|we|they|my|his)"
    r"(?=[ ,.;:!?])"
)
"Words that hold an English sentence together; in Chinese text names and terms stand without them."
_HAN = re.compile(f"[{HAN_RANGES}]")
_WORD = re.compile("[A-Za-z]+")
_CLAUSE_MARK = re.compile("[,:;?!\uff0c\uff1a\uff1b\uff1f\uff01\u3002]")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Ltd|Co|Inc|Corp|Tel|No|etc|Vol|St|Mr|Dr|vs|al|Eds?|pp|[A-Za-z])|\.[A-Za-z]{1,2})\Z"
)
_RATIO = re.compile(f":[{HAN_RANGES}A-Za-z]{{1,6}} ?[=\uff1d] ?[0-9.]{{1,6}}[:\uff1a][0-9]")
"A ratio between two things, such as the names before `=3:1`."
_KEYS = re.compile("[,.?!;:]{2}(?:(?<=[,:;][.?!])[,:;]|[,.?!;:]{2})")
"Marks in a row that stand for themselves."
_NUMERALS = frozenset("〇零一二三四五六七八九十百甲乙丙丁戊己庚辛壬癸 \t\u3000")


@dataclass(frozen=True, slots=True)
class Widths:
    """The `width` rules, compiled."""

    table: Table
    between: tuple[tuple[str, re.Pattern[str], Entry], ...]
    "Marks that need no second look between two Han characters, the commonest context by far."

    @classmethod
    def of(cls, rules: Iterable[Rule]) -> Widths:
        """Compile; raises RuleError."""
        table = compile_table(rules)
        between = [
            (mark, re.compile(f"{re.escape(mark)}(?<=[\u4e00-\u9fff].)(?=[\u4e00-\u9fff])"), row[_BETWEEN])
            for mark, row in table.items()
            if mark not in ":;." and _BETWEEN in row
        ]
        return cls(table, tuple(between))


def compile_table(rules: Iterable[Rule]) -> Table:
    """All `width` rules as one table; of two rules for one context the one with the lower id wins. Raises RuleError."""
    table: Table = {}
    for rule in rules:
        if rule.kind != "width":
            continue
        lefts, rights = _numbers(rule, rule.left), _numbers(rule, rule.right)
        for mark, after in (rule.map or {}).items():
            row = table.setdefault(mark, {})
            for left in lefts:
                for right in rights:
                    check = (
                        LATIN in (left, right)
                        or left in (BRACKET, OTHER)
                        or (left >= DIGIT and (mark in ".!?" or right == EDGE))
                    )
                    row.setdefault(16 * left + right, (after, rule.id, rule.confidence, check))
    return table


def _numbers(rule: Rule, names: tuple[str, ...]) -> list[int]:
    if not names or "any" in names:
        return list(NAMES.values())
    for name in names:
        if name not in NAMES:
            known = ", ".join(["any", *NAMES])
            raise RuleError(f"{rule.file}: left, right: there is no class {name}; use {known}")
    return [NAMES[name] for name in names]


def widen(draft: Draft, places: list[int], marks: set[str], widths: Widths, classes: Classes) -> int:
    """Widen the marks at `places` whose context asks for it, in the draft and its edits; how many were widened.

    `marks`: the characters at those places.
    """
    text = draft.text + "\n"
    since = len(draft.edits)
    english = _ENGLISH_WORD.search(text) is not None
    done: set[int] = set()
    if len(places) > MANY and not english:
        done = _widen_between(draft, text, marks, widths)
    table = widths.table
    hits, entries = _judge(
        draft, text, [place for place in places if text[place] in table and place not in done], table, classes, english
    )
    draft.add_all(hits, entries)
    if done:
        draft.show_marks(since, places)
    elif hits:
        draft.show(since)
    return len(draft.edits) - since


def _widen_between(draft: Draft, text: str, marks: set[str], widths: Widths) -> set[int]:
    """Widen what stands between two Han, by one search for each mark; all places that were looked at."""
    done: set[int] = set()
    for mark, pattern, entry in widths.between:
        if mark in marks:
            found = [match.start() for match in pattern.finditer(text)]
            done.update(found)
            draft.add_alike(draft.outside(found) if found and draft.spans else found, entry)
    return done


def _judge(
    draft: Draft, text: str, places: list[int], table: Table, classes: Classes, english: bool
) -> tuple[list[int], list[Entry]]:
    """Those of `places`, in order, whose context asks for another width, and what each of them becomes."""
    hits: list[int] = []
    entries: list[Entry] = []
    last = -1
    for place in places:
        mark = text[place]
        before, after = place - 1, place + 1
        left, right = classes[text[before]], classes[text[after]]
        if left >= DIGIT and right >= DIGIT and left != STOP:
            continue
        while left == BLANK:
            before -= 1
            left = classes[text[before]] if before >= 0 else EDGE
        while right == BLANK:
            after += 1
            right = classes[text[after]]
        if left == STOP and before == last:
            left = MARK
        if left == MARK and text[before] not in _ROW:
            continue
        entry = table[mark].get(16 * left + right)
        if entry is None:
            continue
        if (
            right in (STOP, MARK)
            and mark in ",:;"
            and (text[place + 1] in (mark, entry[0]) or _KEYS.match(text, place))
        ):
            continue  # a doubled mark is another rule's affair
        if mark in ":;." and _stays(text, place, mark):
            continue
        if (entry[3] or english) and is_english(text, place):
            continue
        if entry[3] and right == EDGE and not _ends_clause(text, place, mark):
            continue
        if draft.spans and draft.covers(place):
            continue
        hits.append(place)
        entries.append(entry)
        last = place
    return hits, entries


def _stays(text: str, place: int, mark: str) -> bool:
    """True for an emoticon, an address, a path, an abbreviation point or a list mark such as `一.`."""
    following = text[place + 1]
    if mark != ".":
        if mark == ":" and _RATIO.match(text, place):
            return True
        if following == ")" or (following == "-" and text[place + 2] in "()"):
            return True
        if following == "(":
            return text.find(")", place, place + 2 * REACH) < 0
        return following == "\\" or text.startswith("//", place + 1)
    if following == "." or text[place - 1] == ".":
        return True
    line = text.rfind("\n", 0, place) + 1
    return _NUMERALS.issuperset(text[line:place])


def _ends_clause(text: str, place: int, mark: str) -> bool:
    """True for a mark after Latin or a number at the end of a line that is Chinese so far.

    A point also needs a clause mark before it: alone it may belong to a number, a heading or an abbreviation.
    """
    line = text.rfind("\n", max(0, place - 500), place) + 1
    before = text[max(line, place - 500, 0) : place]
    if mark == "." and (_ABBREVIATION.search(before) or not _CLAUSE_MARK.search(before)):
        return False
    return len(_HAN.findall(before)) > max(3 if mark == "." else 1, 2 * len(_WORD.findall(before)))


def is_english(text: str, place: int) -> bool:
    """True when letters outweigh Han by far around `place`, on its line, or English words hold them together."""
    start = max(text.rfind("\n", max(0, place - REACH), place) + 1, place - REACH, 0)
    end = text.find("\n", place, place + REACH)
    near = text[start : end if end >= 0 else place + REACH]
    letters, han = len(LETTER.findall(near)), len(_HAN.findall(near))
    return letters > ENGLISH * han or (letters > han and len(_ENGLISH_WORD.findall(near)) > 1)
