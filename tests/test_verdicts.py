"""Verdicts about the text as a whole. Those of a stage are tested with the stage."""

from __future__ import annotations

import pytest

from cleaner import clean


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        pytest.param("", 0.0, 0.0, id="empty"),
        pytest.param("雨停了\uff0c路也通了。", 0.0, 0.0, id="Chinese"),
        pytest.param("我们用Python写了个小工具\uff0c整理雨量站的表格\uff0c一共三百行。", 0.1, 0.3, id="a name in it"),
        pytest.param("It rained all night, and the road was closed.", 1.0, 1.0, id="English"),
        pytest.param("The old name of the town is 和平.", 0.8, 0.95, id="English with a Chinese name"),
        pytest.param("12:30 3.14 100%", 0.0, 0.0, id="numbers"),
    ],
)
def test_share_of_latin_letters(text: str, low: float, high: float) -> None:
    share = clean(text).verdicts["share_latin"]
    assert isinstance(share, float)
    assert low <= share <= high
