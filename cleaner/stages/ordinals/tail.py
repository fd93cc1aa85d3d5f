"""The tail of a list: what behind its last intact marker may be one more item.

Most lists are whole, and nothing behind them is worth a decoder's time: one search for each character with which a
damaged marker of the next number can begin says so.
"""

from __future__ import annotations

import re
from functools import lru_cache

from cleaner.stages.ordinals.damage import tail_pattern
from cleaner.stages.ordinals.tables import NUMERALS, Tables
from cleaner.stages.ordinals.traces import TELLS_LITTLE
from cleaner.stages.ordinals.windows import Window

NEAR = 800
"So far behind the last marker, in code points, a damaged form of the next one is looked for."
BEFORE = frozenset("“‘\"'《〈【「『*>#·•-—\n。\uff01\uff1f\uff1b;\uff1a:,\uff0c \t\u3000\xa0第\uff08(")
"What may stand before the first character of a damaged marker."
AFTER_NUMERAL = re.compile("[要则来为乃系啊呢嘛吧呀哦哪的月日号,\uff0c实其就个方点步]")
Sign = tuple[str, re.Pattern[str]]
"A literal, and what must follow it."


def further(text: str, window: Window, end: int, tables: Tables) -> bool:
    """Whether anything between a finished list and `end` looks like one more item. Cheap; a hit only means: look
    closer."""
    last = window.markers[-1]
    begin, value = last.end, last.value + 1
    spoken = tables.families[last.family].repair == "spoken"
    near = min(end, begin + NEAR)
    damaged = tail_pattern(last.style, value, spoken, tables.damage)
    match = damaged.search(text, begin, near)
    while match is not None:
        if text[match.start() - 1] in BEFORE:
            return True
        match = damaged.search(text, match.start() + 1, near)
    if not spoken:
        return False
    signs = _signs(value, tables.words["heads"])
    return any(_stands(text, sign, begin, end) for sign in signs) or _dated(text, value, begin, end, tables)


def _dated(text: str, value: int, begin: int, end: int, tables: Tables) -> bool:
    """Whether a date of the month with this number stands where a marker may, such as 4月5日 for 四是."""
    month = f"{value}月"
    at = text.find(month, begin, end)
    while at >= 0:
        if text[at - 1] in BEFORE and (match := tables.trace.match(text, at)) and match.lastgroup not in TELLS_LITTLE:
            return True
        at = text.find(month, at + 1, end)
    return False


def _stands(text: str, sign: Sign, begin: int, end: int) -> bool:
    literal, follows = sign
    at = text.find(literal, begin, end)
    while at >= 0:
        if text[at - 1] in BEFORE and follows.match(text, at + len(literal)):
            return True
        at = text.find(literal, at + 1, end)
    return False


@lru_cache(maxsize=128)
def _signs(value: int, heads: tuple[str, ...]) -> tuple[Sign, ...]:
    """With what item `value` of a list of words could begin, beside the damaged forms of its marker."""
    return (
        (NUMERALS[value], AFTER_NUMERAL),
        ("第一", re.compile("|".join(map(re.escape, heads)))),
    )
