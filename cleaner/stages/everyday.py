"""Everyday text: what is written in common simplified Han and common marks. Most stages have little to do there.

One scan says so; without it every family of rare characters (damage of encodings, invisible characters, traditional
forms) is looked for by a scan of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_SIGNS_OF_DAMAGE = "锛坻埏堍妗孬岈忒悝挲旯氪汜沭猁珂珩眈砑砩硐祜笱胍苤荽衄衾觳陔"
"Of the Han below, what the comma of UTF-8 shows in GBK, and what frequent Han of GBK and Big5 show in the other one."
_OTHERS = (
    "\t\n !\"#$%&'()*+,\\-./0-9:;<=>?@A-Z\\[\\\\\\]^_`a-z{|}~\xa9\xae\xb7\u0391-\u03c9\u0410-\u044f"
    "\u2010-\u2027\u2030-\u205e\u2103\u2116\u2150-\u218b\u2190-\u22ff\u2460-\u24ff\u2500-\u26ff"
    "\u3000-\u3029\uff01-\uff5e"
)
"Body of a class: everything else that common text is written with."


def _han() -> frozenset[str]:
    """The Han of GB 2312 that are no sign of damage: UTF-8 shows as those of rows E4 to E9 in GBK."""
    rows = range(0xB0, 0xF8)
    pairs = [(lead, trail) for lead in rows for trail in range(0xC0 if 0xE4 <= lead <= 0xE9 else 0xA1, 0xFF)]
    shown = b"".join(map(bytes, pairs)).decode("gb2312", "ignore")
    return frozenset(shown) - frozenset(_SIGNS_OF_DAMAGE)


_EVERYDAY = re.compile(f"[{''.join(sorted(_han()))}{_OTHERS}]*+")
"A match of a run is twice as fast as a search for what is not in it."


def is_everyday(text: str) -> bool:
    """True for a text without any rare character. About 2 ns a code point."""
    return _EVERYDAY.fullmatch(text) is not None


def are_rare(characters: Iterable[str]) -> bool:
    """True where no everyday text holds any of the characters: what stages that skip everyday texts look for."""
    return not any(map(is_everyday, characters))
