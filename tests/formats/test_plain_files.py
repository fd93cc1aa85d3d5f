"""Plain text and Markdown from file to clean text: marks, line ends, front matter, MDX. Texts are made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.formats.plain import read_source
from cleaner.pipeline import default_cleaner

BODY = "河边的老街修好了,路也平了。\n"
CLEAN = "河边的老街修好了\uff0c路也平了。\n"


def cleaned(path: Path, raw: bytes) -> str:
    path.write_bytes(raw)
    source = read_source(path)
    assert source.encode() == raw
    return default_cleaner().clean_source(source).text


@pytest.mark.parametrize("name", ["a.md", "a.mdx", "a.md.txt"])
@pytest.mark.parametrize(
    "head",
    [
        pytest.param('---\ntitle: "老街,新路"\ntags: [a,b]\n---\n\n', id="YAML"),
        pytest.param('+++\ntitle = "老街,新路"\ntags = ["a","b"]\n+++\n\n', id="TOML"),
        pytest.param('{\n"title": "老街,新路"\n}\n\n', id="JSON"),
        pytest.param('import X from "./x.js"\n\n<X title="老街,新路" />\n\n', id="MDX"),
        pytest.param("```text\n老街,新路\n```\n\n", id="a fence"),
        pytest.param("| a | b |\n|---|:-:|\n| 1 | `x,y` |\n\n", id="a table"),
    ],
)
def test_what_is_no_prose_stays(tmp_path: Path, name: str, head: str) -> None:
    assert cleaned(tmp_path / name, (head + BODY).encode()) == head + CLEAN


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"\xef\xbb\xbf" + BODY.encode(), id="a byte order mark"),
        pytest.param(BODY.encode("utf-16"), id="UTF-16"),
        pytest.param(BODY.replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param(BODY.replace("\n", "\r").encode(), id="CR"),
    ],
)
def test_marks_and_line_ends(tmp_path: Path, raw: bytes) -> None:
    assert cleaned(tmp_path / "a.txt", raw) == CLEAN


def test_mixed_line_ends(tmp_path: Path) -> None:
    assert (
        cleaned(tmp_path / "a.md", "甲,乙。\r\n丙,丁。\n戊,己。\r".encode())
        == "甲\uff0c乙。\n丙\uff0c丁。\n戊\uff0c己。\n"
    )
