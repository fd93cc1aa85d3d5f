"""Patterns of items: one alternation of everything that may start an item, per zone of a document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from cleaner.rulebook.model import Rule
from cleaner.rulebook.patterns import CLASSES, expand_classes
from cleaner.stages.boilerplate.marks import Zone, allowed
from cleaner.stages.boilerplate.sieve import Sieve, Words, beginning, every, searching
from cleaner.stages.boilerplate.values import DATE, DATE_FIRST, RELATIVE

BLANK = f"[{CLASSES['blank']}]"
SEPARATORS = (
    CLASSES["blank"] + r"|\uff5c\u4e28\u2223\xa6\u2502\xb7\u30fb\u2022\u25ce/\\,\uff0c;\uff1b\u3001\-\u2013\u2014_*>"
    r"\u300a\u300b\u300c\u300d\u3010\u3011\[\]()\uff08\uff09"
)
"What may stand between items: blanks, bars, commas, strokes, brackets; the body of a character class."
MAX_ITEM = 60
"Longest distance from the start of an item to the literal of its pattern. Code points."
PEOPLE = ("author", "editor", "credit")
"Kinds of values that are lists of people."
DATE_GROUP = "DATE"
"Name of the group that marks a date without a label."
_BARS = r"[|\uff5c\u4e28\u2223]"
_COLON = re.compile("[:\uff1a]")
FIGURES = re.compile("[0-9\uff10-\uff19:\uff1a|\uff5c\u4e28\u2223\u3007\u25cb]|[今昨前][天日]|刚刚|剛剛")


@dataclass(frozen=True, slots=True)
class Starts:
    """What may start an item in one zone. The name of the last group that matched is the id of the rule."""

    item: re.Pattern[str]
    bare: re.Pattern[str] | None
    "The same for a line without figures, colons and bars: only rules with the option `bare`."
    behind: re.Pattern[str]
    "Where the value of a label ends: an item behind separators."
    glued: re.Pattern[str] | None
    "Or a label with a colon that follows without a separator."

    def of(self, line: str) -> re.Pattern[str] | None:
        """The pattern that a line asks for."""
        return self.item if FIGURES.search(line) else self.bare

    def end_of(self, line: str, at: int) -> int:
        """Where the value that begins at `at` ends. Code points of the line."""
        behind = self.behind.search(line, at)
        end = behind.start() if behind else len(line)
        if self.glued is not None and _COLON.search(line, at, end):
            glued = self.glued.search(line, at)
            end = min(end, glued.start()) if glued else end
        return end


def starts_of(rules: tuple[Rule, ...], zone: Zone) -> Starts:
    """The alternation of the rules that may speak in a zone. Raises RuleError for a bad pattern."""
    here = sorted((rule for rule in rules if allowed(rule, zone)), key=lambda rule: (-rule.priority, rule.id))
    date = f"(?=[{DATE_FIRST}])(?:{DATE}|{RELATIVE})(?P<{DATE_GROUP}>)"
    item = "|".join([date, *_alternatives(here)])
    bare = "|".join(_alternatives([rule for rule in here if (rule.options or {}).get("bare")]))
    labelled = [rule for rule in here if rule.kind == "labels" and value_kind(rule) != "owner"]
    labels = "|".join(map(_branch, labelled))
    return Starts(
        re.compile(item),
        re.compile(bare) if bare else None,
        re.compile(f"[{SEPARATORS}]+(?:{item})"),
        re.compile(f"(?={_firsts(labelled)})(?:{labels})") if labels else None,
    )


def _alternatives(rules: Iterable[Rule]) -> Iterator[str]:
    """Patterns of the rules in their order, each with its name behind. Rules of words that follow each other stand
    behind one look at the first character."""
    for patterned, group in groupby(rules, has_pattern):
        run = list(group)
        branches = "|".join(f"{_branch(rule)}(?P<{rule.id}>)" for rule in run)
        yield branches if patterned else f"(?={_firsts(run)})(?:{branches})"


def _firsts(rules: Iterable[Rule], others: str = "") -> str:
    """A class of the characters that the words of the rules begin with: to fail early where none of them stands."""
    return f"[{others}{''.join(sorted({re.escape(word[0]) for rule in rules for word in rule.labels}))}]"


def has_pattern(rule: Rule) -> bool:
    """True for an item rule with a pattern of its own; the others are words, which an item begins with."""
    return bool(rule.pattern) and rule.kind != "labels"


def beginnings(rules: tuple[Rule, ...]) -> Sieve:
    """Lines that may begin with one of the words of the rules, or with a day that something follows."""
    words = [word for rule in rules for word in rule.labels]
    spaced = sorted({word[0] for word in words if _label(word) != re.escape(word)})
    short = [(rule, tuple(word for word in rule.labels if len(word) == 1)) for rule in rules]
    others = [_branch(replace(rule, labels=words)) for rule, words in short if words]
    others += [f"[{''.join(spaced)}]{BLANK}"] if spaced else []
    others.append(f"(?=[{DATE_FIRST}])(?>{DATE}|{RELATIVE})[{SEPARATORS}]*{_firsts(rules, DATE_FIRST)}")
    return beginning({word[:2] for word in words if len(word) > 1}, "|".join(others), SEPARATORS)


def literals(rules: tuple[Rule, ...]) -> Sieve:
    """Lines in which the pattern of one of the rules may find something: those with a literal of its `prefilter`, or
    with what its option `gate` finds."""
    if not all(rule.prefilter or (rule.options or {}).get("gate") for rule in rules):
        return every
    gates = [(rule.options or {}).get("gate") for rule in rules]
    sieves = [searching(re.compile(gate)) for gate in gates if isinstance(gate, str)]
    sieves.append(Words(word for rule in rules for word in rule.prefilter).lines)
    return lambda text: set().union(*(sieve(text) for sieve in sieves))


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


def _guard(rule: Rule) -> str:
    """Looks ahead for the first character of a literal that the pattern needs: most of them begin with any name."""
    if not rule.prefilter or (rule.options or {}).get("gate"):
        return ""
    first = "".join(sorted({re.escape(word[0]) for word in rule.prefilter}))
    return f"(?=[^{first}]{{0,{MAX_ITEM}}}[{first}])"


def _branch(rule: Rule) -> str:
    """What starts an item of this rule, without groups."""
    if rule.kind != "labels":
        if rule.pattern:
            return f"{_guard(rule)}(?:{expand_classes(rule.pattern, rule.file)})"
        words = sorted(rule.labels, key=len, reverse=True)
        return f"(?:{'|'.join(map(re.escape, words))})(?![\u4e00-\u9fff])[:\uff1a]?"
    words = sorted(rule.labels, key=len, reverse=True)
    labels = f"(?:{'|'.join(map(_label, words))})"
    kind = value_kind(rule)
    if kind == "date":
        return rf"{labels}{BLANK}{{0,4}}(?:[:\uff1a]|{_BARS}|(?=\d{{4}}[-/.\u5e74]))"
    if kind in PEOPLE or kind == "source":
        return rf"{labels}{BLANK}{{0,4}}(?:[:\uff1a]|{_BARS}(?=[^|]))"
    if kind == "owner":
        return labels + r"(?!者|人|局|法|交易|保护)[:\uff1a]?"
    return rf"{labels}{BLANK}{{0,4}}[:\uff1a]"
