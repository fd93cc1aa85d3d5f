"""The script stage: what it takes a text for, what it converts, what it leaves alone. Made-up texts and the seeds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.pipeline import Cleaner, Settings
from cleaner.rulebook.load import load_rulebook
from cleaner.stages.script import ScriptStage
from cleaner.stages.script.classes import ScriptClasses
from cleaner.stages.script.convert import Converter
from cleaner.stages.script.dictionary import from_converter, installed_dictionary
from cleaner.stages.script.phrases import Entries
from cleaner.stages.script.table import Table
from cleaner.stages.view import Options, Script
from cleaner.text.edit import EditColumns
from cleaner.text.patch import Patch

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
SCRIPT = Cleaner(Settings(stages=("script",)))
RULES = tuple(rule for rule in load_rulebook().rules if rule.stage == "script" and rule.active)
CONVERTER = Converter(RULES)

CHANGED = {
    "merged forms": ("她剪了頭髮\uff0c準備出發。", "她剪了头发\uff0c准备出发。"),
    "干 in three senses": ("幹部把乾糧送到樹幹下\uff0c與此事無干。", "干部把干粮送到树干下\uff0c与此事无干。"),
    "乾 kept": ("乾隆年間\uff0c乾坤已定\uff0c衣服卻沒曬乾。", "乾隆年间\uff0c乾坤已定\uff0c衣服却没晒干。"),
    "queen and after": ("皇后隨後走進後殿。", "皇后随后走进后殿。"),
    "Taiwan's 著": (
        "他看著書\uff0c聽著名曲\uff0c想著那位著名學者的著作。",
        "他看着书\uff0c听著名曲\uff0c想着那位著名学者的著作。",
    ),
    "Hong Kong's 着 and 著": ("他看着顯著的紀錄\uff0c拿着名著離開。", "他看着显著的纪录\uff0c拿着名著离开。"),
    "Hong Kong forms": ("衞生署在綫上說明\uff0c裏面的枱已經清潔。", "卫生署在线上说明\uff0c里面的台已经清洁。"),
    "words stay": ("計程車司機用滑鼠點選軟體。", "计程车司机用滑鼠点选软体。"),
    "plans": ("這項企畫由計畫室規畫\uff0c畫家另有畫展。", "这项企划由计划室规划\uff0c画家另有画展。"),
    "sinking, and a surname": ("沈先生沈默不語\uff0c心情沈重。", "沈先生沉默不语\uff0c心情沉重。"),
    "what they have": ("藉此機會慰藉員工\uff0c藉由說明減少誤會。", "借此机会慰藉员工\uff0c借由说明减少误会。"),
    "a character that stays but in words": ("謝昇佑提昇成績。", "谢昇佑提升成绩。"),
    "corner brackets stay": ("他說\uff1a「明天見。」", "他说\uff1a「明天见。」"),
    "half converted": (
        "這篇文章讲的是鐵路歷史\uff0c內容很豐富。\n作者花了几年時間調查\uff0c还訪問了許多老人。\n",
        "这篇文章讲的是铁路历史\uff0c内容很丰富。\n作者花了几年时间调查\uff0c还访问了许多老人。\n",
    ),
    "a name of one character again and again": (
        "甯先生說甯家與甯村的甯姓同宗\uff0c甯氏。",
        "甯先生说甯家与甯村的甯姓同宗\uff0c甯氏。",
    ),
    "heading without evidence": ("乾隆\n這座樓建於當年。\n", "乾隆\n这座楼建于当年。\n"),
    "several lines": ("第一行標題\n\n這裡寫內文。\n", "第一行标题\n\n这里写内文。\n"),
    "a Japanese word inside": ("他購買《銀河鉄道の夜》與《鐵道員》。", "他购买《銀河鉄道の夜》与《铁道员》。"),
    "an address inside": ("請見 https://example.org/wiki/臺灣 的說明。", "请见 https://example.org/wiki/臺灣 的说明。"),
    "code inside": (
        "請執行\uff1a\n```\necho 臺灣\n```\n結果會顯示。\n",
        "请执行\uff1a\n```\necho 臺灣\n```\n结果会显示。\n",
    ),
    "mostly traditional": (
        "服務時間請見公告欄\uff0c電話預約請洽總機。\n開館時間為上午九點。\n简体说明。\n",
        "服务时间请见公告栏\uff0c电话预约请洽总机。\n开馆时间为上午九点。\n简体说明。\n",
    ),
}

KEPT = {
    "names": "闫龑、甯老师、钱锺书、陈昇和於先生都来了。",
    "set words": "乾坤未定\uff0c声名狼藉\uff0c站在瞭望塔上\uff0c宫商角徵羽\uff0c收获甚夥。",
    "a quoted title": "《紅樓夢》的老版扉页上写着题签。",
    "nothing but a quoted title tells": "《紅樓夢》是四大名著之一。",
    "a table of characters": "發 发\n髮 发\n復 复\n複 复\n",
    "a lesson of pairs": "學(学)校 學生 開(开)門 開會 書(书)包 圖書",
    "a lesson with arrows": "门→門 們→们 問→问 聞→闻 開闢",
    "a comparison": "软件在台湾写作軟體\uff0c網絡写作網路。\n程序写作程式\uff0c滑鼠螢幕也不同。\n",
    "one traditional word, one simplified": "核心无人 稽覈",
    "about characters": "“發”与“髮”都写成“发”。",
    "simplified with a traditional line": "展览说明写得很清楚\uff0c还附了简体译文\uff0c方便观众了解背景。\n"
    "山中相送罷\uff0c日暮掩柴扉。\n春草年年綠\uff0c王孫歸不歸。\n"
    "这首诗写离别\uff0c语言平实\uff0c却余味悠长\uff0c历来受读者喜爱\uff0c课本里也选过\uff0c老师常让学生背诵。",
    "Japanese": "駅前の図書館は来週から開館時間が変わります。",
    "a Japanese heading": "東京都書道展\nことしの会場は上野です。作品を募集しています。",
    "Korean with hanja": "도서관(圖書館)은 주말에도 엽니다. 누구나 들어올 수 있습니다.",
    "English": "The museum in 臺北 opens at nine; tickets are sold at the gate, and guided tours start at ten sharp.",
    "misread UTF-8": "鎴戝幓鍥句功棣嗙湅涔",
    "nothing": "",
    "digits": "12345\n",
}


@pytest.mark.parametrize(("before", "after"), CHANGED.values(), ids=CHANGED.keys())
def test_traditional_is_converted(before: str, after: str) -> None:
    document = SCRIPT.clean(before)
    assert document.text == after
    assert document.restore() == before
    assert SCRIPT.clean(after).text == after


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT.keys())
def test_left_alone(text: str) -> None:
    assert SCRIPT.clean(text).edits == []


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_seeds_are_simplified(path: Path) -> None:
    document = SCRIPT.clean(path.read_text("utf-8"))
    assert document.edits == []
    assert document.verdicts["script"] == "simplified"


def test_only_the_spun_seed_is_suspected() -> None:
    suspected = {path.stem[:3]: SCRIPT.clean(path.read_text("utf-8")).verdicts["paraphrased"] for path in SEEDS}
    assert suspected == {"000": True, "003": False}


def test_the_suspicion_says_why() -> None:
    facts = [fact for _, fact in SCRIPT.clean(SEEDS[0].read_text("utf-8")).facts if fact.rule == "SC901"]
    assert len(facts) == 1
    assert "blank before a mark 13" in facts[0].raw


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("這座圖書館開放了。", "traditional"),
        ("这座图书馆开放了。", "simplified"),
        ("這座圖書館開放了。\n这座图书馆开放了。\n", "mixed"),
        ("図書館は休みです。", "japanese"),
        ("도서관(圖書館)은 주말에도 엽니다.", "unknown"),
        ("大家在山下等我。", "unknown"),
        ("Good morning.", "unknown"),
        ("", "unknown"),
    ],
)
def test_verdict(text: str, script: str) -> None:
    assert SCRIPT.clean(text).verdicts["script"] == script


def test_keep_tells_the_script_and_changes_nothing() -> None:
    document = Cleaner(Settings(stages=("script",), options=Options(script="keep"))).clean("這座圖書館開放了。")
    assert (document.edits, document.verdicts["script"]) == ([], "traditional")


@pytest.mark.parametrize(
    ("script", "before", "after"),
    [
        ("t2s", "山上", "山上"),
        ("t2s", "步步高陞", "步步高升"),
        ("t2s", "他写信 他寫信", "他写信 他写信"),
        ("t2s", "等著", "等著"),
        ("tw2s", "等著", "等着"),
        ("hk2s", "等着的名著", "等着的名著"),
        ("tw2s", "網路軟體", "网路软体"),
        ("tw2sp", "網路軟體\uff0c方程式", "网络软件\uff0c方程式"),
        ("hk2sp", "互聯網伺服器", "互联网服务器"),
        ("t2s", "駅前の図書館は来週から開館時間が変わります。", "駅前の図書館は来週から開館時間が変わります。"),
        ("t2s", "見 https://example.org/臺灣 `臺灣`", "见 https://example.org/臺灣 `臺灣`"),
        ("t2s", "鎴戝幓鍥句功棣嗙湅涔", "鎴戝幓鍥句功棣嗙湅涔"),
    ],
)
def test_a_named_script_is_not_asked_for(script: Script, before: str, after: str) -> None:
    cleaner = Cleaner(Settings(stages=("script",), options=Options(script=script)))
    document = cleaner.clean(before)
    assert document.text == after
    assert document.restore() == before
    assert cleaner.clean(after).text == after


def test_simplified_text_loads_no_dictionary() -> None:
    code = (
        "import sys; from cleaner.pipeline import Cleaner, Settings\n"
        "from cleaner.stages.script.dictionary import installed_dictionary as read\n"
        "Cleaner(Settings(stages=('script',))).clean('乾隆年间的石碑还在\uff0c记者闫龑来过。')\n"
        "assert 'opencc' not in sys.modules and read.cache_info().currsize == 0"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_edit_names_its_rule_and_span() -> None:
    text = "據瞭解\uff0c他後來發現計畫於週末展開。"
    edits = [(entry.before, entry.edit.after, entry.edit.rule) for _, entry in SCRIPT.clean(text).edits]
    assert ("計畫", "计划", "SC014") in edits
    assert ("後來發現", "后来发现", "SC010") in edits, "neighbours of one rule are one edit"
    assert ("於", "于", "SC012") in edits
    assert all(before in text for before, _, _ in edits)


def test_conversion_without_asking_for_the_script() -> None:
    rules = {rule.id: rule for rule in RULES}
    stage = ScriptStage(rules["SC001"], RULES)
    text = "他写信 他寫信\uff0c等著看軟體"
    converted = {script: _applied(text, stage.simplify(text, script)) for script in ("t2s", "tw2s", "tw2sp")}
    assert converted == {
        "t2s": "他写信 他写信\uff0c等著看软体",
        "tw2s": "他写信 他写信\uff0c等着看软体",
        "tw2sp": "他写信 他写信\uff0c等着看软件",
    }


def test_dictionary_is_named_with_its_version() -> None:
    name, _, version = installed_dictionary().name.partition(" ")
    assert name in ("opencc-python-reimplemented", "OpenCC")
    assert version
    facts = {fact.key: fact.value for _, fact in SCRIPT.clean("這座圖書館開放了。").facts}
    assert facts["script.dictionary"] == installed_dictionary().name


def _converted(converter: Converter, text: str) -> str:
    return _applied(text, converter.replacements(text, 0, len(text)))


def _applied(text: str, columns: EditColumns) -> str:
    return Patch.of(text, list(zip(columns.starts, columns.ends, columns.afters, strict=True))).apply(text)


def test_a_package_without_readable_dictionaries_is_asked_segment_by_segment() -> None:
    forms = str.maketrans({"說": "说", "點": "点", "瞭": "瞭", "乾": "干", "藉": "藉", "鐘": "钟"})

    def convert(text: str) -> str:
        return text.translate(forms).replace("李钟", "李鍾")

    converter = Converter(RULES, from_converter(convert, "made up 1"))
    assert _converted(converter, "說三點鐘") == "说三点钟"
    assert _converted(converter, "李鐘說乾隆藉此") == "李鍾说乾隆借此", "its phrases count, our corrections stand"


@given(st.text(alphabet="乾隆於覆著名看沈默計畫瞭解發展後的山,\n𠮷", max_size=40))
def test_conversion_is_stable_and_tiles(text: str) -> None:
    once = _converted(CONVERTER, text)
    assert len(once) == len(text)
    assert _converted(CONVERTER, once) == once


@given(st.text(alphabet="甲乙丙丁", max_size=30))
def test_table_takes_the_leftmost_then_the_longest(text: str) -> None:
    characters = {"甲": ("1", 0), "丁": ("4", 0), "丙": ("3", 1)}
    phrases = {"甲乙": ("甲b", 2), "乙丙丁": ("bcd", 2), "丙丁": ("cD", 2), "乙丙": ("乙丙", 2)}
    table = Table(Entries(characters, phrases, {}), [("A", 1.0), ("B", 0.9), ("C", 0.8)])
    columns = table.replacements(text, 0, len(text))
    patch = Patch.of(text, list(zip(columns.starts, columns.ends, columns.afters, strict=True)))
    done = patch.apply(text)
    assert patch.befores == tuple(columns.befores)
    assert done == _by_hand(text, {key: after for key, (after, _) in (characters | phrases).items()})


def test_one_character_that_a_phrase_became_stays() -> None:
    entries = Entries({"丙": ("丁", 0)}, {"甲乙": ("丙", 0), "丙": ("丙", 0)}, {})
    columns = Table(entries, [("A", 1.0)]).replacements("乙丙甲乙丙", 0, 5)
    assert list(zip(columns.starts, columns.ends, columns.afters, strict=True)) == [(2, 4, "丙")]


def _by_hand(text: str, forms: dict[str, str]) -> str:
    at, out = 0, ""
    while at < len(text):
        key = next((text[at : at + n] for n in (3, 2, 1) if text[at : at + n] in forms), text[at])
        out += forms.get(key, key)
        at += len(key)
    return out


def test_classes_do_not_overlap() -> None:
    classes = ScriptClasses("", "")
    simplified = set(classes.simplified.pattern)
    assert not (set(classes.traditional.pattern) & simplified) - set("[]")


def test_empty_table() -> None:
    assert Table(Entries({}, {}, {}), []).replacements("任何文字", 0, 4).starts == []


def test_without_the_detecting_rule_nothing_happens() -> None:
    document = Cleaner(Settings(stages=("script",), ignore=("SC001",))).clean("這座圖書館開放了。")
    assert (document.edits, document.facts) == ([], [])
