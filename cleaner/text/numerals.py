"""Han numerals: reading and writing of whole numbers, and of years digit by digit."""

from __future__ import annotations

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
UNITS = {"十": 10, "百": 100, "千": 1000}
_NAMES = "零一二三四五六七八九"


def parse_han(numeral: str) -> int | None:
    """Value of a Han numeral below ten thousand; None where it is not one, as in a row of bare digits.

    >>> parse_han("十一"), parse_han("二十"), parse_han("一百零三"), parse_han("二三")
    (11, 20, 103, None)
    """
    total = 0
    digit: int | None = None
    last_unit = 10000
    for character in numeral:
        if character in DIGITS:
            if digit:
                return None
            digit = DIGITS[character]
        elif character in UNITS:
            unit = UNITS[character]
            if unit >= last_unit or digit == 0:
                return None
            total += (1 if digit is None else digit) * unit
            digit, last_unit = None, unit
        else:
            return None
    return total + (digit or 0) if numeral else None


def format_han(value: int) -> str:
    """The Han numeral of 1 to 9999 as it is written in lists: 11 is 十一, not 一十一.

    Raises ValueError outside that range.

    >>> format_han(11), format_han(20), format_han(103), format_han(110)
    ('十一', '二十', '一百零三', '一百一十')
    """
    if not 0 < value < 10000:
        raise ValueError(f"{value} is outside 1..9999")
    text = ""
    gap = False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // unit % 10
        if digit == 0:
            gap = bool(text)
            continue
        text += ("零" if gap else "") + _NAMES[digit] + name
        gap = False
    return text[1:] if text.startswith("一十") else text
