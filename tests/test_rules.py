"""Every example of every rule. A rule needs no test code of its own."""

from __future__ import annotations

import re
from functools import cache

import pytest

from cleaner.pipeline import Cleaner, Settings
from cleaner.rulebook.examples import Runs, failures
from cleaner.rulebook.load import load_rulebook
from cleaner.rulebook.model import Rule
from cleaner.stages.view import Options

RULES = [rule for rule in load_rulebook().rules if rule.active]


@cache
def together(options: Options) -> Cleaner:
    return Cleaner(Settings(options=options))


def test_every_rule_gives_its_reason_in_chinese_too() -> None:
    """Words that only look Chinese give themselves away by half-width marks."""
    wrong = re.compile(r"[\u4e00-\u9fff\u201d\uff09\u300b][,:;?!(]|[,:;?!)][\u4e00-\u9fff]")
    for rule in RULES:
        assert re.search(r"[\u4e00-\u9fff].*[\u3002\uff09]$", rule.why_zh), rule.id
        assert not wrong.search(rule.why_zh), (rule.id, rule.why_zh)


@pytest.mark.parametrize("rule", [pytest.param(rule, id=f"{rule.id}-{rule.name}") for rule in RULES])
def test_examples(rule: Rule) -> None:
    options = Options.of_rule(rule)
    alone = Cleaner(Settings(stages=(rule.stage,), select=(rule.id,), apply_at=0.0, options=options))
    runs = Runs(alone.clean, together(options).clean)
    assert not list(failures(rule, runs))
