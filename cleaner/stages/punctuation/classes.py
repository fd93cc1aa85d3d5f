"""Classes of neighbours: what a mark may stand beside. Context rules are written in these words."""

from __future__ import annotations

EDGE, BLANK, HAN, CLOSE, OPEN, MARK, DIGIT, PERCENT, LATIN, BRACKET, STOP, OTHER = range(12)

NAMES = {
    "edge": EDGE,
    "han": HAN,
    "close": CLOSE,
    "open": OPEN,
    "mark": MARK,
    "digit": DIGIT,
    "percent": PERCENT,
    "latin": LATIN,
    "bracket": BRACKET,
    "stop": STOP,
    "other": OTHER,
}
"""Names of the classes in rule files: edge (start or end of a line), han, close and open (full-width or curly
brackets and quotes), mark (full-width marks), digit, percent (also signs of units, circled numbers), latin, bracket
(half-width closing ones, and the asterisk of Markdown), stop (half-width , : ; ! ? .), other. `any` stands for
all of them."""

BLANKS = " \t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
"Body of a character class: blanks inside a line."

HAN_RANGES = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"Body of a character class: Han characters, with the repetition mark and the zero."

CLOSERS = "\u201d\u2019\uff09\u3011\u300b\u3009\u300d\u300f\u3015\u3017"
OPENERS = "\u201c\u2018\uff08\u3010\u300a\u3008\u300c\u300e\u3014\u3016"
MARKS = "\uff0c\u3002\u3001\uff1b\uff1a\uff01\uff1f"

_GROUPS = (
    (EDGE, "\n\r\u2028\u2029\x85"),
    (BLANK, " \t\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"),
    (CLOSE, CLOSERS),
    (OPEN, OPENERS),
    (MARK, MARKS),
    (DIGIT, "0123456789"),
    (PERCENT, "%\uff05\u2030\u2103\u2109\xb0\xb2\xb3\u338e\u338f\u339c\u339d\u339e\u33a1\u2032\u2033"),
    (PERCENT, "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
    (LATIN, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    (BRACKET, ")]}*"),
    (STOP, ",:;!?."),
    (HAN, "\u3005\u3007"),
)


class Classes(dict[str, int]):
    """Class of a character, remembered once it was asked for. The empty string is an edge."""

    def __init__(self) -> None:
        super().__init__({"": EDGE})
        for number, characters in _GROUPS:
            self.update(dict.fromkeys(characters, number))

    def __missing__(self, character: str) -> int:
        han = (
            "\u4e00" <= character <= "\u9fff"
            or "\u3400" <= character <= "\u4dbf"
            or "\uf900" <= character <= "\ufaff"
            or "\U00020000" <= character <= "\U0003ffff"
        )
        found = HAN if han else OTHER
        self[character] = found
        return found
