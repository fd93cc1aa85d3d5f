"""The page in a browser: it fits, it explains, it filters, it speaks two languages, and it complains of nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from report_sample import RULES, list_document
from test_html import FACTS, hostile_document

from cleaner.pipeline import Cleaner, Settings
from cleaner.report.html import write_report
from cleaner.report.stats import Failed
from cleaner.rulebook.load import load_rulebook

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


def test_steps_pass_over_what_is_folded_unless_it_is_all_that_is_left(window: OpenWindow, report: Path) -> None:
    from playwright.sync_api import expect

    page = window().open(report, "#/d/0")
    page.keyboard.press("n")
    expect(page.locator("details.gone[open]")).to_have_count(0)
    expect(page.locator(".card.pinned")).not_to_contain_text("BP001")
    page.keyboard.press("Escape")
    page.locator(".toolbar .chip", has_text="boilerplate").click()
    page.keyboard.press("n")
    expect(page.locator("details.gone[open]")).to_have_count(1)
    expect(page.locator(".card.pinned")).to_contain_text("BP001")


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


def test_a_card_that_was_left_open_does_not_speak_about_the_next_document(window: OpenWindow, report: Path) -> None:
    page = window().open(report, "#/d/0")
    for _ in range(5):
        page.keyboard.press("n")
    assert page.locator(".card [data-edits]").count() > 0
    page.evaluate("location.hash = '#/d/1'")
    page.locator("h1", has_text="script").wait_for()
    assert page.locator(".card [data-edits]").count() == 0


def test_search_order_and_filters_of_the_index(window: OpenWindow, report: Path) -> None:
    from playwright.sync_api import expect

    page = window().open(report)
    rows = page.locator(".rows .row")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("a/list.txt")
    page.locator("input[type=search]").fill("alert(3)")
    expect(rows).to_have_count(1)
    page.locator("input[type=search]").fill("the id of a row")
    expect(rows).to_have_count(1)
    page.locator("input[type=search]").fill("nowhere")
    expect(page.locator(".rows")).to_have_text("No document matches.")
    page.locator("input[type=search]").fill("")
    page.locator(".tools .chip", has_text="Need a person").click()
    expect(rows).to_have_count(1)
    rows.first.click()
    expect(page.locator("h1")).to_have_text("标题在此")


def test_print_shows_what_is_folded_and_no_buttons(window: OpenWindow, report: Path) -> None:
    from playwright.sync_api import expect

    page = window(width=800).open(report, "#/d/0")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("#text")).to_contain_text("友情链接")
    expect(page.locator("details.gone[open]")).to_have_count(2)
    for hidden in (".toolbar", ".bar", ".crumbs", "#save"):
        expect(page.locator(hidden)).to_be_hidden()


def test_language_that_a_run_chose(window: OpenWindow, tmp_path: Path) -> None:
    from playwright.sync_api import expect

    write_report(tmp_path / "report.html", [list_document()], [], RULES, replace(FACTS, lang="zh"))
    expect(window().open(tmp_path / "report.html").locator("h1")).to_contain_text("篇文档")


def test_language_follows_the_browser_and_the_button(window: OpenWindow, report: Path) -> None:
    from playwright.sync_api import expect

    page = window(locale="zh-CN").open(report)
    expect(page.locator("h1")).to_contain_text("篇文档")
    reasons = page.locator("p.why")
    expect(reasons.filter(has_text="序号接着数。")).to_have_count(1)
    expect(reasons.filter(has_text="why LY001")).to_have_count(1)
    page.locator(".bar button[lang]").click()
    expect(page.locator("h1")).to_have_text("2 documents")


def test_evidence_of_every_rule_can_be_read_in_chinese(window: OpenWindow, report: Path) -> None:
    cleaner = Cleaner(Settings(apply_at=0.0))
    rules = [rule for rule in load_rulebook().rules if rule.stage == "ordinals"]
    documents = [cleaner.clean(hit.before) for rule in rules for hit in (*rule.hits, *rule.gaps)]
    notes = {entry.edit.note for document in documents for _, entry in document.edits if entry.edit.note}
    assert len(notes) > 40
    script = (files("cleaner.report") / "assets/notes.js").read_text("utf-8")
    program = f'notes => {{ const language = "zh"; {script}; return notes.map(evidence); }}'
    said = window().open(report).evaluate(program, sorted(notes))
    assert not [note for note in said if re.search("[a-z]{2} [a-z]{2}", note)]
