"""What a prefilter shuts out is found: dead branches that no example of another branch shows."""

from __future__ import annotations

from typing import Any

import pytest

from cleaner.rulebook.lint import lint
from cleaner.rulebook.load import load_rulebook
from cleaner.rulebook.model import Kind, Rule
from cleaner.rulebook.patterns import compile_pattern
from cleaner.rulebook.reach import MOST, shut_out
from cleaner.stages import READS


def rule(pattern: str, *prefilter: str, kind: Kind = "line", **more: Any) -> Rule:
    return Rule(
        "BP901", "tried", "boilerplate", kind, "delete", 0.9, "why", ("made up",),
        pattern=pattern, prefilter=prefilter, **more,
    )  # fmt: skip


DEAD = [
    pytest.param(rule("早上好|中午好", "早上好"), "中午好", id="a branch"),
    pytest.param(rule("(?:返回|回)(?:列表|首页)", "返回", "回列表"), "回首页", id="two branches that meet"),
    pytest.param(rule("第[0-9]{1,3}页?", "页"), "第0", id="what may be absent"),
    pytest.param(rule("[上下]篇", "上篇"), "下篇", id="a class"),
    pytest.param(rule("(?i:made by) [a-c]", "made", "Made"), "MADE BY ", id="another case"),
    pytest.param(rule("(?P<a>山|水)的(?P=a)", "山"), "水的水", id="a group again"),
    pytest.param(rule("(?<=\u4e2d),(?=\u4e2d)|;", ",", kind="span"), ";", id="looking round"),
    pytest.param(rule("(?>山|水)路", "山"), "水路", id="an atomic group"),
    pytest.param(rule(r"[^\u0000-\u007f]+\d", "8"), "", id="a class of what is not"),
]


@pytest.mark.parametrize(("tried", "wanted"), DEAD)
def test_dead_branches(tried: Rule, wanted: str) -> None:
    found = shut_out(tried)
    assert found
    assert wanted in found
    assert compile_pattern(tried).search(found)
    assert not any(literal in found for literal in tried.prefilter)


LIVE = [
    pytest.param(rule("早上好|中午好", "上好", "午好"), id="each branch has a literal"),
    pytest.param(rule("早上好|中午好"), id="no prefilter"),
    pytest.param(rule("(?:页|第)(?=[^\n]{0,9}页)[0-9]页", "页"), id="what stands ahead has one"),
    pytest.param(rule("(?<=\u4e2d),(?=\u4e2d)", ",", kind="span"), id="looking round"),
    pytest.param(rule("[上下]篇", "上", kind="protect"), id="a kind of text is meant"),
    pytest.param(rule("[上下]篇", "上", options={"gate": "下"}), id="a gate besides"),
    pytest.param(rule(r"\p{Han}篇", "上", engine="regex"), id="only the regex package reads it"),
    pytest.param(rule("篇 |上", "上"), id="a line has no blanks at its ends"),
]


@pytest.mark.parametrize("tried", LIVE)
def test_nothing_is_shut_out(tried: Rule) -> None:
    assert shut_out(tried) == ""


@pytest.mark.parametrize("pattern", ["(?:" * 40 + "a" + "{1,3})" * 40, "(?:(?:(?:a{900}){900}){900}){900}", "a{60000}"])
def test_hostile_repetitions_end(pattern: str) -> None:
    assert len(shut_out(rule(pattern, "b"), tries=20)) <= MOST


def test_lint_names_the_branch() -> None:
    text = (
        'id = "PU901"\nname = "tried"\nstage = "punctuation"\nkind = "span"\naction = "replace"\nconfidence = 0.9\n'
        'why = "Tried."\nseen = ["made up"]\nprefilter = ["山"]\npattern = "山|水"\nreplacement = "田"\n'
        '[[hit]]\nbefore = "山\\n"\nafter = "田\\n"\n[[miss]]\ntext = "田\\n"\n'
    )
    files = [("rules/punctuation/PU901-tried.toml", text.encode())]
    found = [str(finding) for finding in lint(files)]
    assert found == [
        f"{files[0][0]}:9: prefilter: keeps '水' from the pattern, which matches it; "
        "add a literal of it, or drop that branch"
    ]
    assert lint(files, measure=False) == ()


@pytest.mark.parametrize("tried", [found for found in load_rulebook().rules if found.prefilter], ids=lambda one: one.id)
def test_rules_of_this_project(tried: Rule) -> None:
    assert shut_out(READS[tried.stage](tried)) == ""
