"""The evidence for a repair, in words for a person."""

from __future__ import annotations

from cleaner.stages.ordinals.actions import Label
from cleaner.stages.ordinals.decode import Choice
from cleaner.stages.ordinals.windows import Window

UNITS = {"P": "paragraph", "S": "sentence", "C": "clause", "M": "clause"}
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


def note_of(window: Window, choice: Choice, before: Choice | None, after: Choice | None, units: int) -> str:
    """One or two sentences: neighbours, trace, units between, margin and runner-up."""
    marker = window.written(choice.label.value)
    left = _neighbour(window, before, "the list begins here", "before it")
    right = _neighbour(window, after, "nothing of the list follows", "after it")
    unit = UNITS[window.level]
    between = f"{units} {unit}{'' if units == 1 else 's'} between them"
    where = f"{left}, {right}, {between}" if before and after else f"{left}, {right}"
    rival = f"margin {choice.margin:.1f}" + (
        f" over {_rival(window, choice.rival)}" if choice.rival != choice.label else ""
    )
    return f"{where}; {_evidence(choice)}, read as {marker}; {rival}"


def _neighbour(window: Window, choice: Choice | None, nothing: str, side: str) -> str:
    if choice is None:
        return nothing
    marker = window.written(choice.label.value)
    if choice.label.op == "keep":
        return f"{marker} stands {side}"
    return f"{marker} {side} is itself repaired"


def _evidence(choice: Choice) -> str:
    label, slot = choice.label, choice.slot
    if label.trace is not None:
        if label.trace.kind == "paraphrase":
            fits = "the right" if label.trace.value == label.value else "a wrong"
            return f"{label.trace.shown} is a paraphrased ordinal with {fits} number"
        return f"{label.trace.shown}: {TRACES[label.trace.kind]}"
    if label.op == "relabel":
        assert slot.anchor is not None
        return f"number {slot.anchor.value} is out of order"
    if slot.nested:
        return f"no marker, and a complete list of {slot.nested} items of another kind fills this one"
    return "no marker is left"


def _rival(window: Window, label: Label) -> str:
    if label.op == "pass":
        return "taking the place for no item"
    if label.op == "keep":
        return "leaving the marker as it stands"
    if label.op == "insert":
        return f"a lost {window.written(label.value)} before it"
    return f"reading it as {window.written(label.value)}"


def want_of(least: float | None, neighbours: int) -> str:
    """Why a repair with some margin is not sure enough."""
    if least is not None:
        return f"a margin of {least:.1f} is needed"
    beside = ("neither", "only one", "each")[neighbours]
    return "a person has to say" if neighbours == 2 else f"{beside} of the markers beside it stands"
