"""Damage that is made here from right text, and right text that looks damaged. All sentences are made up."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from difflib import SequenceMatcher
from functools import cache

import pytest
from budget import at_least
from hypothesis import given
from hypothesis import strategies as st

from cleaner.pipeline import Cleaner, Settings
from cleaner.text.document import Document

PAGE = (
    "镇里的老戏台修好了\uff0c每逢周末都有演出。\n票价\uff1a成人20元\uff0c儿童“半价”。\n"
    "村民说\uff1a“比以前热闹多了\uff01”\n"
)


@cache
def cleaner() -> Cleaner:
    return Cleaner(Settings(stages=("encoding",)))


def cleaned(text: str) -> Document:
    document = cleaner().clean(text)
    assert document.restore() == text
    assert cleaner().clean(document.text).text == document.text
    return document


def latin(text: str) -> str:
    return text.encode().decode("latin-1")


def windows(text: str) -> str:
    """As windows-1252 shows it; the five bytes that it does not know stay controls."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())


def gbk(text: str) -> str:
    return "\n".join(line.encode().decode("gb18030", "replace") for line in text.split("\n"))


def gbk_as_latin(text: str) -> str:
    return text.encode("gb18030").decode("latin-1")


def big5_as_latin(text: str) -> str:
    return text.encode("big5hkscs").decode("latin-1")


def gbk_as_big5(text: str) -> str:
    return "\n".join(line.encode("gbk").decode("big5hkscs", "replace") for line in text.split("\n"))


def big5_as_gbk(text: str) -> str:
    return text.encode("big5hkscs").decode("gb18030")


TAIWAN = (
    "鎮上的老戲臺修好了\uff0c每到週末都有表演。\n票價\uff1a成人20元\uff0c兒童「半價」。\n"
    "村民說\uff1a「比以前熱鬧多了\uff01」\n"
)


@pytest.mark.parametrize("damage", [big5_as_latin, big5_as_gbk])
def test_a_page_in_big5_comes_back_whole(damage: Callable[[str], str]) -> None:
    document = cleaned(damage(TAIWAN))
    assert document.text == TAIWAN
    assert document.verdicts["mojibake"] == "repaired"


def test_what_big5_cannot_show_is_marked() -> None:
    document = cleaned(gbk_as_big5(PAGE))
    assert document.verdicts["mojibake"] == "partly"
    kept = [character for character in document.text if character != "\ufffd"]
    assert len(kept) > 0.7 * len(PAGE)
    assert all(character in PAGE for character in kept)


def test_windows_shows_the_codes_of_users_as_private_characters() -> None:
    truth = "村里的人都说今年的收成好"
    shown = "".join("\uf815" if character == "人" else character.encode("gbk").decode("cp950") for character in truth)
    assert cleaned(shown).text == truth


@pytest.mark.parametrize("damage", [latin, windows, gbk_as_latin, lambda text: latin(latin(text))])
def test_a_page_that_kept_its_bytes_comes_back_whole(damage: Callable[[str], str]) -> None:
    document = cleaned(damage(PAGE))
    assert document.text == PAGE
    assert document.verdicts["mojibake"] == "repaired"


def test_a_page_that_lost_bytes_comes_back_with_marks() -> None:
    document = cleaned(gbk(PAGE))
    assert document.verdicts["mojibake"] == "partly"
    lost = document.text.count("\ufffd")
    assert 0 < lost < 10
    kept = [character for character in document.text if character != "\ufffd"]
    assert len(kept) > 0.85 * len(PAGE)
    assert all(character in PAGE for character in kept)


def test_one_damaged_line_leaves_the_others_alone() -> None:
    right = "门口贴着告示。\n大家都看到了。\n"
    text = right + gbk("河边修了步道") + "\n" + right
    assert cleaned(text).text == right + "河边修了步道\n" + right


@pytest.mark.parametrize("right", ["\u3000\u3000", "阅读全文", "。阅读全文\uff01", "\u3000\u3000编辑\uff1a柳青\u3000"])
def test_right_text_on_the_line_of_damage_stays(right: str) -> None:
    """Six bytes of UTF-8 show as three characters, so damage of an even number of Han ends where right text begins."""
    misread = "戏台周末有演出".encode()[:18].decode("gbk")
    assert cleaned(f"{misread}{right}").text == f"戏台周末有演{right}"
    assert cleaned(f"{right}{misread}{right}{misread}").text == f"{right}戏台周末有演{right}戏台周末有演"


@pytest.mark.parametrize("blank", ["\xa0", " "])
def test_a_single_character_with_a_no_break_space(blank: str) -> None:
    """The last byte of 张 and 你 shows as one; it may have become a space on the way."""
    assert (
        cleaned(f"他问\u00e4\u00bd{blank}找谁\uff0c说\u00e5\u00bc{blank}师傅在屋后。").text
        == "他问你找谁\uff0c说张师傅在屋后。"
    )


def test_letters_beside_quotes_and_no_break_spaces_stay() -> None:
    for text in ("店名是caf\xe9\xa0\xab 老戏台 \xbb。", "voil\xe0\xa0\xab 老戏台\xa0\xbb", "n\xe9\xa0\u2014 老戏台"):
        assert cleaner().clean(text).text == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("名单\udce6\udc88完", "名单\ufffd\ufffd完", id="undecodable bytes"),
        pytest.param("表情\ud83d完", "表情\ufffd完", id="half a pair"),
        pytest.param("表情\ud83d\ude00完", "表情\U0001f600完", id="a pair in two halves"),
        pytest.param("好\udcb8\ud83d\ude00", "好\ufffd\U0001f600", id="a byte before a pair"),
    ],
)
def test_surrogates_never_reach_the_output(before: str, after: str) -> None:
    document = cleaned(before)
    assert document.text == after
    document.text.encode()


@pytest.mark.parametrize(
    ("raw", "after"),
    [
        pytest.param(PAGE.encode() + PAGE.encode("gbk"), PAGE + PAGE, id="a page in gbk behind one in utf-8"),
        pytest.param(PAGE.encode() + TAIWAN.encode("big5"), PAGE + TAIWAN, id="a page in big5"),
        pytest.param("编辑\uff1a".encode() + "张三".encode("gbk"), "编辑\uff1a张三", id="in one line"),
        pytest.param(
            "年份\uff1a".encode() + "联通".encode("gbk") + b"2026", "年份\uff1a联通2026", id="looks like letters"
        ),
        pytest.param("村".encode() + "李開明".encode("gbk"), "村李開明", id="a second byte in ASCII"),
        pytest.param("收到".encode() + "钱".encode()[:2], "收到\ufffd\ufffd", id="half a character is lost"),
        pytest.param("收到".encode()[1:], "\ufffd\ufffd到", id="at the start too"),
    ],
)
def test_lines_in_another_encoding(raw: bytes, after: str) -> None:
    assert cleaned(raw.decode("utf-8", "surrogateescape")).text == after


def test_undecodable_bytes_are_flagged() -> None:
    document = cleaned("名单\udce6完")
    assert document.verdicts["mojibake"] == "unrecoverable"
    assert document.verdicts["warnings"] == ("EN001: 1",)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("于××××年××月××日签订\uff0c金额×××元。", id="crosses for a date"),
        pytest.param("阿卜杜拉·买买提·江\uff0c1·5倍", id="middle dots"),
        pytest.param("好" + gbk("村里修路") + "好", id="right text on both sides of damage"),
        pytest.param("é" + gbk("村里修路铺桥"), id="a right letter before damage stays"),
        pytest.param("她写“naïve”、‘É’……还有Ã“字”。", id="quotes after accented letters"),
        pytest.param("浠水、涓流、娴静、瑕疵、骞字、锛子、鑰字", id="characters that damage shows"),
        pytest.param("Àéîõü ÑÓÉÍÚ ÀÈÌÒÙ", id="accented letters in rows"),
        pytest.param("AT&T、&c.、a && b、Q&A;", id="ampersands"),
        pytest.param("请把&lt;改成小于号。", id="a lesson"),
        pytest.param("https://a.example/?x=1&amp;y=2", id="an address"),
    ],
)
def test_right_text_stays(text: str) -> None:
    document = cleaned(text)
    changed = [entry for _, entry in document.edits if entry.status == "applied" and entry.edit.rule != "EN012"]
    assert not changed or document.text.startswith("é")


def test_markdown_keeps_its_entities() -> None:
    from dataclasses import replace

    from cleaner.text.document import Source

    source = replace(
        Source.of_text("缩进&emsp;&nbsp;两格\uff0c`&mdash;`\uff0c他说&ldquo;好&rdquo;。\n"), markup="markdown"
    )
    assert cleaner().clean_source(source).text == source.text
    source = replace(Source.of_text("缩进&emsp;两格\uff0c他说&ldquo;好&rdquo;。\n"), markup="markdown")
    assert cleaner().clean_source(source).text == "缩进&emsp;两格\uff0c他说“好”。\n"


def test_ftfy_is_loaded_only_for_damaged_letters() -> None:
    code = (
        "import sys; from cleaner.pipeline import Cleaner, Settings; c = Cleaner(Settings(stages=('encoding',)));"
        "c.clean('正文×3·é。'); assert 'ftfy' not in sys.modules;"
        "c.clean('caf\\u00c3\\u00a9'); assert 'ftfy' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


WORDS = ["村里修路", "通知如下\uff0c请看", "春季", "一带一路", "好"]
DAMAGED = [damage(word) for word in WORDS for damage in (latin, windows, gbk, gbk_as_latin, gbk_as_big5)]
MARKS = ["&ldquo;", "&amp;", "&nbsp;", "\ufffd", "?", "\u20ac", "\udce6", "\ud83d", "\ude00", "\n", "a"]
PIECES = [*WORDS, *DAMAGED, *MARKS, "caf\u00c3\u00a9", "\u00c2\u00b7", "\u00c3\u201c"]


@at_least(300)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_a_second_run_changes_nothing(text: str) -> None:
    document = cleaned(text)
    document.text.encode()


SENTENCES = (
    "镇里的老戏台修好了\uff0c每逢周末都有演出。", "村民说比以前热闹多了", "票价20元\uff0c儿童半价", "王珂与祜先生同行",
    "甲乙丙丁", "第3章 总则", "通知", "她在海边住了十年\uff0c写了三本书。", "……", "OK，收到\uff01",
)  # fmt: skip


def apart(truth: str, text: str) -> int:
    """Characters of a line that are not those of the truth, in order; a mark of loss counts as one."""
    return len(truth) - sum(block.size for block in SequenceMatcher(None, truth, text, False).get_matching_blocks())


@at_least(300)
@given(st.lists(st.tuples(st.sampled_from(SENTENCES), st.integers(0, 5)), min_size=1, max_size=6))
def test_no_line_gets_further_from_the_truth(lines: list[tuple[str, int]]) -> None:
    """Right and damaged lines in one document: what was right stays, what was damaged is no worse."""
    damages = (str, latin, windows, gbk, gbk_as_latin, gbk_as_big5)
    shown = [damages[kind](truth) for truth, kind in lines]
    after = cleaned("\n".join(shown)).text.split("\n")
    for (truth, _), before, now in zip(lines, shown, after, strict=True):
        assert apart(truth, now) <= apart(truth, before)


@pytest.mark.parametrize(
    "unit",
    [
        "踏爛腔",
        "踏\ufffd",
        "珂",
        "&amp;",
        "&ldquo;",
        "Ã",
        "Ã©",
        "Ã© 好",
        "å",
        "å¥½",
        "¸´",
        "鏂囧",
        "浜哄伐智能",
        "鏂\ufffd",
        "\udce6",
        "\ufffd?",
        "烫",
        "锟斤拷",
        "×",
    ],
)
def test_time_is_linear_in_hostile_lines(unit: str, assert_linear: Callable[..., None]) -> None:
    assert_linear(cleaner().clean, unit, 10_000)
