"""One document on its way through the stages; again where a stage has uncovered what an earlier one acts on.

A stage proposes nothing on its own output, but a later one may change what it read: an invisible character goes out of
the middle of misread text, and now the encoding stage can read it. Cleaning the clean text would find that, so the
pipeline does, for the few documents where something can be found at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from cleaner.arbitrate import NOTHING, Bar, Known, arbitrate
from cleaner.decisions import Rulings
from cleaner.rulebook.model import Rule
from cleaner.stages.view import Options, Proposal, Propose, View
from cleaner.text.document import Entry, Fact, Source, Step, Value, by_place
from cleaner.text.hints import Hint, joined
from cleaner.text.patch import Patch, no_patch

ROUNDS = 4
"How often a document goes through the stages at most."
OF_THE_TEXT = frozenset(("verdict.mojibake", "verdict.lists", "audit.lists"))
"Facts that a later round corrects where it edits. All others are about the page as it came: the first word counts."

_GAP = re.compile(" (?<=[\u4e00-\u9fff] ) *(?=[\u4e00-\u9fff])")


@dataclass(frozen=True, slots=True)
class Way:
    """How the pages of a site are cleaned: the stages, what edits must reach, what the stages are told."""

    stages: tuple[tuple[str, Propose], ...]
    bar: Bar
    options: Options


@dataclass(slots=True)
class Course:
    """A document that is being cleaned."""

    rules: Mapping[str, Rule]
    way: Way
    source: Source
    site: str
    rulings: Rulings | None
    text: str
    "What the document has become so far."
    steps: list[Step] = field(default_factory=list)
    facts: dict[str, Value] = field(default_factory=dict)
    view: View = field(init=False)
    "Of the text."
    hints: tuple[Hint, ...] = field(init=False)
    "What the markup says of the lines of the text, as long as lines only join."

    def __post_init__(self) -> None:
        options = self.way.options
        self.hints = self.source.hints
        self.view = View(self.text, self.source.markup, self.facts, options, self.site, self._hints())

    def go_on(self) -> None:
        """After the first round: through the stages until nothing more is uncovered, or `ROUNDS` times in all."""
        begun = 0
        for _ in range(ROUNDS - 1):
            if not self._uncovered(begun):
                return
            begun = len(self.steps)
            for name, propose in self.way.stages:
                proposal = propose(self.view)
                if proposal:
                    self.take(name, proposal, again=True)

    def _uncovered(self, begun: int) -> bool:
        """Whether a stage that reads characters would edit what the steps from `begun` on have left."""
        made = {step.stage: step.patch for step in self.steps[begun:] if step.patch.starts}
        suspects: list[str] = []
        if _is_more_than_blanks(made.get("unicode")):
            suspects += ("encoding", "unicode")  # both have done with everyday text before they begin
        marks = made.get("punctuation")
        if self._is_marked(made.get("ordinals")) or self._has_other_quotes(marks) or self._has_other_gaps(marks):
            suspects.append("punctuation")
        if not suspects:
            return False
        proposals = ((name, propose(self.view)) for name, propose in self.way.stages if name in suspects)
        return any(proposal and self._step(name, proposal).patch.starts for name, proposal in proposals)

    def _is_marked(self, markers: Patch | None) -> bool:
        """Whether a half-width mark stands behind a marker that was put in."""
        written = set(markers.afters) - {""} if markers else ()
        return any(f"{after}{mark}" in self.text for after in written for mark in ",;:")

    def _has_other_quotes(self, marks: Patch | None) -> bool:
        """Whether a straight quote is left beside curled ones: they may pair up otherwise now."""
        return marks is not None and '"' in marks.befores and '"' in self.text

    def _has_other_gaps(self, marks: Patch | None) -> bool:
        """Whether gaps between Han are left where others were closed: what they stand for may look otherwise now."""
        return marks is not None and " " in marks.befores and _GAP.search(self.text) is not None

    def take(self, name: str, proposal: Proposal, again: bool = False) -> None:
        """Do what a stage proposes. `again`: it is not the first round."""
        step = self._step(name, proposal)
        if again:
            step = self._news(step)
        if not (step.patch.starts or step.others or step.facts):
            return
        if step.patch.starts:
            if self.hints:
                self.hints = joined(self.hints, self.text, step.patch)
            self.text = step.patch.apply(self.text)
            self.view = self.view.after(self.text, step.patch.afters, self._hints())
            if self.rulings:
                self.rulings.follow(step.patch)
        for fact in step.facts:
            self.facts[fact.key] = fact.value
        self.steps.append(step)

    def _step(self, name: str, proposal: Proposal) -> Step:
        text, flagged = self.text, NOTHING.flagged
        if proposal.has_flags:
            flagged = by_place(Entry(edit, edit.span.slice(text), "flagged") for edit in proposal.flags)
        if not proposal.has_edits:
            return Step(name, no_patch(len(text)), others=flagged, facts=tuple(proposal.facts))
        known = Known(tuple(proposal.facts), flagged)
        edits, said = proposal.edits, None
        if self.rulings:
            edits = edits.by_place()
            said = self.rulings.on(edits, text)
        return arbitrate(name, text, edits, self.rules, self.way.bar, known, said)

    def _news(self, step: Step) -> Step:
        """What a step of a later round adds: its patch, and entries and facts that no step before it has."""
        seen = {_about(entry) for before in self.steps for entry in before.others}
        others = tuple(entry for entry in step.others if _about(entry) not in seen)
        facts = tuple(fact for fact in step.facts if fact.key not in self.facts)
        if step.patch.starts:
            facts += tuple(self._corrected(fact) for fact in step.facts if fact.key in OF_THE_TEXT & self.facts.keys())
        return Step(step.stage, step.patch, step.rules, step.confidences, step.notes, others, facts)

    def _corrected(self, fact: Fact) -> Fact:
        """What a later round says of the text; its verdict on misread text cannot know what was repaired before."""
        mended = fact.value == "unrecoverable" and self.facts[fact.key] != fact.value
        return replace(fact, value="partly") if mended else fact

    def _hints(self) -> tuple[Hint, ...]:
        """What the markup says of the lines of the text; nothing where lines came or went."""
        hints = self.hints
        return hints if hints and len(hints) == self.text.count("\n") + 1 else ()


def run_together(courses: Sequence[Course]) -> None:
    """Take documents through the stages side by side: every stage takes all of them before the next one begins.

    Each becomes what it becomes alone. Forty are cleaned a fifth faster so than one after the other: code and tables
    of a stage stay in the cache of the processor.
    """
    for way in {id(course.way): course.way for course in courses}.values():
        here = [course for course in courses if course.way is way]
        for name, propose in way.stages:
            for course in here:
                proposal = propose(course.view)
                if proposal:
                    course.take(name, proposal)
    for course in courses:
        course.go_on()


def _is_more_than_blanks(patch: Patch | None) -> bool:
    """Whether a patch takes characters out or puts others in than blanks, the commonest by far."""
    return patch is not None and any(not after or after.strip(" ") for after in patch.afters)


def _about(entry: Entry) -> tuple[str, str, str]:
    """What an entry says, wherever it stands."""
    return entry.edit.rule, entry.before, entry.edit.after
