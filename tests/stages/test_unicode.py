"""Unicode hygiene: what goes, what stays, and that a second run changes nothing. All sentences are made up."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest
from budget import at_least
from hypothesis import example, given
from hypothesis import strategies as st

from cleaner.errors import RuleError
from cleaner.pipeline import Cleaner, Settings, default_cleaner
from cleaner.stages.unicode import compile_stage
from cleaner.text.document import Document, Source


@cache
def cleaner() -> Cleaner:
    return Cleaner(Settings(stages=("unicode",)))


def cleaned(text: str) -> Document:
    document = cleaner().clean(text)
    assert document.restore() == text
    assert cleaner().clean(document.text).text == document.text
    return document


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("甲\r\n乙\r丙\u2028丁\x85戊", "甲\n乙\n丙\n丁\n戊", id="every kind of line end"),
        pytest.param("甲\u200b\u200d\u2060\ufeff乙", "甲乙", id="a watermark of several kinds"),
        pytest.param("花\ufe0f\u200d园", "花园", id="a selector before a joiner"),
        pytest.param("2\ufe0f月 3\ufe0f\u20e3", "2月 3\ufe0f\u20e3", id="a selector after a digit that is no key"),
        pytest.param("镇\u061c上", "镇上", id="an Arabic letter mark"),
        pytest.param("镇\u2800上", "镇 上", id="a blank of Braille"),
        pytest.param("甲\U0001d173乙\U0001bca0丙", "甲乙丙", id="controls of music and shorthand"),
        pytest.param(
            "\U0001f468\u200b\u200d\U0001f469", "\U0001f468\u200d\U0001f469", id="an emoji sequence that was cut"
        ),
        pytest.param("主持\xa0林婶", "主持 林婶", id="a no-break space inside a line"),
        pytest.param("\u2f08\u2f3c\u2f00\u2f44", "人心一斤", id="radicals in a row are one edit"),
    ],
)
def test_what_goes(before: str, after: str) -> None:
    assert cleaned(before).text == after


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("①②㎡³½℃№Ⅲ㈠⑴㊣", id="compatibility symbols"),
        pytest.param("\uff21\uff11\uff0c\uff1a\uff08\uff09", id="full-width forms belong to other stages"),
        pytest.param("\u3000\u3000正文\u3000标题", id="ideographic spaces belong to layout"),
        pytest.param("𠮷㐂䶮𱁬", id="rare Han"),
        pytest.param("cafe\u0301", id="decomposed letters"),
        pytest.param(
            "\u2764\ufe0f\U0001f44b\U0001f3fd\U0001f1e8\U0001f1f3\U0001f468\u200d\U0001f469\u200d\U0001f4671\ufe0f\u20e3\U0001f3f4\U000e0067\U000e0062\U000e007f",
            id="emoji",
        ),
        pytest.param("\u280b\u2800\u2801", id="a blank in Braille"),
        pytest.param("ᄒ\u1160ᆫ", id="a filler in a Korean syllable"),
        pytest.param("ភាសា\u200bខ្មែរ ក\u17b4", id="Khmer"),
        pytest.param("\U0001d15e\U0001d173\U0001d15f", id="a slur in music"),
        pytest.param("می\u200cخواهم क्\u200dष", id="joiners that spell"),
        pytest.param("\u0627\u061c\u0628", id="an Arabic letter mark in Arabic"),
        pytest.param("葛\U000e0100", id="a glyph variant"),
        pytest.param("\xa0\xa0 正文\u2003", id="blanks at the edges of a line"),
        pytest.param("\ufa0e\ufa11\ufa29", id="unified ideographs in the compatibility block"),
        pytest.param("\xe5\x85\xa8\xe7\x9c\x81\xe9\xa0\x90", id="bytes of damaged text"),
    ],
)
def test_what_stays(text: str) -> None:
    assert cleaned(text).text == text


def test_neighbours_of_one_rule_share_an_edit() -> None:
    document = cleaned("\u2f08\u2f3c不古")
    assert [entry.before for _, entry in document.edits] == ["\u2f08\u2f3c"]


def test_private_use_is_flagged_in_runs() -> None:
    document = cleaned("图标\ue001\ue002和\ue003")
    assert [(entry.before, entry.status) for _, entry in document.edits] == [
        ("\ue001\ue002", "flagged"),
        ("\ue003", "flagged"),
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("\xa0\xa0\xa0\xa0段落\n", "\xa0\xa0\xa0\xa0段落\n", id="an indent would become code"),
        pytest.param("一行\xa0\xa0\n", "一行\xa0\xa0\n", id="blanks at the end would become a line break"),
        pytest.param("Deep\xa0Blue\n", "Deep Blue\n", id="inside a line"),
    ],
)
def test_wide_blanks_in_markdown(before: str, after: str) -> None:
    source = replace(Source.of_text(before), markup="markdown")
    assert cleaner().clean_source(source).text == after


def test_maps_agree_with_the_character_database() -> None:
    """Every Kangxi radical has the twin that NFKC gives it; every compatibility ideograph the one of NFC."""
    rules = cleaner().rules
    kangxi = rules["UN013"].map or {}
    assert {chr(code) for code in range(0x2F00, 0x2FD6)} == set(kangxi)
    assert all(unicodedata.normalize("NFKC", radical) == han for radical, han in kangxi.items())
    supplement = rules["UN014"].map or {}
    assert all("\u2e80" <= radical <= "\u2ef3" and "\u4e00" <= han <= "\u9fff" for radical, han in supplement.items())
    text = "".join(chr(code) for code in range(0xF900, 0xFADA))
    assert cleaned(text).text == unicodedata.normalize("NFC", text)


def test_a_map_that_cannot_be_used_is_refused() -> None:
    rule = cleaner().rules["UN003"]
    with pytest.raises(RuleError, match="backwards"):
        compile_stage((replace(rule, map={"b..a": ""}),))
    with pytest.raises(RuleError, match=r"options\.guard"):
        compile_stage((replace(rule, options={"guard": "none"}),))


ALPHABET = (
    "中a1。é\n\r\x0b\x85\u2028\u200b\ufeff\xad\u200c\u200d\u200e\u202e\x07\x80\x93\ufe0f\U000e0101\U000e0067\U0001f3f4"
    "\U0001f468❤\xa0\u2003\u3000\u2f08\u2eec\uf90a\ue000\xc3\u0645\u05d0\u0e01\u20e3\u3164\u1100\ufff9\ufffa\ufffb\u28002\U0001d173"
)


@at_least(400)
@given(st.text(st.sampled_from(ALPHABET), max_size=12))
@example("\u20e3\u200c\u28001")
def test_a_second_run_changes_nothing(text: str) -> None:
    cleaned(text)


@pytest.mark.parametrize(
    "unit",
    [*"\r\xa0\u200d\u2f08\ufe0f\U000e0067\ue000\u200e\x93\u3164\ufff9\u2800", "\ufff9中\ufffa", "\xa0中", "Ã\xa0"],
)
def test_time_is_linear_in_hostile_lines(unit: str, assert_linear: Callable[..., None]) -> None:
    assert_linear(cleaner().clean, unit, 10_000)


def test_the_indents_of_the_regional_seed_are_left_to_layout() -> None:
    """seeds/003_143a9fddf0e23b90.txt:13 and on: three no-break spaces and a space begin each paragraph."""
    from pathlib import Path

    text = (Path(__file__).parents[2] / "seeds/003_143a9fddf0e23b90.txt").read_bytes().decode()
    document = cleaned(text)
    assert document.text == text
    assert "\xa0" not in default_cleaner().clean(text).text
