"""How plausible a decoded text is as Chinese: the judge of every candidate repair."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

_HAN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]+")
_ODD = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u0180-\u01cc\u01dd-\u02b9\u02da-\u0390\u0482-\u1fff\u2c00-\u2dff\ua000-\uf8ff\ufb00-\ufe0f"
    "\ufff0-\ufffc\ufffe-\uffff\U00010000-\U0001efff\U000e0000-\U0010ffff]"
)
"Controls, private use, and letters that Chinese pages do not hold: they show that a decoding is wrong."

_MARKS = re.compile("[\u00b7\u2014\u2018-\u201d\u2026\u3000-\u301f\uff01-\uff5e]")
"Chinese marks and full-width forms."


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
            _ODD.search(text) is not None,
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
