"""Which manner suits a document: `full` for the dump of a page, `careful` for a text that was narrowed down already."""

from __future__ import annotations

from typing import NamedTuple, cast

from cleaner.rulebook.model import Rule
from cleaner.stages.boilerplate.page import Page
from cleaner.stages.view import Manner

NOT_ASKED = 2.0
"A bar that nothing reaches: the decoder need not be asked. Without running text nothing says where a text would be."
SMALL = 20
"A text of fewer lines may be about such words: it needs twice as many lines that hold them. Lines."


class Chosen(NamedTuple):
    """The manner, and how sure the decoder must be of a line before it goes."""

    manner: Manner
    "Never `auto`."
    bar: float
    "Probability, 0 to 1; above 1 the decoder is not asked at all."


class Chooser:
    """Chooses by the lines with words that no text is about but pages are made of: short lines, bars of links."""

    def __init__(self, rule: Rule) -> None:
        options = rule.options or {}
        bars = cast(dict[str, float], options.get("bars", {}))
        self._full, self._careful = float(bars.get("full", 0.8)), float(bars.get("careful", 0.97))
        least = cast(dict[str, int], options.get("least", {}))
        self._least, self._many = int(least.get("careful", 2)), int(least.get("full", 4))

    def choose(self, asked: Manner, page: Page, found: int) -> Chosen:
        """The manner for a page whose lines of page furniture count `found`, where the user asked for `asked`."""
        if asked == "full":
            return Chosen("full", self._full if found else NOT_ASKED)
        if page.closed or not page.prose:
            return Chosen("careful", NOT_ASKED)
        twice = 2 if len(page) < SMALL else 1
        if asked == "auto" and found >= twice * self._many:
            return Chosen("full", self._full)
        return Chosen("careful", self._careful if found >= twice * self._least else NOT_ASKED)
