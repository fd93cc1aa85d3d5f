"""Blanks between Han characters and beside Chinese marks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cleaner.rulebook.model import Rule
from cleaner.stages.punctuation.classes import (
    BLANKS,
    CLOSE,
    EDGE,
    HAN,
    HAN_RANGES,
    MARK,
    MARKS,
    OPEN,
    OPENERS,
    Classes,
)
from cleaner.stages.punctuation.draft import Draft

_GAP = re.compile(
    f"[{BLANKS}](?<![{BLANKS}][{BLANKS}])[{BLANKS}]*+"
    f"(?:(?=[^\\x00-\\x7f\\x85\\u2028\\u2029])|(?<=[{MARKS}{OPENERS}][{BLANKS}])(?=[!-{{}}~]))"
)
"The blank comes first, its context after it; the lookbehind keeps long runs of blanks linear."

_TERMINATORS = "\u3002\uff01\uff1f\uff1b"
_TOKEN_AND_GAP = re.compile(f"[{HAN_RANGES}]{{2,4}}[{BLANKS}]++(?=[{HAN_RANGES}])")
_TOKEN = re.compile(f"[{HAN_RANGES}]{{2,4}}")
_NUMBERED = re.compile(
    "第[〇零一二三四五六七八九十百千0-9\uff10-\uff19]{1,7}[章节条款项编篇部回课卷集部期讲届题步组类种点层单元分]{1,2}\\Z"
)
_NUMERAL = re.compile("[（(]?[〇零一二三四五六七八九十]{1,3}[)）]?\\Z")

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

    @classmethod
    def of(cls, rules: dict[str, Rule]) -> GapRules:
        """Pick the rules about blanks by name."""
        between = rules.get("blank-between-han")
        return cls(
            between,
            rules.get("blank-beside-mark"),
            rules.get("blank-inside-pair"),
            rules.get("blank-outside-pair"),
            between.labels if between else (),
        )

    def __bool__(self) -> bool:
        return any((self.between, self.beside, self.inside, self.outside))


@dataclass(slots=True)
class _Line:
    """Where the line ends that was looked at last, and what is known about it."""

    end: int = -1
    terminator: int = -1
    "Offset of its last mark that ends a sentence."
    token: int = -1
    "End of the last gap between Han that was seen on it."

    def reach(self, text: str, place: int) -> None:
        """Move to the line that holds `place`."""
        if place <= self.end:
            return
        end = text.find("\n", place)
        self.end = len(text) if end < 0 else end
        self.terminator = max([text.rfind(mark, place, self.end) for mark in _TERMINATORS])
        self.token = -1


def close_gaps(draft: Draft, classes: Classes, rules: GapRules) -> None:
    """Propose to delete the blanks that no Chinese text has."""
    text = draft.text + "\n"
    line = _Line()
    edits, spans = draft.edits, draft.spans
    for match in _GAP.finditer(text):
        start, end = match.span()
        left = classes[text[start - 1]] if start else EDGE
        if left == EDGE:
            continue
        right = classes[text[end]]
        rule: Rule | None = None
        if left == HAN and right == HAN:
            line.reach(text, start)
            if end <= line.terminator and _is_stray(text, start, end, line, rules.labels):
                rule = rules.between
            line.token = end
        elif left == MARK or right == MARK:
            rule = rules.beside if _is_narrow(text, start, end, left, right) else None
        elif left == OPEN or right == CLOSE:
            if not (left == OPEN and right == CLOSE) and end - start <= WIDE:
                rule = rules.inside
        elif (left == CLOSE and right in (HAN, OPEN)) or (left == HAN and right == OPEN):
            line.reach(text, start)
            rule = rules.outside if end <= line.terminator and end - start <= 2 else None
        if rule is not None and not (spans and draft.covers(start)):
            edits.add(start, end, "", rule.id, rule.confidence)


def _is_narrow(text: str, start: int, end: int, left: int, right: int) -> bool:
    """False for a gap that a form, a table or verse in columns may need."""
    size = end - start
    if size == 1:
        return True
    if size > WIDE or (left == MARK and right == MARK):
        return False
    return text[start - 1] != "\uff1a"


def _is_stray(text: str, start: int, end: int, line: _Line, labels: tuple[str, ...]) -> bool:
    """True when a gap between two Han characters of a sentence stands for nothing."""
    if end - start > 2:
        return False
    if text.endswith(labels, max(0, start - 8), start) or _is_heading(text, start):
        return False
    if _TOKEN_AND_GAP.match(text, end) or (line.token >= 0 and _TOKEN.fullmatch(text, line.token, start)):
        return False
    return not _in_short_pair(text, start, end)


def _is_heading(text: str, start: int) -> bool:
    """True after 第八条 and after a numeral that begins the line."""
    if _NUMBERED.search(text, max(0, start - 10), start):
        return True
    line = text.rfind("\n", max(0, start - 8), start) + 1 if start > 8 else 0
    return (line > 0 or start <= 8) and _NUMERAL.match(text[line:start].strip()) is not None


def _in_short_pair(text: str, start: int, end: int) -> bool:
    """True inside a title, bracket or quotation that holds no sentence mark: its blanks may stand for marks."""
    opened = max([text.rfind(mark, max(0, start - 40), start) for mark in OPENERS])
    if opened < 0:
        return False
    before = text[opened:start]
    if any(mark in before for mark in MARKS) or any(mark in before for mark in "\u201d\u2019\uff09\u3011\u300b\n"):
        return False
    for offset in range(end, min(end + 40, len(text))):
        character = text[offset]
        if character in "\u201d\u2019\uff09\u3011\u300b\u300d\u300f":
            return True
        if character in _TERMINATORS or character in "\uff0c\n":
            return False
    return False
