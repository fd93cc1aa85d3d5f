"""The kinds of rules: which fields each of them needs and may have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from cleaner.rulebook.model import Kind

COMMON = frozenset((
    "id", "name", "stage", "kind", "status", "action", "apply", "confidence", "priority", "why", "why_zh",
    "seen", "where",
    "type", "prefilter", "inferred", "needs", "replaced_by", "hit", "miss", "gap", "sites",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class KindSpec:
    """What a rule of one kind must and may say beside the common fields."""

    required: frozenset[str]
    optional: frozenset[str]
    actions: frozenset[str]
    "Actions that make sense; the first in `rules/README.md` is the default."

    @property
    def allowed(self) -> frozenset[str]:
        """All fields that may stand in a rule file of this kind."""
        return COMMON | self.required | self.optional


def _spec(required: str, optional: str, actions: str) -> KindSpec:
    return KindSpec(frozenset(required.split()), frozenset(optional.split()), frozenset(actions.split()))


KINDS: dict[Kind, KindSpec] = {
    "line": _spec("pattern", "engine options field", "delete flag fact"),
    "span": _spec("pattern", "engine replacement options", "delete replace flag"),
    "charmap": _spec("map", "options", "replace"),
    "width": _spec("map", "left right options", "replace"),
    "labels": _spec("labels field", "options", "delete fact"),
    "protect": _spec("pattern", "engine options", "keep"),
    "template": _spec("sites lines", "pages", "delete flag"),
    "detector": _spec("", "options labels pattern engine replacement map", "delete replace flag fact"),
}
assert set(KINDS) == set(get_args(Kind))
