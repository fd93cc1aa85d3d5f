"""Windows: stretches of one family in which something is missing, with the places where it may be."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from cleaner.stages.ordinals.markers import Marker, Run
from cleaner.stages.ordinals.tables import Tables
from cleaner.text.numerals import format_han


@dataclass(frozen=True, slots=True)
class Window:
    """Consecutive markers of one family, and what is usual among them."""

    family: str
    markers: tuple[Marker, ...]
    style: str
    "Commonest marker text, with # for the number."
    level: str
    "Commonest level of the items after the first."
    joined: frozenset[int]
    "Starts of markers that continue a run."
    settled: frozenset[int]
    "Starts of markers inside a run of three or more."
    lonely: frozenset[int]
    "Starts of markers that no other continues."
    broken: bool
    "False when every run begins at 1: then only what follows the list is asked."

    @property
    def first(self) -> int:
        """Start of the first marker."""
        return self.markers[0].start

    @property
    def last(self) -> int:
        """Start of the last marker."""
        return self.markers[-1].start

    def written(self, value: int) -> str:
        """The marker of `value` in the style of the list."""
        return self.style.replace("#", format_han(value))


def windows_of(family: str, runs: list[Run], tables: Tables, boundaries: Sequence[int] = ()) -> Iterator[Window]:
    """Windows of one family, by place. A window needs two markers and one above 1, and reaches over no boundary."""
    where = {marker.start: run for run in runs for marker in run.markers}
    markers = sorted(marker for run in runs for marker in run.markers)
    begin = reach = 0
    for index in range(1, len(markers) + 1):
        reach = max(reach, where[markers[index - 1].start].markers[-1].start)
        if index < len(markers) and not (
            _parted(boundaries, markers[index - 1].start, markers[index].start)
            or _cut(markers, index, reach, tables.limits.max_distance)
        ):
            continue
        part = tuple(markers[begin:index])
        begin = index
        if len(part) > 1 and any(marker.value > 1 for marker in part):
            yield _window(family, part, where)


def _parted(boundaries: Sequence[int], start: int, end: int) -> bool:
    index = bisect_right(boundaries, start)
    return index < len(boundaries) and boundaries[index] < end


def _cut(markers: list[Marker], index: int, reach: int, max_distance: int) -> bool:
    """Whether a window begins at `index`: far away, or at a 1 that no open run reaches across and no gap explains."""
    previous, marker = markers[index - 1], markers[index]
    if marker.start - previous.start > max_distance:
        return True
    if marker.value != 1 or reach > marker.start:
        return False
    following = markers[index + 1].value if index + 1 < len(markers) else 0
    if following == 2 or not following:
        return marker.level == "P" or following == 2
    return marker.level == "P" and following != previous.value + 2


def _window(family: str, part: tuple[Marker, ...], where: dict[int, Run]) -> Window:
    runs = {id(where[marker.start]): where[marker.start] for marker in part}.values()
    styles = Counter(marker.style for marker in part)
    levels = Counter(marker.level for marker in part[1:])
    return Window(
        family,
        part,
        styles.most_common(1)[0][0],
        levels.most_common(1)[0][0],
        frozenset(marker.start for run in runs for marker in run.markers[1:]),
        frozenset(marker.start for run in runs if len(run.markers) > 2 for marker in run.markers),
        frozenset(run.markers[0].start for run in runs if len(run.markers) == 1),
        any(run.markers[0].value != 1 for run in runs),
    )


@lru_cache(maxsize=128)
def further_pattern(value: int) -> re.Pattern[str]:
    """What item `value` of a list could begin with. Cheap; a hit only means: look closer."""
    numeral = format_han(value)
    after = r"(?=[要则来为乃系啊呢嘛吧呀哦哪的月日号,\uff0c实其就个方点步])"
    before = r"(?<=[\n。\uff01\uff1f\uff1b;\uff1a:,\uff0c \t\u3000\xa0第])"
    return re.compile(rf"{before}(?:{numeral}{after}|{value}月)")


@lru_cache(maxsize=512)
def further_forms(style: str, value: int, look_alikes: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """The marker of `value` with one character replaced by a look-alike."""
    written = style.replace("#", format_han(value))
    wrong = dict(look_alikes)
    return tuple(
        written[:index] + other + written[index + 1 :]
        for index, character in enumerate(written)
        for other in wrong.get(character, "")
    )
