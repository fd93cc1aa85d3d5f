"""Blanks between Han characters and beside Chinese marks."""

from __future__ import annotations

import re

from cleaner.rulebook.model import Rule
from cleaner.stages.punctuation.between import GapRules, Line, is_heading, is_stray
from cleaner.stages.punctuation.classes import (
    BLANKS,
    CLOSE,
    CLOSERS,
    DIGIT,
    EDGE,
    HAN,
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

_WORDS = frozenset((HAN, DIGIT, LATIN, OPEN))
"What stands close to the outside of a pair of marks in a sentence."

LONGEST = 300
"Code points in which the partner of a mark is looked for."

WIDE = 3
"A gap of more blanks than this is a column or a place to fill in."


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
    line = Line()
    ahead, stop = {"\u3002": -1, "\uff01": -1, "\uff1f": -1}, -1
    newline = -1
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
            if end > newline:
                newline = text.find("\n", end)
            if newline < stop or _is_paragraph(text, start, end):
                continue  # a line of a menu, most often: it has no sentence
            if start > line.end:
                line.reach(text, start)
            if is_stray(text, start, end, line, rules):
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
            if end > newline:
                newline = text.find("\n", end)
            if newline < stop:
                continue
            if start > line.end:
                line.reach(text, start)
            if not line.kept and _is_idle(text, start, end, left):
                rule = rules.outside
        if rule is not None and not (draft.spans and draft.covers(start)):
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
        last = text.find("\n", end, end + LONGEST)
        return text.find(partner, end, last if last >= 0 else end + LONGEST) >= 0
    partner = OPENERS[CLOSERS.index(text[end])]
    first = max(start - LONGEST, 0)
    return text.find(partner, max(text.rfind("\n", first, start), first), start) >= 0


def _is_paragraph(text: str, start: int, end: int) -> bool:
    """True for an ideographic space and another blank: inside a line, what is left of a paragraph break."""
    return end - start > 1 and text.find("\u3000", start, end) >= 0


def _is_idle(text: str, start: int, end: int, left: int) -> bool:
    """True for a short gap outside a pair of marks that no heading needs."""
    return end - start <= 2 and text.find("\u3000", start, end) < 0 and not (left == HAN and is_heading(text, start))


def _is_narrow(text: str, start: int, end: int, left: int, right: int) -> bool:
    """False for a gap of several blanks that a form, a table or verse in columns may need."""
    if end - start > WIDE or (left == MARK and right == MARK):
        return False
    return text[start - 1] != "\uff1a"
