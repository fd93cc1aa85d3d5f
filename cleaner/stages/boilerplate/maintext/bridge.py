"""Sentences next to the main text that the decoder left outside: they belong to it, unless something says otherwise.

A share bar or an advertisement among the paragraphs looks like the end of the text, and a short text has little to
show against that. What follows a heading of other pages or of comments is another matter.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from cleaner.stages.boilerplate.maintext.sight import Sight

MAX_GAP = 6
"Cells without sentences that may stand between two paragraphs of a text."
MIN_SENTENCE = 25
"Shortest sentence that counts. Code points."
KEPT = 0.45
"Probability to be outside of a sentence that was taken in."
_COUNTED = re.compile("[。\uff01\uff1f\u2026\u201d\u300d] \\d{1,4}$")
"How a sentence ends that readers have marked so many times."
ENDING = frozenset(["comment", "other", "pages", "editor"])
"Families of words that show that the text is over."


def bridge(sight: Sight, outside: list[float], legal: Callable[[str], bool]) -> set[int]:
    """Take in the sentences next to the text and what stands between; the cells of page furniture among that.

    `outside` holds a probability per cell and is changed. `legal` says whether a sentence is a disclaimer.
    """
    gaps: set[int] = set()
    count = len(sight.cells)
    for order in (range(count), range(count - 1, -1, -1)):
        between: list[int] | None = None
        for number in order:
            shape = sight.shapes[number]
            if shape.sentence == "S" and outside[number] <= KEPT:
                between = []
            elif between is None:
                continue
            elif len(between) <= MAX_GAP and _is_sentence(sight, number) and not legal(sight.lines[number]):
                tools = {other for other in between if _is_tool(sight, other)}
                gaps |= tools
                for other in (number, *between):
                    outside[other] = outside[other] if other in tools else min(outside[other], KEPT)
                between = []
            elif not sight.lines[number] or (shape.start != "number" and not ENDING.isdisjoint(sight.families[number])):
                between = None
            else:
                between.append(number)
    return gaps


def _is_sentence(sight: Sight, number: int) -> bool:
    shape = sight.shapes[number]
    if shape.sentence != "S" or shape.size < MIN_SENTENCE:
        return False
    return shape.end in ("stop", "quote") or (shape.end == "digit" and bool(_COUNTED.search(sight.lines[number])))


def _is_tool(sight: Sight, number: int) -> bool:
    return sight.shapes[number].start != "number" and sight.furniture[number] < sight.furniture[number + 1]
