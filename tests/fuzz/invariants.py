"""What must hold for every document, checked from outside: by the property tests and by the fuzzer.

Each check yields faults in words; the first word is the name of the invariant.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from cleaner.pipeline import Cleaner, default_cleaner
from cleaner.rulebook.model import Rule
from cleaner.stages.protect import Protector, Spans
from cleaner.stages.script.dictionary import installed_dictionary
from cleaner.stages.view import Markup
from cleaner.text.document import Document, Source, Step

HAN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
BEFORE_PROTECTION = frozenset(("PU030", "PU031"))
"Noise is taken out before anything is read, also before it is asked what is protected."
REREAD = frozenset(("EN001", "EN010", "EN011", "EN012", "EN013", "EN014", "EN015", "EN016"))
"Rules that read bytes anew: any character may come of it."
NUMERALS = frozenset("〇零一二三四五六七八九十百两第其")


def faults(document: Document) -> Iterator[str]:
    """All that is wrong with a cleaned document, short of running it again."""
    yield from tiling(document)
    yield from tracing(document)
    yield from shielding(document)
    yield from characters(document)
    yield from naming(document)


def tiling(document: Document) -> Iterator[str]:
    """Restore gives the original; patches and changes tile both texts."""
    original = document.source.text
    if document.restore() != original:
        yield "restore: the original does not come back"
    text = original
    for step in document.steps:
        patch = step.patch
        if patch.size != len(text):
            yield f"tiles: the patch of {step.stage} is for {patch.size} code points, the text has {len(text)}"
            return
        stands = tuple(text[start:end] for start, end in zip(patch.starts, patch.ends, strict=True))
        if stands != patch.befores:
            yield f"tiles: the patch of {step.stage} does not say what stands in the text"
        if not len(patch) == len(step.rules) == len(step.confidences) == len(step.notes):
            yield f"tiles: the columns of {step.stage} are not of one length"
        text = patch.apply(text)
    if text != document.text:
        yield "tiles: the patches do not lead to the clean text"
    changes = document.changes  # proves on construction that all between the changes is equal
    if changes.restore() != original or changes.clean != document.text:
        yield "tiles: the changes do not lead from one text to the other"


def tracing(document: Document) -> Iterator[str]:
    """The trace of each character holds its true origin: that of an oracle which carries every character along."""
    origins = carried(document)
    below = 0
    above: list[int] = []
    following = len(document.source.text)
    for origin in reversed(origins):
        following = following if origin is None else origin
        above.append(following)
    above.reverse()
    for place, origin in enumerate(origins):
        found = document.trace(place, place + 1)
        start, end = found.span.start, found.span.end
        if origin is not None:
            if not found.exact or (start, end) != (origin, origin + 1):
                yield f"trace: character {place} comes from {origin}, the trace says {start}:{end}"
                return
            below = origin + 1
        elif not below <= start <= end <= above[place]:
            yield f"trace: character {place} was put in at {below}:{above[place]}, the trace says {start}:{end}"
            return


def carried(document: Document) -> list[int | None]:
    """For each character of the clean text its place in the original; None where an edit wrote it."""
    origins: list[int | None] = list(range(len(document.source.text)))
    for step in document.steps:
        patch = step.patch
        fresh: list[int | None] = []
        position = 0
        for start, end, after in zip(patch.starts, patch.ends, patch.afters, strict=True):
            fresh += origins[position:start]
            fresh += [None] * len(after)
            position = end
        origins = fresh + origins[position:]
    return origins


def shielding(document: Document) -> Iterator[str]:
    """No edit of the punctuation stage touches what its rules protect: addresses, code, tags, tables."""
    text = document.source.text
    for step in document.steps:
        if step.stage == "punctuation" and len(step.patch):
            spans = _protector().spans(text, document.source.markup)
            yield from _touched(step, spans)
        text = step.patch.apply(text)


def _touched(step: Step, spans: Spans) -> Iterator[str]:
    if not spans or not BEFORE_PROTECTION.isdisjoint(step.rules):
        return
    for start, end, rule in zip(step.patch.starts, step.patch.ends, step.rules, strict=True):
        places = range(start, end) if end > start else (range(start, start + 1) if spans.shield(start - 1) else ())
        shield = next((name for place in places if (name := spans.shield(place))), None)
        if shield:
            yield f"protected: {rule} edits {start}:{end}, which {shield} protects"


@cache
def _protector() -> Protector:
    return Protector.of(rule for rule in default_cleaner().rules.values() if rule.stage == "punctuation")


def characters(document: Document) -> Iterator[str]:
    """No Han character appears that no rule declares."""
    rules = default_cleaner().rules
    for step in document.steps:
        patch = step.patch
        for before, after, rule in zip(patch.befores, patch.afters, step.rules, strict=True):
            if rule in REREAD or not after or (rule == "EN020" and not before.isascii()):
                continue  # an entity inside misread text is read with it
            new = set(HAN.findall(after)) - set(before)
            if new and rule in rules and not new <= _declared(rule, before):
                yield f"characters: {rule} turns {before!r} into {after!r}: {''.join(sorted(new))} is nowhere declared"


def _declared(id: str, before: str) -> set[str]:
    """Han characters that a rule may put in the place of `before`."""
    rule = default_cleaner().rules[id]
    if id == "EN020":
        text = before
        for _ in range(5):
            text = html.unescape(text)
        return set(text)
    if rule.stage == "script":
        return _simplified() | set("".join((rule.map or {}).values()))
    if rule.stage == "unicode":
        return set("".join((rule.map or {}).values())) | set(unicodedata.normalize("NFKC", before))
    if rule.stage == "ordinals":
        return NUMERALS | set(str((default_cleaner().rules["OR000"].options or {}).get("families")))
    return set()


@cache
def _simplified() -> frozenset[str]:
    """All characters that the dictionary of the script stage, or a rule of it, may write."""
    dictionary = installed_dictionary()
    found = {form for forms in dictionary.characters.values() for form in forms}
    found.update(character for phrase in dictionary.phrases.values() for character in phrase)
    rules = (rule for rule in default_cleaner().rules.values() if rule.stage == "script")
    found.update(character for rule in rules for value in _values(rule) for character in value)
    return frozenset(found)


def _values(rule: Rule) -> Iterator[str]:
    yield from (rule.map or {}).values()
    yield str(rule.options or {})


def naming(document: Document) -> Iterator[str]:
    """Every edit names a rule of its stage, has a confidence, and lies inside the text."""
    rules = default_cleaner().rules
    size = len(document.source.text)
    for index, step in enumerate(document.steps):
        for entry in step.entries():
            edit = entry.edit
            if edit.rule not in rules or rules[edit.rule].stage != step.stage:
                yield f"naming: {edit.rule!r} is no rule of {step.stage}"
            elif not 0 < edit.confidence <= 1:
                yield f"naming: {edit.rule} has the confidence {edit.confidence}"
            elif not 0 <= document.places[index].original(edit.span.start) <= size:
                yield f"naming: {edit.rule} lies outside of the text"


def unstable(document: Document, cleaner: Cleaner | None = None) -> str:
    """Which rules change a clean text once more; empty where it is stable."""
    source = document.source
    again = (cleaner or default_cleaner()).clean_source(as_source(document.text, source.markup))
    if again.text == document.text:
        return ""
    rules = sorted({rule for step in again.steps for rule in step.rules})
    return "stable: a second run edits the clean text, by " + " ".join(rules)


def as_source(text: str, markup: Markup = "plain") -> Source:
    """A text with the markup that it is to be read with."""
    return replace(Source.of_text(text), markup=markup)
