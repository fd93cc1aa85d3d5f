"""The scorecard: the figures of each set of gold, and every rule's precision over all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cleaner.evaluate.gold import GoldSet
from cleaner.evaluate.outcome import Figure, Judged, Outcome, RuleTally, tally
from cleaner.pipeline import Cleaner


@dataclass(frozen=True, slots=True)
class Card:
    """The figures of one set of gold."""

    name: str
    "The file or folder, without its ending."
    kind: str
    records: int
    figures: tuple[Figure, ...]
    groups: tuple[tuple[str, tuple[Figure, ...]], ...] = ()
    "The same figures for a part of the records, by the value of the field that was asked for."
    edits: tuple[Judged, ...] = ()
    wrong: tuple[str, ...] = ()
    "What a person needs to see of each record that failed, in the order of the gold."


def evaluate(gold: GoldSet, cleaner: Cleaner, by: str = "") -> Card:
    """Clean all records of a set and judge them; `by` names a field of the records to group the figures by."""
    outcomes = [gold.kind.judge(record, cleaner) for record in gold.records]
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes if by else ():
        groups.setdefault(str(outcome.record.get(by, "")), []).append(outcome)
    return Card(
        gold.name,
        gold.kind.name,
        len(outcomes),
        gold.kind.figures(outcomes),
        tuple((value, gold.kind.figures(part)) for value, part in sorted(groups.items())),
        tuple(edit for outcome in outcomes for edit in outcome.edits),
        tuple(outcome.wrong for outcome in outcomes if outcome.wrong),
    )


def tallies(cards: Iterable[Card]) -> tuple[RuleTally, ...]:
    """Each rule's judged edits over all cards."""
    return tally(edit for card in cards for edit in card.edits)
