"""What an evaluation is made of: outcomes of single records, and the figures that sum them up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any, Literal

from cleaner.pipeline import Cleaner

Record = Mapping[str, Any]
"One row of gold, as its JSON says."
Z = 1.96
"Standard normal quantile of the 95 % interval."


@dataclass(frozen=True, slots=True)
class Judged:
    """One applied edit that gold can judge."""

    rule: str
    confidence: float
    "What the rule said of it, 0 to 1."
    right: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one record of gold."""

    record: Record
    counts: Mapping[str, float]
    "Named by the kind of gold; they add up over records."
    edits: tuple[Judged, ...] = ()
    wrong: str = ""
    "What a person needs to see of a record that failed; empty for one that passed."


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the scorecard."""

    name: str
    value: float
    "A share from 0 to 1, or a rate where `unit` says so."
    of: int
    "How many cases it rests on."
    better: Literal["higher", "lower"] = "higher"
    unit: str = "%"

    @property
    def shown(self) -> str:
        """The value as the table prints it.

        >>> Figure("recall", 0.98765, 10).shown, Figure("false edits", 0.251, 4, "lower", "/10k").shown
        ('98.8 %', '0.25/10k')
        """
        return f"{100 * self.value:.1f} %" if self.unit == "%" else f"{self.value:.2f}{self.unit}"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of gold: how a record is judged, and how outcomes are summed up."""

    name: str
    judge: Callable[[Record, Cleaner], Outcome]
    figures: Callable[[Sequence[Outcome]], tuple[Figure, ...]]


@dataclass(frozen=True, slots=True)
class RuleTally:
    """How often the edits of one rule were right, beside what the rule says of itself."""

    rule: str
    stated: float
    "Mean of the confidences of its judged edits."
    right: int
    judged: int

    @property
    def precision(self) -> float:
        """Share of its judged edits that were right."""
        return self.right / self.judged

    @property
    def interval(self) -> tuple[float, float]:
        """Where the true precision lies, 95 %: Wilson's score interval.

        >>> [round(bound, 3) for bound in RuleTally("PU001", 0.9, 48, 50).interval]
        [0.865, 0.989]
        """
        n, share = self.judged, self.precision
        middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
        half = Z / (1 + Z * Z / n) * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
        return max(0.0, middle - half), min(1.0, middle + half)

    @property
    def overstated(self) -> bool:
        """True where the rule is surer of itself than gold allows."""
        return self.stated > self.interval[1]


def tally(edits: Iterable[Judged]) -> tuple[RuleTally, ...]:
    """The judged edits by rule, in the order of the ids."""
    by_rule: dict[str, list[Judged]] = {}
    for edit in edits:
        by_rule.setdefault(edit.rule, []).append(edit)
    return tuple(
        RuleTally(rule, sum(edit.confidence for edit in made) / len(made), sum(edit.right for edit in made), len(made))
        for rule, made in sorted(by_rule.items())
    )


def total(outcomes: Sequence[Outcome], name: str) -> float:
    """Sum of a count over outcomes; 0 for those that do not have it."""
    return sum(outcome.counts.get(name, 0) for outcome in outcomes)


def share(part: float, whole: float, empty: float = 1.0) -> float:
    """`part` of `whole`; `empty` where there is nothing to share."""
    return part / whole if whole else empty


def f1(precision: float, recall: float) -> float:
    """Harmonic mean of precision and recall."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def solid(text: str) -> int:
    """How many characters of a text are no blanks.

    >>> solid(" 甲 乙\\n")
    2
    """
    return len("".join(text.split()))
