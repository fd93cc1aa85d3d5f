"""What one line looks like, as a few small values: length, marks, ends, figures, words that belong to pages."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import Literal, NamedTuple

LENGTHS = (2, 3, 5, 7, 10, 14, 20, 30, 45, 80, 160)
"Bounds of the classes of length. Code points."
SHORT, MIDDLE = 12, 45
"Longest short line and longest line of middle length. Code points."
LOOKED_AT = 80
"Longer lines are not asked for figures. Code points."

Key = tuple[str | int | bool | tuple[str, ...], ...]
"The values that features of one group follow from."
Sentence = Literal["S", "C", "N"]
"A line with the end of a sentence in it, one with commas only, one without marks."

_ENDS: dict[str, str] = {}
for _name, _signs in {
    "stop": "。\uff01\uff1f!?\uff1b;",
    "colon": "\uff1a:",
    "quote": "\u201d\u300d\u300f\u2019\"'",
    "bracket": ")\uff09】]》〉",
    "ellipsis": "\u2026",
    "arrow": ">\uff1e\xbb\u203a\u2192",
    "comma": "\uff0c、,",
    "dot": ".",
    "bar": "|\uff5c\u2502\xb7",
}.items():
    _ENDS.update(dict.fromkeys(_signs, _name))
_STARTS: dict[str, str] = {}
for _name, _signs in {
    "bullet": "*\xb7\u2022\u25ce\u25a0\u25cf\u25aa\u25c6\u25cb+-\u25b2\u25b3\u203b",
    "quote": "\u201c\u300c\u300e\u2018\"'",
    "bracket": "(\uff08【[《〈",
    "middle": "\uff0c。、\uff1b\uff1a\uff09\u300d\u201d!\uff01\uff1f?",
    "arrow": ">\uff1e\xbb\u203a\u2192|\uff5c",
}.items():
    _STARTS.update(dict.fromkeys(_signs, _name))

_DATE = re.compile(r"(?:19|20)\d\d ?[-/.\u5e74] ?\d{1,2}|\d{1,2}[-/\u6708]\d{1,2}|\d{1,2}(:)\d\d")
_NUMBERED = re.compile("[(\uff08]?(?:\\d{1,3}|[\u4e00二三四五六七八九十]{1,3})[)\uff09]?[、.\uff0e)\uff09](?!\\d)")
"How an item of a list begins."
_NUMBER_FIRST = frozenset("(\uff080123456789\u4e00二三四五六七八九十")
_DIGIT = re.compile(r"\d")
_HAN = re.compile("[\u3400-\u9fff]")
_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,200}>|[\w-] ?\{|\w=\"|https?://|\w\(\);?$|^\}$")


class Shape(NamedTuple):
    """One line, seen without its neighbours."""

    size: int
    "Code points without the blanks at the ends."
    sentence: Sentence
    stops: int
    "3 for more, as for commas and for bars and arrows."
    commas: int
    end: str
    start: str
    letters: str
    kind: str
    "Length and marks in two letters: `sN` is a short line without marks, `lS` a long one with a full stop."
    own: Key
    "Class of length, kind, stops, commas, end, start; empty for a run of lines."
    plain: Key
    "Class of length, kind, end, start, figures."
    look: Key
    """Kind, indent (none), class of the number of words between blanks, bars and arrows, figures, letters, class of
    the distance between marks in a long line (-1 for others), code."""


@lru_cache(16_384)
def shape_of(line: str) -> Shape:
    """The shape of a line without blanks at its ends, of one code point at least. The pages of a site repeat lines."""
    size, last, first = len(line), line[-1], line[0]
    stops = line.count("。") + line.count("\uff01") + line.count("\uff1f") + line.count("\uff1b")
    if size > SHORT and line[1].isascii():
        stops += line.count(". ") + (last == ".")
    commas = line.count("\uff0c") + line.count("、") + line.count(",")
    words = line.count(" ") and len(line.split())
    listed = words > 3 and size < 20 * words
    code = bool(_TAG.search(line)) if "<" in line or "{" in line or "=" in line or "/" in line or "}" in line else False
    sentence: Sentence = (
        "N" if size < 18 or listed or (code and line[0] in "<#") else "S" if stops else "C" if commas else "N"
    )
    end = _ENDS.get(last) or ("digit" if last.isdigit() else "latin" if last < "\u0250" else "han")
    if end in ("dot", "stop") and line.endswith(("...", "。。。")):
        end = "ellipsis"
    kind = ("s" if size <= SHORT else "m" if size <= MIDDLE else "l") + sentence
    length, start, letters = bisect_right(LENGTHS, size), _start(line, first), "all" if line.isascii() else "some"
    spaced = bisect_right((2, 3, 5, 9, 20, 50), words)
    bars = line.count("|") + line.count("\uff5c") + line.count(">") + line.count("\xa6") + line.count("\xbb")
    figures = _figures(line) if size < LOOKED_AT else "long"
    dense = -1 if size < MIDDLE else bisect_right((18, 30, 50, 100), size // (stops + commas + 1))
    stops, commas = min(stops, 3), min(commas, 3)
    return Shape(
        size,
        sentence,
        stops,
        commas,
        end,
        start,
        letters,
        kind,
        (length, kind, stops, commas, end, start),
        (length, kind, end, start, figures),
        (kind, "none", spaced, min(bars, 3), figures, letters, dense, code),
    )


def _start(line: str, first: str) -> str:
    if first in _NUMBER_FIRST and _NUMBERED.match(line):
        return "number"
    return _STARTS.get(first) or ("digit" if first.isdigit() else "latin" if first < "\u0250" else "han")


def _figures(line: str) -> str:
    if not _DIGIT.search(line):
        return "none"
    found = _DATE.search(line)
    if found:
        return "clock" if found[1] else "date"
    return "few" if _HAN.search(line) else "all"


NOTHING = Shape(
    size=0,
    sentence="N",
    stops=0,
    commas=0,
    end="none",
    start="none",
    letters="some",
    kind="cut",
    own=(),
    plain=(0, "cut", "none", "none", "none"),
    look=("cut", "none", 0, 0, "none", "some", -1, False),
)
"The shape of a run of lines that is looked at as one."
