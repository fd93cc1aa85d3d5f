"""A page as the decoder sees it: cells, the shape and the words of each, and sums over them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, islice
from typing import Any

from cleaner.stages.boilerplate.maintext.shape import NOTHING, Key, Sentence, Shape, shape_of
from cleaner.stages.boilerplate.memory import Memory, apart
from cleaner.stages.boilerplate.page import Page
from cleaner.stages.boilerplate.sieve import Words

ABOVE, BELOW = 9, 6
"Lines above and below running text, and at the ends of the page, that are looked at one by one. Lines."
MIN_HEADLINE, MAX_HEADLINE = 6, 60
"Lines of these lengths that the first line holds are looked at too: its headline. Code points."
MIN_CUT = 4
"Shortest run of other lines that is looked at as one. Lines."
MIN_TOOL, MAX_TOOL = 2, 12
"Shortest and longest line that counts as page furniture for one word. Code points."
MIN_BAR = 3
"Different words of page furniture that a longer line needs; it counts for so many lines."
MAX_PIECE = 10
"Mean length of what stands between the blanks and signs of a bar of links, at most. Code points."
STRAY = 18
"What a line that is no sentence costs a stretch. Code points."
WORTH = 200
"The most that a line can add to a stretch. Code points."


Cell = tuple[int, int]
"""What the decoder sees as one: a line, or a run of lines far from any running text. The index of its first line, and
of the line behind its last."""
Families = Mapping[int, tuple[str, ...]]
"Names of the families that lines hold words of, by the index of the line; lines without any are left out."
Furnished = Mapping[int, int]
"Lines of page furniture, by their index, with how many they count for: short ones for one, bars of links for several."
Said = tuple[tuple[str, ...], int] | tuple[()]
"The families on a line and how many lines of page furniture it counts for; empty for a line without such words."
_APART = re.compile(r"[\s|>/\-\xb7\xa6\xbb\u2022\u2502\uff0f\uff1e\uff5c\u3010\[]+")
"What stands between the links of a bar."


class Vocabulary:
    """Families of words that pages are made of, by name."""

    def __init__(
        self,
        families: Mapping[str, Sequence[str]],
        furniture: Sequence[str],
        everyday: Collection[str],
        legal: Sequence[str],
    ) -> None:
        self._families: dict[str, tuple[str, ...]] = {}
        for name, words in families.items():
            for word in words:
                self._families[word] = (*self._families.get(word, ()), name)
        self._found = Words(self._families).found
        self._memory = Memory(self._ask)
        self._tools = frozenset(
            w for name in furniture for w in families.get(name, ()) if len(w) > 1 and w not in everyday
        )
        self._legal = Words(legal).found
        self.furniture = frozenset(furniture)
        "Families that no text is about."

    def of(self, page: Page) -> tuple[Families, Furnished]:
        """The families on each line of a page, and its lines of page furniture. Running text is not asked."""
        families: dict[int, tuple[str, ...]] = {}
        furnished: dict[int, int] = {}
        for index, said in enumerate(self._memory.of(page)):
            if said:
                families[index] = said[0]
                if said[1]:
                    furnished[index] = said[1]
        return families, furnished

    def _ask(self, lines: Sequence[str]) -> list[Said]:
        found = self._found(apart(lines))
        return [self._said(line, found.get(2 * number, ())) for number, line in enumerate(lines)]

    def _said(self, line: str, words: Sequence[str]) -> Said:
        """Single characters and everyday words are no page furniture."""
        if not words:
            return ()
        families = self._families[words[0]]
        if len(words) > 1 or len(families) > 1:
            families = tuple(sorted({name for word in words for name in self._families[word]}))
        if MIN_TOOL <= len(line) <= MAX_TOOL:
            return families, int(not self._tools.isdisjoint(words))
        bar = len(words) >= MIN_BAR and len(self._tools.intersection(words)) >= MIN_BAR and _is_bar(line)
        return families, MIN_BAR if bar else 0

    def legal(self, line: str) -> bool:
        """True for a line with words of a disclaimer."""
        return bool(self._legal(line))


def _is_bar(line: str) -> bool:
    """True for words that blanks or signs set apart, as in a bar of links."""
    return len(line) < MAX_PIECE * len(_APART.findall(line))


def cells_of(page: Page) -> list[Cell]:
    """The lines near running text and at the ends of the page one by one, and what lies between in runs."""
    count = len(page)
    cells: list[Cell] = []
    start = at = 0
    for anchor in sorted({*page.prose, *_headlines(page.lines), 0, count - 1}):
        near = anchor - ABOVE
        if near - at >= MIN_CUT:
            cells += zip(range(start, at), range(start + 1, at + 1), strict=True)
            cells.append((at, near))
            start = near
        at = anchor + BELOW + 1
    return cells + list(zip(range(start, count), range(start + 1, count + 1), strict=True))


def _headlines(lines: list[str]) -> list[int]:
    """Indexes of lines that stand in the first one, which is a headline with the name of the site, or may be."""
    first = lines[0]
    if not MIN_HEADLINE <= len(first) <= 2 * MAX_HEADLINE:
        return []
    return [i for i, line in enumerate(lines) if MIN_HEADLINE <= len(line) <= MAX_HEADLINE and line in first]


class Sight:
    """The cells of a page with what is known of each, and sums over all before it. Columns, one entry per cell."""

    sizes: tuple[int, ...]
    sentences: tuple[Sentence, ...]
    stops: tuple[int, ...]
    commas: tuple[int, ...]
    ends: tuple[str, ...]
    kinds: tuple[str, ...]
    own: tuple[Key, ...]
    plain: tuple[Key, ...]
    look: tuple[Key, ...]

    def __init__(self, page: Page, families: Families, furniture: frozenset[str]) -> None:
        self.page, self.cells = page, cells_of(page)
        lines = page.lines
        single = len(self.cells) == len(lines)
        self.lines = lines if single else [lines[first] if after - first == 1 else "" for first, after in self.cells]
        "Empty for a run of lines."
        self.shapes: list[Shape] = [shape_of(line) if line else NOTHING for line in self.lines]
        firsts = range(len(lines)) if single else [first for first, _ in self.cells]
        self.families = [
            families.get(first, ()) if line else () for first, line in zip(firsts, self.lines, strict=True)
        ]
        self.indents = page.indents(firsts)
        "The blanks before each cell."
        self.blanks = page.blanks_before(firsts)
        "Whether a blank line stands before the cell."
        fields: Iterator[tuple[Any, ...]] = zip(*self.shapes, strict=True)
        self.sizes, self.sentences, self.stops, self.commas, self.ends, *_, self.kinds = islice(fields, 8)
        prose, slight, bare, self.own, self.plain, self.look = fields
        "The fields of the shapes as columns: one pass for all is quicker than one for each."
        self.prose = _sums(prose)
        "Code points of running text before a cell; one entry more than there are cells, as in the other sums."
        self.furniture = _sums(
            [
                not line or (names != () and short and not furniture.isdisjoint(names))
                for line, short, names in zip(self.lines, slight, self.families, strict=True)
            ]
        )
        "Cells of page furniture before a cell."
        self.bare = _sums(bare)
        "Cells of at most middle length without marks before a cell."
        self.stretch = _densest(self)
        "First cell of the stretch with the most running text, and the cell behind its last."


def _sums(values: Iterable[int]) -> list[int]:
    return list(accumulate(values, initial=0))


def _densest(sight: Sight) -> tuple[int, int]:
    """The stretch of cells with the highest score: sentences count their length, other lines cost."""
    best, start, total, found = 0, 0, 0, (0, 0)
    for number, (size, sentence) in enumerate(zip(sight.sizes, sight.sentences, strict=True)):
        if total <= 0:
            start, total = number, 0
        if sentence == "S":
            total += size if size < WORTH else WORTH
            if total > best:
                best, found = total, (start, number + 1)
        elif sentence == "N" or sight.ends[number] == "ellipsis":
            first, after = sight.cells[number]
            total -= STRAY * min(after - first, 16)
    return found
