"""The lines stage: paragraphs that were cut at a margin. The examples of the rule stand in its own file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from cleaner.pipeline import Cleaner, Settings, clean
from cleaner.stages.boilerplate.hinted import NOTE
from cleaner.stages.lines import columns
from cleaner.text.document import Source
from cleaner.text.hints import NO_HINT, Hint, joined
from cleaner.text.patch import Patch

CLEANER = Cleaner(Settings(stages=("lines",)))
PARAGRAPHS = [
    "镇上的邮局在石板路尽头\uff0c门口一棵老槐\uff0c树下常年摆着三张长凳。取信的人坐在那里拆信\uff0c拆完了也不走\uff0c听别人念信\uff0c"
    "听着听着天就黑了。",
    "管邮局的老秦会修钟\uff0c也会写信。不识字的人来寄钱\uff0c他先问寄给谁\uff0c再问要说什么\uff0c最后把写好的信念一遍\uff0c念到要紧处\uff0c"
    "停下来\uff0c等对方点头。",
    "后来通了电话\uff0c寄信的人少了\uff0c长凳还在。老秦退休那天把三十年没人领的信理成一捆\uff0c共四百一十二封\uff0c贴上封条\uff0c"
    "交给了县里的档案馆\uff0c自己只留下一枚旧邮戳。",
    "有人问他留着邮戳做什么。他说\uff0c戳上的日子停在通车的前一天\uff0c看着它\uff0c就记得那一天下过雪\uff0c来过两个取信的人。",
]
HANGING = "\uff0c。、\uff1b\uff1a\uff01\uff1f”』」\uff09》"


def cut(paragraph: str, margin: int, indent: str = "") -> Iterator[str]:
    """The lines of a paragraph as a word processor cuts it: no mark begins a line."""
    line = indent
    for number, character in enumerate(paragraph):
        below = paragraph[number + 1 : number + 2]
        needed = columns(character) + (columns(below) if below in HANGING and below else 0)
        if columns(line) + needed > margin and character not in HANGING:
            yield line
            line = ""
        line += character
    yield line


@pytest.mark.parametrize("margin", [36, 40, 48, 60, 66])
@pytest.mark.parametrize(
    ("indent", "apart"), [("\u3000\u3000", "\n"), ("", "\n\n"), ("\u3000\u3000", "\n\n"), ("", "\n")]
)
def test_paragraphs_come_back(margin: int, indent: str, apart: str) -> None:
    text = apart.join("\n".join(cut(paragraph, margin, indent)) for paragraph in PARAGRAPHS)
    document = CLEANER.clean(text)
    if indent or apart == "\n\n":
        assert document.text == apart.join(indent + paragraph for paragraph in PARAGRAPHS)
    else:  # a sentence that ends at the margin may be the end of its paragraph
        assert document.text.replace("\n", "") == "".join(PARAGRAPHS)
        assert len(document.text.split("\n")) < 9
    assert document.restore() == text
    assert CLEANER.clean(document.text).text == document.text


def test_the_stages_behind_see_whole_sentences() -> None:
    wrapped = "\n".join(
        line for paragraph in PARAGRAPHS for line in cut(paragraph.replace("\uff0c", ","), 48, "\u3000\u3000")
    )
    assert clean(wrapped).text == "\n\n".join(PARAGRAPHS) + "\n"


def test_furniture_beyond_the_margin_changes_nothing() -> None:
    menu = "首页 新闻 公告 服务 地图 电话 论坛 投稿 图库 视频 专题 人物 文化 旅游 读书"
    body = "\n".join(line for paragraph in PARAGRAPHS for line in cut(paragraph, 48, "\u3000\u3000"))
    cleaned = CLEANER.clean(f"{menu}\n\n镇上的邮局\n\n{body}\n").text
    assert cleaned == f"{menu}\n\n镇上的邮局\n\n" + "\n".join("\u3000\u3000" + line for line in PARAGRAPHS) + "\n"


LEFT_ALONE = {
    "long lines": [*PARAGRAPHS, *PARAGRAPHS],
    "no end": [f"{name}说\uff0c等水退了\uff0c就把堤内的田先种上\uff0c不能再等" for name in "甲乙丙丁戊己庚辛"],
    "columns": [f"站点{n}    水位三米一\uff0c比昨日低两寸    流量四十\uff0c平稳" for n in range(8)] + ["完。"],
    "items": [f"{n}. 第{n}组包一段渠\uff0c先清淤泥\uff0c再补裂缝\uff0c刷一遍涂料" for n in range(1, 9)] + ["完。"],
    "program text": ["if level > limit: warn(level, limit, when=now, who=keeper)"] * 8 + ["done."],
    "English": ["The keeper wrote the level down every morning, and so did"] * 6 + ["his son."],
    "nothing": [""] * 9,
    "one character each": ["一"] * 9,
}


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_left_alone(name: str) -> None:
    text = "\n".join(LEFT_ALONE[name]) + "\n"
    assert CLEANER.clean(text).text == text


def test_markdown_is_left_alone() -> None:
    text = "\n".join(line for paragraph in PARAGRAPHS for line in cut(paragraph, 48, "\u3000\u3000"))
    assert CLEANER.clean(text).text != text
    assert CLEANER.clean_source(replace(Source.of_text(text), markup="markdown")).text == text


def test_hints_of_lines_that_are_joined_go_with_them() -> None:
    wrapped = ["\n".join(cut(paragraph, 48, "\u3000\u3000")) for paragraph in PARAGRAPHS]
    links = ["邮局旧事", "钟表与信", "长凳"]
    text = "\n".join([*links, *wrapped, *links]) + "\n"
    link, region = Hint("nav", 1.0), Hint("text")
    lines = sum(part.count("\n") + 1 for part in wrapped)
    hints = (link,) * 3 + (region,) * lines + (link,) * 3 + (NO_HINT,)
    document = Cleaner().clean_source(replace(Source.of_text(text), hints=hints))
    assert document.text == "\n\n".join(PARAGRAPHS) + "\n"
    assert {note for step in document.steps if step.stage == "boilerplate" for note in step.notes} == {
        NOTE.format("nav")
    }


def test_lines_of_links_are_no_paragraph() -> None:
    text = "\n".join(line for paragraph in PARAGRAPHS for line in cut(paragraph, 48, "\u3000\u3000"))
    hints = (Hint("nav", 1.0),) * (text.count("\n") + 1)
    assert CLEANER.clean_source(replace(Source.of_text(text), hints=hints)).text == text


def test_hints_stay_where_a_patch_does_more_than_join() -> None:
    hints = Hint("nav"), Hint("text"), Hint("footer")
    text = "a\nb\nc"
    assert joined(hints, text, Patch.of(text, [(1, 2, "")])) == (hints[0], hints[2])
    assert joined(hints, text, Patch.of(text, [(0, 2, "")])) == hints
    assert joined(hints, text, Patch.of(text, [(1, 2, "\n\n")])) == hints
    assert joined(hints, text, Patch.of(text, [(0, 1, "x")])) == hints


def test_names_keep_a_blank() -> None:
    names = ["陈水生", "周小满", "李拾穗", "王望川", "赵春分", "钱冬至", "孙立夏"]
    rows = ["\u3000\u3000" + " ".join(names[:6]), " ".join(names), " ".join(names), f"{names[0]}到场。"]
    body = "\n".join(line for paragraph in PARAGRAPHS for line in cut(paragraph, 48, "\u3000\u3000"))
    assert CLEANER.clean("\n".join([body, *rows])).text.endswith("\n" + " ".join(rows))


def test_linear(assert_linear) -> None:  # type: ignore[no-untyped-def]
    body = "\n".join(line for paragraph in PARAGRAPHS for line in cut(paragraph, 48, "\u3000\u3000"))
    assert_linear(CLEANER.clean, body + "\n", 40_000)


def test_columns() -> None:
    assert [columns(text) for text in ("", "a", "水", "“", "a水\ud800")] == [0, 1, 2, 2, 4]
