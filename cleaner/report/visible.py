"""Text of documents made safe to show: controls, bidi marks and invisible characters become visible."""

from __future__ import annotations

import re
import unicodedata

_UNSAFE = re.compile(
    r"[\x00-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f"
    r"\u205f-\u206f\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
_SHORT = {"\n": "↵", "\r": "␍", "\t": "⇥", "\u3000": "□", "\xa0": "⍽"}
_ELLIPSIS = "…"


def visible(text: str, blanks: bool = False) -> str:
    r"""`text` on one line, with nothing in it that could move a cursor, reorder or hide. `blanks` shows spaces too.

    >>> visible("a\x1b[31mb\u202ec\n")
    'a⟨U+001B⟩[31mb⟨U+202E⟩c↵'
    """
    shown = _UNSAFE.sub(lambda match: _SHORT.get(match[0]) or f"⟨U+{ord(match[0]):04X}⟩", text)
    return shown.replace(" ", "·") if blanks else shown


def shortened(text: str, limit: int = 40) -> str:
    """`text` with its middle left out where it is longer than `limit` code points."""
    if len(text) <= limit:
        return text
    head = limit * 2 // 3
    return text[:head] + _ELLIPSIS + text[len(text) - (limit - head - 1) :]


def cells(character: str) -> int:
    """Columns that a character takes in a terminal: 2 for Han and full-width marks, 0 for combining ones.

    >>> [cells(c) for c in "a字"]
    [1, 2]
    """
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
