"""The redline of the terminal, and the answer to `why`."""

from __future__ import annotations

import pytest
from report_sample import LIST, RULES, Do, build, list_document

from cleaner.errors import SpanError
from cleaner.report.align import align
from cleaner.report.diff import render_diff
from cleaner.report.provenance import provenance
from cleaner.report.visible import cells
from cleaner.report.why import explain_span, render_explanation


def test_rows_tile_both_texts() -> None:
    document = list_document()
    rows = align(document, provenance(document))
    assert "".join(row.before for row in rows) == LIST
    assert "".join(row.after for row in rows) == document.text
    assert [row.line for row in rows] == [1, 2, 4, 6, 8, 10, 13, 14]
    assert [row.line for row in rows if row.removed] == [1, 13, 14]


def test_a_removed_line_stands_alone_though_layout_joined_the_blanks_around_it() -> None:
    document = build(
        "正文。\n\n分享\n\n\n完。\n",
        ("boilerplate", [Do("分享\n", "", "BP001")]),
        ("layout", [Do("\n\n\n\n", "\n\n", "LY001")]),
    )
    rows = align(document, provenance(document))
    assert [(row.before, row.after, row.removed) for row in rows] == [
        ("正文。\n\n", "正文。\n\n", False),
        ("分享\n\n\n", "", True),
        ("完。\n", "完。\n", False),
    ]
    assert "".join(row.after for row in rows) == document.text


def test_diff_shows_lines_marks_rules_and_fates() -> None:
    said = render_diff(list_document(), RULES, color=False)
    assert "    6  [-第一个方面是,-]{+二是+}要种树。" in said
    assert "OR006 lost-marker  (nothing) -> 三是  inferred" in said
    assert "? PU001 comma  架桥 -> 架橋  (held)" in said
    assert render_diff(build("无事。"), RULES, color=False) == ""


def test_diff_wraps_by_terminal_columns_and_lets_no_escape_through() -> None:
    document = build("\x1b[2J" + "字" * 300 + "错", ("script", [Do("字" * 300, "文" * 300, "OR001")]))
    said = render_diff(document, RULES, color=False, width=40)
    assert "\x1b" not in said
    body = [line for line in said.splitlines() if "文文文" in line and "->" not in line]
    assert len(body) > 10
    assert all(sum(map(cells, line)) <= 44 for line in body)


def test_why_names_the_place_the_chain_and_the_evidence() -> None:
    document = list_document()
    start = document.text.index("二是")
    found = explain_span(document, start, start + 2, RULES)
    assert (found.original_text, found.line, found.column, found.exact) == ("第一个方面是,", 6, 1, True)
    assert [(link.stage, link.rule, link.before) for link in found.chain] == [
        ("punctuation", "PU001", ","),
        ("ordinals", "OR001", "第一个方面是\uff0c"),
    ]
    said = render_explanation(found)
    for wanted in ("original 6:1", "OR001 paraphrased-ordinal", "confidence 0.93", "一是 before, 四是 after"):
        assert wanted in said


def test_why_of_an_inserted_marker_says_that_it_is_inferred() -> None:
    document = list_document()
    start = document.text.index("三是")
    found = explain_span(document, start, start + 2, RULES)
    assert found.original_text == ""
    assert found.chain[0].inferred
    assert "inferred: the text itself does not show it" in render_explanation(found)


def test_why_of_kept_text_is_that_nothing_happened() -> None:
    document = list_document()
    start = document.text.index("通电")
    found = explain_span(document, start, start + 2, RULES)
    assert found.original_text == "通电"
    assert found.chain == ()
    assert "unchanged" in render_explanation(found)


def test_why_of_a_part_of_a_replaced_run_is_not_exact() -> None:
    document = list_document()
    start = document.text.index("二是")
    found = explain_span(document, start, start + 1, RULES)
    assert (found.original_text, found.exact) == ("第一个方面是,", False)


def test_why_of_an_impossible_span_is_refused() -> None:
    with pytest.raises(SpanError):
        explain_span(list_document(), 5, 5, RULES)
