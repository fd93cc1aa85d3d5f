"""`cleaner bench`: what it measures on, and how it prints. No time is asserted: machines differ."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cleaner.cli.main import app

TEXT = "河边的老街修好了,石板路铺到了桥头。\n" * 20


def bench(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["bench", *(str(word) for word in words)])


def test_files_and_json_lines_each_have_a_row(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(json.dumps({"body": TEXT}) + "\n", encoding="utf-8")
    result = bench(
        tmp_path / "texts", tmp_path / "b.jsonl", "--rounds", "1", "--text-key", "body", "--output-format", "json"
    )
    assert result.exit_code == 0, result.output
    rows = json.loads(result.stdout)
    assert [(row["name"], row["documents"], row["bytes"]) for row in rows] == [
        ("texts", 1, len(TEXT.encode())),
        ("b.jsonl", 1, len(TEXT.encode())),
    ]
    assert abs(sum(rows[0]["shares"].values()) - 1) < 0.01
    assert rows[0]["ratios"]["ftfy"] > 0
    assert "in sequence" in bench(tmp_path / "texts", "--rounds", "1").stdout


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param('{"other": "x"}\n', "no text under 'text'; name its key with --text-key", id="wrong key"),
        pytest.param("{\n", "give one JSON object per line", id="not JSON"),
        pytest.param("", "no text to measure on", id="empty"),
    ],
)
def test_what_cannot_be_measured_is_refused(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "a.jsonl").write_text(content, encoding="utf-8")
    result = bench(tmp_path / "a.jsonl")
    assert result.exit_code == 2
    assert message in result.stderr


def test_no_rounds_is_wrong_use() -> None:
    assert bench("--rounds", "0").exit_code == 2
