"""Adding up rows of weights for all cells of a page at once.

A weight is a whole number of hundredths in a lane of 16 bits, a row is one lane per state, and the rows of one group
for all cells together are one large integer: one addition adds the weights of a group for all cells and all states.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import exp
from struct import pack

UNIT = 100
"What a weight of 1 is in a lane: weights are written with two decimals."
_ROOM = 0x7FFF
"Half of what a lane holds."


class Lanes:
    """Sums of at most `terms` rows of so many states; no row says more than plus or minus `limit` / `UNIT`."""

    def __init__(self, terms: int, states: int) -> None:
        self.limit = _ROOM // terms
        self._states = states
        self._factors = _factors_of(terms * self.limit)

    def row(self, weights: Sequence[float]) -> bytes:
        """Weights, one per state, as a term of a sum. Lanes are kept positive: none borrows from the next."""
        limit = self.limit
        lanes = [limit + min(max(round(weight * UNIT), -limit), limit) for weight in weights]
        return pack(f"{self._states}H", *lanes)

    def factors(self, columns: Iterable[bytes]) -> list[tuple[float, ...]]:
        """The factor of each state for each cell: e to the sum of its weights.

        A column holds a row for each cell, one behind the other; there are `terms` columns.
        """
        total = size = 0
        for column in columns:
            size = len(column)
            total += int.from_bytes(column, sys.byteorder)
        factors = map(self._factors.__getitem__, array("H", total.to_bytes(size, sys.byteorder)))
        return list(zip(*[factors] * self._states, strict=True))


@lru_cache(2)
def _factors_of(zero: int) -> list[float]:
    """The factor for each sum in a lane, 2 MB of them, where `zero` stands for a weight of 0."""
    return [exp((lane - zero) / UNIT) for lane in range(2 * zero + 1)]
