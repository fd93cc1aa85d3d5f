"""The punctuation stage as a whole: what its rules do together. The examples of each rule stand in its own file."""

from __future__ import annotations

import pytest
from budget import at_least
from hypothesis import example, given
from hypothesis import strategies as st

from cleaner.pipeline import Cleaner, Settings
from cleaner.stages.punctuation.noise import toneless
from cleaner.text.document import Source

CLEANER = Cleaner(Settings(stages=("punctuation",)))

# Full-width marks are written as escapes: typed, they may reach the file as ASCII.
MUST = [
    ('他说:"先修路,再栽树."', "他说\uff1a“先修路\uff0c再栽树。”", "colon, quotes, comma and point together"),
    ("(一)抓好(含县、区)工作;", "\uff08一\uff09抓好\uff08含县、区\uff09工作\uff1b", "brackets before a semicolon"),
    ("设备(USB),不用电源。", "设备(USB)\uff0c不用电源。", "comma after a Latin bracket"),
    ("苹果,, 梨子都卖完了。", "苹果\uff0c梨子都卖完了。", "doubled comma and a blank"),
    ("人才(cai),是第一资源(yuan)。", "人才\uff0c是第一资源。", "the comma's neighbour is noise"),
    ("我们 , 一起走 。", "我们\uff0c一起走。", "blanks on both sides of a half-width comma"),
    ("\uff12\uff10\uff12\uff16年,开工。", "2026年\uff0c开工。", "digits narrowed before the comma is judged"),
    ("真的吗 ?! 谁信。", "真的吗\uff1f\uff01谁信。", "two marks in a row after a blank"),
    ("\uff62甲\uff63\uff64\uff62乙\uff63\uff61", "「甲」、「乙」。", "small marks side by side"),
    ('点"新建">"导入">"确定"即可.', "点“新建”>“导入”>“确定”即可。", "quoted words round a sign"),
    ("限 期 整 改 ,不 得 拖 延 。", "限期整改\uff0c不得拖延。", "a short row with blanks before its marks"),
    ("孩子 们在操场 上跑步。", "孩子们在操场上跑步。", "words cut in two"),
    (
        "联系人:老周,邮箱:zhou@example.org.",
        "联系人\uff1a老周\uff0c邮箱\uff1azhou@example.org。",
        "point after mail",
    ),
    ("你用Windows还是Linux?我用Linux.", "你用Windows还是Linux\uff1f我用Linux.", "too much Latin to judge the point"),
]


@pytest.mark.parametrize(("before", "after"), [pytest.param(b, a, id=name) for b, a, name in MUST])
def test_rules_work_together(before: str, after: str) -> None:
    document = CLEANER.clean(before)
    assert document.text == after
    assert document.restore() == before


MUST_NOT = {
    "a table of numbers": "1,2,3\n4,5,6",
    "a paragraph break that became two wide blanks": "印发通知。\u3000\u3000各地要落实。",
    "a place to fill in": "共计\uff1a   万元\uff0c签名\uff08    \uff09。",
    "a dateline": "本报讯 昨日\uff0c大桥通车。",
    "roles and names": "记者 张三\uff0c通讯员 李四\uff0c联合报道。",
    "an article head before a title mark": "第八条 《办法》自公布之日起施行。",
    "headlines in a numbered list": "1.山洪退去 居民返家\uff1b\n\n2.火山喷发 附近居民疏散。",
    "a lost character": "防洪工程二期、?水灌区开工。",
    "an emoticon with half-width marks": "(\uff61\uff65\u03c9\uff65\uff61)",
    "a link": "[附图](图/总(平)面.png)",
    "a foreign name with a point": "列夫.托尔斯泰的书。",
    "a chess notation": "e4,e5;Nf3 Nc6",
    "poems in columns": "春眠不觉晓      处处闻啼鸟",
    "an English sentence of Chinese names": "We went to 泉州, 漳州, and 厦门 in May, and to the coast.",
    "one that ends in Han": "The name of the old town in the hills is 和平.",
    "a gloss among letters with accents": "Anh ấy học tiếng Trung (中文) ở Hà Nội.",
    "a line of verse": "燕子归来 桃花又开\uff1b\n溪水东去 渔舟未还。",
    "a row of colours": "红 黄 蓝\uff0c是三原色。",
    "a stutter": "冷 冷 冷\uff01",
    "a row of surnames": "赵 钱 孙 李\uff0c周 吴 郑 王。",
    "a list with bars": "省|市|县|乡|村|组",
    "a chain of places": "泉-漳-厦-龙-三-南铁路规划",
    "a ratio of two things": "砂浆按水泥:河沙=1:3拌匀。",
    "the marks of a keyboard": "右手小指管着,.;:几个键。",
    "a list with slashes": "煮/蒸/炒/炖/拌/烤",
}


@pytest.mark.parametrize("text", MUST_NOT.values(), ids=MUST_NOT.keys())
def test_left_alone(text: str) -> None:
    assert CLEANER.clean(text).text == text


def test_markdown_syntax_is_left_alone() -> None:
    text = '---\ntitle: "标题,甲"\n---\n\n1. 甲\n\n```text\n甲,乙(丙) 。\n```\n\n| 甲 | 乙 |\n|---|---|\n\n- [ ] 待办\n'
    source = Source(text, "", 0, markup="markdown")
    assert CLEANER.clean_source(source).text == text


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        pytest.param("雨停了\uff0c路也通了。", "intact", id="full width"),
        pytest.param("雨停了,路也通了,桥也修好了。", "half", id="folded"),
        pytest.param("雨停了,路也通了\uff0c桥也修好了。", "mixed", id="both"),
        pytest.param("It rains, and rains.", "intact", id="no Chinese"),
    ],
)
def test_width_verdict(text: str, verdict: str) -> None:
    assert CLEANER.clean(text).verdicts["width"] == verdict


def test_list_numbers_follow_a_folded_text() -> None:
    folded = "(1)春耕,备耕,不误农时。\n(2)修路,架桥,不等来年。\n(3)清淤,固堤,不留隐患。\n"
    assert CLEANER.clean(folded).text.startswith("\uff081\uff09春耕\uff0c")
    assert CLEANER.clean("(1)春耕。\n").text == "(1)春耕。\n"


def test_unpaired_quotes_are_a_warning() -> None:
    document = CLEANER.clean('他说:"明天再来。')
    assert "PU016: 1" in document.verdicts["warnings"]  # type: ignore[operator]


def test_toneless() -> None:
    assert toneless("lǜ") == "lv"


PIECES = st.sampled_from(
    [*"春天来了一二三年月第条章甲乙的是人", *" \t\n\u3000\xa0", *",:;!?.()\"'-…", *"\uff0c。、\uff1a\uff1b\uff01\uff1f",
     *"\uff08\uff09“”《》【】—",
     *"aB1290%", "\uff12", "\uff21", "\uff0e", "\uff61", "\uff62", "·", "|", "\U0001f600", "\U00020000",
     "(cai)", "才(cái)", "...", "--", "......", "。。。", "http://a.cn/", "&nbsp;", "<b>", "{", "`", "记者 ", "第八条 "]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=40).map("".join)


@at_least(1000)
@given(TEXTS)
@example("\uff01 --春")
@example("春! --春")
@example("春 才(cái)。")
def test_a_second_run_changes_nothing(text: str) -> None:
    document = CLEANER.clean(text)
    assert document.restore() == text
    again = CLEANER.clean(document.text)
    assert again.text == document.text


@at_least(300)
@given(TEXTS)
def test_no_edit_loses_to_another(text: str) -> None:
    assert not [entry for _, entry in CLEANER.clean(text).edits if entry.status == "shadowed"]


SENTENCES = st.sampled_from([*MUST_NOT.values(), *(before for before, _, _ in MUST), *(after for _, after, _ in MUST)])


@at_least(300)
@given(st.lists(SENTENCES, max_size=8).map("\n".join))
def test_a_second_run_changes_nothing_in_a_page_of_anything(text: str) -> None:
    document = CLEANER.clean(text)
    assert document.restore() == text
    assert CLEANER.clean(document.text).text == document.text


@at_least(300)
@given(st.lists(st.sampled_from([*MUST_NOT.values()]), max_size=8).map("\n\n".join))
def test_what_is_right_stays_right_beside_anything(text: str) -> None:
    assert CLEANER.clean(text).text == text
