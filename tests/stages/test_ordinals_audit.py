"""What is said about lists: the audit, the evidence of repairs, the reasons of those that are held."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import cast

import pytest

from cleaner.pipeline import Cleaner, Settings
from cleaner.report.lists import broken_lists, list_audits
from cleaner.text.document import Document, Value

SEEDS = Path(__file__).parents[2] / "seeds"
Rows = list[Mapping[str, Value]]


@cache
def ordinals() -> Cleaner:
    return Cleaner(Settings(stages=("ordinals",)))


def audit(document: Document) -> Rows:
    found = [fact.value for _, fact in document.facts if fact.key == "audit.lists"]
    return list(cast(tuple[Mapping[str, Value], ...], found[0])) if found else []


def shown(row: Mapping[str, Value]) -> str:
    """Family and items, then whatever else is not as usual."""
    usual = {"first": 1}
    more = {key: row[key] for key in row if key not in ("family", "start", "items") and row[key] != usual.get(key, 0)}
    return " ".join([f"{row['family']} {row['items']}", *(f"{key}={value}" for key, value in more.items() if value)])


LISTS = [
    pytest.param("一是清沟。二是栽树。三是修路。", "intact", ["SHI 3"], id="whole"),
    pytest.param("一是清沟,二是栽树,四是修路。", "broken", ["SHI 3 gaps=(3,) left=1"], id="a hole"),
    pytest.param(
        "一是清沟。\n二是栽树。\n二是修路。\n三是看林。\n", "broken", ["SHI 4 duplicates=(2,)"], id="a number twice"
    ),
    pytest.param("村里办三件事:一是清沟。二是栽树。三是修路。", "intact", ["SHI 3 announced=3"], id="announced"),
    pytest.param(
        "村里办四件事:一是清沟。二是栽树。三是修路。", "intact", ["SHI 3 announced=4"], id="announced, cut off"
    ),
    pytest.param("方案有3方面9项任务:一是清沟。二是栽树。三是修路。", "intact", ["SHI 3 announced=3"], id="two counts"),
    pytest.param("《办法》共九章六十条:一是清沟。二是栽树。", "intact", ["SHI 2"], id="articles are no items"),
    pytest.param(
        "第三十五条 有下列情形之一的:\n(一)没有证的;\n(二)涂改的。\n",
        "intact",
        ["PAR 2"],
        id="nor is an article's number",
    ),
    pytest.param("他有六个孩子。一是清沟。二是栽树。", "intact", ["SHI 2"], id="nor are people"),
    pytest.param("\uff08一\uff09清沟。\n\uff08二\uff09栽树。\n", "intact", ["PAR 2"], id="brackets, full width"),
    pytest.param("(一)清沟。\n(二)栽树。\n", "intact", ["PAR 2"], id="brackets, half width"),
    pytest.param("首先,清沟。其次,栽树。再次,修路。最后,看林。", "intact", ["SX 4"], id="in words"),
    pytest.param("首先,清沟。最后,看林。", "intact", ["SX 2"], id="in words, steps left out"),
    pytest.param("一方面省钱,另一方面省力。", "intact", ["YFM 2"], id="two sides"),
    pytest.param("一方面省钱,一方面省力。", "intact", ["YFM 2"], id="two sides, the same word"),
    pytest.param("我首先想到的是水。他最后才来。", "none", [], id="the same words in mid-sentence"),
    pytest.param("其一,清沟。其二,栽树。其三,修路。", "intact", ["QI 3"], id="family of qi"),
    pytest.param("第一个方面,清沟。第二个方面,栽树。", "intact", ["DIX 2"], id="aspects"),
    pytest.param("第一步,清沟。第二步,栽树。第三步,修路。", "intact", ["DIX 3"], id="steps"),
    pytest.param("1. 清沟\n2. 栽树\n4. 修路\n", "intact", ["ADOT 3 gaps=(3,)"], id="digits: a hole breaks nothing"),
    pytest.param("做法:①清沟;②栽树;③修路。", "intact", ["CIRC 3"], id="circled"),
    pytest.param("见图②和图③。", "none", [], id="circled numbers of pictures"),
    pytest.param("《条例》一是定人。二是定钱。三是定日子。", "intact", ["SHI 3"], id="first marker in mid-sentence"),
    pytest.param("首先要清沟。二要栽树。三要修路。", "intact", ["YAO 3"], id="first item in a word"),
    pytest.param("二是栽树。三是修路。", "intact", ["SHI 2 first=2"], id="a text that begins in the middle of a list"),
    pytest.param("七是栽树。八是修路。", "intact", ["SHI 2 first=7"], id="an excerpt from far on"),
    pytest.param("一是清沟,第二,栽树,三是修路。", "intact", ["SHI 3 mixed=(2,) left=1"], id="one item in another form"),
    pytest.param(
        "一是清沟。二是栽树。\n\n秋天还有事。一是收谷。二是腌菜。", "intact", ["SHI 2", "SHI 2"], id="two lists"
    ),
    pytest.param(
        "一、清沟\n(一)上段\n(二)下段\n二、栽树\n(一)柳树\n(二)松树\n",
        "intact",
        ["DUN 2", "PAR 2", "PAR 2"],
        id="nested",
    ),
    pytest.param("一是清沟。2是栽树。三是看林。", "repaired", ["SHI 3 repaired=1"], id="repaired"),
    pytest.param(
        "一是清沟。\n\n把树栽好。\n\n三是看林。\n\n四是修路。\n",
        "repaired",
        ["SHI 4 repaired=1 inferred=1"],
        id="inferred",
    ),
]


@pytest.mark.parametrize(("text", "verdict", "rows"), LISTS)
def test_audit(text: str, verdict: str, rows: list[str]) -> None:
    document = ordinals().clean(text)
    assert (document.verdicts["lists"], [shown(row) for row in audit(document)]) == (verdict, rows)


def notes(text: str) -> dict[str, str]:
    """Notes of the applied and the held edits by what they write."""
    return {entry.edit.after: entry.edit.note for _, entry in ordinals().clean(text).edits if entry.status != "flagged"}


HELD = [
    pytest.param(
        "一是清沟。\n\n二是栽树。\n\n修路。\n\n看林。\n\n四是收谷。\n", "", id="two equal places: no margin at all"
    ),
    pytest.param(
        "名次:\n一、李家坡\n二、张家湾\n二、王家店\n四、赵家桥\n", "rankings leave numbers out after a tie", id="a tie"
    ),
    pytest.param("摘要:一是清沟……三是修路……五是看林。\n", "something is left out there on purpose", id="dots"),
    pytest.param("一是清沟。其次栽树。三是修路。\n", "begins with a word that counts on", id="a word that counts on"),
    pytest.param(
        "村里定了五件事:一是换苗。二、修渠。三、炒茶。三是看山。五、修仓。六、修路。\n",
        "it goes on in its own form, with 三、",
        id="in a list of its own form",
    ),
    pytest.param(
        "会上定了七件事:一是清沟。二是栽树。五是修路。一是看林。七是挖塘。\n",
        "the margin is too small",
        id="a lone 一是 before it says too little",
    ),
    pytest.param("一是清沟,二是栽树,四是修路。\n", "the margin is too small", id="a small margin"),
]


@pytest.mark.parametrize(("text", "reason"), HELD)
def test_held_edits_say_why(text: str, reason: str) -> None:
    document = ordinals().clean(text)
    held = [entry.edit.note for _, entry in document.edits if entry.status == "held"]
    assert document.text == text
    assert all("; held: " in note for note in held)
    assert bool(held) == bool(reason)
    assert reason in "".join(held)


def test_evidence_names_neighbours_trace_margin_and_runner_up() -> None:
    note = notes("一是清沟。\n\n二是栽树。\n\n3是修路。\n\n四是看林。\n")["三是"]
    assert note == (
        "二是 stands before it, 四是 stands after it, 1 paragraph between them; 3是: the number fits, written in "
        "another script than the others, read as 三是; margin 4.0, 0.5 needed, over a lost 三是 before it"
    )


def test_evidence_of_an_inference_quotes_what_follows() -> None:
    note = notes("一是清沟。\n\n把树栽好\uff0c年内完成。\n\n三是看林。\n\n四是修路。\n")["二是"]
    assert "no marker is left before “把树栽好" in note


def test_broken_lists_in_words() -> None:
    document = ordinals().clean("开头。\n\n一是清沟,二是栽树,四是修路。\n\n首先,看林。其次,记账。\n")
    assert broken_lists(document) == "line 3, 一是: missing 3; 1 held"
    assert [audit.family for audit in list_audits(document)] == ["一是", "首先"]


def test_a_short_list_is_flagged_and_not_broken() -> None:
    document = ordinals().clean("村里定了五件事:一是清沟。二是栽树。三是修路。")
    [flag] = [entry.edit for _, entry in document.edits if entry.status == "flagged"]
    assert (flag.rule, flag.note) == ("OR014", "5 announced before the list, 3 found")
    assert document.verdicts["lists"] == "intact"


@pytest.mark.parametrize("name", sorted(path.name for path in SEEDS.glob("*.txt")))
def test_seeds_have_no_broken_list(name: str) -> None:
    document = ordinals().clean((SEEDS / name).read_text(encoding="utf-8"))
    assert not broken_lists(document)


DIGITS = "清单\n1. 锄头三把\n2. 箩筐五个\n7. 铁锅两口\n4. 麻绳十丈\n5. 水桶四只\n"


def test_lists_in_digits_are_mended_only_where_a_person_says_always(tmp_path: Path) -> None:
    held = ordinals().clean(DIGITS)
    assert held.text == DIGITS
    assert [(entry.status, entry.edit.after) for _, entry in held.edits] == [("held", "3")]
    assert held.verdicts["lists"] == "intact"
    decisions = tmp_path / "decisions.jsonl"
    decisions.write_text('{"decision": "always", "rule": "OR015"}\n', encoding="utf-8")
    asked = Cleaner(Settings(stages=("ordinals",), decisions=decisions))
    assert asked.clean(DIGITS).text == DIGITS.replace("7.", "3.")
