"""Every example of every rule. A rule needs no test code of its own."""

from __future__ import annotations

from functools import cache

import pytest

from cleaner.pipeline import Cleaner, Settings, default_cleaner
from cleaner.rulebook.examples import Runs, failures
from cleaner.rulebook.load import load_rulebook
from cleaner.rulebook.model import Rule

RULES = [rule for rule in load_rulebook().rules if rule.active]


@cache
def alone(stage: str, id: str) -> Cleaner:
    return Cleaner(Settings(stages=(stage,), select=(id,), apply_at=0.0))


@pytest.mark.parametrize("rule", [pytest.param(rule, id=f"{rule.id}-{rule.name}") for rule in RULES])
def test_examples(rule: Rule) -> None:
    runs = Runs(alone(rule.stage, rule.id).clean, default_cleaner().clean)
    assert not list(failures(rule, runs))
