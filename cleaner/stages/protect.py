"""Protected spans: places that the rules of a stage must leave alone, such as addresses, code and Markdown syntax."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cleaner.rulebook.model import Rule
from cleaner.rulebook.patterns import compile_pattern
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

_FENCE = re.compile(r"^ {0,3}(?:```|~~~)", re.M)
_FRONT_MATTER = re.compile(r"\A---\n(?:[^\n]*\n){1,60}?---(?=\n|\Z)")


def markdown_code(text: str) -> Spans:
    """Fenced code blocks and the front matter of a Markdown text, from their first character to their last.

    A fence that is never closed runs to the end of the text.
    """
    found: list[tuple[int, int, str]] = []
    if front := _FRONT_MATTER.match(text):
        found.append((0, front.end(), ""))
    if "```" in text or "~~~" in text:
        opened: re.Match[str] | None = None
        for fence in _FENCE.finditer(text):
            if opened is None:
                opened = fence
            elif fence.group().strip() == opened.group().strip():
                end = text.find("\n", fence.end())
                found.append((opened.start(), len(text) if end < 0 else end, ""))
                opened = None
        if opened is not None:
            found.append((opened.start(), len(text), ""))
    return Spans.of(found)


@dataclass(frozen=True, slots=True)
class Gate:
    """Literals of which a text must hold one. Their single characters are looked for first: that is a memchr."""

    literals: tuple[tuple[str, tuple[str, ...]], ...]
    "Each literal with its characters, the ASCII ones first."

    @classmethod
    def of(cls, literals: Iterable[str]) -> Gate:
        """A gate for `literals`; with none it is always open."""
        return cls(tuple((literal, tuple(sorted(set(literal)))) for literal in literals))

    def lets_in(self, text: str) -> bool:
        """True when the text holds one of the literals."""
        if not self.literals:
            return True
        for literal, characters in self.literals:
            for character in characters:
                if character not in text:
                    break
            else:
                if literal in text:
                    return True
        return False


@dataclass(frozen=True, slots=True)
class Protector:
    """The `protect` rules of a stage, compiled."""

    rules: tuple[tuple[Rule, re.Pattern[str], Gate], ...]

    @classmethod
    def of(cls, rules: Iterable[Rule]) -> Protector:
        """Compile the rules of kind `protect` among `rules`; raises RuleError."""
        return cls(
            tuple((rule, compile_pattern(rule), Gate.of(rule.prefilter)) for rule in rules if rule.kind == "protect")
        )

    def spans(self, text: str, markup: Markup) -> Spans:
        """All protected spans of the text. Costs a few literal searches where nothing is to be protected."""
        found: list[tuple[int, int, str]] = []
        for rule, pattern, gate in self.rules:
            if not gate.lets_in(text):
                continue
            found += _matches(rule, pattern, text)
        if markup == "markdown":
            code = markdown_code(text)
            found += zip(code.starts, code.ends, code.rules, strict=True)
        return Spans.of(found) if found else NOWHERE


def _matches(rule: Rule, pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int, str]]:
    """Spans of one rule. Its options: `from_line_start`, the pattern begins with the newline before its first line;
    `whole_line`, what it finds protects the line."""
    options = rule.options or {}
    if options.get("from_line_start"):
        for match in pattern.finditer("\n" + text):
            yield match.start(), match.end() - 1, rule.id
        return
    reached = -1
    for match in pattern.finditer(text):
        start, end = match.span()
        if not options.get("whole_line"):
            yield start, end, rule.id
        elif start > reached:
            line_end = text.find("\n", start)
            reached = len(text) if line_end < 0 else line_end
            yield text.rfind("\n", 0, start) + 1, reached, rule.id
