"""A rule for the eyes: a row of the list, a page of documentation."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import unified_diff

from cleaner.report.visible import shortened, visible
from cleaner.rulebook.model import Example, Rule

COLUMNS = ("id", "name", "stage", "action", "confidence", "apply")
WIDTH = 88
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
"Private use: every font shows something else."
MAX_PATTERN = 240
"Longer patterns are shown without their middle; the file has them whole."
MAX_LINES = 20
"Lines of a template that are shown; the file has them all."
ACTIONS = {
    "delete": "deletes what it finds",
    "replace": "replaces what it finds",
    "flag": "warns, and changes nothing",
    "fact": "learns something about the document, and changes nothing",
    "keep": "keeps the other rules of its stage away from what it finds",
}
WHERE = {
    "any": "",
    "head": ", at the head of a document",
    "body": ", in the body of a document",
    "tail": ", at the tail of a document",
}
APPLY = {"auto": "applied", "ask": "held for a person", "report": "listed, never applied"}


def row_of(rule: Rule) -> dict[str, str | float]:
    """The rule's row in the list, by column; `apply` names the status where that is not stable."""
    return {
        "id": rule.id, "name": rule.name, "stage": rule.stage, "action": rule.action, "confidence": rule.confidence,
        "apply": rule.apply if rule.status == "stable" else f"{rule.apply} ({rule.status})",
    }  # fmt: skip


def as_table(rules: Iterable[Rule]) -> str:
    """Rules as aligned columns under their names: quick, and easy to grep."""
    rows = [COLUMNS, *(tuple(_cell(value) for value in row_of(rule).values()) for rule in rules)]
    widths = [max(len(row[index]) for row in rows) for index in range(len(COLUMNS))]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


def _cell(value: str | float) -> str:
    return f"{value:.2f}" if isinstance(value, float) else value


def as_page(rule: Rule, fired: str = "") -> str:
    """All there is to know about a rule, for a reader who met it in a report. `fired`: how often, in the last run."""
    parts = [
        f"{rule.id} {rule.name}\n{'=' * (len(rule.id) + len(rule.name) + 1)}",
        _wrapped(rule.why),
        "\n".join((*_facts(rule), *((f"Last run    {fired}",) if fired else ()))),
        *(_section(f"Changes {number}" if rule.action in ("delete", "replace") else f"Sees {number}", example)
          for number, example in enumerate(rule.hits, 1)),
        *(_section(f"Leaves alone {number}", example) for number, example in enumerate(rule.misses, 1)),
        *(_section(f"Known to fail {number}: wanted", example) for number, example in enumerate(rule.gaps, 1)),
    ]  # fmt: skip
    return "\n\n".join(part for part in parts if part)


def _facts(rule: Rule) -> Iterator[str]:
    """Stage, action, certainty, origin and file, one line each."""
    yield f"Stage       {rule.stage}; {ACTIONS[rule.action]}{WHERE[rule.where]}"
    if rule.type:
        yield f"Removes     {rule.type}"
    inferred = "; adds what the text does not show, --no-infer holds it" if rule.inferred else ""
    yield f"Confidence  {rule.confidence:.2f}; its edits are {APPLY[rule.apply]}{inferred}"
    if rule.status != "stable":
        yield f"Status      {rule.status}" + (f"; see {rule.replaced_by}" if rule.replaced_by else "")
    if rule.needs:
        yield f"Needs       {', '.join(rule.needs)}"
    yield f"Seen        {', '.join(rule.seen)}"
    for name, words in (("Labels", rule.labels), ("Map", _map_words(rule.map))):
        if words:
            yield textwrap.fill(", ".join(words), WIDTH, initial_indent=f"{name:12}", subsequent_indent=" " * 12)
    if rule.sites:
        yield f"Sites       {visible(', '.join(rule.sites))}"
    for number, line in enumerate(rule.lines[:MAX_LINES]):
        support = f"  (on {line.pages} of {rule.pages} pages)" if line.pages and rule.pages else ""
        yield f"{'' if number else 'Lines':12}{shown(line.text)}{support}"
    if len(rule.lines) > MAX_LINES:
        yield f"{'':12}and {len(rule.lines) - MAX_LINES} more in the file"
    if rule.pattern:
        yield f"Pattern     {shortened(shown(rule.pattern.strip()), MAX_PATTERN)}"
    yield f"File        {rule.file}"


def _map_words(mapping: Mapping[str, str] | None) -> Sequence[str]:
    pairs = list((mapping or {}).items())
    more = [f"and {len(pairs) - 30} more"] if len(pairs) > 30 else []
    return [f"{shown(key)} > {shown(after) or '(nothing)'}" for key, after in pairs[:30]] + more


def _section(title: str, example: Example) -> str:
    """An example under its title: a text left alone, or its lines before (-) and after (+)."""
    before, after = (text.removesuffix("\n").split("\n") for text in (example.before, example.after))
    if example.before == example.after:
        lines = [f" {line}" for line in before]
    elif before == after:
        lines = [*(f" {line}" for line in before), " (with one line end after it)"]
    else:
        lines = list(unified_diff(before, after, lineterm="", n=len(before)))[3:]
    note = f" ({visible(example.note)})" if example.note else ""
    return "\n".join([f"{title}{note}", *(f"  {line[:1]} {shown(line[1:])}".rstrip() for line in lines)])


def _wrapped(text: str) -> str:
    return "\n".join(textwrap.fill(visible(line), WIDTH) for line in text.strip().splitlines())


def shown(text: str) -> str:
    r"""`text` with what cannot be seen by name or number; blanks at its end too.

    >>> shown("a\u200bb ")
    'a\u27e8U+200B\u27e9b\xb7'
    """
    body = text.rstrip(" ")
    named = PRIVATE.sub(lambda match: f"\u27e8U+{ord(match[0]):04X}\u27e9", visible(body))
    return named + "\xb7" * (len(text) - len(body))
