"""What a document's lists look like: the facts of the stage."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from cleaner.stages.ordinals.census import Row, announced_in, arabic_rows, look_again, rows_of, worded_rows
from cleaner.stages.ordinals.repair import Repair
from cleaner.stages.ordinals.settle import Settled
from cleaner.stages.ordinals.tables import NUMERALS, Policy, Tables


@dataclass(frozen=True, slots=True)
class Audit:
    """The lists of a text."""

    verdict: str
    "none, intact, repaired, broken"
    rows: tuple[Row, ...]
    "By place."

    def short(self) -> Iterator[Row]:
        """Lists with fewer items than the sentence before them announces."""
        return (row for row in self.rows if row.announced > row.items and row.first == 1)


def audit(
    settled: Settled | None, text: str, tables: Tables, policies: Mapping[str, Policy], infer: bool = True
) -> Audit:
    """One row for each list of two or more items.

    Arabic lists have rows, but their holes break nothing: rankings and excerpts are numbered like that on purpose.
    Without `infer` the lost markers that would be inserted are left.
    """
    rows: list[Row] = []
    if settled is not None:
        for family, runs in settled.reading.runs.items():
            rows += rows_of(family, runs, settled.places.original, tables.limits.max_distance)
        guesses = {policy.rule for policy in policies.values() if policy.inferred}
        fates = [
            Fate(repair, repair.rule in guesses, infer or repair.rule not in guesses) for repair in settled.applied
        ]
        fates += [Fate(repair, False, False, _is_marker(repair, text, tables)) for repair in settled.held]
        if fates:
            _count(rows, fates)
        for row in rows:
            if row.gaps or row.first == 2:
                look_again(row, settled.text, tables)
            row.announced = announced_in(text, row.start, row.items)
    broken, mended = any(row.broken for row in rows), any(row.repaired for row in rows)
    rows += arabic_rows(text, tables)
    rows += worded_rows(text, tables)
    rows.sort(key=lambda row: (row.start, row.family))
    verdict = "none" if not rows else "broken" if broken else "repaired" if mended else "intact"
    return Audit(verdict, tuple(rows))


class Fate(NamedTuple):
    """What became of a repair."""

    repair: Repair
    inferred: bool
    applied: bool
    mixed: bool = False
    "The text there is a marker of another family, which stays."


def _is_marker(repair: Repair, text: str, tables: Tables) -> bool:
    """Whether a marker of another family stands there with the same number, such as 第二 in a list of 一是: people mix
    the forms."""
    shown = tables.form.fullmatch(text, repair.start, repair.end) if repair.start < repair.end else None
    return shown is not None and shown.lastgroup != repair.family and NUMERALS[repair.value] in shown.group()


def _count(rows: list[Row], fates: list[Fate]) -> None:
    """Put every repair down to the last list of its family that begins before it, and is not over if one is not."""
    by_family: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: row.start):
        by_family.setdefault(row.family, []).append(row)
    starts = {family: [row.start for row in own] for family, own in by_family.items()}
    reach = {family: list(accumulate([row.close for row in own], max)) for family, own in by_family.items()}
    for repair, inferred, applied, mixed in fates:
        own = by_family.get(repair.family)
        if not own:
            continue
        at = max(bisect_right(starts[repair.family], repair.start), 1) - 1
        row = own[at]
        if reach[repair.family][at] >= repair.start:
            row = next(own[near] for near in range(at, -1, -1) if own[near].close >= repair.start)
        row.left += not applied
        row.repaired += applied
        row.inferred += applied and inferred
        if mixed:
            row.mixed.append(repair.value)
            row.items += repair.value in row.gaps
            row.gaps = [number for number in row.gaps if number != repair.value]
