"""`cleaner fit` learns from labelled pages: its weights find the lines that it was shown, and stand in a rule file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cleaner.cli.main import app
from cleaner.rulebook.load import rules_root

pytest.importorskip("numpy")

GOLD = Path(__file__).parents[1] / "gold" / "dumps.jsonl"
RULE = "boilerplate/BP090-main-text.toml"


def fit(*words: object) -> Result:
    return CliRunner().invoke(app, ["fit", *map(str, words)])


@pytest.fixture
def rule(tmp_path: Path) -> Path:
    file = tmp_path / "BP090-main-text.toml"
    shutil.copyfile(str(rules_root().joinpath(RULE)), file)
    return file


def test_weights_are_fitted_written_and_read_again(rule: Path, tmp_path: Path) -> None:
    from cleaner.fit.labelled import read_labelled
    from cleaner.rulebook.load import parse_rule
    from cleaner.stages.boilerplate.maintext.reading import Reader
    from cleaner.stages.boilerplate.page import Page

    before = rule.read_text(encoding="utf-8")
    result = fit(GOLD, "--rule", rule, "--folds", "2", "--write", "--predictions", tmp_path / "kept")
    assert result.exit_code == 0, result.output
    assert "10 pages of 10 sites" in result.output
    assert len((tmp_path / "kept/full.jsonl").read_text(encoding="utf-8").splitlines()) == 10
    after = rule.read_text(encoding="utf-8")
    assert after != before
    assert after.partition("weights = '''")[0] == before.partition("weights = '''")[0]
    reader = Reader(parse_rule(after.encode(), rule.name))
    right = wrong = 0
    for labelled in read_labelled(GOLD):
        page = Page(labelled.text)
        outside = reader.read(page, *reader.words.of(page)).outside
        for label, chance in zip(labelled.labels, outside, strict=True):
            if label in ("content", "boilerplate"):
                right, wrong = (right + 1, wrong) if (chance >= 0.5) == (label == "boilerplate") else (right, wrong + 1)
    assert right > 9 * wrong


def test_fitting_again_gives_the_same_weights(rule: Path, tmp_path: Path) -> None:
    other = tmp_path / "again" / rule.name
    other.parent.mkdir()
    shutil.copyfile(rule, other)
    for file in (rule, other):
        assert fit(GOLD, "--rule", file, "--folds", "0", "--write").exit_code == 0
    assert rule.read_bytes() == other.read_bytes()


@pytest.mark.parametrize("row", ["{", '{"id":"a"}', '{"id":"a","site":"s","lines":[{"text":"x","label":"maybe"}]}'])
def test_what_is_not_labelled_is_told_with_its_line(rule: Path, tmp_path: Path, row: str) -> None:
    file = tmp_path / "wrong.jsonl"
    file.write_text(row + "\n", encoding="utf-8")
    result = fit(file, "--rule", rule)
    assert result.exit_code == 2
    assert "wrong.jsonl:1" in result.output
    assert "Traceback" not in result.output


def test_missing_files_are_told(rule: Path, tmp_path: Path) -> None:
    assert "nowhere.jsonl" in fit(tmp_path / "nowhere.jsonl", "--rule", rule).output
