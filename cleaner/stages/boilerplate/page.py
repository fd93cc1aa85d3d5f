"""A document as its lines that are not blank, with where they stand, and what shape they have."""

from __future__ import annotations

import re

MAX_LINE = 400
"Longer lines are never boilerplate: menus and footers are short, and line patterns stay cheap. Code points."
MIN_PROSE = 18
"A line with a full stop is prose from this length on. Code points."

_STOP = re.compile("[。\uff01\uff1f]")
_ENDS_SENTENCE = re.compile("[。\uff01\uff1f!?\u2026\uff1b;]['\"\u201d\u2019\u300d\u300f)\uff09]{0,2}$")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")


class Page:
    """Lines of one text that are not blank. Columns, one entry per such line."""

    __slots__ = ("closed", "ends", "lines", "starts", "text")

    def __init__(self, text: str, markdown: bool = False) -> None:
        self.text = text
        self.starts: list[int] = []
        "Offset of the line with its leading blanks. Code points of the text."
        self.ends: list[int] = []
        "Offset after its line break."
        self.lines: list[str] = []
        "The line without blanks at its ends."
        self.closed: set[int] = _closed(text) if markdown else set()
        "Offsets of lines that belong to Markdown structure and are never looked at."
        at = 0
        size = len(text)
        for raw in text.split("\n"):
            after = at + len(raw) + 1
            line = raw.strip()
            if line:
                self.starts.append(at)
                self.ends.append(after if after <= size else size)
                self.lines.append(line)
            at = after

    def __len__(self) -> int:
        return len(self.lines)

    def left(self, index: int) -> int:
        """Offset of the first code point of a line that is not blank."""
        return self.text.index(self.lines[index][0], self.starts[index])

    def open(self, index: int) -> bool:
        """True when the line may be looked at: short enough, no Markdown structure."""
        return len(self.lines[index]) <= MAX_LINE and self.starts[index] not in self.closed


def is_prose(line: str) -> bool:
    """True for a line that is running text: long enough, and with a stop or the end of a sentence.

    >>> is_prose("春天来了。"), is_prose("傍晚的梯田边摆起了长凳,村民们从四面八方赶来。"), is_prose("会议现场")
    (False, True, False)
    """
    return len(line) >= MIN_PROSE and ("。" in line or bool(_ENDS_SENTENCE.search(line)))


def ends_sentence(line: str) -> bool:
    """True when a line ends as a sentence does; closing quotes and brackets are looked through."""
    return bool(_ENDS_SENTENCE.search(line))


def has_stop(line: str) -> bool:
    """True when the line holds a full stop, a full-width exclamation mark or question mark."""
    return bool(_STOP.search(line))


def _closed(text: str) -> set[int]:
    """Offsets of Markdown lines that belong to front matter, code fences or tables."""
    closed: set[int] = set()
    at, fenced, front = 0, False, text.startswith("---\n")
    for number, line in enumerate(text.split("\n")):
        fence = bool(_FENCE.match(line))
        if front or fenced or fence or line.lstrip().startswith("|"):
            closed.add(at)
        if front and number and line.rstrip() in ("---", "..."):
            front = False
        elif fence and not front:
            fenced = not fenced
        at += len(line) + 1
    return closed
