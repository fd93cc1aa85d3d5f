"""Repairs to a fixed point: what a repaired list would let one repair next is repaired at once.

A repaired marker is evidence for its neighbours. Without this a second run over the cleaned text would go on where
the first one stopped; with it the stage has nothing to apply to its own output.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from cleaner.stages.ordinals.reading import Reading, read
from cleaner.stages.ordinals.repair import APPLIED, Repair
from cleaner.stages.ordinals.tables import Policy, Tables

ROUNDS = 12
"A list of n items settles in far fewer rounds; whatever still moves after so many is held."

UNSETTLED = "each repair would make another one necessary"


@dataclass(frozen=True, slots=True)
class Settled:
    """Repairs in coordinates of the text the stage saw, and the last reading."""

    applied: list[Repair]
    "Disjoint, by place."
    held: list[Repair]
    reading: Reading
    "Of the repaired text."
    text: str
    "The repaired text."
    places: Places


class Places:
    """Ways back from the repaired text to the text that the stage saw."""

    __slots__ = ("_ends", "_shifts", "_spans")

    def __init__(self, repairs: list[Repair]) -> None:
        self._ends: list[int] = []
        self._shifts: list[int] = []
        self._spans: list[tuple[int, int]] = []
        shift = 0
        for repair in repairs:
            start = repair.start + shift
            shift += len(repair.after) - (repair.end - repair.start)
            self._spans.append((start, start + len(repair.after)))
            self._ends.append(start + len(repair.after))
            self._shifts.append(shift)

    def original(self, offset: int) -> int:
        """Offset in the text that the stage saw of an offset outside, or at the end of, repaired markers."""
        index = bisect_right(self._ends, offset)
        return offset - (self._shifts[index - 1] if index else 0)

    def touched(self, start: int, end: int) -> int | None:
        """Index of the repair whose marker shares a place with a span; None when there is none."""
        index = bisect_right(self._ends, start)
        for near in (index - 1, index):
            if 0 <= near < len(self._spans):
                low, high = self._spans[near]
                if (start < high and low < end) or low <= start == end < high:
                    return near
        return None


def settle(text: str, tables: Tables, policies: Mapping[str, Policy], markdown: bool = False) -> Settled | None:
    """Repairs of `text`, applied until nothing more follows; None where it holds no list."""
    reading = read(text, tables, policies, markdown)
    if reading is None:
        return None
    applied: list[Repair] = []
    refused: dict[tuple[int, int], Repair] = {}
    current, places = text, Places([])
    for _ in range(ROUNDS):
        fresh = [repair for repair in reading.repairs if repair.confidence >= APPLIED]
        before = len(applied), len(refused)
        _take(fresh, places, applied, refused)
        if (len(applied), len(refused)) == before:
            break
        current, places = _apply(text, applied), Places(applied)
        reading = read(current, tables, policies, markdown) or Reading([], {}, [])
    held = list(refused.values())
    for repair in reading.repairs:
        start, end = places.original(repair.start), places.original(repair.end)
        if places.touched(repair.start, repair.end) is None and (start, end) not in refused:
            held.append(repair._replace(start=start, end=end).held(0.75, UNSETTLED))
    return Settled(applied, held, reading, current, places)


def _take(fresh: list[Repair], places: Places, applied: list[Repair], refused: dict[tuple[int, int], Repair]) -> None:
    """Add the fresh repairs, in the coordinates of the text the stage saw. One that would change what an earlier one
    wrote proves that the list has no stable reading there: both are held from then on."""
    for repair in fresh:
        touched = places.touched(repair.start, repair.end)
        if touched is not None:
            undone = applied[touched]
            refused[undone.start, undone.end] = undone.held(0.5, UNSETTLED)
            continue
        start, end = places.original(repair.start), places.original(repair.end)
        if (start, end) not in refused:
            applied.append(repair._replace(start=start, end=end))
    applied[:] = sorted(repair for repair in applied if (repair.start, repair.end) not in refused)


def _apply(text: str, repairs: list[Repair]) -> str:
    pieces: list[str] = []
    position = 0
    for repair in repairs:
        pieces += (text[position : repair.start], repair.after)
        position = repair.end
    return "".join([*pieces, text[position:]])
