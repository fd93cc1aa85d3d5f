"""How plausible a decoded text is as Chinese: the judge of every candidate repair."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

_HAN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]+")
ODD = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u0180-\u01cc\u01dd-\u02b9\u02da-\u0390\u0482-\u1fff\u2c00-\u2dff\ua000-\uf8ff\ufb00-\ufe0f"
    "\ufff0-\ufffc\ufffe-\uffff\U00010000-\U0001efff\U000e0000-\U0010ffff]"
)
"Controls, private use, and letters that Chinese pages do not hold: they show that a decoding is wrong."

_MARKS = re.compile("[\u00b7\u2014\u2018-\u201d\u2026\u3000-\u301f\uff01-\uff5e]")
"Chinese marks and full-width forms."


FREQUENT = frozenset(
    "的一是不了在人有我他这中大来上个国和也子时道说地出得要于就下生可你年到为那自会着对发过后家小么学都起没作成能里"
    "前好行面如所本方长多还事看天开而面其法公同民意力高因十最工心动然当见经学三现进关点部者把外两实定加明全主理样种日"
    "回想问只新月政社间机通市高电分产业车与化体但内将重物等第水正二合度系向相四金性情表女系务信身员报先此议建立代五文"
    "给次党题名东总条量无气原老区运活各期区计院间受六育达战展林管特直入别今使已教安每利手门认术提交路级领记府院区处结"
    "统保设平目任解项目省海京华国县村城镇县区新闻会医卫健康强服改革"
    "這來個國時說們為會對發過後麼學沒裡還長實點見經現進關兩樣種問間機電產業車與體將無氣數區運議東總條題給黨統設"
    "務員報達戰記級領認術門開處結縣鎮聞醫衛強"
)
"The commonest characters of running text in both scripts: about two of three in real text, few in misread bytes."
MARKS = frozenset(
    "\uff0c\u3002\u3001\uff1a\uff1b\uff01\uff1f\u201c\u201d\u2018\u2019\uff08\uff09\u300a\u300b\u300c\u300d\u2026\u2014\u3000"
)
"The marks of Chinese text."
_ABOVE_ASCII = re.compile("[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Everyday:
    """How much of a text is made of the most frequent Han and marks, of its characters above ASCII."""

    known: int
    size: int

    @property
    def share(self) -> float:
        """0 to 1; 0 for ASCII."""
        return self.known / self.size if self.size else 0.0


def everyday(text: str) -> Everyday:
    """Counts of the most frequent characters: about two of three in real text, few in misread bytes."""
    above = _ABOVE_ASCII.findall(text)
    return Everyday(sum(character in FREQUENT or character in MARKS for character in above), len(above))


@cache
def common_han() -> frozenset[str]:
    """The Han of everyday text: the first level of GB 2312 (3,755) and that of Big5 (5,401)."""
    simplified = [bytes((lead, trail)) for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF)]
    traditional = [
        bytes((lead, trail)) for lead in range(0xA4, 0xC7) for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    ]
    text = b"".join(simplified).decode("gb2312", "ignore") + b"".join(traditional).decode("big5", "ignore")
    return frozenset("".join(_HAN.findall(text)))


@cache
def first_level() -> frozenset[str]:
    """The first level of GB 2312: 3,755 Han, by which nearly all simplified text is written."""
    pairs = [bytes((lead, trail)) for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF)]
    return frozenset(b"".join(pairs).decode("gb2312", "ignore"))


@dataclass(frozen=True, slots=True)
class Reading:
    """What a candidate text is made of. Counts are code points."""

    han: int
    common: int
    marks: int
    odd: bool
    lost: int
    "U+FFFD: places whose bytes are gone."
    size: int

    @classmethod
    def of(cls, text: str, common: frozenset[str] | None = None) -> Reading:
        """Count `text`."""
        everyday = common or common_han()
        return cls(
            sum(map(len, _HAN.findall(text))),
            sum(map(everyday.__contains__, text)),
            len(_MARKS.findall(text)),
            ODD.search(text) is not None,
            text.count("\ufffd"),
            len(text),
        )

    def __add__(self, other: Reading) -> Reading:
        return Reading(
            self.han + other.han,
            self.common + other.common,
            self.marks + other.marks,
            self.odd or other.odd,
            self.lost + other.lost,
            self.size + other.size,
        )

    def is_chinese(self, least: int, share: float) -> bool:
        """True with at least `least` Han, of which `share` are common, and nothing odd."""
        return not self.odd and self.han >= least and self.common >= share * self.han


NOTHING = Reading(0, 0, 0, False, 0, 0)
