"""What may be made of a slot: the actions that are open at it, and what each of them costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from cleaner.stages.ordinals.heads import Heads
from cleaner.stages.ordinals.markers import LEVELS, Marker
from cleaner.stages.ordinals.slots import Slot, ends
from cleaner.stages.ordinals.tables import Tables
from cleaner.stages.ordinals.traces import TELLS_LITTLE, Trace
from cleaner.stages.ordinals.windows import Window

BEAM = 15.0
"States that are worse than the best by more are given up."

LONGEST = 98
"Lists that go on beyond are read no further: no Han list is so long."

MIXING = ("DI", "DIX", "QI")
"Families in whose lists 其次 and the like stand between the numbers."


NUMBERLESS = ("connective", "unnumbered", "paraphrase")
"Traces that show no number, or one that need not be the right one."


class Label(NamedTuple):
    """What an action makes of a slot."""

    op: str
    "pass (no item), keep (an item as it stands), trace, insert, relabel"
    value: int = 0
    trace: Trace | None = None


PASS = Label("pass")
RELABEL = tuple(Label("relabel", value) for value in range(LONGEST + 2))
INSERT = tuple(Label("insert", value) for value in range(LONGEST + 2))
KEEP = tuple(Label("keep", value) for value in range(LONGEST + 2))

Step = tuple[int, int, float, Label]
"One action: state before, state after, cost, what it makes of the slot. Plain tuples: there are hundreds per window."
States = dict[int, float]
"Cost of the best way to each state."


@dataclass(frozen=True, slots=True)
class Course:
    """What the costs depend on beside the slot: the whole window."""

    text: str
    window: Window
    slots: tuple[Slot, ...]
    first: int
    "Index of the first slot that is an anchor."
    last: int
    stay: float
    "Cost of an unmarked unit inside the list."
    announced: int
    "Announced number of items; 0 when none is."
    start: int
    "Number of the last item before the first slot."
    rank: int
    "Of the level of the list: lower units are asked only for traces."
    reach: tuple[int, ...]
    "For each slot, the number below which a lost marker leads anywhere."
    tables: Tables
    heads: Heads
    spoken: bool
    "Whether the markers are words."

    @property
    def kept(self) -> int:
        """Number of intact markers of the window."""
        return len(self.window.markers)


class Plain(NamedTuple):
    """The actions at a unit where nothing shows, the commonest slot by far: to pass it, or to insert a lost marker."""

    stay: float
    insert: float
    first: float
    "Cost of inserting the first item."
    reach: int
    "Insertions lead to numbers below this one."

    def steps(self, states: States, ahead: States) -> list[Step]:
        """The same one by one, those to states that were given up left out."""
        steps: list[Step] = []
        for state in states:
            steps.append((state, state, self.stay, PASS))
            if state + 1 < self.reach:
                steps.append((state, state + 1, self.insert if state else self.first, INSERT[state + 1]))
        return [step for step in steps if step[1] in ahead]


def actions_at(course: Course, index: int, slot: Slot, states: States) -> list[Step] | Plain:
    if (
        index <= course.last
        and slot.anchor is None
        and not slot.traces
        and (not slot.stand_in or _idle(course, slot, states))
        and max(states) < LONGEST
    ):
        return _plain(course, index, slot)
    steps: list[Step] = []
    open_states: Iterable[int] = states
    if max(states) >= LONGEST:
        steps = [(state, state, 0.0, PASS) for state in states if state >= LONGEST]
        open_states = [state for state in states if state < LONGEST]
    if slot.anchor is None:
        return steps + _unit_actions(course, index, slot, open_states)
    if not slot.hidden:
        return steps + _anchor_actions(course, slot, slot.anchor, open_states)
    for state in open_states:
        steps.append((state, state, 0.0, PASS))
        if slot.anchor.value == state + 1:
            steps.append((state, state + 1, 0.3, KEEP[state + 1]))
    return steps


def _anchor_actions(course: Course, slot: Slot, anchor: Marker, states: Iterable[int]) -> list[Step]:
    """An intact marker: keep it, overlook it, or take its number for a wrong one."""
    costs, window = course.tables.costs, course.window
    value, settled = anchor.value, anchor.start in window.settled
    keep, ignore = KEEP[value], costs["ignore_in_run"] if settled else costs["ignore"]
    swapped = anchor.start in window.swapped
    joins = value == 1 or anchor.start in window.joined
    restart = costs["restart_alone" if anchor.start in window.lonely else "restart"]
    steps: list[Step] = []
    for state in states:
        following = state + 1
        if value == following:
            steps += ((state, value, 0.0, keep), (state, state, ignore, PASS))
            continue
        if joins:
            steps.append((state, value, restart, keep))
        elif value > following:
            steps.append((state, value, min(costs["missing"] * (value - following), BEAM), keep))
        steps.append((state, state, ignore, PASS))
        near = "relabel_double" if value == state else "relabel_skip" if value == state + 2 else "relabel"
        cost = costs[near] if state or not slot.introduced else costs["relabel_introduced"]
        if swapped and abs(value - following) == 1:
            cost = costs["swapped"]
        elif settled:
            cost += costs["relabel_in_run"]
        steps.append((state, following, cost, RELABEL[following]))
    return steps


def _plain(course: Course, index: int, slot: Slot) -> Plain:
    stay = course.stay if course.first < index else 0.0
    if _rank(slot.level) > course.rank:
        return Plain(stay, 0.0, 0.0, 0)
    return Plain(stay, *insert_costs(course, slot, index), course.reach[index])


def _unit_actions(course: Course, index: int, slot: Slot, states: Iterable[int]) -> list[Step]:
    """A unit that opens with a trace or with a word that may stand for an item, or that lies behind the last marker."""
    costs, tail = course.tables.costs, index > course.last
    stay = course.stay if course.first < index < course.last else 0.0
    insert, first, reach = 0.0, 0.0, 0
    if _rank(slot.level) <= course.rank:
        insert, first = insert_costs(course, slot, index)
        reach = course.reach[index]
    trace = slot.traces[0] if slot.traces else None
    steps: list[Step] = []
    for state in states:
        fits = trace is not None and trace.value == state + 1
        unexplained = 0.0
        if trace is not None and fits and not tail:
            unexplained = costs["unexplained_date" if trace.kind.startswith("date") else "unexplained"]
        steps.append((state, state, stay + unexplained, PASS))
        if slot.stand_in and not tail and not (trace is not None and fits and trace.kind == "paraphrase"):
            steps += _stand_in(course, slot, state)
        if trace is not None and (fits or trace.value == 1 or trace.kind in NUMBERLESS):
            steps += _trace_actions(course, index, slot, trace, state)
        if state + 1 < reach:
            beyond = costs["beyond_announced"] if tail and 0 < course.announced <= state else 0.0
            steps.append((state, state + 1, (insert if state else first) + beyond, INSERT[state + 1]))
    return steps


def _trace_actions(course: Course, index: int, slot: Slot, trace: Trace, state: int) -> Iterator[Step]:
    """A trace as the next item, or as the first of a list that begins anew."""
    costs, following = course.tables.costs, state + 1
    cost = trace_cost(course, index, slot, trace, state)
    if cost is not None:
        yield state, following, cost, Label("trace", following, trace)
    if trace.value == 1 and state > 1 and index < course.last:
        cost = costs["restart"] + costs["first_item"] + costs.get(trace.kind, 3.0)
        yield state, 1, cost, Label("trace", 1, trace)


def _stand_in(course: Course, slot: Slot, state: int) -> Iterator[Step]:
    """首先 is a good first item and 最后 a good last one in any list; 其次 is at home between 第一 and 第三."""
    if slot.stand_in == "first" and state == 0:
        yield state, 1, 0.3, KEEP[1]
    mixes = course.window.family in MIXING
    if (slot.stand_in == "last" and state > 1) or (slot.stand_in == "next" and state > 0 and mixes):
        yield state, state + 1, 1.0, KEEP[state + 1]


def _idle(course: Course, slot: Slot, states: States) -> bool:
    """Whether the word that a unit opens with stands for no item in any of these states."""
    return (
        0 not in states if slot.stand_in == "first" else slot.stand_in == "next" and course.window.family not in MIXING
    )


_rank = LEVELS.index


def trace_cost(course: Course, index: int, slot: Slot, trace: Trace, state: int) -> float | None:
    """Cost of reading a trace as the next item; None where it cannot be one."""
    costs, following = course.tables.costs, state + 1
    kind, equal = trace.kind, trace.value == following
    if kind == "connective":
        cost = costs["next_in_order"] if following == 2 and trace.shown.startswith("其次") else costs["connective"]
    elif equal or kind == "unnumbered":
        cost = costs[kind]
    elif kind == "paraphrase":
        cost = costs["paraphrase_wrong"]
    else:
        return None
    if state == 0 and kind == "date_digits" and not trace.ordered:
        return None
    if not equal and course.spoken:  # the words behind it must tell what the number does not
        cost -= max(0.0, course.heads.likeness(trace.end))
    cost += costs["lower_level"] if _rank(slot.level) > course.rank else 0.0
    return cost if index <= course.last else _tail_cost(course, trace, following, cost)


def _tail_cost(course: Course, trace: Trace, following: int, cost: float) -> float | None:
    """The same behind the last marker, where no intact item vouches for a trace: the longer the list, the likelier
    that it goes on. A wrong number is only believed where it is a 1 that nothing continues."""
    costs, kind = course.tables.costs, trace.kind
    if following < 3 or kind in TELLS_LITTLE:
        return None
    if trace.value != following and (kind != "paraphrase" or trace.value != 1 or trace.opens):
        return None
    if kind == "look_alike" and course.spoken and not course.tables.damage.is_wordless(trace.shown):
        return None
    announced = course.announced
    if kind == "date_digits" and not trace.ordered:
        return None
    if kind == "date" and not trace.ordered and (following != announced or trace.shown[-2:-1] == "月"):
        return None
    if announced and following > announced:
        return cost + costs["beyond_announced"]
    return cost - costs["tail_gain"] - min(following - 3, 6)


def _alone(course: Course, index: int) -> bool:
    """Whether a unit stands alone between two intact markers: then its place is in no question."""
    return course.first < index < course.last and bool(
        course.slots[index - 1].anchor and course.slots[index + 1].anchor
    )


def insert_costs(course: Course, slot: Slot, index: int) -> tuple[float, float]:
    """Cost of a lost marker before a unit: of any item but the first, and of the first."""
    costs = course.tables.costs
    cost = costs["insert_nested" if slot.nested else "insert"]
    if course.spoken and not slot.nested:
        likeness = course.heads.likeness(slot.start)
        cost -= max(0.0, likeness) if _alone(course, index) else likeness
    if slot.closing:
        cost += costs["closing_formula"]
    if slot.other and not slot.nested:
        cost += costs["other_marker"]
    if slot.traces:
        cost += costs["unexplained"]
    if slot.short:
        cost += costs["short_unit"]
    introduced = slot.announced or (slot.introduced and index == course.first - 1)
    first = costs["introduced" if introduced else "first_item"]
    if course.spoken and index + 1 < len(course.slots) and ends(course.text, course.slots[index + 1].start, ":\uff1a"):
        first += costs["leads_in"]
    return cost, cost + first
