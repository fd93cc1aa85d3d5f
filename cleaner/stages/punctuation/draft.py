"""The text while the punctuation rules work on it, one after the other."""

from __future__ import annotations

from dataclasses import dataclass, field

from cleaner.rulebook.model import Rule
from cleaner.stages.protect import NOWHERE, Spans
from cleaner.text.edit import EditColumns


@dataclass(slots=True)
class Draft:
    """A text of constant length that shows what has been decided so far, and the edits that will make it so.

    Offsets stay those of the text the stage saw: a run that shrinks or grows is shown with its new marks, cut or
    repeated to its old length. So later rules see the context that a second run would see.
    """

    text: str
    edits: EditColumns = field(default_factory=EditColumns)
    flags: EditColumns = field(default_factory=EditColumns)
    spans: Spans = NOWHERE
    "Protected places."
    shielded: dict[str, int] = field(default_factory=dict)
    "How many edits each protecting rule has prevented."

    def covers(self, offset: int) -> bool:
        """True when `offset` is protected; counts it."""
        rule = self.spans.shield(offset)
        if rule is None:
            return False
        if rule:
            self.shielded[rule] = self.shielded.get(rule, 0) + 1
        return True

    def replace(self, rule: Rule, start: int, end: int, after: str) -> None:
        """Propose one edit. The text does not show it before `show`."""
        self.edits.add(start, end, after, rule.id, rule.confidence)

    def show(self, since: int) -> None:
        """Write the edits that were proposed since the `since`-th into the text. They must be in order and disjoint."""
        edits, text = self.edits, self.text
        starts, ends = edits.starts[since:], edits.ends[since:]
        pieces = [""] * (2 * len(starts) + 1)
        pieces[::2] = [text[end:start] for end, start in zip((0, *ends), (*starts, len(text)), strict=True)]
        pieces[1::2] = [
            after if len(after) == end - start else (after + after[-1:] * (end - start))[: end - start]
            for start, end, after in zip(starts, ends, edits.afters[since:], strict=True)
        ]
        self.text = "".join(pieces)
