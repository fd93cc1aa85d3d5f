"""Who signed a text and when, below its last sentence: it belongs to the text, as in notices and letters."""

from __future__ import annotations

import re

from cleaner.stages.boilerplate.maintext.bridge import KEPT
from cleaner.stages.boilerplate.maintext.sight import Sight

MAX_NAMES = 4
"Most lines with names between the last sentence and the day. Cells."
MAX_NAME = 30
"Longest line with a name. Code points."
NO_NAMES = frozenset(["account", "comment", "other", "share"])
"Families of words that no name holds."
_NAME = re.compile(r"[\u3400-\u9fff·、 \u3000()\uff08\uff09]{2,}")
_DAY = re.compile(
    r"\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日"
    "|[〇\u25cb零O\uff2fo一二三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日"
)
_NOTE = re.compile(r"[(\uff08][^()\uff08\uff09]{2,20}[)\uff09]")


def take_signature(sight: Sight, outside: list[float]) -> None:
    """Take in names and a day that follow a sentence of the text, and a note in brackets behind them.

    `outside` holds a probability per cell and is changed.
    """
    for number, line in enumerate(sight.lines):
        if line.endswith("日") and outside[number] > KEPT and _DAY.fullmatch(line):
            first = _first_name(sight, number)
            if first < number and first and outside[first - 1] <= KEPT and _ends(sight, first - 1):
                after = number + 1
                after += after < len(sight.lines) and bool(_NOTE.fullmatch(sight.lines[after]))
                for other in range(first, after):
                    outside[other] = min(outside[other], KEPT)


def _first_name(sight: Sight, day: int) -> int:
    """The first of the lines with names right above a day; the day itself where there is none."""
    first = day
    while first and day - first < MAX_NAMES and NO_NAMES.isdisjoint(sight.families[first - 1]):
        if len(sight.lines[first - 1]) > MAX_NAME or not _NAME.fullmatch(sight.lines[first - 1]):
            break
        first -= 1
    return first


def _ends(sight: Sight, number: int) -> bool:
    return sight.shapes[number].end in ("stop", "quote", "bracket")
