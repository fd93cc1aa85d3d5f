"""Checks of rule files that the loader does not make: they need the raw text of the file, or all rules at once."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from cleaner.errors import RuleError
from cleaner.rulebook.kinds import KINDS
from cleaner.rulebook.linear import slow_on
from cleaner.rulebook.load import parse_rule
from cleaner.rulebook.model import Example, Rule
from cleaner.rulebook.patterns import compile_pattern
from cleaner.rulebook.reach import shut_out
from cleaner.text.shapes import MASK, fold

LETTERS = {
    "encoding": "EN", "unicode": "UN", "lines": "LN", "boilerplate": "BP", "script": "SC", "punctuation": "PU",
    "ordinals": "OR", "numerals": "NU", "layout": "LY",
}  # fmt: skip
"Each stage with the letters that the ids of its rules begin with."
LEARNED = "ST"
"What the ids of the site templates that `cleaner learn` writes begin with; ten hexadecimal digits follow."
Level = Literal["error", "hint"]
PLACEHOLDER = "TODO"
"What a new rule holds where its author has to write something."

_ID = re.compile(r"[A-Z]{2}[0-9]{3}")
_LEARNED_ID = re.compile(rf"{LEARNED}[0-9A-F]{{10}}")
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SEEN = re.compile(r"made up|.*\S:\d+(?:-\d+)?|https?://\S+")
_FULL_WIDTH = re.compile("[\uff01-\uff5e]")
_INVISIBLE = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_CLASS = re.compile(r"(?<!\\)\[\^?((?:\\.|[^\]\\])+)\]")
_TOKEN = re.compile(r"\$\{[a-z]+\}|\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}|\\x[0-9a-fA-F]{2}|\\.|.")
_FOLDABLE = frozenset("!\"#%'(),./:;<=>?@_`~")
_TWICE = re.compile(r"(?<!\\)([!%,/:;<=>@_`~-])\|\1(?=[|)])")


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing to look at in a rule file."""

    file: str
    line: int
    "Counted from 1."
    message: str
    "What is wrong and what to do."
    level: Level = "error"

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {'hint: ' if self.level == 'hint' else ''}{self.message}"


@dataclass(frozen=True, slots=True)
class Ids:
    """Where each id is used, to see that none is used twice."""

    files: dict[str, str]

    def clash(self, rule: Rule) -> str:
        """File of another rule with this id; empty when there is none. Remembers the rule."""
        other = self.files.setdefault(rule.id, rule.file)
        return "" if other == rule.file else other


Reads = Mapping[str, Callable[[Rule], Rule]]
"For a stage the rule as it reads it, where that is not as it is written."


def lint(
    files: Iterable[tuple[str, bytes]], others: Iterable[Rule] = (), measure: bool = True, reads: Reads | None = None
) -> tuple[Finding, ...]:
    """Findings in some rule files, given as path and content, by file and line.

    `others` are rules whose ids are taken too. `measure` runs the checks that try the patterns, of time and of the
    prefilter, about a fifth of a second for each rule.
    """
    ids = Ids({rule.id: rule.file for rule in others})
    found: list[Finding] = []
    rules: list[tuple[Rule, str]] = []
    for file, raw in sorted(files):
        text = raw.decode("utf-8", "replace")
        found += [Finding(file, line, message, level) for line, message, level in _raw_lines(text)]
        try:
            rule = parse_rule(raw, file)
        except RuleError as error:
            found.append(Finding(file, 1, str(error).removeprefix(f"{file}: ")))
            continue
        rules.append((rule, text))
        clash = ids.clash(rule)
        if clash:
            found.append(_at(rule, text, "id", f"{rule.id} is also the id of {clash}; take the next free one"))
    for rule, text in rules:
        found += _rule(rule, text, ids, measure, reads or {})
    return tuple(sorted(found))


def next_id(stage: str, rules: Iterable[Rule]) -> str:
    """The lowest id above all that the stage uses or has used.

    >>> next_id("punctuation", ())
    'PU001'
    """
    letters = LETTERS[stage]
    used = [int(rule.id[2:]) for rule in rules if rule.id.startswith(letters) and _ID.fullmatch(rule.id)]
    return f"{letters}{max(used, default=0) + 1:03}"


def _at(rule: Rule, text: str, field: str, message: str, level: Level = "error") -> Finding:
    """A finding at the line of a field, the first line where the field is not written."""
    place = re.search(rf"^[ \t]*{field}[ \t]*=", text, re.M)
    return Finding(rule.file, text.count("\n", 0, place.start()) + 1 if place else 1, f"{field}: {message}", level)


def _raw_lines(text: str) -> Iterator[tuple[int, str, Level]]:
    """What the raw lines show: places left to fill in, and characters to be written as escapes.

    Invisible ones must be, full-width marks had better: some editors and models fold them.
    """
    for number, line in enumerate(text.split("\n"), 1):
        if PLACEHOLDER in line:
            yield number, f"still holds {PLACEHOLDER}; write what belongs there", "error"
        if line.isascii() and line.isprintable():
            continue
        for column, character in enumerate(line, 1):
            if is_invisible(character):
                name = f"U+{ord(character):04X} {unicodedata.name(character, 'control or private')}"
                yield number, f"column {column} holds the invisible {name}; write {escape(character)}", "error"
    marks = "".join(sorted(set(_FULL_WIDTH.findall(text))))
    if marks:
        first = text.count("\n", 0, min(map(text.index, marks))) + 1
        escapes = " ".join(map(escape, marks))
        yield first, f"full-width {marks} may be folded to ASCII on the way into a file; write {escapes}", "hint"


def is_invisible(character: str) -> bool:
    """True for a character that nobody sees in a file: controls, formats, private use, odd blanks."""
    if character in " \t\r":
        return False
    return unicodedata.category(character) in ("Cc", "Cf", "Co", "Cn", "Zs", "Zl", "Zp") or bool(
        _INVISIBLE.match(character)
    )


def escape(character: str) -> str:
    """The character as TOML and patterns write it."""
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _rule(rule: Rule, text: str, ids: Ids, measure: bool, reads: Reads) -> Iterator[Finding]:
    """All findings in one rule that could be read."""
    for field, message in (*_head(rule, ids), *_folded(rule), *_sites(rule)):
        yield _at(rule, text, field, message)
    for field, message, level in _words(rule):
        yield _at(rule, text, field, message, level)
    if rule.status == "retired":
        if not rule.replaced_by:
            yield _at(rule, text, "status", "retired without replaced_by; name the rule that does its work now", "hint")
        return
    yield from (_example_finding(rule, text, kind, number, message) for kind, number, message in _examples(rule))
    if fault := _pattern(rule):
        yield _at(rule, text, "pattern", fault)
        return
    if not measure:
        return
    read = reads[rule.stage](rule) if rule.stage in reads else rule
    if slow := slow_on(read):
        yield _at(rule, text, "pattern", slow)
    elif lost := shut_out(read):
        said = f"keeps {lost!r} from the pattern, which matches it; add a literal of it, or drop that branch"
        yield _at(rule, text, "prefilter", said)


def _head(rule: Rule, ids: Ids) -> Iterator[tuple[str, str]]:
    letters = LETTERS.get(rule.stage)
    if letters is None:
        yield "stage", f"there is no stage {rule.stage}; use one of {', '.join(LETTERS)}"
    elif rule.kind == "template" and _LEARNED_ID.fullmatch(rule.id):
        pass
    elif not _ID.fullmatch(rule.id) or not rule.id.startswith(letters):
        yield "id", f"{rule.id} does not fit stage {rule.stage}; use {letters} and three digits"
    folder = rule.file.split("/")[-2] if "/" in rule.file else ""
    if folder in LETTERS and folder != rule.stage:
        yield "stage", f"{rule.stage}, but the file lies in {folder}/; move the file or correct the stage"
    if not _NAME.fullmatch(rule.name):
        yield "name", f"{rule.name!r} is not kebab-case; use small letters, digits and single hyphens"
    if not rule.why.strip():
        yield "why", "is empty; say in a sentence why the edit is right"
    if not any(word.strip() for word in rule.seen):
        yield "seen", "is empty; say where it was met, as path:line, or made up"
    for word in rule.seen:
        if PLACEHOLDER not in word and not _SEEN.fullmatch(word):
            yield "seen", f"{word!r} is no place; write path:line, or made up"
    for word in rule.needs:
        if word not in ids.files:
            yield "needs", f"there is no rule {word}; correct the id"
    if rule.replaced_by and rule.replaced_by not in ids.files:
        yield "replaced_by", f"there is no rule {rule.replaced_by}; correct the id"


def _folded(rule: Rule) -> Iterator[tuple[str, str]]:
    """Traces of a full-width mark that became ASCII on its way into the file."""
    for body in _CLASS.findall(rule.pattern):
        counts = Counter(token for token in _TOKEN.findall(body) if token in _FOLDABLE)
        for mark, count in counts.items():
            if count > 1:
                yield "pattern", f"[{body}] holds {mark} twice; write the full-width one as {escape(_widened(mark))}"
    for mark in _TWICE.findall(rule.pattern):
        yield "pattern", f"{mark}|{mark} says the same twice; write the full-width one as {escape(_widened(mark))}"
    for key, after in (rule.map or {}).items():
        if key == after and key in _FOLDABLE:  # words may be mapped to themselves, to keep them from shorter ones
            yield "map", f"{key!r} becomes itself; write full-width marks as escapes"


def _words(rule: Rule) -> Iterator[tuple[str, str, Level]]:
    """Words that a list holds twice; where they hold a mark, one of them was meant in full width."""
    for field, words in (("prefilter", rule.prefilter), ("labels", rule.labels)):
        for word, count in Counter(words).items():
            if not word:
                yield field, "an empty word is in every text; drop it", "error"
            elif count > 1 and _FOLDABLE.isdisjoint(word):
                yield field, f"{word!r} stands there twice; drop one", "hint"
            elif count > 1:
                yield field, f"{word!r} stands there twice; write full-width marks as escapes", "error"


def _widened(mark: str) -> str:
    return chr(ord(mark) + 0xFEE0)


def _sites(rule: Rule) -> Iterator[tuple[str, str]]:
    """Faults of the lines of a template: what no line of a page can be equal to."""
    for site in rule.sites:
        if not site:
            yield "sites", "an empty name is no site; drop it"
    for line in rule.lines:
        if fold(line.text) != line.text or not line.text:
            yield "lines", f"{line.text!r} is no line; write it without blanks at the ends, single blanks inside"
        elif line.shape and not MASK.search(line.text):
            yield "lines", f"shape {line.text!r} holds no {{date}}, {{time}}, {{number}} or {{name}}; write text"


def _examples(rule: Rule) -> Iterator[tuple[str, int, str]]:
    """Faults of examples that can be seen without running them: kind, number (0 for all), message."""
    if not rule.hits:
        yield "hit", 0, "no [[hit]]; add one, before and after"
    if len(rule.misses) < len(rule.hits):
        yield "miss", 0, f"{len(rule.hits)} hits but {len(rule.misses)} misses; add texts that must be left alone"
    hits = {(hit.before, hit.site) for hit in rule.hits}
    for number, hit in enumerate(rule.hits, 1):
        if not hit.before:
            yield "hit", number, "before is empty; write a text that shows the fault"
        elif hit.before == hit.after and not hit.facts and rule.action in ("delete", "replace"):
            yield "hit", number, "before and after are the same; write full-width marks as escapes"
    for number, miss in enumerate(rule.misses, 1):
        if (miss.before, miss.site) in hits and not _speaks_only(rule, miss):
            yield "miss", number, "is also a [[hit]]; drop one of the two"


def _speaks_only(rule: Rule, miss: Example) -> bool:
    return rule.action in ("flag", "fact", "keep") and any(hit.after != miss.before for hit in rule.hits)


def _example_finding(rule: Rule, text: str, kind: str, number: int, message: str) -> Finding:
    places = list(re.finditer(rf"^[ \t]*\[\[{kind}\]\]", text, re.M))
    line = text.count("\n", 0, places[number - 1].start()) + 1 if 0 < number <= len(places) else 1
    return Finding(rule.file, line, f"[[{kind}]] {number}: {message}" if number else message)


def _pattern(rule: Rule) -> str:
    """What is wrong with the rule's pattern, short of its speed; empty when nothing is."""
    if not rule.pattern:
        return "is empty; write one" if "pattern" in KINDS[rule.kind].required else ""
    try:
        pattern = compile_pattern(rule)
    except RuleError as error:
        return str(error).removeprefix(f"{rule.file}: pattern: ")
    empty = pattern.fullmatch("") if rule.kind == "line" else pattern.search("")
    if empty and rule.kind in ("line", "span", "protect"):
        return "matches the empty text; ask for at least one character"
    return ""
