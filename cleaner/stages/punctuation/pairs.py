"""Marks that come in pairs: brackets and straight double quotes. Both of a pair change, or neither."""

from __future__ import annotations

import re

from cleaner.rulebook.model import Rule
from cleaner.stages.punctuation.classes import (
    BLANK,
    CLOSE,
    DIGIT,
    EDGE,
    HAN,
    HAN_RANGES,
    LATIN,
    MARK,
    OPEN,
    STOP,
    Classes,
)
from cleaner.stages.punctuation.draft import Draft
from cleaner.stages.punctuation.marks import LETTER, is_english

LONGEST = 600
"A pair of brackets that holds more code points than this is no pair."

LONGEST_QUOTATION = 3000
"The same for a quotation of several lines."

_SENTENCE_ENDS = frozenset(".!?\u3002\uff01\uff1f\u2026")
_HAN = re.compile(f"[{HAN_RANGES}]")
_WIDE = {"(": "\uff08", ")": "\uff09"}
_OPENING = frozenset("(\uff08")
_LIST_NUMBER = re.compile("[0-9]{1,2}\\Z")


def widen_brackets(draft: Draft, places: list[int], rule: Rule, digits_too: bool) -> int:
    """Widen bracket pairs that hold Han, and the half-width partner of a full-width bracket; how many opened.

    `digits_too`: also list numbers such as (1) at the start of a line, for texts whose width was folded.
    """
    text = draft.text
    changed: list[int] = []
    stack: list[int] = []
    for place in places:
        if text[place] in _OPENING:
            stack.append(place)
            continue
        if not stack:
            continue
        opened = stack.pop()
        first, last = text[opened] == "(", text[place] == ")"
        if not (first or last):
            continue
        if place - opened > LONGEST or text.find("\n", opened, place) >= 0:
            stack.clear()
            continue
        wanted = (
            first != last or _HAN.search(text, opened, place) or (digits_too and _is_list_number(text, opened, place))
        )
        if wanted and not _is_foreign(draft, opened, place):
            changed += [opened] * first + [place] * last
    if changed:
        changed.sort()
        _widen(draft, changed, rule)
    return sum([text[place] == "(" for place in changed])


def _widen(draft: Draft, places: list[int], rule: Rule) -> None:
    edits, text = draft.edits, draft.text
    since, count = len(edits), len(places)
    edits.starts += places
    edits.ends += [place + 1 for place in places]
    edits.afters += [_WIDE[text[place]] for place in places]
    edits.rules += [rule.id] * count
    edits.confidences += [rule.confidence] * count
    edits.notes += [""] * count
    draft.show(since)


def _is_list_number(text: str, opened: int, closed: int) -> bool:
    if text[text.rfind("\n", 0, opened) + 1 : opened].strip():
        return False
    return _LIST_NUMBER.match(text[opened + 1 : closed]) is not None and _HAN.match(text, closed + 1) is not None


def _is_foreign(draft: Draft, opened: int, closed: int) -> bool:
    """True in an English sentence and in protected places."""
    text = draft.text
    left = text[opened - 1 : opened]
    if left == " ":
        left = text[opened - 2 : opened - 1]
    if left < "\u2000" and LETTER.match(left):
        right = text[closed + 1 : closed + 3].partition("\n")[0].strip()[:1]
        if right and (right.isascii() or LETTER.match(right)) and is_english(text, opened):
            return True
    return bool(draft.spans) and (draft.covers(opened) or draft.covers(closed))


def curl_quotes(draft: Draft, classes: Classes, rule: Rule | None, unpaired: Rule | None) -> None:
    """Pair the straight double quotes of each line that are in Chinese context, and quotations of several lines.

    Flags lines where a quote is left alone.
    """
    text = draft.text
    since = len(draft.edits)
    alone: list[int] = []
    place = text.find('"')
    while place >= 0:
        start = text.rfind("\n", 0, place) + 1
        end = text.find("\n", place)
        end = len(text) if end < 0 else end
        places = [at for at in range(place, end) if text[at] == '"']
        if len(places) % 2:
            inches = [at for at in places if classes[text[at - 1 : at]] == DIGIT]
            if len(inches) == 1:
                places.remove(inches[0])
        if len(places) % 2:
            if _HAN.search(text, start, end) and not _all_protected(draft, places):
                alone.append(places[-1])
        elif rule is not None:
            _curl_line(draft, classes, places, rule)
        place = text.find('"', end)
    curled = _across_lines(text, classes, alone) if rule is not None else {}
    for at in alone:
        if rule is not None and at in curled:
            draft.replace(rule, at, at + 1, curled[at])
        elif unpaired is not None:
            draft.flags.add(at, at + 1, '"', unpaired.id, unpaired.confidence)
    if len(draft.edits) > since:
        if curled:
            draft.sort(since)
        draft.show(since)


def _across_lines(text: str, classes: Classes, alone: list[int]) -> dict[int, str]:
    """Quotes that are alone on their lines and open and close one quotation: every paragraph may open it again."""
    curled: dict[int, str] = {}
    opened: list[int] = []
    for place in alone:
        before, after = text[place - 1 : place] or "\n", text[place + 1 : place + 2] or "\n"
        if text.count('"', text.rfind("\n", 0, place) + 1, place):
            opened = []
        elif before == "\n" and classes[after] in (HAN, OPEN, DIGIT):
            opened.append(place)
        elif opened and after == "\n" and before in _SENTENCE_ENDS and place - opened[0] < LONGEST_QUOTATION:
            curled.update(dict.fromkeys(opened, "\u201c"))
            curled[place] = "\u201d"
            opened = []
        else:
            opened = []
    return curled


def _all_protected(draft: Draft, places: list[int]) -> bool:
    return bool(draft.spans) and all(draft.covers(place) for place in places)


def _curl_line(draft: Draft, classes: Classes, places: list[int], rule: Rule) -> None:
    """Curl the Chinese pairs of one line. A pair beside one that is curled is Chinese too, on either side of it."""
    text = draft.text
    pairs = list(zip(places[::2], places[1::2], strict=True))
    if not all(_is_pair(text, classes, opened, closed) for opened, closed in pairs):
        return
    openers = frozenset(places[::2])
    curled: dict[int, int] = {}
    for opened, closed in (*pairs, *reversed(pairs)):
        left = CLOSE if curled.get(opened - 1) == CLOSE else _class_before(text, classes, opened)
        right = OPEN if closed + 1 in openers else _class_after(text, classes, closed + 1)
        has_han = _HAN.search(text, opened, closed) is not None
        if opened in curled or not (_is_chinese(has_han, left, right) or (has_han and curled)):
            continue
        if not (draft.spans and draft.covers(opened)) and not is_english(text, opened):
            curled[opened], curled[closed] = OPEN, CLOSE
    for place in sorted(curled):
        draft.replace(rule, place, place + 1, "\u201c" if curled[place] == OPEN else "\u201d")


def _is_pair(text: str, classes: Classes, opened: int, closed: int) -> bool:
    """True when the first quote can open and the second close; two quotes right after digits are inch marks."""
    if closed - opened < 2 or not text[opened + 1 : closed].strip():
        return False
    before = classes[text[opened - 1 : opened]]
    if before == DIGIT:
        return classes[text[opened + 1]] == HAN and classes[text[closed - 1]] == HAN
    return before != LATIN


def _is_chinese(has_han: bool, left: int, right: int) -> bool:
    """True when the quoted words are Chinese and stand free, or Chinese stands on both sides of them."""
    if has_han:
        return left in (HAN, CLOSE, MARK, OPEN, EDGE, STOP, DIGIT) or right in (HAN, CLOSE, MARK, OPEN)
    if left == HAN:
        return right in (HAN, MARK, STOP, CLOSE, OPEN)
    return left in (MARK, CLOSE, STOP) and right in (HAN, MARK, CLOSE)


def _class_before(text: str, classes: Classes, place: int) -> int:
    while place and classes[text[place - 1]] == BLANK:
        place -= 1
    return classes[text[place - 1 : place]]


def _class_after(text: str, classes: Classes, place: int) -> int:
    while place < len(text) and classes[text[place]] == BLANK:
        place += 1
    return classes[text[place : place + 1]]
