"""What may start an item at a place of a line: a day, a word of a rule, or the pattern of a rule.

Words are looked up by their first character and patterns are tried only on lines that hold one of their literals, so
nothing has to be compiled into one large alternation. The rules of higher priority are asked first, then by id.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from cleaner.rulebook.model import Rule
from cleaner.rulebook.patterns import CLASSES, compile_pattern
from cleaner.stages.boilerplate.dates import DATE, DATE_FIRST, RELATIVE
from cleaner.stages.boilerplate.marks import Zone, allowed

BLANK = f"[{CLASSES['blank']}]"
SEPARATORS = (
    CLASSES["blank"]
    + r"|\uff5c\u4e28\u2223\xa6\u2502\xb7\u30fb\u2022\u25ce\u2571/\\,\uff0c;\uff1b\u3001\-\u2013\u2014_*>"
    r"\u300a\u300b\u300c\u300d\u3010\u3011\[\]()\uff08\uff09"
)
"What may stand between items: blanks, bars, commas, strokes, brackets; the body of a character class."
PEOPLE = ("author", "editor", "credit")
"Kinds of values that are lists of people."
BARS = r"[|\uff5c\u4e28\u2223]"
ADDRESS = re.compile(r"https?://[!-~]{4,300}")
"An address, as a value or behind one."
_COLON = re.compile("[:\uff1a]")
_FIGURES = re.compile("[0-9\uff10-\uff19:\uff1a|\uff5c\u4e28\u2223\u3007\u25cb]|[今昨前][天日]|刚刚|剛剛")
_SKIP = re.compile(f"[{SEPARATORS}\n]*")
_RUN = re.compile(f"[{SEPARATORS}\n]+")
_BLANKS = re.compile(f"{BLANK}{{0,4}}")
_ANY_BLANKS = re.compile(f"{BLANK}*")
_DAY = re.compile(f"(?=[{DATE_FIRST}])(?:{DATE}|{RELATIVE})")

_GAP = rf"{BLANK}{{0,4}}(?:\n{BLANK}{{0,4}})?"
_STROKE = r"(?<=[\u4e00-\u9fff]{2})[/\uff0f](?=[\u4e00-\u9fff]{2,4}(?![\w:\uff1a/\uff0f]))"
_COLON_BEHIND = rf"{_GAP}[:\uff1a]"
_BEHIND = {
    "": r"(?![\u4e00-\u9fff])[:\uff1a]?",
    "date": rf"{_GAP}(?:[:\uff1a]|{BARS}|(?=\d{{4}}[-/.\u5e74]))",
    "day": rf"{_GAP}[:\uff1a]{_GAP}(?=(?:19|20)?\d\d)",
    "owner": r"(?!者|人|局|法|交易|保护)[:\uff1a]?",
    "source": rf"{_GAP}(?:[:\uff1a]|{BARS}(?=[^|\n]))",
    **dict.fromkeys(PEOPLE, rf"{_GAP}(?:[:\uff1a]|{BARS}(?=[^|\n])|{_STROKE})"),
}
"What must stand behind a word, by the kind of its value; a bare word has none."


def value_kind(rule: Rule) -> str:
    """The shape of a label's value: date, source, people, code, number or text."""
    said = (rule.options or {}).get("value")
    if isinstance(said, str):
        return said
    return {"date": "date", "updated": "date"}.get(rule.field, rule.field)


def has_pattern(rule: Rule) -> bool:
    """True for an item rule with a pattern of its own; the others are words, which an item begins with."""
    return bool(rule.pattern) and rule.kind != "labels"


def is_bare(rule: Rule) -> bool:
    """True where the rule may speak about a line without figures, colons and bars."""
    return bool((rule.options or {}).get("bare"))


def gate_of(rule: Rule) -> str:
    """Pattern of what a line must hold for the rule's own to be tried; empty where the rule has none."""
    said = (rule.options or {}).get("gate")
    return said if isinstance(said, str) else ""


def behind_words(rule: Rule) -> str:
    """Pattern of what must stand behind the words of a rule."""
    return _BEHIND.get(value_kind(rule), _COLON_BEHIND) if rule.kind == "labels" else _BEHIND[""]


def has_figures(line: str) -> bool:
    """True for a line with figures, colons, bars or a day told from now: only such lines hold most items."""
    return _FIGURES.search(line) is not None


def may_be_spaced(word: str) -> bool:
    """True for labels that may be set with blanks between their characters, as in 来 源."""
    return 2 <= len(word) <= 3 and not word.isascii()


class Start(NamedTuple):
    """What starts an item."""

    rule: Rule | None
    "None for a day without a label."
    end: int
    "Offset behind it. Code points of the line."


class _Pattern(NamedTuple):
    order: int
    rule: Rule
    match: Callable[[str, int], re.Match[str] | None]
    gate: Callable[[str], object] | None


class _Word(NamedTuple):
    order: int
    text: str
    rule: Rule
    spaced: bool
    behind: Callable[[str, int], re.Match[str] | None]
    labelled: bool
    "With a value behind it that may follow other text without a separator."


@dataclass(frozen=True, slots=True)
class Line:
    """A line and the rules that may find something on it."""

    text: str
    words: dict[str, tuple[_Word, ...]]
    patterns: tuple[_Pattern, ...]

    def at(self, place: int) -> Start | None:
        """What starts an item at an offset."""
        text = self.text
        day = _DAY.match(text, place)
        if day is not None:
            return Start(None, day.end())
        word, end = self._word(place)
        for pattern in self.patterns:
            if word is not None and pattern.order > word.order:
                break
            match = pattern.match(text, place)
            if match is not None and match.end() > place:
                return Start(pattern.rule, match.end())
        return Start(word.rule, end) if word is not None else None

    def _word(self, place: int, labelled: bool = False) -> tuple[_Word | None, int]:
        text = self.text
        for word in self.words.get(text[place : place + 1], ()):
            if labelled and not word.labelled:
                continue
            end = place + len(word.text) if text.startswith(word.text, place) else -1
            if end < 0 and word.spaced:
                end = _spaced(text, place, word.text)
            behind = word.behind(text, end) if end > 0 else None
            if behind is not None:
                return word, behind.end()
        return None, place

    def end_of_value(self, place: int, limit: int, field: str) -> int:
        """Where the value of a field that begins at an offset ends: at separators with an item of another field
        behind them, at a label with a colon that follows without a separator, or at the limit. An address is one
        value, or belongs to the source before it."""
        text = self.text
        end = limit
        address = ADDRESS.search(text, place, limit)
        begin, behind_it = address.span() if address else (limit, limit)
        for run in _RUN.finditer(text, place, limit):
            if begin <= run.start() < behind_it or (run.end() == begin and field == "source"):
                continue
            starts = (self.at(behind) for behind in range(run.end(), run.start(), -1))
            if any(start is not None and not names(start, field) for start in starts):
                end = run.start()
                break
        if _COLON.search(text, place, end):
            for glued in range(place, end):
                if self._word(glued, labelled=True)[0] is not None:
                    return glued
        return end

    def value_at(self, place: int, field: str) -> tuple[int, int]:
        """Where the value of a label begins that ends at `place`, and the end of that line. It may stand on the next
        line, where no item of another field begins there; if one does, both offsets are the same."""
        at = _behind_blanks(self.text, place)
        if self.text.startswith("\n", at):
            below = _behind_blanks(self.text, at + 1)
            start = self.at(below)
            if start is not None and not names(start, field):
                return at, at
            at = below
        limit = self.text.find("\n", at)
        return at, limit if limit >= 0 else len(self.text)


def names(start: Start, field: str) -> bool:
    """Whether what stands behind a label is the name that the label asks for, not the next item."""
    return start.rule is not None and start.rule.kind != "labels" and (start.rule.options or {}).get("field") == field


def _behind_blanks(text: str, place: int) -> int:
    blanks = _ANY_BLANKS.match(text, place)
    assert blanks is not None
    return blanks.end()


def skip(line: str, place: int) -> int:
    """Offset of the first code point from `place` on that is no separator."""
    match = _SKIP.match(line, place)
    assert match is not None
    return match.end()


def next_start(line: str, place: int) -> int:
    """Offset behind the next separators from `place` on; the end of the line where there are none."""
    run = _RUN.search(line, place)
    return run.end() if run is not None else len(line)


class Lexer:
    """All item rules, by zone. A line without figures, colons and bars is only asked for rules with option `bare`.

    Raises RuleError for a bad pattern.
    """

    def __init__(self, rules: Iterable[Rule], zone: Zone) -> None:
        here = sorted((rule for rule in rules if allowed(rule, zone)), key=lambda rule: (-rule.priority, rule.id))
        bare = [(order, rule) for order, rule in enumerate(here) if is_bare(rule)]
        self._all = _Rules(list(enumerate(here)))
        self._bare = _Rules(bare)

    def line(self, text: str, held: Iterable[str]) -> Line:
        """The line with the rules that it asks for. `held` are the literals of the rules that it holds."""
        rules = self._all if has_figures(text) else self._bare
        return Line(text, rules.words, rules.live(text, held))


class _Rules:
    def __init__(self, rules: list[tuple[int, Rule]]) -> None:
        self.words = _words(rules)
        patterns = [_pattern(order, rule) for order, rule in rules if has_pattern(rule)]
        self._gated = tuple(pattern for pattern in patterns if pattern.gate or not pattern.rule.prefilter)
        self._behind: dict[str, tuple[_Pattern, ...]] = {}
        for pattern in patterns:
            for literal in pattern.rule.prefilter:
                self._behind[literal] = (*self._behind.get(literal, ()), pattern)

    def live(self, line: str, held: Iterable[str]) -> tuple[_Pattern, ...]:
        """The patterns that may find something on a line, in their order."""
        found: dict[int, _Pattern] = {}
        for literal in held:
            for pattern in self._behind.get(literal, ()):
                found[pattern.order] = pattern
        for pattern in self._gated:
            if pattern.gate is None or pattern.gate(line):
                found[pattern.order] = pattern
        return tuple([found[order] for order in sorted(found)]) if found else ()


def _pattern(order: int, rule: Rule) -> _Pattern:
    gate = (rule.options or {}).get("gate")
    return _Pattern(
        order, rule, compile_pattern(rule).match, re.compile(gate).search if isinstance(gate, str) else None
    )


def _words(rules: Iterable[tuple[int, Rule]]) -> dict[str, tuple[_Word, ...]]:
    """Words by their first character, in the order in which they are asked for: by rule, the longest first."""
    found: dict[str, list[_Word]] = {}
    for order, rule in rules:
        if has_pattern(rule):
            continue
        behind = re.compile(behind_words(rule)).match
        labelled = rule.kind == "labels" and value_kind(rule) != "owner"
        for text in sorted(rule.labels, key=len, reverse=True):
            spaced = rule.kind == "labels" and may_be_spaced(text)
            found.setdefault(text[0], []).append(_Word(order, text, rule, spaced, behind, labelled))
    return {first: tuple(words) for first, words in found.items()}


def _spaced(line: str, place: int, word: str) -> int:
    """Offset behind a word that is set with up to four blanks between its characters; -1 where it is not there."""
    at = place
    for number, character in enumerate(word):
        if number:
            blanks = _BLANKS.match(line, at)
            assert blanks is not None
            at = blanks.end()
        if not line.startswith(character, at):
            return -1
        at += 1
    return at
