"""The report of fuzzed documents in a browser: `PYTHONPATH=tests python -m fuzz.browser --reports 50 --seed 1`.

Each report is opened and every document of it is walked through as a reader would. Nothing of a document may become
markup, run, be fetched or be complained of, and both sides must hold the Han of the original and of the clean text.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from cleaner.pipeline import default_cleaner
from cleaner.report.html import write_report
from cleaner.report.stats import Failed, RunFacts
from cleaner.text.document import Document
from fuzz import raws
from fuzz.invariants import as_source

if TYPE_CHECKING:
    from conftest import Window

SNARES = (
    "</script><script>alert(1)</script>", "<img src=x onerror=alert(2)>", "<svg/onload=alert(3)>", "<!--", "-->",
    "<!--<script>", "]]>", "javascript:alert(4)", "${alert(5)}", "'-alert(6)-'", '"onfocus=alert(7) autofocus="',
    "<base href=//example.org>", "<meta http-equiv=refresh content=0>", "</style><style>*{display:none}</style>",
    "<a href=javascript:alert(8)>x</a>", "<iframe srcdoc=x>", "__proto__", "constructor", "\u2028alert(9)", "\\u003cb>",
    "&lt;b&gt;", "$&", "%s", "{{7*7}}", "\ud83d", "\U0001f468\u200d\U0001f469", "\u202ealert(10)",
    "#/d/0", "d0", "index",
)  # fmt: skip
"What runs, closes or misleads where text is taken for markup, script, pattern or key."

HAN = re.compile("[^\u4e00-\u9fff]+")

GO = """order => new Promise((done) => {
  addEventListener("hashchange", done, { once: true });
  location.hash = `#/d/${order}`;
})"""
"To a document; the page has drawn it when this comes back."

WALK = """mode => {
  document.querySelector(`[data-key=${mode}]`).click();
  const text = document.getElementById("text").cloneNode(true);
  for (const node of text.querySelectorAll(".line, .badge, summary, .titles, .caret")) node.remove();
  const texts = (where) => [...text.querySelectorAll(where)].map((node) => node.textContent).join("");
  return [texts(".before, .removed .only"), texts(".after")];
}"""
"Both sides of a document as they are shown."

STRANGERS = """([allowed, blocks]) => {
  const nodes = [...document.querySelectorAll("#app *")];
  const names = nodes.map((node) => node.localName).filter((name) => !allowed.includes(name));
  const attributes = nodes.flatMap((node) => node.getAttributeNames());
  const handlers = attributes.filter((name) => /^(on|src|formaction)/.test(name));
  const links = nodes.map((node) => node.getAttribute("href"));
  const leading = links.filter((to) => to !== null && !/^#\\/(d\\/\\d+)?$/.test(to));
  const more = document.querySelectorAll("script").length === blocks ? [] : ["scripts"];
  return [...names, ...handlers, ...leading, ...more];
}"""
"Elements, attributes and links that the page does not make by itself."

ELEMENTS = """
a aside b bdi button circle dd del details div dl dt em footer g h1 h2 h3 header i input ins kbd label li line main mark
nav ol option output p path rect section select small span strong summary svg table tbody td text th thead title tr ul
""".split()  # noqa: SIM905
"What the page is made of."


def documents(random: Random, number: int) -> list[Document]:
    """Fuzzed texts with snares in them, cleaned; ids, paths and sites are snares as well."""
    cleaner = default_cleaner()
    found = []
    for order in range(number):
        text = raws.any_text(random, ())
        for _ in range(random.randrange(4)):
            at = random.randrange(len(text) + 1)
            text = text[:at] + random.choice(("", "\n")) + random.choice(SNARES) + random.choice(("", "\n")) + text[at:]
        said = [f"{random.choice(SNARES)}{order}" if random.random() < 0.5 else "" for _ in range(3)]
        markup = random.choice(("plain", "plain", "markdown"))
        found.append(cleaner.clean_source(as_source(text, markup), *said))  # type: ignore[arg-type]
    return found


def write(path: Path, cleaned: list[Document], lang: str = "") -> None:
    """The report of these documents, with documents that failed by name."""
    failed = [Failed(snare, snare) for snare in SNARES[:3]]
    facts = RunFacts("0", "0", documents=len(cleaned) + len(failed), inputs=(SNARES[0],), lang=lang)
    write_report(path, cleaned, failed, default_cleaner().rules, facts)


def walk(window: Window, path: Path, cleaned: list[Document]) -> list[str]:
    """What is wrong with a report of these documents, in words."""
    page = window.open(path)
    blocks = len(cleaned) + 1
    page.locator("input[type=search]").fill(SNARES[0][:9])
    faults = [f"overview: {name}" for name in strangers(page, blocks)]
    for order, document in enumerate(cleaned):
        page.evaluate(GO, order)
        faults += [f"document {order}: {said}" for said in _walk_document(page, document, blocks)]
    return faults


def _walk_document(page: Any, document: Document, blocks: int) -> list[str]:
    faults = []
    for mode in ("redline", "clean", "split"):
        sides = page.evaluate(WALK, mode)
        faults += strangers(page, blocks)
    for name, side, text in zip(("original", "clean"), sides, (document.source.text, document.text), strict=True):
        if HAN.sub("", side) != HAN.sub("", text):
            faults.append(f"the {name} side does not hold the {name} text: {document.source.text!r}")
    for key in ("n", "n", "p", "a", "r", "Escape"):
        page.keyboard.press(key)
        faults += strangers(page, blocks)
    return faults


def strangers(page: Any, blocks: int) -> list[str]:
    """What stands in the page that it does not make by itself; `blocks` are its blocks of data."""
    found: list[str] = page.evaluate(STRANGERS, [ELEMENTS, blocks + 1])
    return found


def main() -> int:
    """Walk through reports until all are done; 1 where anything was wrong."""
    from conftest import Window, browser_path
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(prog="fuzz.browser", description=__doc__)
    parser.add_argument("--reports", type=int, default=50, help="reports of twenty documents each")
    parser.add_argument("--seed", type=int, default=0)
    said = parser.parse_args()
    path = browser_path()
    if path is None:
        parser.error("no browser: install chromium")
    wrong = 0
    with TemporaryDirectory() as folder, sync_playwright() as running:
        browser = running.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for number in range(said.reports):
            window = Window(browser.new_page())
            cleaned = documents(Random(f"{said.seed}/{number}"), 20)
            report = Path(folder) / "report.html"
            write(report, cleaned, ("en", "zh")[number % 2])
            faults = walk(window, report, cleaned)
            for fault in (*faults, *window.faults):
                print(f"report {number}: {fault}")
            wrong += bool(faults or window.faults)
            window.page.close(run_before_unload=False)
        browser.close()
    print(f"{said.reports} reports of 20 documents, {wrong} of them with something wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
