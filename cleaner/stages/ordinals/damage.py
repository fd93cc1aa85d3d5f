"""Damaged forms: what the marker of each item of a list may have become, worked out from the tables of damage."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from cleaner.stages.ordinals.tables import NUMERALS, Damage

DIGITS = "23456789"
"No look-alikes in brackets or before 、: there they number a list inside the item, and its siblings are asked."
BLANKS = " \t\u3000\xa0"
BLANK = re.compile(f"[{BLANKS}]")
LONGEST = 12
"Code points that a damaged marker may have, blanks among them."
WIDEST = 7
"The same without blanks."
SIBLINGS_WITHIN = 1500
"So far to either side a sibling is looked for, in code points."
NUMERIC = frozenset("〇零一二三四五六七八九十百0123456789")
OPENING = ("(", "\uff08")
CLOSING = (")", "\uff09")
_WIDE = {ord("0") + digit: 0xFF10 + digit for digit in range(10)}


class Form(NamedTuple):
    """One damaged form of a marker."""

    kind: str
    value: int
    "0 when the form shows no number."
    written: str
    "The undamaged marker; empty when the form shows no number."
    siblings: tuple[str, ...] = ()
    "The same form with the numbers before and after: where one stands near, all of them are a list of their own."


@dataclass(frozen=True, slots=True)
class Forms:
    """Damaged forms of the markers of one list, by what they show without blanks."""

    by_shown: Mapping[str, Form]
    sizes: Mapping[str, tuple[int, ...]]
    "Their first characters to the lengths of those forms, the longest first."
    firsts: frozenset[str]
    "Characters with which they begin."

    def at(self, text: str, start: int) -> tuple[Form, int] | None:
        """The longest form that stands at `start`, and its end. Blanks inside a form count for nothing."""
        packed = text[start : start + LONGEST]
        ends: list[int] | None = None
        if BLANK.search(packed):
            ends = [index + 1 for index, character in enumerate(packed) if character not in BLANKS]
            packed = "".join([packed[end - 1] for end in ends])
        for size in self.sizes.get(packed[:1], ()):
            form = self.by_shown.get(packed[:size])
            if form is None or size > len(packed):
                continue
            width = ends[size - 1] if ends else size
            if _stands(form, text, start, start + width, width > size):
                return form, _end(text, start + width)
        return None


def _end(text: str, end: int) -> int:
    """End of a damaged marker, with the blanks that Han text follows."""
    following = end
    while text[following : following + 1] in BLANKS and following < len(text):
        following += 1
    return following if "\u4e00" <= text[following : following + 1] < "\ua000" else end


def _stands(form: Form, text: str, start: int, end: int, blanks: bool) -> bool:
    """Whether a form that matches means anything there."""
    if form.kind == "spaced" and not blanks:
        return False
    following = text[end : end + 1]
    if following in ("", "\n"):
        return False  # the text, or its line, is cut off there
    if (
        text[end - 1] in NUMERIC
        and text[start] in OPENING
        and any(mark in text[end : end + 20].partition("\n")[0] for mark in CLOSING)
    ):
        return False  # no marker has lost its bracket: (三年以内)
    if following in NUMERIC and text[end - 1] in NUMERIC:
        return False
    if form.kind == "shape" and text[max(0, start - 4) : start].rstrip().endswith(OPENING):
        return False  # the bracket stands there, on the line before
    if form.kind == "unnumbered" and text[end - 1] == "是":
        return "\u4e00" <= following < "\ua000" and following not in "否不的" and text[start - 1] not in ",\uff0c、—"
    if not form.siblings:
        return True
    low, high = max(0, start - SIBLINGS_WITHIN), end + SIBLINGS_WITHIN
    return all(text.find(sibling, low, high) < 0 for sibling in form.siblings)


@lru_cache(maxsize=256)
def forms_of(styles: tuple[str, ...], end: int, spoken: bool, damage: Damage) -> Forms:
    """Damaged forms of the markers from 1 to `end` in these styles, the first one first: it wins where two agree."""
    found: dict[str, Form] = {}
    for style in styles:
        for value in range(1, end):
            for shown, form in _of_one(style, value, spoken, damage):
                found.setdefault(shown, form)
        bare = style.replace("#", "")
        if bare not in ("要", ""):
            found.setdefault(bare, Form("unnumbered", 0, ""))
    sizes: dict[str, set[int]] = {}
    for shown in found:
        if len(shown) <= WIDEST:
            sizes.setdefault(shown[0], set()).add(len(shown))
    falling = {first: tuple(sorted(lengths, reverse=True)) for first, lengths in sizes.items()}
    return Forms(found, falling, frozenset([shown[0] for shown in found]))


@lru_cache(maxsize=512)
def tail_pattern(style: str, value: int, spoken: bool, damage: Damage) -> re.Pattern[str]:
    """Damaged forms that mean something behind the last item of a list: those that show the number without doubt."""
    numeral = NUMERALS[value]
    spaced = [f"{numeral}{blank}" for blank in BLANKS] if len(style) > 1 else []
    forms = [
        shown
        for shown, form in _of_one(style, value, spoken, damage)
        if form.kind in ("script", "shape") or (form.kind == "look_alike" and (not spoken or damage.is_wordless(shown)))
    ]
    inside = [] if spoken else [f"\uff08{blank}{numeral}" for blank in BLANKS]
    return re.compile("|".join(map(re.escape, dict.fromkeys([*forms, *spaced, *inside]))))


def _of_one(style: str, value: int, spoken: bool, damage: Damage) -> Iterator[tuple[str, Form]]:
    """What one marker may have become."""
    written = style.replace("#", NUMERALS[value])
    for index, character in enumerate(written):
        for wrong in damage.look_alikes.get(character, ""):
            if spoken or wrong not in DIGITS:
                yield written[:index] + wrong + written[index + 1 :], Form("look_alike", value, written)
    numeral = style.index("#")
    for index, character in enumerate(written):
        for wrong in damage.homophones.get(character, "") if spoken or index == numeral else "":
            yield written[:index] + wrong + written[index + 1 :], Form("homophone", value, written)
    for shown, siblings in _in_other_scripts(value, damage.scripts):
        beside = () if spoken else tuple(style.replace("#", each) for each in siblings)
        yield style.replace("#", shown), Form("script", value, written, beside)
    for shown, siblings in _in_other_scripts(value, damage.enclosed, digits=False):
        for after in ("", "是", "、", ".", ",", "\uff0c") if spoken else ("",):
            yield shown + after, Form("script", value, written, tuple(each + after for each in siblings))
    for shape in damage.shapes.get(style, ()):
        yield shape.replace("#", NUMERALS[value]), Form("shape", value, written)
    if len(written) > 1:
        yield written, Form("spaced", value, written)


def _in_other_scripts(
    value: int, scripts: tuple[tuple[str, ...], ...], digits: bool = True
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """A number in each of the scripts that reach so far, with the numbers beside it in the same script."""
    if digits:
        beside = (str(value - 1), str(value + 1))[value == 1 :]
        yield str(value), beside
        yield str(value).translate(_WIDE), tuple(each.translate(_WIDE) for each in beside)
    for script in scripts:
        if value <= len(script):
            yield script[value - 1], script[max(value - 2, 0) : value - 1] + script[value : value + 1]
