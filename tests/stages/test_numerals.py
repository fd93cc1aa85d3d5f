"""The numerals stage: years. The examples of the rule stand in its own file."""

from __future__ import annotations

import pytest
from budget import at_least
from hypothesis import given
from hypothesis import strategies as st

from cleaner.pipeline import Cleaner, Settings

CLEANER = Cleaner(Settings(stages=("numerals",)))

MUST = {
    "二零二四年底和二〇二五年度": "2024年底和2025年度",
    "于二〇〇八年、二O一零年和二\uff10二零年开工": "于2008年、2010年和2020年开工",
    "二〇二六年一季度": "2026年一季度",
}
MUST_NOT = [
    "二十一世纪头十年\uff0c三千多年前\uff0c百分之三十",
    "第九届全运会\uff0c第十一条\uff0c一二·九运动",
    "二〇二六年十一月一日起\uff0c二〇二六年一、二月间",
    "一九九八至二〇〇一年间",
    "二〇〇〇年代",
    "编号一二〇二六年检",
    "贰零贰陆年",
    "三〇四医院二〇四年前的病历",
    "《一九四二年的冬天》再版",
]


@pytest.mark.parametrize(("before", "after"), MUST.items())
def test_a_year(before: str, after: str) -> None:
    assert CLEANER.clean(before).text == after


@pytest.mark.parametrize("text", MUST_NOT)
def test_left_alone(text: str) -> None:
    assert CLEANER.clean(text).text == text


@at_least(500)
@given(st.text("二〇零一九年月日度2\uff12O《》“”至—\n", max_size=30))
def test_a_second_run_changes_nothing(text: str) -> None:
    document = CLEANER.clean(text)
    assert document.restore() == text
    assert CLEANER.clean(document.text).text == document.text
