"""Whom a text addresses, above its first sentence, and who signed it and when, below its last: both belong to it, as in
notices and letters."""

from __future__ import annotations

import re

from cleaner.stages.boilerplate.maintext.bridge import KEPT
from cleaner.stages.boilerplate.maintext.sight import Sight

MAX_NAMES = 4
"Most lines with names, or with whom to ask, between the last sentence and the day. Cells."
MAX_NAME = 30
"Longest line with a name. Code points."
NO_NAMES = frozenset(["account", "comment", "other", "share"])
"Families of words that no name holds."
COLONS = (":", "\uff1a")
_NAME = re.compile(r"[\u3400-\u9fff·、 \u3000()\uff08\uff09]{2,}")
_DAY = re.compile(
    r"\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日"
    "|[〇\u25cb零O\uff2fo一二三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日"
)
_CONTACT = re.compile("(?:联系人|联系电话|联系方式|咨询电话|咨询人|电话|传真|邮箱|地址|附件)\\d?[:\uff1a].{1,60}")
_ADDRESSED = re.compile(
    "(?:(?:各|尊敬的|敬爱的|亲爱的|致)[\\w、\uff0c,()\uff08\uff09 ]{1,60}"
    "|[\\w、\uff0c,()\uff08\uff09 ]{1,60}"
    "(?:单位|部门|政府|委员会|办公室|公司|学校|街道|同志|同学|家长|朋友|老师|们))[:\uff1a]"
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


def take_address(sight: Sight, outside: list[float]) -> None:
    """Take in a line right above a sentence of the text that says whom it is for (各有关单位 and a colon).

    `outside` holds a probability per cell and is changed.
    """
    for number in range(len(outside) - 1):
        line = sight.lines[number]
        if outside[number] > KEPT >= outside[number + 1] and line.endswith(COLONS) and _ADDRESSED.fullmatch(line):
            outside[number] = KEPT


def _first_name(sight: Sight, day: int) -> int:
    """The first of the lines with names right above a day; the day itself where there is none."""
    first = day
    while first and day - first < MAX_NAMES and NO_NAMES.isdisjoint(sight.families[first - 1]):
        line = sight.lines[first - 1]
        if not (len(line) <= MAX_NAME and _NAME.fullmatch(line)) and not _CONTACT.fullmatch(line):
            break
        first -= 1
    return first


def _ends(sight: Sight, number: int) -> bool:
    return sight.shapes[number].end in ("stop", "quote", "bracket")
