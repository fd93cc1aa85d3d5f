"""Traces: what may be left of a damaged marker at the start of a unit."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import NamedTuple

from cleaner.stages.ordinals.markers import ANY_NUMERAL, Marker, Run
from cleaner.stages.ordinals.tables import HAN, NUMERALS, Tables
from cleaner.stages.ordinals.windows import Alikes, Window

DIGITS = "23456789"
"No look-alikes in brackets or before 、: there they number a list inside the item."


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
    def run_sizes(self) -> dict[int, tuple[int, int]]:
        """Start of a marker to the number of markers in its run and the start of the run's last one."""
        return {
            marker.start: (len(run.markers), run.markers[-1].start)
            for runs in self._runs.values()
            for run in runs
            for marker in run.markers
        }


def goes_on(trace: Trace) -> bool:
    """Whether a trace after the last marker may be an item: it must show a number above 2."""
    return trace.value > 2 and trace.kind not in ("bare", "variant")


def traces_at(at: int, other: Marker | None, window: Window, around: Surroundings) -> tuple[Trace, ...]:
    """The trace at an offset. A marker that belongs to a run of its own family is no trace."""
    text, tables = around.text, around.tables
    first = text[at : at + 1]
    if first not in tables.trace_firsts and not first.isdecimal():
        return ()
    if tables.families[window.family].repair != "spoken":
        return ()
    if other is not None and (other.family == window.family or around.run_sizes[other.start][0] > 1):
        return ()
    match = tables.trace.match(text, at)
    if match is None:
        return ()
    kind = match.lastgroup or ""
    shown = match.group()
    if kind == "date_digits":
        value = int(shown.split("月")[0])
    else:
        numeral = ANY_NUMERAL.search(shown)
        value = HAN[numeral.group()] if numeral and kind != "connective" else 0
    return (Trace(kind, value, at, match.end(), shown, "", _ordered(text, match.end(), tables)),)


def _ordered(text: str, at: int, tables: Tables) -> bool:
    return text.startswith(tables.words["imperatives"], at) and text[at + 1 : at + 2] not in ("求", "闻", "点", "素")


@lru_cache(maxsize=256)
def look_alikes(
    styles: tuple[str, ...], end: int, spoken: bool, pairs: Alikes
) -> tuple[Mapping[str, tuple[int, str]], frozenset[str]]:
    """Damaged forms of the markers from 1 to `end`, one character off, to the value and the marker each stands for;
    and the characters with which these forms begin."""
    forms: dict[str, tuple[int, str]] = {}
    wrongs = dict(pairs)
    for style in styles:
        for value in range(1, end):
            written = style.replace("#", NUMERALS[value])
            for index, character in enumerate(written):
                for wrong in wrongs.get(character, ""):
                    if spoken or wrong not in DIGITS:
                        forms.setdefault(written[:index] + wrong + written[index + 1 :], (value, written))
    return forms, frozenset([form[0] for form in forms])


def alike(at: int, inner: int, alikes: Mapping[str, tuple[int, str]], text: str) -> tuple[Trace, ...]:
    for start in (at, inner) if at != inner else (at,):
        for size in (2, 3, 4, 5):
            shown = text[start : start + size]
            if shown in alikes:
                value, written = alikes[shown]
                return (Trace("look_alike", value, start, start + size, shown, written),)
    return ()
