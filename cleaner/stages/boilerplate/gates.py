"""Which readers may speak about a line, found out by sieves for all new lines of a page at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cleaner.stages.boilerplate.dates import DATE_FIRST, DAY, POINTS
from cleaner.stages.boilerplate.items import ItemReader
from cleaner.stages.boilerplate.marks import ZONES, Mark, Reader, Zone
from cleaner.stages.boilerplate.memory import Memory, apart
from cleaner.stages.boilerplate.page import Page
from cleaner.stages.boilerplate.sieve import Sieve, Words, searching

_DAYS = searching(re.compile(f"\\n[\\[\u3010(\uff08{POINTS} -]{{0,3}}(?=[{DATE_FIRST}]){DAY}"))


@dataclass(slots=True, eq=False)
class Gate:
    """Who may speak about one line, and what was said when it was read."""

    words: Sequence[str]
    "Literals of rules that the line holds."
    item: bool
    "Whether it may begin with an item."
    day: bool
    "Whether it begins with a day, in brackets or behind a point or not."
    bars: tuple[Reader, ...]
    "Readers of rows of links."
    marks: dict[Zone, Mark | None]
    "By the zones that the line was read in."
    worth: bool
    "Whether the line is worth reading."


class Gates:
    """The gates of the lines of pages."""

    def __init__(self, words: Words, items: ItemReader, bars: Sequence[tuple[Sieve, Reader]], reads_all: bool) -> None:
        self._words, self._items, self._bars = words, items, bars
        self._reads_all = reads_all
        self._memory = Memory(self._ask)

    def of(self, page: Page) -> list[Gate | None]:
        """The gate of each line; None for running text."""
        return self._memory.of(page)

    def _ask(self, lines: Sequence[str]) -> list[Gate]:
        text = apart(lines)
        words, days = self._words.found(text), _DAYS(text)
        items = self._items.sieve(text, [part for line in lines for part in (line, "")])
        bars = [(sieve(text), reader) for sieve, reader in self._bars]
        gates = [NOTHING] * len(lines)
        asked = range(0, 2 * len(lines), 2) if self._reads_all else ()
        for number in days.union(asked, words, items, *(found for found, _ in bars)):
            readers = tuple([reader for found, reader in bars if number in found])
            held, item = words.get(number, ()), number in items
            gates[number // 2] = Gate(held, item, number in days, readers, {}, bool(held or item or readers))
        return gates


NOTHING = Gate((), False, False, (), dict.fromkeys(ZONES), False)
"The gate of all lines that nobody may speak about."
