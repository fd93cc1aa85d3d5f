"""Title and metadata as fields, from lines as sites really set them. Texts are made up."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pytest

from cleaner.pipeline import Cleaner, Settings
from cleaner.stages.boilerplate.page import Page, running
from cleaner.stages.view import Manner, Options
from cleaner.text.document import Document

TITLE = "水库除险加固工程完工\n"
ASKED = "历时两年的水库除险加固工程究竟花在了哪里\uff1f\n"
PROSE = "历时两年的水库除险加固工程昨天完工\uff0c灌溉面积扩大到三万亩。\n"
MORE = "到了秋天\uff0c晒场上铺满新谷\uff0c孩子们在谷堆边追着麻雀跑来跑去。\n"


@cache
def cleaner(manner: Manner) -> Cleaner:
    return Cleaner(Settings(stages=("boilerplate",), options=Options(manner=manner)))


def clean(text: str, manner: Manner = "auto") -> Document:
    return cleaner(manner).clean(text)


def check_told(headline: str, lines: str, metadata: Mapping[str, object]) -> None:
    """Assert that lines between a headline and its text go, and what fields they become."""
    document = clean(headline + lines + PROSE + MORE)
    assert {key: document.metadata[key] for key in metadata} == metadata
    assert document.text == headline + PROSE + MORE


UNDER_A_QUESTION: dict[str, tuple[str, dict[str, str]]] = {
    "a day": ("2025-10-12\n", {"date": "2025-10-12"}),
    "day and source": ("2025-10-12 09:20 来源:陇东日报\n", {"date": "2025-10-12", "source": "陇东日报"}),
    "no blanks between": (
        "文档序号:33185发布日期:2025-10-12 06:08阅读:30来源:陇东日报\n",
        {"date": "2025-10-12", "source": "陇东日报"},
    ),
    "an empty label": ("2025-10-12 09:20 来源:陇东日报 TAG:\n", {"date": "2025-10-12", "source": "陇东日报"}),
    "a label above": ("作者:\n何田\n", {"author": "何田"}),
    "tools first": ("打印\n2025年10月12日 09:20\n", {"date": "2025-10-12"}),
}


@pytest.mark.parametrize("name", UNDER_A_QUESTION)
def test_metadata_below_a_headline_that_ends_as_a_sentence(name: str) -> None:
    check_told(ASKED, *UNDER_A_QUESTION[name])


@pytest.mark.parametrize(
    "lines",
    [
        "“去年这个时候\uff0c你说水库的闸门究竟修好了没有\uff1f”\n“修好了\uff0c老支书亲手试过三遍\uff0c一滴水也不漏\uff01”\n",
        "历时两年的水库除险加固工程究竟花在了哪里\uff1f\n时间:都花在清淤上\uff0c没有别的办法。\n",
        "历时两年的水库除险加固工程究竟花在了哪里\uff1f\n2023-03-01 开工\n2024-05-06 合龙\n",
    ],
)
def test_questions_of_the_text_head_nothing(lines: str) -> None:
    assert clean(lines + PROSE + MORE).text == lines + PROSE + MORE


MENU = "首页 新闻 体育 财经\n登录 注册\n搜索\n我要评论\n分享到:微信 微博\n设为首页\n加入收藏\n关于我们\n网站地图\n"
BAR = "【\n收藏\n】[\n0\n]\n【\n打印\n】\n【\n大\n中\n小\n】\n【\n我要评论\n】\n"
GLEANED: dict[str, tuple[str, dict[str, str]]] = {
    "a value under its label, above a tool bar": (
        MENU
        + TITLE
        + "发布者\uff1a\n何田\n时间:2026-01-05 15:34 来源:陇东日报 [收藏]\n"
        + BAR
        + PROSE
        + MORE
        + PROSE
        + MORE,
        {"date": "2026-01-05", "source": "陇东日报"},
    ),
    "an editor behind the comments": (
        MENU
        + TITLE
        + PROSE
        + MORE
        + PROSE
        + MORE
        + "共有评论 0 条 点击查看\n用户名 密码 注册\n[编辑\uff1a何田] 频道精选\n",
        {"editor": "何田"},
    ),
    "the author of another page": (
        MENU + TITLE + PROSE + MORE + PROSE + MORE + "更多新闻\n直播 记者:何田 老街 砂石满地\n昨夜风雨大作 老树倒下\n",
        {"author": ""},
    ),
    "a day that is not that of the text": (
        MENU + TITLE + "最后回复 2025-12-13 01:04\n0\n19\n" + BAR + PROSE + MORE + PROSE + MORE,
        {"date": ""},
    ),
    "a foot far below": (
        MENU
        + TITLE
        + PROSE
        + MORE
        + PROSE
        + MORE
        + "相关阅读\n"
        + "春耕时节话农机\n老街新桥\n茶山上的人\n" * 6
        + "关于我们 联系我们 网站地图\n"
        + "Copyright \xa9 2008-2025 陇东新闻网 版权所有 陇ICP备12345678号 甘公网安备 62100002000001号\n",
        {"icp": "陇ICP备12345678号"},
    ),
}


@pytest.mark.parametrize("name", GLEANED)
def test_lines_among_page_furniture_say_who_wrote_and_when(name: str) -> None:
    text, metadata = GLEANED[name]
    document = clean(text, "full")
    assert {key: document.metadata[key] for key in metadata} == metadata
    for _, fact in document.facts:
        if fact.span is not None:
            assert fact.span.slice(document.source.text).strip() == fact.raw.strip()


TOLD_BY_LINES_THAT_STAY = {
    "a tool that no rule knows": (
        "时间:2026-01-05 来源:宣传部 作者:何田 字色:[红]\n",
        ("2026-01-05", "宣传部", "何田"),
    ),
    "one value is not enough": ("来源:宣传部 字色:[红]\n", ("", "", "")),
    "the facts of a book": ("书名:山路十八弯\n作者:何田 装帧:平装 出版时间:2020-05-06\n定价:三十元\n", ("", "", "")),
}


@pytest.mark.parametrize("name", TOLD_BY_LINES_THAT_STAY)
def test_a_line_that_stays_may_say_who_wrote_and_when(name: str) -> None:
    lines, told = TOLD_BY_LINES_THAT_STAY[name]
    document = clean(TITLE + lines + PROSE + MORE)
    metadata = document.metadata
    assert (metadata["date"], metadata["source"], metadata["author"]) == told
    assert document.text == TITLE + lines + PROSE + MORE


HEADLINES = {
    "parties of a contract": ("甲方\uff08出租人\uff09\uff1a何田\n乙方\uff08承租人\uff09\uff1a周舟\n", ""),
    "plain front matter": ("title: 水库除险加固工程完工\ntags: 水利, 农业\n", "水库除险加固工程完工"),
    "longer than the words of the menu above": (
        "首页\n新闻\n体育\n财经\n登录\n注册\n水库除险加固工程完工\n",
        "水库除险加固工程完工",
    ),
    "metadata with tools": (
        "水库除险加固工程完工\n作者\uff1a何田 文字大小\uff1a【大】【小】\n",
        "水库除险加固工程完工",
    ),
    "the site in the title of the document": (
        "水库除险加固工程完工了 - 村务 - 青石水利论坛 - Powered by Pages\n青石水利论坛\n首页\n水库除险加固工程完工了\n",
        "水库除险加固工程完工了",
    ),
}


@pytest.mark.parametrize("name", HEADLINES)
def test_headlines(name: str) -> None:
    lines, title = HEADLINES[name]
    assert clean(lines + PROSE + MORE).metadata["title"] == title


def test_a_sentence_over_lines_that_go_is_no_running_text() -> None:
    card = "勋章由内容质量和互动评论多方面决定\uff0c等级越高表现越好。\n"
    tools = "15万文章\n评论\n2\n分享\n微信分享\n复制链接\n无需下载\n"
    page = Page(card + tools + TITLE + (PROSE + MORE) * 4)
    assert running(page, range(1, 8))[0] == 9
    assert running(page, ())[0] == 0
    assert running(Page(card + tools + TITLE + PROSE), range(1, 8))[0] == 0


PLACES_AND_TAGS: dict[str, tuple[str, dict[str, object]]] = {
    "place of an account": ("何田书话 2026-01-05 06:15 江西\n", {"location": "江西", "date": "2026-01-05"}),
    "place below the day": ("2026-01-05 06:15\n来源\uff1a陇东日报\n发布于\uff1a\n北京市\n", {"location": "北京市"}),
    "place of a forum": ("发布于 2026-01-05 06:15\uff5cIP属地\uff1a广东\n", {"location": "广东", "date": "2026-01-05"}),
    "a reply tells no day": ("回复于 2026-01-05 06:15\n", {"date": ""}),
}


@pytest.mark.parametrize("name", PLACES_AND_TAGS)
def test_places(name: str) -> None:
    check_told(TITLE, *PLACES_AND_TAGS[name])


def test_a_place_in_a_menu_is_none_of_an_account() -> None:
    menu = "首页\n|\n内蒙古\n|\n财经\n|\n联系我们\n搜索\n我要评论\n设为首页\n加入收藏\n"
    document = clean(menu + MENU + TITLE + "2026-01-05 06:15\n" + (PROSE + MORE) * 3, "full")
    assert (document.metadata["location"], document.metadata["date"]) == ("", "2026-01-05")


def test_tags_are_words_in_order() -> None:
    document = clean(TITLE + PROSE + MORE + "标签\uff1a水利 山塘\uff0c农业\n")
    assert document.metadata["tags"] == ("水利", "山塘", "农业")
    assert clean(TITLE + PROSE + MORE + "标签\uff1a无\n").metadata["tags"] == ()


@pytest.mark.parametrize(
    "told", ["时间:2024-04-10\n", "2024-04-10 08:00 来源:陇东日报\n", "2024年4月10日\n来源:陇东日报\n"]
)
@pytest.mark.parametrize("shown", ["2024年04月16日 星期二 01:43:43\n", "2024年4月16日 星期二\n"])
def test_the_day_of_the_visit_is_not_that_of_the_text(shown: str, told: str) -> None:
    document = clean(shown + "首页\n新闻\n体育\n登录\n" + TITLE + told + PROSE + MORE + PROSE)
    assert document.metadata["date"] == "2024-04-10"
