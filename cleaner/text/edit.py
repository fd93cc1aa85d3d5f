"""Edits: what a stage proposes, one by one or in columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter

from cleaner.text.span import Seen, Span


@dataclass(frozen=True, slots=True)
class Edit:
    """One replacement that a stage proposes, in the coordinates of the text it saw.

    An empty span inserts, an empty `after` deletes.
    """

    span: Span[Seen]
    after: str
    rule: str
    "Id of the rule that proposes it, such as BP012."
    confidence: float
    "Probability that the edit is right, 0 to 1."
    note: str = ""
    "Evidence in words for a person; empty where the rule itself says everything."


class EditColumns:
    """Edits as parallel columns: what stages fill in the hot path. An `Edit` is made when one is asked for.

    Order is free; `arbitrate` sorts. Offsets are code points of the text the stage saw, half-open.
    """

    __slots__ = ("afters", "befores", "confidences", "ends", "notes", "rules", "starts")

    def __init__(self) -> None:
        self.befores: list[str] = []
        "What stands at every place, for a stage that has it at hand; of another length than the rest, it is not known."
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.afters: list[str] = []
        self.rules: list[str] = []
        self.confidences: list[float] = []
        self.notes: list[str] = []

    def add(self, start: int, end: int, after: str, rule: str, confidence: float, note: str = "") -> None:
        """Append one edit."""
        self.starts.append(start)
        self.ends.append(end)
        self.afters.append(after)
        self.rules.append(rule)
        self.confidences.append(confidence)
        self.notes.append(note)

    def extend(self, other: EditColumns) -> None:
        """Append all edits of `other`."""
        self.befores += other.befores
        self.starts += other.starts
        self.ends += other.ends
        self.afters += other.afters
        self.rules += other.rules
        self.confidences += other.confidences
        self.notes += other.notes

    def by_place(self) -> EditColumns:
        """The same edits sorted by start, then end; equal ones keep their order."""
        starts = self.starts
        order = sorted(range(len(starts)), key=starts.__getitem__)  # stages leave a few sorted runs, which this merges
        if len(set(starts)) < len(starts):
            order.sort(key=self.ends.__getitem__)
            order.sort(key=starts.__getitem__)
        return self.at(order)

    def at(self, indexes: list[int]) -> EditColumns:
        """The edits at `indexes`, in that order."""
        chosen = EditColumns()
        if len(indexes) > 1:
            pick = itemgetter(*indexes)  # three times as fast as a list comprehension for each column
            chosen.starts, chosen.ends, chosen.afters = [*pick(self.starts)], [*pick(self.ends)], [*pick(self.afters)]
            chosen.rules, chosen.confidences = [*pick(self.rules)], [*pick(self.confidences)]
            chosen.notes = [*pick(self.notes)]
        elif indexes:
            at = indexes[0]
            chosen.add(
                self.starts[at], self.ends[at], self.afters[at], self.rules[at], self.confidences[at], self.notes[at]
            )
        return chosen

    def __len__(self) -> int:
        return len(self.starts)

    def __getitem__(self, index: int) -> Edit:
        return Edit(
            Span(self.starts[index], self.ends[index]),
            self.afters[index],
            self.rules[index],
            self.confidences[index],
            self.notes[index],
        )

    def __iter__(self) -> Iterator[Edit]:
        return (self[index] for index in range(len(self)))
