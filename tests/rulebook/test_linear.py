"""The linear-time check: patterns that it must find slow, patterns that it must not, and all of this project's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cleaner.errors import RuleError
from cleaner.rulebook.linear import own_units, refuse_slow, slow_on
from cleaner.rulebook.load import load_rulebook
from cleaner.rulebook.model import Kind, Rule
from cleaner.rulebook.patterns import without_twins
from cleaner.stages import READS


def rule(pattern: str, kind: Kind = "span", prefilter: tuple[str, ...] = ()) -> Rule:
    return Rule(
        "PU901", "tried", "punctuation", kind, "delete", 0.9, "why", ("made up",), pattern=pattern, prefilter=prefilter
    )


@pytest.mark.parametrize(
    ("pattern", "kind"),
    [
        pytest.param(" ++\\n", "span", id="run of blanks before what never comes"),
        pytest.param(r"[${han}]+,", "span", id="run of Han before a comma"),
        pytest.param(r".*A.*B", "span", id="two dots and stars"),
        pytest.param(r".*\u7248.*\u6743.*\u6240", "line", id="many dots and stars in a line"),
        pytest.param(r"(?:[0-9]{0,12}[ .]?){0,12}#", "line", id="nested bounds"),
    ],
)
def test_slow(pattern: str, kind: Kind) -> None:
    assert slow_on(rule(pattern, kind))


@pytest.mark.parametrize(
    ("pattern", "kind"),
    [
        pytest.param(r"(?<=[${han}]),(?=[${han}])", "span", id="a mark and its neighbours"),
        pytest.param(r"[${blank}]{1,200}\n", "span", id="bounded run"),
        pytest.param(r".*\u7248\u6743.*", "line", id="a word in a line"),
        pytest.param(r"(?<![0-9])[0-9]++(?![0-9])\u5e74", "span", id="possessive digits"),
        pytest.param(r"\u5171[0-9]{1,9}\u9875", "line", id="short line"),
    ],
)
def test_linear(pattern: str, kind: Kind) -> None:
    assert slow_on(rule(pattern, kind)) == ""


def test_a_rule_is_tried_on_its_own_words() -> None:
    """None of the general texts holds this word; the pattern itself shows it, or the prefilter does."""
    pattern = r"(?:\u9e93\u5c71){1,}\u9e93\u706b"
    assert "'麓山' repeated" in slow_on(rule(pattern))
    assert "麓山" in list(own_units(rule(pattern, prefilter=("麓山",))))


def test_a_repetition_is_met_behind_what_leads_to_it() -> None:
    """Found so: blanks behind 浏览次数, which no text of blanks alone shows."""
    pattern = r"\u6e56\u7554[0-9a-f]*[a-z]*\u6751"
    assert "'湖畔' and 'a' repeated" in slow_on(rule(pattern))


def test_forms_that_fold_together_stand_once() -> None:
    """Found by fuzzing: both forms of a word in a repeated group became one, twice, and 72 characters took for ever."""
    both = replace(rule("(?:\u7f51\u53cb|\u7db2\u53cb|[0-9|])*\u8bc4\u8bba", "line"), stage="boilerplate")
    assert READS["boilerplate"](both).pattern == "(?:\u7f51\u53cb|[0-9|])*\u8bc4\u8bba"


@pytest.mark.parametrize(
    ("pattern", "same"),
    [
        ("a|b|a", "a|b"),
        ("(?P<x>a|b|a)|(?:a)|(?:a)", "(?P<x>a|b)|(?:a)"),
        ("[|]|\\||[|]|\\|", "[|]|\\|"),
        ("[]|]|a|[]|]", "[]|]|a"),
        ("(?<=a|b)c|(?!a|a)d", "(?<=a|b)c|(?!a)d"),
        ("a(?:bc|)d|", "a(?:bc|)d|"),
        ("(?:(?:a|a)|a)", "(?:(?:a)|a)"),
    ],
)
def test_twins(pattern: str, same: str) -> None:
    assert without_twins(pattern) == same


def test_a_rule_is_refused_for_what_it_becomes() -> None:
    """A class with one form and the other form beside it are no twins."""
    slow = replace(rule("(?:[\u590d]|\u5fa9)*\u6a01\u76ee", "line"), stage="boilerplate")
    assert slow_on(slow) == ""
    with pytest.raises(RuleError, match="bound its repetitions"):
        refuse_slow([READS["boilerplate"](slow)])


@pytest.mark.parametrize("known", [pytest.param(rule, id=rule.id) for rule in load_rulebook().rules if rule.pattern])
def test_patterns_of_this_project(known: Rule) -> None:
    assert slow_on(READS[known.stage](known)) == ""
