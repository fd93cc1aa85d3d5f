"""Intact markers, and the runs that they form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from cleaner.stages.ordinals.tables import HAN, NUMERAL, Tables

ANY_NUMERAL = re.compile(NUMERAL)
LEVELS = "PSCM"
"Where a unit may start, strongest first: paragraph, after a sentence, after ; or :, after a comma or dash."
_LEVEL = {
    "\n": "P",
    **dict.fromkeys("。\uff01\uff1f!?…", "S"),
    **dict.fromkeys("\uff1b;\uff1a:\uff1a", "C"),
    **dict.fromkeys(",\uff0c、—", "M"),
}
_SKIP = "“‘\"'”’《〈【「『」』\uff08(\uff09) \t\u3000\xa0*#>·•-\uff08\uff09"


class Marker(NamedTuple):
    """One intact marker. Offsets are code points of the text the stage saw."""

    start: int
    end: int
    family: str
    value: int
    style: str
    "Its text with # for the number."
    level: str


class Run:
    """Markers of one family that count upwards by one."""

    __slots__ = ("markers",)

    def __init__(self, marker: Marker) -> None:
        self.markers = [marker]


def find_markers(text: str, tables: Tables) -> list[Marker]:
    """Every marker of the Han families that stands where a unit may start, by place.

    None of them where all are a 1: without a second item there is no list.
    """
    found: list[Marker] = []
    if not _any_later(text, tables):
        return found
    families = tables.families
    for match in tables.marker.finditer(text):
        name = match.lastgroup or ""
        at = match.start()
        level = _LEVEL.get(text[at - 1]) if at else "P"
        if level is None:
            level = level_before(text, at)
        if level and level in families[name].levels:
            end = match.end(name)
            value, style = _shape(text[at:end])
            found.append(Marker(at, end, name, value, style, level))
            nested = tables.form.match(text, end) if text.startswith(("一要", "一是"), end) else None
            if nested is not None and (name := nested.lastgroup or ""):
                found.append(Marker(end, nested.end(), name, *_shape(nested.group()), level))
    return found


def _any_later(text: str, tables: Tables) -> bool:
    """Whether a marker has a number above 1. Nine searches for one character each are faster than one for a class."""
    before, around = tables.before_numeral, tables.around_numeral
    for numeral in "二三四五六七八九十":
        at = text.find(numeral)
        while at >= 0:
            if (at == 0 or text[at - 1] in before) and around.match(text, at):
                return True
            at = text.find(numeral, at + 1)
    return False


@lru_cache(maxsize=1024)
def _shape(shown: str) -> tuple[int, str]:
    """Number and style of a marker."""
    numeral = ANY_NUMERAL.search(shown)
    assert numeral is not None
    return HAN[numeral.group()], f"{shown[: numeral.start()]}#{shown[numeral.end() :]}"


def level_before(text: str, at: int) -> str:
    """Level of the unit that starts at `at`, opening marks skipped; empty where no unit starts."""
    at -= 1
    while at >= 0 and text[at] in _SKIP:
        at -= 1
    return "P" if at < 0 else _LEVEL.get(text[at], "")


ARTICLE = re.compile(r"\n[ \t\u3000\xa0]*第[零〇一二三四五六七八九十百千]{1,9}[条章节编]")
"A heading that ends the lists in brackets of the article before it."


def boundaries_of(text: str, markers: Iterable[Marker]) -> list[int]:
    """Offsets at which lists in brackets end: the articles of a law number theirs anew."""
    if not any(marker.family == "PAR" for marker in markers):
        return []
    return [match.start() for match in ARTICLE.finditer(text)]


def find_runs(markers: Iterable[Marker], max_distance: int, boundaries: Iterable[int] = ()) -> dict[str, list[Run]]:
    """Runs by family. A marker joins the latest open run that ends one below it and closes the runs inside that one."""
    runs: dict[str, list[Run]] = {}
    open_runs: dict[str, list[Run]] = {}
    ahead = iter((*boundaries, 1 << 62))
    boundary = next(ahead)
    for marker in markers:
        if marker.start > boundary:
            open_runs.pop("PAR", None)
            while marker.start > boundary:
                boundary = next(ahead)
        stack = open_runs.get(marker.family)
        if stack is None:
            stack = open_runs[marker.family] = []
        wanted, nearest = marker.value - 1, marker.start - max_distance
        for depth in range(len(stack) - 1, max(-1, len(stack) - 9), -1):
            last = stack[depth].markers[-1]
            if last.value == wanted and last.start >= nearest:
                stack[depth].markers.append(marker)
                del stack[depth + 1 :]
                break
        else:
            run = Run(marker)
            stack.append(run)
            runs.setdefault(marker.family, []).append(run)
    return runs
