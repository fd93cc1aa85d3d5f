"""Counts of a document and of a run: what was applied, held, shadowed, rejected, flagged, per stage and per rule."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, cast

from cleaner.decisions import NO_OUTCOME, Outcome, outcome
from cleaner.report.lists import broken_lists
from cleaner.text.document import Document, Step

Json = str | int | float | bool | list["Json"] | dict[str, "Json"]
"What `json.dumps` takes, without null: every key always has a value of its type."

Family = Literal["removed", "repaired", "normalised"]
FAMILIES: Mapping[str, Family] = {
    "encoding": "repaired", "unicode": "normalised", "lines": "repaired", "boilerplate": "removed",
    "script": "normalised", "punctuation": "normalised", "ordinals": "repaired", "numerals": "normalised",
    "layout": "normalised",
}  # fmt: skip
"""What the edits of a stage amount to, for a reader who does not know the stages. In the order of the stages, which a
test compares with `cleaner.stages`: reading a report must not import every stage."""
STAGE_NAMES = tuple(FAMILIES)

SPREAD: Mapping[str, tuple[float, ...]] = {
    "removed": (0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7),
    "edits": (0, 1, 2, 5, 10, 20, 40, 60, 80, 100),
}
"""Upper edges of the bins that documents are counted in, by share of text removed and by edits per thousand characters.
The first bin is what is exactly 0, and one more is above the last edge."""

MAX_BROKEN = 200
"Documents with broken lists that a run remembers by name."


@dataclass(frozen=True, slots=True)
class Failed:
    """A document that could not be processed."""

    path: str
    reason: str
    "One sentence for a person: where, what, what to do."


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What a run was: enough to say which output belongs to which settings."""

    version: str = ""
    fingerprint: str = ""
    "Hex digest of version, stages, rules and options."
    stages: tuple[str, ...] = STAGE_NAMES
    documents: int = 0
    "Documents given, the failed included; 0 where nobody counted."
    started: str = ""
    "ISO 8601, with the zone; empty in tests and reproducible runs."
    seconds: float = 0.0
    inputs: tuple[str, ...] = ()
    "Paths as the user gave them."
    lang: str = ""
    "Language of the page, `en` or `zh`; empty for that of the browser."


@dataclass(frozen=True, slots=True)
class Tally:
    """How many proposals met each fate."""

    applied: int = 0
    held: int = 0
    shadowed: int = 0
    rejected: int = 0
    flagged: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.applied + other.applied,
            self.held + other.held,
            self.shadowed + other.shadowed,
            self.rejected + other.rejected,
            self.flagged + other.flagged,
        )

    def to_json(self) -> dict[str, Json]:
        """The counts by name."""
        return {
            "applied": self.applied, "held": self.held, "shadowed": self.shadowed, "rejected": self.rejected,
            "flagged": self.flagged,
        }  # fmt: skip


NONE = Tally()
"Nothing at all."


@dataclass(frozen=True, slots=True)
class DocumentStats:
    """Counts of one document. Sizes in code points."""

    chars_before: int
    chars_after: int
    paragraphs: int
    "Non-empty lines of the clean text."
    edits: Tally
    lines_removed: int
    "Lines of the original with something on them that went as boilerplate."
    stages: Mapping[str, Tally]
    "By stage name, in the order of the stages; only stages that proposed something."
    rules: Mapping[str, Tally]
    "By rule id, sorted."

    @classmethod
    def of(cls, document: Document) -> DocumentStats:
        """Counts of `document`. Costs a few microseconds for each step and each rule, not for each edit."""
        stages: dict[str, Tally] = {}
        rules: dict[str, Tally] = {}
        for step in document.steps:
            for rule, tally in _tallies(step).items():
                stages[step.stage] = stages.get(step.stage, NONE) + tally
                rules[rule] = rules.get(rule, NONE) + tally
        return cls(
            chars_before=len(document.source.text),
            chars_after=len(document.text),
            paragraphs=sum(1 for line in document.text.split("\n") if line and not line.isspace()),
            edits=sum(stages.values(), NONE),
            lines_removed=sum(map(_lines_removed, document.steps)),
            stages=stages,
            rules=dict(sorted(rules.items())),
        )

    def to_json(self) -> dict[str, Json]:
        """Fixed keys in fixed order; every stage is there, rules are a list because their number varies."""
        return {
            "chars_before": self.chars_before,
            "chars_after": self.chars_after,
            "paragraphs": self.paragraphs,
            "lines_removed": self.lines_removed,
            **self.edits.to_json(),
            "stages": {name: self.stages.get(name, NONE).to_json() for name in STAGE_NAMES},
            "rules": [{"id": rule, **tally.to_json()} for rule, tally in self.rules.items()],
        }


def _tallies(step: Step) -> dict[str, Tally]:
    """Counts of one step by rule."""
    found = {rule: Tally(applied=count) for rule, count in Counter(step.rules).items()}
    for (rule, status), count in Counter((entry.edit.rule, entry.status) for entry in step.others).items():
        old = found.get(rule, NONE)
        found[rule] = replace(old, **{status: count})
    return found


def _lines_removed(step: Step) -> int:
    """Lines with something on them that a boilerplate step deleted whole.

    A whole line goes with its line break, or stands at an end of the text; what is cut out of a line does not count.
    """
    if step.stage != "boilerplate":
        return 0
    patch = step.patch
    count = 0
    for start, end, before, after in zip(patch.starts, patch.ends, patch.befores, patch.afters, strict=True):
        if not after and (start == 0 or end == patch.size or before[0] in "\r\n" or before[-1] in "\r\n"):
            count += sum(1 for line in before.splitlines() if line.strip())
    return count


@dataclass(slots=True)
class RunStats:
    """Counts of many documents. An accumulator: workers fill one each, the run merges them."""

    documents: int = 0
    changed: int = 0
    failed: int = 0
    chars_before: int = 0
    chars_after: int = 0
    paragraphs: int = 0
    lines_removed: int = 0
    stages: dict[str, Tally] = field(default_factory=dict)
    rules: dict[str, Tally] = field(default_factory=dict)
    verdicts: Counter[tuple[str, str]] = field(default_factory=Counter)
    "Documents by verdict and value, such as `lists`, `broken`."
    spread: dict[str, list[int]] = field(
        default_factory=lambda: {key: [0] * (len(edges) + 1) for key, edges in SPREAD.items()}
    )
    "How many documents fall into each bin of `SPREAD`."
    decided: Outcome = NO_OUTCOME
    "Decisions on single edits that were obeyed, and those that found none."
    broken: list[tuple[str, str]] = field(default_factory=list)
    "Path and what is wrong, for documents whose lists remain broken; at most `MAX_BROKEN`."

    @classmethod
    def of(cls, documents: Iterable[Document]) -> RunStats:
        """Counts of all `documents`."""
        stats = cls()
        for document in documents:
            stats.add(document)
        return stats

    @property
    def edits(self) -> Tally:
        """Proposals of all stages by fate."""
        return sum(self.stages.values(), NONE)

    @property
    def families(self) -> dict[str, int]:
        """Applied edits as removed, repaired, normalised."""
        found: dict[str, int] = {"removed": 0, "repaired": 0, "normalised": 0}
        for stage, tally in self.stages.items():
            found[FAMILIES.get(stage, "normalised")] += tally.applied
        return found

    def add(self, document: Document, stats: DocumentStats | None = None) -> DocumentStats:
        """Count one document; its own counts are returned, and taken from `stats` where they are known."""
        stats = stats or DocumentStats.of(document)
        self.documents += 1
        self.changed += document.text != document.source.text
        self.chars_before += stats.chars_before
        self.chars_after += stats.chars_after
        self.paragraphs += stats.paragraphs
        self.lines_removed += stats.lines_removed
        _add_all(self.stages, stats.stages)
        _add_all(self.rules, stats.rules)
        for key in ("script", "width", "mojibake", "lists"):
            self.verdicts[key, str(document.verdicts.get(key, ""))] += 1
        self.verdicts["paraphrased", str(bool(document.verdicts.get("paraphrased"))).lower()] += 1
        before = max(stats.chars_before, 1)
        gone = stats.chars_before - stats.chars_after
        self.spread["removed"][bisect_left(SPREAD["removed"], gone / before)] += 1
        self.spread["edits"][bisect_left(SPREAD["edits"], 1000 * stats.edits.applied / before)] += 1
        self.decided += outcome(document.steps)
        if document.verdicts.get("lists") == "broken" and len(self.broken) < MAX_BROKEN:
            self.broken.append((document.path or document.id, broken_lists(document)))
        return stats

    def merge(self, other: RunStats) -> None:
        """Add the counts of `other`, say of another worker."""
        for name in (
            "documents", "changed", "failed", "chars_before", "chars_after", "paragraphs", "lines_removed", "decided",
        ):  # fmt: skip
            setattr(self, name, getattr(self, name) + getattr(other, name))
        _add_all(self.stages, other.stages)
        _add_all(self.rules, other.rules)
        self.verdicts.update(other.verdicts)
        for key, counts in other.spread.items():
            self.spread[key] = [sum(both) for both in zip(self.spread[key], counts, strict=True)]
        self.broken = (self.broken + other.broken)[:MAX_BROKEN]

    def to_json(self) -> dict[str, Json]:
        """Fixed keys in fixed order."""
        verdicts: dict[str, Json] = {}
        for (key, value), count in sorted(self.verdicts.items()):
            cast(dict[str, Json], verdicts.setdefault(key, {}))[value] = count
        return {
            "documents": self.documents,
            "changed": self.changed,
            "failed": self.failed,
            "chars_before": self.chars_before,
            "chars_after": self.chars_after,
            "paragraphs": self.paragraphs,
            "lines_removed": self.lines_removed,
            **self.edits.to_json(),
            **self.families,
            "stages": {name: self.stages.get(name, NONE).to_json() for name in STAGE_NAMES},
            "verdicts": verdicts,
            "spread": {key: {"edges": list(edges), "counts": list(self.spread[key])} for key, edges in SPREAD.items()},
        }


def _add_all(totals: dict[str, Tally], more: Mapping[str, Tally]) -> None:
    for key, tally in more.items():
        totals[key] = totals.get(key, NONE) + tally
