"""The ordinals stage."""

from __future__ import annotations

from cleaner.rulebook.model import Rule
from cleaner.stages.ordinals.repair import read
from cleaner.stages.ordinals.tables import Policy, read_policy, read_tables
from cleaner.stages.view import Proposal, Propose, Stage, View

KIND_OF_RULE = {
    "OR001": "suffix", "OR002": "particle", "OR003": "paraphrase", "OR004": "date", "OR005": "nested", "OR006": "lost",
    "OR007": "number", "OR008": "connective", "OR009": "look_alike",
}  # fmt: skip


def compile_stage(rules: tuple[Rule, ...]) -> Propose:
    by_id = {rule.id: rule for rule in rules}
    tables = read_tables(by_id["OR000"])
    policies = {
        kind: read_policy(by_id[id]) if id in by_id else Policy(id, 0.9, False, (0.5, 0.5, 0.5)) for id, kind in KIND_OF_RULE.items()
    }

    def propose(view: View) -> Proposal | None:
        reading = read(view.text, tables, policies)
        if reading is None:
            return None
        proposal = Proposal()
        for repair in reading.repairs:
            if repair.kind in by_id:
                proposal.edits.add(repair.start, repair.end, repair.after, repair.kind, repair.confidence, repair.note)
        return proposal

    return propose


STAGE = Stage("ordinals", compile_stage)
