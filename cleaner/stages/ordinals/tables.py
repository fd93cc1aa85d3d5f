"""The tables of the stage, read from the options of its rules: families, traces, costs, thresholds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from cleaner.errors import RuleError
from cleaner.rulebook.model import Rule, TomlValue
from cleaner.text.numerals import format_han

Repair = Literal["spoken", "typographic", ""]

NUMERAL = "(?:[二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
"Pattern of a Han numeral from 1 to 99."
NUMERALS = ("", *(format_han(value) for value in range(1, 110)))
"The Han numerals by value, a little beyond the longest list."
HAN = {numeral: value for value, numeral in enumerate(NUMERALS) if 0 < value < 100}
"Han numerals to values, 1 to 99."


@dataclass(frozen=True, slots=True)
class Family:
    """One form of list markers."""

    name: str
    pattern: str
    "With {n} where the numeral stands."
    levels: str
    "Levels at which it may stand, out of P, S, C, M."
    repair: Repair


@dataclass(frozen=True, slots=True)
class Limits:
    """Distances in code points."""

    max_distance: int
    look_back: int
    look_ahead: int
    announced_within: int
    units: Mapping[str, int]
    "By kind of repair: units between the neighbours, at most, for a repair that is applied."
    kept: Mapping[str, int]
    "By kind of repair: intact markers in the list, at least, for a repair that is applied."


@dataclass(frozen=True, slots=True)
class Policy:
    """When one kind of repair is applied: least margins over the runner-up."""

    rule: str
    confidence: float
    "Of an edit with a great margin."
    inferred: bool
    margins: tuple[float | None, ...]
    "Least margin with 0, 1 and 2 intact neighbours; None for never."


@dataclass(frozen=True, eq=False)
class Damage:
    """What may happen to the characters of a marker. Compared by identity, to be a key."""

    look_alikes: Mapping[str, str]
    "A character to those that look like it."
    wordless: frozenset[str]
    "Those of the look-alikes that are no character of any word."
    homophones: Mapping[str, str]
    "A character to those that sound like it."
    scripts: tuple[tuple[str, ...], ...]
    "Numerals of other scripts, from 1 upwards, that stand where the Han numeral stood; digits are known."
    enclosed: tuple[tuple[str, ...], ...]
    "Numerals that stand for a whole marker."
    shapes: Mapping[str, tuple[str, ...]]
    "The text of a marker, with # for the number, to what else it may look like."

    def is_wordless(self, shown: str) -> bool:
        """Whether a damaged marker holds a look-alike that is no character of any word."""
        return not self.wordless.isdisjoint(shown)

    @property
    def firsts(self) -> frozenset[str]:
        """Characters with which a damaged marker may begin, beside digits and what an intact one begins with."""
        tables = (*self.look_alikes.values(), *self.homophones.values())
        numerals = [numeral[0] for script in (*self.scripts, *self.enclosed) for numeral in script]
        shapes = [shape[0] for listed in self.shapes.values() for shape in listed]
        return frozenset({*"".join(tables), *numerals, *shapes} - {"#"})


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything the stage knows, compiled."""

    families: Mapping[str, Family]
    costs: Mapping[str, float]
    limits: Limits
    words: Mapping[str, tuple[str, ...]]
    "Word lists by name: first, last, next, suffixes, connectives, closing..."
    damage: Damage
    form: re.Pattern[str]
    "The same as `marker`, without what must stand before it."
    before_numeral: frozenset[str]
    "What may stand before the numeral of a marker."
    around_numeral: re.Pattern[str]
    "Matches at a numeral where a marker begins there or one character earlier."
    marker: re.Pattern[str]
    "A marker of any family; the name of the group that matched is the family's."
    hints: str
    "Body of a class: characters with which a trace may begin, blanks and opening marks among them."
    openers: frozenset[str]
    "First characters of the words that may stand for an item or close a list."
    trace_firsts: frozenset[str]
    "First characters of traces, beside digits."
    trace: re.Pattern[str]
    "What may be left of a marker; the name of the group that matched is the kind of trace."
    worded: Mapping[str, tuple[tuple[str, ...], ...]]
    "Lists that count in words: name to the words for each step."
    audited: tuple[str, ...]
    "Names of the Arabic families."
    numbered: re.Pattern[str]
    "A marker of any Arabic family at a line start: a group with the family's name, and in it the number's group."


def read_tables(rule: Rule) -> Tables:
    """The tables in the options of the rule `list-families`. Raises RuleError when one is missing."""
    options = rule.options or {}
    families = {
        name: Family(name, _pattern(body, rule), _text(body, "levels", rule), _repair(body))
        for name, body in _table(options, "families", rule).items()
    }
    if not families:
        raise RuleError(f"{rule.file}: options.families: empty; the stage needs a family")
    words = {
        **_words(options, "stand_ins", rule),
        **_words(options, "traces", rule),
        **_words(options, "closing", rule),
    }
    audited = _table(options, "audited", rule)
    damage = _damage(options, rule)
    return Tables(
        families,
        {name: float(cast(float, value)) for name, value in _table(options, "costs", rule).items()},
        Limits(**{name: _number(options[name], name, rule) for name in Limits.__dataclass_fields__}),
        words,
        damage,
        re.compile(_forms(families)),
        frozenset(_MARKS + str(options["first_characters"])),
        re.compile(rf"(?={(plain := _forms(families, named=False))})|(?<=(?={plain}).)"),
        re.compile(rf"[{options['first_characters']}]{BEFORE}(?<=(?=(?:{_forms(families)})).)"),
        _hints(words, damage),
        frozenset(word[0] for name in ("first", "last", "next", "closing") for word in words[name]),
        frozenset({*"一二三四五六七八九十第其\uff08(星初", *(word[0] for word in words["connectives"])}),
        _trace_pattern({kind: str(form) for kind, form in _table(options, "trace_forms", rule).items()}, words),
        {
            name: tuple(tuple(cast(list[str], step)) for step in cast(list[TomlValue], steps))
            for name, steps in _table(options, "worded", rule).items()
            if steps
        },
        tuple(audited),
        re.compile(
            rf"\n[ \t\u3000\xa0]{{0,8}}(?=\D?\d)(?:{'|'.join(f'(?P<{name}>{form})' for name, form in audited.items())})"
        ),
    )


def read_policies(rules: Iterable[Rule]) -> dict[str, Policy]:
    """Policies by kind of repair, from the tables `options.repairs` of the repair rules. Raises RuleError."""
    policies: dict[str, Policy] = {}
    for rule in rules:
        if rule.action != "replace":
            continue
        for kind, value in _table(rule.options or {}, "repairs", rule).items():
            if not isinstance(value, list) or len(value) != 3:
                raise RuleError(f'{rule.file}: options.repairs.{kind}: give three margins or "never"')
            margins = tuple(None if least == "never" else float(cast(float, least)) for least in value)
            policies[kind] = Policy(rule.id, rule.confidence, rule.inferred, margins)
    return policies


def _damage(options: Mapping[str, TomlValue], rule: Rule) -> Damage:
    numerals = _table(options, "numerals", rule)
    look_alikes = {key: str(value) for key, value in _table(options, "look_alikes", rule).items()}
    signs = {other for others in look_alikes.values() for other in others if not "\u4e00" <= other < "\ua000"}
    return Damage(
        look_alikes,
        frozenset({*signs, *str(options["wordless"])}),
        {key: str(value) for key, value in _table(options, "homophones", rule).items()},
        tuple(tuple(cast(list[str], script)) for script in cast(list[TomlValue], numerals["scripts"])),
        tuple(tuple(cast(list[str], script)) for script in cast(list[TomlValue], numerals["enclosed"])),
        {key: tuple(cast(list[str], value)) for key, value in _table(options, "shapes", rule).items()},
    )


def _table(options: Mapping[str, TomlValue], name: str, rule: Rule) -> dict[str, TomlValue]:
    value = options.get(name)
    if not isinstance(value, dict):
        raise RuleError(f"{rule.file}: options.{name}: missing; the stage needs this table")
    return value


def _words(options: Mapping[str, TomlValue], name: str, rule: Rule) -> dict[str, tuple[str, ...]]:
    return {
        key: tuple(value) if isinstance(value, str) else tuple(cast(list[str], value))
        for key, value in _table(options, name, rule).items()
    }


def _text(body: TomlValue, name: str, rule: Rule) -> str:
    if not isinstance(body, dict) or not isinstance(body.get(name), str):
        raise RuleError(f"{rule.file}: options.families: every family needs the text {name}; add it")
    return cast(str, body[name])


def _pattern(body: TomlValue, rule: Rule) -> str:
    pattern = _text(body, "pattern", rule)
    if "{n}" not in pattern:
        raise RuleError(f"{rule.file}: options.families: the pattern {pattern!r} has no {{n}} for the number; add it")
    return pattern


def _number(value: TomlValue, name: str, rule: Rule) -> Any:
    """A number of code points, or a table of numbers."""
    if not all(type(each) is int for each in (value.values() if isinstance(value, dict) else (value,))):
        raise RuleError(f"{rule.file}: options.{name}: {value!r} is no whole number; give one")
    return value


def _repair(body: TomlValue) -> Repair:
    return cast(Repair, cast(dict[str, TomlValue], body).get("repair", ""))


_MARKS = "\n。\uff01\uff1f!?…\uff1b;\uff1a:,\uff0c、—”’\"'』」\uff09)“‘《〈【「『\uff08( \t\u3000\xa0*#>·•-"
BEFORE = rf"(?<![^{re.escape(_MARKS)}].)"
"""After the first character of a marker: a break or an opening mark stands before it. A lookbehind in second place
lets the engine scan for the first characters, which is several times faster."""


def _forms(families: Mapping[str, Family], named: bool = True) -> str:
    forms = {family.name: family.pattern.replace("{n}", NUMERAL) for family in families.values()}
    return "|".join(f"({f'?P<{name}>' if named else '?:'}{form})" for name, form in forms.items())


def _any(words: tuple[str, ...]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _hints(words: Mapping[str, tuple[str, ...]], damage: Damage) -> str:
    firsts = "".join(word[0] for word in words["connectives"]) + "".join(damage.firsts)
    opening = " \t\u3000\xa0“\"‘'《〈【「『\uff08(*>·•-"
    return re.escape("".join(sorted({*firsts, *"一二三四五六七八九十第其星初0123456789", *opening})))


def _trace_pattern(forms: Mapping[str, str], words: Mapping[str, tuple[str, ...]]) -> re.Pattern[str]:
    """One alternative for each kind of trace. In a form {n} is a Han numeral, {d} one in Arabic digits, {comma} a comma
    in either width, and the name of a word list stands for any of its words."""
    names = {"n": NUMERAL, "d": r"[1-9\uff11-\uff19][0-9\uff10-\uff19]?", "comma": r"[,\uff0c]"}
    names |= {name: f"(?:{_any(listed)})" for name, listed in words.items()}
    kinds = {kind: re.sub(r"\{([a-z_]+)\}", lambda match: names[match[1]], form) for kind, form in forms.items()}
    return re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in kinds.items()))
