"""Clearing a page: what the decoder and the rules for lines remove between them, until nothing more goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from cleaner.rulebook.model import Rule
from cleaner.stages.boilerplate.edges import Edges
from cleaner.stages.boilerplate.gleaning import Known, gleaned
from cleaner.stages.boilerplate.maintext.narrow import Look, Narrower, Run, may_narrow, near_text
from cleaner.stages.boilerplate.maintext.reading import Place
from cleaner.stages.boilerplate.marks import Finding, Gone, Mark
from cleaner.stages.boilerplate.page import Page, running
from cleaner.stages.boilerplate.survey import Survey, Surveyor, detector_of
from cleaner.stages.boilerplate.title import headline_of
from cleaner.stages.view import Manner

ROUNDS = 5
"How often what is left is looked at again, at most; twice is nearly always enough."
_PLACES: dict[str, Place] = {"before-text": "before", "inside-text": "inside", "behind-text": "behind"}
PROTECTED = 4
"Points of a headline that the decoder may not take away."


@dataclass(slots=True)
class Cleared:
    """What goes from a page. Indexes count its lines that are not blank."""

    manner: Manner
    survey: Survey
    "Of the lines near the text, which have indexes of their own."
    places: Sequence[int]
    "Index of each line of the survey's page."
    near: Gone
    "Lines of the survey's page that go by rules for lines."
    gone: Gone = field(default_factory=dict)
    "Lines that go by rules for lines."
    runs: list[Run] = field(default_factory=list)
    "Lines that go by the decoder, or are proposed to."
    by: str = ""
    "Id of the rule that found the page to be a whole one."
    gleaned: list[tuple[int, Finding]] = field(default_factory=list)
    "What lines that went as page furniture say of the text, with their indexes; those nearest to it first."
    text: list[int] = field(default_factory=list)
    "Lines of running text that stay, as the first look found them."
    away: Gone = field(default_factory=dict)
    "Lines that go by the decoder, with a mark of its rule."
    look: Look | None = None
    "What the decoder was asked about; None where it was not."


class Clearing:
    """The rules of the stage, compiled."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self._surveyor = Surveyor(rules)
        self._edges = Edges(rules, self._surveyor)
        self.headings = self._edges.headings
        "Words that head lists and forms, never a text."
        places = {_PLACES[name]: rule for rule in rules if (name := detector_of(rule)) in _PLACES}
        main = next((rule for rule in rules if detector_of(rule) == "main-text"), None)
        self._narrower = Narrower(main, places) if main else None

    def clear(self, page: Page, asked: Manner, site: str) -> Cleared:
        """What goes from a page, in the manner that the user asked for.

        What is left looks different without the lines that went, so it is looked at again: nothing is left to remove
        in the text without them.
        """
        cleared = self._once(page, asked, site)
        self._glean(page, cleared)
        sure = [run for run in cleared.runs if run.sure]
        doubt = [run for run in cleared.runs if not run.sure]
        more = cleared.look is not None and bool(cleared.gone or sure)
        for _ in range(ROUNDS if more else 0):
            left = _left(page, cleared.gone, sure)
            if not more or not left or self._is_done(cleared, asked, left):
                break
            found = self._once(Page(_text(page, cleared.gone, sure), bool(page.closed)), asked, site)
            new = [part for run in found.runs if run.sure for part in _parts(run, left)]
            more = bool(found.gone or new)
            cleared.gone |= {left[index]: mark for index, mark in found.gone.items()}
            sure += new
        cleared.runs = sure
        if doubt:
            stays = set(_left(page, cleared.gone, sure))
            cleared.runs = sure + [run for run in doubt if stays.issuperset(range(run.first, run.after))]
        return cleared

    def _once(self, page: Page, asked: Manner, site: str) -> Cleared:
        look = self._narrower.look(asked, page) if self._narrower else None
        if self._narrower is None or look is None or look.chosen.bar > 1 or len(page) < 2:
            survey = self._surveyor.survey(page, site)
            gone = self._edges.resolve(survey)
            return Cleared(look.chosen.manner if look else "careful", survey, range(len(page)), gone, gone)
        if look.chosen.manner == "full":
            return self._whole(self._narrower, page, look, site)
        survey = self._surveyor.survey(page, site)
        here = self._edges.resolve(survey)
        cleared = Cleared("careful", survey, range(len(page)), here, here.copy(), look=look)
        if may_narrow(page, look.furnished, here):
            reading = self._narrower.read(page, look)
            headline = partial(self._certain_headline, survey, here, cleared.places)
            cleared.runs += self._narrower.runs(page, reading, look, here, headline)
            cleared.away = _marked(cleared.runs)
            here |= cleared.away
        return cleared

    def _glean(self, page: Page, cleared: Cleared) -> None:
        """Find out what other lines say of the text; those that go and say something are metadata of it."""
        gone = cleared.away | cleared.gone if cleared.away else cleared.gone
        cleared.text = running(page, gone)
        whole = cleared.manner == "full"
        if not cleared.text or not (whole or cleared.text[0]):
            return
        marks = cleared.survey.marks
        marked = {cleared.places[at] for at in marks} if whole else marks.keys()
        cleared.gleaned += gleaned(self._surveyor, page, gone, Known(cleared.text, marked, whole))
        if not cleared.gleaned:
            return
        said = {index for index, _ in cleared.gleaned}
        for at in [at for at, index in enumerate(cleared.places) if index in said]:
            if at in cleared.near:
                cleared.near[at] = replace(cleared.near[at], type="metadata")

    def _whole(self, narrower: Narrower, page: Page, look: Look, site: str) -> Cleared:
        """What goes from the dump of a page; the rules for lines are asked about what is near the text."""
        reading = narrower.read(page, look)
        near = near_text(reading, look.chosen.bar)
        survey = self._surveyor.survey(page.only(near), site)
        survey.stays = {at for at, index in enumerate(near) if index in reading.taken}
        here = self._edges.resolve(survey)
        gone = {near[index]: mark for index, mark in here.items()}
        headline = partial(self._certain_headline, survey, here, near)
        runs = list(narrower.runs(page, reading, look, gone, headline))
        places = {index: at for at, index in enumerate(near)}
        away = _marked(runs)
        here |= {places[index]: mark for index, mark in away.items() if index in places}
        return Cleared("full", survey, near, here, gone, runs, narrower.rule.id, away=away, look=look)

    def _certain_headline(self, survey: Survey, here: Gone, near: Sequence[int]) -> int | None:
        """The index of a headline that the decoder may not take away; `near` are the lines of the survey's page."""
        best, points = headline_of(survey, here, self.headings)
        return near[best] if best is not None and points >= PROTECTED else None

    def _is_done(self, cleared: Cleared, asked: Manner, left: list[int]) -> bool:
        """True where a second look at a page is known to find nothing in the lines that are left."""
        stays = set(left)
        places = [at for at, index in enumerate(cleared.places) if index in stays]
        again = self._surveyor.of_part(cleared.survey, places) if len(places) == len(left) else None
        if again is None or self._narrower is None or cleared.look is None:
            return False
        before = cleared.look.furnished
        furnished = {at: before[index] for at, index in enumerate(left) if index in before}
        chosen = self._narrower.choose(asked, again.page, furnished)
        if chosen.bar <= 1 and (chosen.manner == "full" or may_narrow(again.page, furnished, ())):
            return False
        return not self._edges.resolve(again)


def _marked(runs: Sequence[Run]) -> Gone:
    """The lines of runs that are sure."""
    marked: Gone = {}
    for run in runs:
        if run.sure:
            marked |= dict.fromkeys(range(run.first, run.after), Mark(run.rule))
    return marked


def _left(page: Page, gone: Gone, runs: list[Run]) -> list[int]:
    """Indexes of the lines that stay."""
    away = {index for index, mark in gone.items() if mark.rule.action == "delete"}
    away.update(*(range(run.first, run.after) for run in runs))
    return [index for index in range(len(page)) if index not in away]


def _text(page: Page, gone: Gone, runs: list[Run]) -> str:
    """The text without the lines that went, as the edits of the stage leave it."""
    spans = [page.span(index) for index, mark in gone.items() if mark.rule.action == "delete"]
    spans += [(page.span(run.first)[0], page.span(run.after - 1)[1]) for run in runs]
    parts, at = [], 0
    for start, end in sorted(spans):
        parts.append(page.text[at:start])
        at = end
    return "".join([*parts, page.text[at:]])


def _parts(run: Run, left: list[int]) -> list[Run]:
    """A run over the lines of `left` as runs of neighbouring lines of the page."""
    parts: list[Run] = []
    for index in left[run.first : run.after]:
        if parts and parts[-1].after == index:
            parts[-1] = replace(parts[-1], after=index + 1)
        else:
            parts.append(replace(run, first=index, after=index + 1))
    return parts
