"""Lines: a paragraph that was cut into lines of one width, as in mail, old archives and text from PDF, is one line.

Lines are measured in columns, a wide character being two, as the programs that cut them did. Nothing is joined in a
text where only some lines look so: see `_Wrapped`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cleaner.errors import RuleError
from cleaner.rulebook.model import Rule
from cleaner.stages.view import Proposal, Propose, Stage, View

FEWEST = 5
"Lines of a text that may be wrapped."
BREAKS = 4
"Fewest line breaks within a sentence that show that a text is wrapped."
SLACK = 2
"Columns that may stay free before a word that would have fitted."
CLOSED, MARKED, UNINDENTED = 0.6, 0.35, 0.8
"""Least shares: of the paragraphs, those that end with a sentence and short of the margin; of the full lines, those
with a mark in them; of the paragraphs, those whose second line begins further left than a first line would."""

LINKED = 0.5
"From this share of links on a line is none of a paragraph."

_BLANKS = " \t\r\xa0\u3000"
_CLOSING = "”’」』)\uff09》】\"'"
_SENTENCE_END = frozenset("。\uff01\uff1f!?\u2026.\uff1b;\uff1a:")
_STOPPED = _SENTENCE_END.union(_CLOSING)
_MARK = re.compile("[\uff0c。\uff1b\uff1a、,;:]")
_HAN = re.compile("[\u3400-\u9fff]")
_SPACED = re.compile("[\u3400-\u9fff][ \u3000](?=[\u3400-\u9fff])")
_WORD_APART = re.compile("[\u3400-\u9fff] [A-Za-z0-9]|[A-Za-z0-9] [\u3400-\u9fff]")
_WORD_WITHIN = re.compile("[\u3400-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u3400-\u9fff]")
_SET = re.compile("\\S(?:[ \u3000]{3,}|\t)\\S|[|\u2500-\u257f]")
"Blanks that set columns, and lines that draw a table."
_UNIT = re.compile("[A-Za-z0-9_@#%&+./:-]+|.[\uff0c。\uff01\uff1f\uff1b\uff1a、”’」』\uff09》】\u2026]*", re.S)
"What a line is not broken in: a Latin word, a character with the marks behind it."
_ITEM = re.compile(
    "[\uff08(]?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})[\uff09)、.\uff0e]|第[一二三四五六七八九十百0-9]+[章节条回]"
    "|[①-⑳•·●■◆★※*\\-]|[A-Za-z][.)]"
)


def columns(line: str) -> int:
    """Columns of a line: one for a character of one byte in UTF-8, two for a wide one.

    >>> columns("abc"), columns("水位3.1米")
    (3, 9)
    """
    return (len(line.encode("utf-8", "replace")) + len(line)) // 2


@dataclass(frozen=True, slots=True)
class _Wrapped:
    """A text as lines without blanks at their ends. A full line is one on which what begins the next had no room."""

    lines: list[str]
    full: list[bool]
    runs: list[tuple[int, int]]
    "Paragraphs of two lines and more: the first line, all full up to the last, which is the second number."

    def breaks(self) -> Iterator[int]:
        """Numbers of the lines that go on in the next one; none in a text that is not wrapped."""
        lines, runs = self.lines, self.runs
        inner = [number for first, last in runs for number in range(first, last)]
        if sum(not _ends_sentence(lines[number]) for number in inner) < BREAKS:
            return
        closed = sum(not self.full[last] and _ends_sentence(lines[last]) for _, last in runs)
        marked = sum(_MARK.search(lines[number]) is not None for number in inner)
        if closed < CLOSED * len(runs) or marked < MARKED * len(inner):
            return
        indents = [len(line) - len(line.lstrip(_BLANKS)) for line in lines]
        unindented = sum(not indents[last] for _, last in runs) >= UNINDENTED * len(runs)
        begun = unindented and sum(map(bool, indents)) > 1  # paragraphs begin with an indent
        apart = sum(not line for line in lines[runs[0][0] : runs[-1][1]]) * 2 >= len(runs)
        headline = next(number for number, line in enumerate(lines) if line)
        for number in inner:
            line = lines[number]
            if indents[number + 1] > (0 if begun else indents[number]):
                continue
            if _ends_sentence(line) and not (begun or apart):
                continue  # as well the end of a paragraph
            if number == headline and not apart and not _MARK.search(line):
                continue
            yield number


def _wrapped(text: str, least: int, most: int) -> _Wrapped | None:
    """The paragraphs of a text whose lines may have been cut at between `least` and `most` columns."""
    lines = text.split("\n")
    if (
        len(lines) < FEWEST
        or len([1 for line in lines if len(line) * 2 >= least and line[-1] not in _STOPPED]) < BREAKS
    ):
        return None  # nearly all texts
    longest = max(lines, key=len)
    if columns(longest) > most and _MARK.search(longest):
        return None
    lines = [line.rstrip(_BLANKS) for line in lines]
    widths = list(map(columns, lines))
    margin = max((width for line, width in zip(lines, widths, strict=True) if _MARK.search(line)), default=0)
    if not least <= margin <= most:
        return None
    full: list[bool] = []
    for width, below in zip(widths, [*lines[1:], ""], strict=True):
        unit = _first_unit(below)
        full.append(unit != "" and margin // 2 <= width <= margin and width + columns(unit) > margin - SLACK)
    runs: list[tuple[int, int]] = []
    first = None
    for number, line in enumerate(lines):
        if full[number] and _is_text(line, widths[number]):
            first = number if first is None else first
        elif first is not None:
            runs.append((first, number))
            first = None
    return _Wrapped(lines, full, runs) if runs else None


def _first_unit(line: str) -> str:
    """The beginning of a line that goes on from the one above; empty for one that does not, as an item."""
    line = line.lstrip(_BLANKS)
    found = None if _ITEM.match(line) else _UNIT.match(line)
    return found.group() if found else ""


def _is_text(line: str, width: int) -> bool:
    """Whether half of a line is Chinese, and no columns are set in it."""
    return len(_HAN.findall(line)) * 4 >= width and _SET.search(line) is None


def _ends_sentence(line: str) -> bool:
    return line.rstrip(_CLOSING)[-1:] in _SENTENCE_END


def _between(line: str, below: str, airy: bool) -> str:
    """What stands between two lines once they are one: a blank between words, between names that are set apart by
    blanks, and between a word and a Han character where the writer puts one (`airy`)."""
    edges = line[-1], below[0]
    words = sum(edge.isascii() and edge.isalnum() for edge in edges)
    if words == 2 or (words and airy and any(map(_HAN.match, edges))):
        return " "
    return " " if len(_SPACED.findall(f"{line}\n{below}")) > 2 else ""


def compile_stage(rules: tuple[Rule, ...]) -> Propose:
    """The lines stage; its only rule is `wrapped-lines`. Raises RuleError where a width is no number above 0."""
    rule = next((rule for rule in rules if rule.name == "wrapped-lines"), None)
    options = (rule.options if rule else None) or {}
    least, most = options.get("least", 36), options.get("most", 140)
    if not isinstance(least, int) or not isinstance(most, int) or least < 1:
        raise RuleError("wrapped-lines: least and most are numbers of columns above 0; correct its options")

    def propose(view: View) -> Proposal | None:
        text = view.text
        if rule is None or view.markup != "plain":
            return None
        found = _wrapped(text, least, most)
        numbers = list(found.breaks()) if found else []
        if view.hints:
            numbers = [number for number in numbers if all(hint.linked < LINKED for hint in view.hints[number:][:2])]
        if found is None or not numbers:
            return None
        proposal = Proposal()
        airy = len(_WORD_APART.findall(text)) > len(_WORD_WITHIN.findall(text))
        offset, at = 0, 0
        raw = text.split("\n")
        for number in numbers:
            offset += sum(len(line) + 1 for line in raw[at:number])
            at = number
            line, below = found.lines[number], found.lines[number + 1].lstrip(_BLANKS)
            end = offset + len(raw[number]) + 1 + len(raw[number + 1]) - len(raw[number + 1].lstrip(_BLANKS))
            proposal.edits.add(offset + len(line), end, _between(line, below, airy), rule.id, rule.confidence)
        return proposal

    return propose


STAGE = Stage(
    "lines", compile_stage, "joins the lines of paragraphs that were cut into lines of one width", writes=False
)
