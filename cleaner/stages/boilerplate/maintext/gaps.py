"""Lines among the paragraphs that the decoder takes for a gap: they go where something says that they are no text.

Short lines between two paragraphs may be a box of other pages, and are as often a table, verse or program text. A word
of page furniture, a day or a clock tells a box; it speaks for a few lines below it and for none above.
"""

from __future__ import annotations

from collections.abc import Iterable

from cleaner.stages.boilerplate.maintext.bridge import KEPT
from cleaner.stages.boilerplate.maintext.sight import Sight

REACH = 3
"Lines below a line that tells a box that belong to the box. Cells."
_WHEN = frozenset(["date", "clock"])
_FAMILIES = frozenset(["when", "editor"])
"Families of words that tell a line about the page, beside those of page furniture."


def close_gaps(sight: Sight, outside: list[float], places: Iterable[str]) -> None:
    """Take in the cells inside the text that nothing tells to be a box. `places` says where each cell stands.

    `outside` holds a probability per cell and is changed.
    """
    told = -REACH - 1
    for number, place in enumerate(places):
        if place != "inside":
            continue
        if _tells(sight, number):
            told = number
        elif number - told > REACH:
            outside[number] = min(outside[number], KEPT)


def _tells(sight: Sight, number: int) -> bool:
    """True for a run of lines, page furniture, and short lines with a day, a clock or an editor."""
    if sight.furniture[number] < sight.furniture[number + 1]:
        return True
    shape = sight.shapes[number]
    return shape.slight and (shape.plain[-1] in _WHEN or not _FAMILIES.isdisjoint(sight.families[number]))
