"""The end of a text is found behind teasers, comments and notices, and nothing of the text goes with them. Texts are
made up."""

from __future__ import annotations

from functools import cache

import pytest

from cleaner.pipeline import Cleaner, Settings
from cleaner.stages.view import Manner, Options

WIDE = str.maketrans({",": "\uff0c", ":": "\uff1a", "(": "\uff08", ")": "\uff09", "!": "\uff01"})
TEXT = (
    "渡口修好之后\n"
    "渡口修好之后,两岸的人往来方便多了,赶集的日子船上总是坐得满满的。\n"
    "船工老何说,他在这条江上摆渡三十年,从来没有见过这样热闹的早晨。\n"
    "下游的几个村子也盼着修渡口,镇里已经派人去看过水势,开春就要动工。\n"
)
TEASER = "镇里的夜校开课了,头一晚来了四十多人。\n"


@cache
def cleaner(manner: Manner) -> Cleaner:
    return Cleaner(Settings(stages=("boilerplate",), options=Options(manner=manner)))


def clean(text: str, manner: Manner = "careful") -> str:
    return cleaner(manner).clean(text).text


FOOT = {
    "teaser between lists": ("相关新闻\n· 老街路灯全部换新\n" + TEASER + "· 山口公路今起限行\n分享到: 微信 微博\n"),
    "comments": "分享到: 微信 微博\n热门评论\n岸边人:盼了好多年,终于等到这一天了。\n请先 登录 后发表评论\n",
    "notices": (
        "(责任编辑:何田)\n河口网声明:本网转载上述内容,不表明证实其描述,读者据此操作,风险自担。\n"
        "* 您若对该稿件有任何疑问,请即与河口网联系,我们会尽快回应。\n河口报业集团 版权所有 未经许可不得转载\n"
    ),
    "heading of no known words": "其他河口新闻:\n* 老街路灯全部换新了\n* 山口公路今起限行\n* 夜校头一晚来了四十人\n",
    "traditional": (
        "最多人看的河口新聞\n老街路燈全部換新了\n山口公路今起限行三天\n夜校頭一晚來了四十人\n發表評論前請先登入\n"
    ),
    "app, pages and shares": (
        "1 2 3 下一页\n分享工具\n3g.example.com 用手机随时随地看新闻\n更多精彩内容请进入河口频道\n"
        "文明上网,登录评论!\n上一篇:老街路灯全部换新\n"
    ),
}


@pytest.mark.parametrize("width", ["half", "full"])
@pytest.mark.parametrize("name", FOOT)
def test_removes_what_stands_behind_the_end(name: str, width: str) -> None:
    text = TEXT + FOOT[name]
    whole, left = (text, TEXT) if width == "half" else (text.translate(WIDE), TEXT.translate(WIDE))
    assert clean(whole) == left


KEPT = {
    "background under a heading": TEXT + "相关链接\n" + TEASER + "夜校分三个班,都在小学的教室里上课。\n",
    "voices of readers": TEXT + "网友评论\n岸边人说,盼了好多年,终于等到这一天了。\n也有人担心,船多了江面会不会拥挤。\n",
    "rights are the matter": (
        "照片是谁的\n"
        + TEXT
        + "律师认为,未经许可转载他人的照片,仅代表转载的人不懂规矩,算不上侵权的联系人就不好说了。\n"
    ),
    "parts of a notice": TEXT + "其他内容\n时间:上午九点到十一点\n地点:镇文化站二楼大厅\n人数:每村不超过二十人\n",
    "subheads with the words": TEXT + "更多关注\n秧苗返青\n" + TEASER + "最新动态\n新谷入仓\n" + TEASER,
    "numbers": TEXT + "1 2 3\n共3页纸\n",
    "chapters": TEXT + "下一章写秋收\n上一章写春耕\n",
    "dialogue": "夜话\n甲:评论呢?\n乙:没有评论。\n甲:那就分享给朋友吧。\n乙:好,推荐给他们。\n",
    "prices of shares": (
        "股价\n青石股份今天收于十二元三角,比昨天涨了两角,换手的人比前几天多了不少。\n"
        "以上内容不构成什么建议,这话股民老何天天说,可他自己从来也没有听进去过。\n"
        "渡口旁边的茶馆里,人人都在谈青石股份,谈得比江水的涨落还要起劲。\n"
    ),
}


@pytest.mark.parametrize("manner", ["auto", "careful"])
@pytest.mark.parametrize("width", ["half", "full"])
@pytest.mark.parametrize("name", KEPT)
def test_keeps_the_text(name: str, width: str, manner: Manner) -> None:
    text = KEPT[name] if width == "half" else KEPT[name].translate(WIDE)
    assert clean(text, manner) == text


def test_keeps_background_above_the_foot() -> None:
    text = TEXT + "相关链接\n" + TEASER
    assert clean(text + "\u00a9 2025 河口网\n") == text


@pytest.mark.parametrize("left", ["附件:1.渡口图.pdf\n2.工期表.xlsx\n", "河口镇政府\n2025年9月3日\n"])
def test_keeps_attachments_and_signature_behind_the_end(left: str) -> None:
    assert clean(TEXT + "分享到: 微信 微博\n" + left + TEASER + "上一篇:老街路灯全部换新\n") == TEXT + left


def test_keeps_the_parts_of_a_digest() -> None:
    parts = TEXT.splitlines(keepends=True)[1:]
    assert clean("".join(f"{part}(责任编辑 何田)\n" for part in parts)) == "".join(parts)


PATH = "河口在线 > 水利 > 正文\n"
DATED = "2026-01-05 来源:河口日报\n"
TEASERS = "诗会今晚开幕\n诗人们从四面八方赶来,要住上三天才走。\n读报 听报\n"
BODY = "".join(TEXT.splitlines(keepends=True)[1:]) * 2
HEADLINE = "渡口修好之后的一年\n"


def test_removes_teasers_above_the_path() -> None:
    assert clean(TEASERS + PATH + HEADLINE + DATED + BODY) == HEADLINE + BODY


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(HEADLINE + "——记河口渡口\n" + PATH + DATED + BODY, id="the headline stands above it"),
        pytest.param(HEADLINE + PATH + "船工老何的三十年\n" + DATED + BODY, id="one line above it"),
        pytest.param(TEASERS + HEADLINE + DATED + BODY, id="no path"),
    ],
)
def test_keeps_what_is_no_teaser(text: str) -> None:
    assert clean(text) == text.replace(PATH, "").replace(DATED, "")


def test_keeps_a_path_among_the_text() -> None:
    text = BODY + PATH + HEADLINE + BODY
    assert clean(text) == text


def test_replies_stay_below_the_buttons_of_a_post() -> None:
    replies = "".join(
        f"{line}分享\n收藏\n{n} 条评论\n分享到: 微信 微博\n" for n, line in enumerate(BODY.splitlines(True)[:5])
    )
    left = clean(TEXT + replies + "岸边的人说起从前,总要先看一眼江水。\n")
    assert all(line in left for line in (*BODY.splitlines()[:5], "岸边的人说起从前"))


def test_a_short_text_between_buttons_and_a_disclaimer_stays() -> None:
    """The disclaimer is running text too; it must not make the teasers above look like the text."""
    head = "首页\n新闻\n登录\n注册\n果园迎来采摘季\n山坡上的桃子昨天开摘\uff0c头一天就卖了两千斤。\n"
    text = "青石镇水库昨天开始蓄水\uff0c预计月底蓄满。\n沿岸的六个村子都已接到通知。\n"
    foot = (
        "免责声明\uff1a水情由各站自报\uff0c青石水务网只管转发\uff0c读者据此出船\uff0c风险自负"
        "\uff0c青石水务网不承担任何责任。\n"
    )
    page = f"{head}青石镇水库开始蓄水\n2026-01-05 10:20\n分享到\uff1a\n打印\n转发\n{text}{foot}分享\n关于我们\n"
    assert all(line in clean(page, "auto") for line in text.split("\n"))


def test_a_notice_above_links_to_other_pages_goes_at_once() -> None:
    notice = "未经青石日报书面许可\uff0c任何人不得转载渡口的照片。\n"
    teasers = (
        "往期推荐\n渡口修好以后船工改行开了茶馆\n镇上的夜校又要开课了\uff0c头一晚来了四十多人。\n"
        "山村小学添了一批新书\n关于我们\n"
    )
    once = clean(TEXT.translate(WIDE) * 2 + notice + teasers, "full")
    assert notice not in once
    assert clean(once, "full") == once
