"""Repairs: what of a decoded window is sure enough to be applied, and what is only worth a person's look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from math import exp
from typing import NamedTuple

from cleaner.stages.ordinals.actions import Course, Label
from cleaner.stages.ordinals.decode import Choice
from cleaner.stages.ordinals.doubts import Neighbours, objection_to, remnant, torn
from cleaner.stages.ordinals.notes import Beside, note_of, why_held
from cleaner.stages.ordinals.slots import Slot
from cleaner.stages.ordinals.tables import NUMERALS, Policy
from cleaner.stages.ordinals.windows import Window

WORTH_A_LOOK = 0.5
"Repairs with a smaller margin are a guess and not even proposed."
APPLIED = 0.8
"Confidence of a repair that passes its rule's policy is at or above, of another below."


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

    def held(self, confidence: float, reason: str) -> Repair:
        """The same below the bar, with the reason for a person; a repair that is held already keeps its own."""
        if self.confidence < APPLIED:
            return self
        return self._replace(confidence=confidence, note=f"{self.note}; held: {reason}")


def accepted(course: Course, choices: list[Choice], policies: Mapping[str, Policy]) -> Iterator[Repair]:
    """Repairs of one window. A repaired item is a sound neighbour to the next; a lost item after the last marker
    stands only where what it leads to stands too."""
    items = [choice for choice in choices if choice.label.op != "pass"]
    if sum(choice.label.op == "keep" for choice in items) < (2 if course.window.broken else 1):
        return
    sound: set[int] = set()
    equals = _as_strong(items)
    found: dict[int, Repair] = {}
    while True:
        before = len(sound)
        for index, choice in enumerate(items):
            if choice.label.op == "keep" or choice.place in sound:
                continue
            repair = _repair(course, choice, Neighbours(items, index, sound, equals), policies)
            if repair is not None:
                found[choice.place] = repair
                if repair.confidence >= APPLIED:
                    sound.add(choice.place)
        if len(sound) == before:
            break
    tail_stands = True
    for choice in reversed(items):
        repair = found.get(choice.place)
        if choice.label.op == "insert" and repair is not None and not tail_stands:
            found[choice.place] = repair.held(0.7, "the marker that it leads to is not sure")
        tail_stands = choice.label.op == "keep" or (repair is not None and repair.confidence >= APPLIED)
    yield from (found[place] for place in sorted(found))


def _as_strong(items: list[Choice]) -> frozenset[str]:
    """Families with as many intact markers among the items as the list's own: which of the two the list has been
    written in, nobody can tell."""
    own = sum(choice.label.op == "keep" and choice.slot.anchor is not None for choice in items)
    others = Counter(choice.slot.other.family for choice in items if choice.label.trace and choice.slot.other)
    return frozenset([family for family, count in others.items() if count >= own])


def _successor(choice: Choice, near: Neighbours, spoken: bool) -> bool:
    """A number is changed only where the next item wants it (5, 5, 6 is the author's); to 1 in brackets only after a
    colon, since excerpts of laws begin above 1."""
    if choice.label.value == 1:
        return (spoken or choice.slot.introduced) and near.stands(near.after, 2)
    return near.after is None or near.after.label.value == choice.label.value + 1


def _repair(course: Course, choice: Choice, near: Neighbours, policies: Mapping[str, Policy]) -> Repair | None:
    slot, label, before, after = choice.slot, choice.label, near.before, near.after
    units = _units_between(choice, before, after)
    kind = _kind(slot, label)
    if label.op == "relabel":
        kind = _exchanged(course, choice) or (_end_kind(choice, near, units) if course.spoken else "") or kind
    policy = policies.get(kind)
    if policy is None or choice.margin < WORTH_A_LOOK:
        return None
    if label.op == "relabel" and not _successor(choice, near, course.spoken):
        return None
    if torn(course.text, slot.start) or (label.op == "insert" and remnant(course.text, slot.start, label.value)):
        return None
    start, end = slot.start, slot.start
    if label.trace is not None:
        start, end = label.trace.start, label.trace.end
    elif slot.anchor is not None:
        start, end = slot.anchor.start, slot.anchor.end
    neighbours = near.stands(before, label.value - 1) + near.stands(after, label.value + 1)
    least = policy.margins[neighbours]
    objection = objection_to(course, choice, near, kind, units)
    confidence = _confidence(choice.margin, None if objection else least, policy)
    note = note_of(course, choice, Beside(before, after, units), least)
    if confidence < APPLIED:
        note += f"; held: {why_held(objection, least, neighbours)}"
    marker = _marker(course, choice, before, after)
    return Repair(
        start, end, marker, policy.rule, label.value, confidence, note, course.window.family, (neighbours, course.kept)
    )  # fmt: skip


def _marker(course: Course, choice: Choice, before: Choice | None, after: Choice | None) -> str:
    """The marker as it should read: what is left of the damaged one keeps its form, else the neighbours decide."""
    window, label, anchor = course.window, choice.label, choice.slot.anchor
    if label.trace is not None and label.trace.written:
        return label.trace.written
    if anchor is not None:
        return anchor.style.replace("#", NUMERALS[label.value])
    style = _style(window, before, after)
    tail = style.partition("#")[2] if label.op == "insert" else ""
    if tail and course.text.startswith(tail, choice.slot.start):  # only the number was lost: 要 is still there
        style = style.removesuffix(tail)
    return style.replace("#", NUMERALS[label.value])


def _style(window: Window, before: Choice | None, after: Choice | None) -> str:
    """The form of a marker of which nothing is left: that of the neighbours."""
    styles = [near.slot.anchor.style for near in (before, after) if near is not None and near.slot.anchor is not None]
    return styles[0] if styles and window.style not in styles else window.style


def _units_between(choice: Choice, before: Choice | None, after: Choice | None) -> int:
    """Number of units between the neighbours of an item, itself included."""
    return (after.place if after else choice.place + 1) - (before.place if before else choice.place - 1) - 1


def _kind(slot: Slot, label: Label) -> str:
    """Kind of a repair, as the rules name it in `options.repairs`."""
    trace = label.trace
    if trace is not None:
        return "paraphrase_wrong" if trace.kind == "paraphrase" and trace.value != label.value else trace.kind
    if label.op == "relabel":
        return "number_continued" if slot.continued and slot.anchor and slot.anchor.value < label.value else "number"
    return "nested" if slot.nested else "lost"


def _exchanged(course: Course, choice: Choice) -> str:
    """Kind of a changed number where two neighbours have each other's; else empty."""
    anchor = choice.slot.anchor
    return "swapped" if anchor and anchor.start in course.window.swapped else ""


def _end_kind(choice: Choice, near: Neighbours, units: int) -> str:
    """Kind of a changed number at an end of a list of words, where only one neighbour can vouch for it: empty where
    it needs the margin of any other. The first item has the number of the second or one above it; the last one doubles
    the number before it, or follows so closely that no item can be lost between them; that a lone 一 stands before it
    says too little for that."""
    anchor = choice.slot.anchor
    if anchor is None:
        return ""
    if choice.label.value == 1:
        return "number_end"
    if near.after is None and near.before is not None:
        doubled = anchor.value == near.before.label.value
        return "number_end" if doubled or (units == 1 and anchor.value > choice.label.value > 2) else ""
    return ""


def _confidence(margin: float, least: float | None, policy: Policy) -> float:
    """From the bar to the rule's own confidence as the margin grows; below the bar where the policy says no."""
    if least is None or margin < least:
        return round(min(0.75, 0.4 + 0.1 * margin), 2)
    return round(APPLIED + (policy.confidence - APPLIED) * (1 - exp(-(margin - least + 0.5))), 3)
