"""Numerals: a year of four Han digits in running text becomes Arabic. Everything else is left as it is written."""

from __future__ import annotations

import re

from cleaner.rulebook.model import Rule
from cleaner.stages.view import Proposal, Propose, Stage, View

_VALUES = {
    **{
        digit: value
        for value, digits in enumerate(("零〇\u25cbO\uff2f", "一", "二", "三", "四", "五", "六", "七", "八", "九"))
        for digit in digits
    },
    **{str(value): value for value in range(10)},
    **{chr(0xFF10 + value): value for value in range(10)},
}
_DIGIT = "".join(_VALUES)
_YEAR = re.compile(f"年(?<![0-9]{{4}}.)(?<=[一二12\uff11\uff12][{_DIGIT}]{{3}}.)(?![代级生])")
"""Not one in ASCII digits, which is written as it should be. The rare character comes first: a search for it alone
costs a tenth of one for any digit."""
_HAN_DIGITS = frozenset("零〇一二三四五六七八九")
_HAN_MONTH = re.compile("年[一二三四五六七八九十正冬腊元、至到]{1,7}月")
_RANGE = re.compile(f"[{_DIGIT}]{{4}}[\u2014\u2013\u2015\\-\uff0d~\uff5e至到、\uff0c,和与及或]{{1,2}}\\Z")
_SOLEMN = frozenset("〇一二三四五六七八九")
"Digits of a year that is written correctly in Han (GB/T 15835)."
_ARABIC_DATE = re.compile("[年月日](?<=[0-9\uff10-\uff19].)")
MANY, LONG = 3, 400
"So many years in Han, or a text of so many code points, without a date in Arabic digits show a writer's way."
_NAME = re.compile("年[^\uff0c。\uff1b\uff1a\uff01\uff1f\n“”‘’「」『』]{1,16}[”’」』]")

NEAR = 200
"Code points to either side, on the same line, that are looked at for titles and for talk about numerals."

_SUBJECT = re.compile("写作|写成|写为|读作|念作|汉字数字|中文数字|大写|数字用法")
_BEFORE = frozenset(_DIGIT) | frozenset("十百千万亿第历旧点分之")


def compile_stage(rules: tuple[Rule, ...]) -> Propose:
    """The numerals stage; its only rule is `han-year`."""
    rule = next((rule for rule in rules if rule.name == "han-year"), None)

    def propose(view: View) -> Proposal | None:
        if rule is None:
            return None
        text = view.text
        starts = [match.start() - 4 for match in _YEAR.finditer(text)]
        if not starts or _is_consistent(text, starts):
            return None
        proposal = Proposal()
        for start in starts:
            digits = text[start : start + 4]
            if _is_year(text, start, digits):
                after = "".join([str(_VALUES[digit]) for digit in digits])
                proposal.edits.add(start, start + 4, after, rule.id, rule.confidence)
        return proposal or None

    return propose


def _is_consistent(text: str, starts: list[int]) -> bool:
    """True for a text that writes its years in Han throughout, and correctly."""
    return (
        (len(starts) >= MANY or len(text) >= LONG)
        and all(_SOLEMN.issuperset(text[start : start + 4]) for start in starts)
        and _ARABIC_DATE.search(text) is None
    )


def _is_year(text: str, start: int, digits: str) -> bool:
    """True for a year in running text; the reasons against it are the traps met so far."""
    if _HAN_DIGITS.isdisjoint(digits) or not 1000 <= int("".join([str(_VALUES[digit]) for digit in digits])) < 2200:
        return False
    before = text[start - 1 : start]
    if before in _BEFORE and before:
        return False
    if _HAN_MONTH.match(text, start + 4):
        return False
    line = max(text.rfind("\n", max(0, start - NEAR), start) + 1, start - NEAR)
    if _RANGE.search(text, max(line, start - 6), start):
        return False
    if before in ("“", "‘", '"') and text[start + 5 : start + 6] in ("”", "’", '"'):
        return False
    if before and before in "“‘「『" and _SOLEMN.issuperset(digits) and _NAME.match(text, start + 4):
        return False
    if text.rfind("《", line, start) > text.rfind("》", line, start):
        return False
    end = text.find("\n", start, start + NEAR)
    return not _SUBJECT.search(text, line, end if end >= 0 else start + NEAR)


STAGE = Stage("numerals", compile_stage, "Years of four Han digits in running text become Arabic.", writes=False)
