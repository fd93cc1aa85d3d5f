"""Which site a page is from: names in one form, domains in running text, paths."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cleaner.text.sites import domain_of, registered, site_name, site_of

FOOTER = "版权所有 溪口新闻网 www.xikounews.com.cn\n投稿 edit@xikounews.com.cn\n"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        pytest.param("example.com", "example.com", id="domain"),
        pytest.param("https://News.Example.com:8080/a/b?c=1#d", "example.com", id="address"),
        pytest.param("bbs.news.example.com.cn", "example.com.cn", id="registry below a country"),
        pytest.param("example.cn", "example.cn", id="country alone"),
        pytest.param("com.cn", "com.cn", id="nothing above the registry"),
        pytest.param("\uff25\uff58ample.COM", "example.com", id="full width"),
        pytest.param("  溪口  新闻网 ", "溪口 新闻网", id="a name with blanks"),
        pytest.param("v1.2", "v1.2", id="a version is no host"),
        pytest.param("甲\ud800", "甲?", id="half a pair"),
        pytest.param("", "", id="nothing"),
        pytest.param("../../etc", "../../etc", id="a path is a name like any other"),
    ],
)
def test_names_have_one_form(said: str, name: str) -> None:
    assert site_name(said) == name
    assert site_name(name) == name


def test_the_registered_part() -> None:
    assert registered("www.example.co.uk") == "example.co.uk"
    assert registered("example.com") == "example.com"


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        pytest.param(FOOTER, "xikounews.com.cn", id="in the foot"),
        pytest.param("http://a.example.com/1\nhttp://b.example.com/2\n", "example.com", id="hosts of one owner"),
        pytest.param("备案 beian.miit.gov.cn\nwww.example.com\n", "example.com", id="the register is no site"),
        pytest.param("他在 www.example.com 上看到了这条消息。\n", "", id="named in a sentence"),
        pytest.param("www.example.com\nwww.sample.com\n", "", id="two of equal weight"),
        pytest.param("写信给 someone@example.com\n", "", id="mail only"),
        pytest.param("见 a.html 和 readme.md\n", "", id="names of files"),
        pytest.param("www.example.commerce\n", "", id="no top domain"),
        pytest.param("没有网址的一页\n", "", id="none"),
    ],
)
def test_the_domain_a_page_names(text: str, domain: str) -> None:
    assert domain_of(text) == domain


@pytest.mark.parametrize(
    ("path", "given", "site"),
    [
        pytest.param("dumps/news.sample.com/a/1.txt", "", "sample.com", id="a folder like a domain before the text"),
        pytest.param("dumps/1.txt", "", "xikounews.com.cn", id="the text before any other folder"),
        pytest.param("www.sample.com.txt", "", "xikounews.com.cn", id="a file is no folder"),
        pytest.param("dumps/news.sample.com/1.txt", "甲网", "甲网", id="what is given before all"),
    ],
)
def test_what_says_the_site(path: str, given: str, site: str) -> None:
    assert site_of(FOOTER, path, given) == site


def test_the_first_folder_where_nothing_else_says_it() -> None:
    assert site_of("正文", "Xikou/2026/1.txt") == "xikou"
    assert site_of("正文", "1.txt") == ""


@pytest.mark.parametrize("unit", ["a.com ", "a.", "a-", "http://a", "www.example.com。"])
def test_time_is_linear(assert_linear: Callable[..., None], unit: str) -> None:
    assert_linear(domain_of, unit, 200_000)
