"""Slots: the places of a window where an item may begin, with what stands there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from cleaner.stages.ordinals.markers import ANY_NUMERAL, LEVELS, Marker
from cleaner.stages.ordinals.tables import HAN, NUMERAL, Tables
from cleaner.stages.ordinals.windows import Window
from cleaner.text.numerals import format_han

BREAKS = (r"\n", r"[。\uff01\uff1f!?…][”’\"'』」\uff09)]*+", r"[\uff1b;\uff1a:]", r"[,\uff0c、—]")
"Breaks by level."
OPENING = re.compile(r"(?![\uff08(][一二三四五六七八九十])[“\"‘'《〈【「『\uff08( \t\u3000\xa0*>·•-]")
BULLET = re.compile(r"(?:[ \t\u3000\xa0]++|[-+*>•·](?=[ \t\u3000\xa0])|\*\*)*")
"What stands before a marker at the start of a paragraph; it stays before it."
DIGITS = "23456789"
"No look-alikes in brackets or before 、: there they number a list inside the item."
SHORT = 8
"A line with fewer code points may be a heading."


class Trace(NamedTuple):
    """What may be left of a marker."""

    kind: str
    value: int
    "The number that it shows; 0 when it shows none."
    start: int
    end: int
    shown: str
    written: str = ""
    "The undamaged marker, where the trace shows all of it."
    ordered: bool = False
    "An order follows, such as 要 with a verb: no event begins like this."


@dataclass(frozen=True, slots=True)
class Slot:
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
    stand_in: str = ""
    "first, last or next when the unit opens with a word that may stand for an item."
    closing: bool = False
    short: bool = False
    hidden: bool = False
    "The anchor stands in the middle of a sentence: it may be an item, and proves that none was lost."


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the slots of a window are made from."""

    text: str
    tables: Tables
    markers: dict[int, Marker]
    "All intact markers by start."
    run_sizes: dict[int, tuple[int, int]]
    "Start of a marker to the number of markers in its run and the start of the run's last one."


def slots_of(window: Window, begin: int, end: int, around: Surroundings) -> list[Slot]:
    """Slots of a window between two offsets: all units at its level or above, the lower ones that show something."""
    text = around.text
    levels = LEVELS[: LEVELS.index(window.level) + 1]
    alikes = look_alikes(window, range(1, max(marker.value for marker in window.markers) + 3), around.tables)
    anchors = {marker.start: marker for marker in window.markers}
    raw: list[tuple[int, str]] = [(begin, "P")] if begin == 0 else []
    breaks = _breaks(window.level, around.tables.hints)
    raw += [(match.end(), LEVELS[(match.lastindex or 1) - 1]) for match in breaks.finditer(text, begin, end)]
    found: list[Slot] = []
    seen = -1
    for at, level in raw:
        slot = _slot(at, level, window, anchors, alikes, around)
        if slot is None or slot.start <= seen:
            continue
        strong = level in levels or slot.anchor is not None
        if strong or slot.traces:
            found.append(slot)
            seen = slot.start
    missing = anchors.keys() - {slot.anchor.start for slot in found if slot.anchor}
    found += [Slot(at, anchors[at].level, anchors[at]) for at in missing]
    found += _hidden(window, begin, text, {slot.start for slot in found})
    found.sort(key=lambda slot: slot.start)
    return [_with_nested(slot, found[index + 1 : index + 40], around, end) for index, slot in enumerate(found)]


@lru_cache(maxsize=8)
def _breaks(level: str, hints: str) -> re.Pattern[str]:
    """All breaks of `level` and above, and the lower ones that something follows with which a trace may begin."""
    strong = LEVELS.index(level)
    return re.compile(
        "|".join(f"({form})" if index <= strong else f"({form})(?=[{hints}])" for index, form in enumerate(BREAKS))
    )


def _slot(
    at: int,
    level: str,
    window: Window,
    anchors: dict[int, Marker],
    alikes: dict[str, tuple[int, str]],
    around: Surroundings,
) -> Slot | None:
    text, tables, brk = around.text, around.tables, at
    bullet = BULLET.match(text, at)
    at = bullet.end() if bullet else at
    if at >= len(text) or text[at] in "\n#|`":
        return None
    inner = at
    while inner < len(text) and OPENING.match(text, inner):
        inner += 1
    anchor = anchors.get(inner)
    if anchor is not None:
        return Slot(
            inner, level, anchor, continued=_ends(text, brk, ";\uff1b"), introduced=_introduced(text, brk, window)
        )
    other = around.markers.get(inner)
    traces = tuple(_traces(inner, other, window, around)) or tuple(_alike(at, inner, alikes, text))
    stand_in = next((kind for kind in ("first", "last", "next") if text.startswith(tables.words[kind], inner)), "")
    return Slot(
        at,
        level,
        other=other,
        announced=brk < window.first and _announced(text, brk, window),
        introduced=_introduced(text, brk, window),
        traces=traces,
        stand_in=stand_in,
        closing=text.startswith(tables.words["closing"], inner),
        short=_short(text, inner),
    )


def _introduced(text: str, at: int, window: Window) -> bool:
    """Whether the paragraph before ends in a colon; asked of lists in brackets only."""
    return window.family == "PAR" and _ends(text, at, ":\uff1a")


def _short(text: str, at: int) -> bool:
    """Whether a line is as short as a heading and ends like one, without a stop."""
    end = text.find("\n", at, at + SHORT)
    return end >= 0 and text[end - 1] not in "。\uff1b;\uff0c,\uff01\uff1f"


ANNOUNCED = re.compile(rf"({NUMERAL}|\d{{1,2}})(?:点|条|项|件|个)[\u4e00-\u9fff]{{0,8}}[。:\uff1a][ \n\u3000\xa0]*\Z")


def _announced(text: str, at: int, window: Window) -> bool:
    """Whether 提出四点建议。 or the like stands right before `at`, for a list that goes up to four."""
    match = ANNOUNCED.search(text[max(0, at - 24) : at])
    if match is None:
        return False
    count = match.group(1)
    return (int(count) if count.isascii() else HAN[count]) == window.markers[-1].value


def _ends(text: str, at: int, marks: str) -> bool:
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


def _traces(at: int, other: Marker | None, window: Window, around: Surroundings) -> list[Trace]:
    """The trace at an offset. A marker that belongs to a run of its own family is no trace."""
    if other is not None and (other.family == window.family or around.run_sizes[other.start][0] > 1):
        return []
    match = around.tables.trace.match(around.text, at)
    if match is None or around.tables.families[window.family].repair != "spoken":
        return []
    kind = match.lastgroup or ""
    shown = match.group()
    if kind == "date_digits":
        value = int(shown.split("月")[0])
    else:
        numeral = ANY_NUMERAL.search(shown)
        value = HAN[numeral.group()] if numeral and kind != "connective" else 0
    return [Trace(kind, value, at, match.end(), shown, "", _ordered(around.text, match.end(), around.tables))]


def _ordered(text: str, at: int, tables: Tables) -> bool:
    return text.startswith(tables.words["imperatives"], at) and text[at + 1 : at + 2] not in ("求", "闻", "点", "素")


def look_alikes(window: Window, values: Iterable[int], tables: Tables) -> dict[str, tuple[int, str]]:
    """Damaged forms of the window's markers, one character off, to the value and the marker each stands for."""
    forms: dict[str, tuple[int, str]] = {}
    spoken = tables.families[window.family].repair == "spoken"
    for style in {window.style, *(marker.style for marker in window.markers)}:
        for value in values:
            written = style.replace("#", format_han(value))
            for index, character in enumerate(written):
                for wrong in tables.look_alikes.get(character, ""):
                    if spoken or wrong not in DIGITS:
                        forms.setdefault(written[:index] + wrong + written[index + 1 :], (value, written))
    return forms


def _alike(at: int, inner: int, alikes: dict[str, tuple[int, str]], text: str) -> list[Trace]:
    for start in (at, inner) if at != inner else (at,):
        for size in (2, 3, 4, 5):
            shown = text[start : start + size]
            if shown in alikes:
                value, written = alikes[shown]
                return [Trace("look_alike", value, start, start + size, shown, written)]
    return []


def _with_nested(slot: Slot, later: list[Slot], around: Surroundings, end: int) -> Slot:
    """The slot with `nested` filled in: a run of another family that lies whole between it and the next slot."""
    if slot.other is None or slot.other.value != 1 or slot.introduced:
        return slot
    if around.tables.families[slot.other.family].repair != "spoken":
        return slot
    size, last = around.run_sizes[slot.other.start]
    stop = next((other.start for other in later if other.anchor), end)
    return slot if size < 2 or last >= stop else replace(slot, nested=size)
