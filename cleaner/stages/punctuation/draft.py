"""The text while the punctuation rules work on it, one after the other."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Set
from dataclasses import dataclass, field

from cleaner.rulebook.model import Rule
from cleaner.stages.protect import NOWHERE, Spans
from cleaner.text.edit import EditColumns

Entry = tuple[str, str, float, bool]
"What replaces a mark, rule id, confidence, whether English context must be ruled out."


_INNER = {mark: re.compile(f"{re.escape(mark)}(?<=[0-9A-Za-z].)(?=[0-9A-Za-z])") for mark in ".:"}


def find_inner(text: str, marks: Set[str]) -> list[int]:
    """Those of `marks`, points and colons, that stand inside of figures and addresses: no rule changes their width."""
    return [match.start() for mark in sorted(marks) for match in _INNER[mark].finditer(text)]


@dataclass(slots=True)
class Draft:
    """A text of constant length that shows what has been decided so far, and the edits that will make it so.

    Offsets stay those of the text the stage saw: a run that shrinks or grows is shown with its new marks, cut or
    repeated to its old length. So later rules see the context that a second run would see.
    """

    text: str
    edits: EditColumns = field(default_factory=EditColumns)
    flags: EditColumns = field(default_factory=EditColumns)
    protect: Callable[[], Spans] = lambda: NOWHERE
    "Finds the protected places, asked once: a text in which nothing is to be changed needs none."
    shielded: dict[str, int] = field(default_factory=dict)
    "How many edits each protecting rule has prevented."
    _spans: Spans | None = None

    @property
    def spans(self) -> Spans:
        """Protected places."""
        if self._spans is None:
            self._spans = self.protect()
        return self._spans

    def covers(self, offset: int) -> bool:
        """True when `offset` is protected; counts it."""
        rule = self.spans.shield(offset)
        if rule is None:
            return False
        if rule:
            self.shielded[rule] = self.shielded.get(rule, 0) + 1
        return True

    def outside(self, places: list[int]) -> list[int]:
        """Those of `places` (in order) that are not protected; counts the others."""
        kept: list[int] = []
        position = 0
        for start, end, rule in zip(self.spans.starts, self.spans.ends, self.spans.rules, strict=True):
            first = bisect_left(places, start, position)
            last = bisect_left(places, end, first)
            if first == last:
                continue
            kept += places[position:first]
            position = last
            if rule:
                self.shielded[rule] = self.shielded.get(rule, 0) + last - first
        return kept + places[position:] if position else places

    def replace(self, rule: Rule, start: int, end: int, after: str) -> None:
        """Propose one edit. The text does not show it before `show`."""
        self.edits.add(start, end, after, rule.id, rule.confidence)

    def sort(self, since: int) -> None:
        """Put the edits that were proposed since the `since`-th in order of place."""
        edits = self.edits
        order = sorted(range(since, len(edits)), key=edits.starts.__getitem__)
        for name in ("starts", "ends", "afters", "rules", "confidences", "notes"):
            column = getattr(edits, name)
            column[since:] = [column[index] for index in order]

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

    def add_alike(self, places: list[int], entry: Entry) -> None:
        """Propose the same replacement of the mark at each of `places`. The text does not show it yet."""
        edits, count = self.edits, len(places)
        edits.starts += places
        edits.ends += [place + 1 for place in places]
        edits.afters += [entry[0]] * count
        edits.rules += [entry[1]] * count
        edits.confidences += [entry[2]] * count
        edits.notes += [""] * count

    def add_all(self, places: list[int], entries: list[Entry]) -> None:
        """Propose a replacement of the mark at each of `places`. The text does not show it yet."""
        if places:
            edits = self.edits
            afters, rules, confidences, _ = zip(*entries, strict=True)
            edits.starts += places
            edits.ends += [place + 1 for place in places]
            edits.afters += afters
            edits.rules += rules
            edits.confidences += confidences
            edits.notes += [""] * len(places)

    def show_marks(self, since: int, places: list[int]) -> None:
        """Write the edits since the `since`-th into the text: marks, each kind with one replacement, in any order.

        `places` holds all places of these marks, but for those that `find_inner` finds, in order. Most of them change,
        so those that stay are put back.
        """
        changed = set(self.edits.starts[since:])
        text = self.text
        pairs = {
            text[start]: after
            for start, after in zip(self.edits.starts[since:], self.edits.afters[since:], strict=True)
        }
        inner = pairs.keys() & _INNER.keys()
        if inner:
            places = sorted({*places, *find_inner(text, inner)})  # a rule before may have narrowed one
        kept = [place for place in places if place not in changed and text[place] in pairs]
        new = text
        for mark, after in pairs.items():
            new = new.replace(mark, after)
        pieces: list[str] = []
        position = 0
        for place in kept:
            pieces += (new[position:place], text[place])
            position = place + 1
        self.text = "".join((*pieces, new[position:])) if kept else new
