"""Two runs beside each other: what is the same is counted, what differs is put down to its rule and its document."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cleaner.cli.main import app
from cleaner.errors import RestoreError
from cleaner.report.runs import compare_runs

TEXT = "镇上的茶馆重新开张了,老茶客都来了 .\n\n掌柜说:“还是那把壶。”\n"


def run(folder: Path, name: str, *words: str) -> Path:
    out = folder / name
    result = CliRunner().invoke(app, ["run", str(folder / "in"), "-o", str(out), "--quiet", "--isolated", *words])
    assert result.exit_code == 0, result.output
    return out


def compare(*words: object) -> Result:
    return CliRunner().invoke(app, ["compare", *map(str, words)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "in/b.txt").write_text("天晴了。\n", encoding="utf-8")
    return tmp_path


def test_a_run_is_the_same_as_itself(folder: Path) -> None:
    found = compare_runs(run(folder, "one"), run(folder, "two"))
    assert (found.same, found.differs, found.settings, found.rules) == (2, False, {}, {})


def test_a_rule_left_out_is_seen(folder: Path) -> None:
    found = compare_runs(run(folder, "one"), run(folder, "two", "--ignore", "PU001"))
    assert found.same == 1
    assert found.text == ["a.txt"]
    assert found.settings == {"ignore": ([], ["PU001"])}
    change = found.rules["PU001"]
    assert (change.gone, change.fresh, change.fate) == (1, 0, 0)
    (example,) = change.examples
    assert (example.path, example.at, example.before, example.was, example.now) == (
        "a.txt", TEXT.index(","), ",", "applied", "",
    )  # fmt: skip


def test_an_edit_that_is_held_now_is_gone(folder: Path) -> None:
    found = compare_runs(run(folder, "one"), run(folder, "two", "--apply-at", "1.0"))
    assert found.rules["PU001"].gone == 1
    assert found.rules["PU001"].examples[0].now == "held"


def test_documents_of_one_run_alone_and_other_originals_are_counted(folder: Path) -> None:
    old = run(folder, "one")
    (folder / "in/a.txt").write_text("另一篇。\n", encoding="utf-8")
    (folder / "in/b.txt").rename(folder / "in/c.txt")
    found = compare_runs(old, run(folder, "two"))
    assert dict(found.counts) == {"source": 1, "fresh": 1, "gone": 1}


def test_the_order_of_the_documents_does_not_matter(folder: Path) -> None:
    old, new = run(folder, "one"), run(folder, "two")
    ledger = new / "ledger.jsonl"
    ledger.write_bytes(b"".join(reversed(ledger.read_bytes().splitlines(keepends=True))))
    assert compare_runs(old, new).same == 2


def test_the_command_tells_and_leaves_with_one(folder: Path) -> None:
    old, new = run(folder, "one"), run(folder, "two", "--ignore", "PU001")
    result = compare(old, new)
    assert result.exit_code == 1
    assert "1 document the same, 1 with another text" in result.stdout
    assert "PU001: 1 edits gone, 0 new" in result.stdout
    assert "[-,-]{+\uff0c+}  applied -> not there" in result.stdout
    assert compare(old, old).exit_code == 0
    said = json.loads(compare(old, new, "--output-format", "json").stdout)
    assert said["rules"]["PU001"]["gone"] == 1


def test_commands_for_the_terminal_in_a_path_are_shown_not_obeyed(folder: Path) -> None:
    (folder / "in/\x1b[2Jx.txt").write_text(TEXT, encoding="utf-8")
    shown = compare(run(folder, "one"), run(folder, "two", "--ignore", "PU001")).stdout
    assert "\x1b" not in shown
    assert "⟨U+001B⟩[2Jx.txt" in shown


def test_a_folder_that_is_no_run_is_told(folder: Path) -> None:
    with pytest.raises(RestoreError, match="no folder that `cleaner run` wrote"):
        compare_runs(folder, folder)
    old, new = run(folder, "one"), run(folder, "two")
    (new / "ledger.jsonl").write_text("{}\n", encoding="utf-8")
    assert compare(old, new).exit_code == 2
    (old / "ledger.jsonl").unlink()
    assert "is missing" in compare(old, new).output
