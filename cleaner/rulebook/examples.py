"""Running a rule's own examples: they are its tests, its documentation and the first thing a reader checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cleaner.rulebook.model import Example, Rule, TomlValue
from cleaner.text.document import Document, Value

Run = Callable[[str, str, str], Document]
"Cleans a text with some set of rules: the text, an id, and the site that it is from; as `Cleaner.clean`."


@dataclass(frozen=True, slots=True)
class Runs:
    """The two ways in which an example is run."""

    alone: Run
    "Only the rule and those it needs; nothing is held."
    together: Run
    "All rules, default settings."


def failures(rule: Rule, runs: Runs) -> Iterator[str]:
    """What does not hold in the rule's examples, one message per fault: file, example, what was seen, what to do."""
    if len(rule.misses) < len(rule.hits):
        counts = f"{len(rule.hits)} hits but {len(rule.misses)} misses"
        yield f"{rule.file}: {counts}; add texts that the rule must leave alone"
    if not rule.hits:
        yield f"{rule.file}: no [[hit]]; add one, before and after"
    for number, example in enumerate(rule.hits, 1):
        yield from (f"{rule.file}: [[hit]] {number}: {fault}" for fault in _hit(rule, example, runs))
    for number, example in enumerate(rule.misses, 1):
        yield from (f"{rule.file}: [[miss]] {number}: {fault}" for fault in _miss(rule, example, runs))
    for number, example in enumerate(rule.gaps, 1):
        if runs.alone(example.before, "", example.site).text == example.after:
            yield f"{rule.file}: [[gap]] {number}: works now; make it a [[hit]]"


def _hit(rule: Rule, example: Example, runs: Runs) -> Iterator[str]:
    document = runs.alone(example.before, "", example.site)
    if document.text != example.after:
        yield f"expected {example.after!r}, got {document.text!r}; correct the pattern or the example"
        return
    if document.restore() != example.before:
        yield f"restoring gave {document.restore()!r}; this is a fault of the stage, report it"
    if not _fired(rule, document):
        yield f"no edit, flag or fact carries {rule.id}; another rule did the work, choose a clearer example"
    again = runs.alone(document.text, "", example.site)
    if again.text != document.text:
        yield f"a second run gave {again.text!r}; the rule must leave its own output alone"
    if not _fired(rule, runs.together(example.before, "", example.site)):
        yield f"{rule.id} does not fire when all rules run; another stage takes its text away"
    found: dict[str, Value] = {fact.key: fact.value for _, fact in document.facts}
    for key, wanted in (example.facts or {}).items():
        if not _same(wanted, found.get(key)):
            yield f"fact {key}: expected {wanted!r}, got {found.get(key)!r}; correct the pattern or the example"


def _miss(rule: Rule, example: Example, runs: Runs) -> Iterator[str]:
    document = runs.alone(example.before, "", example.site)
    if document.text != example.before:
        yield f"must stay as it is, got {document.text!r}; narrow the pattern"
    elif _fired(rule, document):
        yield f"{rule.id} speaks up in a text that it must leave alone; narrow the pattern"


def _fired(rule: Rule, document: Document) -> bool:
    """True when the rule proposed an edit, raised a flag or found a fact with a value or a raw form."""
    if any(entry.edit.rule == rule.id for _, entry in document.edits):
        return True
    return any(fact.rule == rule.id for _, fact in document.facts)


def _same(wanted: TomlValue, got: Value | None) -> bool:
    return tuple(wanted) == got if isinstance(wanted, list) else wanted == got
