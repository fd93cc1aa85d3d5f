"""A document as its lines that are not blank, with where they stand, and what shape they have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate, compress, pairwise

from cleaner.stages.boilerplate.forms import fold

MAX_LINE = 400
"Longer lines are never boilerplate: menus and footers are short, and line patterns stay cheap. Code points."
MIN_PROSE = 18
"A line with a full stop, or at its end with a point behind Han, is prose from this length on. Code points."
FAR, MAX_LONE, SHARE_LONE = 6, 2, 0.25
"""Fewest lines that part running text from sentences above it that are none of it, most such sentences, and their share
of all running text at most. Lines, lines, a fraction."""
MAX_HEADLINE = 60
"Longest headline that ends as a sentence does. Code points."

_STOP = re.compile("[。\uff01\uff1f]")
_ENDS_SENTENCE = re.compile(
    '(?:[。\uff01\uff1f!?\u2026\uff1b;]|(?<=[\u4e00-\u9fff%"\u201d])\\.)[\'"\u201d\u2019\u300d\u300f)\uff09]{0,2}$'
)
_LAST = frozenset("。\uff01\uff1f!?.\u2026\uff1b;'\"\u201d\u2019\u300d\u300f)\uff09")
"What a line that ends as a sentence ends with, closing quotes and brackets included."
_STOPS_FOR_DOTS = re.compile("。{3,}")
"An ellipsis that was typed as full stops; it ends no sentence more than the right one."
_FENCE = re.compile(r" {0,3}(?:```|~~~)")


class Page:
    """Lines of one text that are not blank. Columns, one entry per such line; offsets are counted when asked for."""

    __slots__ = ("_breaks", "_numbers", "_plain", "_raw", "closed", "lines", "prose", "seen", "text")

    def __init__(self, text: str, markdown: bool = False) -> None:
        self.text = text
        self._raw = text.split("\n")
        read = _STOPS_FOR_DOTS.sub(_dots, text).split("\n") if "。。。" in text else self._raw
        stripped = list(map(str.strip, read))
        self.lines: list[str] = list(filter(None, stripped))
        "The line without blanks at its ends, full stops for an ellipsis as dots; offsets are those of the text."
        numbers = range(len(stripped))
        self._numbers: Sequence[int] = (
            numbers if len(self.lines) == len(stripped) else list(compress(numbers, stripped))
        )
        "Number of the line in the text, blank lines counted."
        self._breaks: list[int] | None = None
        self.prose: set[int] = {
            index
            for index, line in enumerate(self.lines)
            if len(line) >= MIN_PROSE and ("。" in line or (line[-1] in _LAST and is_prose(line)))
        }
        "Indexes of the lines that are running text."
        plain = _joined(self.lines, self.prose)
        self._plain: str | None = fold(plain)
        self.seen: list[str] = self.lines if self._plain is plain else self._folded(self._plain)
        "The lines as rules see them, see `forms`; those of running text as they are."
        self.closed: set[int] = _closed(self._raw) if markdown else set()
        "Numbers of lines that belong to Markdown structure and are never looked at."

    @property
    def plain(self) -> str:
        """A line break and the line, for all lines, folded; those of running text are left empty. For searching."""
        if self._plain is None:
            self._plain = _joined(self.seen, self.prose)
        return self._plain

    def _folded(self, plain: str) -> list[str]:
        seen = plain.split("\n")[1:-1]
        for index in self.prose:
            seen[index] = self.lines[index]
        return seen

    def __len__(self) -> int:
        return len(self.lines)

    def span(self, index: int) -> tuple[int, int]:
        """Offset of a line with its leading blanks, and that after its line break. Code points of the text."""
        if self._breaks is None:
            self._breaks = list(accumulate(map(len, self._raw), initial=0))
        number = self._numbers[index]
        end = self._breaks[number + 1] + number + 1
        return self._breaks[number] + number, end if end < len(self.text) else len(self.text)

    def left(self, index: int) -> int:
        """Offset of the first code point of a line that is not blank."""
        return self.span(index)[0] + len(self.indent(index))

    def only(self, indexes: list[int]) -> Page:
        """The page with none but the lines of these indexes, which are sorted; offsets stay those of the whole text."""
        if len(indexes) == len(self):
            return self
        part = object.__new__(Page)
        part.text, part._raw, part._breaks, part.closed = self.text, self._raw, self._breaks, self.closed
        part.lines = [self.lines[index] for index in indexes]
        part._numbers = [self._numbers[index] for index in indexes]
        prose = self.prose
        part.prose = {at for at, index in enumerate(indexes) if index in prose}
        part.seen = part.lines if self.seen is self.lines else [self.seen[index] for index in indexes]
        part._plain = None
        return part

    def indent(self, index: int) -> str:
        """The blanks before a line."""
        raw = self._raw[self._numbers[index]]
        return raw[: len(raw) - len(raw.lstrip())] if raw[0].isspace() else ""

    def blank_before(self, index: int) -> bool:
        """True when a blank line stands before the line."""
        return index > 0 and self._numbers[index] - self._numbers[index - 1] > 1

    def indents(self, indexes: Sequence[int]) -> list[str]:
        """The blanks before each of these lines."""
        raw, numbers, lines = self._raw, self._numbers, self.lines
        return ["" if raw[numbers[index]][0] == lines[index][0] else self.indent(index) for index in indexes]

    def blanks_before(self, indexes: Sequence[int]) -> list[bool]:
        """Whether a blank line stands before each of these lines."""
        numbers = self._numbers
        return [index > 0 and numbers[index] - numbers[index - 1] > 1 for index in indexes]

    def structural(self, index: int) -> bool:
        """True when the line belongs to Markdown structure."""
        return bool(self.closed) and self._numbers[index] in self.closed

    def open(self, index: int) -> bool:
        """True when the line may be looked at: short enough, no Markdown structure."""
        return len(self.lines[index]) <= MAX_LINE and (not self.closed or self._numbers[index] not in self.closed)


def _dots(stops: re.Match[str]) -> str:
    return "\u2026" * len(stops.group())


def _joined(lines: list[str], prose: set[int]) -> str:
    kept = lines.copy()
    for index in prose:
        kept[index] = ""
    return "\n".join(("", *kept, ""))


def is_prose(line: str) -> bool:
    """True for a line that is running text: long enough, and with a stop or the end of a sentence.

    >>> is_prose("春天来了。"), is_prose("晒谷场上支起了白布,孩子们早早占好了位置。"), is_prose("会议现场")
    (False, True, False)
    """
    return len(line) >= MIN_PROSE and ("。" in line or bool(_ENDS_SENTENCE.search(line)))


def ends_sentence(line: str) -> bool:
    """True when a line ends as a sentence does; closing quotes and brackets are looked through."""
    return bool(_ENDS_SENTENCE.search(line))


def running(page: Page, gone: Iterable[int]) -> list[int]:
    """Indexes of the running text that stays; without sentences that stand alone, far above it, over lines that go."""
    text = sorted(page.prose.difference(gone))
    first = 0
    for at, (one, other) in enumerate(pairwise(text[: MAX_LONE + 1]), 1):
        if other - one > FAR and _is_apart(page, text, at, sum(map(range(one + 1, other).__contains__, gone))):
            first = at
    return text[first:]


def _is_apart(page: Page, text: list[int], at: int, gone: int) -> bool:
    """Whether the first `at` lines of running text are none: most lines between go, and the rest is much more."""
    alone, between = sum([len(page.lines[index]) for index in text[:at]]), text[at] - text[at - 1] - 1
    return gone * 4 >= between * 3 and alone <= SHARE_LONE * sum([len(page.lines[index]) for index in text])


def has_stop(line: str) -> bool:
    """True when the line holds a full stop, a full-width exclamation mark or question mark."""
    return bool(_STOP.search(line))


def _closed(raw: list[str]) -> set[int]:
    """Numbers of Markdown lines that belong to front matter, code fences or tables."""
    closed: set[int] = set()
    fenced, front = False, raw[0] == "---" and len(raw) > 1
    for number, line in enumerate(raw):
        fence = bool(_FENCE.match(line))
        if front or fenced or fence or line.lstrip().startswith("|"):
            closed.add(number)
        if front and number and line.rstrip() in ("---", "..."):
            front = False
        elif fence and not front:
            fenced = not fenced
    return closed
