"""`cleaner eval`: the scorecard, its floors, and the project's own gold against the floors of the project."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cleaner.cli.main import app

GOLD = Path(__file__).parents[1] / "gold"
PASSES = '{"id":"a","mode":"must","before":"天晴了,出工.","after":"天晴了\\uff0c出工。"}\n'
FAILS = '{"id":"b","mode":"must","before":"天晴了。","after":"天晴啦。"}\n'


def run(*words: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["eval", *map(str, words), "--isolated"])
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    (tmp_path / "probes.jsonl").write_text(PASSES, encoding="utf-8")
    return tmp_path


def test_our_own_gold_keeps_its_floors() -> None:
    code, _, said = run(GOLD)
    assert (code, said) == (0, "")


def test_every_set_of_our_own_has_floors() -> None:
    floors = json.loads((GOLD / "floors.json").read_text(encoding="utf-8"))
    assert {"probes", "repairs", "untouched", "dumps", "pages"} == set(floors)
    assert floors["untouched"]["texts changed"] == 0.0


def test_a_fall_is_told_and_leaves_with_one(gold: Path) -> None:
    assert run(gold, "--update")[0] == 0
    (gold / "probes.jsonl").write_text(PASSES + FAILS, encoding="utf-8")
    code, out, said = run(gold)
    assert code == 1
    assert "cleaner: probes: passed is 0.500, its floor 1.000" in said
    assert "at least 100.0 %" in out


def test_a_floor_sinks_only_with_its_flag(gold: Path) -> None:
    run(gold, "--update")
    before = (gold / "floors.json").read_text(encoding="utf-8")
    (gold / "probes.jsonl").write_text(PASSES + FAILS, encoding="utf-8")
    code, _, said = run(gold, "--update")
    assert code == 1
    assert "--lower lets them sink" in said
    assert (gold / "floors.json").read_text(encoding="utf-8") == before
    assert run(gold, "--update", "--lower")[0] == 0
    assert run(gold)[0] == 0


def test_lower_alone_makes_no_sense(gold: Path) -> None:
    code, _, said = run(gold, "--lower")
    assert code == 2
    assert "--update" in said


def test_json_and_markdown_say_the_same(gold: Path) -> None:
    said = json.loads(run(gold, "--output-format", "json")[1])
    assert said["sets"][0]["figures"][0] == {"name": "passed", "value": 1.0, "of": 1, "better": "higher", "floor": None}
    assert [rule["rule"] for rule in said["rules"]] == ["PU001", "PU006"]
    assert "| probes | passed | 100.0 % | 1 |" in run(gold, "--output-format", "markdown")[1]


def test_failures_are_shown_on_request(gold: Path) -> None:
    (gold / "probes.jsonl").write_text(FAILS, encoding="utf-8")
    assert "wanted '天晴啦。'" in run(gold, "--failures", "1")[1]
    assert "天晴啦" not in run(gold)[1]


def test_settings_of_a_run_hold_here(gold: Path) -> None:
    assert "0.0 %" in run(gold, "--stages", "layout")[1]


def test_what_is_no_gold_is_a_clear_error(tmp_path: Path) -> None:
    code, _, said = run(tmp_path / "nowhere")
    assert code == 2
    assert "there is no such file or folder" in said
