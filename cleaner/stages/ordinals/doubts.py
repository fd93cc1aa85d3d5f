"""Doubts: what no margin makes good. A repair against which one of them speaks is held, whatever the costs say."""

from __future__ import annotations

from cleaner.stages.ordinals.actions import Course
from cleaner.stages.ordinals.decode import Choice
from cleaner.stages.ordinals.markers import Marker
from cleaner.stages.ordinals.slots import Slot
from cleaner.stages.ordinals.tables import NUMERALS

DIGITS_OF_HAN = frozenset("〇零一二三四五六七八九十百")
TEARS = frozenset("第其(\uff08一二三四五六七八九十")
"With these a marker begins."
QUOTES = frozenset('“‘"「『《')
NEAR_SLOTS = 60
BEFORE_A_LIST = 80
"So far before a list, in code points, the words stand that call it a ranking."


class Neighbours:
    """The items before and after one item of the best reading."""

    __slots__ = ("after", "before", "beyond", "equals", "sound")

    def __init__(self, items: list[Choice], index: int, sound: set[int], equals: frozenset[str]) -> None:
        self.before = items[index - 1] if index else None
        self.after = items[index + 1] if index + 1 < len(items) else None
        self.beyond = items[index + 2] if index + 2 < len(items) else None
        self.sound = sound
        self.equals = equals

    def stands(self, neighbour: Choice | None, value: int) -> bool:
        """Whether an intact marker, or one that is repaired for sure, has this number."""
        if neighbour is None or neighbour.label.value != value:
            return False
        kept = neighbour.label.op == "keep" and neighbour.slot.anchor is not None
        return kept or neighbour.place in self.sound


def objection_to(course: Course, choice: Choice, near: Neighbours, kind: str, units: int) -> str:
    """What speaks against a repair, in words; empty where nothing does."""
    slot, label = choice.slot, choice.label
    limits = course.tables.limits
    if units > limits.units.get(kind, units):
        return f"{units} places lie between the neighbours"
    if course.kept < limits.kept.get(kind, 0):
        return f"only {course.kept} markers of the list are left"
    if slot.other is not None and label.trace is not None:
        if slot.other.family in near.equals:
            return "as many markers of the one form stand here as of the other"
        if following := _follows(course, choice, slot.other, near):
            return f"it goes on in its own form, with {following}"
    if label.op == "relabel":
        if kind == "number_continued" and near.after is None and units > 1:
            return "an item may be lost before it"
        if near.before and near.before.slot.anchor and near.before.slot.anchor.end == slot.start:
            return "it stands right behind another marker"
        return _against_number(course, choice, near, kind, units)
    return _against_insertion(course, choice, near) if label.op == "insert" else ""


def _against_number(course: Course, choice: Choice, near: Neighbours, kind: str, units: int) -> str:
    slot, value = choice.slot, choice.label.value
    if _quoted(course.text, slot.start):
        return "the marker is part of a quotation"
    if kind == "swapped":
        return ""
    goes_on = near.stands(near.after, value + 1) and near.stands(near.beyond, value + 2)
    if _doubtful(slot, value, units) and not goes_on:
        return "the number may be right, and the item before it lost"
    if any(slot.anchor and slot.anchor.value == value for slot in _overlooked(course, choice)):
        return f"{course.window.written(value)} stands elsewhere: the items are out of order"
    if course.window.counts_down:
        return "the list counts down"
    before = course.text[max(0, course.window.first - BEFORE_A_LIST) : course.window.first]
    if any(word in before for word in course.tables.words["rankings"]):
        return "rankings leave numbers out after a tie"
    return ""


def _against_insertion(course: Course, choice: Choice, near: Neighbours) -> str:
    text, slot, words = course.text, choice.slot, course.tables.words
    if near.after is not None and _quoted(text, near.after.slot.start):
        return "the next marker is part of a quotation"
    if slot.stand_in == "next":
        return "the text there begins with a word that counts on"
    if text.startswith(words["copulas"], slot.start):
        return "the text there begins with a verb of its own"
    if any(slot.anchor and slot.anchor.value == choice.label.value for slot in _overlooked(course, choice)):
        return f"{course.window.written(choice.label.value)} stands elsewhere: the items are out of order"
    begin = near.before.slot.start if near.before else slot.start
    end = near.after.slot.start if near.after else slot.start + 12
    if any(text.find(mark, begin, end) >= 0 for mark in words["elisions"]):
        return "something is left out there on purpose"
    return ""


def _doubtful(slot: Slot, value: int, units: int) -> bool:
    """A number that the next item has too may be right where it stands, with a lost item before it and a wrong one
    after it: only where nothing else lies between, or the list goes on from the next item, is it surely the wrong
    one."""
    return slot.anchor is not None and units > 1 and slot.anchor.value == value + 1 and value > 1


def _quoted(text: str, at: int) -> bool:
    return at > 0 and text[at - 1] in QUOTES


def _follows(course: Course, choice: Choice, own: Marker, near: Neighbours) -> str:
    """The next marker in the form that a marker of another list's form has now, where it counts on from it and stands
    before the next item: such a marker is more likely right as it is."""
    end = near.after.place if near.after else choice.place
    for slot in course.slots[choice.place + 1 : end]:
        if slot.other is not None and slot.other.family == own.family:
            return course.text[slot.other.start : slot.other.end] if slot.other.value == own.value + 1 else ""
    return ""


def _overlooked(course: Course, choice: Choice) -> list[Slot]:
    """Slots behind and before the choice, up to where a list begins anew, at most `NEAR_SLOTS` to either side."""
    slots, found = course.slots, list[Slot]()
    for slot in reversed(slots[max(0, choice.place - NEAR_SLOTS) : choice.place]):
        found.append(slot)
        if slot.anchor and slot.anchor.value == 1:
            break
    for slot in slots[choice.place + 1 : choice.place + 1 + NEAR_SLOTS]:
        if slot.anchor and slot.anchor.value == 1:
            break
        found.append(slot)
    return found


def remnant(text: str, at: int, value: int) -> bool:
    """Whether a unit opens with the very number that is missing: what is left of its marker, in a form not known
    (`三〕`, `第三例`). A marker before it would say the number twice. A lone 一 says little."""
    numeral = NUMERALS[value]
    at += text[at : at + 1] in "第其\uff08([〔【"
    following = text[at + len(numeral) : at + len(numeral) + 1]
    return value > 1 and text.startswith(numeral, at) and following not in DIGITS_OF_HAN


def torn(text: str, at: int) -> bool:
    """Whether a line break stands in the middle of a marker, as hard wrapping leaves it."""
    before = text[max(0, at - 8) : at]
    return "\n" in before and before.rstrip()[-1:] in TEARS
