"""The layout stage: plain text and Markdown. The examples of each rule stand in its own file."""

from __future__ import annotations

import pytest
from budget import at_least
from hypothesis import given
from hypothesis import strategies as st

from cleaner.pipeline import Cleaner, Settings
from cleaner.text.document import Source

CLEANER = Cleaner(Settings(stages=("layout",)))

PLAIN = [
    ("", "", "empty"),
    (" \n\u3000\n\t", "", "blanks only"),
    ("甲", "甲\n", "no newline"),
    ("甲\r\n乙\r\n", "甲\n\n乙\n", "CRLF, when the unicode stage has not run"),
    ("\n\n \u3000甲 \n  \n\n\u3000\u3000乙\t\n丙", "甲\n\n乙\n\n丙\n", "everything at once"),
    ("甲\n\n乙\n\n\n", "甲\n\n乙\n", "newlines at the end"),
    ("姓名    班级\n林小满  三班", "姓名    班级\n\n林小满  三班\n", "columns keep their blanks"),
]


@pytest.mark.parametrize(("before", "after"), [pytest.param(b, a, id=name) for b, a, name in PLAIN])
def test_plain(before: str, after: str) -> None:
    document = CLEANER.clean(before)
    assert document.text == after
    assert document.restore() == before


def markdown(text: str) -> str:
    return CLEANER.clean_source(Source(text, "", 0, markup="markdown")).text


MARKDOWN = [
    ("# 题\n甲\n乙  \n丙\n", "# 题\n甲\n乙  \n丙\n", "line breaks and hard breaks stay"),
    ("甲 \n\n\n\n乙\t\n", "甲\n\n乙\n", "one blank at a line end is none"),
    ("- 甲\n    - 乙\n\n\n  续", "- 甲\n    - 乙\n\n  续\n", "list indents"),
    ("```\n甲  \n\n\n\n乙 \n```\n\n\n\n丙\n", "```\n甲  \n\n\n\n乙 \n```\n\n丙\n", "a fence"),
    ("    code\n\n\n甲", "    code\n\n甲\n", "an indent at the start is code"),
    ("---\ntitle: 甲 \n---\n\n乙\n", "---\ntitle: 甲 \n---\n\n乙\n", "front matter"),
    ("甲  \n\n乙\n", "甲\n\n乙\n", "blanks before a blank line are no break"),
]


@pytest.mark.parametrize(("before", "after"), [pytest.param(b, a, id=name) for b, a, name in MARKDOWN])
def test_markdown(before: str, after: str) -> None:
    assert markdown(before) == after
    assert markdown(after) == after


@at_least(1000)
@given(st.text("甲a \n\t\u3000\xa0\r`-", max_size=40))
def test_a_second_run_changes_nothing(text: str) -> None:
    document = CLEANER.clean(text)
    assert document.restore() == text
    assert CLEANER.clean(document.text).text == document.text
    assert not [entry for _, entry in document.edits if entry.status == "shadowed"]
    assert markdown(markdown(text)) == markdown(text)
