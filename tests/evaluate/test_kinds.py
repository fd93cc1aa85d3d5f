"""Each kind of gold judges what it should: a right answer passes, a wrong one is seen, and its rule is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.errors import GoldError
from cleaner.evaluate.card import Card, evaluate, tallies
from cleaner.evaluate.gold import read_gold
from cleaner.evaluate.outcome import RuleTally
from cleaner.pipeline import default_cleaner


def card_of(path: Path, by: str = "") -> Card:
    (gold,) = read_gold(path)
    return evaluate(gold, default_cleaner(), by)


def written(folder: Path, *rows: str) -> Path:
    file = folder / "gold.jsonl"
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return file


def figure(card: Card, name: str) -> float:
    return next(one.value for one in card.figures if one.name == name)


MUST = '{"id":"a","mode":"must","group":"g","before":"天晴了,出工.","after":"天晴了\\uff0c出工。"}'
FAILS = '{"id":"b","mode":"must","group":"h","before":"天晴了。","after":"天晴啦。"}'
HARM = '{"id":"c","mode":"keep","group":"g","before":"天晴了,出工。","after":"天晴了,出工。"}'


def test_probes_count_what_passes_and_what_is_harmed(tmp_path: Path) -> None:
    card = card_of(written(tmp_path, MUST, FAILS, HARM), "group")
    assert (card.kind, card.records) == ("probes", 3)
    assert figure(card, "passed") == pytest.approx(1 / 3)
    assert figure(card, "repaired as wanted") == 0.5
    assert figure(card, "correct text harmed") == 1.0
    assert [value for value, _ in card.groups] == ["g", "h"]
    assert [wrong.split()[0] for wrong in card.wrong] == ["b", "c"]


def test_an_edit_away_from_gold_counts_against_its_rule(tmp_path: Path) -> None:
    found = {tally.rule: (tally.right, tally.judged) for tally in tallies([card_of(written(tmp_path, MUST, HARM))])}
    assert found == {"PU001": (1, 2), "PU006": (1, 1)}


def test_metadata_of_a_probe_is_scored(tmp_path: Path) -> None:
    wanted = '"metadata":{"date":"2026-01-01","author":null}'
    row = f'{{"id":"a","mode":"keep","before":"桥修好了。","after":"桥修好了。",{wanted}}}'
    card = card_of(written(tmp_path, row))
    assert figure(card, "metadata fields") == 0.5
    assert figure(card, "passed") == 0.0


def repair(before: str, after: str, start: int, text: str, op: str = "replace") -> str:
    edit = f'{{"start":{start},"end":{start + len(before)},"before":"{before}","after":"{after}","op":"{op}"}}'
    return f'{{"id":"a","text":"{text}","edits":[{edit}]}}'


LIST = "要办四件事\uff1a一是清沟\uff0c二是栽树\uff0c第三点是修路\uff0c四是架桥。"


def test_a_repaired_marker_is_found(tmp_path: Path) -> None:
    card = card_of(written(tmp_path, repair("第三点是", "三是", LIST.index("第三"), LIST)))
    assert card.kind == "repairs"
    assert (figure(card, "precision"), figure(card, "recall")) == (1.0, 1.0)


def test_a_wrong_repair_costs_precision_and_recall(tmp_path: Path) -> None:
    card = card_of(written(tmp_path, repair("第三点是", "五是", LIST.index("第三"), LIST)))
    assert (figure(card, "precision"), figure(card, "recall")) == (0.0, 0.0)
    assert [(tally.right, tally.judged) for tally in tallies([card])] == [(0, 1)]
    assert "missed" in card.wrong[0]
    assert "false" in card.wrong[0]


def test_offsets_that_miss_their_text_are_refused(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"gold.jsonl:1: an edit says '第三点是'"):
        card_of(written(tmp_path, repair("第三点是", "三是", 0, LIST)))


def test_untouched_texts_count_every_edit_but_layout(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("天晴了。\n出工了。\n", encoding="utf-8")
    (tmp_path / "two.txt").write_text("天晴了,出工了。", encoding="utf-8")
    card = card_of(tmp_path)
    assert (card.kind, card.records) == ("untouched", 2)
    assert figure(card, "texts changed") == 0.5
    assert figure(card, "characters kept") == 1.0


PAGE = [
    ("boilerplate", "首页 | 新闻 | 联系我们"),
    ("content", "堤上的柳树是三十年前栽的\uff0c如今已经成荫\uff0c夏天总有人在树下纳凉。"),
    ("content", "老人们说\uff0c栽树那年刚发过大水\uff0c全村人挑了一冬的土。"),
    ("boilerplate", "版权所有 柳堤村 甲ICP备20001234号"),
]


def dump(*labels: str) -> str:
    lines = ",".join(f'{{"text":"{text}","label":"{label}"}}' for (_, text), label in zip(PAGE, labels, strict=True))
    return f'{{"id":"a","site":"s","lines":[{lines}]}}'


def test_lines_of_a_dump_stay_or_go(tmp_path: Path) -> None:
    card = card_of(written(tmp_path, dump(*(label for label, _ in PAGE))))
    assert card.kind == "dumps"
    assert figure(card, "content recall") == figure(card, "removal recall") == figure(card, "pages exact") == 1.0


def test_a_lost_line_costs_recall_and_its_rule(tmp_path: Path) -> None:
    card = card_of(written(tmp_path, dump("boilerplate", "content", "content", "content")))
    assert figure(card, "content recall") < 1.0
    assert any(tally.right < tally.judged for tally in tallies([card]))
    assert "lost 版权所有" in card.wrong[0]


def test_pages_compare_paragraphs_and_fields(tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_text("桥修好了,车能过了。\n\n灯也亮了。\n", encoding="utf-8")
    (tmp_path / "p.gold.txt").write_text("桥修好了\uff0c车能过了。\n\n灯还没亮。\n", encoding="utf-8")
    (tmp_path / "p.meta.json").write_text('{"title":"","source":"晨报","also":{"source":null}}', encoding="utf-8")
    card = card_of(tmp_path)
    assert card.kind == "pages"
    assert figure(card, "paragraphs exact") == 0.5
    assert figure(card, "paragraphs too many") == 0.5
    assert figure(card, "metadata fields") == 1.0
    assert figure(card, "pages identical") == 0.0
    assert {tally.rule: tally.right for tally in tallies([card])} == {"PU001": 1}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (("{",), "gold.jsonl:1: not JSON"),
        (('{"id":"a"}',), "gold.jsonl:1: no record of gold"),
        ((MUST, '{"id":"b","text":"x"}'), "gold.jsonl:2: untouched in a file of probes"),
        ((MUST.replace("must", "perhaps"),), "mode 'perhaps'"),
        (('{"id":"a","lines":[{"text":"x","label":"y"}]}',), "needs a text and a label"),
        (('{"id":"a","text":"x","edits":[{"start":0}]}',), "an edit needs"),
        (("",), "is empty"),
    ],
)
def test_what_is_no_gold_is_told_with_its_place(tmp_path: Path, rows: tuple[str, ...], said: str) -> None:
    with pytest.raises(GoldError, match=said):
        list(read_gold(written(tmp_path, *rows)))


def test_a_folder_without_gold_and_a_missing_one_are_told(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="holds no gold"):
        list(read_gold(tmp_path))
    with pytest.raises(GoldError, match="there is no such"):
        list(read_gold(tmp_path / "nowhere"))


def test_a_rule_states_too_much_only_beyond_doubt() -> None:
    assert not RuleTally("PU001", 0.99, 10, 10).overstated
    assert RuleTally("PU001", 0.99, 80, 100).overstated
