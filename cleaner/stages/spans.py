"""The `span` kind: a pattern searched in the whole text. Shared by the stages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cleaner.rulebook.model import Rule
from cleaner.rulebook.patterns import compile_pattern
from cleaner.stages.view import Proposal, View


@dataclass(frozen=True, slots=True)
class SpanRule:
    """A compiled rule of kind `span`."""

    rule: Rule
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, rule: Rule) -> SpanRule:
        """Compile `rule`; raises RuleError."""
        return cls(rule, compile_pattern(rule))

    def propose(self, view: View, proposal: Proposal) -> None:
        """Add an edit or a flag for every match. The match group named `edit`, if there is one, is what changes."""
        rule, text = self.rule, view.text
        if rule.prefilter and not any(literal in text for literal in rule.prefilter):
            return
        group: int | str = "edit" if "edit" in self.pattern.groupindex else 0
        for match in self.pattern.finditer(text):
            start, end = match.span(group)
            if rule.action == "flag":
                proposal.flags.add(start, end, text[start:end], rule.id, rule.confidence)
            else:
                after = match.expand(rule.replacement) if rule.action == "replace" else ""
                proposal.edits.add(start, end, after, rule.id, rule.confidence)
