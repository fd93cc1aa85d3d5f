"""HTML pages: what a reader sees, and what the head says. Pages are made up."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from cleaner.engines.restore import restore
from cleaner.engines.run import How, run
from cleaner.formats.html import filled, render
from cleaner.pipeline import Settings
from cleaner.verdicts import metadata_of

pytest.importorskip("resiliparse")

HEAD = """<!DOCTYPE html><html><head><title>溪口镇修好老街_溪口在线</title>
<meta property="og:site_name" content="溪口在线"><meta name="PubDate" content="2026-03-02 10:00">
<meta name="Author" content=" 林芳 "><meta name="ContentSource" content=""><meta http-equiv="X">
<style>p{color:red}</style></head>"""
BODY = """<body><script>document.write("<p>不见</p>")</script><h1>溪口镇修好老街</h1>
<p>河边的老街修好了,<b>石板</b>路<a href="x">铺到</a>了桥头。</p><p>第二段&ensp;在这里。<br>换行。</p>
<div hidden>藏起</div><div style="display:none">藏起</div><table><tr><td>长</td><td>三里</td></tr></table>
<ol><li>一是修路</li><li>二是架桥</li></ol><button>分享</button></body></html>"""
SEEN = """溪口镇修好老街
河边的老街修好了,石板路铺到了桥头。
第二段\u2002在这里。
换行。
长\t\t三里
一是修路
二是架桥"""


def lines(html: str) -> list[str]:
    return [line.strip() for line in render(html).text.split("\n") if line.strip()]


def test_a_page_becomes_the_lines_that_a_reader_sees() -> None:
    assert lines(HEAD + BODY) == SEEN.split("\n")


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("", id="empty"),
        pytest.param("<html><body></body></html>", id="no text"),
        pytest.param("<script>x</script>", id="a script alone"),
    ],
)
def test_nothing_to_see_is_no_line(html: str) -> None:
    assert render(html).text == ""


def test_broken_pages_are_read() -> None:
    assert lines("<p>没有<b>结尾") == ["没有结尾"]
    assert lines("纯文字 & 符号 < 3") == ["纯文字 & 符号 < 3"]
    assert lines("<div>" * 50_000 + "很深") == ["很深"]
    assert lines("<p>坏\udcff字</p>") == ["坏\ufffd字"]


def test_the_head_says_what_the_text_does_not() -> None:
    said = render(HEAD + BODY).metadata
    assert said == {"title": "溪口镇修好老街", "date": "2026-03-02", "author": "林芳", "site.name": "溪口在线"}
    known = {**metadata_of((), ""), "date": "2026-01-01"}
    metadata = filled(known, said)
    assert list(metadata) == list(known)
    assert (metadata["date"], metadata["author"]) == ("2026-01-01", "林芳")
    assert metadata["site"] == {"name": "溪口在线", "domain": "", "organiser": "", "licences": ()}


@pytest.mark.parametrize(
    ("content", "day"),
    [("2026年3月2日", "2026-03-02"), ("2026/03/02 08:00", "2026-03-02"), ("2026-13-02", ""), ("昨天", "")],
)
def test_days_of_the_head(content: str, day: str) -> None:
    said = render(f'<head><meta name="publishdate" content="{content}"></head>').metadata
    assert said.get("date", "") == day


def test_a_page_goes_through_a_run_and_comes_back(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    raw = (HEAD + BODY).encode("gbk")
    (tmp_path / "in/a.html").write_bytes(raw)
    (tmp_path / "in/b.txt").write_text("另一篇。\n", encoding="utf-8")
    result = run([tmp_path / "in"], tmp_path / "out", Settings(), How())
    assert (result.documents, result.failed) == (2, ())
    text = (tmp_path / "out/text/a.txt").read_text(encoding="utf-8")
    assert "河边的老街修好了\uff0c石板路铺到了桥头。\n" in text
    row = json.loads((tmp_path / "out/documents.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert (row["path"], row["metadata"]["author"], row["source"]["encoding"]) == ("a.html", "林芳", "gb18030")
    assert restore(tmp_path / "out", tmp_path / "back").failed == ()
    assert (tmp_path / "back/a.html").read_bytes() == raw


def test_without_the_package_the_page_is_named_and_the_others_are_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("resiliparse.extract.html2text", "resiliparse.parse.html"):
        monkeypatch.setitem(sys.modules, name, None)
    (tmp_path / "a.html").write_text(HEAD + BODY, encoding="utf-8")
    (tmp_path / "b.txt").write_text("另一篇。\n", encoding="utf-8")
    result = run([tmp_path / "a.html", tmp_path / "b.txt"], tmp_path / "out", Settings(), How())
    assert (result.documents, [failure.path for failure in result.failed]) == (1, ["a.html"])
    assert 'pip install "cleaner[html]"' in result.failed[0].reason
