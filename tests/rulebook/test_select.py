"""Choosing rules by id, prefix, name or stage."""

from __future__ import annotations

import pytest

from cleaner.errors import SettingsError
from cleaner.rulebook.load import load_rulebook
from cleaner.rulebook.model import Rule
from cleaner.rulebook.select import select_rules


def rule(id: str, name: str, stage: str, *needs: str) -> Rule:
    return Rule(id, name, stage, "span", "delete", 0.9, "", (), needs=needs)


RULES = (
    rule("AA001", "first-thing", "layout"),
    rule("AA010", "second-thing", "layout", "AA001"),
    rule("BB001", "other-thing", "script"),
)


@pytest.mark.parametrize(
    ("select", "ignore", "chosen"),
    [
        pytest.param([], [], "AA001 AA010 BB001", id="all"),
        pytest.param(["AA001"], [], "AA001", id="an id"),
        pytest.param(["AA"], [], "AA001 AA010", id="a prefix"),
        pytest.param(["AA00"], [], "AA001", id="a prefix with figures"),
        pytest.param(["other-thing"], [], "BB001", id="a name"),
        pytest.param(["layout"], ["AA010"], "AA001", id="a stage without one of its rules"),
        pytest.param(["AA010"], [], "AA001 AA010", id="what a rule needs comes along"),
        pytest.param([], ["BB"], "AA001 AA010", id="ignored by prefix"),
    ],
)
def test_chooses(select: list[str], ignore: list[str], chosen: str) -> None:
    assert " ".join(rule.id for rule in select_rules(RULES, select, ignore)) == chosen


@pytest.mark.parametrize(("word", "hint"), [("AA01O", "AA010"), ("frist-thing", "first-thing"), ("zzz", "rules list")])
def test_an_unknown_word_is_refused_with_a_hint(word: str, hint: str) -> None:
    with pytest.raises(SettingsError, match=rf"{word}: names no rule.*{hint}"):
        select_rules(RULES, [word])


def test_a_selection_can_be_narrowed_again() -> None:
    """Rules of one site are chosen among those that are left; one that was needed may be gone."""
    rules = load_rulebook().rules
    once = select_rules(rules, (), ("PU001",))
    assert any("PU001" in rule.needs for rule in once)
    assert select_rules(once, (), ()) == once
