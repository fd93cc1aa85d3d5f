"""Kinds of damage to list markers, each in an own list, and texts with odd but correct numbering."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from cleaner.pipeline import Cleaner, Settings
from cleaner.text.document import Document

SPOKEN = (
    "一是茶园要换新苗\uff0c老树先留十亩。\n\n二是修水渠\uff0c让坡上的地也能浇到。\n\n"
    "{}请师傅来教炒茶\uff0c每月两次。\n\n四是把仓库搬到公路边上\uff0c装车方便。\n"
)
BRACKETS = (
    "有下列情形之一的\uff0c不予登记\uff1a\n\n\uff08一\uff09材料不全的\uff1b\n\n"
    "{}地址不明的\uff1b\n\n\uff08三\uff09已经登记过的。\n"
)
COMMAS = "一、换新苗\n\n{}修水渠\n\n三、教炒茶\n\n四、搬仓库\n"
INLINE = "村里要办四件事\uff1a一要清沟\uff0c二要栽树\uff0c{}修路\uff0c四要看林。\n"
LAST = "村里定了三件事。\n\n一是清沟。\n\n二是栽树。\n\n{}修路\uff0c北坡先修。\n"
FIRST = "村里定了三件事。\n\n{}清沟。\n\n二是栽树\uff0c南坡先栽。\n\n三是修路。\n"


@cache
def ordinals() -> Cleaner:
    return Cleaner(Settings(stages=("ordinals",)))


def cleaned(text: str) -> Document:
    document = ordinals().clean(text)
    assert document.restore() == text
    assert ordinals().clean(document.text).text == document.text, "a second run goes on"
    return document


DAMAGE = [
    pytest.param(SPOKEN, "3是", "三是", id="digit"),
    pytest.param(SPOKEN, "\uff13是", "三是", id="full-width digit"),
    pytest.param(SPOKEN, "叁是", "三是", id="financial numeral"),
    pytest.param(SPOKEN, "③", "三是", id="enclosed number for the whole marker"),
    pytest.param(SPOKEN, "③是", "三是", id="enclosed number"),
    pytest.param(SPOKEN, "Three是", "三是", id="English word"),
    pytest.param(SPOKEN, "Three. ", "三是", id="English word, a stop and a blank"),
    pytest.param(SPOKEN, "Ⅲ是", "三是", id="Roman numeral"),
    pytest.param(SPOKEN, "三為", "三是", id="traditional suffix"),
    pytest.param(SPOKEN, "三则是", "三是", id="suffix of two characters"),
    pytest.param(SPOKEN, "三应该是", "三是", id="wordy copula"),
    pytest.param(SPOKEN, "三事实上", "三是", id="hedge"),
    pytest.param(SPOKEN, "三么\uff0c", "三是", id="particle"),
    pytest.param(SPOKEN, "三 是", "三是", id="blank inside"),
    pytest.param(SPOKEN, "三\u3000是", "三是", id="ideographic blank inside"),
    pytest.param(SPOKEN, "三、是", "三是", id="comma inside"),
    pytest.param(SPOKEN, "“三”是", "三是", id="quotation marks round the number"),
    pytest.param(SPOKEN, "三事", "三是", id="homophone of the suffix"),
    pytest.param(SPOKEN, "散是", "三是", id="homophone of the number"),
    pytest.param(SPOKEN, "Ξ是", "三是", id="look-alike"),
    pytest.param(SPOKEN, "第3点\uff0c", "三是", id="paraphrase with a digit"),
    pytest.param(SPOKEN, "第三条是", "三是", id="paraphrase: article"),
    pytest.param(SPOKEN, "三方面是", "三是", id="counted aspect"),
    pytest.param(SPOKEN, "第三就是", "三是", id="paraphrase with another copula"),
    pytest.param(SPOKEN, "再就是", "三是", id="connective"),
    pytest.param(SPOKEN, "再一个\uff0c", "三是", id="spoken connective"),
    pytest.param(SPOKEN, "3号\uff0c", "三是", id="day of the month in digits"),
    pytest.param(SPOKEN, "三月上旬\uff0c", "三是", id="part of a month"),
    pytest.param(SPOKEN, "星期三\uff0c", "三是", id="day of the week"),
    pytest.param(SPOKEN, "三点钟\uff0c", "三是", id="hour"),
    pytest.param(SPOKEN, "是", "三是", id="number lost"),
    pytest.param(BRACKETS, "\uff082\uff09", "\uff08二\uff09", id="digit in brackets"),
    pytest.param(BRACKETS, "\uff08贰\uff09", "\uff08二\uff09", id="financial numeral in brackets"),
    pytest.param(BRACKETS, "㈡", "\uff08二\uff09", id="one character for number and brackets"),
    pytest.param(BRACKETS, "[二]", "\uff08二\uff09", id="square brackets"),
    pytest.param(BRACKETS, "【二】", "\uff08二\uff09", id="lenticular brackets"),
    pytest.param(BRACKETS, "二\uff09", "\uff08二\uff09", id="opening bracket lost"),
    pytest.param(BRACKETS, "\uff08二", "\uff08二\uff09", id="closing bracket lost"),
    pytest.param(BRACKETS, "\uff08 二 \uff09", "\uff08二\uff09", id="blanks inside the brackets"),
    pytest.param(BRACKETS, "\uff08\uff09", "\uff08二\uff09", id="empty brackets"),
    pytest.param(COMMAS, "二.", "二、", id="full stop for the comma"),
    pytest.param(COMMAS, "二\uff0c", "二、", id="another comma"),
    pytest.param(COMMAS, "贰、", "二、", id="financial numeral before a comma"),
    pytest.param(COMMAS, "二 、", "二、", id="blank before the comma"),
    pytest.param(INLINE, "三药", "三要", id="homophone, in one line"),
    pytest.param(INLINE, "3要", "三要", id="digit, in one line"),
    pytest.param(LAST, "3是", "三是", id="last item: digit"),
    pytest.param(LAST, "叁是", "三是", id="last item: financial numeral"),
    pytest.param(LAST, "三 是", "三是", id="last item: blank"),
    pytest.param(FIRST, "1是", "一是", id="first item: digit"),
    pytest.param(FIRST, "壹是", "一是", id="first item: financial numeral"),
]


@pytest.mark.parametrize(("frame", "damaged", "marker"), DAMAGE)
def test_repairs(frame: str, damaged: str, marker: str) -> None:
    document = cleaned(frame.format(damaged))
    assert document.text == frame.format(marker)
    [entry] = [entry for _, entry in document.edits if entry.status == "applied"]
    assert f"read as {marker}; margin" in entry.edit.note


def test_every_marker_of_a_list_but_two_in_another_script() -> None:
    text = "村里定了五件事。一是清沟。二是栽树。3是修路。4是看林。5是记账。\n"
    assert cleaned(text).text == text.replace("3是", "三是").replace("4是", "四是").replace("5是", "五是")


LEFT_ALONE = [
    pytest.param("(一)材料不全的;\n(1)没有印章;\n(2)没有日期;\n(二)地址不明的。\n", id="digits inside an item"),
    pytest.param("(一)定人;\n(二)定钱;\n(1)现钱\n(2)欠账\n(3)实物\n", id="digits after the last item"),
    pytest.param(
        "一是清沟,②见图。\n\n二是栽树。\n\n① 沟长三里。\n② 图在后面。\n③ 另有一图。\n", id="footnotes behind a list"
    ),
    pytest.param(
        "有下列情形之一的:\n(一)没有证的;\n(二)涂改的;\n(三年以内办过的,不在此列)\n",
        id="a bracketed remark that begins with a number",
    ),
    pytest.param("一、和面。二、醒面。三分钟后下锅。四、装盘。\n", id="a number that counts minutes"),
    pytest.param("一是加强巡山。\n\n二是修渠。\n\n三级渠也要清。\n", id="a number that counts grades, after the list"),
    pytest.param("一组清沟,二组栽树,四组修路,五组看林。\n", id="groups"),
    pytest.param("一月梅花开,二月杏花红,三月桃花满山坡,五月石榴红似火。\n", id="months in verse"),
    pytest.param("一去二三里,烟村四五家。\n亭台六七座,八九十枝花。\n", id="a counting poem"),
    pytest.param("他说一是一,说二是二。三是三,四是四,从不含糊。\n", id="idiom, four times"),
    pytest.param("日程\n一月一日,开幕。\n二月一日,评奖。\n四月一日,闭幕。\n", id="true dates"),
    pytest.param("三项工作:一是清沟。二是栽树。三是修路。\n\n四月上旬,茶市开门。\n", id="date behind a complete list"),
    pytest.param(
        "镇里提出四点意见:一是清沟。二是栽树。三是修路。\n\n4月23日,县长到村里看渠。\n",
        id="a true date behind a list that was cut off",
    ),
    pytest.param("要办四件事:一是一是清沟,二栽树,三是修路,四是看林。\n", id="a marker written twice"),
    pytest.param("名次:\n一、李家坡\n二、张家湾\n二、王家店\n四、赵家桥\n", id="a ranking with a tie"),
    pytest.param("文章摘要:一是清沟……三是修路……五是看林。\n", id="items left out, dots"),
    pytest.param("一、总则讲用水的人。\n\n(略)\n\n三、附则讲罚款。\n", id="items left out, said so"),
    pytest.param("第五,看林。第四,修路。第三,记账。第二,栽树。第一,清沟。\n", id="a countdown"),
    pytest.param("村里定了三件事。一是清沟。二是栽树。第\n三,修路。\n", id="a line break inside a marker"),
    pytest.param("一是清沟,沟长三里。第二\n,栽树要赶在雨前。三是修路。\n", id="a line break behind a number"),
    pytest.param(
        "一、招标条件\n二、项目概况\n2.1 规模\n2.2 工期\n三、报名\n3、8月间都可以来。\n四、开标\n",
        id="a bidding notice",
    ),
    pytest.param("一、1.A 2.C 3.B\n二、4.D 5.A\n三、6.B 7.C\n", id="answers of an exam"),
    pytest.param("一、选择题\n1. 三是质数吗\n(1) 是 (2) 不是\n二、填空题\n3. 五是____\n三、作文\n", id="an exam"),
    pytest.param(
        "一、将第三条修改为:“三、渠水按户分。”\n二、删去第五条。\n三、本办法自公布之日起施行。\n",
        id="an amendment that quotes a marker",
    ),
    pytest.param("一是清沟。老人说:“三要看天色,四要看人心。”二是栽树。三是修路。\n", id="markers in a quotation"),
    pytest.param("首先,清沟。其次,栽树。最后,修路。一方面省钱,另一方面省力。\n", id="lists in words"),
    pytest.param("一楼是茶室,二楼是书房,四楼是仓库。一号院住老李,三号院住老王。\n", id="floors and houses"),
    pytest.param("张三是组长,李四是会计,王五是保管。\n", id="names that hold numbers"),
    pytest.param("一是清沟。二、三是小事,不提。四是修路。\n", id="two numbers at once"),
    pytest.param("依照第(一)项、第(三)项和第(五)项办理,不适用第(二)项。\n", id="references"),
    pytest.param("序号 名称 数量\n一 锄头 三把\n二 箩筐 五个\n四 铁锅 两口\n", id="a table"),
    pytest.param("一要爹娘身体好,\n二要庄稼长得高,\n三要娃娃上学早。\n", id="a song"),
    pytest.param("甲方:一为供水,二为修渠。乙方:一为出工,二为出料。\n", id="a contract"),
    pytest.param("一是水浅。二是路远。不是没有人,而是人不来。三是钱少。\n", id="而是 is no number two"),
    pytest.param("和人手的事。\n\n二是栽树。\n\n三是修路。\n", id="a text that begins in the middle of a list"),
    pytest.param("村里定了三件事。\n\n一是清沟。\n\n二是栽树。\n\n三", id="a text that ends in the middle of a marker"),
    pytest.param("有下列情形的:\n(一)没有证的;\n(二)涂改的;\n(三", id="a text that ends in a bracket"),
]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_leaves_alone(text: str) -> None:
    document = cleaned(text)
    assert not [entry.edit for _, entry in document.edits if entry.status == "applied"]


HOSTILE = [
    pytest.param("一是清沟。3是栽树。三是修路。", id="digits in every list"),
    pytest.param(
        "\uff08一\uff09清沟\uff1b\n\uff082\uff09栽树\uff1b\n\uff08三\uff09修路\uff1b\n", id="digits in brackets"
    ),
    pytest.param("一、清沟。\n二.栽树。\n三、修路。\n", id="bent markers"),
    pytest.param("九是清沟。四是栽树。六是修路。", id="lists out of order"),
    pytest.param("\uff08 二 \uff09。", id="spaced markers"),
    pytest.param("②首先。其次\uff0c", id="lists that are only counted"),
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_is_linear(piece: str, assert_linear: Callable[..., None]) -> None:
    assert_linear(ordinals().clean, piece, 10_000)
