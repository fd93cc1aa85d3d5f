"""Windows: stretches of one family in which something is missing, with the places where it may be."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from cleaner.stages.ordinals.markers import Marker, Run
from cleaner.stages.ordinals.tables import NUMERALS, Tables

MAX_HOLE = 3
"A list goes on behind one inside it when its next number is at most so much higher."


@dataclass(frozen=True)
class Window:
    """Consecutive markers of one family, and what is usual among them: worked out when first asked, since most lists
    are intact and nobody asks."""

    family: str
    markers: tuple[Marker, ...]
    runs: tuple[Run, ...]
    "The runs that its markers belong to."
    broken: bool
    "False when every run begins at 1: then only what follows the list is asked."

    @cached_property
    def style(self) -> str:
        """Commonest marker text, with # for the number."""
        return _commonest([marker.style for marker in self.markers])

    @cached_property
    def level(self) -> str:
        """Commonest level of the items after the first."""
        return _commonest([marker.level for marker in self.markers[1:]])

    @cached_property
    def joined(self) -> frozenset[int]:
        """Starts of markers that continue a run."""
        return frozenset([marker.start for run in self.runs for marker in run.markers[1:]])

    @cached_property
    def settled(self) -> frozenset[int]:
        """Starts of markers inside a run of three or more."""
        return frozenset([marker.start for run in self.runs if len(run.markers) > 2 for marker in run.markers])

    @cached_property
    def lonely(self) -> frozenset[int]:
        """Starts of markers that no other continues."""
        return frozenset([run.markers[0].start for run in self.runs if len(run.markers) == 1])

    @cached_property
    def swapped(self) -> frozenset[int]:
        """Starts of neighbours that have each other's number: 三 and 二 in 一 三 二 四. 二 and 一 only where the window
        begins with them, since a list inside an item begins with 一."""
        values = [0, *(marker.value for marker in self.markers), 0]
        pairs = [
            index
            for index, (before, left, right, after) in enumerate(
                zip(values, values[1:], values[2:], values[3:], strict=False)
            )
            if left == right + 1 and (before == 0) == (right == 1) and before < right and (after == 0 or after > left)
        ]
        return frozenset([self.markers[index + side].start for index in pairs for side in (0, 1)])

    @cached_property
    def counts_down(self) -> bool:
        """Whether three markers in a row count down."""
        falls = [left.value - right.value == 1 for left, right in pairwise(self.markers)]
        return any(one and other for one, other in pairwise(falls))

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
        return self.style.replace("#", NUMERALS[value])


def _commonest(values: list[str]) -> str:
    """The value that stands most often in a list that is not empty; of several the first."""
    same = values.count(values[0]) == len(values)
    return values[0] if same else Counter(values).most_common(1)[0][0]


def windows_of(family: str, runs: list[Run], tables: Tables, boundaries: Sequence[int] = ()) -> Iterator[Window]:
    """Windows of one family, by place. A window needs two markers and one above 1, and reaches over no boundary."""
    if len(runs) == 1 and not boundaries:  # the commonest by far: one run is one window
        only = tuple(runs[0].markers)
        if len(only) > 1:
            yield Window(family, only, (runs[0],), only[0].value != 1)
        return
    where = {marker.start: run for run in runs for marker in run.markers}
    markers = sorted([marker for run in runs for marker in run.markers])
    inside = [run for run in runs if _is_inside(run, markers)]
    for run in inside:
        yield Window(family, tuple(run.markers), (run,), broken=False)
    if inside:
        apart = {id(run) for run in inside}
        markers = [marker for marker in markers if id(where[marker.start]) not in apart]
    max_distance = tables.limits.max_distance
    begin = 0
    previous = markers[0]
    reach = where[previous.start].markers[-1].start
    for index in range(1, len(markers)):
        marker = markers[index]
        if (
            (boundaries and _parted(boundaries, previous.start, marker.start))
            or marker.start - previous.start > max_distance
            or (marker.value == 1 and reach <= marker.start and _restarts(markers, index))
        ):
            if index - begin > 1:
                yield from _window(family, tuple(markers[begin:index]), where)
            begin = index
        reach = max(reach, where[marker.start].markers[-1].start)
        previous = marker
    if len(markers) - begin > 1:
        yield from _window(family, tuple(markers[begin:]), where)


def _is_inside(run: Run, markers: list[Marker]) -> bool:
    """Whether a run is a list inside one item of a broken list of its own family: whole, written on within a
    paragraph, while the paragraphs round it go on counting past it."""
    first, last = run.markers[0], run.markers[-1]
    if first.value != 1 or len(run.markers) < 2 or any(marker.level == "P" for marker in run.markers):
        return False
    index = bisect_left(markers, first)
    around = markers[index - 1 : index] + markers[index + len(run.markers) : index + len(run.markers) + 1]
    if len(around) < 2 or any(marker.level != "P" for marker in around):
        return False
    before, behind = around
    return before.value < behind.value <= before.value + MAX_HOLE and behind.value > last.value + 1


def _parted(boundaries: Sequence[int], start: int, end: int) -> bool:
    index = bisect_right(boundaries, start)
    return index < len(boundaries) and boundaries[index] < end


def _restarts(markers: list[Marker], index: int) -> bool:
    """Whether a window begins at a 1 that no open run reaches across: where no gap explains it."""
    previous, marker = markers[index - 1], markers[index]
    following = markers[index + 1].value if index + 1 < len(markers) else 0
    if following == 2 or not following:
        return marker.level == "P" or following == 2
    return marker.level == "P" and following != previous.value + 2


def _window(family: str, part: tuple[Marker, ...], where: dict[int, Run]) -> Iterator[Window]:
    """The window of these markers; none where all of them are a 1."""
    if max([marker.value for marker in part]) > 1:
        runs = tuple({id(run): run for run in [where[marker.start] for marker in part]}.values())
        yield Window(family, part, runs, any(run.markers[0].value != 1 for run in runs))
