"""Traditional to simplified: the rules and the installed dictionary, compiled into one table when first needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from cleaner.rulebook.model import Rule
from cleaner.stages.script.dictionary import Convert, Dictionary, installed_dictionary
from cleaner.stages.script.table import Hit, Table, Target

CHARACTERS = "characters"
PHRASES = "phrases"
"What `options.source` of a rule may name: the part of the installed dictionary that the rule stands for."


class Converter:
    """Replacements for runs of text. Rules with a `map` overrule the dictionary; of two maps, priority, then id decides."""

    def __init__(self, rules: tuple[Rule, ...], dictionary: Dictionary | None = None) -> None:
        """`dictionary` is the installed one, read when first needed, unless another is given."""
        self.rules = tuple(rule for rule in rules if rule.map is not None or _source(rule))
        self._dictionary = dictionary
        self._table = cache(self._compile)

    @property
    def dictionary(self) -> Dictionary:
        """The dictionary in use."""
        return self._dictionary or installed_dictionary()

    def hits(self, text: str, start: int, end: int, without: frozenset[str] = frozenset()) -> Iterator[Hit]:
        """Replacements in text[start:end] by the rules that are not in `without`. The index is that of `self.rules`."""
        hits = self._table(without).hits(text, start, end)
        convert = self.dictionary.convert
        phrase_rule = next((i for i, rule in enumerate(self.rules) if _source(rule) == PHRASES), None)
        if convert is None or phrase_rule is None:
            return hits
        own = {key for rule in self.rules for key in rule.map or {} if len(key) == 1}
        theirs = _converted(text, start, end, convert, phrase_rule)
        return _merged(list(hits), [hit for hit in theirs if text[hit[0]] not in own])

    def _compile(self, without: frozenset[str]) -> Table:
        characters: dict[str, Target] = {}
        phrases: dict[str, Target] = {}
        numbered = [(index, rule) for index, rule in enumerate(self.rules) if rule.id not in without]
        for index, rule in numbered:
            if _source(rule) == CHARACTERS:
                characters |= {key: (forms[0], index) for key, forms in self.dictionary.characters.items()}
            elif _source(rule) == PHRASES:
                phrases |= {key: (form, index) for key, form in self.dictionary.phrases.items()}
        for index, rule in sorted(numbered, key=lambda pair: (pair[1].priority, pair[0])):
            for key, after in (rule.map or {}).items():
                (characters if len(key) == 1 else phrases)[key] = (after, index)
        for key in [key for key, (after, _) in characters.items() if key == after]:
            del characters[key]
        known = {key: forms[0] for key, forms in self.dictionary.characters.items()}
        return Table.of(characters, phrases, known | {key: after for key, (after, _) in characters.items()})


def _source(rule: Rule) -> str:
    named: Mapping[str, object] = rule.options or {}
    return str(named.get("source", ""))


def _converted(text: str, start: int, end: int, convert: Convert, rule: int) -> list[Hit]:
    """Single characters that the package's own converter changes in a run, as hits of the rule for its phrases."""
    run = text[start:end]
    after = convert(run)
    if len(after) != len(run):
        return []
    return [
        (at, at + 1, new, rule) for at, (old, new) in enumerate(zip(run, after, strict=True), start) if old != new
    ]


def _merged(ours: list[Hit], theirs: list[Hit]) -> Iterator[Hit]:
    """Our hits; where the converter says otherwise about a single character of the dictionary, its word counts.

    Phrases of ours stand as they are: they are corrections.
    """
    said = {hit[0]: hit for hit in theirs}
    reach = 0
    for hit in sorted([*ours, *theirs], key=lambda hit: (hit[0], -hit[1])):
        if hit[0] < reach:
            continue
        reach = hit[1]
        other = said.get(hit[0])
        yield hit if other is None or reach - hit[0] > 1 or hit[2] == other[2] else other
