"""Shapes of lines: what is masked and what must not be."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cleaner.text.shapes import fold, shape_of


@pytest.mark.parametrize(
    ("line", "shape"),
    [
        pytest.param("已有 1,024 人评论", "已有 {number} 人评论", id="a counter"),
        pytest.param("发布于2026-03-02 08:30", "发布于{date} {time}", id="day and hour"),
        pytest.param("2026年3月2日 星期一", "{date} 星期一", id="day in characters"),
        pytest.param("今天 3月2日 晴", "今天 {date} 晴", id="a day without its year"),
        pytest.param("第\uff11\uff12版", "第{number}版", id="full-width figures"),
        pytest.param("责任编辑: 沈一白", "责任编辑: {name}", id="a name behind a colon"),
        pytest.param("编辑\uff1a沈一白 | 记者\uff1a周知远", "编辑\uff1a{name} | 记者\uff1a{name}", id="two names"),
        pytest.param("返回首页", "", id="nothing to mask"),
        pytest.param("3,500", "", id="figures alone"),
        pytest.param("2026-03-02 08:30", "", id="a day alone"),
        pytest.param("周: 沈一白", "", id="one letter is not enough"),
        pytest.param("要求: 各部门认真落实", "", id="a sentence behind a colon is no name"),
        pytest.param("剩余 {number} 件 3", "", id="braces in the text"),
    ],
)
def test_shapes(line: str, shape: str) -> None:
    assert shape_of(line) == shape


def test_a_shape_has_no_shape() -> None:
    assert shape_of(shape_of("已有 1,024 人评论")) == ""


def test_folding_squeezes_blanks() -> None:
    assert fold("\u3000首页 \u00a0 新闻\t") == "首页 新闻"


@pytest.mark.parametrize("unit", ["1", "1,", "1:", ": 沈", "2026-", "3月", "{", " "])
def test_time_is_linear(assert_linear: Callable[..., None], unit: str) -> None:
    assert_linear(shape_of, unit, 100_000)
