"""A few fuzzed reports in a browser, and proof that the walk through them sees what is wrong."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from cleaner.pipeline import default_cleaner
from fuzz.browser import documents, strangers, walk, write

if TYPE_CHECKING:
    from conftest import OpenWindow

pytestmark = pytest.mark.browser
PUT = """([name, key, value]) => {
  const node = document.createElement(name);
  node.setAttribute(key, value);
  document.getElementById("app").append(node);
}"""


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_fuzzed_documents_stay_text_and_are_shown_as_they_are(window: OpenWindow, tmp_path: Path, lang: str) -> None:
    path, cleaned = tmp_path / "report.html", documents(Random(f"report {lang}"), 12)
    write(path, cleaned, lang)
    assert walk(window(), path, cleaned) == []


def test_the_walk_sees_markup_handlers_links_and_missing_text(window: OpenWindow, tmp_path: Path) -> None:
    reader, path = window(), tmp_path / "report.html"
    cleaned = [default_cleaner().clean("\u6625\u5929\u6765\u4e86,\u82b1\u5f00\u4e86.\n")]
    write(path, cleaned)
    assert walk(reader, path, cleaned) == []
    strange = (("img", "alt", ""), ("b", "onsomething", "0"), ("a", "href", "x:y"), ("script", "type", "x"))
    for name, key, value in strange:
        before = strangers(reader.page, 2)
        reader.page.evaluate(PUT, (name, key, value))
        assert len(strangers(reader.page, 2)) > len(before)
    page = path.read_text(encoding="utf-8")
    path.write_text(page.replace("\u82b1\u5f00", "\u82b1"), encoding="utf-8")
    assert any("does not hold" in fault for fault in walk(reader, path, cleaned))
