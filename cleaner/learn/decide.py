"""Which repeated lines are the template of a site: those round the main text of its pages, never inside it."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from math import ceil

from cleaner.learn.counts import Counts, Repeated, Row
from cleaner.learn.page import KEPT, OWN, PROSE, length_of
from cleaner.stages.boilerplate.page import ends_sentence, has_stop, is_prose
from cleaner.stages.boilerplate.templates import LONE
from cleaner.text.shapes import MASK, shape_of

COST = 18
"What a line that is no running text costs the run of main text it lies in, in code points of running text."
MIN_LETTERS = 2
"Letters that a line needs to be learned: marks and figures stand everywhere."
_LETTER = re.compile("[^\\W\\d_]")


@dataclass(frozen=True, slots=True)
class Bar:
    """What a line needs to be proposed. The defaults were measured, see `rules/README.md`."""

    min_pages: int = 3
    "Pages of a site that must hold a line; fewer pages are no site."
    min_share: float = 0.2
    "Share of the site's pages that must hold it."
    sentence_pages: int = 5
    sentence_share: float = 0.5
    "The same for lines of sentence shape."


@dataclass(frozen=True, slots=True)
class Proposed:
    """A line, or a shape of lines, to be removed from the pages of a site."""

    text: str
    shape: bool
    pages: int
    first: str


@dataclass(frozen=True, slots=True)
class Template:
    """What was learned about a site."""

    site: str
    pages: int
    "Pages that tell different things: one text at two addresses counts once."
    lines: tuple[Proposed, ...]
    share: float
    "Share of the characters of the pages that the lines make up."


@dataclass(slots=True)
class _Tally:
    """What was seen of one form."""

    form: Repeated
    pages: int = 0
    inside: int = 0
    "How often it stood inside main text."
    own: int = 0
    "How often it was metadata of its page."
    characters: int = 0
    text: int = 0
    "Key of the first line of this shape."
    varies: bool = False
    "Whether there was another one."


def learn_site(counts: Counts, site: str, pages: int, bar: Bar) -> Template:
    """The template of a site of which so many pages were counted."""
    least = max(bar.min_pages, ceil(bar.min_share * pages / 2))
    tallies = {form.key: _Tally(form) for form in counts.repeated(site, least)}
    counts.forget_told()
    told = characters = 0
    for row in counts.pages(site):
        run = main_text(row, tallies)
        if run is None or not counts.first_told(_longest(row, run)):
            continue
        told += 1
        characters += sum(map(length_of, row.lengths))
        _tally(row, run, tallies)
    chosen = _chosen(tallies.values(), told, bar)
    if len(chosen) == 1 and len(chosen[0].form.text) < LONE:
        chosen = []  # it would never go: a short line goes beside another
    lines = tuple(Proposed(t.form.text, t.form.shape, t.pages, t.form.first) for t in chosen)
    return Template(site, told, lines, sum(t.characters for t in chosen) / characters if characters else 0.0)


def main_text(row: Row, repeated: Container[int]) -> range | None:
    """The lines of the main text: the run with most running text that this page alone holds, lines of any other kind
    counted against it. From running text to running text; None where there is no such run."""
    best = total = start = 0
    run = None
    for index, (packed, key) in enumerate(zip(row.lengths, row.texts, strict=True)):
        prose = packed & PROSE and packed & KEPT and key not in repeated
        if prose and total <= 0:
            total, start = 0, index
        total += length_of(packed) if prose else -COST
        if total > best:
            best, run = total, range(start, index + 1)
    return run


def _longest(row: Row, run: range) -> int:
    """Key of the longest line of a run: what the page tells."""
    return row.texts[max(run, key=lambda index: length_of(row.lengths[index]))]


def _tally(row: Row, run: range, tallies: Mapping[int, _Tally]) -> None:
    """Count one page: a form counts once, its characters as often as it stands there."""
    seen: set[int] = set()
    for index, (packed, *keys) in enumerate(zip(row.lengths, row.texts, row.shapes, strict=True)):
        for key in keys:
            tally = tallies.get(key)
            if tally is None:
                continue
            tally.inside += index in run
            tally.own += bool(packed & OWN)
            if key not in seen:
                seen.add(key)
                tally.pages += 1
            tally.text = tally.text or keys[0]
            tally.varies |= tally.text != keys[0]
            tally.characters += length_of(packed)


def _chosen(tallies: Iterable[_Tally], pages: int, bar: Bar) -> list[_Tally]:
    """What is proposed, in the order in which it was first seen. A line whose shape is proposed is left to that."""
    fit = [tally for tally in tallies if not tally.inside and not tally.own and _supported(tally, pages, bar)]
    shapes = {tally.form.text for tally in fit if tally.form.shape and tally.varies}
    return [tally for tally in fit if (tally.varies if tally.form.shape else shape_of(tally.form.text) not in shapes)]


def _supported(tally: _Tally, pages: int, bar: Bar) -> bool:
    text = tally.form.text
    if len(_LETTER.findall(MASK.sub("", text))) < MIN_LETTERS:
        return False
    sentence = is_prose(text) or has_stop(text) or ends_sentence(text)
    least, share = (bar.sentence_pages, bar.sentence_share) if sentence else (bar.min_pages, bar.min_share)
    return tally.pages >= least and tally.pages >= share * pages
