"""`cleaner rules`: the list, a page, a new rule from template to test."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cleaner.cli.main import app
from cleaner.rulebook.kinds import KINDS
from cleaner.rulebook.lint import LETTERS
from cleaner.rulebook.load import load_rulebook

FILLED = r"""id = "{id}"
name = "double-comma"
stage = "punctuation"
kind = "span"
action = "replace"
confidence = 0.9
why = "Two commas in a row are a slip of the keyboard."
seen = ["made up"]
prefilter = ["\uff0c\uff0c"]
pattern = '''\uff0c\uff0c'''
replacement = "\uff0c"
[[hit]]
before = "花开\uff0c\uff0c春来。\n"
after = "花开\uff0c春来。\n"
[[miss]]
text = "花开\uff0c春来。\n"
"""


def rules(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["rules", *(str(word) for word in words)])


def test_list_has_a_line_for_each_rule() -> None:
    lines = rules("list").stdout.splitlines()
    assert lines[0].split() == ["id", "name", "stage", "action", "confidence", "apply"]
    assert [line.split()[0] for line in lines[1:]] == [rule.id for rule in load_rulebook().rules]


def test_list_chooses_and_prints_json() -> None:
    rows = json.loads(rules("list", "layout", "--output-format", "json").stdout)
    assert {row["stage"] for row in rows} == {"layout"}
    assert list(rows[0]) == ["id", "name", "stage", "action", "confidence", "apply"]


@pytest.mark.parametrize("word", ["LY001", "ly001", "trailing-blanks"])
def test_explain_reads_like_a_page(word: str) -> None:
    result = rules("explain", word)
    assert result.exit_code == 0
    assert result.stdout.startswith("LY001 trailing-blanks\n====")
    for part in ("Stage       layout", "Confidence  1.00", "Seen        ", "Changes 1", "Leaves alone 1"):
        assert part in result.stdout
    assert "\u3000" not in result.stdout  # what cannot be seen is shown by name


@pytest.mark.parametrize("known", [pytest.param(rule.id, id=rule.id) for rule in load_rulebook().rules])
def test_every_rule_can_be_explained(known: str) -> None:
    result = rules("explain", known)
    assert result.exit_code == 0
    assert "\x1b" not in result.stdout


def test_explain_tells_how_often_a_rule_fired(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("修路,架桥,通水。\n", encoding="utf-8")
    out = str(tmp_path / "out")
    assert CliRunner().invoke(app, ["run", str(tmp_path / "a.txt"), "-o", out, "--isolated"]).exit_code == 0
    assert "Last run    2 applied, in 1 document" in rules("explain", "PU001", "--run", out).stdout
    assert "Last run    never, in 1 document" in rules("explain", "PU002", "--run", out).stdout
    (tmp_path / "out/report.json").write_text("[]", encoding="utf-8")
    assert "Last run" not in rules("explain", "PU001", "--run", out).stdout


def test_examples_that_hold_and_that_do_not(tmp_path: Path) -> None:
    held = rules("test", "LY001")
    assert (held.exit_code, held.stdout.splitlines()[-1].split(", ")[0]) == (0, "1 rule")
    broken = FILLED.format(id="PU901").replace(
        r"花开\uff0c春来。\n" + '"\n[[miss]]', r"花落\uff0c春来。\n" + '"\n[[miss]]'
    )
    (tmp_path / "PU901-double-comma.toml").write_text(broken, encoding="utf-8")
    result = rules("test", "PU901", "--rules", tmp_path)
    assert result.exit_code == 1
    assert "PU901-double-comma.toml: [[hit]] 1: expected '花落" in result.stdout


def test_a_new_rule_is_refused_until_it_is_filled_in(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    result = rules("new", "punctuation", "double-comma", "--rules", folder)
    assert result.exit_code == 0, result.output
    [path] = folder.rglob("*.toml")
    fresh = path.name.partition("-")[0]
    assert fresh not in {rule.id for rule in load_rulebook().rules}
    assert path == folder / "punctuation" / f"{fresh}-double-comma.toml"
    assert f"cleaner rules test {fresh} --rules {folder}" in result.stdout

    unfilled = rules("lint", folder)
    assert unfilled.exit_code == 1
    assert "still holds TODO" in unfilled.stdout
    path.write_text(FILLED.format(id=fresh), encoding="utf-8")
    filled = rules("lint", folder)
    assert (filled.exit_code, filled.stdout) == (0, "1 rule, 0 errors, 0 hints\n")
    assert "double-comma" in rules("list", "PU", "--rules", folder).stdout


def test_the_next_new_rule_gets_the_next_id(tmp_path: Path) -> None:
    for name in ("first", "second"):
        assert rules("new", "layout", name, "--rules", tmp_path).exit_code == 0
    ids = sorted(int(path.name[2:5]) for path in tmp_path.rglob("*.toml"))
    assert ids[1] == ids[0] + 1
    again = rules("new", "layout", "first", "--rules", tmp_path)
    assert (again.exit_code, "choose another" in again.stderr) == (2, True)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("stage", ["punctuation", "boilerplate"])
def test_the_template_of_every_kind_can_be_loaded(tmp_path: Path, stage: str, kind: str) -> None:
    assert rules("new", stage, "tried", "--rules", tmp_path, "--kind", kind).exit_code == 0
    [path] = tmp_path.rglob("*.toml")
    [rule] = [rule for rule in load_rulebook([tmp_path]).rules if rule.name == "tried"]
    assert (rule.kind, rule.stage, rule.id[:2], rule.status) == (kind, stage, LETTERS[stage], "preview")
    assert rule.file.endswith(path.name)


def test_lint_exits_with_1_on_an_error_only(tmp_path: Path) -> None:
    path = tmp_path / "PU901-double-comma.toml"
    path.write_text(FILLED.format(id="PU901").replace('花开\\uff0c春来。\\n"\n"""', ""), encoding="utf-8")
    assert rules("lint", tmp_path, "--no-measure").exit_code == 0
    path.write_text(FILLED.format(id="PU901").replace('"made up"', ""), encoding="utf-8")
    assert rules("lint", tmp_path, "--no-measure").exit_code == 1
