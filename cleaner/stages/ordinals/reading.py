"""Reading a text: its markers and runs, the windows in which something may be missing, and the repairs that follow."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from cleaner.stages.ordinals.actions import Course
from cleaner.stages.ordinals.decode import Choice, decode
from cleaner.stages.ordinals.heads import Heads
from cleaner.stages.ordinals.markers import LEVELS, Marker, Run, boundaries_of, find_markers, find_runs
from cleaner.stages.ordinals.merged import rejoined
from cleaner.stages.ordinals.openings import BREAK_WIDTH, goes_further
from cleaner.stages.ordinals.repair import Repair, accepted
from cleaner.stages.ordinals.slots import Slot, slots_of
from cleaner.stages.ordinals.tables import HAN, NUMERAL, Policy, Tables
from cleaner.stages.ordinals.tail import further
from cleaner.stages.ordinals.traces import Surroundings
from cleaner.stages.ordinals.windows import Window, windows_of

COUNTED = re.compile(r"[一二三四五六七八九十\d](?=[个项点条件大]|方面)")
"The last character of a count, with what is counted."
COUNT = re.compile(rf"({NUMERAL}|\d{{1,2}})\Z")
LITERAL = re.compile(r"(?sm)\A---\n.*?^---$|^(?:```|~~~).*?(?:^(?:```|~~~)|\Z)")
SENTENCE = re.compile(r"[。\uff01\uff1f\n]")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one pass over a text found."""

    markers: list[Marker]
    runs: dict[str, list[Run]]
    repairs: list[Repair]


def read(text: str, tables: Tables, policies: Mapping[str, Policy], markdown: bool) -> Reading | None:
    """Markers, runs and repairs of a text; None where it holds no list. Nothing in a code fence is repaired."""
    markers = find_markers(text, tables)
    if len(markers) < 2:
        return None
    boundaries = boundaries_of(text, markers)
    runs = find_runs(markers, tables.limits.max_distance, boundaries)
    around = Surroundings(text, tables, markers, runs)
    repairs: list[Repair] = []
    merged: dict[int, Repair] = {}
    kept: dict[int, int] = {}
    for family, its_runs in runs.items():
        if tables.families[family].repair:
            limits = boundaries if family == "PAR" else []
            for run in its_runs:
                merged.update((repair.start, repair) for repair in rejoined(text, run.markers, tables, policies))
            windows = list(windows_of(family, its_runs, tables, limits))
            for course, choices in _decoded(windows, limits, around):
                staying = [choice.slot.anchor for choice in choices if choice.label.op == "keep" and choice.slot.anchor]
                kept.update(dict.fromkeys([marker.start for marker in staying], len(staying)))
                if any(choice.slot.hidden for choice in choices):
                    merged.update((repair.start, repair) for repair in rejoined(text, staying, tables, policies))
                repairs += accepted(course, choices, policies)
    repairs += merged.values()
    if repairs and markdown:
        repairs = _outside(repairs, _literal_spans(text))
    return Reading(markers, runs, _undisputed(repairs, kept))


def _decoded(
    windows: list[Window], boundaries: list[int], around: Surroundings
) -> Iterator[tuple[Course, list[Choice]]]:
    """Every window of one family in which something may be missing, decoded."""
    limits, text = around.tables.limits, around.text
    share: float | None = None
    for number, window in enumerate(windows):
        floor = windows[number - 1].markers[-1].end if number else 0
        ceiling = windows[number + 1].first if number + 1 < len(windows) else len(text)
        ceiling = min(ceiling, window.last + limits.look_ahead)
        if boundaries:
            near = bisect_right(boundaries, window.first)
            floor = max(floor, boundaries[near - 1] if near else 0)
            near = bisect_right(boundaries, window.last)
            ceiling = min(ceiling, boundaries[near] if near < len(boundaries) else ceiling)
        if not window.broken and not further(text, window, ceiling, around.tables):
            continue
        if not window.broken and len(window.runs) == 1 and not goes_further(window, ceiling, around):
            continue
        if share is None:
            share = _single_share(windows, text)
        begin = window.first if window.markers[0].value == 1 else max(floor, window.first - limits.look_back)
        course = _course(window, begin if window.broken else window.last, ceiling, around, share)
        yield course, decode(course)


def _single_share(windows: list[Window], text: str) -> float:
    """Share of neighbouring items, over the document, that one unit separates; a half where nothing is known."""
    single, pairs = 1.0, 2.0
    for window in windows:
        for left, right in pairwise(window.markers):
            if right.value == left.value + 1:
                pairs += 1
                breaks = text.count("\n", left.end, right.start)
                if window.level != "P":
                    breaks = len(SENTENCE.findall(text, left.end, right.start)) if breaks <= 1 else 2
                single += breaks == 1
    return single / pairs


def _course(window: Window, begin: int, end: int, around: Surroundings, share: float) -> Course:
    costs = around.tables.costs
    slots = tuple(slots_of(window, max(begin - BREAK_WIDTH, 0), end, around))
    anchors = [index for index, slot in enumerate(slots) if slot.anchor and not slot.hidden]
    pairs = single = 0.0
    for left, right in pairwise(anchors):
        one, other = slots[left].anchor, slots[right].anchor
        if one and other and other.value == one.value + 1:
            pairs += 1
            single += right == left + 1
    ratio = (single + share) / (pairs + 1)
    start = 0 if window.broken else window.markers[-1].value - 1
    announced = announced_before(around.text, window.first, around.tables)
    reach = _reach(slots, anchors[0], anchors[-1])
    return Course(
        around.text, window, slots, anchors[0], anchors[-1], costs["stay_base"] + costs["stay_single"] * ratio * ratio,
        announced, start, LEVELS.index(window.level), reach, around.tables, Heads(around.text, window.markers, costs),
        around.tables.families[window.family].repair == "spoken",
    )  # fmt: skip


def _reach(slots: tuple[Slot, ...], first: int, last: int) -> tuple[int, ...]:
    """For each slot, the number below which a lost marker leads anywhere."""
    anchor = slots[first].anchor
    reach = [anchor.value if anchor else 0] * first + [1 << 30] * (last + 1 - first)
    highest = 0
    tail: list[int] = []
    for slot in reversed(slots[last + 1 :]):
        tail.append(highest)
        highest = max([highest, *(trace.value for trace in slot.traces)])
    return (*reach, *reversed(tail))


def announced_before(text: str, first: int, tables: Tables) -> int:
    """The count announced before a list, such as 五个方面, the last one; 0 when there is none."""
    begin = max(0, first - tables.limits.announced_within)
    last = -1
    for match in COUNTED.finditer(text, begin, first):
        last = match.end()
    count = COUNT.search(text[max(begin, last - 3) : last]) if last > 0 else None
    if count is None:
        return 0
    value = HAN.get(count[1]) or (int(count[1]) if count[1].isascii() else 0)
    return value if value > 1 else 0


def _undisputed(repairs: list[Repair], kept: Mapping[int, int]) -> list[Repair]:
    """Repairs by place. Where two lists want one place, the better supported has it, and no list rewrites a marker
    that stays in another list as large, or of three: the repair that must yield is held."""
    found: list[Repair] = []
    taken: set[int] = set()
    for repair in sorted(repairs, key=lambda repair: (repair.support, repair.confidence), reverse=True):
        places = range(repair.start, max(repair.end, repair.start + 1))
        yields = not taken.isdisjoint(places)
        yields = yields or (kept.get(repair.start, 0) >= min(repair.support[1], 3) and repair.end > repair.start)
        found.append(repair.held(0.5, "another list has a better claim to the place") if yields else repair)
        taken.update(places)
    return sorted(found)


def _literal_spans(text: str) -> list[tuple[int, int]]:
    """Code fences and front matter of a Markdown text."""
    return [match.span() for match in LITERAL.finditer(text)]


def _outside(repairs: list[Repair], spans: list[tuple[int, int]]) -> list[Repair]:
    starts = [start for start, _ in spans]
    return [
        repair
        for repair in repairs
        if not (near := bisect_right(starts, repair.start)) or spans[near - 1][1] <= repair.start
    ]
