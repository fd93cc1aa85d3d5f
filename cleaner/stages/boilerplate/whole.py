"""Line rules: a pattern that must match a whole line, tried where one of the rule's literals stands in the line."""

from __future__ import annotations

import re

from cleaner.rulebook.model import Rule
from cleaner.rulebook.patterns import compile_pattern
from cleaner.stages.boilerplate.marks import ZONES, Finding, Mark, Zone, allowed, need_of
from cleaner.stages.boilerplate.sieve import Words, every
from cleaner.stages.boilerplate.values import DATE, is_placeholder, iso_date, people

_DATE = re.compile(DATE)
_RELATIVE_DATE = re.compile("[刚剛今昨前\\d]")


class LineReader:
    """All rules of kind `line`, behind one search for their literals."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        patterns = {rule.id: (rule, compile_pattern(rule)) for rule in rules}
        self._always = {zone: _in_zone(rules, patterns, zone, False) for zone in ZONES}
        literals = {literal for rule in rules for literal in rule.prefilter}
        self._literals = Words(literals)
        self.sieve = self._literals.lines if all(rule.prefilter for rule in rules) else every
        near = {
            literal: tuple(rule for rule in rules if any(_overlap(literal, other) for other in rule.prefilter))
            for literal in literals
        }
        self._behind = {
            (zone, literal): _in_zone(near[literal], patterns, zone, True) for zone in ZONES for literal in literals
        }

    def read(self, line: str, zone: Zone) -> Mark | None:
        """The mark of the first rule whose pattern matches the whole line."""
        tried: set[str] = set()
        for literal in self._literals.within(line):
            if literal not in tried:
                tried.add(literal)
                for rule, pattern in self._behind[zone, literal]:
                    mark = _match(rule, pattern, line)
                    if mark is not None:
                        return mark
        for rule, pattern in self._always[zone]:
            mark = _match(rule, pattern, line)
            if mark is not None:
                return mark
        return None


def _in_zone(
    rules: tuple[Rule, ...], patterns: dict[str, tuple[Rule, re.Pattern[str]]], zone: Zone, gated: bool
) -> tuple[tuple[Rule, re.Pattern[str]], ...]:
    """Rules with patterns that may speak in a zone, with or without literals."""
    return tuple(patterns[rule.id] for rule in rules if allowed(rule, zone) and bool(rule.prefilter) == gated)


def _overlap(found: str, other: str) -> bool:
    """True when `other` may stand where `found` was found: equal, inside it, or sharing an end with it.

    The gate sees one literal at a place; a rule is tried where one of its literals could be hidden under it.
    """
    if other in found or found in other:
        return True
    return found[-1] in other and any(found.endswith(other[:size]) for size in range(1, min(len(found), len(other))))


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
