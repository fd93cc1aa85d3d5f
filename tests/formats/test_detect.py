"""Encodings: what is detected, what is refused, and that bytes always come back."""

from __future__ import annotations

from contextlib import suppress

import pytest

from cleaner.errors import InputError, SettingsError
from cleaner.formats.detect import decode
from cleaner.formats.plain import decode_source

SIMPLIFIED = "新华书店今天重新开门，读者可以在二楼的窗边看书，也可以带走一本。\n"
TRADITIONAL = "圖書館今天重新開放，讀者可以在二樓的窗邊看書，也可以借走一本。\n"


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        pytest.param(SIMPLIFIED, "utf-8", "utf-8", id="utf-8"),
        pytest.param(SIMPLIFIED, "utf-8-sig", "utf-8", id="utf-8 with a byte order mark"),
        pytest.param(SIMPLIFIED, "gb2312", "gb18030", id="gb2312 is read by its superset"),
        pytest.param(SIMPLIFIED + "镕喆", "gbk", "gb18030", id="gbk is read by its superset"),
        pytest.param(SIMPLIFIED + "\U00020bb7", "gb18030", "gb18030", id="gb18030 with four bytes"),
        pytest.param(TRADITIONAL, "big5", "big5hkscs", id="big5"),
        pytest.param(SIMPLIFIED, "utf-16", "utf-16-le", id="utf-16 with a byte order mark"),
        pytest.param(SIMPLIFIED, "utf-16-le", "utf-16-le", id="utf-16-le without a mark"),
        pytest.param(TRADITIONAL, "utf-16-be", "utf-16-be", id="utf-16-be without a mark"),
        pytest.param(SIMPLIFIED, "hz", "hz", id="hz"),
        pytest.param("胡玥与霍琰对弈", "utf-16-le", "utf-16-le", id="a short line of rare characters"),
        pytest.param("tilde and brace: ~{ and ~}\n", "ascii", "utf-8", id="no hz"),
        pytest.param("Un caf\xe9 au lait, s'il vous pla\xeet.\n", "latin-1", "cp1252", id="western"),
        pytest.param("plain words\n", "ascii", "utf-8", id="ascii"),
        pytest.param("", "utf-8", "utf-8", id="empty"),
    ],
)
def test_detects(text: str, encoding: str, found: str) -> None:
    raw = text.encode(encoding)
    decoded = decode(raw)
    assert (decoded.text, decoded.encoding) == (text, found)
    assert decode_source(raw).encode() == raw


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        pytest.param(SIMPLIFIED.encode()[:-2], SIMPLIFIED[:-2] + "\udce3\udc80", id="utf-8 cut inside a character"),
        pytest.param(
            SIMPLIFIED.encode() + b"\xff" + SIMPLIFIED.encode(), SIMPLIFIED + "\udcff" + SIMPLIFIED, id="a stray byte"
        ),
        pytest.param(
            SIMPLIFIED.encode("gbk") + b"\xff" + SIMPLIFIED.encode("gbk"),
            SIMPLIFIED + "\udcff" + SIMPLIFIED,
            id="a stray byte in gbk",
        ),
    ],
)
def test_undecodable_bytes_stay_as_lone_surrogates(raw: bytes, text: str) -> None:
    source = decode_source(raw)
    assert source.text == text
    assert source.encode() == raw


def test_a_file_of_two_encodings_is_read_as_utf8() -> None:
    for other in (SIMPLIFIED.encode("gbk"), TRADITIONAL.encode("big5")):
        raw = SIMPLIFIED.encode() * 2 + other * 3
        source = decode_source(raw)
        assert source.encoding == "utf-8"
        assert source.text.startswith(SIMPLIFIED * 2)
        assert source.encode() == raw


def test_a_long_head_in_ascii_does_not_hide_the_encoding() -> None:
    raw = b"x = 1\n" * 20_000 + SIMPLIFIED.encode("gbk") * 3
    assert decode(raw).encoding == "gb18030"
    raw = SIMPLIFIED.encode() * 3_000 + SIMPLIFIED.encode("gbk")
    assert decode(raw).encoding == "utf-8"


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff", "PNG picture", id="a picture"),
        pytest.param(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "PDF file", id="a PDF"),
        pytest.param(bytes(range(256)) * 8, "control bytes", id="every byte there is"),
    ],
)
def test_refuses_binary(raw: bytes, why: str) -> None:
    with pytest.raises(InputError, match=why):
        decode(raw)


def test_a_named_encoding_that_does_not_fit_is_refused() -> None:
    with pytest.raises(InputError, match="cannot be read as ascii"):
        decode(SIMPLIFIED.encode("gbk"), "ascii")
    with pytest.raises(InputError, match="characters cannot be read as utf-32"):
        decode(SIMPLIFIED.encode("gbk"), "utf-32")


@pytest.mark.parametrize("name", ["ascii", "gb18030", "big5", "latin-1", "utf-16"])
def test_utf8_is_not_read_as_something_else(name: str) -> None:
    with pytest.raises(InputError, match="this is UTF-8, not"):
        decode(SIMPLIFIED.encode(), name)


def test_gbk_that_happens_to_be_valid_utf8_is_read_as_named() -> None:
    raw = "\u901a\u901a".encode("gbk")
    assert raw.decode("utf-8") == "\u0368\u0368"
    assert decode(raw, "gbk").text == "\u901a\u901a"


@pytest.mark.parametrize("name", ["klingon", "base64", "idna", "rot13", "undefined"])
def test_an_unknown_encoding_is_a_setting_to_correct(name: str) -> None:
    with pytest.raises(SettingsError, match=f"{name} is unknown"):
        decode(b"", name)


def test_bytes_that_do_not_come_back_are_said_to_be_so() -> None:
    source = decode_source("\u4e00".encode("utf-16-le") + b"\x00", "utf-16-le")
    assert not source.reversible


@pytest.mark.parametrize("raw", [b"\0", b"\0\0\0", b"\xff\0"])
def test_a_few_nul_bytes_are_refused_or_read_without_a_crash(raw: bytes) -> None:
    """Found by fuzzing: half a character of UTF-16 was scored, a division by nought."""
    with suppress(InputError):
        assert decode_source(raw).size == len(raw)
