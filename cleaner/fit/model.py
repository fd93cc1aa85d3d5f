"""Fitting weights: a conditional random field by stochastic gradients, with features dropped at random.

Dropping features keeps the many that say the same from growing together, so that probabilities stay moderate and the
weights carry over to sites that were not seen. First the labels are made likely, where a wrong decision costs by the
length of the line (softmax margin); then, half and half with that, the F1 that a page is expected to come out with is
made high: that is what the fit is measured by. Several fits with other chance are averaged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from cleaner.fit.chain import Array, expected, kept_states, towards_f1
from cleaner.fit.labelled import UNIT, VARIANTS, Example
from cleaner.stages.boilerplate.maintext.decode import CHANGES, ENDS, STARTS, STATES
from cleaner.stages.boilerplate.maintext.names import names_of
from cleaner.stages.boilerplate.maintext.shape import Key
from cleaner.stages.boilerplate.maintext.weights import BIAS, STEPS, Table

_BATCH = 24
_COST = {"content": 0.5, "boilerplate": 0.2, "title": 3.0}
"What a wrong decision about a line costs, for each unit of its size; a headline, which no F1 counts, has one unit."


@dataclass(frozen=True, slots=True)
class Schedule:
    """How the fit goes."""

    rounds: int = 20
    rate: float = 0.05
    decay: float = 0.01
    "Pull of each weight towards zero."
    drop: float = 0.6
    "Share of the features that are left out at random."
    least: int = 20
    "Cells that must show a feature for it to be given weights."
    likely: int = 8
    "Rounds at the beginning that only make the labels likely."
    fits: int = 2
    "Fits that are averaged."


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

    def _input(self, example: Example) -> _Input:
        import numpy as np

        count = len(example.cells)
        features = np.zeros((count, self._width), np.int32)
        for number, row in enumerate(self._rows(example)):
            features[number, : len(row)] = row
        closed, costs = np.zeros((count, len(STATES))), np.zeros((count, len(STATES)))
        kept = kept_states()
        for number, (states, label) in enumerate(zip(example.allowed, example.labels, strict=True)):
            closed[number] = [0.0 if state in states else -1e7 for state in STATES]
            wrong = kept if label == "boilerplate" else ~kept
            costs[number, wrong] = _COST.get(label, 0.0) * (1.0 if label == "title" else example.sizes[number])
        lengths = np.expm1(example.sizes) * UNIT
        gold = np.stack(
            [lengths * [label == wanted for label in example.labels] for wanted in ("content", "boilerplate")], 1
        )
        return _Input(features, closed, costs, gold / (gold.sum() or 1.0))

    def table(self, chosen: Sequence[int]) -> Table:
        """Weights that suit the examples of these indexes best. Sites count by the root of their number of pages."""
        found = [self._fitted(chosen, seed) for seed in range(self.schedule.fits)]
        return self._as_table(*(sum(part) / len(found) for part in zip(*found, strict=True)))

    def _fitted(self, chosen: Sequence[int], seed: int) -> tuple[Array, Array]:
        """Weights and changes of one fit: the mean of those of its late steps."""
        import numpy as np

        rng = np.random.default_rng(seed)
        sites = Counter(self.examples[index].page.site for index in chosen)
        share = {
            index: VARIANTS[self.examples[index].variant] / sites[self.examples[index].page.site] ** 0.5
            for index in chosen
        }
        mean = sum(share.values()) / len(share)
        weights, steps = np.zeros((len(self._names), len(STATES))), np.zeros((len(STATES) + 2, len(STATES)))
        descent = _Descent((weights, steps), self.schedule.rate)
        total, averaged = 0, (np.zeros_like(weights), np.zeros_like(steps))
        for number in range(self.schedule.rounds):
            late = number >= 0.6 * self.schedule.rounds
            for batch in self._batches(chosen, rng):
                scale = np.array([share[index] / mean for index in batch])
                gradient = self._gradient(batch, scale, (weights, steps), rng, number >= self.schedule.likely)
                descent.step(gradient, 0.3 if late else 1.0)
                if late:
                    total += 1
                    averaged[0][:], averaged[1][:] = averaged[0] + weights, averaged[1] + steps
        return averaged[0] / total, averaged[1] / total

    def _batches(self, chosen: Sequence[int], rng: Any) -> list[list[int]]:
        order = sorted(chosen, key=lambda index: len(self._inputs[index][0]) + 5 * rng.random())
        batches = [order[at : at + _BATCH] for at in range(0, len(order), _BATCH)]
        rng.shuffle(batches)
        return batches

    def _gradient(
        self, batch: list[int], scale: Array, at: tuple[Array, Array], rng: Any, measured: bool
    ) -> tuple[Array, Array]:
        """The direction that makes the labels of a batch likelier, pull towards zero included.

        Where `measured`, it is half that and half the direction in which the F1 of its pages grows.
        """
        import numpy as np

        weights, steps = at
        drop, decay = self.schedule.drop, self.schedule.decay
        inputs = [self._inputs[index] for index in batch]
        lengths = np.array([len(one.features) for one in inputs])
        features = _padded([one.features for one in inputs])
        features = np.where(rng.random(features.shape) < drop, 0, features)
        scores = weights[features].sum(2) / (1 - drop)
        wanted = expected(scores + _padded([one.closed for one in inputs]), lengths, steps)
        found = expected(scores + _padded([one.costs for one in inputs]), lengths, steps)
        up = tuple(one - other for one, other in zip(wanted, found, strict=True))
        if measured:
            better = towards_f1(scores, lengths, steps, _padded([one.gold for one in inputs]))
            up = tuple((one + other) / 2 for one, other in zip(up, better, strict=True))
        pull = (up[0] * scale[:, None, None] / (1 - drop)).reshape(-1, len(STATES))
        rows = np.abs(pull).max(1) > 1e-4
        flat = features.reshape(-1, features.shape[2])[rows]
        columns = [
            np.bincount(flat.ravel(), np.repeat(pull[rows, state], flat.shape[1]), minlength=len(weights))
            for state in range(len(STATES))
        ]
        slope = np.stack(columns, 1) / scale.sum() - decay * weights
        slope[0] = 0
        return slope, up[1] / len(batch) - decay * steps

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


class _Input(NamedTuple):
    """A page as arrays, one row per cell."""

    features: Array
    "Numbers of its features, 0 for none."
    closed: Array
    "Hugely negative for states that the label forbids."
    costs: Array
    "What each state costs where the label does not admit it."
    gold: Array
    "Characters of content and of boilerplate, as shares of both together in the page."


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
