"""What several test files share."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("ci", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=2000)
settings.register_profile("nightly", deadline=None, max_examples=20_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
"""The same examples on every machine; `HYPOTHESIS_PROFILE=explore` looks for new ones, `nightly` for hours."""

AssertLinear = Callable[[Callable[[str], object], str, int], None]


@pytest.fixture
def assert_linear() -> AssertLinear:
    """A function that fails when the time of `work` grows more than in proportion to its text.

    It compares a text of `size` code points with one of four times that. The machines are shared, so a single
    measurement says little: one attempt out of eight that shows less than 6x is proof enough that the growth is not
    quadratic (which would be 16x), and what takes less than 20 ms is not looked at.
    """

    def seconds(work: Callable[[str], object], text: str) -> float:
        gc.collect()
        gc.disable()
        try:
            start = process_time()
            work(text)
            return process_time() - start
        finally:
            gc.enable()

    def check(work: Callable[[str], object], unit: str, size: int) -> None:
        small, large = unit * (size // len(unit)), unit * (4 * size // len(unit))
        work(small)
        ratios: list[float] = []
        for _ in range(8):
            times = min(seconds(work, small) for _ in range(3)), seconds(work, large)
            if times[1] < 0.02 or times[1] < 6 * times[0]:
                return
            ratios.append(times[1] / times[0])
        pytest.fail(f"{unit!r}: four times the text took {min(ratios):.1f} times as long")

    return check


BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WAIT = 20_000
"Milliseconds that an expectation may take to come true on a busy machine."


@dataclass
class Window:
    """A page of the browser, with everything that it complained about."""

    page: Any
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda message: self.faults.append(message.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("dialog", self._answer)

    def _answer(self, dialog: Any) -> None:
        """Leave where the page asks whether to; any other dialog is a fault."""
        if dialog.type != "beforeunload":
            self.faults.append(dialog.message)
        dialog.accept()

    def open(self, report: Path, place: str = "") -> Any:
        """Go to a place of a report, drawn when this returns."""
        self.page.goto("about:blank")
        self.page.goto(report.as_uri() + place)
        self.page.locator("main").wait_for()
        return self.page

    def is_wider_than_its_window(self) -> bool:
        """Whether a reader would have to scroll sideways."""
        width: int = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        return width > 0


OpenWindow = Callable[..., Window]


def browser_path() -> str | None:
    """Path of a Chromium of the system; None where there is none."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium of the system, driven by playwright (extra e2e). Where one of the two is missing, tests that ask for it
    are skipped; with CLEANER_E2E=1, as in CI, they fail."""
    needed = os.environ.get("CLEANER_E2E") == "1"
    path = browser_path()
    try:
        from playwright.sync_api import expect, sync_playwright
    except ImportError:
        if needed:
            raise
        pytest.skip("playwright is not installed: pip install 'cleaner[e2e]'")
    if path is None:
        (pytest.fail if needed else pytest.skip)(f"no browser: none of {', '.join(BROWSERS)} is installed")
    expect.set_options(timeout=WAIT)
    with sync_playwright() as running:
        found = running.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def window(browser: Any) -> Iterator[OpenWindow]:
    """A function that opens a window: `window(width=390, theme="dark", locale="zh-CN")`. At the end of the test none of
    them may have complained."""
    opened: list[tuple[Any, Window]] = []

    def open_window(width: int = 1280, theme: str = "light", locale: str = "en-GB") -> Window:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=theme, locale=locale, bypass_csp=False
        )
        context.set_default_timeout(WAIT)
        opened.append((context, Window(context.new_page())))
        return opened[-1][1]

    yield open_window
    faults = [fault for _, found in opened for fault in found.faults]
    for context, _ in opened:
        context.close()
    assert faults == []
