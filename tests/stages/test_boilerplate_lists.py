"""Lists of the text that go on behind it, and short lines among its paragraphs. All pages are made up."""

from __future__ import annotations

import pytest
from test_boilerplate_maintext import BODY, MENU, TAIL, TITLE, cleaned, lines

from cleaner.stages.boilerplate.maintext.gaps import close_gaps
from cleaner.stages.boilerplate.maintext.lists import take_lists
from cleaner.stages.boilerplate.maintext.sight import Sight
from cleaner.stages.boilerplate.page import Page

TABLE = "附\uff1a各闸的水尺\n闸名\n水尺\n上渠闸\n三米\n石桥闸\n四米\n柳湾闸\n三米半\n"
HOTTEST = "热门排行\n1、市民夜游码头\n2、果园迎来采摘季\n3、新渡口下月通航\n"


def test_an_attachment_stays() -> None:
    text = f"{BODY}一共六道闸\uff0c每道闸都有人看守\uff0c开闸的时间如下\uff0c请各村留意。\n"
    assert lines(cleaned(f"{MENU}\n{TITLE}\n{text}{TABLE}\n{TAIL}").text) == lines(TITLE + text + TABLE)


@pytest.mark.parametrize("other", [HOTTEST, "相关新闻\n附近的码头开放\n附属中学招生\n"])
def test_a_list_of_other_pages_goes(other: str) -> None:
    assert lines(cleaned(f"{MENU}\n{TITLE}\n{BODY}\n{other}{TAIL}").text) == lines(TITLE + BODY)


@pytest.mark.parametrize(
    ("text", "behind", "stay"),
    [
        pytest.param("一、上渠闸", "二、石桥闸\n说明\n三、柳湾闸\n尾页", 3, id="numbers count on"),
        pytest.param("(1) 上渠闸", "(2) 石桥闸\n(4) 柳湾闸\n(7) 东坡闸", 2, id="one number is left out"),
        pytest.param("3.上渠闸", "1.夜游码头\n2.采摘季", 0, id="another list begins"),
        pytest.param(
            "3.上渠闸",
            "说明\n1.闸门每年春天开一次\uff0c由看守的人登记。\n2.采摘季",
            3,
            id="another list of sentences begins",
        ),
        pytest.param("3.上渠闸", "4、夜游码头\n5、采摘季", 0, id="another form"),
        pytest.param("1.上渠闸", "打印\n2.夜游码头", 0, id="page furniture between"),
        pytest.param("看守\uff1a一人\n看守\uff1a两人", "石桥闸\n看守\uff1a三人\n尾页", 2, id="a label comes again"),
        pytest.param("看守\uff1a一人", "石桥闸\n看守\uff1a三人", 0, id="a label that came once"),
        pytest.param("记录如下。", "附件1\uff1a水尺\n上渠闸\n三米", 3, id="an attachment"),
        pytest.param("记录如下。", "打印\n附件1\uff1a水尺\n上渠闸", 0, id="an attachment behind buttons"),
        pytest.param("记录如下。", "附近的码头\n上渠闸", 0, id="no attachment"),
    ],
)
def test_lists_go_on_behind_the_text(text: str, behind: str, stay: int) -> None:
    all_lines = [*text.split("\n"), *behind.split("\n")]
    outside = [0.1] * (text.count("\n") + 1) + [0.99] * (behind.count("\n") + 1)
    cells = [(index, index + 1) for index in range(len(all_lines))]
    take_lists(all_lines, cells, outside, lambda index: all_lines[index] == "打印")
    assert sum(chance < 0.5 for chance in outside) == text.count("\n") + 1 + stay


@pytest.mark.parametrize(
    ("gap", "stay"),
    [
        ("渠水清清\n流过石桥\n谁家的牛\n站在桥头", 4),
        ("渠水清清\n流过石桥\n网友评论\n站在桥头", 2),
        ("网友评论\n一\n二\n三\n四\n五", 2),
        ("2026-01-05 10:20\n老根", 0),
    ],
)
def test_short_lines_among_the_text_stay_where_nothing_tells_a_box(gap: str, stay: int) -> None:
    page = Page(gap)
    families = {index: ("comment",) for index, line in enumerate(page.lines) if line == "网友评论"}
    outside = [0.99] * len(page)
    close_gaps(Sight(page, families, frozenset(["comment"])), outside, ["inside"] * len(page))
    assert sum(chance < 0.5 for chance in outside) == stay
