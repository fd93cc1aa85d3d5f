"""Protected spans."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cleaner.pipeline import default_cleaner
from cleaner.stages.protect import Gate, Spans, markdown_syntax
from cleaner.text.document import Source


def test_spans_merge_what_overlaps() -> None:
    spans = Spans.of([(5, 9, "b"), (0, 3, "a"), (7, 12, "c")])
    assert (spans.starts, spans.ends, spans.rules) == ((0, 5), (3, 12), ("a", "b"))
    assert [spans.shield(place) for place in (0, 2, 3, 5, 11, 12)] == ["a", "a", None, "b", "b", None]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("代码是 print('春\uff62耕\uff63'), 请照抄\n\nprint('春\uff62耕\uff63')\nprint('春')\n", id="code"),
        pytest.param("http://\uff62春", id="an address"),
    ],
)
def test_small_marks_stay_where_they_are_protected(text: str) -> None:
    """Found by fuzzing: PU009 did not ask."""
    rules = [rule for step in default_cleaner().clean(text).steps for rule in step.rules]
    assert "PU009" not in rules
    assert "PU009" in [rule for step in default_cleaner().clean("春\uff62耕\uff63\n").steps for rule in step.rules]


def test_a_gate_lets_in_texts_with_a_literal() -> None:
    gate = Gate.of(["://", "www."])
    assert gate.lets_in("http://a")
    assert gate.lets_in("www.a")
    assert not gate.lets_in("/:/ ww.w")
    assert Gate.of([]).lets_in("")


def test_a_gate_trusts_what_the_caller_has_seen() -> None:
    gate = Gate.of([";\n", ",,", ",\uff0c", "&"], listed=frozenset(",;&"))
    assert gate.lets_in("a,\uff0cb", {","})
    assert gate.lets_in("a,,b", {","})
    assert gate.lets_in("a;\nb", {";"})
    assert gate.lets_in("&", {"&"})
    assert not gate.lets_in("a,b;c\n", {",", ";"})
    assert not gate.lets_in("a,,b", {";"})


def test_an_open_fence_runs_to_the_end() -> None:
    text = "甲\n```\n乙\n"
    assert markdown_syntax(text).starts == (2,)
    assert markdown_syntax(text).ends == (len(text),)


def test_a_fence_is_closed_by_its_own_kind() -> None:
    text = "```\n~~~\n```\n甲"
    assert markdown_syntax(text).ends == (text.index("\n甲"),)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        pytest.param("看图和 ![图](a.png)\uff0c很好。\n", None, id="an image after a blank"),
        pytest.param(
            "[^1]: 脚注,在这里。\n", "[^1]: 脚注\uff0c在这里。\n", id="a footnote's mark stays, its text is prose"
        ),
        pytest.param('[书店]: https://example.org/甲,乙 "题"\n', None, id="a link's definition"),
        pytest.param("> ```\n> 代码,逗号\n> ```\n", None, id="a fence in a quotation"),
        pytest.param("见下。\n\n    代码,一行;二行.\n\n后文。\n", None, id="code by indent"),
        pytest.param(
            "- 一项\n\n    接着写,好。\n", "- 一项\n\n    接着写\uff0c好。\n", id="a list item's second paragraph"
        ),
        pytest.param("| 甲,乙 | 丙 |\n|---|---|\n", "| 甲\uff0c乙 | 丙 |\n|---|---|\n", id="a table's cell"),
        pytest.param("一行  \n二行,好\\\n三行\n", "一行  \n二行\uff0c好\\\n三行\n", id="hard breaks"),
    ],
)
def test_markdown_keeps_its_syntax(text: str, clean: str | None) -> None:
    document = default_cleaner().clean_source(replace(Source.of_text(text), markup="markdown"))
    assert document.text == (text if clean is None else clean)
