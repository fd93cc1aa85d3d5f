"""The slope of the expected F1 is what moving one score or one change does to it (made up numbers)."""

from __future__ import annotations

import pytest

np = pytest.importorskip("numpy")

LENGTHS = (6, 4)


def test_the_slope_of_f1_is_that_of_differences() -> None:
    from cleaner.fit.chain import expected, kept_states, towards_f1
    from cleaner.stages.boilerplate.maintext.decode import STATES

    chance = np.random.default_rng(0)
    lengths = np.array(LENGTHS)
    scores, steps = chance.normal(size=(2, 6, len(STATES))), chance.normal(size=(len(STATES) + 2, len(STATES)))
    gold = chance.random((2, 6, 2))
    gold[1, LENGTHS[1] :] = 0

    def percent(scores: object, steps: object) -> float:
        kept = expected(scores, lengths, steps)[0][..., kept_states()].sum(2)
        right, wrong = (kept * gold[..., 0]).sum(1), (kept * gold[..., 1]).sum(1)
        return float((200 * right / (gold[..., 0].sum(1) + right + wrong)).sum())

    by_score, by_step = towards_f1(scores, lengths, steps, gold)
    for place in ((0, 0, 0), (0, 2, 3), (1, 1, 2), (1, 3, STATES.index("behind"))):
        moved = scores.copy()
        moved[place] += 1e-5
        slope = (percent(moved, steps) - percent(scores, steps)) / 1e-5
        assert by_score[place] == pytest.approx(slope, rel=0.01, abs=1e-3)
    for change in ((0, 1), (STATES.index("text"), STATES.index("gap")), (len(STATES), 0)):
        other = steps.copy()
        other[change] += 1e-5
        slope = (percent(scores, other) - percent(scores, steps)) / 1e-5
        assert by_step[change] == pytest.approx(slope, rel=0.01, abs=1e-3)
