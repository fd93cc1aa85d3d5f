"""What is remembered of lines changes nothing of what is found on them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from cleaner.pipeline import Cleaner, Settings
from cleaner.stages.boilerplate import memory
from cleaner.stages.boilerplate.memory import MAX_SIZE, Memory, apart
from cleaner.stages.boilerplate.page import Page
from cleaner.stages.boilerplate.survey import Surveyor

PROSE = "晒谷场上支起了白布\uff0c孩子们早早占好了位置。"


class Asked:
    """Answers with the length of a line, and notes what it was asked."""

    def __init__(self) -> None:
        self.lines: list[list[str]] = []

    def __call__(self, lines: Sequence[str]) -> list[int]:
        self.lines.append(list(lines))
        return [len(line) for line in lines]


def test_a_line_is_asked_once_and_running_text_never() -> None:
    asked = Asked()
    lines = Memory(asked)
    assert lines.of(Page(f"首页\n{PROSE}\n首页\n登录框")) == [2, None, 2, 3]
    assert lines.of(Page(f"登录框\n\n注册\n{PROSE}")) == [3, 2, None]
    assert asked.lines == [["首页", "登录框"], ["注册"]]


def test_a_long_line_is_asked_each_time() -> None:
    asked, line = Asked(), "词" * (MAX_SIZE + 1)
    lines = Memory(asked)
    assert lines.of(Page(line)) == lines.of(Page(line)) == [MAX_SIZE + 1]
    assert asked.lines == [[line], [line]]


def test_a_full_memory_forgets_and_answers_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MAX_KNOWN", 2)
    asked = Asked()
    lines = Memory(asked)
    for _ in range(2):
        for text in ("甲\n乙乙\n丙丙丙", "丁", "甲"):
            assert lines.of(Page(text)) == [len(line) for line in text.split("\n")]
    assert asked.lines.count(["甲"]) == 1


def test_no_line_is_read_for_its_neighbours() -> None:
    assert apart(["甲", "乙"]) == "\n甲\n\n乙\n"


@pytest.mark.parametrize(
    "before", ["来源\n\uff1a河口晚报", "2025-11-06\n14:32 来源:河口晚报", "来源:河口晚报\n14:32"], ids=ascii
)
def test_a_page_reads_alike_whatever_was_read_before_it(before: str) -> None:
    rules = tuple(Cleaner(Settings(stages=("boilerplate",))).rulebook.active("boilerplate"))
    text = f"水库完工\n2025-11-06\n来源:河口晚报\n{PROSE}\n打印\n14:32 来源:河口晚报"
    fresh, used = Surveyor(rules), Surveyor(rules)
    used.survey(Page(before))
    one, other = fresh.survey(Page(text)), used.survey(Page(text))
    assert (one.marks, one.head, one.tail) == (other.marks, other.head, other.tail)
