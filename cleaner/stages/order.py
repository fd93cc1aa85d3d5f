"""Edits in order of place: the pipeline applies those of a stage as they are where each starts after the one before."""

from __future__ import annotations

from operator import itemgetter, lt

from cleaner.text.edit import EditColumns


def order_edits(edits: EditColumns) -> None:
    """Sort the edits by start, in place; those that start together keep their order.

    Stages leave a few sorted runs one after the other, which `sorted` merges; the columns are then picked in C.
    """
    starts = edits.starts
    if all(map(lt, starts, starts[1:])):
        return
    pick = itemgetter(*sorted(range(len(starts)), key=starts.__getitem__))
    edits.starts, edits.ends, edits.afters = list(pick(starts)), list(pick(edits.ends)), list(pick(edits.afters))
    edits.rules, edits.confidences = list(pick(edits.rules)), list(pick(edits.confidences))
    edits.notes = list(pick(edits.notes))
