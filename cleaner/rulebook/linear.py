"""The linear-time check: a pattern must not take more than its share on hostile text.

Each pattern runs on texts of one line, n and 4n code points long. Linear work takes 4 times as long on the second,
quadratic work 16 times. CPU time, least of several repetitions: neither a busy machine nor a cold cache counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from time import process_time

from cleaner.errors import RuleError
from cleaner.rulebook.hostile import hostile_pairs
from cleaner.rulebook.model import Rule
from cleaner.rulebook.patterns import compile_pattern, expand_classes

SIZE = 2048
"n, in code points. Large enough for a bounded repetition to be saturated."
TIMES = 4
LIMIT = 6.0
"Most that 4n may take in terms of n."
REFUSED = 10.0
"The same for a rule that is about to run, on a machine that may be busy: quadratic work takes 16 times as long."
QUIET = 0.001
"Seconds below which 4n is not worth a judgement."
BUDGET = 0.1
"Seconds that no text of up to n code points may take; stops exponential patterns early."
STEP = 1.25
"Growth of the first texts; small, because an exponential pattern goes from quick to endless within a few characters."

UNITS = (
    " ", "\u3000", "\t", "\u00a0 ", ",", "\uff0c", "\u3001", "\u3002", ".", ":", "\uff1a", "-", "\u2014", "|", "/", "*",
    "=", "#", ">", "&", "(", "\uff08", "()", "\u300a", "\u3010", "\u201c", "\u4e00", "\u5341", "\u7684", "1", "a", "A",
    "\u7248\u6743", "1,", "1.", "1 ", "a ", "a.", "a/", "\u4e00\u3001", "\u4e00\u662f", "\uff08\u4e00\uff09",
    "\u7b2c\u4e00", "2026\u5e74", "1\u6708", "\u7684 ", "\u7684,", "\u7684\uff1a", "\u7684|", "\U00020000", "\u200b",
    "\u00e9", "\u00c3\u00a4",
)  # fmt: skip
"What hostile texts repeat: blanks, marks, brackets, Han, numerals, digits, letters, dates, list markers, mojibake."


def slow_on(rule: Rule, limit: float = LIMIT) -> str:
    """What the rule's pattern is slow on, in words for a person; empty where it is linear or has no pattern.

    `limit`: most that 4n may take in terms of n. Raises RuleError where the pattern cannot be compiled.
    """
    if not rule.pattern:
        return ""
    search = _search(rule, compile_pattern(rule))
    units = dict.fromkeys((*UNITS, *own_units(rule)))
    for start, unit in dict.fromkeys((*(("", unit) for unit in units), *hostile_pairs(_expanded(rule)))):
        fault = _fault(search, start, unit, limit)
        if fault:
            return f"{f'{start!r} and ' if start else ''}{unit!r} repeated: {fault}"
    return ""


def refuse_slow(rules: Iterable[Rule]) -> None:
    """Raise RuleError for a rule whose pattern is far from linear: one page could hold up a run for ever."""
    for rule in rules:
        fault = slow_on(rule, REFUSED)
        if fault:
            raise RuleError(f"{rule.file}: pattern: {fault}; bound its repetitions, or make them possessive")


def _expanded(rule: Rule) -> str:
    return expand_classes(rule.pattern, rule.file)


def own_units(rule: Rule) -> Iterator[str]:
    """What the rule itself looks for, without line ends: its literals, its labels, its first examples."""
    yield from (literal for literal in (*rule.prefilter, *rule.labels)[:8] if literal)
    for example in (*rule.hits[:3], *rule.misses[:2]):
        flat = example.before.replace("\r", "").replace("\n", "")
        if flat:
            yield flat[:80]


def _search(rule: Rule, pattern: re.Pattern[str]) -> Callable[[str], None]:
    """What a stage does with the pattern: line patterns match a whole line, others are searched everywhere."""

    def match_line(text: str) -> None:
        pattern.fullmatch(text if text.strip() == text else f"\u7684{text}")  # a line comes without its outer blanks

    def search_text(text: str) -> None:
        for _ in pattern.finditer(text):
            pass

    return match_line if rule.kind == "line" else search_text


def _fault(search: Callable[[str], None], start: str, unit: str, limit: float) -> str:
    """What is wrong with the time on `start` with `unit` repeated behind it; empty when it is linear."""
    size = 16.0
    while size < SIZE:
        text = _repeat(start, unit, int(size))
        if _seconds(search, text, 1) > BUDGET and _seconds(search, text, 2) > BUDGET:
            return f"{len(text)} code points take more than {BUDGET:g} s"
        size *= STEP
    short, long = _repeat(start, unit, SIZE), _repeat(start, unit, SIZE * TIMES)
    slow = fast = 0.0
    for repetitions in (2, 5):  # a suspicion is measured again, with care
        slow = _seconds(search, long, 2 if slow > BUDGET else repetitions)
        fast = _seconds(search, short, repetitions)
        if slow < QUIET or slow <= limit * fast:
            return ""
    return f"{len(long)} code points take {slow / fast:.0f} times as long as {len(short)}, at most {limit:g} allowed"


def _repeat(start: str, unit: str, size: int) -> str:
    """`start` and `unit` repeated, `size` code points, ending in a character that no pattern expects."""
    return (start + unit * (size // len(unit) + 1))[: size - 1] + "\u0e2f"


def _seconds(search: Callable[[str], None], text: str, repetitions: int) -> float:
    """Least CPU time of several searches."""
    best = float("inf")
    for _ in range(repetitions):
        start = process_time()
        search(text)
        best = min(best, process_time() - start)
    return best
