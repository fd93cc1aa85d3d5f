"""What a rule is, once it has been read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

TomlValue = str | int | float | bool | list["TomlValue"] | dict[str, "TomlValue"]
"What a rule file may hold; dates are refused by the loader."

Kind = Literal["line", "span", "charmap", "width", "labels", "protect", "detector", "template"]
Action = Literal["delete", "replace", "flag", "fact", "keep"]
Apply = Literal["auto", "ask", "report"]
RuleStatus = Literal["preview", "stable", "off", "retired"]
Where = Literal["any", "head", "body", "tail"]


@dataclass(frozen=True, slots=True)
class Example:
    """One example inside a rule file: a test and a piece of documentation."""

    before: str
    after: str
    "The wanted text; for a miss, the same as `before`."
    note: str = ""
    facts: Mapping[str, TomlValue] | None = None
    "Facts that the rule must find here, by key; None asks for none."
    site: str = ""
    "The site that the text is from; for a rule with `sites` the first of them, unless the example says another."


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """One line of the template of a site."""

    text: str
    "The line with its blanks squeezed, or its shape; see `cleaner.text.shapes`."
    shape: bool = False
    pages: int = 0
    "How many pages of the site hold it."
    first: str = ""
    "Where it was first seen: `path:line`."


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule file. Fields as `rules/README.md` describes them."""

    id: str
    name: str
    stage: str
    kind: Kind
    action: Action
    confidence: float
    "Measured precision of the rule's edits, 0 to 1."
    why: str
    seen: tuple[str, ...]
    "Where it was met: `path:line`, or `made up`."
    why_zh: str = ""
    "The same in Chinese, for readers of the report; empty where nobody wrote it."
    status: RuleStatus = "stable"
    apply: Apply = "auto"
    where: Where = "any"
    priority: int = 0
    "Higher wins where two edits of one stage overlap, before confidence is asked."
    type: str = ""
    "What a removed line was: navigation, footer, metadata, caption, greeting, share, code..."
    prefilter: tuple[str, ...] = ()
    pattern: str = ""
    engine: Literal["re", "regex"] = "re"
    replacement: str = ""
    inferred: bool = False
    "True when the edit adds what the text does not show; switched off by --no-infer."
    sites: tuple[str, ...] = ()
    "Sites that the rule is for, by the name that `site_name` gives; empty for all."
    lines: tuple[TemplateLine, ...] = ()
    pages: int = 0
    "template: how many pages of the site were seen."
    needs: tuple[str, ...] = ()
    "Ids of rules that must be active beside it, also in its own examples."
    map: Mapping[str, str] | None = None
    "charmap and width: character (or a range `a..b`) to what replaces it."
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    "width: classes of the neighbours, see `rules/README.md`."
    field: str = ""
    labels: tuple[str, ...] = ()
    options: Mapping[str, TomlValue] | None = None
    "detector: what a reader may tune."
    replaced_by: str = ""
    hits: tuple[Example, ...] = ()
    misses: tuple[Example, ...] = ()
    gaps: tuple[Example, ...] = ()
    file: str = ""
    "Path of the rule file, for messages."

    @property
    def active(self) -> bool:
        """Whether the rule may run: neither retired nor switched off."""
        return self.status not in ("off", "retired")


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rules that were read, sorted by stage order given in the files and id, and a digest of their bytes."""

    rules: tuple[Rule, ...]
    digest: str
    added: frozenset[str] = frozenset()
    "Ids of the rules that are not built in."

    def by_id(self) -> dict[str, Rule]:
        """Rules by id, the retired included."""
        return {rule.id: rule for rule in self.rules}

    def active(self, stage: str) -> tuple[Rule, ...]:
        """Rules of a stage that may run, by id."""
        return tuple(rule for rule in self.rules if rule.stage == stage and rule.active)
