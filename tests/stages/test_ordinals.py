"""The ordinals stage: lists repaired as sequences, and everything that only looks like a damaged list left alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import cast

import pytest

from cleaner.pipeline import Cleaner, Settings
from cleaner.text.document import Document, Value

SEEDS = Path(__file__).parents[2] / "seeds"
NATIONAL = "000_b92b20ed52438b26.txt"
REGIONAL = "003_143a9fddf0e23b90.txt"


@cache
def ordinals(infer: bool = True) -> Cleaner:
    return Cleaner(Settings(stages=("ordinals",), infer=infer))


def repaired(text: str) -> Document:
    document = ordinals().clean(text)
    assert document.restore() == text
    assert ordinals().clean(document.text).text == document.text, "a second run goes on"
    return document


def applied(document: Document) -> list[tuple[str, str, str]]:
    return [
        (entry.before, entry.edit.after, entry.edit.rule) for _, entry in document.edits if entry.status == "applied"
    ]


def audit(document: Document) -> list[Mapping[str, Value]]:
    [rows] = [fact.value for _, fact in document.facts if fact.key == "audit.lists"]
    return list(cast(tuple[Mapping[str, Value], ...], rows))


def test_national_seed_gets_exactly_its_six_repairs() -> None:
    document = repaired((SEEDS / NATIONAL).read_text(encoding="utf-8"))
    assert applied(document) == [
        ("一要", "一是", "OR001"),
        ("第一个方面是,", "五是", "OR003"),
        ("六啊,实则", "六是", "OR002"),
        ("", "八是", "OR005"),
        ("", "十是", "OR006"),
        ("十一月一日,", "十一是", "OR004"),
    ]
    assert document.verdicts["lists"] == "repaired"


def test_regional_seed_has_an_intact_list_and_no_edit() -> None:
    document = repaired((SEEDS / REGIONAL).read_text(encoding="utf-8"))
    assert not document.edits
    assert document.verdicts["lists"] == "intact"


def test_what_introduces_a_list_is_not_its_first_item() -> None:
    items = (
        "二啊,实则人人一亩。二是人修二亩。一来人人人三亩。四是人人人人四亩。五是人人人人人五亩。六是人人人人人人六亩。"
    )
    text = f"人人\uff1a{items}"
    assert ordinals().clean(text).text.startswith("人人\uff1a")


def test_inserted_markers_are_held_without_inference() -> None:
    document = ordinals(infer=False).clean((SEEDS / NATIONAL).read_text(encoding="utf-8"))
    held = [entry.edit.after for _, entry in document.edits if entry.status == "held"]
    assert held == ["八是", "十是"]


def test_note_names_the_evidence() -> None:
    document = ordinals().clean((SEEDS / NATIONAL).read_text(encoding="utf-8"))
    notes = {entry.edit.after: entry.edit.note for _, entry in document.edits}
    assert "四是 stands before it, 六是 after it is itself repaired, 1 paragraph between them" in notes["五是"]
    assert "第一个方面是, is a paraphrased ordinal with a wrong number" in notes["五是"]
    assert "a complete list of 7 items of another kind fills this one" in notes["八是"]
    assert "margin" in notes["十是"]


def test_audit_gives_a_row_for_each_list() -> None:
    document = repaired((SEEDS / NATIONAL).read_text(encoding="utf-8"))
    outer, inner = audit(document)
    assert (outer["family"], outer["items"], outer["repaired"], outer["inferred"], outer["gaps"]) == (
        "SHI",
        11,
        6,
        2,
        (),
    )
    assert (inner["family"], inner["items"], inner["gaps"]) == ("YAO", 7, ())


REPAIRS = [
    pytest.param(
        "他提出三点建议。把北坡的水渠修好。二是在水边栽一排柳树。三是修路。\n",
        "他提出三点建议。一是把北坡的水渠修好。二是在水边栽一排柳树。三是修路。\n",
        id="first item, right after the count that announces the list",
    ),
    pytest.param(
        "有下列情形之一的:\n\n(三)材料不全的;\n\n(二)地址不明的;\n\n(三)期限已过的;\n\n(二)其他情形。\n",
        "有下列情形之一的:\n\n(一)材料不全的;\n\n(二)地址不明的;\n\n(三)期限已过的;\n\n(四)其他情形。\n",
        id="first after a colon, last after a semicolon",
    ),
    pytest.param(
        "一是清沟。二是栽树。三啊,实则修路。四是看林。\n", "一是清沟。二是栽树。三是修路。四是看林。\n", id="inline"
    ),
    pytest.param("一是清沟;二来栽树;三是修路。\n", "一是清沟;二是栽树;三是修路。\n", id="three items, clauses"),
    pytest.param("一是清沟\n\n二月份,栽树\n\n三是修路\n", "一是清沟\n\n二是栽树\n\n三是修路\n", id="month"),
    pytest.param(
        "一是清沟。二要栽树。三要修路。四是看林。五是记账。\n",
        "一是清沟。二是栽树。三是修路。四是看林。五是记账。\n",
        id="a stretch of two in another form",
    ),
    pytest.param(
        "其一\uff0c清沟。二是栽树。其三\uff0c修路。其四\uff0c看林。\n",
        "其一\uff0c清沟。其二\uff0c栽树。其三\uff0c修路。其四\uff0c看林。\n",
        id="family of qi",
    ),
    pytest.param(
        "一是清沟。\n\n“水边”一带要多栽柳树。\n\n三是修路。\n",
        "一是清沟。\n\n二是“水边”一带要多栽柳树。\n\n三是修路。\n",
        id="before the quotation mark",
    ),
    pytest.param(
        "(一)清沟;\n\n在水边栽一排树;\n\n(三)修路。\n",
        "(一)清沟;\n\n(二)在水边栽一排树;\n\n(三)修路。\n",
        id="half-width brackets stay",
    ),
    pytest.param(
        "\u3000\u3000一是清沟。\n\u3000\u3000在水边栽一排树。\n\u3000\u3000三是修路。\n",
        "\u3000\u3000一是清沟。\n\u3000\u3000二是在水边栽一排树。\n\u3000\u3000三是修路。\n",
        id="after the indent",
    ),
    pytest.param(
        "一是清沟。\n\n二啊,实则栽树。\n\n第一点是,修路。\n\n四是看林。\n\n五是记账。\n",
        "一是清沟。\n\n二是栽树。\n\n三是修路。\n\n四是看林。\n\n五是记账。\n",
        id="two in a row, one after the other",
    ),
]


@pytest.mark.parametrize(("before", "after"), REPAIRS)
def test_repairs(before: str, after: str) -> None:
    assert repaired(before).text == after


def test_the_heads_of_the_items_tell_where_a_marker_was_lost() -> None:
    """Three sentences could begin the second item; one of them is as short as the other heads and begins like them."""
    text = (
        "一是加强用水管理。各组按日子轮流放水\uff0c渠长每天早晚各看一遍闸门。加强山林看护。入冬以后夜里也要有人上山"
        "\uff0c火种一律不许带进林子。三是加强农机维修。坏了的机器开春以前都送到镇上去修\uff0c配件由合作社统一买。\n"
    )
    assert repaired(text).text == text.replace("加强山林", "二是加强山林")


LEFT_ALONE = [
    pytest.param("他提出五点建议。把北坡的水渠修好。二是栽树。三是修路。\n", id="a count of something else"),
    pytest.param("有下列情形之一的:\n(二)材料不全的;\n(三)地址不明的;\n(七)其他情形。\n", id="excerpt after a colon"),
    pytest.param("三项工作:一是清沟,二是栽树,三是修路。\n\n四月一日,茶市开门。\n", id="date after a complete list"),
    pytest.param("《办法》一是定了人,二是定了钱。三是定了日子。\n", id="first marker in mid-sentence"),
    pytest.param("首先,清沟。第二,栽树。第三,修路。最后,看林。\n", id="mixed, as people write"),
    pytest.param("一是一,二是二。\n", id="idiom"),
    pytest.param("一来二去,两家熟了。三来四往,就成了亲戚。\n", id="idioms"),
    pytest.param("第一条 目的。\n第三条 范围。\n第七条 罚则。\n", id="articles of an excerpt"),
    pytest.param("按第(一)项和第(三)项办理。\n", id="references"),
    pytest.param("1. 甲\n2. 乙\n2. 丙\n4. 丁\n", id="Arabic: a ranking with a tie"),
    pytest.param("张一是清沟的。李三是修路的。王五是看林的。\n", id="names"),
    pytest.param("三是十二的四分之一。五是质数。\n", id="sums"),
    pytest.param("一是清沟。二是栽树。一是看水。二是除草。三是收谷。\n", id="restart"),
    pytest.param("一是清沟。第二,两岸栽上树。三是修路。\n", id="mixed in a short list"),
    pytest.param("一是清沟。二要栽树。三是看水。四要修路。\n", id="as many of one form as of the other"),
    pytest.param("第一,清沟。二要栽树。三要修路。四要看林。第五,记账。\n", id="a stretch of three in another form"),
    pytest.param("二是修路:一是备料,三是验收。\n", id="two before one, inside an item"),
    pytest.param("", id="empty"),
    pytest.param("一是", id="a marker alone"),
]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_leaves_alone(text: str) -> None:
    assert not applied(repaired(text))


def test_two_equal_places_for_one_number_are_left_and_the_list_is_called_broken() -> None:
    document = repaired("一是清沟。\n\n二是栽树。修路。看林。\n\n记账要细。\n\n管水要勤。\n\n四是收谷。\n")
    assert not applied(document)
    assert document.verdicts["lists"] == "broken"


def test_markdown_stays_markdown() -> None:
    text = "# 计划\n\n- 一是清沟。\n- 在水边栽一排树。\n- 三是修路。\n\n```\n一是\n\n三是\n```\n"
    assert repaired(text).text == text.replace("- 在水边", "- 二是在水边")


HOSTILE = [
    pytest.param("一是清沟。二啊,实则栽树。三是修路。", id="damaged lists in one line"),
    pytest.param("二是栽树。四是看林。", id="nothing but gaps"),
    pytest.param("一要", id="ones"),
    pytest.param("(二)\n", id="orphans, line by line"),
    pytest.param("第", id="openers"),
    pytest.param("\u3000", id="blanks"),
    pytest.param("一,", id="numerals"),
    pytest.param("十是", id="tens"),
    pytest.param("三是看水。四啊,实则修路。六是看林。", id="begins and ends in the middle"),
    pytest.param("一是清沟。\n二是栽树三是修路。\n四是看林。\n", id="merged items"),
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_is_linear(piece: str, assert_linear: Callable[..., None]) -> None:
    assert_linear(ordinals().clean, piece, 10_000)


def test_a_list_goes_on_behind_one_of_its_own_kind_inside_an_item() -> None:
    """The inner 一要 and 二要 are whole and stay; what is garbled behind it belongs to the outer list."""
    text = (
        "一要修渠\uff0c年内完工。\n\n二要育苗\uff0c分到各组。\n\n三要备耕\uff1a一要选种\uff0c二要积肥。\n\n"
        "四月一日\uff0c培训机手。\n\n五要管好水。\n"
    )
    document = repaired(text)
    assert document.text == text.replace("四月一日\uff0c培训", "四要培训")
    rows = next(fact.value for _, fact in document.facts if fact.key == "audit.lists")
    assert [(row["items"], row["repaired"], row["left"]) for row in rows] == [(5, 1, 0), (2, 0, 0)]  # type: ignore[index,union-attr]
