"""`cleaner review`: decisions made in the terminal are obeyed, kept at once, and not asked for again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cleaner.cli.main import app

TEXT = "首页 > 新闻\n会上说,要修路,要架桥 。\n\n\n\n地址:example.org\x1b[31m\n"


def cleaner(*words: str, stdin: str = "") -> Any:
    return CliRunner().invoke(app, list(words), input=stdin)


@pytest.fixture(params=["files", "rows"])
def ran(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a run over the text, where every edit waits for a person."""
    monkeypatch.chdir(tmp_path)
    if request.param == "files":
        (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8", newline="")
    else:
        (tmp_path / "a.jsonl").write_text(
            json.dumps({"id": "x", "text": TEXT}, ensure_ascii=False) + "\n", encoding="utf-8"
        )
    name = "a.txt" if request.param == "files" else "a.jsonl"
    assert cleaner("run", name, "-o", "out", "-q", "--apply-at", "1", "--select", "PU,BP040").exit_code == 0
    return Path(name)


def test_answers_are_kept_and_obeyed(ran: Path) -> None:
    result = cleaner("review", "out", "--select", "PU001", stdin="ar")
    assert result.exit_code == 0, result.output
    assert "2 decisions in decisions.jsonl" in result.output
    assert "\x1b" not in result.output
    rows = [json.loads(line) for line in Path("decisions.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(row["decision"], row["rule"], row["before"]) for row in rows] == [
        ("accept", "PU001", ","),
        ("reject", "PU001", ","),
    ]
    obeyed = cleaner("run", str(ran), "-o", "two", "--apply-at", "1", "--decisions", "decisions.jsonl")
    assert "2 decisions obeyed" in obeyed.stderr
    written = Path("two/text/a.txt") if ran.suffix == ".txt" else Path("two/documents.jsonl")
    assert "会上说\uff0c要修路,要架桥" in written.read_text(encoding="utf-8")


def test_what_is_decided_is_not_asked_again(ran: Path) -> None:
    assert ran.exists()
    first = cleaner("review", "out", "--select", "PU001", stdin="sr")
    assert first.output.count("PU001 ") == 2
    again = cleaner("review", "out", "--select", "PU001", stdin="a")
    assert again.output.count("PU001 ") == 1
    assert "nothing held is left" in cleaner("review", "out", "--select", "PU001").output


def test_never_ends_the_questions_of_its_rule_on_the_site(ran: Path) -> None:
    assert ran.exists()
    result = cleaner("review", "out", "--select", "PU001", stdin="n")
    assert result.output.count("PU001 ") == 1
    (row,) = [json.loads(line) for line in Path("decisions.jsonl").read_text(encoding="utf-8").splitlines()]
    assert (row["decision"], row["rule"], row["site"]) == ("never", "PU001", "example.org")


@pytest.mark.parametrize("given", [(), ("--site", "Other.example.net")], ids=["url of the row", "option"])
def test_a_decision_for_a_site_means_the_site_that_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: tuple[str, ...]
) -> None:
    """The text names example.org; the row or the option says another site, and that is the one."""
    monkeypatch.chdir(tmp_path)
    rows = [{"id": name, "text": TEXT, "url": f"https://{name}.example.com/1"} for name in ("www", "m")]
    rows.append({"id": "far", "text": TEXT, "url": "https://www.example.net/1"})
    Path("a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert cleaner("run", "a.jsonl", "-o", "out", "-q", "--apply-at", "1", "--select", "PU", *given).exit_code == 0
    assert cleaner("review", "out", "--select", "PU001", stdin="wq").exit_code == 0
    (row,) = [json.loads(line) for line in Path("decisions.jsonl").read_text(encoding="utf-8").splitlines()]
    assert (row["decision"], row["site"]) == ("always", "example.net" if given else "example.com")
    words = ("run", "a.jsonl", "-o", "two", "-q", "--apply-at", "1", "--select", "PU", "--decisions", "decisions.jsonl")
    assert cleaner(*words, *given).exit_code == 0
    clean = [json.loads(line)["text"] for line in Path("two/documents.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [text.count("\uff0c") for text in clean] == ([2, 2, 2] if given else [2, 2, 0])


def test_quitting_and_the_end_of_input_keep_what_was_said(ran: Path) -> None:
    assert ran.exists()
    assert cleaner("review", "out", "-o", "said.jsonl", stdin="rq").exit_code == 0
    assert cleaner("review", "out", "-o", "said.jsonl", stdin="xr").exit_code == 0
    assert len(Path("said.jsonl").read_text(encoding="utf-8").splitlines()) == 2


def test_wrong_use_is_named(ran: Path) -> None:
    assert ran.exists()
    for words, said in ((("nowhere",), "nowhere"), (("out", "--status", "odd"), "odd is unknown; use held")):
        result = cleaner("review", *words)
        assert (result.exit_code, said in result.stderr) == (2, True), result.output
