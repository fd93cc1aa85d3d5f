"""Runs of lines that the decoder finds outside the main text, as edits with their reasons."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterator
from dataclasses import dataclass
from itertools import groupby
from math import floor
from typing import NamedTuple

from cleaner.rulebook.model import Rule
from cleaner.stages.boilerplate.maintext.manner import Chooser, Chosen
from cleaner.stages.boilerplate.maintext.reading import Place, Reader, Reading
from cleaner.stages.boilerplate.maintext.sight import Families, Furnished
from cleaner.stages.boilerplate.page import Page
from cleaner.stages.view import Manner

DOUBT = 0.5
"Lines that are likelier than this to be outside are proposed, for a person where they are not sure enough."
MARGIN = 6
"Lines above, between and below the text that the rules for single lines are asked about, for what they say of it."
HEAD = 24
"The same above the first line of the text: tool bars may stand between it and its headline, date and source."


class Look(NamedTuple):
    """What is known of a page before the decoder is asked."""

    chosen: Chosen
    families: Families
    furnished: Furnished


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring lines of a page that are no main text."""

    first: int
    after: int
    "Index of the line behind the last."
    rule: Rule
    confidence: float
    "Mean probability of its lines to be outside, but not above what was measured of the rule."
    note: str
    sure: bool
    "False for lines that wait for a person."


class Narrower:
    """Finds the main text of pages with the weights of one rule, and removes for those that name the places."""

    def __init__(self, rule: Rule, places: dict[Place, Rule]) -> None:
        self.rule = rule
        self._reader, self._chooser, self._places = Reader(rule), Chooser(rule), places

    def look(self, asked: Manner, page: Page) -> Look:
        """What a page holds for the decoder, and the manner for it."""
        families, furnished = self._reader.words.of(page)
        return Look(self.choose(asked, page, furnished), families, furnished)

    def choose(self, asked: Manner, page: Page, furnished: Furnished) -> Chosen:
        """The manner for a page with lines of page furniture."""
        return self._chooser.choose(asked, page, sum(furnished.values()))

    def read(self, page: Page, look: Look) -> Reading:
        """What the decoder says about a page that has lines."""
        return self._reader.read(page, look.families, look.furnished)

    def runs(
        self, page: Page, reading: Reading, look: Look, known: Collection[int], headline: Callable[[], int | None]
    ) -> Iterator[Run]:
        """The lines outside, in runs of one place that are all sure or all in doubt. Lines in `known` are left out, and
        a headline that is certain; it is asked for where there is something to keep it from.

        Lines in doubt, those between `DOUBT` and the bar, are only proposed in the manner `full`. In the manner
        `careful` only what stands at both ends of the document goes, up to the first sentence, and only runs with
        several lines, with page furniture among them.
        """
        chosen = look.chosen
        bar = chosen.bar
        floor = min(DOUBT, bar) if chosen.manner == "full" else bar
        inner = range(0) if chosen.manner == "full" else _between_edges(page, reading, bar)
        kinds = [
            (place, chance >= bar) if chance >= floor else None
            for place, chance in zip(reading.places, reading.outside, strict=True)
        ]
        for index in (*known, *inner, *(filter(page.structural, range(len(kinds))) if page.closed else ())):
            kinds[index] = None
        if kinds.count(None) == len(kinds):
            return
        if (certain := headline()) is not None:
            kinds[certain] = None
        after = 0
        for kind, lines in groupby(kinds):
            first, after = after, after + len(list(lines))
            sure = chosen.manner == "full" or _is_furniture(look.furnished, first, after)
            if kind is not None and kind[0] in self._places and sure:
                yield self._run(reading, first, after, *kind)

    def _run(self, reading: Reading, first: int, after: int, place: Place, sure: bool) -> Run:
        chances = reading.outside[first:after]
        lines = f"{after - first} lines" if after - first > 1 else "1 line"
        note = f"{lines}: {self._reader.reason(reading, first, after)}"
        rule = self._places[place]
        confidence = min(floor(sum(chances) / len(chances) * 1000) / 1000, rule.confidence)  # never up to the bar
        return Run(first, after, rule, confidence, note, sure)


def _is_furniture(furnished: Furnished, first: int, after: int) -> bool:
    """True for a run of several lines with page furniture among them."""
    return after - first > 1 and any(line in furnished for line in range(first, after))


def may_narrow(page: Page, furnished: Furnished, known: Container[int]) -> bool:
    """False where the manner `careful` removes nothing, whatever the decoder says.

    There must be a line of page furniture with another line beside it, above all running text or below; lines in
    `known` do not count.
    """
    first, last = (min(page.prose), max(page.prose)) if page.prose else (len(page), -1)
    return any(
        (line < first or line > last)
        and line not in known
        and any(0 <= other < len(page) and other not in known and other not in page.prose for other in beside)
        for line, beside in ((line, (line - 1, line + 1)) for line in furnished)
    )


def _between_edges(page: Page, reading: Reading, bar: float) -> range:
    """The lines from the first to the last that is running text or not surely outside."""
    stays = [index for index in range(len(page)) if index in page.prose or reading.outside[index] < bar]
    return range(stays[0], stays[-1] + 1) if stays else range(len(page))


def near_text(reading: Reading, bar: float) -> list[int]:
    """Indexes of the lines that stay, and of some above, between and below them."""
    near: list[int] = []
    after, reach = 0, HEAD
    for index, chance in enumerate(reading.outside):
        if chance < bar:
            near += range(max(after, index - reach), index + MARGIN + 1)
            after, reach = index + MARGIN + 1, MARGIN
    return near[: len(near) - max(after - len(reading.outside), 0)]
