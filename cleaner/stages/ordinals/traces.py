"""Traces: what may be left of a damaged marker at the start of a unit."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

from cleaner.stages.ordinals.damage import Forms
from cleaner.stages.ordinals.markers import Marker, Run
from cleaner.stages.ordinals.tables import HAN, NUMERAL, Tables
from cleaner.stages.ordinals.windows import Window

NUMBER = re.compile(rf"{NUMERAL}|[0-9\uff10-\uff19]{{1,2}}")
"The number in a trace."
TELLS_LITTLE = ("bare", "variant", "homophone", "unnumbered", "clipped", "counted", "date_loose")
"Traces that mean nothing behind the last marker: nothing after them bears them out."


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
    opens: bool = False
    "It shows a 1, and a higher number of whatever family follows: a list of its own may begin here."


class Surroundings:
    """What the slots of a window are made from."""

    def __init__(self, text: str, tables: Tables, markers: list[Marker], runs: dict[str, list[Run]]) -> None:
        self.text = text
        self.tables = tables
        self._markers = markers
        self._runs = runs

    @cached_property
    def markers(self) -> dict[int, Marker]:
        """All intact markers by start."""
        return {marker.start: marker for marker in self._markers}

    @cached_property
    def run_of(self) -> dict[int, Run]:
        """Start of a marker to its run."""
        return {marker.start: run for runs in self._runs.values() for run in runs for marker in run.markers}

    @cached_property
    def _further(self) -> list[int]:
        return [marker.start for marker in self._markers if marker.value > 1]

    def list_follows(self, at: int) -> bool:
        """Whether an intact marker with a number above 1 follows within the look-ahead."""
        index = bisect_right(self._further, at)
        return index < len(self._further) and self._further[index] - at <= self.tables.limits.look_ahead

    def is_list(self, marker: Marker) -> bool:
        """Whether a marker is an item of a list of its own: of two or more, from one upwards. A stretch that begins
        above one is no list; its items may be those that another list misses."""
        run = self.run_of[marker.start].markers
        return len(run) > 1 and run[0].value == 1


def goes_on(trace: Trace) -> bool:
    """Whether a trace after the last marker may be an item: it must show a number above 2, or be a paraphrased 1."""
    alone = trace.value == 1 and trace.kind == "paraphrase" and not trace.opens
    return alone or (trace.value > 2 and trace.kind not in TELLS_LITTLE)


def traces_at(at: int, other: Marker | None, window: Window, around: Surroundings) -> tuple[Trace, ...]:
    """The trace at an offset with a character that may begin one. A marker of a run of its own family is no trace."""
    text, tables = around.text, around.tables
    if tables.families[window.family].repair != "spoken":
        return ()
    if other is not None and (other.family == window.family or around.is_list(other)):
        return ()
    match = tables.trace.match(text, at)
    if match is None:
        return ()
    kind = match.lastgroup or ""
    shown = match.group()
    number = NUMBER.search(shown) if kind != "connective" else None
    value = (HAN.get(number.group()) or int(number.group())) if number else 0
    opens = value == 1 and around.list_follows(at)
    return (Trace(kind, value, at, match.end(), shown, "", _ordered(text, match.end(), tables), opens),)


def _ordered(text: str, at: int, tables: Tables) -> bool:
    return text.startswith(tables.words["imperatives"], at) and text[at + 1 : at + 2] not in ("求", "闻", "点", "素")


def damaged_at(at: int, inner: int, forms: Forms, text: str) -> tuple[Trace, ...]:
    """The damaged marker of the list's own form at one of two offsets."""
    for start in (at, inner) if at != inner else (at,):
        if text[start : start + 1] in forms.firsts and (found := forms.at(text, start)):
            form, end = found
            return (Trace(form.kind, form.value, start, end, text[start:end], form.written),)
    return ()
