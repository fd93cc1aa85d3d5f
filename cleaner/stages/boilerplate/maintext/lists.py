"""Lists that begin in the text and go on behind it: numbers that count on, labels that come again, an attachment.

Short lines with a number or a label in front look like page furniture, and far from running text nothing speaks for
them but what they go on with.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from cleaner.stages.boilerplate.maintext.amounts import STAYS
from cleaner.stages.boilerplate.maintext.bridge import KEPT
from cleaner.stages.boilerplate.maintext.sight import Cell
from cleaner.stages.boilerplate.page import is_prose
from cleaner.text.numerals import parse_han

FAR = 12
"Most lines between two items of a list. Lines."
SKIPPED = 1
"Most numbers that a list leaves out in one place."
NEAR = 3
"Most lines from a label of the text to where it comes again. Lines."
TWICE = 2
"How often a label stands in the text, at least, to show that it has records."
_NUMBERED = re.compile("([(\uff08]?)(\\d{1,3}|[一二三四五六七八九十]{1,3})([)\uff09、.\uff0e])(?!\\d)")
_FIRST = frozenset("(\uff080123456789一二三四五六七八九十")
_LABEL = re.compile("([\u3400-\u9fff()\uff08\uff09]{2,10})[:\uff1a].")
_COLONS = frozenset(":\uff1a")
_ATTACHED = re.compile("附[件录表注]?[一二三四五六七八九十\\d]{0,2}[:\uff1a]")
Form = tuple[str, str, bool]
"The signs round a number, and whether it is in figures."


def take_lists(lines: Sequence[str], cells: Iterable[Cell], outside: list[float], alien: Callable[[int], bool]) -> None:
    """Take in what goes on with a list of the text. No list goes on over a line that is `alien`, of page furniture or
    a disclaimer; it is asked with the index of the line.

    `outside` holds a probability per line and is changed.
    """
    lists = _Lists()
    last = -FAR - 1
    for first, after in cells:
        index = first
        while index < after and (outside[index] < STAYS or index - last <= FAR):
            line = lines[index]
            if outside[index] < STAYS:
                lists.read(line)
                last = index
            elif lists.may_go_on(line):
                between = slice(last + 1, index + 1)
                if any(map(alien, range(last + 1, index + 1))):
                    last = -FAR - 1
                elif lists.goes_on(line, index - last):
                    outside[between] = [min(chance, KEPT) for chance in outside[between]]
                    for other in lines[between]:
                        lists.read(other)
                    last = index
            index += 1


class _Lists:
    """The lists of a text as far as it was read. Lines are looked at when something may go on with them."""

    def __init__(self) -> None:
        self._unread: list[str] = []
        self._numbers: dict[Form, int] = {}
        self._labels: Counter[str] = Counter()
        self._attached = False
        self.read = self._unread.append

    def may_go_on(self, line: str) -> bool:
        """False for most lines that go on with nothing."""
        return self._attached or line[0] in _FIRST or not _COLONS.isdisjoint(line[1:11])

    def goes_on(self, line: str, apart: int) -> bool:
        """Whether a line `apart` lines behind the last of the text goes on with a list. A sentence may begin another of
        its form; all behind an attachment goes on with it, where it stands right behind the text."""
        for unread in self._unread:
            self._learn(unread)
        self._unread.clear()
        if apart == 1 and _ATTACHED.match(line):
            self._attached = True
        if self._attached:
            return True
        if found := _number(line):
            last = self._numbers.get(found[0])
            if last is None:
                return False
            return last < found[1] <= last + 1 + SKIPPED or (found[1] == 1 and is_prose(line))
        return apart <= NEAR and self._labels[_label(line)] >= TWICE

    def _learn(self, line: str) -> None:
        self._attached = bool(_ATTACHED.match(line)) or (self._attached and line[-1] != "。")
        if found := _number(line):
            self._numbers[found[0]] = found[1]
        elif label := _label(line):
            self._labels[label] += 1


def _number(line: str) -> tuple[Form, int] | None:
    """The number that a line begins with, and how it is written."""
    match = _NUMBERED.match(line) if line[0] in _FIRST else None
    if match is None:
        return None
    number = int(match[2]) if match[2].isdigit() else parse_han(match[2])
    return None if number is None else ((match[1], match[3], match[2].isdigit()), number)


def _label(line: str) -> str:
    """The word before the colon of a line; empty where there is none."""
    match = _LABEL.match(line) if not _COLONS.isdisjoint(line[2:11]) else None
    return match[1] if match else ""
