"""Decoding: the cheapest reading of a window as a sequence, and how far ahead of the runner-up each of its choices is.

State: number of the last item (0: none yet). For every slot one action is chosen. Forward and backward costs give
every choice its margin: the cost of the best reading that treats the slot differently, minus the cost of the best.
Two equally likely places for one lost item therefore have margin 0 by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from typing import NamedTuple

from cleaner.stages.ordinals.markers import LEVELS
from cleaner.stages.ordinals.slots import Slot, Trace
from cleaner.stages.ordinals.tables import Tables
from cleaner.stages.ordinals.windows import Window

BEAM = 15.0
"States that are worse than the best by more are given up."

LONGEST = 98
"Lists that go on beyond are read no further: no Han list is so long."


class Label(NamedTuple):
    """What an action makes of a slot."""

    op: str
    "pass (no item), keep (an item as it stands), trace, insert, relabel"
    value: int = 0
    trace: Trace | None = None


PASS = Label("pass")


class Step(NamedTuple):
    """One action from one state."""

    before: int
    after: int
    cost: float
    label: Label


class Choice(NamedTuple):
    """What the best reading makes of a slot."""

    place: int
    "Of the slot among those of the window."
    slot: Slot
    label: Label
    margin: float
    rival: Label
    "What the runner-up makes of the slot."


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

    @property
    def kept(self) -> int:
        """Number of intact markers of the window."""
        return len(self.window.markers)


def decode(course: Course) -> list[Choice]:
    """The best reading, one choice per slot."""
    steps: list[list[Step]] = []
    states = {course.start: 0.0}
    forward = [states]
    for index in range(len(course.slots)):
        actions = [step for state in states for step in _actions(course, index, state)]
        following: dict[int, float] = {}
        for step in actions:
            cost = states[step.before] + step.cost
            if cost < following.get(step.after, inf):
                following[step.after] = cost
        bound = min(following.values()) + BEAM
        states = {state: cost for state, cost in following.items() if cost <= bound}
        steps.append([step for step in actions if step.after in states])
        forward.append(states)
    return _best(course, steps, forward)


def _best(course: Course, steps: list[list[Step]], forward: list[dict[int, float]]) -> list[Choice]:
    backward: list[dict[int, float]] = [dict.fromkeys(forward[-1], 0.0)]
    for index in range(len(steps) - 1, -1, -1):
        costs: dict[int, float] = {}
        for step in steps[index]:
            cost = step.cost + backward[-1][step.after]
            if cost < costs.get(step.before, inf):
                costs[step.before] = cost
        backward.append({state: costs.get(state, inf) for state in forward[index]})
    backward.reverse()
    choices: list[Choice] = []
    state = course.start
    for index, slot in enumerate(course.slots):
        totals: dict[Label, float] = {}
        chosen, chosen_cost, after = PASS, inf, state
        for step in steps[index]:
            rest = step.cost + backward[index + 1][step.after]
            total = forward[index][step.before] + rest
            if total < totals.get(step.label, inf):
                totals[step.label] = total
            if step.before == state and rest < chosen_cost - 1e-9:
                chosen, chosen_cost, after = step.label, rest, step.after
        best = totals[chosen]
        rival = min((label for label in totals if label != chosen), key=totals.__getitem__, default=chosen)
        margin = totals[rival] - best if rival != chosen else BEAM
        choices.append(Choice(index, slot, chosen, margin, rival))
        state = after
    return choices


def _actions(course: Course, index: int, state: int) -> Iterator[Step]:
    slot = course.slots[index]
    if state >= LONGEST:
        yield Step(state, state, 0.0, PASS)
    elif slot.anchor is None:
        yield from _unit_actions(course, index, slot, state)
    elif slot.hidden:
        yield Step(state, state, 0.0, PASS)
        if slot.anchor.value == state + 1:
            yield Step(state, state + 1, 0.3, Label("keep", state + 1))
    else:
        yield from _anchor_actions(course, slot, state)


def _anchor_actions(course: Course, slot: Slot, state: int) -> Iterator[Step]:
    """An intact marker: keep it, overlook it, or take its number for a wrong one."""
    anchor, costs, window = slot.anchor, course.tables.costs, course.window
    assert anchor is not None
    value, settled = anchor.value, anchor.start in window.settled
    keep = Label("keep", value)
    if value == state + 1:
        yield Step(state, value, 0.0, keep)
    elif value == 1 or anchor.start in window.joined:
        yield Step(state, value, costs["restart_alone" if anchor.start in window.lonely else "restart"], keep)
    elif value > state + 1:
        yield Step(state, value, min(costs["missing"] * (value - state - 1), BEAM), keep)
    yield Step(state, state, costs["ignore_in_run"] if settled else costs["ignore"], PASS)
    if value != state + 1:
        near = {state: "relabel_double", state + 2: "relabel_skip"}
        cost = costs[near.get(value, "relabel")] if state or not slot.introduced else costs["relabel_introduced"]
        yield Step(state, state + 1, cost + (costs["relabel_in_run"] if settled else 0.0), Label("relabel", state + 1))


def _unit_actions(course: Course, index: int, slot: Slot, state: int) -> Iterator[Step]:
    costs, following = course.tables.costs, state + 1
    inside, tail = course.first < index < course.last, index > course.last
    stay = course.stay if inside else 0.0
    fits = [trace for trace in slot.traces if trace.value == following]
    if fits and not tail:
        stay += costs["unexplained_date" if fits[0].kind.startswith("date") else "unexplained"]
    yield Step(state, state, stay, PASS)
    if slot.stand_in and not tail and not (fits and fits[0].kind == "paraphrase"):
        yield from _stand_in(course, slot, state)
    for trace in slot.traces:
        cost = trace_cost(course, index, slot, trace, state)
        if cost is not None:
            yield Step(state, following, cost, Label("trace", following, trace))
        if trace.value == 1 and state > 1 and index < course.last:
            yield Step(
                state, 1, costs["restart"] + costs["first_item"] + costs.get(trace.kind, 3.0), Label("trace", 1, trace)
            )
    if _rank(slot.level) <= course.rank and following < course.reach[index]:
        yield Step(state, following, insert_cost(course, slot, state, index), Label("insert", following))


def _stand_in(course: Course, slot: Slot, state: int) -> Iterator[Step]:
    """首先 is a good first item and 最后 a good last one in any list; 其次 is at home between 第一 and 第三."""
    if slot.stand_in == "first" and state == 0:
        yield Step(state, 1, 0.3, Label("keep", 1))
    mixes = course.window.family in ("DI", "DIX", "QI")
    if (slot.stand_in == "last" and state > 1) or (slot.stand_in == "next" and state > 0 and mixes):
        yield Step(state, state + 1, 1.0, Label("keep", state + 1))


_rank = LEVELS.index


def trace_cost(course: Course, index: int, slot: Slot, trace: Trace, state: int) -> float | None:
    """Cost of reading a trace as the next item; None where it cannot be one."""
    costs, following = course.tables.costs, state + 1
    kind, equal = trace.kind, trace.value == following
    if kind == "connective":
        cost = costs["next_in_order"] if following == 2 and trace.shown.startswith("其次") else costs["connective"]
    elif equal:
        cost = costs[kind]
    elif kind == "paraphrase":
        cost = costs["paraphrase_wrong"]
    else:
        return None
    if state == 0 and kind.startswith("date") and not trace.ordered:
        return None
    cost += costs["lower_level"] if _rank(slot.level) > course.rank else 0.0
    if index <= course.last:
        return cost
    if not equal or state < 2 or kind in ("bare", "variant"):
        return None
    if kind == "look_alike" and course.tables.families[course.window.family].repair == "spoken":
        return None
    announced = course.announced
    if kind.startswith("date") and not trace.ordered and following != announced:
        return None
    if announced and following > announced:
        return cost + costs["beyond_announced"]
    return cost - costs["tail_gain"] - min(following - 3, 6)


def insert_cost(course: Course, slot: Slot, state: int, index: int) -> float:
    """Cost of a lost marker before a unit."""
    costs = course.tables.costs
    cost = costs["insert_nested" if slot.nested else "insert"]
    if slot.closing:
        cost += costs["closing_formula"]
    if slot.other and not slot.nested:
        cost += costs["other_marker"]
    if slot.traces:
        cost += costs["unexplained"]
    if slot.short:
        cost += costs["short_unit"]
    if state == 0:
        cost += costs[
            "introduced" if slot.announced or (slot.introduced and index == course.first - 1) else "first_item"
        ]
    if index > course.last and 0 < course.announced <= state:
        cost += costs["beyond_announced"]
    return cost
