"""Program text outside fences: which lines are taken for it, and what becomes of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from budget import at_least
from hypothesis import given
from hypothesis import strategies as st

from cleaner import clean
from cleaner.pipeline import default_cleaner
from cleaner.rulebook.patterns import compile_pattern
from cleaner.stages.code import code_lines

if TYPE_CHECKING:
    from conftest import AssertLinear


def candidates() -> re.Pattern[str]:
    return compile_pattern(default_cleaner().rules["PU061"])


CODE = [
    'const 站名 = "上游, 下游";',
    'if (水位 == "") { alert("没有读数!"); }',
    "x = read(甲, 乙)[0].名称",
    "let msg = `共${n}站, 已读${m}站`;",
    "for (int i : 数组) { 打印(i); }",
    "from 工具 import 读取, 保存",
    'raise ValueError("水位不能为负: %d" % n)',
    "export LANG=zh_CN.UTF-8  # 语言:中文",
    "$ tar -czf 备份.tar.gz ./资料(旧)",
    "// 注意:这里不能为空",
    "/* 初始化, 只做一次 */",
    "ValueError: 没有读数, 已停止",
    '  "站名": "上游, 下游",',
    "a, b = b, a  # 交换, 不用第三个",
    "[INFO] 2026-03-05 08:00:00 启动: 耗时 3s",
    "UPDATE 日报 SET 站名 = '上游' WHERE 编号 = 3",
]
PROSE = [
    "git rebase和git merge的区别,在于历史(提交)是否变直。",
    "WTO(世界贸易组织)",
    "iPhone(黑色);",
    "R = 0.95, 说明两者相关。",
    "P < 0.05, 差异显著(双侧)。",
    "import这个词,原意是进口。",
    "for循环和while循环(见下),都能用。",
    "Tel:010-88886666 王女士",
    "E-mail: 站长收",
    "class一词,有班级的意思",
    "A. 甲,乙  B. 丙,丁",
    "(一)说明:以下各项,逐条落实;",
    "- 第一,要快;第二,要稳。",
    "Python (编程语言), 以及其他语言",
    "if you like 北京, you will like 西安 (Xi'an) too.",
    "x=3,y=4,则x+y=7",
]


@pytest.mark.parametrize("line", CODE)
def test_code(line: str) -> None:
    assert list(code_lines(line, candidates())) == [(0, len(line))]


@pytest.mark.parametrize("line", PROSE)
def test_prose(line: str) -> None:
    assert not list(code_lines(line, candidates()))


def test_a_block_keeps_its_shape() -> None:
    block = "def 换算(里程, 单价):\n    # 先乘, 再取整\n    return int(里程 * 单价)\n\n\ntotal = sum(甲, 乙)\n"
    document = clean(f"先看代码,再看结果。\n{block}结果如下,很好。\n")
    assert document.text == f"先看代码\uff0c再看结果。\n\n{block}\n结果如下\uff0c很好。\n"
    assert clean(document.text).text == document.text


MORE = [
    "def f(甲, 乙):",
    "    return 甲",
    "x = f(1)",
    "# 注,释",
    "  ",
    "",
    "",
    "春天来了,花开了。",
    "name: 甲",
    "age: 3",
]
LINES = st.sampled_from(
    [*CODE, *PROSE, *MORE, "}", "    {", "\t- 乙, 丙", "\u3000\u3000他说,好。", '"甲": "乙",', "[a]"]
)


@at_least(500)
@given(st.lists(LINES, max_size=12).map("\n".join))
def test_a_second_run_changes_nothing(text: str) -> None:
    document = clean(text)
    assert document.restore() == text
    assert clean(document.text).text == document.text


@pytest.mark.parametrize("unit", ['x("" ', "a.b(", "if (", "甲 = [", "\n# ", "\n  a: 1", "/*", "'", '"\\', "for a, "])
def test_hostile_lines_take_linear_time(unit: str, assert_linear: AssertLinear) -> None:
    pattern = candidates()
    assert_linear(lambda text: list(code_lines(text, pattern)), unit, 20_000)
