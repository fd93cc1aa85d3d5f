"""Which manner suits a document: `full` for the dump of a page, `careful` for a text that was narrowed down already."""

from __future__ import annotations

from typing import NamedTuple, cast

from cleaner.rulebook.model import Rule
from cleaner.stages.boilerplate.page import Page
from cleaner.stages.view import Manner


class Chosen(NamedTuple):
    """The manner, and how sure the decoder must be of a line before it goes."""

    manner: Manner
    "Never `auto`."
    bar: float
    "Probability, 0 to 1; above 1 the decoder is not asked at all."


class Chooser:
    """Chooses by the number of short lines that hold a word that no text is about but pages are made of."""

    def __init__(self, rule: Rule) -> None:
        options = rule.options or {}
        bars = cast(dict[str, float], options.get("bars", {}))
        self._full, self._careful = float(bars.get("full", 0.8)), float(bars.get("careful", 0.97))
        least = cast(dict[str, int], options.get("least", {}))
        self._least, self._many = int(least.get("careful", 3)), int(least.get("full", 8))

    def choose(self, asked: Manner, page: Page, found: int) -> Chosen:
        """The manner for a page with `found` lines of page furniture, where the user asked for `asked`."""
        if asked == "full" or (asked == "auto" and found >= self._many and not page.closed):
            return Chosen("full", self._full if found else 2.0)
        return Chosen("careful", self._careful if found >= self._least and not page.closed else 2.0)
