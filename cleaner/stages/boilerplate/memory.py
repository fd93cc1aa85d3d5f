"""What lines say by themselves, remembered from one page to the next: the pages of a site repeat most of theirs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from cleaner.stages.boilerplate.page import Page

MAX_KNOWN = 20_000
"Lines that are remembered, some 5 MB of them, before all are forgotten."
MAX_SIZE = 60
"Longest line that is remembered; longer ones seldom come again. Code points."

T = TypeVar("T")
Ask = Callable[[Sequence[str]], Sequence[T]]
"What some lines say, one answer for each. No line is asked for its neighbours."


class Memory(Generic[T]):
    """Answers for the lines of pages; those that are not known are asked all at once."""

    def __init__(self, ask: Ask[T]) -> None:
        self._ask = ask
        self._known: dict[str, T] = {}

    def of(self, page: Page) -> list[T | None]:
        """What each line of a page says, as rules see it; None for running text."""
        known = self._known
        told: list[T | None] = list(map(known.get, page.seen))
        if told.count(None) > len(page.prose):
            new = [index for index, one in enumerate(told) if one is None and index not in page.prose]
            lines = list(dict.fromkeys(page.seen[index] for index in new))
            answers = dict(zip(lines, self._ask(lines), strict=True))
            for index in new:
                told[index] = answers[page.seen[index]]
            if len(known) > MAX_KNOWN:
                known.clear()
            known.update((line, answer) for line, answer in answers.items() if len(line) <= MAX_SIZE)
        return told


def apart(lines: Sequence[str]) -> str:
    """Lines for sieves, with an empty one between each two: none sees its neighbours. Line n has the number 2n."""
    return "\n{}\n".format("\n\n".join(lines))
