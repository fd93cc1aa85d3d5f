"""axe-core finds no serious fault: overview and documents, with a card open, in both themes, wide and narrow."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from report_sample import RULES, build, list_document
from test_html import FACTS, hostile_document

from cleaner.report.html import write_report
from cleaner.report.stats import Failed

if TYPE_CHECKING:
    from conftest import OpenWindow

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def axe() -> str:
    """The source of axe-core, as a package carries it."""
    try:
        import axe_playwright_python as package
    except ImportError:
        if os.environ.get("CLEANER_E2E") == "1":
            raise
        pytest.skip("axe-core is not installed: pip install 'cleaner[e2e]'")
    return (Path(package.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Documents enough for every panel: pictures, failures, rules behind a button."""
    path: Path = tmp_path_factory.mktemp("axe") / "report.html"
    more = [build("甲,乙。\n" * 3, path=f"{index}.txt") for index in range(8)]
    write_report(path, [list_document(), hostile_document(), *more], [Failed("<b>", "<i>")], RULES, FACTS)
    return path


def faults(page: Any, axe: str) -> list[str]:
    page.evaluate(axe)
    found = page.evaluate("axe.run()")["violations"]
    return [
        f"{fault['id']} ({fault['impact']}): {fault['nodes'][0]['html'][:200]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_no_serious_fault(window: OpenWindow, report: Path, axe: str, theme: str, width: int) -> None:
    reader = window(width, theme)
    page = reader.open(report)
    for rule in page.locator("details.rule").all()[:2]:
        rule.locator("summary").click()
    assert faults(page, axe) == []
    page = reader.open(report, "#/d/0")
    page.locator("details.gone summary").first.click()
    assert faults(page, axe) == []
    page.keyboard.press("n")
    page.locator(".card.pinned").wait_for()
    page.locator(".card details.general summary").first.click()
    assert faults(page, axe) == []


def test_axe_would_find_a_fault(window: OpenWindow, report: Path, axe: str) -> None:
    page = window().open(report)
    page.evaluate("document.querySelector('input[type=search]').removeAttribute('aria-label')")
    page.evaluate("document.querySelector('input[type=search]').removeAttribute('placeholder')")
    assert any(fault.startswith("label ") for fault in faults(page, axe))
