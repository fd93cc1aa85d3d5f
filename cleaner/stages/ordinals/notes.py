"""The evidence for a repair, in words for a person."""

from __future__ import annotations

from typing import NamedTuple

from cleaner.stages.ordinals.actions import Course
from cleaner.stages.ordinals.decode import Choice

UNITS = {"P": "paragraph", "S": "sentence", "C": "clause", "M": "clause"}
SHOWN = 8
"So many code points of an unmarked unit are quoted."
TRACES = {
    "suffix": "the number fits, only the word after it has drifted from the style of the list",
    "bare": "the number fits, the word after it is lost",
    "particle": "the number fits, particles have taken the place of the word after it",
    "variant": "the number fits, in the form of another kind of list",
    "date": "the number of the month or day is the one that is missing",
    "date_digits": "the number of the month is the one that is missing",
    "date_loose": "the number of the day, month or year is the one that is missing",
    "counted": "the number fits, a measure word stands after it",
    "clipped": "the number fits, the word after it is lost and the text goes on at once",
    "script": "the number fits, written in another script than the others",
    "homophone": "one character sounds like the one that belongs there",
    "shape": "the number fits, the marks round it have changed",
    "spaced": "the number fits, a space has come into the marker",
    "unnumbered": "the marker stands without its number",
    "connective": "a connective stands where the item should begin",
    "look_alike": "one character of the marker is a look-alike",
}


class Beside(NamedTuple):
    """What stands round an item of the best reading."""

    before: Choice | None
    after: Choice | None
    units: int
    "Places between the two where an item might begin, its own included."


def note_of(course: Course, choice: Choice, beside: Beside, least: float | None) -> str:
    """Neighbours and what lies between them; what is left of the marker; how far the runner-up is behind, and how far
    it has to be (None where no margin is enough)."""
    window, units = course.window, beside.units
    left = _neighbour(course, beside.before, "the list begins here", "before it")
    right = _neighbour(course, beside.after, "nothing of the list follows", "after it")
    unit = UNITS[window.level]
    between = f", {units} {unit}{'' if units == 1 else 's'} between them" if beside.before and beside.after else ""
    rival = _rival(course, choice) if choice.rival != choice.label else "nothing: no other reading is possible"
    needed = f", {least:.1f} needed," if least is not None else ""
    read_as = f"read as {window.written(choice.label.value)}; margin {choice.margin:.1f}{needed} over {rival}"
    return f"{left}, {right}{between}; {_evidence(course, choice)}, {read_as}"


def why_held(objection: str, least: float | None, neighbours: int) -> str:
    """Why a repair with some margin waits for a person: what speaks against it, or what it would need."""
    if objection:
        return objection
    if least is not None:
        return "the margin is too small"
    if neighbours == 2:
        return "no margin is enough for a change of this kind"
    return f"{('neither', 'only one')[neighbours]} of the markers beside it is sure"


def _neighbour(course: Course, choice: Choice | None, nothing: str, side: str) -> str:
    if choice is None:
        return nothing
    marker = course.window.written(choice.label.value)
    if choice.label.op != "keep":
        return f"{marker} {side} is itself repaired"
    if choice.slot.anchor is None:
        return f"a word for item {choice.label.value} stands {side}"
    return f"{marker} stands {side}"


def _evidence(course: Course, choice: Choice) -> str:
    label, slot = choice.label, choice.slot
    if label.trace is not None:
        if label.trace.kind == "paraphrase":
            fits = "the right" if label.trace.value == label.value else "a wrong"
            return f"{label.trace.shown} is a paraphrased ordinal with {fits} number"
        return f"{label.trace.shown}: {TRACES[label.trace.kind]}"
    if slot.anchor is not None:
        return f"number {slot.anchor.value} is out of order"
    if slot.nested:
        return f"no marker, and a complete list of {slot.nested} items of another kind fills this one"
    shown = course.text[slot.start : slot.start + SHOWN].partition("\n")[0]
    alike = course.heads.openings.get(course.text[slot.start : slot.start + 2], 0)
    others = f", as {alike} other item{' begins' if alike == 1 else 's begin'}" if alike else ""
    return f"no marker is left before “{shown}”{others}"


def _rival(course: Course, choice: Choice) -> str:
    label, written = choice.rival, course.window.written(choice.rival.value)
    if label.op == "pass":
        return "no item beginning here"
    if label.op == "keep":
        return "leaving the marker as it stands"
    return f"a lost {written} before it" if label.op == "insert" else f"reading it as {written}"
