"""WARC and WET: records that are pages become rows, damage is named, all else is passed over. Records are made up."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from cleaner.engines.restore import restore
from cleaner.engines.run import How, RunResult, run
from cleaner.pipeline import Settings

pytest.importorskip("fastwarc")

PAGE = (
    "<html><body><nav><a href='/'>茶园</a></nav><article><h1>老街修好</h1><p>河边的老街修好了,路也平了。</p></article>"
    "</body></html>"
)
GBK = "text/html; charset=gbk"


def record(kind: str, number: int, body: bytes, type_: str = "text/plain", length: int = -1) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://www.example.com/{number}\r\n"
        f"WARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Date: 2026-03-02T08:00:00Z\r\nContent-Type: {type_}\r\n"
        f"Content-Length: {len(body) if length < 0 else length}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def response(number: int, body: bytes, said: str = GBK, status: str = "200 OK", more: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {said}\r\n{more}\r\n".encode()
    return record("response", number, head + body, "application/http; msgtype=response")


def run_on(folder: Path, name: str, raw: bytes) -> tuple[RunResult, list[dict[str, str]]]:
    (folder / "in").mkdir()
    (folder / "in" / name).write_bytes(raw)
    result = run([folder / "in"], folder / "out", Settings(), How())
    lines = (folder / "out/documents.jsonl").read_text(encoding="utf-8").splitlines()
    return result, [json.loads(line) for line in lines]


ARCHIVE = [
    record("warcinfo", 0, b"software: none"),
    response(1, PAGE.encode("gbk")),
    record("request", 2, b"GET / HTTP/1.1\r\n\r\n", "application/http; msgtype=request"),
    response(3, b"\x89PNG", "image/png"),
    response(4, b"<p>moved</p>", status="301 Moved"),
    response(5, gzip.compress(PAGE.encode()), "text/html", more="Content-Encoding: gzip\r\n"),
    record("conversion", 6, "河边的老街修好了,路也平了。\n".encode()),
]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_pages_become_rows(tmp_path: Path, name: str) -> None:
    raw = b"".join(map(gzip.compress, ARCHIVE)) if name.endswith(".gz") else b"".join(ARCHIVE)
    result, rows = run_on(tmp_path, name, raw)
    assert (result.documents, result.failed) == (3, ())
    assert [list(row) for row in rows] == [["id", "url", "timestamp", "text"]] * 3
    assert [(row["id"], row["url"]) for row in rows] == [
        (f"urn:uuid:{number}", f"https://www.example.com/{number}") for number in (1, 5, 6)
    ]
    assert rows[0]["text"] == rows[1]["text"] == "老街修好\n\n河边的老街修好了\uff0c路也平了。\n"
    assert rows[2]["text"] == "河边的老街修好了\uff0c路也平了。\n"


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
def test_of_a_file_that_is_cut_short_the_rest_is_cleaned(tmp_path: Path, packed: bool) -> None:
    raw = b"".join((record("conversion", 1, "好,好。\n".encode()), record("conversion", 2, b"x" * 500)))
    raw = gzip.compress(raw)[:-12] if packed else raw[:-100]
    result, rows = run_on(tmp_path, "a.wet.gz" if packed else "a.wet", raw)
    assert [row["id"] for row in rows][:1] == ["urn:uuid:1"]
    assert len(result.failed) == 1
    assert "too early" in result.failed[0].reason


@pytest.mark.parametrize("raw", [b"no WARC at all\n" * 9, b"\x00" * 99, ARCHIVE[1] + b"rubbish " * 9])
def test_what_is_no_warc_is_named(tmp_path: Path, raw: bytes) -> None:
    result, _ = run_on(tmp_path, "a.warc", raw)
    assert [failure.path for failure in result.failed] == ["a.warc"]
    assert "damaged" in result.failed[0].reason


def test_records_that_cannot_be_read_are_named_and_the_others_done(tmp_path: Path) -> None:
    bad = [
        record("response", 1, b"no HTTP", "application/http; msgtype=response"),
        response(2, b"no gzip", "text/html", more="Content-Encoding: gzip\r\n"),
        response(3, b"\x89PNG\xff\x00\x01", "text/plain"),
    ]
    result, rows = run_on(tmp_path, "a.warc", b"".join([*bad, *ARCHIVE]))
    assert [row["id"] for row in rows] == ["urn:uuid:1", "urn:uuid:5", "urn:uuid:6"]
    assert {failure.path for failure in result.failed} <= {"a.warc:1", "a.warc:2", "a.warc:3"}
    assert "a.warc:3" in {failure.path for failure in result.failed}


def test_restoring_says_that_the_file_is_the_original(tmp_path: Path) -> None:
    run_on(tmp_path, "a.warc", b"".join(ARCHIVE))
    restored = restore(tmp_path / "out", tmp_path / "back")
    assert restored.restored == 0
    assert [(failure.path, "original" in failure.reason) for failure in restored.failed] == [("a.warc", True)]
