"""Walking a document from both ends: which lines look like boilerplate, and where the running text begins and ends."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from cleaner.rulebook.model import Rule
from cleaner.stages.boilerplate.bars import READERS
from cleaner.stages.boilerplate.forms import fold, folded, unfold
from cleaner.stages.boilerplate.gates import NOTHING, Gate, Gates
from cleaner.stages.boilerplate.items import Item, ItemReader
from cleaner.stages.boilerplate.lexer import Line
from cleaner.stages.boilerplate.marks import ZONES, Mark, Reader, Zone, certain_in_body, is_end
from cleaner.stages.boilerplate.page import MAX_HEADLINE, Page
from cleaner.stages.boilerplate.sieve import Sieve, Words, searching
from cleaner.stages.boilerplate.templates import TemplateReader
from cleaner.stages.boilerplate.whole import LineReader

MAX_ZONE = 30
"Lines without a mark before a walk gives up in a document without prose, from either end. Lines."
MAX_TOOL = 60
"Longest line that is looked at among the running text. Code points."
_SIGNS = searching(re.compile(r"\n[^\w\n“”‘’《》「」。\uff01\uff1f\u2026\u2014$]{1,4}(?=\n)"))
SHARE_BEHIND = 0.25
"Share of the running text that may stand behind such a line: teasers and comments. A fraction."
SHARE_ABOVE = 0.15
"Share of the running text that may stand above a path: teasers, each of them short. A fraction."
MAX_TEASER = 150
"Longest of them. Code points."
NEAR = 3
"Most lines between it and the metadata under it, the last of them counted. Lines."
MAX_BEHIND = 2
"Most lines of running text there that stand together."
_LABELS = re.compile("\n(..)[^\n]{0,2}[:\uff1a]")
Read = Callable[[int, Zone], Mark | None]
"Reads the line of an index as one of a zone."


@dataclass
class Survey:
    """What the walk found. Indexes count the page's lines that are not blank."""

    page: Page
    marks: dict[int, Mark] = field(default_factory=dict)
    head: int = 0
    "First line of prose, or where the walk gave up: lines before it are the head."
    tail: int = 0
    "Line after the last line of prose: lines from it on are the tail."
    days: set[int] = field(default_factory=set)
    "Lines that begin with a day, in brackets or behind a point or not."
    held: dict[int, Sequence[str]] = field(default_factory=dict)
    "Literals of rules that the lines hold."
    prose: bool = False
    "Whether there is a line of prose at all."
    reader: ItemReader | None = None
    stays: set[int] = field(default_factory=set)
    "Lines that do not go for where they stand."

    @cached_property
    def items(self) -> set[int]:
        """Lines that may begin with an item, which may go on in the next line."""
        return self.reader.sieve(self.page.plain, self.page.lines) if self.reader else set()

    @cached_property
    def signs(self) -> set[int]:
        """Lines of one to four signs: bars, arrows, brackets, points."""
        return _SIGNS(self.page.plain)

    def beside(self, index: int, step: int) -> int:
        """The next line above (-1) or below (1) that is no line of signs."""
        index += step
        while index in self.signs:
            index += step
        return index

    @cached_property
    def labels(self) -> Counter[str]:
        """How many lines have a colon behind two to four characters, by the first two."""
        return Counter(_LABELS.findall("\n".join(["", *[line[:5] for line in self.page.seen]])))


class Surveyor:
    """The line readers of a rule book, compiled, each behind the sieve that finds the lines it may speak about."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        bars: list[tuple[Sieve, Reader]] = []
        items: list[Rule] = []
        rules = tuple(rule if rule.kind == "template" else folded(rule) for rule in rules)
        for rule in rules:
            name = detector_of(rule)
            if rule.kind == "labels" or name == "item":
                items.append(rule)
            elif name in READERS:
                bars.append(READERS[name](rule))
        self._lines = LineReader(tuple(rule for rule in rules if rule.kind == "line"))
        self._items = ItemReader(tuple(items))
        words = Words({*self._lines.literals, *self._items.literals})
        self._gates = Gates(words, self._items, tuple(bars), self._lines.reads_all)
        self._prose_words = {zone: Words(self._lines.literals_in(zone)) for zone in ZONES}
        self._item_words = Words(self._items.literals)
        self._templates = TemplateReader(tuple(rule for rule in rules if rule.kind == "template"))

    def survey(self, page: Page, site: str = "") -> Survey:
        """Marks of all lines in head and tail, and of short lines between them that are tools in full.

        Lines of the template of the site are known wherever they stand.
        """
        gates = self._gates.of(page)
        telling = [(index, gate) for index, gate in enumerate(gates) if gate is not None and gate is not NOTHING]
        days = {index for index, gate in telling if gate.day}
        held = {index: gate.words for index, gate in telling if gate.words}
        marks = self._templates.marks(page, site)
        found = Survey(page, marks, days=days, held=held, prose=bool(page.prose), reader=self._items)
        worth = [index for index, gate in enumerate(gates) if gate is None or gate.worth]
        if self._lines.reads_all or not found.prose:
            worth = list(range(len(page)))
        read = self._reading(page, gates)
        last = _walk(found, reversed(worth), "tail", read)
        found.prose = last >= 0 and last in page.prose
        found.tail = last + 1
        broken = found.prose and len(worth) > len(page.prose)
        running = sum(len(page.lines[index]) for index in page.prose) if broken else 0
        if broken:
            foot = sum(len(page.lines[index]) for index in page.prose if index > last)  # a disclaimer is no text
            _raise_tail(found, worth, read, SHARE_BEHIND * (running - foot))
        found.head = _walk(found, worth if found.prose else range(len(page)), "head", read)
        if broken:
            _lower_head(found, worth, read, SHARE_ABOVE * running)
        for index in worth[bisect_right(worth, found.head) : bisect_left(worth, min(last, found.tail))]:
            line = page.lines[index]
            if len(line) <= MAX_TOOL and index not in page.prose:
                mark = read(index, "body")
                if mark is not None and mark.need == "nothing" and certain_in_body(mark, line):
                    found.marks[index] = mark
        return found

    def of_part(self, survey: Survey, places: list[int]) -> Survey | None:
        """The survey of some lines of a page, from that of all; None where it would have to be read again.

        A line is read without its neighbours, but for templates, and running text says which zone it is in.
        """
        number = {index: at for at, index in enumerate(places)}
        if not survey.prose or survey.page.closed or survey.head not in number or survey.tail - 1 not in number:
            return None
        marks = {number[index]: mark for index, mark in survey.marks.items() if index in number}
        if any(mark.rule.kind == "template" for mark in marks.values()):
            return None
        page = survey.page.only(places)
        days = {number[index] for index in survey.days if index in number}
        held = {number[index]: words for index, words in survey.held.items() if index in number}
        head, tail = number[survey.head], number[survey.tail - 1] + 1
        return Survey(page, marks, head, tail, days, held, True, self._items)

    def read_lines(self, lines: Sequence[str], zone: Zone, held: Iterable[str]) -> tuple[list[Item], int]:
        """The items that the first of the lines hold together, and the number of these lines."""
        return self._items.read_lines(lines, zone, held)

    def laid(self, text: str, zone: Zone) -> Line:
        """A text of `zone` with the rules for items that may find something on it."""
        return self._items.laid(text, zone, self._item_words.within(text.partition("\n")[0]))

    def weigh(self, items: Sequence[Item]) -> float:
        """How much items count together; at 1 they are certain."""
        return self._items.weigh(items)[0]

    def _reading(self, page: Page, gates: Sequence[Gate | None]) -> Read:
        """A function that reads a line of this page. Running text is only asked whether a pattern matches it whole;
        bars do not stand among it."""
        lines = page.seen

        def read(index: int, zone: Zone) -> Mark | None:
            if not page.open(index):
                return None
            line, gate = lines[index], gates[index]
            if gate is not None:
                if zone not in gate.marks:
                    gate.marks[zone] = self._mark(line, zone, gate)
                mark = gate.marks[zone]
            else:
                line = fold(line)
                mark = self._lines.read(line, zone, self._prose_words[zone].within(line))
            return unfold(mark, line, page.lines[index]) if mark is not None and line is not page.lines[index] else mark

        return read

    def _mark(self, line: str, zone: Zone, gate: Gate) -> Mark | None:
        """The first mark of the readers of a line; one that asks for nothing is preferred."""
        words = gate.words
        weak = self._lines.read(line, zone, words)
        if weak is not None and weak.need == "nothing" and weak.rule.priority >= 0:
            return weak
        if gate.item or (words and self._items.may_read(line, words)):
            mark = self._items.read(line, zone, words)
            if mark is not None and mark.need == "nothing":
                return mark
            weak = weak or mark
        for reader in gate.bars if zone != "body" else ():
            mark = reader(line, zone)
            if mark is not None and mark.need == "nothing":
                return mark
            weak = weak or mark
        return weak


def _walk(found: Survey, order: Iterable[int], zone: Zone, read: Read) -> int:
    """Mark lines in `order` until prose; the index where the walk stopped, or that after its end.

    `order` holds all lines where there is no prose, so that those without a mark can be counted.
    """
    page, kept = found.page, 0
    for index in order:
        known = found.marks.get(index)
        if known is not None and known.need == "nothing":
            continue
        mark = read(index, zone)
        if mark is not None:
            found.marks[index] = mark
        if index in page.prose and (mark is None or mark.need != "nothing"):
            if zone == "head" and _heads_metadata(found, index, read):
                continue
            return index
        if mark is not None:
            continue
        kept += 1
        if kept >= MAX_ZONE and not found.prose:
            return index
    return len(page) if zone == "head" else -1


def _heads_metadata(found: Survey, index: int, read: Read) -> bool:
    """True for a headline that ends as a sentence does: short, with metadata a few lines below it."""
    page = found.page
    if len(page.lines[index]) > MAX_HEADLINE or "。" in page.lines[index]:
        return False
    for below in range(index + 1, min(index + NEAR, len(page) - 1) + 1):
        if below in found.days and len(page.lines[below]) <= MAX_TOOL:
            return True
        mark = read(below, "head")
        if mark is not None and mark.type == "metadata":
            return True
    return False


def _raise_tail(found: Survey, worth: list[int], read: Read, allowed: float) -> None:
    """Let the tail begin with the first line that ends the text, where but a few sentences stand behind it, `allowed`
    code points of them."""
    page = found.page
    marks: dict[int, Mark] = {}
    together, below = 0, found.tail
    tail = found.tail
    for index in reversed(worth[: bisect_left(worth, found.tail)]):
        if index in page.prose:
            allowed -= len(page.lines[index])
            together = together + 1 if below == index + 1 else 1
            below = index
            if allowed < 0 or together > MAX_BEHIND:
                break
        elif (mark := read(index, "tail")) is not None:
            marks[index] = mark
            if is_end(mark) and below != index + 1:
                tail = index
    above = worth[: bisect_left(worth, tail)] if tail < found.tail else []
    while above and above[-1] in page.prose:  # a notice above such a line, as a second run would see it
        mark = read(above[-1], "tail")
        if mark is None or mark.need != "nothing":
            break
        tail = above.pop()
        marks[tail] = mark
    found.marks.update((index, mark) for index, mark in marks.items() if index >= tail)
    found.tail = tail


def _lower_head(found: Survey, worth: list[int], read: Read, allowed: float) -> None:
    """Let the head reach down to a path with but a few teasers above it, `allowed` code points of them, and on to
    the running text below."""
    page = found.page
    marks: dict[int, Mark] = {}
    path = False
    for index in worth[bisect_left(worth, found.head) : bisect_left(worth, found.tail)]:
        if index in page.prose:
            if path:
                found.marks.update(marks)
                found.head, path = index, False
            allowed -= len(page.lines[index])
            if allowed < 0 or len(page.lines[index]) > MAX_TEASER:
                return
        elif (mark := read(index, "head")) is not None:
            marks[index] = mark
            path = path or (mark.rule.type == "breadcrumb" and mark.need == "nothing")


def detector_of(rule: Rule) -> str:
    """Name of the code behind a rule of kind `detector`; empty for other kinds."""
    name = (rule.options or {}).get("detector", "")
    return name if rule.kind == "detector" and isinstance(name, str) else ""
