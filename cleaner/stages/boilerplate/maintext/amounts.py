"""Lists of things with their amounts, beside the text: what a recipe needs, what a parcel holds. They belong to it."""

from __future__ import annotations

import re
from itertools import pairwise

from cleaner.stages.boilerplate.maintext.bridge import KEPT
from cleaner.stages.boilerplate.maintext.sight import Sight

LEAST = 3
"Fewest lines in a row that make a list."
MAX_LINE = 24
"Longest line of a list. Code points."
MAX_HEADING = 8
"Longest heading above a list, or between it and the text. Code points."
BETWEEN = 2
"Most headings between a list and the text. Cells."
STAYS = 0.8
"Lines less likely than this to be outside stay on a page: the text begins with them, or ends."
_AMOUNT = re.compile(
    "[\u3400-\u9fff()\uff08\uff09A-Za-z]{1,12}[ \u3000\t]{0,4}[:\uff1a]?[ \u3000\t]{0,4}"
    "(?:(?:\\d+(?:[./~-]\\d+)?|[一二三四五六七八九十半两几]{1,3})[ \u3000]?"
    "(?:千克|公斤|毫升|茶匙|汤匙|大勺|小勺|[克斤两升勺杯碗个只张朵根片块颗粒袋包瓶条把瓣滴枚]|[mM][lL]|[kK]?[gG])"
    "|适量|少许|若干)"
)
_HEADING = re.compile("[\u3400-\u9fff]{2,8}[:\uff1a]?")


def take_amounts(sight: Sight, outside: list[float]) -> None:
    """Take in lists of amounts next to the text, with the headings above them and between. No word of page furniture
    may stand in them: 评论 3条 is none.

    `outside` holds a probability per cell and is changed.
    """
    listed = [
        number
        for number, line in enumerate(sight.lines)
        if outside[number] > KEPT and len(line) <= MAX_LINE and not sight.families[number] and _AMOUNT.fullmatch(line)
    ]
    if len(listed) < LEAST:
        return
    edges = [at for at, (one, other) in enumerate(pairwise(listed), 1) if other - one > 1]
    for start, end in pairwise([0, *edges, len(listed)]):
        if end - start >= LEAST:
            _take(sight, outside, listed[start], listed[end - 1] + 1)


def _take(sight: Sight, outside: list[float], first: int, after: int) -> None:
    """Take in the list from `first` to before `after` where the text begins behind it, or ends above it."""
    behind = after
    while (
        behind < len(outside) and behind - after < BETWEEN and outside[behind] >= STAYS and _is_heading(sight, behind)
    ):
        behind += 1
    above = first - (first > 0 and _is_heading(sight, first - 1))
    begins = behind < len(outside) and outside[behind] < STAYS
    if begins or (above and outside[above - 1] < STAYS):
        for number in range(above, behind if begins else after):
            outside[number] = min(outside[number], KEPT)


def _is_heading(sight: Sight, number: int) -> bool:
    line = sight.lines[number]
    return len(line) <= MAX_HEADING + 1 and not sight.families[number] and _HEADING.fullmatch(line) is not None
