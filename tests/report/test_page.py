"""The page in a browser: it fits, it explains, it filters, it speaks two languages, and it complains of nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from report_sample import RULES, list_document
from test_html import FACTS, hostile_document

from cleaner.report.html import write_report
from cleaner.report.stats import Failed

if TYPE_CHECKING:
    from conftest import OpenWindow

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("report") / "report.html"
    write_report(path, [list_document(), hostile_document()], [Failed("<b>", "<i>")], RULES, FACTS)
    return path


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("place", ["", "#/d/0", "#/d/1", "#/d/9"])
def test_every_page_fits_the_window_and_runs_no_text(window: OpenWindow, report: Path, width: int, place: str) -> None:
    reader = window(width)
    page = reader.open(report, place)
    assert not reader.is_wider_than_its_window()
    assert page.locator("script").count() == 4
    assert page.locator("#app b i, #app img").count() == 0


def test_marks_explain_themselves_by_pointer_and_keyboard(window: OpenWindow, report: Path) -> None:
    from playwright.sync_api import expect

    page = window().open(report, "#/d/0")
    page.locator("ins.repaired").click()
    expect(page.locator("aside")).to_contain_text("首页 › 新闻")
    for wanted in ("OR001", "paraphrased-ordinal", "A list counts on.", "一是 before, 四是 after", "0.93", "line 6"):
        expect(page.locator(".card")).to_contain_text(wanted)
    page.keyboard.press("n")
    expect(page.locator(".card")).to_contain_text("OR006")
    expect(page.locator(".card")).to_contain_text("Inferred")
    page.keyboard.press("Escape")
    expect(page.locator(".card")).to_be_hidden()


def test_filters_views_and_folds(window: OpenWindow, report: Path) -> None:
    from playwright.sync_api import expect

    page = window().open(report, "#/d/0")
    expect(page.locator("details.gone")).to_have_count(2)
    page.locator(".toolbar .chip", has_text="ordinals").click()
    expect(page.locator("#text .mark:not(.off)")).to_have_count(4)
    page.locator(".check").click()
    expect(page.locator("#text .para:visible")).to_have_count(2)
    page.locator("[data-key=redline]").click()
    expect(page.locator("#text .para:visible").first).to_contain_text("第一个方面是,二是要种树。")


def test_language_follows_the_browser_and_the_button(window: OpenWindow, report: Path) -> None:
    from playwright.sync_api import expect

    page = window(locale="zh-CN").open(report)
    expect(page.locator("h1")).to_contain_text("篇文档")
    page.locator(".bar button[lang]").click()
    expect(page.locator("h1")).to_have_text("2 documents")
