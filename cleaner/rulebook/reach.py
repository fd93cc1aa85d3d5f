"""What a prefilter shuts out: texts that a rule's pattern matches, though they hold none of its literals.

Where a text has no literal of the prefilter the pattern is never tried, so a branch that nobody gave a literal is dead,
and no example of another branch shows it. Texts are made from the pattern itself, at random but from a seed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from cleaner.rulebook.hostile import OTHERS, members, parsed, some
from cleaner.rulebook.model import Rule
from cleaner.rulebook.patterns import compile_pattern, expand_classes

TRIES = 2_000
"Texts of one pattern."
MORE = 2
"How often a repetition goes beyond its least."
MOST = 2_000
"Parts of one text."
_CASES: tuple[Callable[[str], str], ...] = (str, str.upper, str.lower, str.title)
_ROUND = ("", "\u4e2d")
"What may stand before and behind a text, for patterns that look there."


def shut_out(rule: Rule, tries: int = TRIES) -> str:
    """The shortest text found that the pattern matches and the prefilter shuts out; empty where none was found.

    Nothing is said of patterns that only the `regex` package reads, of rules without a prefilter, of those with a gate
    besides, and of `protect`, where the literals may say what kind of text is meant. Raises RuleError for a pattern
    that cannot be compiled.
    """
    if not rule.pattern or not rule.prefilter or rule.kind == "protect" or "gate" in (rule.options or {}):
        return ""
    pattern = compile_pattern(rule)
    return min(_outside(rule, pattern, tries), key=lambda text: (len(text), text), default="")


def _outside(rule: Rule, pattern: re.Pattern[str], tries: int) -> Iterator[str]:
    tree = parsed(expand_classes(rule.pattern, rule.file))
    if not tree:
        return
    random = Random(rule.pattern)
    for text in {_Maker(random).text(tree) for _ in range(tries)}:
        if rule.kind == "line":
            if text.strip() == text and "\n" not in text and pattern.fullmatch(text) and not _held(rule, text):
                yield text
            continue
        for place in (before + text + behind for before in _ROUND for behind in _ROUND):
            if not _held(rule, place) and pattern.search(place):
                yield place


def _held(rule: Rule, text: str) -> bool:
    return any(literal in text for literal in rule.prefilter)


@dataclass(slots=True)
class _Maker:
    """Makes one text that a pattern may match; what it looks at on either side is left out."""

    random: Random
    groups: dict[int, str] = field(default_factory=dict)
    left: int = MOST
    "Nodes that may still be visited: a pattern of nested repetitions ends too."

    def text(self, nodes: Iterable[Any]) -> str:
        """A text of a sequence of nodes of the parser."""
        return "".join([self._text_of(str(name), said) for name, said in nodes])

    def _text_of(self, name: str, said: Any) -> str:
        self.left -= 1
        if self.left < 0:
            return ""
        if name == "LITERAL":
            return chr(said)
        if name in ("ANY", "NOT_LITERAL"):
            return next(other for other in OTHERS if name == "ANY" or ord(other) != said)
        if name == "IN":
            return _member(said, self.random)
        if name == "BRANCH":
            return self.text(self.random.choice(said[1]))
        if name.endswith("_REPEAT"):
            least, most, inner = said
            times = self.random.randint(min(least, MOST), min(most, least + MORE, MOST))
            return "".join([self.text(inner) for _ in range(times)])
        if name == "SUBPATTERN":
            return self._group(*said)
        if name == "ATOMIC_GROUP":
            return self.text(said)
        return self.groups.get(said, "") if name == "GROUPREF" else ""

    def _group(self, number: int | None, added: int, _: int, inner: Iterable[Any]) -> str:
        text = self.text(inner)
        text = self.random.choice(_CASES)(text) if added & re.IGNORECASE else text
        if number is not None:
            self.groups[number] = text
        return text


def _member(said: list[Any], random: Random) -> str:
    """A character of a class, as often as not the first of a range."""
    if str(said[0][0]) == "NEGATE":
        return next(members(said), "")
    name, value = random.choice(said)
    if str(name) == "RANGE":
        return chr(random.choice((value[0], random.randint(*value))))
    return some(str(name), value)
