"""Rule files with a field left out, emptied or of another type are refused by name, or can be run."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from cleaner.errors import RuleError
from cleaner.pipeline import compile_rules
from cleaner.rulebook.load import parse_rule, rule_files, rules_root
from cleaner.stages import STAGES
from cleaner.stages.view import View

BY_NAME = {stage.name: stage for stage in STAGES}

FILES = list(rule_files(rules_root(), "rules/"))
SHARE = 1.0 if os.environ.get("HYPOTHESIS_PROFILE") == "nightly" else 0.12
"Of all damaged files, how many are tried."
TEXTS = (
    "",
    "会议强调,要把工作做实.\n一是修路\n二是架桥\n友情链接: 甲 乙\n来源:河湾报 作者:张三 2024-01-02\n"
    "首页 > 新闻 > 正文\n第一条 a\n第3条 b\n\uff12\uff10\uff12\uff14 年。。。\n版权所有 ICP备00000001号\n",
)


def instead(value: Any) -> Iterator[Any]:
    """What may stand instead of a value; first of all nothing."""
    yield None
    if isinstance(value, str):
        yield from ("", "x", "\n", "(", "\0")
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float):
        yield from (0, -1, 1e9, 0.5, 10**30)
    elif isinstance(value, list):
        yield from ([], [""], ["x"], ["\n"], [" "], [3], [[]])
    elif isinstance(value, dict):
        yield from ({}, {"x": "y"})


def damaged(table: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for key, value in table.items():
        for other in instead(value):
            yield {**table, key: other} if other is not None else {k: v for k, v in table.items() if k != key}
        if isinstance(value, dict):
            yield from ({**table, key: inner} for inner in damaged(value))


def as_toml(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(as_toml, value))}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{json.dumps(key)} = {as_toml(each)}' for key, each in value.items())} }}"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


@pytest.mark.parametrize("stage", BY_NAME)
def test_a_damaged_rule_is_refused_or_runs(stage: str) -> None:
    random = Random(stage)
    compiled = 0
    for name, raw in FILES:
        table = tomllib.loads(raw.decode())
        if table["stage"] != stage:
            continue
        for other in damaged(table):
            if random.random() < SHARE:
                compiled += runs("".join(f"{key} = {as_toml(value)}\n" for key, value in other.items()), name)
    assert compiled


def runs(text: str, name: str) -> bool:
    """Whether a rule file is taken; then it must run. What is refused is refused with a RuleError."""
    try:
        rule = parse_rule(text.encode(), name)
        if rule.stage not in BY_NAME:
            return False
        propose = compile_rules(BY_NAME[rule.stage], (rule,))
    except RuleError:
        return False
    for each in TEXTS:
        propose(View(each))
    return True
