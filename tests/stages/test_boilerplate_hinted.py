"""Hints of markup in the boilerplate stage: lists of links go, the article stays, plain text is as before. Made up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cleaner.pipeline import Cleaner, Settings
from cleaner.text.document import Document, Source
from cleaner.text.hints import Hint, Region

PROSE = (
    "溪口镇去年冬天开始整修河边的老街\uff0c前后用了三个月。",
    "新铺的石板路从码头一直通到桥头\uff0c下雨天不再积水。",
    "镇里还打算在码头边上种一排柳树\uff0c明年春天就动工。",
)
CLEANER = Cleaner(Settings(stages=("boilerplate",)))
Line = tuple[str, Region, float]


def cleaned(lines: list[Line]) -> Document:
    text = "\n".join(line for line, _, _ in lines)
    hints = tuple(Hint(region, linked) for _, region, linked in lines)
    return CLEANER.clean_source(replace(Source.of_text(text), hints=hints))


def body() -> list[Line]:
    return [("溪口镇老街整修完工", "text", 0.0), ("", "", 0.0), *((line, "text", 0.0) for line in PROSE)]


def test_lists_of_links_go_wherever_markup_says_so() -> None:
    lists: list[Line] = [("茶园", "nav", 1.0), ("渡口的轮船换了新班次", "aside", 1.0), ("投稿", "footer", 0.95)]
    document = cleaned([lists[0], *body(), *lists[1:]])
    assert document.text.split("\n")[0] == "溪口镇老街整修完工"
    assert [line for line, _, _ in lists if line in document.text] == []
    notes = {entry.edit.note for _, entry in document.edits if entry.edit.rule == "BP041"}
    assert "links inside nav" in notes


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(("茶园", "", 1.0), id="links outside of any region"),
        pytest.param(("茶园", "text", 1.0), id="a link in the article"),
        pytest.param(("老街的石板来自后山", "aside", 0.0), id="a note beside the article"),
        pytest.param(("详情见镇志第三卷", "footer", 0.4), id="a line with one link"),
        pytest.param((PROSE[0] + "住在街口的人都说好。", "aside", 1.0), id="running text that is a link"),
    ],
)
def test_what_stays(line: Line) -> None:
    lines = [*body()[:3], line, *body()[3:]]
    assert line[0] in cleaned(lines).text


def test_hints_that_do_not_fit_the_lines_are_not_used() -> None:
    source = Source.of_text("\n".join(["茶园", *PROSE]))
    wrong = CLEANER.clean_source(replace(source, hints=(Hint("nav", 1.0),)))
    assert wrong.text == CLEANER.clean_source(source).text


def test_running_text_of_the_article_stays_among_comments() -> None:
    menu: list[Line] = [(word, "nav", 1.0) for word in ("镇情", "茶园", "渡口", "手艺", "集市", "老照片") * 8]
    comments: list[Line] = []
    for day in range(1, 13):
        said = (f"网友{day}", f"2026-03-{day:02} 10:21", "老街真漂亮\uff0c下次带孩子一起去走走看看。", "回复 赞")
        comments += [(line, "", 0.0) for line in said]
    more: Line = ("今年的茶市比往年早开了半个月\uff0c价钱也涨了一成。", "text", 0.0)
    lines = [*menu, *body(), ("网友评论", "", 0.0), *comments, more, *comments]
    document = cleaned(lines)
    assert all(line in document.text for line in (*PROSE, more[0]))
    assert document.restore() == document.source.text
    assert more[0] not in cleaned([(line, "", 0.0) for line, _, _ in lines]).text
