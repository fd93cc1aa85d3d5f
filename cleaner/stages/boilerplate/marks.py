"""Marks: what was found out about one line, before it is decided whether the line goes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from cleaner.rulebook.model import Rule

Zone = Literal["head", "body", "tail"]
"Before the running text, among it, after it."
ZONES: tuple[Zone, ...] = ("head", "body", "tail")
Need = Literal["nothing", "neighbour", "above", "title", "list", "links", "never"]
"""What a line asks for before it goes: nothing; a line beside it that goes; the line above it goes;
a headline above it and running text below; lines below
it that may be links; several that are; never: the item only goes with others."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One metadata value on a line."""

    key: str
    "Without the prefix: `date`, `site.domain`."
    value: str | tuple[str, ...]
    rule: str
    start: int
    "Code points of the line without its blanks."
    end: int
    raw: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A line that may go, and why."""

    rule: Rule
    need: Need = "nothing"
    findings: tuple[Finding, ...] = ()
    note: str = ""
    type: str = ""
    "What the line is: the rule's type, or that of the item that decided."


Gone = dict[int, Mark]
"Lines that go, by index, with the mark that says why."
Reader = Callable[[str, Zone], "Mark | None"]
"What one reader says about a line."


def allowed(rule: Rule, zone: Zone) -> bool:
    """True when the rule may speak about a line of this zone. `any` is every zone."""
    return rule.where in ("any", zone)


def need_of(rule: Rule) -> Need:
    """What a rule's lines ask for: its option `need`."""
    need = (rule.options or {}).get("need", "nothing")
    return need if need in ("neighbour", "above", "title", "never") else "nothing"  # type: ignore[return-value]


FURNITURE = frozenset(
    ["navigation", "template", "footer", "share", "related", "comment", "promotion", "tool", "counter", "disclaimer"]
)
"Types of lines that belong to the page, not to the text."
ENDS = frozenset(["navigation", "share", "related", "comment", "footer", "disclaimer"])
"Types of lines that show that the text is over."
_REPORT = re.compile("[/\uff0f╱∕][\u4e00-\u9fff]{2,8}[报報][导導道][】)\uff09\\]]?$")


def is_end(mark: Mark) -> bool:
    """True for a line that ends a text."""
    return mark.rule.type in ENDS and mark.need in ("nothing", "list")


def certain_in_body(mark: Mark, line: str) -> bool:
    """True for tools; for metadata only where a day stands beside something else, an editor in brackets, or a reporter
    with his place."""
    if mark.type != "metadata":
        return True
    keys = [finding.key for finding in mark.findings if finding.value]
    if mark.rule.kind == "line" and "author" in keys and _REPORT.search(line):
        return True
    return ("date" in keys and len(mark.findings) > 1) or (line[0] in "[【(\uff08" and "editor" in keys)
