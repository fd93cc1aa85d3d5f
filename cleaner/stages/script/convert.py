"""Traditional to simplified: the rules and the installed dictionary, compiled into one table when first needed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from cleaner.rulebook.model import Rule
from cleaner.stages.script.dictionary import Convert, Dictionary, installed_dictionary
from cleaner.stages.script.phrases import Entries, Target
from cleaner.stages.script.table import Table
from cleaner.text.edit import EditColumns

CHARACTERS = "characters"
PHRASES = "phrases"
"What `options.source` of a rule may name: the part of the installed dictionary that the rule stands for."


class Converter:
    """What changes in runs of text. Rules with a `map` overrule the dictionary; of two maps, priority, then id wins."""

    def __init__(self, rules: tuple[Rule, ...], dictionary: Dictionary | None = None) -> None:
        """`dictionary` is the installed one, read when first needed, unless another is given."""
        self.rules = tuple(rule for rule in rules if rule.map is not None or _source(rule))
        self._dictionary = dictionary
        self._table = cache(self._compile)

    @property
    def dictionary(self) -> Dictionary:
        """The dictionary in use."""
        return self._dictionary or installed_dictionary()

    def replacements(self, text: str, start: int, end: int, without: frozenset[str] = frozenset()) -> EditColumns:
        """What changes in text[start:end] by the rules that are not in `without`. Sorted, disjoint."""
        ours = self._table(without).replacements(text, start, end)
        convert = self.dictionary.convert
        phrases = next((rule for rule in self.rules if _source(rule) == PHRASES), None)
        if convert is None or phrases is None:
            return ours
        own = {key for rule in self.rules for key in rule.map or {} if len(key) == 1}
        corrections = {rule.id for rule in self.rules if rule.map}
        theirs = _converted(text, start, end, convert)
        said = {at: new for at, new in theirs.items() if text[at] not in own}
        return _merged(text, ours, said, phrases, corrections)

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
        known = {key: forms[0] for key, forms in self.dictionary.characters.items()}
        known |= {key: after for key, (after, _) in characters.items()}
        for key in [key for key, (after, _) in characters.items() if key == after]:
            del characters[key]
        for after, index in list(phrases.values()):
            phrases.setdefault(after, (after, index))  # what a phrase became must stay: 著於 gives 著于, not 着于
        return Table(Entries(characters, phrases, known), [(rule.id, rule.confidence) for rule in self.rules])


def _source(rule: Rule) -> str:
    named: Mapping[str, object] = rule.options or {}
    return str(named.get("source", ""))


def _converted(text: str, start: int, end: int, convert: Convert) -> dict[int, str]:
    """Every character of a run as the package's own converter has it, by place; empty where lengths differ."""
    after = convert(text[start:end])
    return dict(enumerate(after, start)) if len(after) == end - start else {}


def _merged(text: str, ours: EditColumns, theirs: dict[int, str], rule: Rule, corrections: set[str]) -> EditColumns:
    """Our edits; where the converter says otherwise about a character of the dictionary, its word counts.

    Edits of the rules that are `corrections` stand as they are.
    """
    rows: list[tuple[int, int, str, str, float]] = []
    said = {at: new for at, new in theirs.items() if text[at] != new}
    for edit in ours:
        start, end = edit.span.start, edit.span.end
        for at in range(start, end):
            said.pop(at, None)
        same = all(theirs.get(at, new) == new for at, new in enumerate(edit.after, start))
        if same or edit.rule in corrections:
            rows.append((start, end, edit.after, edit.rule, edit.confidence))
            continue
        for at, new in enumerate(edit.after, start):
            last = theirs.get(at, new)
            if last != text[at]:
                rows.append((at, at + 1, last, edit.rule, edit.confidence))
    rows += [(at, at + 1, new, rule.id, rule.confidence) for at, new in said.items()]
    merged = EditColumns()
    for row in sorted(rows):
        merged.add(*row)
    return merged
