"""Line rules: a pattern that must match a whole line, tried where one of the rule's literals stands in the line."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cleaner.rulebook.model import Rule
from cleaner.rulebook.patterns import compile_pattern
from cleaner.stages.boilerplate.dates import DATE, iso_date
from cleaner.stages.boilerplate.marks import Finding, Mark, Zone, allowed, need_of
from cleaner.stages.boilerplate.values import is_placeholder, people

_DATE = re.compile(DATE)
_RELATIVE_DATE = re.compile("[刚剛今昨前\\d]")


class LineReader:
    """All rules of kind `line`. Raises RuleError for a bad pattern."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        rules = tuple(sorted(rules, key=lambda rule: (-rule.priority, rule.id)))
        self._patterns = [(rule, compile_pattern(rule)) for rule in rules]
        self._always = frozenset(order for order, rule in enumerate(rules) if not rule.prefilter)
        self._behind: dict[str, frozenset[int]] = {}
        for order, rule in enumerate(rules):
            for literal in rule.prefilter:
                self._behind[literal] = self._behind.get(literal, frozenset()) | {order}

    @property
    def literals(self) -> Iterable[str]:
        """What a line must hold to be worth reading; a rule without literals is asked about every line."""
        return self._behind

    def literals_in(self, zone: Zone) -> Iterable[str]:
        """Those of the rules that may speak about a line of a zone."""
        return {literal for rule, _ in self._patterns if allowed(rule, zone) for literal in rule.prefilter}

    @property
    def reads_all(self) -> bool:
        """Whether a rule has no literals."""
        return bool(self._always)

    def read(self, line: str, zone: Zone, held: Iterable[str]) -> Mark | None:
        """The mark of the first rule, by priority and id, whose pattern matches the whole line. `held` are literals."""
        orders = self._always.union(*[self._behind.get(literal, ()) for literal in held])
        for order in sorted(orders) if orders else ():
            rule, pattern = self._patterns[order]
            mark = _match(rule, pattern, line) if allowed(rule, zone) else None
            if mark is not None:
                return mark
        return None


def _match(rule: Rule, pattern: re.Pattern[str], line: str) -> Mark | None:
    match = pattern.fullmatch(line)
    if match is None:
        return None
    findings: list[Finding] = []
    for group, text in match.groupdict().items():
        if text is None:
            continue
        value = _value(group, text)
        if value is None:
            return None
        start, end = match.span(group)
        findings.append(Finding(group.replace("_", ".", 1), value, rule.id, start, end, text.strip()))
    return Mark(rule, need_of(rule), tuple(findings), "", rule.type)


def _value(group: str, text: str) -> str | None:
    """The value of a named group; None where it has the wrong shape, so that the rule does not match.

    A group named date must be a whole date, one named author a list of people.
    """
    if group in ("date", "updated"):
        if _DATE.fullmatch(text.strip()):
            return iso_date(text) or None
        return "" if _RELATIVE_DATE.match(text.strip()) else None
    if is_placeholder(text):
        return ""
    if group in ("author", "editor"):
        return people(text) or None
    return text.strip()
