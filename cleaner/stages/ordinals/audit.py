"""What a document's lists look like: the facts of the stage."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from cleaner.stages.ordinals.markers import Marker, Run, find_runs
from cleaner.stages.ordinals.reading import announced_before
from cleaner.stages.ordinals.settle import Settled
from cleaner.stages.ordinals.tables import Policy, Tables
from cleaner.text.document import Value

SECOND = re.compile(r"2[.\uff0e、)\uff09]")
"The number of a second item. Literal first: over a page without one the search costs a microsecond."
BLANKS = " \t\u3000\xa0"


@dataclass(slots=True)
class Row:
    """One list. Offsets are of the text the stage saw."""

    family: str
    start: int
    first: int
    last: int
    end: int
    items: int
    gaps: list[int] = field(default_factory=list)
    duplicates: list[int] = field(default_factory=list)
    announced: int = 0
    repaired: int = 0
    inferred: int = 0
    left: int = 0
    close: int = 0
    "Start of the last marker, where `end` is that of the repaired text."

    def value(self) -> Value:
        """The row as a fact."""
        return MappingProxyType(
            {
                "family": self.family, "start": self.start, "items": self.items, "gaps": tuple(self.gaps),
                "duplicates": tuple(self.duplicates), "announced": self.announced, "repaired": self.repaired,
                "inferred": self.inferred, "left": self.left,
            }
        )  # fmt: skip


def audit(
    settled: Settled | None, text: str, tables: Tables, policies: Mapping[str, Policy], infer: bool = True
) -> tuple[str, tuple[Value, ...]]:
    """The verdict on the lists (none, intact, repaired, broken) and one row for each list of two or more items.

    Arabic lists have rows, but their holes break nothing: rankings and excerpts are numbered like that on purpose.
    Without `infer` the lost markers that would be inserted are left.
    """
    rows: list[Row] = []
    if settled is not None:
        for family, runs in settled.reading.runs.items():
            rows += _rows(family, runs, settled.places.original, tables)
        if settled.applied or settled.held:
            _count(rows, settled, {policy.rule for policy in policies.values() if policy.inferred}, infer)
        for row in rows:
            row.announced = announced_before(text, row.start, tables)
    hurt = any(row.gaps or row.duplicates or row.left for row in rows)
    mended = any(row.repaired for row in rows)
    if _second_line(text):
        for family, markers in _arabic(text, tables).items():
            if len(markers) > 1:
                rows += _rows(family, find_runs(markers, tables.limits.max_distance)[family], int, tables)
    if not rows:
        return "none", ()
    rows.sort(key=lambda row: (row.start, row.family))
    verdict = "broken" if hurt else "repaired" if mended else "intact"
    return verdict, tuple(row.value() for row in rows)


def _rows(family: str, runs: Iterable[Run], original: Callable[[int], int], tables: Tables) -> list[Row]:
    """Rows of one family. A run that begins above 1 goes on with the list before it, or is an excerpt of its own."""
    rows: list[Row] = []
    for run in runs:
        first, last = run.markers[0], run.markers[-1]
        open_row = next((row for row in reversed(rows[-3:]) if row.last < first.value), rows[-1] if rows else None)
        if first.value == 1 or open_row is None or first.start - open_row.end > tables.limits.max_distance:
            row = Row(family, original(first.start), first.value, last.value, last.start, len(run.markers))
            row.close = original(last.start)
            rows.append(row)
            continue
        if open_row.last < first.value:
            open_row.gaps += range(open_row.last + 1, first.value)
        else:
            open_row.duplicates.append(first.value)
        open_row.last, open_row.end = max(open_row.last, last.value), last.start
        open_row.close = original(last.start)
        open_row.items += len(run.markers)
    return [row for row in rows if row.items > 1]


def _count(rows: list[Row], settled: Settled, inferred: set[str], infer: bool) -> None:
    """Put every repair down to the last list of its family that begins before it, and is not over if one is not."""
    by_family: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: row.start):
        by_family.setdefault(row.family, []).append(row)
    starts = {family: [row.start for row in own] for family, own in by_family.items()}
    for fate, repairs in (("applied", settled.applied), ("held", settled.held)):
        for repair in repairs:
            own = by_family.get(repair.family)
            if not own:
                continue
            begun = own[: max(bisect_right(starts[repair.family], repair.start), 1)]
            row = next((row for row in reversed(begun) if row.close >= repair.start), begun[-1])
            guess = repair.rule in inferred
            applied = fate == "applied" and (infer or not guess)
            row.left += not applied
            row.repaired += applied
            row.inferred += applied and guess


def _second_line(text: str) -> bool:
    """Whether a line begins with the number of a second item: where none does, no Arabic list is looked for."""
    for match in SECOND.finditer(text):
        at = match.start()
        at -= text.startswith(("(", "\uff08"), at - 1) if at else 0
        if text[max(0, at - 9) : at].rstrip(BLANKS)[-1:] == "\n":
            return True
    return False


def _arabic(text: str, tables: Tables) -> dict[str, list[Marker]]:
    """Markers by family. The number is the one group inside the group of the family."""
    found: dict[str, list[Marker]] = {family: [] for family in tables.audited}
    for match in tables.numbered.finditer("\n" + text):
        family, number = match.lastgroup or "", (match.lastindex or 0) + 1
        value = int(match[number])
        if value:
            found[family].append(Marker(match.start(number) - 1, match.end() - 1, family, value, "#", "P"))
    return found
