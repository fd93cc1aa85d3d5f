"""Slots: the places of a window where an item may begin, with what stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from cleaner.stages.ordinals.markers import Marker
from cleaner.stages.ordinals.openings import Opening, openings_of
from cleaner.stages.ordinals.tables import HAN, NUMERAL
from cleaner.stages.ordinals.traces import Surroundings, Trace, goes_on
from cleaner.stages.ordinals.windows import Window

STAND_INS = ("first", "last", "next")
SHORT = 8
"A line with fewer code points may be a heading."


class Slot(NamedTuple):
    """One place where an item may begin. Offsets are code points of the text the stage saw."""

    start: int
    "After blanks: where a marker would be written."
    level: str
    anchor: Marker | None = None
    "An intact marker of the window's own family."
    other: Marker | None = None
    "An intact marker of another family."
    nested: int = 0
    "Number of items when a complete run of another family begins here and ends before the next intact marker."
    continued: bool = False
    "A semicolon stands before it: the list goes on."
    announced: bool = False
    "The sentence before it ends by announcing as many items as the list has."
    introduced: bool = False
    "A colon stands before it, as before the first item of a list."
    traces: tuple[Trace, ...] = ()
    "None or one."
    stand_in: str = ""
    "first, last or next when the unit opens with a word that may stand for an item."
    closing: bool = False
    short: bool = False
    hidden: bool = False
    "The anchor stands in the middle of a sentence: it may be an item, and proves that none was lost."


def slots_of(window: Window, begin: int, end: int, around: Surroundings) -> list[Slot]:
    """Slots of a window between two offsets: all units at its level or above, the lower ones that show something.
    After the last marker they go as far as something shows a further number: nothing else there can be an item."""
    text = around.text
    openings = openings_of(window, begin, end, around)
    while openings and openings[-1].brk > window.last and not any(map(goes_on, openings[-1].traces)):
        openings.pop()
    found: list[Slot] = []
    seen = -1
    for opening in _without_filling(openings, window, around):
        slot = _slot(opening, window, around)
        if slot.start > seen:
            found.append(slot)
            seen = slot.start
    anchors = {marker.start: marker for marker in window.markers}
    missing = anchors.keys() - {slot.anchor.start for slot in found if slot.anchor}
    found += [Slot(at, anchors[at].level, anchors[at]) for at in missing]
    found += _hidden(window, begin, text, {slot.start for slot in found})
    found.sort(key=lambda slot: slot.start)
    for index, slot in enumerate(found):
        if slot.other is not None and slot.other.value == 1 and not slot.introduced:
            found[index] = _with_nested(slot, slot.other, found[index + 1 : index + 40], around, end)
    return found


def _without_filling(openings: list[Opening], window: Window, around: Surroundings) -> Iterator[Opening]:
    """The openings, but of those between two markers of a run only one, where nothing shows at any of them: an item
    lost there is never the cheapest reading, since the second marker joins the first at hardly any cost."""
    joined = {
        left.start: right.start
        for left, right in pairwise(window.markers)
        if right.value == left.value + 1 and right.start in window.joined
    }
    at = 0
    while at < len(openings):
        opening = openings[at]
        yield opening
        at += 1
        partner = joined.get(opening.inner) if opening.anchor else None
        if partner is None:
            continue
        unit, ahead = None, at
        while ahead < len(openings):
            other = openings[ahead]
            if other.anchor or _shows(other, around):
                break
            unit = unit or other
            ahead += 1
        if ahead < len(openings) and openings[ahead].inner == partner:
            at = ahead
            if unit is not None:
                yield unit


def _shows(opening: Opening, around: Surroundings) -> bool:
    """Whether a unit opens with anything that makes it an item: a trace, a list inside the item, 此外 or 最后. A word
    for the first item does not count: it is looked for before all markers."""
    tables, other = around.tables, opening.other
    if opening.traces or (other and other.value == 1 and tables.families[other.family].repair == "spoken"):
        return True
    return around.text[opening.inner : opening.inner + 1] in tables.openers and around.text.startswith(
        (*tables.words["last"], *tables.words["next"]), opening.inner
    )


def _slot(opening: Opening, window: Window, around: Surroundings) -> Slot:
    brk, level, at, inner, anchor, other, traces = opening
    text, tables = around.text, around.tables
    if anchor is not None:
        return Slot(
            inner, level, anchor, continued=ends(text, brk, ";\uff1b"), introduced=_introduced(text, brk, window)
        )
    stand_in, closing = "", False
    if text[inner : inner + 1] in tables.openers:
        stand_in = next((kind for kind in STAND_INS if text.startswith(tables.words[kind], inner)), "")
        closing = text.startswith(tables.words["closing"], inner)
    return Slot(
        at,
        level,
        None,
        other,
        0,
        False,
        brk < window.first and _announced(text, brk, window),
        _introduced(text, brk, window),
        traces,
        stand_in,
        closing,
        _short(text, inner),
    )


def _introduced(text: str, at: int, window: Window) -> bool:
    """Whether the paragraph before ends in a colon; asked of lists in brackets only."""
    return window.family == "PAR" and ends(text, at, ":\uff1a")


def _short(text: str, at: int) -> bool:
    """Whether a line is as short as a heading and ends like one, without a stop."""
    end = text.find("\n", at, at + SHORT)
    return end >= 0 and text[end - 1] not in "。\uff1b;\uff0c,\uff01\uff1f"


COUNTED = re.compile("[点条项件个]")
ANNOUNCED = re.compile(rf"({NUMERAL}|\d{{1,2}})(?:点|条|项|件|个)[\u4e00-\u9fff]{{0,8}}[。:\uff1a][ \n\u3000\xa0]*\Z")


def _announced(text: str, at: int, window: Window) -> bool:
    """Whether 提出四点建议。 or the like stands right before `at`, for a list that goes up to four."""
    before = text[max(0, at - 24) : at]
    match = ANNOUNCED.search(before) if COUNTED.search(before) else None
    if match is None:
        return False
    count = match.group(1)
    return (HAN.get(count) or int(count)) == window.markers[-1].value


def ends(text: str, at: int, marks: str) -> bool:
    """Whether one of two marks stands before a break, blanks skipped."""
    return text[max(0, at - 4) : at].rstrip().endswith(tuple(marks))


def _hidden(window: Window, begin: int, text: str, taken: set[int]) -> list[Slot]:
    """Markers that no break precedes, for numbers that are missing between two markers."""
    found: list[Slot] = []
    before, value = begin, 0
    for marker in window.markers:
        for wanted in range(value + 1, min(marker.value, value + 4)):
            written = window.written(wanted)
            at = text.find(written, before, marker.start)
            while at > 0 and text[at - 1] in "第之一二三四五六七八九十几":
                at = text.find(written, at + 1, marker.start)
            if at >= 0 and at not in taken:
                found.append(
                    Slot(at, "M", Marker(at, at + len(written), window.family, wanted, window.style, "M"), hidden=True)
                )
        before, value = marker.end, marker.value
    return found


def _with_nested(slot: Slot, other: Marker, later: list[Slot], around: Surroundings, end: int) -> Slot:
    """The slot with `nested` filled in: a run of another family that lies whole between it and the next slot."""
    if around.tables.families[other.family].repair != "spoken":
        return slot
    run = around.run_of[other.start].markers
    size, last = len(run), run[-1].start
    stop = next((each.start for each in later if each.anchor), end)
    return slot if size < 2 or last >= stop else slot._replace(nested=size)
