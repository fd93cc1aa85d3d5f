"""Lines made of nothing but items: labelled values, dates, tools, counters, licence numbers.

`2025.11.06 14:32   发布人:管理员   浏览:89次` is three items; a line is taken only when it is consumed whole. Each item
has a weight; the line goes when the weights reach 1, and asks for a neighbour that goes when they do not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from cleaner.rulebook.model import Rule
from cleaner.stages.boilerplate.dates import DATE, DATE_FIRST, LABELLED_DATE, RELATIVE, iso_date
from cleaner.stages.boilerplate.lexer import (
    ADDRESS,
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
    names,
    skip,
    value_kind,
)
from cleaner.stages.boilerplate.marks import ZONES, Finding, Mark, Zone, need_of
from cleaner.stages.boilerplate.sieve import Sieve, beginning, every, searching
from cleaner.stages.boilerplate.values import account, clean_value, is_placeholder, people, words

_DATE = re.compile(DATE)
_LABELLED_DATE = re.compile(LABELLED_DATE)
_RELATIVE = re.compile(RELATIVE)
_BYLINE = re.compile(
    "[ \u3000\u00a0]{1,8}(?:记者|記者|通讯员|通訊員|作者)[ \u3000\u00a0]{1,4}([\u4e00-\u9fff ]{2,12})$"
)
"A reporter behind the paper, without a colon: no part of the source."
_BEHIND_SOURCE = re.compile(
    "[ \u3000\u00a0]+(?:第 ?\\d+ ?页|共 ?\\d|<<|上一页|下一页|已有|暂无|网友评论|我来说两句|发表评论).*"
    f"|[ \u3000\u00a0(\uff08]+{ADDRESS.pattern}\uff09?$"
)
"Tools behind a source that nothing else ends, and its address."
_SENTENCE = re.compile("[\u3002\uff01\uff1f!?\uff1b\u2026\u201c\u201d]")
_NO_SOURCE = re.compile("\uff0c|[:\uff1a] ?[0-9]")
"What no name of a source holds."
_UNCLOSED = re.compile("[ \u3000]*[(\uff08][^()\uff08\uff09]*$")
"A bracket whose closing half was taken for a separator."
_MAX_VALUE = {"source": 30, "author": 40, "editor": 40, "credit": 40, "code": 60, "text": 60}
"Longest value of a label, by the option `value`. Code points."
_OTHER_LABEL = re.compile(f"{BLANK}[\\w]{{2,8}}[:\uff1a](?!//)")
"A label behind a name or source that no rule knows; it goes with them where it has no value."
_OPENING = "[\u3010(\uff08"
_BRACKET = re.compile(r"[\[\u3010(\uff08\]\u3011)\uff09]")
MAX_BELOW = 20
"Longest value on the line under its label. Code points."
_STOPS = re.compile("[。\uff0c\uff1b\uff1a\uff01\uff1f!?,:;]")
_FACTS = ("date", "updated", "source", "author", "editor", "tags", "site.name", "site.organiser")


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a line, with the values that it gives."""

    rule: Rule | None
    "None for a date that stands alone."
    start: int
    end: int
    findings: tuple[Finding, ...] = ()


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
        "The other lines of a text that are worth reading; it is given them one by one too."

    def may_read(self, line: str, held: Iterable[str]) -> bool:
        """Whether a line that the sieve kept back is worth reading for the literals that it holds."""
        return not (self.literals if has_figures(line) else self._bare).isdisjoint(held)

    def read(self, line: str, zone: Zone, held: Iterable[str]) -> Mark | None:
        """The mark of a line that is nothing but items that may stand in `zone`; None for all others. `held` are
        its literals."""
        found, end = _consume(self._lexers[zone].line(line, held))
        if end < len(line) or not any(item.rule for item in found):
            return None
        findings = tuple([finding for item in found for finding in item.findings])
        weight, best = self.weigh(found)
        weight += 0.5 if line[0] in "\u3010[" and line[-1] in "\u3011]" else 0
        assert best is not None
        dated = best.type == "footer" and any(finding.key == "date" for finding in findings)
        kind = "metadata" if dated else best.type
        if weight >= 1:
            return Mark(best, "nothing", findings, f"{len(found)} items, nothing else", kind)
        need = need_of(best)
        if need == "never":
            return None
        return Mark(best, "neighbour" if need == "nothing" else need, findings, "beside a line that goes", kind)

    def laid(self, text: str, zone: Zone, held: Iterable[str]) -> Line:
        """A text of `zone` with the rules that may find something on it. `held` are its literals."""
        return self._lexers[zone].line(text, held)

    def weigh(self, found: Sequence[Item]) -> tuple[float, Rule | None]:
        """The weight of items together, and the rule that counts most; days without a label count half, once."""
        rules = [item.rule for item in found if item.rule is not None]
        weight = sum([self._weights[rule.id] for rule in rules]) + (0.5 if len(rules) < len(found) else 0)
        return weight, max(rules, key=lambda rule: self._weights[rule.id]) if rules else None

    def read_lines(self, lines: Sequence[str], zone: Zone, held: Iterable[str]) -> tuple[list[Item], int]:
        """The items that the first of the lines hold together, and the number of these lines. A value may stand
        under its label. Offsets are those of the lines joined by line breaks."""
        text = "\n".join(lines)
        found, end = _consume(self._lexers[zone].line(text, held))
        breaks = [match.start() for match in re.finditer("\n", text[: end + 1])] if end >= len(lines[0]) else []
        breaks += [len(text)] if end == len(text) else []
        whole = [at for at in breaks if not any(item.start < at < item.end for item in found)]
        if not whole:
            return [], 0
        return [item for item in found if item.end <= whole[-1]], text.count("\n", 0, whole[-1]) + 1


def _consume(line: Line) -> tuple[list[Item], int]:
    """The items that a line begins with, and the offset of what is no item and no separator."""
    found: list[Item] = []
    at = 0
    while True:
        item = line.at(at)
        if item is None:
            at = skip(line.text, at)
            item = line.at(at)
        one = finish(line, at, item) if item is not None else None
        if one is None:
            return found, at
        found.append(one)
        at = one.end


def finish(line: Line, start: int, item: Start) -> Item | None:
    """The item with its value; None where the value has the wrong shape."""
    text, rule, end = line.text, item.rule, item.end
    if rule is None:
        return Item(None, start, end, (_day("date", "", start, text[start:end]),))
    if rule.kind != "labels":
        return Item(rule, start, end, _facts_of(rule, text, (start, end)))
    kind = value_kind(rule)
    at, limit = line.value_at(end, rule.field)
    if kind in ("date", "day"):
        return _dated(line, rule, (start, at))
    if at == limit:
        return _valued(rule, kind, (start, end), (end, ""))
    below = text.find("\n", end, at) >= 0
    begin = line.at(at)
    stop = line.end_of_value(
        at if below or (begin is not None and names(begin, rule.field)) else end, limit, rule.field
    )
    stop = max(stop, end)
    if kind == "text" and stop == end and (day := _DATE.match(text, at)):
        stop = day.end()
    at = min(at, stop)
    stop += text.startswith("\u300b", stop) and "\u300a" in text[at:stop]
    empty = 0
    if (kind == "source" or kind in PEOPLE) and (other := _OTHER_LABEL.search(text, at, stop)):
        empty = 0 if text[other.end() : stop].strip() else stop - other.start()
        stop = other.start()
    if kind in PEOPLE or kind == "source":
        stop = _bracketed(text, at, stop)
    if kind == "source" and (day := _DATE.search(text, at, stop)) and day.start() > at:
        stop = day.start()
    raw = text[at:stop]
    if below and (len(raw) > MAX_BELOW or _STOPS.search(raw)):
        return None
    return _valued(rule, kind, (start, stop + empty), (at, raw))


def _bracketed(text: str, start: int, end: int) -> int:
    """Where a value ends: at a bracket that closes what began before or with it, or at `end`."""
    open_ones = 0
    for bracket in _BRACKET.finditer(text, start + (text[start : start + 1] in _OPENING), end):
        open_ones += 1 if bracket[0] in _OPENING else -1
        if open_ones < 0:
            return bracket.start()
    return end


def _day(key: str, rule: str, start: int, text: str) -> Finding:
    """The day that a text begins with; one that ends in 更新 is that of the last change."""
    raw = text.rstrip()
    return Finding("updated" if raw.endswith("更新") else key, iso_date(raw), rule, start, start + len(raw), raw)


def _dated(line: Line, rule: Rule, place: tuple[int, int]) -> Item | None:
    """A label with a day; the day may be relative or missing, then there is no value."""
    start, at = place
    match = _LABELLED_DATE.match(line.text, at) or _RELATIVE.match(line.text, at)
    if match is not None:
        return Item(rule, start, match.end(), (_day(rule.field, rule.id, at, match.group()),))
    if at < len(line.text) and line.at(skip(line.text, at)) is None:
        return None
    return Item(rule, start, at, (Finding(rule.field, "", rule.id, at, at, ""),))


def _valued(rule: Rule, kind: str, place: tuple[int, int], said: tuple[int, str]) -> Item | None:
    """A label with a value; None where the value has not the shape that the label asks for."""
    key, (start, stop), (at, raw) = rule.field, place, said
    if key == "source" and (address := ADDRESS.fullmatch(raw.strip())) is not None:
        return Item(rule, start, stop, tuple(_named(key, address.group(), rule.id, at, raw)))
    if is_placeholder(raw):
        finding = Finding(key, () if key == "tags" else "", rule.id, at, at + len(raw.rstrip()), raw.strip())
        return Item(rule, start, stop, (finding,) if key in _FACTS else ())
    if kind == "number":
        return Item(rule, start, stop) if re.fullmatch(r"[\d.,+\-\s\u4e07wWkK\u6b21\u4eba]+", raw) else None
    value = clean_value(_BEHIND_SOURCE.sub("", raw) if key == "source" else raw)
    findings: list[Finding] = []
    byline = _BYLINE.search(raw) if key == "source" else None
    if byline is not None:
        value = clean_value(raw[: byline.start()])
        findings += _named("author", people(byline[1]), rule.id, at + byline.start(1), byline[1])
    value = _UNCLOSED.sub("", value)
    value = account(value) if key == "source" else value
    if (
        len(value) > _MAX_VALUE.get(kind, 60)
        or _SENTENCE.search(value)
        or (kind == "source" and _NO_SOURCE.search(value))
    ):
        return None
    if key == "tags":
        return Item(rule, start, stop, (Finding(key, words(value), rule.id, at, at + len(raw.rstrip()), raw.strip()),))
    if kind in PEOPLE:
        value = people(value)
        if not value:
            return None
    findings = _named(key, value, rule.id, at, raw) + findings
    return Item(rule, start, stop, tuple(finding for finding in findings if finding.key in _FACTS))


def _named(key: str, value: str, rule: str, at: int, raw: str) -> list[Finding]:
    """A value with its place: its own characters where they stand together, else all that was said."""
    if not value:
        return []
    within = raw.find(value)
    if within >= 0:
        return [Finding(key, value, rule, at + within, at + within + len(value), value)]
    left = at + len(raw) - len(raw.lstrip())
    return [Finding(key, value, rule, left, left + len(raw.strip()), raw.strip())]


def _weight(rule: Rule) -> float:
    weight = (rule.options or {}).get("weight", 1.0)
    return float(weight) if isinstance(weight, (int, float)) else 1.0


def _facts_of(rule: Rule, line: str, place: tuple[int, int]) -> tuple[Finding, ...]:
    """The fact of an item without a label: what stands there, where the option `field` says."""
    key = (rule.options or {}).get("field")
    if not isinstance(key, str):
        return ()
    start, end = place
    raw = line[start:end]
    if key in PEOPLE:
        return tuple(_named(key, people(raw), rule.id, start, raw))
    if is_placeholder(raw):
        return ()
    value = re.sub(r"\s+", "", raw) if key != "site.licences" else raw.strip()
    if key == "site.domain":
        value = value.rpartition("://")[2].rstrip("/")
    return (Finding(key, value, rule.id, start, end, raw),)


def beginnings(rules: tuple[Rule, ...]) -> Sieve:
    """Lines that may begin with one of the words of the rules, or with a day that something follows."""
    words = [(word, rule) for rule in rules for word in rule.labels]
    spaced = sorted({word[0] for word, rule in words if rule.kind == "labels" and may_be_spaced(word)})
    others = [re.escape(word) + behind_words(rule) for word, rule in words if len(word) == 1]
    others += [f"[{''.join(spaced)}]{BLANK}"] if spaced else []
    firsts = "".join(sorted({re.escape(word[0]) for word, _ in words}))
    others.append(f"(?=[{DATE_FIRST}])(?>{DATE}|{RELATIVE})[{SEPARATORS}]*[{DATE_FIRST}{firsts}]")
    return beginning({word[:2] for word, _ in words if len(word) > 1}, "|".join(others), SEPARATORS)


def _sieve(rules: tuple[Rule, ...], patterned: list[Rule]) -> Callable[[str, Sequence[str]], set[int]]:
    """Lines that begin with an item, or hold what the option `gate` of a pattern finds."""
    begins = beginnings(tuple(rule for rule in rules if not has_pattern(rule)))
    gates = [(searching(re.compile(gate_of(rule))), is_bare(rule)) for rule in patterned if gate_of(rule)]
    if not all(rule.prefilter or gate_of(rule) for rule in patterned):
        gates = [(every, True)]

    def found(text: str, lines: Sequence[str]) -> set[int]:
        numbers = begins(text)
        for gate, bare in gates:
            gated = gate(text)
            numbers |= gated if bare else {number for number in gated if has_figures(lines[number])}
        return numbers

    return found
