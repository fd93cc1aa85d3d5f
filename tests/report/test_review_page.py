"""Review in a browser: decide, save, run again, obeyed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from cleaner.cli.main import app

if TYPE_CHECKING:
    from conftest import OpenWindow

pytestmark = pytest.mark.browser
SEEDS = Path(__file__).parents[2] / "seeds"


def run(folder: Path, *options: str | Path, source: Path = SEEDS) -> str:
    words = ["run", source, "-o", folder, "--isolated", *options]
    result = CliRunner().invoke(app, list(map(str, words)))
    assert result.exit_code == 0, result.output
    return result.stderr


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A first run over the seeds."""
    folder = tmp_path_factory.mktemp("review") / "one"
    run(folder)
    return folder


def save(page: Any, file: Path) -> list[dict[str, Any]]:
    """Save the decisions, as the button does."""
    with page.expect_download() as download:
        page.locator("#save").click()
    download.value.save_as(file)
    assert download.value.suggested_filename == "decisions.jsonl"
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_what_is_rejected_in_the_report_is_left_in_the_next_run(window: OpenWindow, one: Path, tmp_path: Path) -> None:
    from playwright.sync_api import expect

    page = window().open(one / "report.html", "#/d/0")
    expect(page.locator("#save")).to_be_hidden()
    page.locator("#text ins.mark:visible", has_text="五是").first.click()
    reject = page.locator(".card section.edit", has_text="ordinals").locator("[data-say=reject]")
    reject.click()
    expect(reject).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#save")).to_contain_text("1 decision")
    rows = save(page, tmp_path / "decisions.jsonl")
    assert [(row["decision"], row["rule"][:2], row["after"]) for row in rows] == [("reject", "OR", "五是")]
    assert "1 decision obeyed" in run(tmp_path / "two", "--decisions", tmp_path / "decisions.jsonl")
    name = rows[0]["path"]
    first, second = ((out / "text" / name).read_text(encoding="utf-8") for out in (one, tmp_path / "two"))
    assert "五是" in first
    assert "五是" not in second
    again = window().open(tmp_path / "two/report.html", "#/d/0")
    expect(again.locator("aside")).to_contain_text("rejected")


def test_a_rule_is_generalised_and_decisions_outlive_a_reload(window: OpenWindow, one: Path, tmp_path: Path) -> None:
    from playwright.sync_api import expect

    page = window().open(one / "report.html", "#/d/0")
    page.locator("#text ins.mark:visible", has_text="\uff0c").first.click()
    page.locator(".card details.general summary").first.click()
    page.locator(".card [data-say=never][data-site='']").first.click()
    expect(page.locator("#save")).to_contain_text("1 decision")
    page.reload()
    expect(page.locator("#save")).to_contain_text("1 decision")
    rows = save(page, tmp_path / "decisions.jsonl")
    assert [sorted(row) for row in rows] == [["decision", "rule"]]
    run(tmp_path / "two", "--decisions", tmp_path / "decisions.jsonl")
    ledger = (tmp_path / "two/ledger.jsonl").read_text(encoding="utf-8")
    assert f'"rule":"{rows[0]["rule"]}","status":"rejected"' in ledger
    assert f'"rule":"{rows[0]["rule"]}","status":"applied"' not in ledger


def test_a_held_edit_is_accepted_by_key_and_made_in_the_next_run(window: OpenWindow, tmp_path: Path) -> None:
    from playwright.sync_api import expect

    source = tmp_path / "in"
    source.mkdir()
    (source / "a.txt").write_text("村里的路修好了,桥也通了.\n", encoding="utf-8")
    run(tmp_path / "one", "--apply-at", "1", source=source)
    page = window().open(tmp_path / "one/report.html")
    page.locator("a.row").click()
    expect(page.locator("#text .mark.held")).not_to_have_count(0)
    page.locator("#rule").select_option("PU001")
    expect(page.locator("#counter")).to_have_text("1")
    page.locator("#rule").blur()
    page.keyboard.press("n")
    expect(page.locator(".card.pinned")).to_contain_text("PU001")
    page.keyboard.press("a")
    rows = save(page, tmp_path / "decisions.jsonl")
    assert [(row["decision"], row["rule"]) for row in rows] == [("accept", "PU001")]
    said = run(tmp_path / "two", "--apply-at", "1", "--decisions", tmp_path / "decisions.jsonl", source=source)
    assert "1 decision obeyed" in said
    assert (tmp_path / "two/text/a.txt").read_text(encoding="utf-8") == "村里的路修好了\uff0c桥也通了.\n"
    (source / "a.txt").write_text("另一篇,短文.\n", encoding="utf-8")
    stale = run(tmp_path / "three", "--apply-at", "1", "--decisions", tmp_path / "decisions.jsonl", source=source)
    assert "1 on documents that are not among the inputs, or have changed" in stale


HOSTILE = (
    "首页 > 新闻\n</script><script>alert(1)</script><img src=x onerror=alert(2)> '\"&amp; \u202e反向\u202c,好.\n"
    + "很长的一行,没有结束" * 500
    + "。\n"
)


def test_never_on_this_site_is_obeyed_there_and_hostile_text_does_no_harm(window: OpenWindow, tmp_path: Path) -> None:
    from playwright.sync_api import expect

    rows = [
        {"id": f"{site}'\"><b>", "text": HOSTILE, "url": f"https://{site}.example/1"} for site in ("www.one", "www.two")
    ]
    source = tmp_path / "rows.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    run(tmp_path / "one", "--apply-at", "1", source=source)
    reader = window()
    page = reader.open(tmp_path / "one/report.html", "#/d/0")
    assert not reader.is_wider_than_its_window()
    held = page.locator("aside .look li", has_text="PU001").first
    held.locator("button.plain").click()
    expect(page.locator(".card.pinned")).to_contain_text("PU001")
    page.locator(".card details.general summary").first.click()
    page.locator(".card [data-say=never]", has_text="one.example").first.click()
    page.locator(".card .close").click()
    page.keyboard.press("Escape")
    rows = save(page, tmp_path / "decisions.jsonl")
    assert rows == [{"decision": "never", "rule": "PU001", "site": "one.example"}]
    run(tmp_path / "two", "--decisions", tmp_path / "decisions.jsonl", source=source)
    lines = (tmp_path / "two/documents.jsonl").read_text(encoding="utf-8").splitlines()
    here, there = (json.loads(line)["text"] for line in lines)
    assert (here.count("\uff0c"), there.count(",")) == (0, 0)
    again = window(width=390, theme="dark", locale="zh-CN")
    for place in ("", "#/d/0", "#/d/1"):
        again.open(tmp_path / "two/report.html", place)
        assert not again.is_wider_than_its_window()
        assert again.page.locator("#app img, #app b script").count() == 0


@pytest.mark.parametrize("width", [390, 1280])
def test_keys_decide_and_take_back(window: OpenWindow, one: Path, width: int) -> None:
    from playwright.sync_api import expect

    reader = window(width)
    page = reader.open(one / "report.html", "#/d/0")
    page.keyboard.press("n")
    expect(page.locator(".card.pinned")).to_be_visible()
    page.keyboard.press("r")
    expect(page.locator("#text .mark.rejected").first).to_be_attached()
    page.keyboard.press("a")
    expect(page.locator("#text .mark.rejected")).to_have_count(0)
    expect(page.locator("#text .mark.accepted").first).to_be_attached()
    page.keyboard.press("a")
    expect(page.locator("#text .mark.accepted")).to_have_count(0)
    expect(page.locator("#save")).to_be_hidden()
    assert not reader.is_wider_than_its_window()
