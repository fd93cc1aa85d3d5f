"""Protected spans."""

from __future__ import annotations

from cleaner.stages.protect import Gate, Spans, markdown_code


def test_spans_merge_what_overlaps() -> None:
    spans = Spans.of([(5, 9, "b"), (0, 3, "a"), (7, 12, "c")])
    assert (spans.starts, spans.ends, spans.rules) == ((0, 5), (3, 12), ("a", "b"))
    assert [spans.shield(place) for place in (0, 2, 3, 5, 11, 12)] == ["a", "a", None, "b", "b", None]


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
    assert markdown_code(text).starts == (2,)
    assert markdown_code(text).ends == (len(text),)


def test_a_fence_is_closed_by_its_own_kind() -> None:
    text = "```\n~~~\n```\n甲"
    assert markdown_code(text).ends == (text.index("\n甲"),)
