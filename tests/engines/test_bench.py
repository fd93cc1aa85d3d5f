"""The benchmark: its arithmetic, its rendering and its texts. Nothing here asserts a time."""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import pytest

from cleaner.engines.bench import (
    APPLY,
    AUTOCORRECT,
    FTFY,
    LEDGER,
    OPENCC,
    PEERS,
    SEQUENCE,
    BenchResult,
    Round,
    bench,
    installed_peers,
    render,
)
from cleaner.engines.samples import KINDS, read_texts, sample_texts
from cleaner.errors import InputError
from cleaner.pipeline import default_cleaner

RESULT = BenchResult(
    "pages",
    3,
    2_000_000,
    (
        Round(cleaner=0.5, bare=0.4, peers={FTFY: 2.0, OPENCC: 5.0}),
        Round(cleaner=0.25, bare=0.2, peers={FTFY: 2.5, OPENCC: 5.0}),
        Round(cleaner=1.0, bare=0.5, peers={FTFY: 2.0, OPENCC: 5.0}),
    ),
    (("punctuation", 0.3), (APPLY, 0.1), (LEDGER, 0.1)),
)


def test_ratio_is_the_median_of_the_ratios_of_the_rounds() -> None:
    assert RESULT.ratio() == 4.0  # of 4, 10 and 2
    assert RESULT.ratio(OPENCC) == 10.0


def test_a_peer_that_is_not_installed_has_no_ratio() -> None:
    assert RESULT.ratio(AUTOCORRECT) is None


def test_what_the_ledger_adds_is_a_share_of_the_work_without_it() -> None:
    assert RESULT.ledger_cost == pytest.approx(0.25)  # of 0.25, 0.25 and 1


def test_speed_is_bytes_of_input_per_second() -> None:
    assert RESULT.speed == pytest.approx(4.0)


def test_shares_sum_to_one() -> None:
    assert dict(RESULT.shares()) == pytest.approx({"punctuation": 0.6, APPLY: 0.2, LEDGER: 0.2})


def test_no_stage_took_time() -> None:
    assert BenchResult("none", 1, 1, (Round(1.0, 1.0, {}),), (("unicode", 0.0),)).shares() == [("unicode", 0.0)]


def test_rendering() -> None:
    other = BenchResult(
        "seeds", 2, 12_000, (Round(0.001, 0.001, dict.fromkeys(PEERS, 0.0125)),), (("punctuation", 1.0),)
    )
    assert render([RESULT, other]).split("\n") == [
        "times as fast as  documents    KB   MB/s   ftfy  autocorrect  opencc t2s  in sequence  the ledger adds",
        "pages                     3  2000   4.00   4.0x      missing       10.0x      missing              25%",
        "seeds                     2    12  12.00  12.5x        12.5x       12.5x        12.5x               0%",
        "",
        "share of time          pages   seeds",
        "punctuation            60.0%  100.0%",
        "apply, check, collect  20.0%",
        "ledger                 20.0%",
        "",
    ]


def test_bench_measures_every_stage_and_the_ledger() -> None:
    cleaner = default_cleaner()
    result = bench(["春天来了,花开了。\n", "這座圖書館週末開放。\n"], rounds=2, name="two", cleaner=cleaner)
    assert (result.name, result.documents, len(result.rounds)) == ("two", 2, 2)
    assert result.size == len("春天来了,花开了。\n這座圖書館週末開放。\n".encode())
    assert [name for name, _ in result.stages] == [*cleaner.stages, APPLY, LEDGER]
    assert all(seconds >= 0 for _, seconds in result.stages)


def test_peers_do_their_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sequence is run only where all three are installed; each works on what the one before it made."""
    autocorrect = ModuleType("autocorrect_py")
    autocorrect.__dict__.update(format=lambda text: text.replace("發,", "發\uff0c"), __spec__=ModuleSpec("x", None))
    monkeypatch.setitem(sys.modules, "autocorrect_py", autocorrect)
    peers = installed_peers()
    assert tuple(peers) == PEERS
    assert peers[FTFY]("\ufb01") == "fi"
    assert peers[OPENCC]("出發") == "出发"
    assert peers[SEQUENCE]("\ufb01出發,") == "fi出发\uff0c"
    monkeypatch.setitem(sys.modules, "autocorrect_py", None)
    assert tuple(installed_peers()) == (FTFY, OPENCC)


def test_bench_leaves_the_cleaner_as_it_was() -> None:
    cleaner = default_cleaner()
    before = cleaner._way.stages
    bench(["春天来了。\n"], rounds=1, cleaner=cleaner)
    assert cleaner._way.stages is before


@pytest.mark.parametrize(("texts", "rounds"), [([], 1), ([""], 1), (["春天"], 0)])
def test_nothing_to_measure(texts: list[str], rounds: int) -> None:
    with pytest.raises(ValueError, match="at least one round"):
        bench(texts, rounds)


@pytest.mark.parametrize("kind", KINDS)
def test_sample_texts_repeat_with_their_seed(kind: str) -> None:
    assert sample_texts(kind, 2, seed=3) == sample_texts(kind, 2, seed=3)
    assert sample_texts(kind, 2, seed=3) != sample_texts(kind, 2, seed=4)
    assert all(1_000 < len(text) < 5_000 for text in sample_texts(kind, 2))


def test_sample_texts_are_what_they_say() -> None:
    assert all(
        default_cleaner().clean(text).verdicts["script"] == "traditional" for text in sample_texts("traditional", 3)
    )
    assert all(default_cleaner().clean(text).text == text for text in sample_texts("clean", 3))
    assert all(default_cleaner().clean(text).text != text for text in sample_texts("dirty", 3))


def test_read_folder_and_json_lines(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.txt").write_text("甲\n", "utf-8")
    (tmp_path / "b.md").write_text("乙\n", "utf-8")
    (tmp_path / "c.bin").write_bytes(b"\0")
    assert sorted(read_texts(tmp_path)) == ["乙\n", "甲\n"]
    lines = tmp_path / "rows.jsonl"
    lines.write_text('{"body": "甲"}\n\n{"body": "乙"}\n', "utf-8")
    assert read_texts(lines, "body") == ["甲", "乙"]
    assert read_texts(lines, "body", limit=1) == ["甲"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "one JSON object"),
        ('{"body": "甲"}', "no text under 'text'"),
        ('["甲"]', "no text under"),
        ("", "no text"),
    ],
)
def test_json_lines_that_cannot_be_read(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(line + "\n", "utf-8")
    with pytest.raises(InputError, match=said):
        read_texts(path)
