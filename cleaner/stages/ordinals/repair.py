"""Repairs: windows decoded, and what of it is sure enough to be applied."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import exp
from typing import NamedTuple

from cleaner.stages.ordinals.decode import Choice, Course, Label, decode
from cleaner.stages.ordinals.markers import LEVELS, Marker, Run, boundaries_of, find_markers, find_runs
from cleaner.stages.ordinals.notes import note_of
from cleaner.stages.ordinals.slots import Slot, Surroundings, slots_of
from cleaner.stages.ordinals.tables import HAN, NUMERAL, Policy, Tables
from cleaner.stages.ordinals.windows import Window, further_forms, further_pattern, windows_of
from cleaner.text.numerals import format_han

APPLIED = 0.8
"Confidence of a repair that passes its rule's policy is at or above, of another below."
COUNT = re.compile(rf"({NUMERAL}|\d{{1,2}})(?:个|项|点|条|件|大|方面)")
SENTENCE = re.compile(r"[。！？\n]")


class Repair(NamedTuple):
    """One replacement, with the reasons for it."""

    start: int
    end: int
    after: str
    rule: str
    value: int
    confidence: float
    note: str
    family: str
    "Family of its list."
    support: tuple[int, int] = (0, 0)
    "Intact neighbours, and markers of the list that stay as they are."


@dataclass(frozen=True, slots=True)
class Reading:
    """What one pass over a text found."""

    markers: list[Marker]
    runs: dict[str, list[Run]]
    repairs: list[Repair]


def read(text: str, tables: Tables, policies: Mapping[str, Policy]) -> Reading | None:
    """Markers, runs and repairs of a text; None where it holds no list."""
    markers = find_markers(text, tables)
    if len(markers) < 2:
        return None
    boundaries = boundaries_of(text, markers)
    runs = find_runs(markers, tables.limits.max_distance, boundaries)
    around = Surroundings(text, tables, {marker.start: marker for marker in markers}, _sizes(runs))
    repairs: list[Repair] = []
    kept: dict[int, int] = {}
    for family, its_runs in runs.items():
        if tables.families[family].repair:
            limits = boundaries if family == "PAR" else []
            windows = list(windows_of(family, its_runs, tables, limits))
            for course, choices in _decoded(windows, limits, around):
                staying = [choice.slot.start for choice in choices if choice.label.op == "keep" and choice.slot.anchor]
                kept.update(dict.fromkeys(staying, len(staying)))
                repairs += _accepted(course, choices, policies)
    return Reading(markers, runs, _undisputed(repairs, kept))


def _sizes(runs: dict[str, list[Run]]) -> dict[int, tuple[int, int]]:
    return {
        marker.start: (len(run.markers), run.markers[-1].start)
        for its_runs in runs.values()
        for run in its_runs
        for marker in run.markers
    }


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
        if not window.broken and not _further(window, ceiling, around):
            continue
        if share is None:
            share = _single_share(windows, text)
        begin = window.first if window.markers[0].value == 1 else max(floor, window.first - limits.look_back)
        course = _course(window, begin if window.broken else window.last, ceiling, around, share)
        yield course, decode(course)


def _further(window: Window, ceiling: int, around: Surroundings) -> bool:
    """Whether anything after a finished list looks like a trace of one more item. Cheap; a hit only means: look closer."""
    last = window.markers[-1]
    if around.tables.families[window.family].repair == "spoken":
        return further_pattern(last.value + 1).search(around.text, last.end, ceiling) is not None
    tail = around.text[last.end : ceiling]
    return any(form in tail for form in further_forms(last.style, last.value + 1, around.tables.alike_pairs))


def _single_share(windows: list[Window], text: str) -> float:
    """Share of neighbouring items of a family, over the document, that one unit separates; a half where nothing is known."""
    single, pairs = 1.0, 2.0
    for window in windows:
        for left, right in zip(window.markers, window.markers[1:], strict=False):
            if right.value == left.value + 1:
                pairs += 1
                breaks = text.count("\n", left.end, right.start)
                if window.level != "P":
                    breaks = len(SENTENCE.findall(text, left.end, right.start)) if breaks <= 1 else 2
                single += breaks == 1
    return single / pairs


def _course(window: Window, begin: int, end: int, around: Surroundings, share: float) -> Course:
    costs = around.tables.costs
    slots = tuple(slots_of(window, _line_start(around.text, begin), end, around))
    anchors = [index for index, slot in enumerate(slots) if slot.anchor and not slot.hidden]
    pairs = single = 0.0
    for left, right in zip(anchors, anchors[1:], strict=False):
        one, other = slots[left].anchor, slots[right].anchor
        if one and other and other.value == one.value + 1:
            pairs += 1
            single += right == left + 1
    ratio = (single + share) / (pairs + 1)
    start = 0 if window.broken else window.markers[-1].value - 1
    reach = _reach(slots, anchors[0], anchors[-1])
    return Course(
        around.text, window, slots, anchors[0], anchors[-1], costs["stay_base"] + costs["stay_single"] * ratio * ratio,
        announced_before(around.text, window.first, around.tables), start, LEVELS.index(window.level), reach, around.tables,
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


def _line_start(text: str, at: int) -> int:
    """A break at or shortly before `at`, so that the unit that begins there is seen."""
    return max(at - 12, 0)


def announced_before(text: str, first: int, tables: Tables) -> int:
    """The count announced before a list, such as 五个方面; 0 when there is none."""
    value = 0
    for match in COUNT.finditer(text, max(0, first - tables.limits.announced_within), first):
        value = HAN.get(match.group(1)) or (int(match.group(1)) if match.group(1).isascii() else 0)
    return value if value > 1 else 0


def _accepted(course: Course, choices: list[Choice], policies: Mapping[str, Policy]) -> Iterator[Repair]:
    """Repairs of one window, those after the last marker only where what leads to them stands too."""
    items = [choice for choice in choices if choice.label.op != "pass"]
    if sum(choice.label.op == "keep" for choice in items) < (2 if course.window.broken else 1):
        return
    followed = True
    found: list[Repair] = []
    for place in range(len(items) - 1, -1, -1):
        choice = items[place]
        before = items[place - 1] if place else None
        after = items[place + 1] if place + 1 < len(items) else None
        if choice.label.op == "keep":
            followed = True
            continue
        if choice.label.op == "relabel" and not _successor(choice, after):
            continue
        repair = _repair(course, choice, before, after, policies)
        if repair is None:
            continue
        if choice.label.op == "insert" and not followed:
            repair = repair._replace(confidence=min(repair.confidence, 0.7))
        followed = repair.confidence >= APPLIED
        found.append(repair)
    yield from reversed(found)


def _successor(choice: Choice, after: Choice | None) -> bool:
    """A number is changed only where the next item wants it: 5, 5, 6 is how the author counts. To 1 only after a colon."""
    if choice.label.value == 1:
        return choice.slot.introduced and _intact(after, 2) == 1
    return after is None or after.label.value == choice.label.value + 1


def _repair(
    course: Course, choice: Choice, before: Choice | None, after: Choice | None, policies: Mapping[str, Policy]
) -> Repair | None:
    slot, label = choice.slot, choice.label
    kind = _kind(slot, label)
    policy = policies.get(kind)
    if policy is None or choice.margin <= 0:
        return None
    start, end = slot.start, slot.start
    if label.trace is not None:
        start, end = label.trace.start, label.trace.end
    elif slot.anchor is not None:
        start, end = slot.anchor.start, slot.anchor.end
    neighbours = _intact(before, label.value - 1) + _intact(after, label.value + 1)
    least = policy.margins[neighbours]
    units = units_between(course, choice, before, after)
    if label.op == "relabel" and (_doubtful(slot, label.value, units) or _quoted(course, slot.start)):
        least = None
    if label.op == "insert" and after is not None and _quoted(course, after.slot.start):
        least = None
    if units > (course.tables.limits.units_connective if kind == "connective" else course.tables.limits.units):
        least = None
    confidence = _confidence(choice.margin, least, policy)
    note = note_of(course.window, choice, before, after, units)
    marker = _marker(course.window, choice, before, after)
    return Repair(
        start, end, marker, policy.rule, label.value, confidence, note, course.window.family, (neighbours, course.kept)
    )  # fmt: skip


def _marker(window: Window, choice: Choice, before: Choice | None, after: Choice | None) -> str:
    """The marker as it should read: what is left of the damaged one keeps its form, else the neighbours decide."""
    label, anchor = choice.label, choice.slot.anchor
    if label.trace is not None and label.trace.written:
        return label.trace.written
    if anchor is not None:
        return anchor.style.replace("#", format_han(label.value))
    styles = [near.slot.anchor.style for near in (before, after) if near is not None and near.slot.anchor is not None]
    return (styles[0] if styles and window.style not in styles else window.style).replace("#", format_han(label.value))


def units_between(course: Course, choice: Choice, before: Choice | None, after: Choice | None) -> int:
    """Number of units between the neighbours of an item, itself included."""
    low = before.slot.start if before else -1
    high = after.slot.start if after else choice.slot.start + 1
    return sum(low < slot.start < high for slot in course.slots)


def _kind(slot: Slot, label: Label) -> str:
    """Kind of a repair, as the rules name it in `options.repairs`."""
    trace = label.trace
    if trace is not None:
        return "paraphrase_wrong" if trace.kind == "paraphrase" and trace.value != label.value else trace.kind
    if label.op == "relabel":
        return "number"
    return "nested" if slot.nested else "lost"


def _doubtful(slot: Slot, value: int, units: int) -> bool:
    """A number that the next item has too may be right where it stands, with a lost item before it and a wrong one
    after it: only where nothing else lies between is it surely the wrong one."""
    return slot.anchor is not None and units > 1 and slot.anchor.value == value + 1


def _quoted(course: Course, at: int) -> bool:
    return at > 0 and course.text[at - 1] in "“‘\"「『《"


def _intact(neighbour: Choice | None, value: int) -> int:
    return int(neighbour is not None and neighbour.label.op == "keep" and neighbour.slot.anchor is not None and neighbour.label.value == value)


def _confidence(margin: float, least: float | None, policy: Policy) -> float:
    """From the bar to the rule's own confidence as the margin grows; below the bar where the policy says no."""
    if least is None or margin < least:
        return round(min(0.75, 0.4 + 0.1 * margin), 2)
    return round(APPLIED + (policy.confidence - APPLIED) * (1 - exp(-(margin - least + 0.5))), 3)


def _undisputed(repairs: list[Repair], kept: Mapping[int, int]) -> list[Repair]:
    """Repairs by place. Where two lists want one place, the better supported has it, and no list rewrites a marker
    that stays in another list as large: the repair that must yield is held."""
    found: list[Repair] = []
    for repair in sorted(repairs, key=lambda repair: (repair.support, repair.confidence), reverse=True):
        rival = any(_clash(repair, other) for other in found)
        if rival or (kept.get(repair.start, 0) >= repair.support[1] and repair.end > repair.start):
            repair = repair._replace(confidence=min(repair.confidence, 0.5))
        found.append(repair)
    return sorted(found)


def _clash(one: Repair, other: Repair) -> bool:
    return (one.start < other.end and other.start < one.end) or one.start == other.start
