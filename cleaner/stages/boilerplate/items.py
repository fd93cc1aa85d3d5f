"""Lines made of nothing but items: labelled values, dates, tools, counters, licence numbers.

`2025.11.06 14:32   发布人:管理员   浏览:89次` is three items; a line is taken only when it is consumed whole. Each item
has a weight; the line goes when the weights reach 1, and asks for a neighbour that goes when they do not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from cleaner.rulebook.model import Rule
from cleaner.rulebook.patterns import CLASSES, expand_classes
from cleaner.stages.boilerplate.marks import Finding, Mark, Zone, allowed, need_of
from cleaner.stages.boilerplate.values import DATE, RELATIVE, clean_value, is_placeholder, iso_date, people

BLANK = f"[{CLASSES['blank']}]"
SEPARATORS = (
    CLASSES["blank"] + r"|\uff5c\u4e28\u2223\xa6\u2502\xb7\u30fb\u2022/\\,\uff0c;\uff1b\u3001\-\u2013\u2014_*>"
    r"\u300a\u300b\u300c\u300d\u3010\u3011\[\]()\uff08\uff09"
)
"What may stand between items: blanks, bars, commas, strokes, brackets; the body of a character class."
_SKIP = re.compile(f"[{SEPARATORS}]*")
_BARS = r"[|\uff5c\u4e28\u2223]"
_DATE = re.compile(DATE)
_RELATIVE = re.compile(RELATIVE)
_SENTENCE = re.compile("[\u3002\uff01\uff1f!?\uff1b\u2026\u201c\u201d]")
_MAX_VALUE = {"source": 30, "author": 40, "editor": 40, "credit": 40, "code": 60, "text": 60}
"Longest value of a label, by the option `value`. Code points."
_PEOPLE = ("author", "editor", "credit")
_FACTS = ("date", "updated", "source", "author", "editor", "site.name")
DATE_GROUP = "DATE"


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


def _label(word: str) -> str:
    """Pattern of a label; short ones may be set with blanks between, as in 来 源."""
    if 2 <= len(word) <= 3 and not word.isascii():
        return f"{BLANK}{{0,4}}".join(map(re.escape, word))
    return re.escape(word)


def value_kind(rule: Rule) -> str:
    """The shape of a label's value: date, source, people, code, number or text."""
    said = (rule.options or {}).get("value")
    if isinstance(said, str):
        return said
    return {"date": "date", "updated": "date"}.get(rule.field, rule.field)


def _branch(rule: Rule) -> str:
    """What starts an item of this rule, without groups."""
    if rule.kind != "labels":
        if rule.pattern:
            return f"(?:{expand_classes(rule.pattern, rule.file)})"
        words = sorted(rule.labels, key=len, reverse=True)
        return f"(?:{'|'.join(map(re.escape, words))})(?![\u4e00-\u9fff])[:\uff1a]?"
    words = sorted(rule.labels, key=len, reverse=True)
    labels = f"(?:{'|'.join(map(_label, words))})"
    kind = value_kind(rule)
    if kind == "date":
        return rf"{labels}{BLANK}{{0,4}}(?:[:\uff1a]|(?=\d{{4}}[-/.\u5e74]))"
    if kind in _PEOPLE:
        return rf"{labels}{BLANK}{{0,4}}(?:[:\uff1a]|{_BARS}(?=[^|]))"
    if kind == "owner":
        return labels + r"(?!者|人|局|法|交易|保护)[:\uff1a]?"
    return rf"{labels}{BLANK}{{0,4}}[:\uff1a]"


class ItemReader:
    """Reads lines against all item rules at once: those of kind `labels`, and detectors whose option says `item`."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = {rule.id: rule for rule in rules}
        branches = [f"{_branch(rule)}(?P<{rule.id}>)" for rule in rules]
        labels = [_branch(rule) for rule in rules if rule.kind == "labels" and value_kind(rule) != "owner"]
        starts = "|".join([f"(?:{DATE}|{RELATIVE})(?P<{DATE_GROUP}>)", *branches])
        self._item = re.compile(starts)
        anywhere = f"|(?={'|'.join(labels)})" if labels else ""
        self._next = re.compile(f"[{SEPARATORS}]+(?:{starts}){anywhere}")

    def read(self, line: str, zone: Zone) -> Mark | None:
        """The mark of a line that is nothing but items that may stand in `zone`; None for all others."""
        found = self._consume(line)
        if not found:
            return None
        rules = [item.rule for item in found if item.rule is not None]
        findings = tuple(item.finding for item in found if item.finding is not None)
        if not rules or not all(allowed(rule, zone) for rule in rules):
            return None
        weight = sum(_weight(rule) for rule in rules) + (0.5 if line[0] in "\u3010[" and line[-1] in "\u3011]" else 0)
        best = max(rules, key=_weight)
        if len(rules) < len(found):
            weight += 0.5
        if weight >= 1:
            return Mark(best, "nothing", findings, f"{len(found)} items, nothing else", best.type)
        need = need_of(best)
        return Mark(best, "neighbour" if need == "nothing" else need, findings, "beside a line that goes", best.type)

    def _consume(self, line: str) -> list[_Found] | None:
        found: list[_Found] = []
        at = 0
        while True:
            item = self._item.match(line, at)
            if item is None or item.end() == at:
                at = _skip(line, at)
                if at == len(line):
                    break
                item = self._item.match(line, at)
            one = self._finish(line, item) if item is not None and item.end() > at else None
            if one is None:
                return None
            found.append(one)
            at = one.end
        return found

    def _finish(self, line: str, item: re.Match[str]) -> _Found | None:
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
        kind = value_kind(rule)
        at = end + len(line[end:]) - len(line[end:].lstrip(" \t\u00a0\u3000"))
        if kind == "date":
            return self._dated(line, rule, start, at)
        after = self._next.search(line, end)
        stop = after.start() if after else len(line)
        raw = line[at:stop] if stop > at else ""
        value = clean_value(raw)
        return self._valued(rule, kind, (start, at, max(stop, end)), raw, value)

    def _dated(self, line: str, rule: Rule, start: int, at: int) -> _Found | None:
        """A label with a day; the day may be relative or missing, then there is no value."""
        match = _DATE.match(line, at) or _RELATIVE.match(line, at)
        if match is not None:
            raw = match.group().rstrip()
            finding = Finding(rule.field, iso_date(raw), rule.id, at, at + len(raw), raw)
            return _Found(rule, start, match.end(), finding)
        if at < len(line) and not self._item.match(line, _skip(line, at)):
            return None
        return _Found(rule, start, at, Finding(rule.field, "", rule.id, at, at, ""))

    def _valued(self, rule: Rule, kind: str, place: tuple[int, int, int], raw: str, value: str) -> _Found | None:
        start, at, stop = place
        key = rule.field
        if is_placeholder(raw):
            finding = Finding(key, "", rule.id, at, stop, raw.strip()) if key in _FACTS else None
            return _Found(rule, start, stop, finding)
        if kind == "number":
            return (
                _Found(rule, start, stop, None) if re.fullmatch(r"[\d.,+\-\s\u4e07wWkK\u6b21\u4eba]+", value) else None
            )
        if len(value) > _MAX_VALUE.get(kind, 60) or _SENTENCE.search(value):
            return None
        if kind in _PEOPLE:
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
