"""Lists in digits: a number that is out of order, or lost, between two that count on. Proposed, not applied unasked.

Rankings with ties, answer keys and excerpts leave numbers out on purpose, so only the plainest damage is proposed, in a
list that counts on beside it, and a person decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from cleaner.stages.ordinals.census import BLANKS, arabic_markers
from cleaner.stages.ordinals.markers import Marker
from cleaner.stages.ordinals.tables import Tables

BEFORE_A_LIST = 80
"So far before a marker, in code points, the words stand that call its list a ranking."


class Proposed(NamedTuple):
    """One replacement, in coordinates of the text."""

    start: int
    end: int
    after: str
    note: str


def arabic_repairs(text: str, tables: Tables) -> Iterator[Proposed]:
    """Numbers that are plainly wrong or lost in lists that stand at line starts, family by family, by place."""
    for family, markers in arabic_markers(text, tables).items():
        if family not in tables.audited:
            continue
        for index, (left, following) in enumerate(pairwise(markers)):
            right = markers[index + 2] if index + 2 < len(markers) else None
            if right is not None and right.value == left.value + 2 and _counts_on(markers, index, index + 2):
                yield from _renumbered(text, (left, following, right), tables)
            elif following.value == left.value + 2 and _one_line_each(text, markers, index):
                yield from _inserted(text, left, following, tables)


def _counts_on(markers: list[Marker], first: int, last: int) -> bool:
    """Whether the list counts on before one marker or behind another."""
    before, after = markers[first - 1] if first else None, markers[last + 1] if last + 1 < len(markers) else None
    return bool(
        (before and before.value == markers[first].value - 1) or (after and after.value == markers[last].value + 1)
    )


def _one_line_each(text: str, markers: list[Marker], index: int) -> bool:
    """Whether the list counts on before a marker or behind the next, and no item there has a second line."""
    pairs = [markers[at : at + 2] for at in (index - 1, index + 1) if 0 <= at < len(markers) - 1]
    beside = [(left, right) for left, right in pairs if right.value == left.value + 1]
    return bool(beside) and all(not _lines_between(text, left, right) for left, right in beside)


def _lines_between(text: str, left: Marker, right: Marker) -> list[str]:
    """The lines with something on them behind that of one marker and before that of another."""
    begin = text.find("\n", left.end) + 1
    return [line for line in text[begin : right.start].split("\n")[:-1] if line.strip()] if begin else []


def _renumbered(text: str, three: tuple[Marker, Marker, Marker], tables: Tables) -> Iterator[Proposed]:
    """The marker between two that are two apart, with the number between theirs. A tie repeats one of theirs, and a 1
    begins a list inside the item."""
    left, wrong, right = three
    value = left.value + 1
    if wrong.value in (1, left.value, value, right.value) or _is_ranking(text, left, tables):
        return
    end = wrong.start
    while text[end].isdigit():
        end += 1
    note = f"{_beside(text, left, right)}; number {wrong.value} is out of order"
    yield Proposed(wrong.start, end, str(value), note)


def _inserted(text: str, left: Marker, right: Marker, tables: Tables) -> Iterator[Proposed]:
    """A marker before the one line between two markers that are two apart: none where that line begins with a digit."""
    lines = _lines_between(text, left, right)
    if len(lines) != 1 or lines[0].lstrip()[0].isdigit() or _is_ranking(text, left, tables):
        return
    at = text.index(lines[0], text.index("\n", left.end)) + len(lines[0]) - len(lines[0].lstrip())
    number, blank = str(left.value), text[left.end] if text[left.end] in BLANKS else ""
    opening = text[left.start - 1] if left.start and text[left.start - 1] in "(\uff08" else ""
    marker = opening + str(left.value + 1) + text[left.start + len(number) : left.end] + blank
    yield Proposed(at, at, marker, f"{_beside(text, left, right)}, one line between them")


def _is_ranking(text: str, marker: Marker, tables: Tables) -> bool:
    before = text[max(0, marker.start - BEFORE_A_LIST) : marker.start]
    return any(word in before for word in tables.words["rankings"])


def _beside(text: str, left: Marker, right: Marker) -> str:
    return f"{text[left.start : left.end]} stands before it, {text[right.start : right.end]} after it"
