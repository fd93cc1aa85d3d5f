"""Templates of sites: the rule format, the gate, and what a template must leave alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.errors import RuleError
from cleaner.pipeline import Cleaner, Settings
from cleaner.rulebook.lint import lint
from cleaner.rulebook.load import parse_rule

TEXT = "天还没有亮\uff0c山脚下的早市已经热闹起来\uff0c摊主们一边招呼客人\uff0c一边整理刚摘下的青菜。"
RULE = """
id = "ST0123456789"
name = "xikou"
stage = "boilerplate"
kind = "template"
action = "delete"
type = "template"
confidence = 0.99
sites = ["www.Xikou.example", "溪口新闻"]
pages = 12
why = "They repeat."
seen = ["made up"]
lines = [
    { pages = 12, text = "溪口融媒体中心出品" },
    { pages = 11, text = "要闻" },
    { pages = 11, text = "问政" },
    { pages = 9, shape = "已有 {number} 人看过这条消息" },
]
[[hit]]
before = "TEXT\\n溪口融媒体中心出品\\n"
after = "TEXT\\n"
[[miss]]
text = "TEXT\\n溪口融媒体中心出品\\n"
site = "elsewhere.example"
""".replace("TEXT", TEXT)


@pytest.fixture(scope="module")
def cleaner(tmp_path_factory: pytest.TempPathFactory) -> Cleaner:
    folder = tmp_path_factory.mktemp("rules")
    (folder / "ST0123456789-xikou.toml").write_text(RULE, encoding="utf-8")
    return Cleaner(Settings(stages=("boilerplate",), rules=(folder,)))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(f"{TEXT}\n溪口融媒体中心出品\n", f"{TEXT}\n", id="a line"),
        pytest.param(f"\u3000溪口融媒体中心出品 \n{TEXT}\n", f"{TEXT}\n", id="with blanks round it"),
        pytest.param(f"{TEXT}\n已有 1,024 人看过这条消息\n", f"{TEXT}\n", id="a shape"),
        pytest.param(f"{TEXT}\n要闻\n问政\n", f"{TEXT}\n", id="short lines together"),
        pytest.param(f"{TEXT}\n溪口融媒体中心出品\n{TEXT}\n", f"{TEXT}\n{TEXT}\n", id="among the text"),
    ],
)
def test_lines_of_the_template_go(cleaner: Cleaner, before: str, after: str) -> None:
    document = cleaner.clean(before, site="xikou.example")
    assert document.text == after
    assert document.restore() == before
    assert {entry.edit.rule for _, entry in document.edits} == {"ST0123456789"}
    assert cleaner.clean(after, site="xikou.example").text == after


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{TEXT}\n溪口融媒体中心出品的短片。\n", id="a longer line"),
        pytest.param(f"{TEXT}\n要闻\n{TEXT}\n", id="a short line alone among the text"),
        pytest.param(f"{TEXT}\n已有数百人看过这条消息\n", id="no figure where the shape has one"),
        pytest.param(f"{TEXT}\n已有 {{number}} 人看过这条消息\n", id="the shape itself"),
    ],
)
def test_other_lines_stay(cleaner: Cleaner, text: str) -> None:
    assert cleaner.clean(text, site="xikou.example").text == text


@pytest.mark.parametrize(
    ("site", "fires"),
    [
        pytest.param("https://news.xikou.example/1.html", True, id="an address of the site"),
        pytest.param("溪口新闻", True, id="its second name"),
        pytest.param("xikou.example.com", False, id="another domain"),
        pytest.param("", False, id="no site"),
    ],
)
def test_the_gate(cleaner: Cleaner, site: str, fires: bool) -> None:
    text = f"{TEXT}\n溪口融媒体中心出品\n"
    assert (cleaner.clean(text, site=site).text != text) == fires


def test_path_and_text_say_the_site(cleaner: Cleaner) -> None:
    from cleaner.text.document import Source

    text = f"{TEXT}\n溪口融媒体中心出品\n"
    assert cleaner.clean_source(Source.of_text(text), path="dumps/xikou.example/1.txt").text != text
    named = f"{text}http://www.sample.com/1.html\n"
    assert "出品" in cleaner.clean_source(Source.of_text(named), path="1.txt").text


def test_markdown_structure_is_not_touched(cleaner: Cleaner) -> None:
    from cleaner.text.document import Source

    text = f"```\n溪口融媒体中心出品\n```\n\n{TEXT}\n"
    source = Source(text, "", len(text.encode()), markup="markdown")
    assert cleaner.clean_source(source, site="xikou.example").text == text


def test_the_reason_names_the_support(cleaner: Cleaner) -> None:
    document = cleaner.clean(f"{TEXT}\n溪口融媒体中心出品\n", site="xikou.example")
    assert [entry.edit.note for _, entry in document.edits] == ["on 12 of 12 pages of xikou.example"]


def test_a_rule_that_is_off_is_read_and_never_runs(tmp_path: Path) -> None:
    (tmp_path / "ST0123456789-xikou.toml").write_text(f'status = "off"\n{RULE}', encoding="utf-8")
    cleaner = Cleaner(Settings(rules=(tmp_path,)))
    assert "ST0123456789" in cleaner.rulebook.by_id()
    assert "出品" in cleaner.clean(f"{TEXT}\n溪口融媒体中心出品\n", site="xikou.example").text


def test_any_kind_of_rule_may_be_for_some_sites(tmp_path: Path) -> None:
    (tmp_path / "PU901-house-dash.toml").write_text(
        r"""id = "PU901"
name = "house-dash"
stage = "punctuation"
kind = "span"
action = "replace"
confidence = 0.9
why = "The site writes two tildes for a dash."
seen = ["made up"]
sites = ["xikou.example"]
pattern = '''~~'''
replacement = "\u2014\u2014"
""",
        encoding="utf-8",
    )
    cleaner = Cleaner(Settings(stages=("punctuation",), rules=(tmp_path,)))
    assert cleaner.clean("春天~~花开。\n", site="xikou.example").text == "春天\u2014\u2014花开。\n"
    assert cleaner.clean("春天~~花开。\n", site="sample.com").text == "春天~~花开。\n"
    assert cleaner.clean("春天~~花开。\n").text == "春天~~花开。\n"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param('sites = ["www.Xikou.example", "溪口新闻"]', "", "sites: missing", id="no sites"),
        pytest.param('{ pages = 11, text = "要闻" }', '"要闻"', "lines 2: expected a table", id="a bare line"),
        pytest.param('text = "要闻"', 'txt = "要闻", text = "要闻"', "lines 2: txt: unknown field", id="misspelt"),
        pytest.param("{ pages = 11, text", '{ pages = "11", text', "lines 2: pages: expected a whole", id="quoted"),
    ],
)
def test_refusals(old: str, new: str, message: str) -> None:
    with pytest.raises(RuleError, match=message):
        parse_rule(RULE.replace(old, new).encode(), "ST0123456789-xikou.toml")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param("要闻", " 要闻", "is no line", id="blank at the start"),
        pytest.param("{number}", "{count}", "holds no {date}", id="no mask in a shape"),
        pytest.param("溪口新闻", "", "an empty name is no site", id="empty site"),
    ],
)
def test_lint(old: str, new: str, message: str) -> None:
    assert [message in fault for fault in errors(RULE.replace(old, new))] == [True]
    assert not errors(RULE)


def errors(rule: str) -> list[str]:
    findings = lint([("ST0123456789-xikou.toml", rule.encode())], measure=False)
    return [str(finding) for finding in findings if finding.level == "error"]
