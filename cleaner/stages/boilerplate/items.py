"""Lines made of nothing but items: labelled values, dates, tools, counters, licence numbers.

`2025.11.06 14:32   发布人:管理员   浏览:89次` is three items; a line is taken only when it is consumed whole. Each item
has a weight; the line goes when the weights reach 1, and asks for a neighbour that goes when they do not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from cleaner.rulebook.model import Rule
from cleaner.stages.boilerplate.branches import (
    DATE_GROUP,
    FIGURES,
    PEOPLE,
    SEPARATORS,
    Starts,
    beginnings,
    has_pattern,
    literals,
    starts_of,
    value_kind,
)
from cleaner.stages.boilerplate.marks import ZONES, Finding, Mark, Reader, Zone, need_of
from cleaner.stages.boilerplate.page import Page
from cleaner.stages.boilerplate.values import DATE, RELATIVE, clean_value, is_placeholder, iso_date, people

_SKIP = re.compile(f"[{SEPARATORS}]*")
_DATE = re.compile(DATE)
_RELATIVE = re.compile(RELATIVE)
_BYLINE = re.compile("[ \u3000\u00a0]{1,8}(?:记者|記者|通讯员|通訊員|作者)[ \u3000\u00a0]{1,4}[\u4e00-\u9fff ]{2,12}$")
"A reporter behind the paper, without a colon: no part of the source."
_SENTENCE = re.compile("[\u3002\uff01\uff1f!?\uff1b\u2026\u201c\u201d]")
_UNCLOSED = re.compile("[ \u3000]*[(\uff08][^()\uff08\uff09]*$")
"A bracket whose closing half was taken for a separator."
_MAX_VALUE = {"source": 30, "author": 40, "editor": 40, "credit": 40, "code": 60, "text": 60}
"Longest value of a label, by the option `value`. Code points."
_FACTS = ("date", "updated", "source", "author", "editor", "site.name")


@dataclass(frozen=True, slots=True)
class _Found:
    rule: Rule | None
    "None for a date that stands alone."
    start: int
    end: int
    finding: Finding | None


def _skip(line: str, at: int) -> int:
    """Offset of the first code point from `at` on that is no separator."""
    match = _SKIP.match(line, at)
    assert match is not None
    return match.end()


class ItemReader:
    """Reads lines against all item rules at once: those of kind `labels`, and detectors whose option says `item`."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = {rule.id: rule for rule in rules}
        self._weights = {rule.id: _weight(rule) for rule in rules}
        self._kinds = {rule.id: value_kind(rule) for rule in rules}
        words = tuple(rule for rule in rules if not has_pattern(rule))
        self._all = {zone: starts_of(rules, zone) for zone in ZONES}
        self._words = {zone: starts_of(words, zone) for zone in ZONES}
        self._begins = beginnings(words)
        patterned = [rule for rule in rules if has_pattern(rule)]
        self._holds = literals(tuple(rule for rule in patterned if not (rule.options or {}).get("bare")))
        self._holds_bare = literals(tuple(rule for rule in patterned if (rule.options or {}).get("bare")))

    def sift(self, page: Page) -> list[tuple[set[int], Reader]]:
        """The lines worth reading, each with what reads it: patterns are slow, and left out where none can match."""
        lines = page.lines
        rich = {number for number in self._holds(page.plain) if FIGURES.search(lines[number])}
        rich |= self._holds_bare(page.plain)
        return [(rich, self.read), (self._begins(page.plain) - rich, self._read_words)]

    def _read_words(self, line: str, zone: Zone) -> Mark | None:
        return self._read(line, self._words[zone])

    def read(self, line: str, zone: Zone) -> Mark | None:
        """The mark of a line that is nothing but items that may stand in `zone`; None for all others."""
        return self._read(line, self._all[zone])

    def _read(self, line: str, starts: Starts) -> Mark | None:
        found = self._consume(line, starts)
        if not found:
            return None
        rules = [item.rule for item in found if item.rule is not None]
        if not rules:
            return None
        findings = tuple([item.finding for item in found if item.finding is not None])
        weight = sum([self._weights[rule.id] for rule in rules])
        weight += 0.5 if line[0] in "\u3010[" and line[-1] in "\u3011]" else 0
        best = max(rules, key=lambda rule: self._weights[rule.id])
        if len(rules) < len(found):
            weight += 0.5
        if weight >= 1:
            return Mark(best, "nothing", findings, f"{len(found)} items, nothing else", best.type)
        need = need_of(best)
        if need == "never":
            return None
        return Mark(best, "neighbour" if need == "nothing" else need, findings, "beside a line that goes", best.type)

    def _consume(self, line: str, starts: Starts) -> list[_Found] | None:
        pattern = starts.of(line)
        if pattern is None:
            return None
        found: list[_Found] = []
        at = 0
        while True:
            item = pattern.match(line, at)
            if item is None or item.end() == at:
                behind = _skip(line, at)
                if behind == len(line):
                    break
                item = pattern.match(line, behind) if behind > at else None
                at = behind
            one = self._finish(line, item, starts) if item is not None and item.end() > at else None
            if one is None:
                return None
            found.append(one)
            at = one.end
        return found

    def _finish(self, line: str, item: re.Match[str], starts: Starts) -> _Found | None:
        """The item with its value; None where the value has the wrong shape."""
        start, end, name = item.start(), item.end(), item.lastgroup
        assert name is not None
        if name == DATE_GROUP:
            raw = item.group().rstrip()
            finding = Finding("date", iso_date(raw), "", start, start + len(raw), raw)
            return _Found(None, start, end, finding)
        rule = self.rules[name]
        if rule.kind != "labels":
            return _Found(rule, start, end, _fact_of(rule, item))
        kind = self._kinds[name]
        at = end + len(line[end:]) - len(line[end:].lstrip(" \t\u00a0\u3000"))
        if kind == "date":
            return _dated(line, rule, (start, at), starts)
        stop = max(starts.end_of(line, at if self._is_name(starts.item.match(line, at), rule) else end), end)
        if kind == "text" and stop == end and (day := _DATE.match(line, at)):
            stop = day.end()
        at = min(at, stop)
        raw = line[at:stop]
        value = clean_value(raw)
        return _valued(rule, kind, (start, at, stop), raw, value)

    def _is_name(self, item: re.Match[str] | None, label: Rule) -> bool:
        """Whether what stands behind a label and a blank is the name that the label asks for, not the next item."""
        name = item.lastgroup if item is not None else None
        return name in self.rules and (self.rules[name].options or {}).get("field") == label.field


def _dated(line: str, rule: Rule, place: tuple[int, int], starts: Starts) -> _Found | None:
    """A label with a day; the day may be relative or missing, then there is no value."""
    start, at = place
    match = _DATE.match(line, at) or _RELATIVE.match(line, at)
    if match is not None:
        raw = match.group().rstrip()
        finding = Finding(rule.field, iso_date(raw), rule.id, at, at + len(raw), raw)
        return _Found(rule, start, match.end(), finding)
    if at < len(line) and not starts.item.match(line, _skip(line, at)):
        return None
    return _Found(rule, start, at, Finding(rule.field, "", rule.id, at, at, ""))


def _valued(rule: Rule, kind: str, place: tuple[int, int, int], raw: str, value: str) -> _Found | None:
    start, at, stop = place
    key = rule.field
    byline = _BYLINE.search(value) if key == "source" else None
    if byline is not None:
        value = value[: byline.start()]
    value = _UNCLOSED.sub("", value)
    if is_placeholder(raw):
        finding = Finding(key, "", rule.id, at, stop, raw.strip()) if key in _FACTS else None
        return _Found(rule, start, stop, finding)
    if kind == "number":
        return _Found(rule, start, stop, None) if re.fullmatch(r"[\d.,+\-\s\u4e07wWkK\u6b21\u4eba]+", value) else None
    if len(value) > _MAX_VALUE.get(kind, 60) or _SENTENCE.search(value):
        return None
    if kind in PEOPLE:
        value = people(value)
        if not value:
            return None
    elif "\uff0c" in value and kind == "source":
        return None
    return _Found(rule, start, stop, Finding(key, value, rule.id, at, stop, raw.strip()) if key in _FACTS else None)


def _weight(rule: Rule) -> float:
    weight = (rule.options or {}).get("weight", 1.0)
    return float(weight) if isinstance(weight, (int, float)) else 1.0


def _fact_of(rule: Rule, item: re.Match[str]) -> Finding | None:
    """The fact of an item without a label: what stands there, where the option `field` says."""
    key = (rule.options or {}).get("field")
    if not isinstance(key, str):
        return None
    raw = item.group()
    value = re.sub(r"\s+", "", raw) if key != "site.licences" else raw.strip()
    return Finding(key, value, rule.id, item.start(), item.end(), raw)
