"""Repeating the stage until it has nothing more to say, so that a second run over its output changes nothing."""

from __future__ import annotations

from cleaner.stages.view import Proposal, Propose, View
from cleaner.text.compare import differences
from cleaner.text.edit import EditColumns
from cleaner.text.patch import Patch

ROUNDS = 4
"Damage upon damage is read back so many times."


def settled(view: View, propose: Propose, repair: Propose) -> Proposal | None:
    """The proposal of `propose` on `view`; where its result is damaged still, `repair` goes on with it.

    One round is enough for nearly every damaged text. Where it is not, each line that differs is compared with
    what it becomes in the end, and its edits carry the rule of its first edit. Repairs never touch line breaks.
    """
    proposal = propose(view)
    if proposal is None or not proposal.edits:
        return proposal
    proposal.edits = _disjoint(proposal.edits)
    first = text = _applied(view.text, proposal.edits)
    for _ in range(ROUNDS):
        again = repair(View(text, view.markup, view.facts, view.options))
        if again is None or not again.edits:
            break
        again.edits = _disjoint(again.edits)
        text = _applied(text, again.edits)
        _name(proposal, again)
    if text != first:
        proposal.edits = _by_line(view.text, text, proposal.edits)
    return proposal


def _applied(text: str, edits: EditColumns) -> str:
    changes = zip(edits.starts, edits.ends, edits.afters, strict=True)
    return Patch.of(text, (change for change in changes if text[change[0] : change[1]] != change[2])).apply(text)


def _disjoint(edits: EditColumns) -> EditColumns:
    """The edits without those that overlap a better one, so that every reader of the proposal applies the same."""
    order = sorted(range(len(edits)), key=lambda index: (edits.starts[index], edits.ends[index]))
    kept: list[int] = []
    for index in order:
        if kept and edits.starts[index] < edits.ends[kept[-1]]:
            if edits.confidences[index] > edits.confidences[kept[-1]]:
                kept[-1] = index
            continue
        kept.append(index)
    return edits.at(kept) if len(kept) < len(edits) else edits


def _name(proposal: Proposal, again: Proposal) -> None:
    """Take over the verdict of a later round where the first had none."""
    if not proposal.facts:
        proposal.facts += again.facts


def _by_line(before: str, after: str, edits: EditColumns) -> EditColumns:
    """Edits that turn `before` into `after`, line by line, under the rules of `edits`."""
    result = EditColumns()
    ordered = sorted(range(len(edits)), key=edits.starts.__getitem__)
    at = start = 0
    for old, new in zip(before.split("\n"), after.split("\n"), strict=True):
        end = start + len(old)
        while at < len(ordered) and edits.ends[ordered[at]] <= start:
            at += 1
        if old != new:
            index = ordered[min(at, len(ordered) - 1)]
            for low, high, text in differences(old, new):
                result.add(start + low, start + high, text, edits.rules[index], edits.confidences[index], "read twice")
        start = end + 1
    return result
