"""The main text of a page dump. All pages are made up for this file."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from cleaner.errors import RuleError
from cleaner.pipeline import Cleaner, Settings
from cleaner.stages.boilerplate.maintext.decode import STATES, Changes, posteriors
from cleaner.stages.boilerplate.maintext.weights import STEPS, Table, read_table, write_table
from cleaner.stages.view import Manner, Options
from cleaner.text.document import Document, Source

if TYPE_CHECKING:
    from conftest import AssertLinear

MENU = "首页\n新闻中心\n国内\n国际\n财经\n论坛\n视频\n图片\n登录\n注册\n设为首页\n加入收藏\n网站地图\n手机版\n"
TITLE = "青石镇水库除险加固工程完工\n"
TEXT = (
    "历时两年的水库除险加固工程昨天完工\uff0c灌溉面积扩大到三万亩\uff0c沿岸的六个村子都用上了新渠。\n",
    "村民说\uff0c今年的秧苗比往年返青早\uff0c用水再也不用排队了\uff0c渠边的老井也不再干涸。\n",
    "镇上的水务站表示\uff0c明年春天还要清理上游的河道\uff0c并给每一道闸门装上自动的水尺。\n",
    "据介绍\uff0c工程一共投入了四百多人\uff0c其中一半是附近的村民\uff0c他们在农闲时轮流上坝。\n",
)
TAIL = (
    "分享到\uff1a\n新浪微博\n腾讯微博\n收藏\n打印\n相关新闻\n春耕时节农机下田\n河道清理今天开工\n"
    "山村小学添了新书\n古镇老街重新开市\n热门排行\n市民夜游码头\n果园迎来采摘季\n新渡口下月通航\n"
    "关于我们\n联系我们\n版权声明\n友情链接\n返回顶部\n"
)
BODY = "".join(TEXT)
PAGE = f"{MENU}\n{TITLE}\n{BODY}\n{TAIL}"


def cleaned(text: str, manner: Manner = "auto") -> Document:
    """The text after the boilerplate stage alone."""
    return CLEANERS[manner].clean(text)


CLEANERS: dict[Manner, Cleaner] = {
    manner: Cleaner(Settings(stages=("boilerplate",), options=Options(manner=manner)))
    for manner in ("auto", "full", "careful")
}


def lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def test_a_page_becomes_headline_and_text() -> None:
    document = cleaned(PAGE)
    assert lines(document.text) == lines(TITLE + BODY)
    assert document.verdicts["manner"] == "full"
    assert document.metadata["title"] == TITLE.strip()


BUTTONS = "字号:\nT\n|\nT\n0人参与\n0条评论\n打印\n转发\n收藏\n分享到\n新浪微博\n腾讯微博\n"


@pytest.mark.parametrize("menu", ["汽车\n视频\n", MENU])
@pytest.mark.parametrize("manner", ["auto", "full"])
def test_a_headline_stays_behind_buttons(menu: str, manner: Manner) -> None:
    document = cleaned(f"{menu}{TITLE}2024年03月15日 15:49\n来源：青石日报\n{BUTTONS}{BODY}{TAIL}", manner)
    assert lines(document.text) == lines(TITLE + BODY)
    said = document.metadata
    assert (said["title"], said["date"], said["source"]) == (TITLE.strip(), "2024-03-15", "青石日报")


def test_links_may_stand_in_bars() -> None:
    menu = "首页 | 新闻 | 论坛 | 视频 | 图片 | 手机版\n登录 - 注册 - 设为首页 - 加入收藏\n"
    foot = "关于我们 | 联系我们 | 版权声明 | 网站地图\n"
    document = cleaned(f"{menu}\n{TITLE}\n{BODY * 4}\n{foot}")
    assert lines(document.text) == lines(TITLE + BODY * 4)
    assert document.verdicts["manner"] == "full"


@pytest.mark.parametrize(
    "row",
    ["功能 登录 注册 评论 分享 收藏\n", "登录以后怎样分享图片和视频\n论坛评论与留言该由谁来管\n"],
    ids=["row", "heads"],
)
def test_one_row_of_such_words_makes_no_page(row: str) -> None:
    text = f"{TITLE}\n{BODY * 6}{row}{BODY}"
    assert cleaned(text).text == text


@pytest.mark.parametrize(
    "signed",
    [
        "青石镇人民政府\n2024年3月15日\n",
        "青石镇水务站\n青石镇中心小学\n二〇二四年三月十五日\n\uff08此件公开发布\uff09\n",
        "联系人\uff1a柳青\uff0c电话\uff1a0000-1234567\n青石镇水务站\n2024年3月15日\n",
    ],
)
def test_a_signature_stays(signed: str) -> None:
    assert lines(cleaned(f"{MENU}\n{TITLE}\n{BODY}\n{signed}\n{TAIL}").text) == lines(TITLE + BODY + signed)


@pytest.mark.parametrize(
    "below", ["网友评论\n2024年3月15日\n", "2024年3月15日\n", "相关新闻\n春耕时节农机下田\n2024年3月15日\n"]
)
def test_a_day_below_the_text_is_no_signature(below: str) -> None:
    assert lines(cleaned(f"{MENU}\n{TITLE}\n{BODY}\n{below}\n{TAIL}").text) == lines(TITLE + BODY)


@pytest.mark.parametrize(
    "address", ["各码头经营单位\uff1a\n", "尊敬的用户\uff1a\n", "镇直各部门、各村\uff0c各学校\uff1a\n"]
)
def test_whom_a_text_is_for_stays(address: str) -> None:
    tools = "来源\uff1a青石日报\n【字体\uff1a大 中 小】 【打印】 【关闭】\n"
    assert lines(cleaned(f"{MENU}\n{TITLE}\n{tools}{address}{BODY}\n{TAIL}").text) == lines(TITLE + address + BODY)


AMOUNTS = "用料\n糯米 500克\n鸡腿 3只\n干荷叶\uff1a2张\n盐 少许\n\n做法\n"


@pytest.mark.parametrize("tools", ["", "收藏(128) 评论(9)\n"])
def test_what_a_recipe_needs_stays(tools: str) -> None:
    text = f"{MENU}\n{TITLE}2024年03月15日 15:49\n{tools}{AMOUNTS}{BODY}\n{TAIL}"
    assert lines(cleaned(text).text) == lines(TITLE + AMOUNTS + BODY)


@pytest.mark.parametrize("counts", ["评论 3条\n回复 2条\n图片 12张\n", "糯米 500克\n鸡腿 3只\n"])
def test_counts_of_a_page_are_no_amounts(counts: str) -> None:
    kept = lines(cleaned(f"{MENU}\n{counts}{MENU}\n{TITLE}\n{BODY}\n{TAIL}").text)
    assert kept == lines(TITLE + BODY)


@pytest.mark.parametrize("label", ["热门标签\uff1a\n", "扫一扫分享\uff1a\n"])
def test_a_label_above_the_text_is_no_address(label: str) -> None:
    assert lines(cleaned(f"{MENU}\n{TITLE}\n{label}{BODY}\n{TAIL}").text) == lines(TITLE + BODY)


@pytest.mark.parametrize("count", [6, 24])
def test_words_of_buttons_without_a_text_are_no_page(count: int) -> None:
    words = "".join(f"{word}\n" for word in ("打印", "关闭", "评论", "留言", "分享", "登录") for _ in range(count // 6))
    assert cleaned(words).verdicts["manner"] == "careful"


def test_what_goes_says_where_it_stood_and_why() -> None:
    entries = [entry for _, entry in cleaned(PAGE).edits]
    above = next(entry for entry in entries if entry.edit.rule == "BP091")
    assert above.before == MENU
    assert above.edit.note.startswith("14 lines: ")
    assert 0.8 <= above.edit.confidence < 1


@pytest.mark.parametrize(
    "between",
    [
        pytest.param("分享到\uff1a\n新浪微博\n腾讯微博\n", id="share bar"),
        pytest.param("点击查看大图\n", id="one tool"),
        pytest.param("\n我要评论\n打印\n收藏\n\n", id="tools between blank lines"),
    ],
)
def test_text_goes_on_behind_page_furniture(between: str) -> None:
    page = f"{MENU}\n{TITLE}\n{TEXT[0]}{TEXT[1]}{between}{TEXT[2]}{TEXT[3]}\n{TAIL}"
    left = lines(cleaned(page).text)
    assert [line for line in left if line not in lines(between)] == lines(TITLE + BODY)


def test_short_lines_among_the_text_stay() -> None:
    inside = "一、工程的由来\n", "二、村民的评论\n", "(三) 其他\n"
    page = f"{MENU}\n{TITLE}\n{inside[0]}{TEXT[0]}{TEXT[1]}{inside[1]}{TEXT[2]}{inside[2]}{TEXT[3]}\n{TAIL}"
    assert lines(cleaned(page).text) == lines(
        TITLE + inside[0] + TEXT[0] + TEXT[1] + inside[1] + TEXT[2] + inside[2] + TEXT[3]
    )


def test_a_sentence_with_key_words_stays() -> None:
    odd = "记者在现场看到\uff0c扫一扫二维码就能登录平台\uff0c分享和评论水位数据\uff0c版权归镇上所有。\n"
    page = f"{MENU}\n{TITLE}\n{TEXT[0]}{TEXT[1]}{odd}{TEXT[2]}{TEXT[3]}\n{TAIL}"
    assert odd in cleaned(page).text


TRUE_TEXTS = {
    "verse": "岁末\n\n北风卷过旧城墙\n灯火一盏一盏亮\n有人在分享一壶茶\n有人把登录的密码忘光\n明天我们还要赶路\n",
    "names": "参加活动的同学\n李小满\n周可\n欧阳青\n王一诺\n陈安\n赵北辰\n",
    "table": "品名 单价 数量\n毛笔 12 3\n宣纸 30 2\n砚台 98 1\n墨条 25 4\n",
    "interview": (
        "记者\uff1a您怎么看网上的评论\uff1f\n陈河\uff1a我很少登录论坛\uff0c也不看排行。\n"
        "记者\uff1a那读者怎样联系您\uff1f\n陈河\uff1a写信最好\uff0c地址在书的最后一页。\n"
    ),
    "statute": (
        "第一条 为了规范灌溉用水\uff0c制定本办法。\n第二条 下列用水应当登记\uff1a\n(一)农业用水\uff1b\n"
        "(二)生活用水\uff1b\n"
        "(三)其他用水。\n第三条 违反规定的\uff0c可以向水务站举报\uff0c举报电话应当公布。\n"
    ),
    "filing": (
        "网站备案常见的问题\n什么是ICP备案\n备案是指向主管部门登记网站的基本信息\uff0c取得备案号后才能开通。\n"
        "怎样查询备案号\n登录管理系统的首页\uff0c输入域名即可查询\uff0c页面底部应当标明备案号。\n"
        "版权声明要不要写\n不是必须\uff0c但多数网站会在页脚写上版权所有和联系我们。\n"
    ),
    "appointments": (
        "会议选举产生了新的领导机构。全体代表参加了投票\uff0c结果当场公布。\n一、中心委员会委员\n(按姓氏笔画为序)\n"
        "丁一 王小川 方大同 李中和 陈小楼\n二、中心常务委员\n王小川 李中和\n三、中心主任\n王小川\n"
        "四、大会秘书\n陈小楼\n"
    ),
    "chat": "小李 10:02\n到了吗\n阿青 10:03\n快了\n小李 10:03\n好 门口等你\n阿青 10:09\n收到\n",
    "recipe": (
        "红烧茄子的做法\n用料\n茄子 两根\n蒜 四瓣\n生抽 两勺\n盐 少许\n步骤\n"
        "1. 茄子切成滚刀块\uff0c撒盐腌十分钟\uff0c挤去水分。\n2. 热锅下油\uff0c茄子炸到微黄盛出。\n"
        "小贴士\n喜欢的话可以收藏起来\uff0c也可以分享给家里人。\n更多变化\n加肉末\n加青椒\n"
    ),
    "prices": (
        "渡口茶馆价目\n本店明码标价\uff0c下列价格自三月一日起执行\uff0c团体另议。\n绿茶 12元\n红茶 15元\n儿童 免费\n"
        "老人 优惠两元\n会员 八折\n电话订座\uff1a6688\n今日推荐\uff1a桂花糕\n"
    ),
    "questions": (
        "水泵不出水怎么办\n问\uff1a打开开关以后电机转\uff0c但是不出水\uff0c是哪里坏了\uff1f\n"
        "答\uff1a多半是泵里进了空气\uff0c先灌满水再试。\n问\uff1a怎样评论维修的师傅\uff1f\n答\uff1a可以打电话。\n"
        "问\uff1a要注册吗\n答\uff1a不用\n"
    ),
    "code": "def main():\n    print('首页')\n    return 0\n\nif __name__ == '__main__':\n    main()\n",
}


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in TRUE_TEXTS.items()])
def test_text_that_is_no_page_is_left_alone(text: str) -> None:
    document = cleaned(text)
    assert document.text == text
    assert document.verdicts["manner"] == "careful"


def test_the_user_may_ask_for_a_manner() -> None:
    assert cleaned(BODY).verdicts["manner"] == "careful"
    assert cleaned(BODY, "full").verdicts["manner"] == "full"
    assert cleaned(BODY, "full").text == BODY
    assert cleaned(PAGE, "careful").verdicts["manner"] == "careful"
    assert all(line in cleaned(PAGE, "careful").text for line in TEXT)


def test_markdown_structure_is_no_page() -> None:
    fenced = "".join(f"- {line}\n" for line in lines(MENU))
    source = Source.of_text(f"# 目录\n\n{fenced}\n```\n{MENU}```\n")
    document = CLEANERS["auto"].clean_source(replace(source, markup="markdown"))
    assert f"```\n{MENU}```" in document.text


def test_what_is_left_stays() -> None:
    """Any lines of the page, in any order: a second run removes nothing. The seed is fixed."""
    chance = random.Random(4)
    pieces = lines(PAGE)
    for _ in range(150):
        some = chance.sample(pieces, chance.randint(1, len(pieces)))
        text = "".join(line + chance.choice(("\n", "\n", "\n\n")) for line in some)
        for manner in CLEANERS:
            once = cleaned(text, manner)
            assert once.restore() == text
            assert cleaned(once.text, manner).text == once.text


@pytest.mark.parametrize("unit", [PAGE, MENU, TEXT[0], "首页 登录 注册 ", TAIL + BODY])
def test_time_is_linear(unit: str, assert_linear: AssertLinear) -> None:
    assert_linear(cleaned, unit, 20_000)


def test_large_pages_finish() -> None:
    lines_of_menu = MENU * (100_000 // MENU.count("\n"))
    assert TEXT[0] in cleaned(f"{lines_of_menu}{TITLE}{BODY}{lines_of_menu}").text
    long = "这是很长的一行\uff0c没有换行。" * 400_000
    assert long in cleaned(f"{MENU}{long}\n{TAIL}").text


def changes() -> Changes:
    """Changes with the same factor everywhere."""
    return Changes((1.0,) * 16, (1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0), (0.0, 0.0, 1.0, 1.0, 0.0, 1.0, 1.0))


def test_posteriors_sum_over_all_readings() -> None:
    """One cell may only be the first of the text; two may be text, a headline above text, or text and what follows."""
    flat = (1.0,) * len(STATES)
    assert posteriors([flat], changes())[0][STATES.index("first")] == 1
    pair = posteriors([flat, flat], changes())
    assert pair[0] == pytest.approx((0.25, 0.25, 0.5, 0, 0, 0, 0))
    assert pair[1] == pytest.approx((0, 0, 0.5, 0.25, 0, 0.25, 0))


def test_posteriors_of_many_cells_stay_in_range() -> None:
    row = (1e-9, 1e-9, 1e-9, 1e9, 1e-9, 1e-9, 1e-9)
    found = posteriors([row] * 5000, changes())
    assert found[2500][STATES.index("text")] == pytest.approx(1)


def test_contradictions_beyond_the_range_of_floats_keep_the_lines() -> None:
    over = (1e-30,) * 6 + (1e30,)
    text = (1e-30,) * 3 + (1e30,) + (1e-30,) * 3
    found = posteriors([*[over] * 20, *[text] * 20], changes())
    assert all(sum(row) == pytest.approx(1) or not any(row) for row in found)


TABLE = Table({"always": tuple(map(float, range(7))), "kind=mN end=stop": (0.5,) * 7}, dict.fromkeys(STEPS, 1.25))


def test_tables_are_read_as_they_are_written() -> None:
    assert read_table(*write_table(TABLE), "x.toml") == TABLE


@pytest.mark.parametrize(
    ("weights", "steps", "message"),
    [
        pytest.param("", None, "the first line names the states", id="no table"),
        pytest.param(
            f"feature {' '.join(STATES)}\nlength=1 1 2\n", None, "expected a name and 7 numbers", id="too few"
        ),
        pytest.param(f"feature {' '.join(STATES)}\na 1 2 3 4 5 6 x\n", None, "correct the line", id="no number"),
        pytest.param(None, "text text 1\n", "missing or unknown", id="a change is missing"),
        pytest.param(None, "text headline 1\n", "missing or unknown", id="a change that cannot be"),
    ],
)
def test_faults_in_tables_are_told(weights: str | None, steps: str | None, message: str) -> None:
    good = write_table(TABLE)
    with pytest.raises(RuleError, match=r"^x\.toml: options\.") as refusal:
        read_table(good[0] if weights is None else weights, good[1] if steps is None else steps, "x.toml")
    assert message in str(refusal.value)


def test_the_posts_of_a_thread_stay() -> None:
    said = (
        "请问这种老式水泵的密封圈在哪里还能买到\uff1f镇上的五金店都说早就停产了。",
        "河边的旧货市场有人摆摊\uff0c上个月我还见过同样尺寸的密封圈。",
        "也可以找轴承厂定做\uff0c价钱不贵",
        "谢谢大家\uff0c周末我去看看",
        "记得带上旧的比一比。",
        "已经买到了\uff0c装上以后不漏水了。",
    )
    names = ("檐下客", "老渡口", "阿苇", "檐下客", "秋水", "檐下客")
    posts = "".join(
        f"{name}\n发表于 2023-04-1{day} 0{day}:1{day}\n只看该作者\n{words}\n回复\n举报\n"
        for day, (name, words) in enumerate(zip(names, said, strict=True))
    )
    page = (
        f"{MENU}\n老式水泵的密封圈\n返回列表\n{posts}\n返回列表\n高级模式\n登录\n注册\n关于我们\n联系我们\n版权声明\n"
    )
    text = cleaned(page).text
    assert [words for words in said if words not in text] == []


def test_comments_below_an_article_are_no_posts_of_it() -> None:
    comments = "".join(
        f"{name}\n2023-04-1{day} 0{day}:1{day}\n写得不错\uff0c我们村也盼着修水渠呢。\n回复\n举报\n"
        for day, name in enumerate(("檐下客", "老渡口", "阿苇", "秋水"))
    )
    page = f"{MENU}\n{TITLE}\n{BODY}\n{TAIL}网友评论\n{comments}更多评论\n"
    assert lines(cleaned(page).text) == lines(TITLE + BODY)
