"""Properties of the ordinals stage, on lists made up at random."""

from __future__ import annotations

from operator import and_

from budget import at_least
from hypothesis import assume, given
from hypothesis import strategies as st

from cleaner.pipeline import Cleaner, Settings
from cleaner.text.document import Document
from cleaner.text.numerals import format_han

ORDINALS = Cleaner(Settings(stages=("ordinals",)))
STYLES = ("#是", "#要", "第#\uff0c", "其#\uff0c", "\uff08#\uff09", "(#)", "#、")
GARBLES = (
    "",
    "{}啊,实则",
    "{}来",
    "第一个方面是,",
    "{}月一日,",
    "其次,",
    "另外,",
    "首先,",
    "一是",
    "三是",
    "一要甲二要",
)
WORDS = st.text(alphabet="山水田林路渠苗茶工人修种看管收", min_size=2, max_size=14)
UNITS = st.lists(WORDS, min_size=1, max_size=3).map("\uff0c".join)
SEPARATORS = st.sampled_from(["\n", "\n\n", "\n\u3000\u3000"])


@st.composite
def intact_lists(draw: st.DrawFn) -> str:
    """One to three complete lists, items of one to three sentences, prose between."""
    parts: list[str] = []
    for style in draw(st.lists(st.sampled_from(STYLES), min_size=1, max_size=3)):
        parts.append(draw(UNITS) + "。")
        for value in range(1, draw(st.integers(2, 12)) + 1):
            sentences = draw(st.lists(UNITS, min_size=1, max_size=3))
            parts.append(style.replace("#", format_han(value)) + "。".join(sentences) + "。")
    return draw(SEPARATORS).join(parts)


@st.composite
def damaged_lists(draw: st.DrawFn) -> str:
    """One list, some of its markers replaced by what machine paraphrase leaves."""
    style = draw(st.sampled_from(STYLES))
    parts: list[str] = []
    for value in range(1, draw(st.integers(3, 12)) + 1):
        marker = style.replace("#", format_han(value))
        if draw(st.integers(0, 3)) == 0:
            marker = draw(st.sampled_from(GARBLES)).format(format_han(draw(st.integers(1, 12))))
        parts.append(marker + draw(UNITS) + "。")
    return draw(st.sampled_from(["", "\n"])).join(parts)


def cleaned(text: str) -> Document:
    document = ORDINALS.clean(text)
    assert document.restore() == text
    return document


@given(intact_lists())
@at_least(150)
def test_intact_lists_are_never_edited(text: str) -> None:
    assert cleaned(text).text == text


@given(damaged_lists())
@at_least(300)
def test_a_repaired_text_is_stable_but_for_one_more_lost_marker(text: str) -> None:
    """The markers that a first run has mended are evidence for a second: once in some thousand lists that is enough
    for another item whose marker was lost."""
    once = cleaned(text).text
    again = cleaned(once)
    assert [entry.edit.rule for _, entry in again.edits if entry.status == "applied"] in ([], ["OR006"])


@given(st.text(alphabet="一二三四十是要、,。(第其啊实则月日个方面点\n", max_size=80))
@at_least(300)
def test_any_text_is_restored_and_stable(text: str) -> None:
    once = cleaned(text).text
    assert cleaned(once).text == once


@st.composite
def garbled_lists(draw: st.DrawFn) -> tuple[str, list[tuple[str, str]]]:
    """A text with one garbled list, and for each item its own marker and what follows it, of which there is but one.

    Most markers are right, and no two damaged ones stand side by side: else another list may explain as much as the
    true one.
    """
    style = draw(st.sampled_from(STYLES))
    separator = draw(st.sampled_from(["。", "\uff1b", "。\n", "。\n\n"]))
    bodies = draw(st.lists(WORDS, min_size=3, max_size=10, unique=True))
    pieces: list[str] = []
    items: list[tuple[str, str]] = []
    for value, words in enumerate(bodies, 1):
        marker, body = style.replace("#", format_han(value)), f"{words}{format_han(value)}亩{separator}"
        shown = draw(st.sampled_from((*GARBLES, "其#", "#", "3.", "事是"))) if draw(st.integers(0, 3)) == 0 else marker
        pieces.append(shown.format(format_han(draw(st.integers(1, 12)))).replace("#", format_han(value)) + body)
        items.append((marker, body))
    damaged = [marker + body != piece for piece, (marker, body) in zip(pieces, items, strict=True)]
    assume(2 * sum(damaged) < len(damaged) and not any(map(and_, damaged, damaged[1:])))
    return draw(UNITS) + "\uff1a" + "".join(pieces), items


def wrong(text: str, items: list[tuple[str, str]]) -> int:
    """Number of items that their own marker does not stand before; one that reads on from there counts as well."""
    return sum(marker + body not in text for marker, body in items)


@given(garbled_lists())
@at_least(300)
def test_repair_never_leaves_more_wrong_ordinals_than_there_were(case: tuple[str, list[tuple[str, str]]]) -> None:
    text, items = case
    assert wrong(cleaned(text).text, items) <= wrong(text, items)
