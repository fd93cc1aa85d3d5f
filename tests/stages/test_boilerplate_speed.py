"""What the boilerplate stage does in a quick way says the same as the plain way."""

from __future__ import annotations

import random
from itertools import chain, pairwise
from math import exp

import pytest

from cleaner.stages.boilerplate.forms import fold
from cleaner.stages.boilerplate.maintext.keys import _pairs
from cleaner.stages.boilerplate.maintext.lanes import Lanes
from cleaner.stages.boilerplate.maintext.shape import _shape, shape_of
from cleaner.stages.boilerplate.page import Page


def test_weights_of_all_cells_are_added_up_exactly() -> None:
    chance = random.Random(3)
    lanes = Lanes(15, 8)
    rows = [[[chance.randint(-600, 600) / 100 for _ in range(8)] for _ in range(40)] for _ in range(15)]
    found = lanes.factors(b"".join(map(lanes.row, column)) for column in rows)
    for number, cell in enumerate(found):
        sums = [sum(column[number][state] for column in rows) for state in range(8)]
        assert cell == pytest.approx(list(map(exp, sums)))


def test_a_weight_out_of_range_does_not_spill_over() -> None:
    lanes = Lanes(4, 3)
    found = lanes.factors([lanes.row((9_999.0, -9_999.0, 0.0))] * 4)
    assert found[0][0] > 1e100
    assert found[0][1] < 1e-100
    assert found[0][2] == 1


@pytest.mark.parametrize("line", ["首页", "登录Q", "Home", "\u00e9t\u00e9", "字" * 30, "A", "春天来了吗" * 20])
def test_a_line_of_letters_has_the_shape_of_all_lines(line: str) -> None:
    assert shape_of(line) == _shape(line)


@pytest.mark.parametrize("text", ["", "春", "水库", "水库工程\n完工", "\ud800水\U00020000库"])
@pytest.mark.parametrize("other", ["", "库", "水库工程昨天完工", "天\U00020000库完工"])
def test_pairs_that_two_texts_share_are_counted(text: str, other: str) -> None:
    heard, wanted = set(chain(*_pairs(other))), list(chain(*_pairs(text)))
    assert len(wanted) == max(len(text) - 1, 0)
    assert sum(pair in heard for pair in wanted) == sum(pair in set(pairwise(other)) for pair in pairwise(text))


def test_folding_changes_characters_one_by_one() -> None:
    assert fold("發佈\uff1a\uff12月") == "发布\uff1a2月"
    text = "发布时间"
    assert fold(text) is text


def test_indents_are_the_blanks_before_the_lines() -> None:
    page = Page("\u3000\u3000春天\n\n夏天 \n \t秋天\n冬天")
    assert page.indents([0, 1, 2, 3]) == ["\u3000\u3000", "", " \t", ""]
