"""Fitting weights: a conditional random field by stochastic gradients, with features dropped at random.

Dropping features keeps the many that say the same from growing together, so that probabilities stay moderate and the
weights carry over to sites that were not seen. A wrong decision costs by the length of the line (softmax margin).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cleaner.fit.labelled import VARIANTS, Example
from cleaner.stages.boilerplate.maintext.decode import CHANGES, ENDS, KEPT, STARTS, STATES
from cleaner.stages.boilerplate.maintext.names import names_of
from cleaner.stages.boilerplate.maintext.shape import Key
from cleaner.stages.boilerplate.maintext.weights import BIAS, STEPS, Table

Array = Any
"An array of numpy, which is only imported where it is used."

NEVER = -1e9
"The weight of what cannot be."
_BATCH = 24
_COST = {"content": 0.5, "boilerplate": 0.2, "title": 1.0}
"What a wrong decision about a line costs, for each unit of its size; a headline counts as one unit."


@dataclass(frozen=True, slots=True)
class Schedule:
    """How the fit goes."""

    rounds: int = 40
    rate: float = 0.05
    decay: float = 0.01
    "Pull of each weight towards zero."
    drop: float = 0.6
    "Share of the features that are left out at random."
    least: int = 20
    "Cells that must show a feature for it to be given weights."
    seed: int = 0


class Fit:
    """Weights in the making for one set of examples."""

    def __init__(self, examples: Sequence[Example], schedule: Schedule) -> None:
        self.schedule = schedule
        self._names = _known(examples, schedule.least)
        self._numbers = {name: number for number, name in enumerate(self._names)}
        self._columns: dict[tuple[str, Key], tuple[int, ...]] = {}
        self.examples = examples
        self._width = max(len(row) for one in examples for row in self._rows(one))
        self._inputs = [self._input(one) for one in examples]

    def _rows(self, example: Example) -> list[list[int]]:
        """Numbers of the features of each cell."""
        rows = [[1] for _ in example.cells]
        for group, column in example.keys.items():
            for row, key in zip(rows, column, strict=True):
                row.extend(self._of(group, key))
        return rows

    def _of(self, group: str, key: Key) -> tuple[int, ...]:
        found = self._columns.get((group, key))
        if found is None:
            found = tuple(self._numbers[name] for name in names_of(group, key) if name in self._numbers)
            self._columns[group, key] = found
        return found

    def _input(self, example: Example) -> tuple[Array, Array, Array, float]:
        """Features of each cell (0 for none), which states its label forbids, costs, and how much the page counts."""
        import numpy as np

        count = len(example.cells)
        features = np.zeros((count, self._width), np.int32)
        for number, row in enumerate(self._rows(example)):
            features[number, : len(row)] = row
        closed, costs = np.zeros((count, len(STATES))), np.zeros((count, len(STATES)))
        kept = np.array([state in KEPT for state in STATES])
        for number, (states, label) in enumerate(zip(example.allowed, example.labels, strict=True)):
            closed[number] = [0.0 if state in states else -1e7 for state in STATES]
            wrong = kept if label == "boilerplate" else ~kept
            costs[number, wrong] = _COST.get(label, 0.0) * (1.0 if label == "title" else example.sizes[number])
        return features, closed, costs, VARIANTS[example.variant]

    def table(self, chosen: Sequence[int]) -> Table:
        """Weights that suit the examples of these indexes best. Sites count by the root of their number of pages."""
        import numpy as np

        rng = np.random.default_rng(self.schedule.seed)
        sites = Counter(self.examples[index].page.site for index in chosen)
        share = {index: self._inputs[index][3] / sites[self.examples[index].page.site] ** 0.5 for index in chosen}
        mean = sum(share.values()) / len(share)
        weights, steps = np.zeros((len(self._names), len(STATES))), np.zeros((len(STATES) + 2, len(STATES)))
        descent = _Descent((weights, steps), self.schedule.rate)
        total, averaged = 0, (np.zeros_like(weights), np.zeros_like(steps))
        for number in range(self.schedule.rounds):
            late = number >= 0.6 * self.schedule.rounds
            for batch in self._batches(chosen, rng):
                scale = np.array([share[index] / mean for index in batch])
                gradient = self._gradient(batch, scale, (weights, steps), rng)
                descent.step(gradient, 0.3 if late else 1.0)
                if late:
                    total += 1
                    averaged[0][:], averaged[1][:] = averaged[0] + weights, averaged[1] + steps
        return self._as_table(averaged[0] / total, averaged[1] / total)

    def _batches(self, chosen: Sequence[int], rng: Any) -> list[list[int]]:
        order = sorted(chosen, key=lambda index: len(self._inputs[index][0]) + 5 * rng.random())
        batches = [order[at : at + _BATCH] for at in range(0, len(order), _BATCH)]
        rng.shuffle(batches)
        return batches

    def _gradient(self, batch: list[int], scale: Array, at: tuple[Array, Array], rng: Any) -> tuple[Array, Array]:
        """The direction that makes the labels of a batch likelier, pull towards zero included."""
        import numpy as np

        weights, steps = at
        drop, decay = self.schedule.drop, self.schedule.decay
        inputs = [self._inputs[index] for index in batch]
        lengths = np.array([len(one[0]) for one in inputs])
        features = _padded([one[0] for one in inputs])
        features = np.where(rng.random(features.shape) < drop, 0, features)
        scores = weights[features].sum(2) / (1 - drop)
        wanted = _expected(scores + _padded([one[1] for one in inputs]), lengths, steps)
        found = _expected(scores + _padded([one[2] for one in inputs]), lengths, steps)
        pull = ((wanted[0] - found[0]) * scale[:, None, None] / (1 - drop)).reshape(-1, len(STATES))
        rows = np.abs(pull).max(1) > 1e-4
        flat = features.reshape(-1, features.shape[2])[rows]
        columns = [
            np.bincount(flat.ravel(), np.repeat(pull[rows, state], flat.shape[1]), minlength=len(weights))
            for state in range(len(STATES))
        ]
        up = np.stack(columns, 1) / scale.sum() - decay * weights
        up[0] = 0
        return up, (wanted[1] - found[1]) / len(batch) - decay * steps

    def _as_table(self, weights: Array, steps: Array) -> Table:
        features = {
            name: tuple(float(weight) for weight in weights[number])
            for number, name in enumerate(self._names)
            if number
        }
        place = {name: number for number, name in enumerate(STATES)}
        changes = {name: steps[tuple(place[state] for state in name.split())] for name in CHANGES}
        changes |= {f"start {name}": steps[len(STATES), place[name]] for name in STARTS}
        changes |= {f"{name} end": steps[len(STATES) + 1, place[name]] for name in ENDS}
        return Table(features, {name: float(changes[name]) for name in STEPS})


class _Descent:
    """Adam, on arrays that it changes in place."""

    def __init__(self, arrays: tuple[Array, ...], rate: float) -> None:
        import numpy as np

        self._arrays, self._rate, self._count = arrays, rate, 0
        self._first = [np.zeros_like(array) for array in arrays]
        self._second = [np.zeros_like(array) for array in arrays]

    def step(self, gradient: tuple[Array, ...], share: float) -> None:
        """Go a step along `gradient`, `share` of the rate wide."""
        import numpy as np

        self._count += 1
        for number, slope in enumerate(gradient):
            first, second = self._first[number], self._second[number]
            first[:] = 0.9 * first + 0.1 * slope
            second[:] = 0.99 * second + 0.01 * slope * slope
            width = first / (1 - 0.9**self._count) / (np.sqrt(second / (1 - 0.99**self._count)) + 1e-8)
            self._arrays[number][:] += self._rate * share * width


def _known(examples: Sequence[Example], least: int) -> list[str]:
    """Names of the features that enough cells show; the first stands for none, the second for what all have."""
    keys = Counter((group, key) for one in examples for group, column in one.keys.items() for key in column)
    counts: Counter[str] = Counter()
    for (group, key), count in keys.items():
        for name in names_of(group, key):
            counts[name] += count
    return ["", BIAS, *sorted(name for name, count in counts.items() if count >= least)]


def _padded(arrays: list[Array]) -> Array:
    import numpy as np

    longest = max(map(len, arrays))
    return np.stack([np.pad(array, ((0, longest - len(array)), (0, 0))) for array in arrays])


def _expected(scores: Array, lengths: Array, steps: Array) -> tuple[Array, Array]:
    """Probabilities of states (page, cell, state), and how often each change is expected, by forward-backward."""
    import numpy as np

    pages, longest, count = scores.shape
    change = np.full((count, count), NEVER)
    place = {name: number for number, name in enumerate(STATES)}
    pairs = [tuple(place[state] for state in name.split()) for name in CHANGES]
    for one, other in pairs:
        change[one, other] = steps[one, other]
    start = np.array([steps[count, place[name]] if name in STARTS else NEVER for name in STATES])
    end = np.array([steps[count + 1, place[name]] if name in ENDS else NEVER for name in STATES])
    factor, every = np.exp(change), np.arange(pages)
    forward, backward = np.empty_like(scores), np.zeros_like(scores)
    forward[:, 0] = scores[:, 0] + start
    for at in range(1, longest):
        forward[:, at] = _through(forward[:, at - 1], factor) + scores[:, at]
    backward[every, lengths - 1] = end
    for at in range(longest - 2, -1, -1):
        back = _through(backward[:, at + 1] + scores[:, at + 1], factor.T)
        backward[:, at] = np.where((lengths - 1 > at)[:, None], back, backward[:, at])
    last = forward[every, lengths - 1] + end
    top = last.max(1)
    total = top + np.log(np.exp(last - top[:, None]).sum(1))
    inside = (np.arange(longest)[None] < lengths[:, None]).astype(float)
    share = np.exp(np.clip(forward + backward - total[:, None, None], -700, 0)) * inside[..., None]
    expected = np.zeros((count + 2, count))
    for one, other in pairs:
        both = forward[:, :-1, one] + change[one, other] + scores[:, 1:, other] + backward[:, 1:, other]
        expected[one, other] = (np.exp(np.clip(both - total[:, None], -700, 0)) * inside[:, 1:]).sum()
    expected[count], expected[count + 1] = share[:, 0].sum(0), share[every, lengths - 1].sum(0)
    return share, expected


def _through(scores: Array, factor: Array) -> Array:
    import numpy as np

    top = scores.max(1, keepdims=True)
    with np.errstate(divide="ignore"):
        return np.maximum(np.log(np.exp(scores - top) @ factor) + top, -1e8)
