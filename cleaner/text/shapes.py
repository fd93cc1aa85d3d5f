"""Shapes of lines: what stays the same when days, hours, figures and names change."""

from __future__ import annotations

import re

_DIGIT = "0-9\uff10-\uff19"
_MASKS = re.compile(
    f"(?P<date>[{_DIGIT}]{{2,4}}(?:年[ ]?[{_DIGIT}]{{1,2}}[ ]?月(?:[ ]?[{_DIGIT}]{{1,2}}[ ]?日)?"
    f"|[-/.\uff0f\uff0d][{_DIGIT}]{{1,2}}[-/.\uff0f\uff0d][{_DIGIT}]{{1,2}}日?(?![{_DIGIT}]))"
    f"|[{_DIGIT}]{{1,2}}月[{_DIGIT}]{{1,2}}[日号號])"
    f"|(?P<time>[{_DIGIT}]{{1,2}}[:\uff1a][{_DIGIT}]{{2}}(?:[:\uff1a][{_DIGIT}]{{2}})?(?![{_DIGIT}]))"
    f"|(?P<number>[{_DIGIT}]+(?:[.,\uff0e\uff0c][{_DIGIT}]+){{0,4}})"
    "|(?<=[:\uff1a])(?P<blank> ?)(?P<name>[\u4e00-\u9fff]{2,4})(?![^ |/)\uff09\\]】])"
)
MASK = re.compile("{(date|time|number|name)}")
"What stands in a shape for what changes."
_SOME = re.compile(f"[{_DIGIT}:\uff1a]")
"What a line with a mask holds; the search for it is many times quicker than that for the masks."
_LETTER = re.compile("[^\\W\\d_]")


def fold(line: str) -> str:
    """A line with the blanks at its ends gone and those inside squeezed to one space."""
    return " ".join(line.split())


def shape_of(line: str) -> str:
    """The shape of a folded line: days, hours, figures, and names behind a colon written as `{date}` `{time}`
    `{number}` `{name}`. Empty for a line that holds none of them, a brace, or fewer than two letters beside them.

    >>> shape_of("已有 1,024 人评论"), shape_of("责任编辑:沈一白"), shape_of("3,500"), shape_of("返回首页")
    ('已有 {number} 人评论', '责任编辑:{name}', '', '')
    """
    if not _SOME.search(line) or "{" in line:
        return ""
    shape, count = _MASKS.subn(_mask, line)
    if not count or len(_LETTER.findall(MASK.sub("", shape))) < 2:
        return ""
    return shape


def _mask(match: re.Match[str]) -> str:
    return f"{match['blank'] or ''}{{{match.lastgroup}}}"
