"""Machine paraphrase: texts that a synonym spinner has been through, told by the empty phrases it leaves behind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cleaner.errors import RuleError
from cleaner.rulebook.model import Rule
from cleaner.rulebook.patterns import expand_classes
from cleaner.text.document import Fact

KEY = "verdict.paraphrased"
CAP = 3
"One kind of evidence counts at most so often: a writer's tic is not a machine."


@dataclass(frozen=True, slots=True)
class Paraphrase:
    """The compiled rule. Several kinds of evidence must meet: each alone is found in good texts too."""

    rule: str
    gate: tuple[tuple[str, re.Pattern[str]], ...]
    "Literals, each as one of its characters and a search for the rest around it."
    gate_hits: int
    "So many of the gate's literals must stand in the text before any pattern is tried."
    kinds: int
    "Least number of kinds of evidence."
    score: int
    "Least sum over kinds of the number of places, each kind capped."
    density: float
    "Least sum of places per thousand code points."
    evidence: Mapping[str, re.Pattern[str]]
    "Name of a kind, for people, to what it looks like."

    @classmethod
    def of(cls, rule: Rule) -> Paraphrase:
        """Compile the rule. Raises RuleError where its options are not as this detector needs them."""
        options = rule.options or {}
        gate, table = options.get("gate"), options.get("evidence")
        numbers = [options.get(name) for name in ("gate_hits", "kinds", "score", "density")]
        if not isinstance(gate, list) or not isinstance(table, dict):
            raise RuleError(f"{rule.file}: options: gate must be a list, evidence a table; see SC901")
        if not all(isinstance(number, (int, float)) for number in numbers):
            raise RuleError(f"{rule.file}: options: gate_hits, kinds, score and density must be numbers")
        hits, kinds, score, density = (float(str(number)) for number in numbers)
        patterns = {name: re.compile(expand_classes(str(pattern), rule.file)) for name, pattern in table.items()}
        return cls(
            rule.id,
            tuple(_around(str(literal)) for literal in gate),
            int(hits),
            int(kinds),
            int(score),
            density,
            patterns,
        )

    def open(self, text: str) -> bool:
        """Whether enough of the gate's literals stand in the text. Stops as soon as too few are left."""
        missing = len(self.gate) - self.gate_hits
        for character, literal in self.gate:
            if character not in text or literal.search(text) is None:
                missing -= 1
                if missing < 0:
                    return False
        return True

    def counts(self, text: str) -> dict[str, int]:
        """Number of places of each kind, the kinds without any left out; empty where too few kinds can meet."""
        found: dict[str, int] = {}
        missing = len(self.evidence) - self.kinds
        for name, pattern in self.evidence.items() if self.open(text) else ():
            number = len(pattern.findall(text))
            if number:
                found[name] = number
            else:
                missing -= 1
                if missing < 0:
                    return {}
        return found

    def fact(self, text: str) -> Fact | None:
        """The verdict with its evidence in words, or None where the text does not read like a machine's."""
        counts = self.counts(text)
        if len(counts) < self.kinds or sum(min(number, CAP) for number in counts.values()) < self.score:
            return None
        if sum(counts.values()) * 1000 < self.density * len(text):
            return None
        said = ", ".join(f"{name} {number}" for name, number in sorted(counts.items(), key=lambda pair: -pair[1]))
        return Fact(KEY, True, self.rule, None, said)


def _around(literal: str) -> tuple[str, re.Pattern[str]]:
    """A literal as its last character that is not one of the commonest, and a search that begins with it: the engine
    runs to a single character three times as fast as `in` looks for two."""
    at = max((index for index, character in enumerate(literal) if character not in " 的"), default=0)
    before = f"(?<={re.escape(literal[: at + 1])})" if at else ""
    return literal[at], re.compile(re.escape(literal[at]) + before + re.escape(literal[at + 1 :]))
