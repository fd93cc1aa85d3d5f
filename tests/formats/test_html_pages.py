"""Shapes of HTML pages: what is rendered, what the markup says of each line, and of the page. Pages are made up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cleaner.formats.html import page_of, render

if TYPE_CHECKING:
    from conftest import AssertLinear

pytest.importorskip("resiliparse")

PROSE = "<p>河边的老街修好了,石板路铺到了桥头,来往的人多了。</p><p>镇上还添了路灯,晚上亮堂堂的,老人孩子都高兴。</p>"


def said(html: str) -> dict[str, tuple[str, float]]:
    """For each line its region and how much of it is linked."""
    page = render(html)
    assert len(page.hints) == len(page.text.split("\n"))
    found = zip(page.text.split("\n"), page.hints, strict=True)
    return {line.strip(): (hint.region, round(hint.linked, 2)) for line, hint in found if line.strip()}


def test_regions_and_links_of_lines() -> None:
    found = said(f"""<body><header><a href="/">溪口在线</a></header>
    <nav><ul><li><a href="/a">新闻</a></li><li><a href="/b">服务</a></li></ul>现在位置</nav>
    <main><h1>溪口镇修好老街</h1><div>来源:<a href="x">镇报</a></div>{PROSE}
    <aside><a href="/1">另一条街也修了</a></aside></main>
    <footer>版权所有 <a href="/c">联系我们</a></footer></body>""")
    assert found["溪口在线"] == ("", 1.0)
    assert found["新闻"] == found["服务"] == ("nav", 1.0)
    assert found["现在位置"] == ("nav", 0.0)
    assert found["溪口镇修好老街"] == ("text", 0.0)
    assert found["来源:镇报"] == ("text", 0.4)
    assert found["另一条街也修了"] == ("aside", 1.0)
    assert found["版权所有 联系我们"] == ("footer", 0.5)
    assert found["河边的老街修好了,石板路铺到了桥头,来往的人多了。"] == ("text", 0.0)


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(f"<div>{PROSE}</div>", id="no links, no regions"),
        pytest.param("", id="empty"),
    ],
)
def test_a_page_without_such_markup_has_no_hints(html: str) -> None:
    assert render(html).hints == ()


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(f'<table><tr><td><a href="/">首页</a></td><td>{PROSE}</td></tr></table>', id="layout by tables"),
        pytest.param('<p>甲 <a href="x"> 乙</a>丙</p><p><a href="y"></a></p>', id="blanks and empty links"),
        pytest.param('<a href="x"><div>块</div><p>在链接里</p></a>尾', id="blocks in a link"),
        pytest.param('<nav><nav><a href="x">甲</a></nav>乙</nav>丙', id="regions in regions"),
        pytest.param('<pre><a href="x">  def f():</a>\n    return 1\n</pre>', id="code"),
        pytest.param(f'<article>{PROSE}<a href="x">结尾没有关', id="broken"),
        pytest.param('<p>\ufdd0\ufdd2甲\ufdd3<a href="x">乙</a></p>', id="what looks like marks"),
        pytest.param('<ul><li><a href="x">甲</a><ul><li>乙</li></ul></li></ul>', id="lists in lists"),
    ],
)
def test_hints_never_change_the_text(html: str) -> None:
    page = render(html)
    assert len(page.hints) == len(page.text.split("\n"))
    assert not any(0xFDD0 <= ord(character) <= 0xFDEF for character in page.text)


def test_code_tables_breaks_and_readings() -> None:
    text = render("""<p>一行<br>二行<br/>三行</p><pre>def f():
    return 1
</pre><table><tr><th>甲</th><td>乙</td></tr><tr><td>丙</td><td>丁</td></tr></table>
<p><ruby>漢<rp>(</rp><rt>han</rt><rp>)</rp></ruby>字</p><noscript>请开启脚本</noscript><style>p{}</style>""").text
    assert "一行\n二行\n三行\n" in text
    assert "def f():\n    return 1\n" in text
    assert "甲\t\t乙\n丙\t\t丁\n" in text
    assert "漢字" in text
    assert "脚本" not in text


LD = '<script type="application/ld+json">'
HEADS = {
    "open graph": '<meta property="og:title" content="修好老街">'
    '<meta property="article:published_time" content="2026-03-02T08:00">',
    "JSON-LD": LD + '{"@context":"https://schema.org","@type":"NewsArticle",'
    '"headline":"修好老街","datePublished":"2026-03-02","author":[{"name":"林芳"},{"name":"陈明"}]}</script>',
    "a graph": LD + '{"@graph":[{"@type":"WebSite","headline":"网站"},'
    '{"@type":"Article","headline":"修好老街","datePublished":"2026-03-02"}]}</script>',
    "microdata": '<body><h1 itemprop="headline">修好老街</h1>'
    '<span itemprop="datePublished" content="2026-03-02">昨天</span>',
    "a time": '<title>修好老街</title><time datetime="2026-03-02T10:00">今天</time>',
}


@pytest.mark.parametrize("head", HEADS)
def test_title_and_day(head: str) -> None:
    found = render(HEADS[head]).metadata
    assert (found["title"], found["date"]) == ("修好老街", "2026-03-02")
    assert found.get("author", "") == ("林芳 陈明" if head == "JSON-LD" else "")


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(
            '<script type="application/ld+json">{"@type":"NewsArticle","headline":</script>', id="broken JSON"
        ),
        pytest.param(
            '<script type="application/ld+json">{"@type":"Organization","headline":"公司"}</script>', id="no page"
        ),
        pytest.param(LD + '[[[[[[[[{"headline":"深"}]]]]]]]]</script>', id="too deep"),
        pytest.param(LD + '{"headline":3,"author":[[{}]]}</script>', id="other types"),
        pytest.param("<time>2026-03-02</time><time>2026-03-01</time>", id="the days of teasers"),
        pytest.param('<meta property="article:author" content="https://example.com/u/7">', id="an address"),
    ],
)
def test_what_says_nothing_of_the_page(html: str) -> None:
    assert render(html).metadata == {}


def test_the_address_of_the_page() -> None:
    assert (
        render('<link rel="canonical" href="https://www.example.com/a.html">').address
        == "https://www.example.com/a.html"
    )
    assert render('<meta property="og:url" content="http://example.com/b">').address == "http://example.com/b"
    assert render('<link rel="canonical" href="/a.html">').address == ""


TEXT = "镕基与喆、堃、瑄,河边的老街修好了。"
META = '<meta charset="{}">'
HTTP = '<meta http-equiv="Content-Type" content="text/html; charset={}">'


@pytest.mark.parametrize(
    ("meta", "label", "codec", "text"),
    [
        pytest.param(META, "gb2312", "gb18030", TEXT, id="gb2312 is gb18030"),
        pytest.param(HTTP, "GBK", "gb18030", TEXT, id="http-equiv"),
        pytest.param(META, "gb2312", "utf-8", TEXT, id="gb2312 is UTF-8"),
        pytest.param(META, "utf-8", "gb18030", TEXT, id="UTF-8 is gb18030"),
        pytest.param(META, "big5", "big5", "河邊的老街修好了,石板路鋪到橋頭。", id="big5"),
        pytest.param(META, "shift_jis", "cp932", "川沿いの道がきれいになりました。", id="Japanese"),
        pytest.param(META, "windows-1251", "cp1251", "Старая улица отремонтирована", id="Russian"),
        pytest.param(META, "x-unknown", "gb18030", TEXT, id="a label that nobody knows"),
        pytest.param("", "", "utf-16", TEXT, id="a byte order mark"),
        pytest.param(META, "gb2312", "utf-8-sig", TEXT, id="a byte order mark and a wrong label"),
    ],
)
def test_encodings_of_pages(meta: str, label: str, codec: str, text: str) -> None:
    raw = f"<html><head>{meta.format(label)}</head><body><p>{text}</p></body></html>".encode(codec)
    source, page = page_of(raw)
    assert page.text.strip() == text
    assert source.text == page.text


def test_what_others_say_of_the_encoding_goes_first() -> None:
    raw = "<p>川沿いの道がきれいになりました。</p>".encode("cp932")
    assert page_of(raw, labels=("shift_jis",))[1].text.strip() == "川沿いの道がきれいになりました。"


@pytest.mark.parametrize("unit", ["<nav><a href=x>甲</a>", "<a href=x>甲", "<a " * 3, "</nav>甲</a>", "<aside><p>甲"])
def test_hints_take_time_in_proportion(unit: str, assert_linear: AssertLinear) -> None:
    assert_linear(render, unit, 4000)
