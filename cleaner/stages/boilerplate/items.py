"""Lines made of nothing but items: labelled values, dates, tools, counters, licence numbers.

`2025.11.06 14:32   发布人:管理员   浏览:89次` is three items; a line is taken only when it is consumed whole. Each item
has a weight; the line goes when the weights reach 1, and asks for a neighbour that goes when they do not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cleaner.rulebook.model import Rule
from cleaner.stages.boilerplate.lexer import (
    BLANK,
    PEOPLE,
    SEPARATORS,
    Lexer,
    Line,
    Start,
    behind_words,
    gate_of,
    has_figures,
    has_pattern,
    is_bare,
    may_be_spaced,
    skip,
    value_kind,
)
from cleaner.stages.boilerplate.marks import ZONES, Finding, Mark, Zone, need_of
from cleaner.stages.boilerplate.page import Page
from cleaner.stages.boilerplate.sieve import Sieve, beginning, every, searching
from cleaner.stages.boilerplate.values import (
    DATE,
    DATE_FIRST,
    RELATIVE,
    clean_value,
    is_placeholder,
    iso_date,
    people,
)

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


class ItemReader:
    """Reads lines against all item rules at once: those of kind `labels`, and detectors whose option says `item`."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self._weights = {rule.id: _weight(rule) for rule in rules}
        self._lexers = {zone: Lexer(rules, zone) for zone in ZONES}
        patterned = [rule for rule in rules if has_pattern(rule)]
        self.literals = frozenset(literal for rule in patterned for literal in rule.prefilter)
        "What a line must hold for the patterns of the rules to be tried."
        self._bare = frozenset(literal for rule in patterned if is_bare(rule) for literal in rule.prefilter)
        self.sieve = _sieve(rules, patterned)
        "The other lines of a page that are worth reading."

    def may_read(self, line: str, held: Iterable[str]) -> bool:
        """Whether a line that the sieve kept back is worth reading for the literals that it holds."""
        return not (self.literals if has_figures(line) else self._bare).isdisjoint(held)

    def read(self, line: str, zone: Zone, held: Iterable[str]) -> Mark | None:
        """The mark of a line that is nothing but items that may stand in `zone`; None for all others. `held` are
        its literals."""
        found = _consume(self._lexers[zone].line(line, held))
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


def _consume(line: Line) -> list[_Found] | None:
    """The items of a line that is nothing but items; None for all others."""
    found: list[_Found] = []
    at, size = 0, len(line.text)
    while True:
        item = line.at(at)
        if item is None:
            at = skip(line.text, at)
            if at == size:
                return found
            item = line.at(at)
        one = _finish(line, at, item) if item is not None else None
        if one is None:
            return None
        found.append(one)
        at = one.end


def _finish(line: Line, start: int, item: Start) -> _Found | None:
    """The item with its value; None where the value has the wrong shape."""
    text, rule, end = line.text, item.rule, item.end
    if rule is None:
        raw = text[start:end].rstrip()
        return _Found(None, start, end, Finding("date", iso_date(raw), "", start, start + len(raw), raw))
    if rule.kind != "labels":
        return _Found(rule, start, end, _fact_of(rule, text, (start, end)))
    kind = value_kind(rule)
    at = end + len(text[end:]) - len(text[end:].lstrip(" \t\u00a0\u3000"))
    if kind == "date":
        return _dated(line, rule, (start, at))
    stop = max(line.end_of_value(at if _is_name(line.at(at), rule) else end), end)
    if kind == "text" and stop == end and (day := _DATE.match(text, at)):
        stop = day.end()
    at = min(at, stop)
    raw = text[at:stop]
    return _valued(rule, kind, (start, at, stop), raw, clean_value(raw))


def _is_name(item: Start | None, label: Rule) -> bool:
    """Whether what stands behind a label and a blank is the name that the label asks for, not the next item."""
    return item is not None and item.rule is not None and (item.rule.options or {}).get("field") == label.field


def _dated(line: Line, rule: Rule, place: tuple[int, int]) -> _Found | None:
    """A label with a day; the day may be relative or missing, then there is no value."""
    start, at = place
    match = _DATE.match(line.text, at) or _RELATIVE.match(line.text, at)
    if match is not None:
        raw = match.group().rstrip()
        finding = Finding(rule.field, iso_date(raw), rule.id, at, at + len(raw), raw)
        return _Found(rule, start, match.end(), finding)
    if at < len(line.text) and line.at(skip(line.text, at)) is None:
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


def _fact_of(rule: Rule, line: str, place: tuple[int, int]) -> Finding | None:
    """The fact of an item without a label: what stands there, where the option `field` says."""
    key = (rule.options or {}).get("field")
    if not isinstance(key, str):
        return None
    start, end = place
    raw = line[start:end]
    value = re.sub(r"\s+", "", raw) if key != "site.licences" else raw.strip()
    return Finding(key, value, rule.id, start, end, raw)


def beginnings(rules: tuple[Rule, ...]) -> Sieve:
    """Lines that may begin with one of the words of the rules, or with a day that something follows."""
    words = [(word, rule) for rule in rules for word in rule.labels]
    spaced = sorted({word[0] for word, rule in words if rule.kind == "labels" and may_be_spaced(word)})
    others = [re.escape(word) + behind_words(rule) for word, rule in words if len(word) == 1]
    others += [f"[{''.join(spaced)}]{BLANK}"] if spaced else []
    firsts = "".join(sorted({re.escape(word[0]) for word, _ in words}))
    others.append(f"(?=[{DATE_FIRST}])(?>{DATE}|{RELATIVE})[{SEPARATORS}]*[{DATE_FIRST}{firsts}]")
    return beginning({word[:2] for word, _ in words if len(word) > 1}, "|".join(others), SEPARATORS)


def _sieve(rules: tuple[Rule, ...], patterned: list[Rule]) -> Callable[[Page], set[int]]:
    """Lines that begin with an item, or hold what the option `gate` of a pattern finds."""
    begins = beginnings(tuple(rule for rule in rules if not has_pattern(rule)))
    gates = [(searching(re.compile(gate_of(rule))), is_bare(rule)) for rule in patterned if gate_of(rule)]
    if not all(rule.prefilter or gate_of(rule) for rule in patterned):
        gates = [(every, True)]

    def lines(page: Page) -> set[int]:
        found = begins(page.plain)
        for gate, bare in gates:
            gated = gate(page.plain)
            found |= gated if bare else {number for number in gated if has_figures(page.lines[number])}
        return found

    return lines
