"""Sieves keep no line back that a reader would mark: with and without them, every example of the rules reads alike."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from cleaner.pipeline import Cleaner, Settings
from cleaner.rulebook.model import Rule
from cleaner.stages.boilerplate.bars import READERS
from cleaner.stages.boilerplate.page import Page
from cleaner.stages.boilerplate.sieve import Words, beginning, every, searching
from cleaner.stages.boilerplate.survey import Surveyor

RULES: tuple[Rule, ...] = tuple(Cleaner(Settings(stages=("boilerplate",))).rulebook.active("boilerplate"))
EXAMPLES = {rule.id: [one.before for one in (*rule.hits, *rule.misses, *rule.gaps)] for rule in RULES}


class AllWords(Words):
    """Finds every word on every line."""

    def found(self, text: str) -> dict[int, list[str]]:
        return dict.fromkeys(every(text), self.words)


def without_sieves() -> Surveyor:
    surveyor = Surveyor(RULES)
    gates = surveyor._gates
    gates._words = AllWords(gates._words.words)
    gates._items.sieve = lambda text, _: every(text)
    gates._bars = tuple((every, reader) for _, reader in gates._bars)
    return surveyor


SIFTED, ALL = Surveyor(RULES), without_sieves()


@pytest.mark.parametrize("rule", EXAMPLES)
def test_every_marked_line_passes_its_sieve(rule: str) -> None:
    for text in EXAMPLES[rule]:
        # the lines of all examples under each other stand in other zones than alone
        for page in (Page(text), Page(text.replace("。", "")), Page("\n".join(EXAMPLES[rule]))):
            one, other = SIFTED.survey(page), ALL.survey(page)
            assert (one.marks, one.head, one.tail) == (other.marks, other.head, other.tail)


def test_words_find_lines_and_what_stands_in_them() -> None:
    words = Words(["返回", "返回列表", "赞", "END"])
    found = words.found("\n返回列表\n无\n获赞返回\n\nEN D\n[END]\n")
    assert found == {0: ["返回", "返回列表"], 2: ["赞", "返回"], 5: ["END"]}
    assert Words([]).found("\n返回\n") == {}


def test_beginning_looks_behind_brackets_and_at_line_ends() -> None:
    sieve = beginning({"来源", "(C"}, "大(?![\u4e00-\u9fff])", r"\[( ")
    assert sieve("\n来源:甲\n[来源:甲\n本来源\n(C) 2020\n大\n大学\n( 来源\n") == {0, 1, 3, 4, 6}


def test_searching_counts_lines_from_nought() -> None:
    assert searching(re.compile("b"))("\na\nb\n\nbb\n") == {1, 3}
    assert every("\na\n\nb\n") == {0, 1, 2}


@pytest.mark.parametrize("name", sorted(READERS.keys() - {"breadcrumb", "menu"}))
def test_a_reader_without_words_reads_no_line(name: str) -> None:
    rule = next(rule for rule in RULES if (rule.options or {}).get("detector") == name)
    sieve, _ = READERS[name](replace(rule, labels=(), pattern="", options={}))
    assert sieve("\n友情链接\n\n相关阅读:\n") == set()
