"""How the items of a list begin: evidence for the place of a marker of which nothing is left.

The first sentence of an item is its head, and the heads of one list are alike: about as long as each other (一是清沟。
二是栽树。), and often with the same first word (坚持..., 坚持...). The sentences inside the items are not. Over 651
places in 900 real lists of four sources a head began with the same two characters as another in 35 % of the lists
and another sentence in 3 %; its length was within half a deviation of the others in 66 %, of another sentence in 6 %.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from math import log, sqrt

from cleaner.stages.ordinals.markers import Marker

STOP = re.compile(r"[。\uff01\uff1f!?\uff1b;\n]")
LONGEST = 300
"Heads are measured no further, in code points."
USUAL_VARIANCE = 0.16
"Of the logarithm of the length, among the heads of one list; it weighs as much as two heads."
SHORTEST = 6
"Added to every length, in code points: between two heads of two and of four words lies little."


class Heads:
    """What the heads behind some markers of a text have in common."""

    __slots__ = ("_costs", "_deviation", "_known", "_mean", "_text", "openings")

    def __init__(self, text: str, markers: Iterable[Marker], costs: Mapping[str, float]) -> None:
        ends = [marker.end for marker in markers]
        lengths = [_logarithm(text, end) for end in ends]
        self._text, self._costs = text, costs
        self.openings = Counter([text[end : end + 2] for end in ends])
        "First two characters to how many heads have them."
        self._mean = mean = sum(lengths) / len(lengths)
        squares = sum([(length - mean) ** 2 for length in lengths])
        self._deviation = sqrt((squares + 2 * USUAL_VARIANCE) / (len(lengths) + 2))
        self._known: dict[int, float] = {}

    def likeness(self, at: int) -> float:
        """Logarithm of how much likelier the unit at an offset is as a head than as any other: below 0 as another."""
        known = self._known.get(at)
        if known is None:
            known = self._known[at] = self._likeness(at)
        return known

    def _likeness(self, at: int) -> float:
        costs = self._costs
        distance = (_logarithm(self._text, at) - self._mean) / self._deviation
        slope = costs["head_longer"] if distance > 0 else costs["head_shorter"]
        shared = self.openings.get(self._text[at : at + 2], 0)
        opening = (
            costs["head_opening_none"] if not shared else costs["head_opening" if shared == 1 else "head_openings"]
        )
        return max(costs["head_least"], min(costs["head_length"] - slope * abs(distance) + opening, costs["head_most"]))


def _logarithm(text: str, at: int) -> float:
    """Of the length of the sentence at an offset, in code points."""
    stop = STOP.search(text, at, at + LONGEST)
    return log((stop.start() if stop else min(at + LONGEST, len(text))) - at + SHORTEST)
