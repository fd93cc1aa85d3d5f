"""Review in a browser: decide, save, run again, obeyed. Needs chromium and the extra e2e (playwright)."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cleaner.cli.main import app

CHROMIUM = shutil.which("chromium")
playwright = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as running:
        found = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


def run(folder: Path, *options: str) -> str:
    result = CliRunner().invoke(app, ["run", str(SEEDS), "-o", str(folder), "--isolated", *options])
    assert result.exit_code == 0, result.output
    return result.stderr


class Reader:
    """A person at the report of one run."""

    def __init__(self, browser: Any, report: Path, width: int = 1280) -> None:
        self.faults: list[str] = []
        self.page = browser.new_context(viewport={"width": width, "height": 900}, locale="en-GB").new_page()
        self.page.on("console", lambda message: self.faults.append(message.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.goto(f"{report.as_uri()}#/d/0")

    def mark(self, text: str) -> Any:
        return self.page.locator("#text ins.mark:visible", has_text=text).first

    def save(self, file: Path) -> list[dict[str, Any]]:
        with self.page.expect_download() as download:
            self.page.locator("#save").click()
        download.value.save_as(file)
        assert download.value.suggested_filename == "decisions.jsonl"
        return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_what_is_rejected_in_the_report_is_left_in_the_next_run(browser: Any, tmp_path: Path) -> None:
    run(tmp_path / "one")
    reader = Reader(browser, tmp_path / "one/report.html")
    assert not reader.page.locator("#save").is_visible()
    reader.mark("五是").click()
    reject = reader.page.locator(".card section.edit", has_text="ordinals").locator("[data-say=reject]")
    reject.click()
    assert reject.get_attribute("aria-pressed") == "true"
    assert "1 decision" in reader.page.locator("#save").inner_text()
    rows = reader.save(tmp_path / "decisions.jsonl")
    assert [(row["decision"], row["rule"][:2], row["after"]) for row in rows] == [("reject", "OR", "五是")]
    assert "1 decision obeyed" in run(tmp_path / "two", "--decisions", str(tmp_path / "decisions.jsonl"))
    name = rows[0]["path"]
    first, second = ((tmp_path / out / "text" / name).read_text(encoding="utf-8") for out in ("one", "two"))
    assert "五是" in first
    assert "五是" not in second
    assert len(first) != len(second)
    again = Reader(browser, tmp_path / "two/report.html")
    assert "rejected" in again.page.locator("aside").inner_text()
    assert reader.faults == again.faults == []


def test_a_rule_is_generalised_and_decisions_outlive_a_reload(browser: Any, tmp_path: Path) -> None:
    run(tmp_path / "one")
    reader = Reader(browser, tmp_path / "one/report.html")
    reader.mark("\uff0c").click()
    reader.page.locator(".card details.general summary").first.click()
    reader.page.locator(".card [data-say=never][data-site='']").first.click()
    reader.page.on("dialog", lambda dialog: dialog.accept())
    reader.page.reload()
    assert "1 decision" in reader.page.locator("#save").inner_text()
    rows = reader.save(tmp_path / "decisions.jsonl")
    assert [sorted(row) for row in rows] == [["decision", "rule"]]
    run(tmp_path / "two", "--decisions", str(tmp_path / "decisions.jsonl"))
    ledger = (tmp_path / "two/ledger.jsonl").read_text(encoding="utf-8")
    assert f'"rule":"{rows[0]["rule"]}","status":"rejected"' in ledger
    assert f'"rule":"{rows[0]["rule"]}","status":"applied"' not in ledger


@pytest.mark.parametrize("width", [390, 1280])
def test_keys_decide_and_take_back(browser: Any, tmp_path: Path, width: int) -> None:
    run(tmp_path / "one")
    reader = Reader(browser, tmp_path / "one/report.html", width)
    page = reader.page
    page.keyboard.press("n")
    page.keyboard.press("r")
    assert page.locator("#text .mark.rejected").count() > 0
    page.keyboard.press("a")
    assert page.locator("#text .mark.rejected").count() == 0
    assert page.locator("#text .mark.accepted").count() > 0
    page.keyboard.press("a")
    assert page.locator("#text .mark.accepted").count() == 0
    assert not page.locator("#save").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert reader.faults == []
