"""The ordinals stage: garbled markers of enumerations, repaired as a sequence.

Intact markers are the skeleton of a list. What is missing between them is explained by the cheapest reading of the
places where an item could begin, and a repair is applied when that reading is far ahead of the runner-up.
"""

from __future__ import annotations

from cleaner.rulebook.model import Rule
from cleaner.stages.ordinals.arabic import arabic_repairs
from cleaner.stages.ordinals.audit import audit
from cleaner.stages.ordinals.settle import settle
from cleaner.stages.ordinals.tables import read_policies, read_tables
from cleaner.stages.view import Proposal, Propose, Stage, View
from cleaner.text.document import Fact

FAMILIES = "OR000"
"Id of the rule that holds the tables; every other rule of the stage needs it."
ANNOUNCED = "OR014"
"Id of the rule that flags lists with fewer items than were announced."
ARABIC = "OR015"
"Id of the rule that proposes repairs of lists in digits."


def compile_stage(rules: tuple[Rule, ...]) -> Propose:
    """Read the tables and policies in `rules`. Without the tables (the rule is ignored) the stage is silent."""
    families = next((rule for rule in rules if rule.id == FAMILIES), None)
    if families is None:
        return _silent
    announced = any(rule.id == ANNOUNCED for rule in rules)
    arabic = next((rule.confidence for rule in rules if rule.id == ARABIC), 0.0)
    tables, policies = read_tables(families), read_policies(rules)

    def propose(view: View) -> Proposal | None:
        settled = settle(view.text, tables, policies, view.markup == "markdown")
        proposal = Proposal()
        for repair in (*settled.applied, *settled.held) if settled else ():
            proposal.edits.add(repair.start, repair.end, repair.after, repair.rule, repair.confidence, repair.note)
        found = audit(settled, view.text, tables, policies, view.options.infer)
        if found.rows:
            rows = tuple(row.value() for row in found.rows)
            proposal.facts += (Fact("verdict.lists", found.verdict, FAMILIES), Fact("audit.lists", rows, FAMILIES))
        if arabic and any(row.gaps and row.family in tables.audited for row in found.rows):
            for start, end, after, note in arabic_repairs(view.text, tables):
                proposal.edits.add(start, end, after, ARABIC, arabic, note)
        for row in found.short() if announced else ():
            note = f"{row.announced} announced before the list, {row.items} found"
            marker = view.text[row.start : row.start + 2]
            proposal.flags.add(row.start, row.start + 2, marker, ANNOUNCED, 1.0, note)
        return proposal or None

    return propose


def _silent(_view: View) -> None:
    return None


STAGE = Stage("ordinals", compile_stage, "Repairs garbled markers of enumerations.")
