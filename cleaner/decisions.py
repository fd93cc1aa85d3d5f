"""Decisions: what a person said of single edits and of whole rules, kept in a file that later runs obey.

One JSON object on a line. Of an edit, by the SHA-256 of the document's bytes, its rule, its place in the original (code
points) and the text there: `{"decision": "accept", "document": "9f...", "rule": "OR003", "at": 120, "before": "...",
"after": "..."}`, or `reject`. Of a rule, everywhere or on the pages of one site: `{"decision": "never", "rule":
"BP022", "site": "example.org"}`, or `always`. A decision on an edit goes before one on its rule, one for a site before
one for all, a later line before an earlier one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, cast

from cleaner.errors import SettingsError
from cleaner.text.document import Fact, Step, Value
from cleaner.text.edit import EditColumns
from cleaner.text.patch import Patch, no_patch
from cleaner.text.place import Places
from cleaner.text.sites import site_name

Ruling = Literal["accept", "reject"]
Key = tuple[str, int, str]
"Rule, place in the original, text there as the stage saw it."
GENERAL: Mapping[str, Ruling] = {"always": "accept", "never": "reject"}
STEP = "decisions"
"Name of the step that holds the audit; no stage."
AUDIT = "audit.decisions"
"Key of the fact that says what became of the decisions on a document."


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision on one edit."""

    ruling: Ruling
    after: str
    "What the edit was to put there; an accepted edit that now puts something else there is another edit."


@dataclass(slots=True)
class Rulings:
    """The decisions that concern one document, and which of them were met. Made anew for every document."""

    edits: Mapping[Key, Decided]
    rules: Mapping[str, Ruling]
    places: Places = field(default_factory=Places)
    "The way from the current text back to the original."
    met: set[Key] = field(default_factory=set)

    def on(self, edits: EditColumns, text: str) -> dict[int, Ruling]:
        """What was said of the edits proposed on `text`, the current one, by their index. They are sorted by place."""
        found: dict[int, Ruling] = {}
        rows = zip(
            edits.rules, self.places.originals(edits.starts), edits.starts, edits.ends, edits.afters, strict=True
        )
        for index, (rule, at, start, end, after) in enumerate(rows):
            key = (rule, at, text[start:end])
            decided = self.edits.get(key)
            if decided and (decided.ruling == "reject" or decided.after == after):
                found[index] = decided.ruling
                self.met.add(key)
            elif rule in self.rules:
                found[index] = self.rules[rule]
        return found

    def follow(self, patch: Patch) -> None:
        """Go on to the text after `patch`."""
        self.places = self.places.after(patch)

    def audit(self, text: str) -> Step | None:
        """How many of the decisions on edits of this document were obeyed, and those that found no edit any more: a
        step that changes nothing in `text`, the clean one. None where there are no such decisions."""
        if not self.edits:
            return None
        stale: tuple[Value, ...] = tuple(
            {"decision": decided.ruling, "rule": rule, "at": at, "before": before}
            for (rule, at, before), decided in self.edits.items()
            if (rule, at, before) not in self.met
        )
        fact = Fact(AUDIT, {"obeyed": len(self.met), "stale": stale})
        return Step(STEP, no_patch(len(text)), facts=(fact,))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the decisions on the edits of one document, or of many."""

    obeyed: int = 0
    stale: int = 0

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(self.obeyed + other.obeyed, self.stale + other.stale)


NO_OUTCOME = Outcome()


def outcome(steps: Sequence[Step]) -> Outcome:
    """What became of the decisions on the edits of a document with these steps."""
    if not steps or steps[-1].stage != STEP:
        return NO_OUTCOME
    said = cast(dict[str, Any], steps[-1].facts[0].value)
    return Outcome(said["obeyed"], len(said["stale"]))


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions of a file."""

    edits: Mapping[str, Mapping[Key, Decided]]
    "By SHA-256 of the document's bytes."
    rules: Mapping[str, Mapping[str, Ruling]]
    "By site, then by rule; the empty site is every site."
    digest: str
    "SHA-256 of the file."

    @property
    def count(self) -> int:
        """How many single edits are decided on."""
        return sum(map(len, self.edits.values()))

    @property
    def asks_for_site(self) -> bool:
        """Whether some decision holds for one site only."""
        return any(self.rules)

    def of(self, digest: str, site: str) -> Rulings | None:
        """What concerns the document with these bytes, from this site; None where nothing does."""
        edits = self.edits.get(digest, {})
        rules = {**self.rules.get("", {}), **(self.rules.get(site, {}) if site else {})}
        return Rulings(edits, rules) if edits or rules else None


def read_decisions(file: Path) -> Decisions:
    """The decisions in a file. Raises SettingsError that names file and line."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise SettingsError(f"{file}: {error.strerror or error}; give the file that the report saved") from error
    edits: dict[str, dict[Key, Decided]] = {}
    rules: dict[str, dict[str, Ruling]] = {}
    for number, line in enumerate(raw.split(b"\n"), 1):
        if not line.strip():
            continue
        row = _row(line, f"{file}:{number}")
        if row["decision"] in GENERAL:
            rules.setdefault(site_name(row.get("site", "")), {})[row["rule"]] = GENERAL[row["decision"]]
        else:
            key = (row["rule"], row["at"], row["before"])
            edits.setdefault(row["document"], {})[key] = Decided(row["decision"], row.get("after", ""))
    return Decisions(edits, rules, sha256(raw).hexdigest())


def _row(line: bytes, where: str) -> dict[str, Any]:
    """One line as a table whose values have the right types. Raises SettingsError."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"{where}: {error}; each line is one JSON object") from error
    if not isinstance(row, dict):
        raise SettingsError(f"{where}: expected an object, got {type(row).__name__}; each line is one decision")
    decision = row.get("decision")
    if decision not in ("accept", "reject", *GENERAL):
        raise SettingsError(f"{where}: decision: {decision!r} is unknown; use accept, reject, always or never")
    wanted = {"rule": str} if decision in GENERAL else {"document": str, "rule": str, "at": int, "before": str}
    for key, kind in wanted.items():
        if type(row.get(key)) is not kind:
            raise SettingsError(f"{where}: {key}: expected {_KINDS[kind]}, got {row.get(key)!r}; save it anew")
    for key in ("after", "site"):
        if not isinstance(row.get(key, ""), str):
            raise SettingsError(f"{where}: {key}: expected a text, got {row[key]!r}; save it anew")
    return row


_KINDS = {str: "a text", int: "a whole number"}
