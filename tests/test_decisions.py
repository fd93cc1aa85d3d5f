"""Decisions of a review: obeyed at their place, stale where the text moved, general ones by rule and site."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cleaner.cli.main import app
from cleaner.decisions import read_decisions
from cleaner.errors import SettingsError
from cleaner.pipeline import Cleaner, Settings
from cleaner.report.ledger import LedgerWriter
from cleaner.report.replay import document_of
from cleaner.text.document import Document, Source

TEXT = "首页 > 新闻\n会上说,要修路,要架桥 。\n\n\n\n地址:example.org\n"


def saved(folder: Path, *rows: dict[str, Any]) -> Path:
    file = folder / "decisions.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


def on_edit(decision: str, rule: str, at: int, before: str, after: str, text: str = TEXT) -> dict[str, Any]:
    digest = Source.of_text(text).sha256
    return {"decision": decision, "document": digest, "rule": rule, "at": at, "before": before, "after": after}


def clean(file: Path, text: str = TEXT, **settings: Any) -> Document:
    return Cleaner(Settings(decisions=file, **settings)).clean(text)


def fates(document: Document, rule: str) -> list[tuple[str, str]]:
    return [(entry.before, entry.status) for _, entry in document.edits if entry.edit.rule == rule]


FIRST, SECOND = TEXT.index(","), TEXT.rindex(",")


def test_a_rejected_edit_is_not_made_and_the_others_are(tmp_path: Path) -> None:
    document = clean(saved(tmp_path, on_edit("reject", "PU001", FIRST, ",", "")))
    assert "会上说,要修路\uff0c要架桥。" in document.text
    assert sorted(fates(document, "PU001")) == [(",", "applied"), (",", "rejected")]
    assert document.restore() == TEXT


def test_an_accepted_edit_is_made_below_the_bar_and_says_so(tmp_path: Path) -> None:
    file = saved(tmp_path, on_edit("accept", "PU001", SECOND, ",", "\uff0c"))
    document = clean(file, apply_at=1.0)
    assert "会上说,要修路\uff0c要架桥" in document.text
    (entry,) = [entry for _, entry in document.edits if entry.status == "applied" and entry.edit.rule == "PU001"]
    assert entry.edit.note.endswith("accepted in review")


@pytest.mark.parametrize(
    ("row", "why"),
    [
        pytest.param(on_edit("reject", "PU001", FIRST + 1, ",", ""), "no edit stands there", id="place"),
        pytest.param(on_edit("reject", "PU001", FIRST, "\uff1b", ""), "another text stands there", id="text"),
        pytest.param(on_edit("reject", "PU777", FIRST, ",", ""), "there is no such rule", id="rule"),
        pytest.param(on_edit("accept", "PU001", FIRST, ",", "、"), "the rule now puts something else", id="after"),
    ],
)
def test_a_decision_that_fits_no_edit_is_stale(tmp_path: Path, row: dict[str, Any], why: str) -> None:
    document = clean(saved(tmp_path, row))
    assert document.text == Cleaner().clean(TEXT).text, why
    assert "stale decisions: 1" in document.verdicts["warnings"], why


def test_a_changed_document_is_another_document(tmp_path: Path) -> None:
    document = clean(saved(tmp_path, on_edit("reject", "PU001", FIRST, ",", "", TEXT + "x")))
    assert document.text == Cleaner().clean(TEXT).text
    assert document.verdicts["warnings"] == ()


@pytest.mark.parametrize(
    ("rows", "breadcrumb_stays"),
    [
        pytest.param([{"decision": "never", "rule": "BP040"}], True, id="everywhere"),
        pytest.param([{"decision": "never", "rule": "BP040", "site": "www.Example.org"}], True, id="this site"),
        pytest.param([{"decision": "never", "rule": "BP040", "site": "example.com"}], False, id="another site"),
        pytest.param(
            [{"decision": "never", "rule": "BP040"}, {"decision": "always", "rule": "BP040", "site": "example.org"}],
            False,
            id="a site goes before all",
        ),
        pytest.param(
            [{"decision": "never", "rule": "BP040"}, on_edit("accept", "BP040", 0, "首页 > 新闻\n", "")],
            False,
            id="an edit goes before its rule",
        ),
    ],
)
def test_a_rule_is_decided_on(tmp_path: Path, rows: list[dict[str, Any]], breadcrumb_stays: bool) -> None:
    document = Cleaner(Settings(decisions=saved(tmp_path, *rows))).clean(TEXT, site="example.org")
    assert ("首页" in document.text) is breadcrumb_stays


def test_always_applies_what_the_bar_holds(tmp_path: Path) -> None:
    held = Cleaner(Settings(apply_at=1.0)).clean(TEXT)
    assert {status for _, status in fates(held, "PU001")} == {"held"}
    document = clean(saved(tmp_path, {"decision": "always", "rule": "PU001"}), apply_at=1.0)
    assert {status for _, status in fates(document, "PU001")} == {"applied"}


def test_the_ledger_keeps_what_was_decided(tmp_path: Path) -> None:
    file = saved(tmp_path, on_edit("reject", "PU001", FIRST, ",", ""), on_edit("reject", "PU001", FIRST + 1, "x", ""))
    cleaner = Cleaner(Settings(decisions=file))
    document = cleaner.clean(TEXT)
    digest = sha256(document.text.encode()).hexdigest()
    line = LedgerWriter(cleaner.rules, cleaner.fingerprint).line(document, "a.txt", digest)
    again = document_of(json.loads(line), document.text.encode())
    assert again.steps == document.steps
    assert again.restore() == TEXT


def test_decisions_are_part_of_the_fingerprint(tmp_path: Path) -> None:
    file = saved(tmp_path, {"decision": "never", "rule": "BP040"})
    assert Cleaner(Settings(decisions=file)).fingerprint != Cleaner().fingerprint


@pytest.mark.parametrize(
    ("line", "said"),
    [
        pytest.param("{", "decisions.jsonl:2: Expecting", id="no JSON"),
        pytest.param("[]", "expected an object, got list", id="no object"),
        pytest.param('{"decision": "maybe"}', "'maybe' is unknown; use accept", id="unknown decision"),
        pytest.param('{"decision": "never"}', "rule: expected a text, got None", id="no rule"),
        pytest.param(
            '{"decision": "reject", "rule": "A", "document": "0", "at": true, "before": ""}', "at: expected a whole",
            id="at",
        ),
        pytest.param('{"decision": "always", "rule": "A", "site": 3}', "site: expected a text, got 3", id="site"),
    ],
)  # fmt: skip
def test_a_bad_line_is_named(tmp_path: Path, line: str, said: str) -> None:
    file = tmp_path / "decisions.jsonl"
    file.write_text('{"decision": "never", "rule": "BP040"}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"decisions\.jsonl:2: ") as error:
        read_decisions(file)
    assert said in str(error.value)


def test_a_run_obeys_and_tells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text(TEXT, encoding="utf-8", newline="")
    saved(
        tmp_path,
        on_edit("reject", "PU001", FIRST, ",", ""),
        on_edit("reject", "PU001", 0, ",", ""),
        on_edit("reject", "PU001", FIRST, ",", "", "elsewhere"),
    )
    result = CliRunner().invoke(app, ["run", "in", "-o", "out", "--isolated", "--decisions", "decisions.jsonl"])
    assert result.exit_code == 0, result.output
    assert "1 decision obeyed" in result.stderr
    assert "1 stale" in result.stderr
    assert "1 on documents that are not among the inputs" in result.stderr
    assert "会上说,要修路" in (tmp_path / "out/text/a.txt").read_text(encoding="utf-8")
    assert CliRunner().invoke(app, ["restore", "out", "-o", "back"]).exit_code == 0
    assert (tmp_path / "back/a.txt").read_bytes() == TEXT.encode()
