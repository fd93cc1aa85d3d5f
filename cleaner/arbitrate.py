"""Which of a stage's proposed edits are applied: the only place where conflicts are settled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from operator import lt

from cleaner.decisions import Ruling
from cleaner.errors import SpanError
from cleaner.rulebook.model import Rule
from cleaner.text.document import Entry, Fact, Status, Step, by_place
from cleaner.text.edit import EditColumns
from cleaner.text.patch import Patch, no_patch, slices

ACCEPTED = "accepted in review"
"What the note of an edit says that a person accepted."
APPLY_AT = 0.8
"The default bar: an edit that is right four times in five."


@dataclass(frozen=True, slots=True)
class Known:
    """What goes into a step as it is, beside the edits that are decided on."""

    facts: tuple[Fact, ...] = ()
    flagged: tuple[Entry, ...] = ()


NOTHING = Known()


@dataclass(frozen=True, slots=True)
class Bar:
    """What an edit must reach to be applied without being asked for."""

    apply_at: float = APPLY_AT
    "Edits below this confidence are held for a person."
    infer: bool = True
    "Whether rules that insert what the text does not show may be applied."

    def admits(self, rule: Rule) -> bool:
        """True when the rule's edits may be applied at all."""
        return rule.apply == "auto" and (self.infer or not rule.inferred)


@dataclass(frozen=True, slots=True)
class Weights:
    """What decides between edits."""

    rules: Mapping[str, Rule]
    admitted: set[str]
    "Ids of the rules whose edits may be applied without being asked for."
    apply_at: float
    rulings: Mapping[int, Ruling]

    def fate(self, index: int, edits: EditColumns) -> Status:
        """What becomes of an edit that has no rival."""
        ruling = self.rulings.get(index)
        if ruling == "reject":
            return "rejected"
        clear = edits.confidences[index] >= self.apply_at and edits.rules[index] in self.admitted
        return "applied" if ruling or clear else "held"

    def rank(self, index: int, edits: EditColumns) -> tuple[bool, int, float, int, int]:
        """Sorts edits that are rivals, the one to take first."""
        priority = self.rules[edits.rules[index]].priority
        return index not in self.rulings, -priority, -edits.confidences[index], edits.starts[index], index


def arbitrate(
    stage: str,
    text: str,
    edits: EditColumns,
    rules: Mapping[str, Rule],
    bar: Bar,
    known: Known = NOTHING,
    rulings: Mapping[int, Ruling] | None = None,
) -> Step:
    """The step that applies the best edits that do not overlap; all others become entries of it.

    Candidates are the edits of admitted rules at or above the bar, the rest is held. Candidates are taken by
    rule priority, confidence and place; one that overlaps an edit already taken is shadowed by it. `rulings` says what
    a person decided, by index of the edit; the edits are sorted by place then. What was accepted is a candidate and
    goes before all others, what was rejected is none.
    """
    if not edits.starts:
        return Step(stage, no_patch(len(text)), others=known.flagged, facts=known.facts)
    apart = all(map(lt, edits.starts, edits.starts[1:]))
    if not apart:
        edits = edits.by_place()
        apart = all(map(lt, edits.starts, edits.starts[1:]))
    admitted = {rule for rule in set(edits.rules) if bar.admits(rules[rule])}
    if not rulings and apart and admitted.issuperset(edits.rules) and min(edits.confidences) >= bar.apply_at:
        try:
            return _whole(stage, text, edits, known)
        except SpanError:  # the patch itself proves that the edits are disjoint and change something; here they are not
            pass
    weights = Weights(rules, admitted, bar.apply_at, rulings or {})
    taken, others = _weighed(text, edits, weights)
    for index in weights.rulings.keys() & set(taken):
        edits.notes[index] = "; ".join(filter(None, (edits.notes[index], ACCEPTED)))
    return _whole(stage, text, edits.at(taken), Known(known.facts, by_place(others + known.flagged)))


def _weighed(text: str, edits: EditColumns, weights: Weights) -> tuple[list[int], tuple[Entry, ...]]:
    """Indexes of the edits to apply, and entries for all others. `edits` are sorted by place."""
    starts, ends, afters = edits.starts, edits.ends, edits.afters
    candidates: list[int] = []
    left: list[tuple[int, Status, str]] = []
    for index, (start, end, after) in enumerate(zip(starts, ends, afters, strict=True)):
        if end - start == len(after) and text[start:end] == after:
            continue
        fate = weights.fate(index, edits)
        if fate == "applied":
            candidates.append(index)
        else:
            left.append((index, fate, ""))
    taken, losers = _disjoint(candidates, edits, weights)
    left += [(loser, "shadowed", edits.rules[winner]) for loser, winner in losers]
    return taken, tuple([Entry(edits[index], text[starts[index] : ends[index]], fate, by) for index, fate, by in left])


def _whole(stage: str, text: str, edits: EditColumns, known: Known) -> Step:
    """The step that applies every edit: by far the commonest case, and the cheapest. Raises SpanError."""
    starts, ends = tuple(edits.starts), tuple(edits.ends)
    befores = tuple(edits.befores) if len(edits.befores) == len(starts) else slices(text, starts, ends)
    patch = Patch(len(text), starts, ends, befores, tuple(edits.afters))
    columns = tuple(edits.rules), tuple(edits.confidences), tuple(edits.notes)
    return Step(stage, patch, *columns, known.flagged, known.facts)


def _disjoint(candidates: list[int], edits: EditColumns, weights: Weights) -> tuple[list[int], list[tuple[int, int]]]:
    """Indexes of the edits taken, by place, and pairs of a loser and the edit that beat it.

    Edits fall into clusters that overlap as a chain; a cluster of one, nearly every one, needs no decision.
    """
    taken: list[int] = []
    losers: list[tuple[int, int]] = []
    cluster: list[int] = []
    reach = -1
    for index in candidates:
        start, end = edits.starts[index], edits.ends[index]
        apart = start >= reach if cluster and edits.ends[cluster[-1]] > edits.starts[cluster[-1]] else start > reach
        if cluster and not apart:
            cluster.append(index)
            reach = max(reach, end)
            continue
        _settle(cluster, edits, weights, taken, losers)
        cluster, reach = [index], end
    _settle(cluster, edits, weights, taken, losers)
    return taken, losers


def _settle(
    cluster: list[int],
    edits: EditColumns,
    weights: Weights,
    taken: list[int],
    losers: list[tuple[int, int]],
) -> None:
    """Take the best of a cluster that do not overlap; a rival is recorded with the edit that beat it."""
    if len(cluster) < 2:
        taken += cluster
        return
    order = sorted(cluster, key=lambda index: weights.rank(index, edits))
    winners: list[int] = []
    for index in order:
        rival = next((winner for winner in winners if overlap(edits, index, winner)), None)
        if rival is None:
            winners.append(index)
        else:
            losers.append((index, rival))
    taken += sorted(winners, key=lambda index: (edits.starts[index], edits.ends[index]))


def overlap(edits: EditColumns, one: int, other: int) -> bool:
    """True when two edits cannot both be applied: they share a code point, or one inserts inside the other.

    Touching is not overlapping, but two insertions at one place are rivals: nothing would order them.
    """
    a, b, c, d = edits.starts[one], edits.ends[one], edits.starts[other], edits.ends[other]
    if a == b and c == d:
        return a == c
    if a == b or c == d:
        point, start, end = (a, c, d) if a == b else (c, a, b)
        return start < point < end
    return a < d and c < b
