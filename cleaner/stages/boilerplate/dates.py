"""Days as sites write them, and their ISO form."""

from __future__ import annotations

import re
from datetime import date

from cleaner.text.numerals import parse_han

_HAN_DIGITS = dict(zip("〇\u25cb零一二三四五六七八九", "000123456789", strict=True))
_HAN_DIGITS |= {"O": "0", "\uff2f": "0", "o": "0"}
_HAN_YEAR = "[〇\u25cb零O\uff2fo一二三四五六七八九]{4}"
_HAN_SMALL = "[一二三四五六七八九十]{1,3}"
_BLANK = "[ \t\u00a0\u2000-\u200a\u3000]"
_YEAR = r"(?:19|20|\uff11\uff19|\uff12\uff10)\d\d"
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_MONTH = f"(?:{'|'.join(_MONTHS)})[a-z]{{0,6}}\\.?"
_ZONE = "(?:HKT|CST|GMT|UTC|北京[时時][间間]|香港[时時][间間]|京港台[时時][间間])"

_WEEKDAY = (
    f"(?:{_BLANK}{{0,3}}[,\uff0c(\uff08]?{_BLANK}?(?:星期|周|週|禮拜|礼拜)[一二三四五六日天][)\uff09]?"
    f"|{_BLANK}?[(\uff08]{_ZONE}[)\uff09])?"
)
DAY = (
    rf"(?:{_YEAR}{_BLANK}?[-/.\uff0e\uff0d\uff0f\u2013年]{_BLANK}?\d{{1,2}}"
    rf"{_BLANK}?[-/.\uff0e\uff0d\uff0f\u2013月]{_BLANK}?\d{{1,2}}(?!\d){_BLANK}?[日号號]?"
    rf"|{_HAN_YEAR}年{_HAN_SMALL}月{_HAN_SMALL}[日号號]"
    rf"|(?:中華|中华)?民[國国]{_BLANK}?\d{{2,3}}{_BLANK}?年{_BLANK}?\d{{1,2}}{_BLANK}?月{_BLANK}?\d{{1,2}}{_BLANK}?日"
    rf"|\d{{1,2}}/\d{{1,2}}/{_YEAR}(?!\d)"
    rf"|{_MONTH}{_BLANK}?\d{{1,2}}(?:st|nd|rd|th)?,?{_BLANK}{{1,2}}{_YEAR}(?!\d)"
    rf"|\d{{1,2}}{_BLANK}{_MONTH},?{_BLANK}{_YEAR}(?!\d))"
)
"A day with a year. Without groups."
_CLOCK = (
    rf"(?:(?=[{_BLANK[1:-1]}\n]{{0,20}}+[T,\uff0cHCGU北香京AaPp上中下晚凌早\d])"  # else each split of blanks is tried
    rf"{_BLANK}{{0,6}}\n?{_BLANK}{{0,6}}[T,\uff0c]?(?:{_ZONE}\n?)?{_BLANK}{{0,6}}"
    rf"(?:[AaPp][Mm]|上午|中午|下午|晚上|凌晨|早上)?{_BLANK}?"
    r"(?:\d{1,2}[:\uff1a]\d{2}(?:[:\uff1a]\d{2}(?:\.\d{1,6})?)?(?:Z|[+]\d\d:?\d\d)?(?![\d:\uff1a])(?:[ ]?[AaPp][Mm])?"
    r"|\d{1,2}[时時点點]\d{1,2}分(?:\d{1,2}秒)?))?"
)
DATE = f"{DAY}{_WEEKDAY}{_CLOCK}(?:更新|{_BLANK}?(?:报导|报道|发布|发表)(?![\u4e00-\u9fff]))?"
"A day with a year, and what may follow it: weekday and clock, which may stand on the next line. Without groups."
POINTS = "*\xb7\u2022\u25ce"
"What points at a line of a list; the body of a character class."
BARE_DATE = re.compile(
    rf"(?:[\[\u3010(\uff08]|[{POINTS}-] )?[ \u00a0\u3000]*({DATE})[ \u00a0\u3000]*[\])\u3011\uff09]?"
)
"A line that is only a day, in brackets or behind a point or not; the day is its group."
LABELLED_DATE = rf"(?:{DATE}|(?:19|20)\d{{6}}(?!\d)|1[0-3]\d([-/.])\d{{1,2}}\1\d{{1,2}}(?!\d))"
"What is a day only behind a label: eight figures, or a Republican year. One group."
RELATIVE = (
    "(?:刚刚|剛剛|[今昨前][天日]|\\d{1,3}"
    + _BLANK
    + "?(?:秒|分钟|分鐘|小时|小時|天|周|週|个月|個月)之?前)"
    + f"(?:{_BLANK}{{0,4}}\\d{{1,2}}[:\uff1a]\\d{{2}})?"
)
"A day told from the moment of reading; it gives no date."
DATE_FIRST = r"\d" "〇\u25cb零O\uff2fo一二三四五六七八九今昨前刚剛民中JFMASOND"
"What a day of any form begins with; the body of a character class."

_FORMS = re.compile(
    rf"(?P<roc>民[國国]){_BLANK}?(?P<y0>\d{{2,3}})\D{{1,3}}(?P<m0>\d{{1,2}})\D{{1,3}}(?P<d0>\d{{1,2}})"
    rf"|(?P<a>\d{{1,2}})/(?P<b>\d{{1,2}})/(?P<y1>{_YEAR})"
    rf"|(?P<y2>\d{{4}})(?P<m2>\d\d)(?P<d2>\d\d)(?!\d)"
    rf"|(?P<y3>\d{{3,4}})\D{{1,3}}(?P<m3>\d{{1,2}})\D{{1,3}}(?P<d3>\d{{1,2}})"
    rf"|(?P<hy>{_HAN_YEAR})年(?P<hm>{_HAN_SMALL})月(?P<hd>{_HAN_SMALL})"
    rf"|(?P<e1>{'|'.join(_MONTHS)})[a-z]*\.?{_BLANK}?(?P<d4>\d{{1,2}})\D{{1,5}}(?P<y4>\d{{4}})"
    rf"|(?P<d5>\d{{1,2}}){_BLANK}(?P<e2>{'|'.join(_MONTHS)})\D{{1,12}}(?P<y5>\d{{4}})"
)


def iso_date(text: str) -> str:
    """ISO 8601 day in `text`, which begins with a date; empty where there is no such day, or more than one reading.

    >>> iso_date("2025.11.06 14:32"), iso_date("2025年11月3日 09:15"), iso_date("2025-02-30")
    ('2025-11-06', '2025-11-03', '')
    >>> iso_date("9/17/2004"), iso_date("5/6/2004"), iso_date("中華民國101年1月17日"), iso_date("Jan. 7, 2012")
    ('2004-09-17', '', '2012-01-17', '2012-01-07')
    """
    match = _FORMS.search(text)
    if match is None:
        return ""
    try:
        return date(*_year_month_day(match.groupdict())).isoformat()
    except ValueError:
        return ""


def _year_month_day(parts: dict[str, str | None]) -> tuple[int, int, int]:
    """The three numbers of a match of one of the forms; a month of 0 where they may be read in two ways."""
    found = {name: text for name, text in parts.items() if text is not None}
    if "roc" in found:
        return int(found["y0"]) + 1911, int(found["m0"]), int(found["d0"])
    if "a" in found:
        first, second = int(found["a"]), int(found["b"])
        if first != second and first <= 12 and second <= 12:
            return int(found["y1"]), 0, 0
        return int(found["y1"]), *((first, second) if first <= 12 else (second, first))
    if "hy" in found:
        year = int("".join(_HAN_DIGITS[digit] for digit in found["hy"]))
        return year, _small(found["hm"]), _small(found["hd"])
    if "e1" in found:
        return int(found["y4"]), _MONTHS.index(found["e1"]) + 1, int(found["d4"])
    if "e2" in found:
        return int(found["y5"]), _MONTHS.index(found["e2"]) + 1, int(found["d5"])
    if "y2" in found:
        return int(found["y2"]), int(found["m2"]), int(found["d2"])
    year = int(found["y3"])
    return year + 1911 if year < 1000 else year, int(found["m3"]), int(found["d3"])


def _small(numeral: str) -> int:
    """A Han numeral below 40; 0 where it is none."""
    if "十" in numeral:
        return parse_han(numeral) or 0
    return int("".join(_HAN_DIGITS[digit] for digit in numeral))
