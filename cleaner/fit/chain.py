"""Sums over all ways to read a batch of pages: probabilities of states, and where the expected F1 grows."""

from __future__ import annotations

from typing import Any

from cleaner.stages.boilerplate.maintext.decode import CHANGES, ENDS, KEPT, STARTS, STATES

Array = Any
"An array of numpy, which is only imported where it is used."
NEVER = -1e9
"The weight of what cannot be."
_GAIN = 100
"What an F1 of 1 counts beside the logarithm of the probability of the labels."
_TILT = 1e-4
"How far scores are moved to see how probabilities follow."


def expected(scores: Array, lengths: Array, steps: Array) -> tuple[Array, Array]:
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
    changes = np.zeros((count + 2, count))
    for one, other in pairs:
        both = forward[:, :-1, one] + change[one, other] + scores[:, 1:, other] + backward[:, 1:, other]
        changes[one, other] = (np.exp(np.clip(both - total[:, None], -700, 0)) * inside[:, 1:]).sum()
    changes[count], changes[count + 1] = share[:, 0].sum(0), share[every, lengths - 1].sum(0)
    return share, changes


def towards_f1(scores: Array, lengths: Array, steps: Array, gold: Array) -> tuple[Array, Array]:
    """How the F1 of what each page is expected to keep grows with its scores and with the changes, times `_GAIN`.

    Precision and recall by expected characters. The slope of an expectation along its own gains is how probabilities
    move when scores are tilted that way.
    """
    import numpy as np

    before = expected(scores, lengths, steps)
    kept = before[0][..., kept_states()].sum(2)
    content, boilerplate = gold[..., 0], gold[..., 1]
    right, wrong, whole = (kept * content).sum(1), (kept * boilerplate).sum(1), content.sum(1)
    both = np.maximum(whole + right + wrong, 1e-9)[:, None]
    gain = 2 * (content * both - (content + boilerplate) * right[:, None]) / both**2
    after = expected(scores + _TILT * _GAIN * gain[..., None] * kept_states(), lengths, steps)
    return (after[0] - before[0]) / _TILT, (after[1] - before[1]) / _TILT


def kept_states() -> Array:
    """Which states are kept, in the order of `STATES`."""
    import numpy as np

    return np.array([state in KEPT for state in STATES])


def _through(scores: Array, factor: Array) -> Array:
    import numpy as np

    top = scores.max(1, keepdims=True)
    with np.errstate(divide="ignore"):
        return np.maximum(np.log(np.exp(scores - top) @ factor) + top, -1e8)
