"""Protected spans: places that the rules of a stage must leave alone, such as addresses, code and Markdown syntax."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from itertools import chain

from cleaner.rulebook.model import Rule
from cleaner.rulebook.patterns import compile_pattern
from cleaner.stages.code import code_lines
from cleaner.stages.view import Markup


@dataclass(frozen=True, slots=True)
class Spans:
    """Runs of code points, sorted, disjoint, half-open, and the rule that protects each of them."""

    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    rules: tuple[str, ...] = ()

    @classmethod
    def of(cls, found: Iterable[tuple[int, int, str]]) -> Spans:
        """Spans from `(start, end, rule)`; those that overlap are merged, the first names the rule."""
        starts: list[int] = []
        ends: list[int] = []
        rules: list[str] = []
        for start, end, rule in sorted(found):
            if ends and start < ends[-1]:
                ends[-1] = max(ends[-1], end)
                continue
            starts.append(start)
            ends.append(end)
            rules.append(rule)
        return cls(tuple(starts), tuple(ends), tuple(rules))

    def __bool__(self) -> bool:
        return bool(self.starts)

    def covers(self, offset: int) -> bool:
        """True when a span holds the character at `offset`."""
        return self.shield(offset) is not None

    def shield(self, offset: int) -> str | None:
        """Rule of the span that holds the character at `offset`; None where there is none."""
        at = bisect_right(self.starts, offset) - 1
        return self.rules[at] if at >= 0 and offset < self.ends[at] else None


NOWHERE = Spans()

_FENCE = re.compile(r"^ {0,3}(?:> ?){0,3}(```|~~~)", re.M)
_FRONT_MATTER = re.compile(r"\A---\n(?:[^\n]*\n){1,60}?---(?=\n|\Z)")
_IMAGE = re.compile(r"!\[")
_DEFINITION = re.compile(r"^ {0,3}\[(?:\^[^\]\n]{1,60}\]:|[^\]\n^][^\]\n]{0,99}\]:[^\n]*)", re.M)
"The mark of a footnote, whose text is prose; a link's whole line, whose text is an address."
_INDENTED = re.compile(r"(?:\A|\n[ \t]*\n)((?:(?: {4}|\t)[^\n]*(?:\n|\Z))+)")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|[0-9]{1,9}[.)])[ \t]|[ \t]")


def markdown_syntax(text: str) -> Spans:
    """Code blocks, front matter, definitions and the opening of images in a Markdown text."""
    found = [*_fenced(text), *_indented(text)]
    if front := _FRONT_MATTER.match(text):
        found.append((0, front.end(), ""))
    if "![" in text:
        found += [(match.start(), match.end(), "") for match in _IMAGE.finditer(text)]
    if "]:" in text:
        found += [(match.start(), match.end(), "") for match in _DEFINITION.finditer(text)]
    return Spans.of(found)


def _fenced(text: str) -> Iterator[tuple[int, int, str]]:
    """Fenced code blocks, also in quotations. One that is never closed runs to the end of the text."""
    if "```" not in text and "~~~" not in text:
        return
    opened: re.Match[str] | None = None
    for fence in _FENCE.finditer(text):
        if opened is None:
            opened = fence
        elif fence[1] == opened[1]:
            end = text.find("\n", fence.end())
            yield opened.start(), len(text) if end < 0 else end, ""
            opened = None
    if opened is not None:
        yield opened.start(), len(text), ""


def _indented(text: str) -> Iterator[tuple[int, int, str]]:
    """Code blocks indented by four blanks or a tab; after a list item such lines are its paragraphs."""
    if "    " not in text and "\t" not in text:
        return
    for block in _INDENTED.finditer(text):
        end = block.start()
        while end and text[end - 1] in " \t\n":
            end -= 1
        if not _ITEM.match(text, text.rfind("\n", 0, end) + 1):
            yield block.start(1), block.end(1), ""


@dataclass(frozen=True, slots=True)
class Gate:
    """Literals of which a text must hold one, looked for in the cheapest way.

    A character whose presence is known costs nothing. Those that begin alike are looked for together, as their first
    character with the rest behind it: the engine is three times as fast at that as `in` is at two characters.
    """

    groups: tuple[tuple[frozenset[str], tuple[str, ...], re.Pattern[str] | None], ...]
    "Literals with one first character: what listed characters and what others all of them hold, and their pattern."
    listed: frozenset[str] | None
    "Listed characters of which the text must hold one; None where a literal has none."

    @classmethod
    def of(cls, literals: Iterable[str], listed: frozenset[str] = frozenset()) -> Gate:
        """A gate for `literals`; with none it is always open. `listed`: characters that a caller knows to be there."""
        alike: dict[str, list[str]] = {}
        for literal in literals:
            alike.setdefault(literal[0], []).append(literal)
        groups = []
        for first, group in alike.items():
            shared = frozenset.intersection(*map(frozenset, group))
            rests = "|".join(re.escape(literal[1:]) for literal in group)
            pattern = None if first in group else re.compile(f"{re.escape(first)}(?={rests})")
            groups.append((shared & listed, tuple(sorted(shared - listed)), pattern))
        some = [shared for shared, _, _ in groups]
        return cls(tuple(groups), frozenset(chain(*some)) if all(some) and some else None)

    def lets_in(self, text: str, present: Set[str] = frozenset()) -> bool:
        """True when the text holds one of the literals. `present`: which of the listed characters it holds."""
        if self.listed is not None and self.listed.isdisjoint(present):
            return False
        for listed, others, pattern in self.groups:
            if not listed <= present:
                continue
            for character in others:
                if character not in text:
                    break
            else:
                if pattern is None or pattern.search(text) is not None:
                    return True
        return not self.groups


@dataclass(frozen=True, slots=True)
class Protector:
    """The `protect` rules of a stage, compiled."""

    rules: tuple[tuple[Rule, re.Pattern[str], Gate], ...]

    @classmethod
    def of(cls, rules: Iterable[Rule], listed: frozenset[str] = frozenset()) -> Protector:
        """Compile the rules of kind `protect` among `rules`; raises RuleError. `listed`: see `Gate`."""
        mine = [rule for rule in rules if rule.kind == "protect"]
        return cls(tuple((rule, compile_pattern(rule), Gate.of(rule.prefilter, listed)) for rule in mine))

    def spans(self, text: str, markup: Markup, present: Set[str] = frozenset()) -> Spans:
        """All protected spans of the text. Costs a few literal searches where nothing is to be protected.

        `present`: the listed characters that the text holds.
        """
        found: list[tuple[int, int, str]] = []
        for rule, pattern, gate in self.rules:
            listed = gate.listed
            if (listed is None or not listed.isdisjoint(present)) and gate.lets_in(text, present):
                found += _matches(rule, pattern, text)
        if markup == "markdown":
            code = markdown_syntax(text)
            found += zip(code.starts, code.ends, code.rules, strict=True)
        return Spans.of(found) if found else NOWHERE


def _at_literals(rule: Rule, pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    for literal in rule.prefilter:
        place = text.find(literal)
        while place >= 0:
            match = pattern.match(text, place)
            if match is not None:
                yield match
            place = text.find(literal, max(match.end(), place + 1) if match else place + 1)


def _matches(rule: Rule, pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int, str]]:
    """Spans of one rule. Its options: `at_literal`, the pattern begins with a literal of the prefilter and is tried
    only where one stands (the engine has no quick way to look for one of several); `from_line_start`, the pattern
    begins with the newline before its first line; `least`, how often its first literal must occur; `reader`, "code":
    the pattern finds lines that may be program text, and the reader judges them; `whole_line`, what it finds protects
    the line; `with`, what a text must also hold."""
    options = rule.options or {}
    if options.get("reader") == "code":
        for start, end in code_lines(text, pattern):
            yield start, end, rule.id
        return
    least = options.get("least", 0)
    if isinstance(least, int) and least and rule.prefilter and text.count(rule.prefilter[0]) < least:
        return
    also = options.get("with")
    if isinstance(also, str) and also not in text:
        return
    if options.get("from_line_start"):
        for match in pattern.finditer("\n" + text):
            yield match.start(), match.end() - 1, rule.id
        return
    reached = -1
    found = _at_literals(rule, pattern, text) if options.get("at_literal") else pattern.finditer(text)
    for match in found:
        start, end = match.span()
        if not options.get("whole_line"):
            yield start, end, rule.id
        elif start > reached:
            line_end = text.find("\n", start)
            reached = len(text) if line_end < 0 else line_end
            yield text.rfind("\n", 0, start) + 1, reached, rule.id
