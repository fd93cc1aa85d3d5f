"""Openings: where the units of a window begin, and what they begin with."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from cleaner.stages.ordinals.damage import forms_of
from cleaner.stages.ordinals.markers import LEVELS, Marker
from cleaner.stages.ordinals.traces import Surroundings, Trace, damaged_at, goes_on, traces_at
from cleaner.stages.ordinals.windows import Window

BREAKS = (r"\n", r"。\uff01\uff1f!?…", r"\uff1b;\uff1a:", r",\uff0c、—")
"Bodies of classes: what the breaks of each level begin with."
BLANK = ("\n", "")
"What a blank line begins with, and the end of the text."
BREAK_WIDTH = 12
"So far before a unit the break that it follows is looked for: blanks and opening marks stand between."
CLOSING = "[”’\"'』」\uff09)]*+"
"What may stand between the stop of a sentence and the unit after it."
START = re.compile(
    r"((?:[ \t\u3000\xa0]++|[-+*>•·](?=[ \t\u3000\xa0])|\*\*)*)"
    r"(?:(?![\uff08(][一二三四五六七八九十])[“\"‘'《〈【「『\uff08( \t\u3000\xa0*>·•-])*+"
)
"""What stands before a marker at the start of a unit and stays before it: bullets and blanks, which are the group, then
opening marks, behind which its text begins."""


class Opening(NamedTuple):
    """How a unit opens."""

    brk: int
    "End of the break before it."
    level: str
    at: int
    "After blanks and bullets: where a marker would be written."
    inner: int
    "After opening marks."
    anchor: Marker | None
    other: Marker | None
    traces: tuple[Trace, ...]


def goes_further(window: Window, end: int, around: Surroundings) -> bool:
    """Whether any unit between the last marker of an intact list and `end`, or right before that marker, may be an
    item. It looks at the few units that do not open with plain text."""
    text, begin = around.text, max(window.last - BREAK_WIDTH, 0)
    if begin == 0:
        return True
    look = _Look(window, around)
    for match in _breaks(window.level, around.tables.hints, True).finditer(text, begin, end):
        opening = look.at(match.end(), (match.lastindex or 1) - 1)
        if opening and opening.traces and (opening.brk <= window.last or goes_on(opening.traces[0])):
            return True
    return False


def openings_of(window: Window, begin: int, end: int, around: Surroundings) -> list[Opening]:
    """Where units begin, the blank ones left out, and of those below the window's level all at which nothing shows."""
    text, look = around.text, _Look(window, around)
    firsts, strong = look.firsts, look.strong
    openings: list[Opening] = []
    breaks = _breaks(window.level, around.tables.hints)
    if begin == 0 and (opening := look.at(0, 0)):
        openings.append(opening)
    for match in breaks.finditer(text, begin, end):
        brk, rank = match.end(), (match.lastindex or 1) - 1
        first = text[brk : brk + 1]
        if "\u3400" < first < "\ua000" and first not in firsts:  # plain text, as nearly everywhere
            if rank <= strong:
                openings.append(Opening(brk, LEVELS[rank], brk, brk, None, None, ()))
        elif first not in BLANK and (opening := look.at(brk, rank)):
            openings.append(opening)
    return openings


class _Look:
    """What the units of one window are looked at for."""

    __slots__ = ("anchors", "around", "firsts", "forms", "strong", "window")

    def __init__(self, window: Window, around: Surroundings) -> None:
        self.window, self.around = window, around
        self.forms = forms_of(
            (window.style, *sorted({marker.style for marker in window.markers} - {window.style})),
            max([marker.value for marker in window.markers]) + 3,
            around.tables.families[window.family].repair == "spoken",
            around.tables.damage,
        )
        self.anchors = {marker.start: marker for marker in window.markers}
        self.strong = LEVELS.index(window.level)
        self.firsts = around.tables.trace_firsts | self.forms.firsts
        "Han characters with which something else than plain text may begin."

    def at(self, brk: int, rank: int) -> Opening | None:
        """The opening behind a break; None where the unit is blank, or of a lower level and nothing shows."""
        around = self.around
        text, at, inner = around.text, brk, brk
        first = text[brk : brk + 1]
        if not "\u3400" < first < "\ua000":
            start = START.match(text, brk)
            assert start is not None
            at, inner = start.end(1), start.end()
            if at >= len(text) or text[at] in "\n#|`":
                return None
            first = text[inner : inner + 1]
        anchor = self.anchors.get(inner)
        other = None if anchor else around.markers.get(inner)
        traces: tuple[Trace, ...] = ()
        if anchor is None:
            if first in around.tables.trace_firsts or first.isdecimal():
                traces = traces_at(inner, other, self.window, around)
            if not traces and (at != inner or first in self.firsts):
                traces = damaged_at(at, inner, self.forms, text)
        if anchor or traces or rank <= self.strong:
            return Opening(brk, LEVELS[rank], at, inner, anchor, other, traces)
        return None


@lru_cache(maxsize=8)
def _breaks(level: str, hints: str, hinted: bool = False) -> re.Pattern[str]:
    """All breaks of `level` and above (`hinted`: those that no plain text follows), and the lower ones that something
    follows with which a trace may begin. One class in front lets the engine scan; the number of the empty group that
    matches is the level."""
    strong = LEVELS.index(level)
    upper = rf"(?:(?=[{hints}])|(?![\u3401-\u9fff\n]))" if hinted else ""
    forms = [
        f"(?<=[{body}]){CLOSING if index == 1 else ''}()" + (upper if index <= strong else f"(?=[{hints}])")
        for index, body in enumerate(BREAKS)
    ]
    return re.compile(f"[{''.join(BREAKS)}](?:{'|'.join(forms)})")
