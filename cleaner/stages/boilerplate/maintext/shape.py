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
MIN_SENTENCE = 18
"Shorter lines are no sentences. Code points."
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
_TAG = re.compile("<[a-zA-Z/!][^<>]{0,200}>")
_BLOCK = re.compile(r"[\w-] ?\{")
_ATTRIBUTE = re.compile(r'\w="')
_CALL = re.compile(r"\w\(\);?$")
_TRIPLED = frozenset(["dot", "stop"])
_SPACED = (2, 3, 5, 9, 20, 50)
_DENSE = (18, 30, 50, 100)
_FURTHER_STOPS = ("\uff01", "\uff1f", "\uff1b")
_KINDS = {sentence: ("s" + sentence, "m" + sentence, "l" + sentence) for sentence in "SCN"}


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
    prose: int
    "Code points of running text."
    slight: bool
    "Of at most middle length and no sentence."
    bare: bool
    "Of at most middle length and without marks."
    own: Key
    "Class of length, kind, stops, commas, end, start; empty for a run of lines."
    plain: Key
    "Class of length, kind, end, start, figures."
    look: Key
    """Kind, indent (none), class of the number of words between blanks, bars and arrows, figures, letters, class of
    the distance between marks in a long line (-1 for others), code."""


def shape_of(line: str) -> Shape:
    """The shape of a line without blanks at its ends, of one code point at least."""
    if line.isalpha():
        return _shape_of_word(len(line), line.isascii(), line[0] < "\u0250", line[-1] < "\u0250")
    return _remembered(line) if len(line) <= MIDDLE else _shape(line)


@lru_cache(4_096)
def _shape_of_word(size: int, ascii_only: bool, latin_first: bool, latin_last: bool) -> Shape:
    """The shape of a line of nothing but letters; only the kind of the outer ones matters."""
    latin = "a" if ascii_only else "\xe9"
    first, last = latin if latin_first else "\u4e00", latin if latin_last else "\u4e00"
    return _shape(first if size == 1 else first + latin * (size - 2) + last)


def _shape(line: str) -> Shape:
    size, last, count = len(line), line[-1], line.count
    stops = count("。")
    for sign in _FURTHER_STOPS:
        if sign in line:
            stops += count(sign)
    if size > SHORT and line[1].isascii():
        stops += count(". ") + (last == ".")
    commas = count("\uff0c") + count("、") + count(",")
    words = len(line.split()) if " " in line else 0
    code = _is_code(line)
    sentence: Sentence = "N"
    if size >= MIN_SENTENCE and not (words > 3 and size < 20 * words) and not (code and line[0] in "<#"):
        sentence = "S" if stops else "C" if commas else "N"
    end = _ENDS.get(last) or ("digit" if last.isdigit() else "latin" if last < "\u0250" else "han")
    if end in _TRIPLED and line.endswith(("...", "。。。")):
        end = "ellipsis"
    kind = _KINDS[sentence][(size > SHORT) + (size > MIDDLE)]
    length, start, letters = bisect_right(LENGTHS, size), _start(line), "all" if line.isascii() else "some"
    spaced = bisect_right(_SPACED, words) if words else 0
    bars = 0
    if "|" in line or "\uff5c" in line or ">" in line or "\xa6" in line or "\xbb" in line:  # a third of five counts
        bars = count("|") + count("\uff5c") + count(">") + count("\xa6") + count("\xbb")
    figures = _figures(line) if size < LOOKED_AT else "long"
    dense = -1 if size < MIDDLE else bisect_right(_DENSE, size // (stops + commas + 1))
    stops, commas, bars = stops if stops < 3 else 3, commas if commas < 3 else 3, bars if bars < 3 else 3
    return Shape(
        size,
        sentence,
        stops,
        commas,
        end,
        start,
        letters,
        kind,
        size if sentence == "S" else size // 2 if sentence == "C" else 0,
        size <= MIDDLE and sentence != "S",
        size <= MIDDLE and sentence == "N",
        (length, kind, stops, commas, end, start),
        (length, kind, end, start, figures),
        (kind, "none", spaced, bars, figures, letters, dense, code),
    )


_remembered = lru_cache(16_384)(_shape)
"The pages of a site repeat short lines; long ones are new on each page."


def _is_code(line: str) -> bool:
    """True for a line with a tag, an address of the web or a piece of a script or style sheet."""
    if "/" in line and ("http://" in line or "https://" in line):
        return True
    if not ("<" in line or "{" in line or "=" in line or "/" in line or "}" in line):
        return False
    return (
        line == "}"
        or bool(_CALL.search(line[-4:]))
        or ("<" in line and bool(_TAG.search(line)))
        or ("{" in line and bool(_BLOCK.search(line)))
        or ('="' in line and bool(_ATTRIBUTE.search(line)))
    )


def _start(line: str) -> str:
    first = line[0]
    if first in _NUMBER_FIRST and _NUMBERED.match(line):
        return "number"
    return _STARTS.get(first) or ("digit" if first.isdigit() else "latin" if first < "\u0250" else "han")


def _figures(line: str) -> str:
    digit = _DIGIT.search(line)
    if digit is None:
        return "none"
    found = _DATE.search(line, digit.start())
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
    prose=0,
    slight=True,
    bare=True,
    own=(),
    plain=(0, "cut", "none", "none", "none"),
    look=("cut", "none", 0, 0, "none", "some", -1, False),
)
"The shape of a run of lines that is looked at as one."
