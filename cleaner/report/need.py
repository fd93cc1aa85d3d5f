"""How much a document needs a person: a score to rank by, with its reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cleaner.report.stats import DocumentStats
from cleaner.rulebook.model import Rule
from cleaner.text.document import Document


@dataclass(frozen=True, slots=True)
class Need:
    """Why somebody should look at a document. Empty reasons: nobody has to."""

    score: float
    reasons: tuple[tuple[str, int], ...]
    "Code and count: mojibake, lists, removed, paraphrased, held, inferred, flagged. The weightiest first."


_WEIGHTS = {"held": 2.0, "inferred": 1.0, "flagged": 0.5}
_MOST = 25
"More of one kind does not add to the score."


def need_of(document: Document, stats: DocumentStats, rules: Mapping[str, Rule]) -> Need:
    """The need of a document. Text that cannot be right outweighs edits that wait to be confirmed."""
    verdicts = document.verdicts
    inferred = sum(tally.applied for rule, tally in stats.rules.items() if rule in rules and rules[rule].inferred)
    share = verdicts.get("share_removed", 0.0)
    found = [
        ("mojibake", 40.0 if verdicts.get("mojibake") == "unrecoverable" else 25.0, _one(verdicts, "mojibake")),
        ("lists", 30.0, int(verdicts.get("lists") == "broken")),
        ("removed", 20.0, int(isinstance(share, float) and share >= 0.5)),
        ("paraphrased", 8.0, int(verdicts.get("paraphrased") is True)),
    ]
    counts = {"held": stats.edits.held, "inferred": inferred, "flagged": stats.edits.flagged}
    found += [(code, _WEIGHTS[code] * min(count, _MOST), count) for code, count in counts.items()]
    reasons = sorted(((weight, code, count) for code, weight, count in found if count), reverse=True)
    return Need(sum(weight for weight, _, _ in reasons), tuple((code, count) for _, code, count in reasons))


def _one(verdicts: Mapping[str, object], key: str) -> int:
    return int(verdicts.get(key) in ("partly", "unrecoverable"))
