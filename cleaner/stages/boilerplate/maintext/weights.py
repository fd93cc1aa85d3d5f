"""Weights of features as they stand in a rule, and the factors that follow from them."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp
from typing import NamedTuple

from cleaner.errors import RuleError
from cleaner.stages.boilerplate.maintext.decode import CHANGES, ENDS, STARTS, STATES, Changes, Row
from cleaner.stages.boilerplate.maintext.lanes import Lanes
from cleaner.stages.boilerplate.maintext.names import names_of
from cleaner.stages.boilerplate.maintext.shape import Key

BIAS = "always"
"The feature that every cell has."
MAX_KEYS = 8_000
"Keys of a group whose weights are remembered; a page has some dozens of different ones."
STEPS = (*CHANGES, *(f"start {name}" for name in STARTS), *(f"{name} end" for name in ENDS))
"Everything that the table of changes must give a weight."


class Table(NamedTuple):
    """Weights by the name of a feature, one per state; and those of changes between states, by `STEPS`."""

    features: Mapping[str, Row]
    steps: Mapping[str, float]


def read_table(weights: str, changes: str, file: str) -> Table:
    """The table in the text of two options of a rule. Raises RuleError that names the line.

    A line of `weights` is the name of a feature and one number per state, in the order that the first line gives; a
    line of `changes` is two states and a number.
    """
    header, *rows = [line for line in weights.splitlines() if line.strip()] or [""]
    if tuple(header.split()[1:]) != STATES:
        raise RuleError(f"{file}: options.weights: the first line names the states; write: feature {' '.join(STATES)}")
    features = dict(_entry(row, len(STATES), f"{file}: options.weights") for row in rows)
    steps = {
        name: numbers[0]
        for name, numbers in (_entry(row, 1, f"{file}: options.changes") for row in changes.splitlines() if row.strip())
    }
    if odd := sorted(steps.keys() ^ set(STEPS)):
        raise RuleError(f"{file}: options.changes: {odd[0]!r}: missing or unknown; give one line to each change")
    return Table(features, steps)


def write_table(table: Table) -> tuple[str, str]:
    """The texts of the options `weights` and `changes` that `read_table` reads."""
    width = max(map(len, table.features)) + 2
    rows = ["feature".ljust(width) + "".join(f"{state:>9}" for state in STATES)]
    rows += [
        name.ljust(width) + "".join(f"{weight:9.2f}" for weight in row) for name, row in sorted(table.features.items())
    ]
    steps = [f"{name:<20}{table.steps[name]:7.2f}" for name in STEPS]
    return "\n".join(rows) + "\n", "\n".join(steps) + "\n"


def _entry(row: str, count: int, place: str) -> tuple[str, tuple[float, ...]]:
    parts = row.split()
    try:
        numbers = tuple(map(float, parts[-count:]))
    except ValueError:
        numbers = ()
    if len(numbers) != count or len(parts) == count:
        raise RuleError(f"{place}: {row.strip()!r}: expected a name and {count} numbers; correct the line")
    return " ".join(parts[:-count]), numbers


def changes_of(table: Table) -> Changes:
    """The factors of changes."""
    factor = {name: exp(weight) for name, weight in table.steps.items()}
    return Changes(
        tuple(factor[name] for name in CHANGES),
        tuple(factor.get(f"start {name}", 0.0) for name in STATES),
        tuple(factor.get(f"{name} end", 0.0) for name in STATES),
    )


class Adder(dict[Key, bytes]):
    """The sum of the weights of all features of a key of one group, by the key. It fills itself when asked.

    The features `always` count with every key.
    """

    def __init__(self, group: str, table: Table, lanes: Lanes, always: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._group, self._features, self._lanes, self._always = group, table.features, lanes, always

    def __missing__(self, key: Key) -> bytes:
        names = (*self._always, *names_of(self._group, key))
        rows = [self._features[name] for name in names if name in self._features]
        row = self._lanes.row(list(map(sum, zip(*rows, strict=True))) if rows else (0.0,) * len(STATES))
        if len(self) < MAX_KEYS:
            self[key] = row
        return row
