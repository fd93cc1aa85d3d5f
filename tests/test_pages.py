"""Whole pages, made up for this project: what is left of each, and what is known about it, must be exactly as written.

A page is three files in `gold/pages`: `name.txt` as it was found, `name.gold.txt`, and `name.meta.json` with every
metadata field that is not empty (`site` left out). The furniture is that of sites of many kinds, in words of their own.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cleaner import clean

PAGES = sorted(
    path for path in (Path(__file__).parent / "gold" / "pages").glob("*.txt") if not path.stem.endswith(".gold")
)


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in PAGES])
def test_page_becomes_its_text(path: Path) -> None:
    document = clean(path.read_text(encoding="utf-8"))
    assert document.text == path.with_suffix(".gold.txt").read_text(encoding="utf-8")
    assert clean(document.text).text == document.text


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in PAGES])
def test_page_tells_its_metadata(path: Path) -> None:
    metadata = clean(path.read_text(encoding="utf-8")).metadata
    told = {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in metadata.items()
        if key != "site" and value
    }
    assert told == json.loads(path.with_suffix(".meta.json").read_text(encoding="utf-8"))


def test_there_are_pages() -> None:
    assert len(PAGES) >= 10
