"""First, do no harm: correct Chinese of many kinds must come through as it is.

The texts are made up for this project: news, verse, an interview, a statute, a letter, tables, names, a chronology,
true lists and dates, program text, rare characters, an article about the very words that footers are made of.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner import clean

TEXTS = sorted((Path(__file__).parent / "data" / "clean").glob("*.txt"))

LINES_ARE_PARAGRAPHS = {"poem", "table", "names"}
"Texts in which single line breaks stand: layout may set a blank line there, nothing else may happen."


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in TEXTS])
def test_clean_text_is_left_alone(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    document = clean(text)
    edits = [(stage, entry) for stage, entry in document.edits if entry.status == "applied" or stage != "layout"]
    if path.stem in LINES_ARE_PARAGRAPHS:
        assert [line for line in document.text.split("\n") if line] == [line for line in text.split("\n") if line]
        assert {stage for stage, _ in edits} <= {"layout"}
    else:
        assert edits == []
        assert document.text == text
        assert document.verdicts["warnings"] == ()


def test_there_are_texts() -> None:
    assert len(TEXTS) >= 12
