"""Was the width of the marks destroyed upstream? A verdict per document, with its counts."""

from __future__ import annotations

from cleaner.rulebook.model import Rule
from cleaner.stages.view import Proposal
from cleaner.text.document import Fact

_FULL = "\uff0c\uff1a\uff1b\uff01\uff1f\uff08"
_SURVIVORS = "\u3002\u3001\u201c"

FEW = 0.05
"Below this share one of the two widths is taken for a slip."


def judge_width(text: str, half: int, rule: Rule, proposal: Proposal) -> str:
    """`intact`, `half` or `mixed`, as facts of the proposal. `half` marks were half-width in Chinese context.

    Only marks that have both widths on a keyboard count: a text with 。 and “ but no full-width comma was folded.
    """
    if not half:
        return "intact"
    full = sum(map(text.count, _FULL))
    share = half / (half + full)
    verdict = "intact" if share < FEW else "half" if share > 1 - FEW else "mixed"
    kept = sum(map(text.count, _SURVIVORS))
    counts = {"half": half, "full": full, "other": kept}
    proposal.facts.append(Fact("verdict.width", verdict, rule.id))
    proposal.facts.append(Fact("audit.width", counts, rule.id))
    return verdict
