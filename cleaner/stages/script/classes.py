"""Characters that give a script away: those of one standard set that the other lacks."""

from __future__ import annotations

import re
from functools import cached_property

KANA = r"\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fd-\u30ff\uff66-\uff9f"
HANGUL = r"\uac00-\ud7a3"


BIG5_COMMON = "A440-C67E"
BIG5_RARE = "C940-F9D5"
GB2312_HAN = "B0A1-D7F9 D8A1-F7FE"
"Code ranges of the Han characters in each standard; rows are full between first and last."
GBK_MISREAD = "E480-E9BF"
"What the first two bytes of a Han character in UTF-8 become when they are read as GBK."


def _members(codec: str, ranges: str, trails: bytes) -> set[str]:
    """Han characters of a double-byte code in some ranges of codes, decoded in one go."""
    codes = bytearray()
    for part in ranges.split():
        first, last = (int(code, 16) for code in part.split("-"))
        for lead in range(first >> 8, (last >> 8) + 1):
            for trail in trails:
                if first <= lead << 8 | trail <= last:
                    codes += bytes((lead, trail))
    return set(codes.decode(codec))


class ScriptClasses:
    """Character classes of the scripts. All members are in the BMP: listed astral ones make `re` 160 times slower.

    Only the gate and the simplified class are compiled at once; clean simplified text needs no other.
    """

    def __init__(self, shared: str, more: str) -> None:
        """Classes from the standards: level 1 of Big5 (5,401 common characters) without GB 2312, and the reverse.

        `shared` holds characters of one set that both scripts use (names, dialect, units); `more` holds
        traditional characters that level 1 of Big5 has not, such as the Hong Kong forms.
        """
        gb2312 = _members("gb2312", GB2312_HAN, bytes(range(0xA1, 0xFF)))
        trails = bytes((*range(0x40, 0x7F), *range(0xA1, 0xFF)))
        common = _members("big5", BIG5_COMMON, trails)
        big5 = common | _members("big5", BIG5_RARE, trails)
        self._traditional = "".join(sorted(((common - gb2312) | set(more)) - set(shared)))
        self.simplified = re.compile(f"[{''.join(sorted(gb2312 - big5 - set(shared)))}]")
        "Characters written in simplified text only (some of them also in Japanese)."
        self.gate = re.compile(f"[{self._traditional}{KANA}{HANGUL}]")
        "Traditional or foreign: where it finds nothing, there is nothing to convert."
        self.signs = self._traditional + "\u3041\u30a1\uff66\uac00"
        "The traditional ones, and the first of each range of the foreign ones."

    @cached_property
    def traditional(self) -> re.Pattern[str]:
        """Characters written in traditional text only."""
        return re.compile(f"[{self._traditional}]")

    @cached_property
    def foreign(self) -> re.Pattern[str]:
        """Kana and hangul."""
        return re.compile(f"[{KANA}{HANGUL}]")

    @cached_property
    def kana(self) -> re.Pattern[str]:
        """Kana alone: Japanese, where there is much of it."""
        return re.compile(f"[{KANA}]")

    @cached_property
    def misread(self) -> re.Pattern[str]:
        """Characters that fill UTF-8 read as GBK, which looks traditional, and are rare in real text."""
        return re.compile(f"[{''.join(sorted(_members('gbk', GBK_MISREAD, bytes(range(0x80, 0xC0)))))}]")

    @cached_property
    def compared(self) -> re.Pattern[str]:
        """A character of one script beside its like of the other, or a traditional one between blanks, as lists
        and lessons of characters have them."""
        old, new = self.traditional.pattern, self.simplified.pattern
        between = "[(\uff08\\[/\uff0f=\uff1d→\u2014-]"
        return re.compile(f"{old}(?:(?<!\\S.)(?!\\S)|(?={between}{new})|(?<={new}{between}.))")

    @cached_property
    def other(self) -> re.Pattern[str]:
        """What speaks against traditional Chinese: simplified characters, kana and hangul."""
        return re.compile(f"{self.simplified.pattern[:-1]}{KANA}{HANGUL}]")
