"""What several test files share."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from time import process_time

import pytest
from hypothesis import settings

settings.register_profile("ci", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
"""The same examples on every machine; `HYPOTHESIS_PROFILE=explore` looks for new ones."""

AssertLinear = Callable[[Callable[[str], object], str, int], None]


@pytest.fixture
def assert_linear() -> AssertLinear:
    """A function that fails when the time of `work` grows more than in proportion to its text.

    It compares a text of `size` code points with one of four times that. The machines are shared, so a single
    measurement says little: one attempt out of eight that shows less than 6x is proof enough that the growth is not
    quadratic (which would be 16x), and what takes less than 20 ms is not looked at.
    """

    def seconds(work: Callable[[str], object], text: str) -> float:
        gc.collect()
        gc.disable()
        try:
            start = process_time()
            work(text)
            return process_time() - start
        finally:
            gc.enable()

    def check(work: Callable[[str], object], unit: str, size: int) -> None:
        small, large = unit * (size // len(unit)), unit * (4 * size // len(unit))
        work(small)
        ratios: list[float] = []
        for _ in range(8):
            times = min(seconds(work, small) for _ in range(3)), seconds(work, large)
            if times[1] < 0.02 or times[1] < 6 * times[0]:
                return
            ratios.append(times[1] / times[0])
        pytest.fail(f"{unit!r}: four times the text took {min(ratios):.1f} times as long")

    return check
