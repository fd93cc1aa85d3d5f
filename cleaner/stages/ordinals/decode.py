"""Decoding: the cheapest reading of a window as a sequence, and how far ahead of the runner-up each of its choices is.

State: number of the last item (0: none yet). For every slot one action is chosen. Forward and backward costs give
every choice its margin: the cost of the best reading that treats the slot differently, minus the cost of the best.
Two equally likely places for one lost item therefore have margin 0 by themselves.
"""

from __future__ import annotations

from math import inf
from typing import NamedTuple

from cleaner.stages.ordinals.actions import BEAM, PASS, Course, Label, Plain, States, Step, actions_at
from cleaner.stages.ordinals.slots import Slot


class Choice(NamedTuple):
    """What the best reading makes of a slot."""

    place: int
    "Of the slot among those of the window."
    slot: Slot
    label: Label
    margin: float = BEAM
    "Worked out for repairs alone."
    rival: Label = PASS
    "What the runner-up makes of the slot."


def decode(course: Course) -> list[Choice]:
    """The best reading: one choice for each slot that it takes for an item."""
    steps: list[list[Step] | Plain] = []
    states: States = {course.start: 0.0}
    forward = [states]
    for index, slot in enumerate(course.slots):
        actions = actions_at(course, index, slot, states)
        following = _forward(actions, states)
        bound = min(following.values()) + BEAM
        if max(following.values()) > bound:
            following = {state: cost for state, cost in following.items() if cost <= bound}
            if not isinstance(actions, Plain):
                actions = [step for step in actions if step[1] in following]
        states = following
        steps.append(actions)
        forward.append(states)
    return _best(course, steps, forward)


def _forward(actions: list[Step] | Plain, states: States) -> States:
    """Cost of the best way to each state after the actions."""
    following: States = {}
    if isinstance(actions, Plain):
        stay, insert, first, reach = actions
        for state, cost in states.items():
            total = cost + stay
            if total < following.get(state, inf):
                following[state] = total
            if state + 1 < reach:
                total = cost + (insert if state else first)
                if total < following.get(state + 1, inf):
                    following[state + 1] = total
        return following
    for before, after, cost, _ in actions:
        total = states[before] + cost
        if total < following.get(after, inf):
            following[after] = total
    return following


def _backward(actions: list[Step] | Plain, states: States, ahead: States) -> States:
    """Cost of the best way from each state to the end; infinite where all that it leads to was given up."""
    costs: States = dict.fromkeys(states, inf)
    if isinstance(actions, Plain):
        stay, insert, first, reach = actions
        for state in states:
            total = stay + ahead.get(state, inf)
            if state + 1 < reach:
                other = (insert if state else first) + ahead.get(state + 1, inf)
                total = other if other < total else total
            costs[state] = total
        return costs
    for before, after, cost, _ in actions:
        total = cost + ahead[after]
        if total < costs[before]:
            costs[before] = total
    return costs


def _best(course: Course, steps: list[list[Step] | Plain], forward: list[States]) -> list[Choice]:
    ahead: States = dict.fromkeys(forward[-1], 0.0)
    backward = [ahead]
    for index in range(len(steps) - 1, -1, -1):
        ahead = _backward(steps[index], forward[index], ahead)
        backward.append(ahead)
    backward.reverse()
    choices: list[Choice] = []
    state = course.start
    for index, slot in enumerate(course.slots):
        actions, ahead = steps[index], backward[index + 1]
        if isinstance(actions, Plain):
            actions = actions.steps({state: 0.0}, ahead)
        chosen, chosen_cost, reached = PASS, inf, state
        for before, after, cost, label in actions:
            if before == state:
                rest = cost + ahead[after]
                if rest < chosen_cost - 1e-9:
                    chosen, chosen_cost, reached = label, rest, after
        state = reached
        if chosen.op == "keep":
            choices.append(Choice(index, slot, chosen))
        elif chosen is not PASS:
            every = steps[index]
            if isinstance(every, Plain):
                every = every.steps(forward[index], ahead)
            choices.append(_weighed(Choice(index, slot, chosen), every, forward[index], ahead))
    return choices


def _weighed(choice: Choice, actions: list[Step], states: States, ahead: States) -> Choice:
    """The choice with its runner-up and its margin."""
    totals: dict[Label, float] = {}
    for before, after, cost, label in actions:
        total = states[before] + (cost + ahead[after])
        if total < totals.get(label, inf):
            totals[label] = total
    best = totals.pop(choice.label)
    if not totals:
        return choice._replace(rival=choice.label)
    rival = min(totals, key=totals.__getitem__)
    return choice._replace(margin=totals[rival] - best, rival=rival)
