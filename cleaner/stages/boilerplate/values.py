"""Values of metadata: dates to ISO form, people, and placeholders that stand for nothing."""

from __future__ import annotations

import re
from datetime import date

from cleaner.text.numerals import parse_han

_HAN_DIGITS = dict(zip("〇\u25cb零一二三四五六七八九", "000123456789", strict=True))
_HAN_DIGITS |= {"O": "0", "\uff2f": "0", "o": "0"}
_HAN_YEAR = "[〇\u25cb零O\uff2fo一二三四五六七八九]{4}"
_HAN_SMALL = "[一二三四五六七八九十]{1,3}"
_BLANK = "[ \t\u00a0\u2000-\u200a\u3000]"
_WEEKDAY = f"(?:{_BLANK}{{0,3}}[(\uff08]?(?:星期|周|週|禮拜|礼拜)[一二三四五六日天][)\uff09]?)?"
_DAY = (
    rf"(?:(?:19|20)\d\d{_BLANK}?[-/.\uff0e\uff0d\uff0f\u2013年]{_BLANK}?\d{{1,2}}"
    rf"{_BLANK}?[-/.\uff0e\uff0d\uff0f\u2013月]{_BLANK}?\d{{1,2}}(?!\d){_BLANK}?[日号號]?"
    rf"|{_HAN_YEAR}年{_HAN_SMALL}月{_HAN_SMALL}[日号號])"
)
_CLOCK = (
    rf"(?:{_BLANK}{{0,6}}[T,\uff0c]?{_BLANK}{{0,6}}(?:[AaPp][Mm]|上午|下午|晚上|凌晨)?{_BLANK}?"
    r"\d{1,2}[:\uff1a]\d{2}(?:[:\uff1a]\d{2}(?:\.\d{1,6})?)?(?:Z|[+]\d\d:?\d\d)?(?![\d:\uff1a])(?:[ ]?[AaPp][Mm])?)?"
)
DATE = _DAY + _WEEKDAY + _CLOCK
"A day with a year, and what may follow it: weekday and clock. Without groups."
RELATIVE = (
    "(?:刚刚|剛剛|[今昨前][天日]|\\d{1,3}"
    + _BLANK
    + "?(?:秒|分钟|分鐘|小时|小時|天|周|週|个月|個月)之?前)"
    + f"(?:{_BLANK}{{0,4}}\\d{{1,2}}[:\uff1a]\\d{{2}})?"
)
"A day told from the moment of reading; it gives no date."
DATE_FIRST = r"\d" "〇\u25cb零O\uff2fo一二三四五六七八九今昨前刚剛"
"What a day of either form begins with; the body of a character class."

_PARTS = re.compile(rf"(\d{{4}})\D{{1,3}}(\d{{1,2}})\D{{1,3}}(\d{{1,2}})|({_HAN_YEAR})年({_HAN_SMALL})月({_HAN_SMALL})")

_NOBODY = """
编辑 編輯 小编 小編 本站 本站原创 本站编辑 本站小编 本院 本网 本網 本网站 站内 本单位 本公司 本校
网络 網絡 網路 网络整理 網路整理 網絡整理 网络转载 网络素材 网络收集 网络摘录 来源网络
互联网 網際網路 转载 轉載 整理 原创 原創 查看 点击查看 详情 未知 不详 不詳 佚名 匿名
无 無 暂无 暫無 管理员 管理員 系统管理员 站长 站長 网站管理员 超级管理员 未填写 默认
admin administrator root null none undefined unknown n/a na webmaster / - -- \u2014 \u2014\u2014 * .
"""
PLACEHOLDERS = frozenset(_NOBODY.split())
"Values that say nothing, in lower case."

_SPLIT = re.compile("[、,\uff0c;\uff1b/\uff0f&\uff06|\uff5c \t\u00a0\u3000]+")
_NAME = re.compile("[\u3400-\u9fff\u00b7\u2022\u30fbA-Za-z.\\-'\u2019()\uff08\uff09\u300a\u300b\u201c\u201d0-9_]{1,24}")
_QUOTES = (
    "\"'\u201c\u201d\u2018\u2019\u300c\u300d\u3010\u3011[](){}\uff08\uff09<>"
    " \t\u00a0\u3000,\uff0c;\uff1b|\uff5c:\uff1a、"
)


def iso_date(text: str) -> str:
    """ISO 8601 day in `text`, which begins with a date; empty where there is no such day.

    >>> iso_date("2025.11.06 14:32"), iso_date("2025年11月3日 09:15"), iso_date("2025-02-30")
    ('2025-11-06', '2025-11-03', '')
    """
    match = _PARTS.search(text)
    if match is None:
        return ""
    year, month, day, *han = match.groups()
    if year is None:
        year, month, day = "".join(_HAN_DIGITS[digit] for digit in han[0]), str(_small(han[1])), str(_small(han[2]))
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _small(numeral: str) -> int:
    """A Han numeral below 40; 0 where it is none."""
    if "十" in numeral:
        return parse_han(numeral) or 0
    return int("".join(_HAN_DIGITS[digit] for digit in numeral))


def is_placeholder(value: str) -> bool:
    """True for a value that names nobody and nothing.

    >>> is_placeholder("网络整理"), is_placeholder(" / "), is_placeholder("河西日报")
    (True, True, False)
    """
    value = value.strip(_QUOTES).lower()
    return not value or value in PLACEHOLDERS


def people(value: str) -> str:
    """Names in `value` joined by 、; empty where it is no list of names.

    >>> people("何田,周舟"), people("本报记者 宋佳"), people("他说,这件事要慢慢来")
    ('何田、周舟', '宋佳', '')
    """
    parts = [part for part in _SPLIT.split(value.strip(_QUOTES)) if part]
    if len(parts) > 1:
        parts = [part for part in parts if not _ROLE.fullmatch(part)]
        parts = [part for part in parts if not _OFFICE.fullmatch(part)] or parts
    if not parts or len(parts) > 12 or not all(_NAME.fullmatch(part) and len(part) <= 20 for part in parts):
        return ""
    if len(parts) > 1 and any(len(part) > 6 and not part.isascii() for part in parts):
        return ""
    return "、".join(parts)


_ROLE = re.compile(
    "(?:本[报報刊网台]|首席|特约|实习|见习|全媒体)*(?:记者|記者|通讯员|通訊員|编辑|編輯|文|图|圖|摄|攝|文图|摄影|报道|報導|報道|综合报道)"
)

_OFFICE = re.compile(
    "[\u4e00-\u9fff]{2,12}(?:[局院部处室科厅委镇乡县办校社台厂站]|中心|支队|大队|公司|集团|大学|学院|街道)"
)
"An office that stands before the names of its people."


def clean_value(value: str) -> str:
    """A value without the quotes, brackets and separators round it; a bracket that has its partner inside stays."""
    value = value.strip(" \t\u00a0\u3000,\uff0c;\uff1b|\uff5c、\u3010\u3011[]")
    for left, right in (("(", ")"), ("\uff08", "\uff09")):
        if value.count(left) != value.count(right):
            value = value.strip(left + right).strip()
    return value
