"""The page in a browser. Needs chromium and the extra e2e (playwright); skipped where they are missing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from report_sample import RULES, list_document
from test_html import FACTS, hostile_document

from cleaner.report.html import write_report
from cleaner.report.stats import Failed

CHROMIUM = shutil.which("chromium")
playwright = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as running:
        found = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("report") / "report.html"
    write_report(path, [list_document(), hostile_document()], [Failed("<b>", "<i>")], RULES, FACTS)
    return path.as_uri()


class Window:
    """A page with everything that it complained about."""

    def __init__(self, browser: Any, width: int = 1280, locale: str = "en-GB") -> None:
        self.page = browser.new_context(viewport={"width": width, "height": 900}, locale=locale).new_page()
        self.faults: list[str] = []
        self.page.on("console", lambda message: self.faults.append(message.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("dialog", lambda dialog: self.faults.append(dialog.message))


@pytest.mark.parametrize("width", [390, 1280])
def test_every_page_fits_the_window_and_raises_nothing(browser: Any, address: str, width: int) -> None:
    window = Window(browser, width)
    for place in ("", "#/d/0", "#/d/1", "#/d/9"):
        window.page.goto(address + place)
        assert window.page.evaluate("document.documentElement.scrollWidth") <= width
        assert window.page.locator("script").count() == 4
        assert window.page.locator("#app b i, #app img").count() == 0
    assert window.faults == []


def test_marks_explain_themselves_by_pointer_and_keyboard(browser: Any, address: str) -> None:
    window = Window(browser)
    page = window.page
    page.goto(address + "#/d/0")
    page.locator("ins.repaired").click()
    assert "首页 › 新闻" in page.locator("aside").inner_text()
    for wanted in ("OR001", "paraphrased-ordinal", "A list counts on.", "一是 before, 四是 after", "0.93", "line 6"):
        assert wanted in page.locator(".card").inner_text()
    page.keyboard.press("n")
    assert "OR006" in page.locator(".card").inner_text()
    assert "Inferred" in page.locator(".card").inner_text()
    page.keyboard.press("Escape")
    assert not page.locator(".card").is_visible()
    assert window.faults == []


def test_filters_views_and_folds(browser: Any, address: str) -> None:
    page = Window(browser).page
    page.goto(address + "#/d/0")
    assert page.locator("details.gone").count() == 2
    page.locator(".toolbar .chip", has_text="ordinals").click()
    assert page.locator("#text .mark:not(.off)").count() == 4
    page.locator(".check").click()
    assert page.locator("#text .para:visible").count() == 2
    page.locator("[data-key=redline]").click()
    assert (
        page.locator("#text .para:visible").first.inner_text().replace("\n", "").endswith("第一个方面是,二是要种树。")
    )


def test_language_follows_the_browser_and_the_button(browser: Any, address: str) -> None:
    page = Window(browser, locale="zh-CN").page
    page.goto(address)
    assert "篇文档" in page.locator("h1").inner_text()
    page.locator(".bar button[lang]").click()
    assert page.locator("h1").inner_text() == "2 documents"
