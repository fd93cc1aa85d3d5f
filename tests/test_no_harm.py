"""First, do no harm: correct Chinese of many kinds must come through as it is.

The texts are made up for this project: news, verse, an interview, a statute, a letter, tables, names, a chronology,
true lists and dates, program text, rare characters, an article about the very words that footers are made of. The
budget of edits on them is nought.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner import clean
from cleaner.pipeline import Cleaner, Settings
from cleaner.stages.view import Options

TEXTS = sorted((Path(__file__).parent / "data" / "clean").glob("*.txt"))

TRADITIONAL = sorted((Path(__file__).parent / "data" / "clean_traditional").glob("*.txt"))

LINES_ARE_PARAGRAPHS = {"poem", "table", "names", "chat_log"}
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


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in TRADITIONAL])
def test_clean_traditional_text_is_left_alone_where_the_script_is_kept(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    document = Cleaner(Settings(options=Options(script="keep"))).clean(text)
    assert [(stage, entry) for stage, entry in document.edits] == []
    assert document.text == text


FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
"What destroys the width upstream: full-width ASCII to ASCII."

PROSE = [
    "news",
    "novel_dialogue",
    "letter",
    "interview",
    "statute",
    "official_reply",
    "obituary",
    "essay",
    "sports_news",
]


@pytest.mark.parametrize("name", PROSE)
def test_folded_prose_comes_back(name: str) -> None:
    text = next(path for path in TEXTS if path.stem == name).read_text(encoding="utf-8")
    document = clean(text.translate(FOLD))
    wrong = [(a, b) for a, b in zip(text, document.text, strict=True) if a != b and ord(a) - ord(b) != 0xFEE0]
    assert wrong == []
    missed = [a for a, b in zip(text, document.text, strict=True) if a != b]
    assert len(missed) <= 0.03 * sum(a != b for a, b in zip(text, text.translate(FOLD), strict=True))
    assert document.verdicts["width"] == "half"


def test_there_are_texts() -> None:
    assert len(TEXTS) >= 48
    assert TRADITIONAL
