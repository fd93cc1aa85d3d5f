"""Measuring a fit on sites that it has not seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from statistics import fmean

from cleaner.fit.labelled import Labelled, Variant
from cleaner.fit.model import Fit
from cleaner.rulebook.model import Rule
from cleaner.stages.boilerplate.maintext.narrow import DOUBT
from cleaner.stages.boilerplate.maintext.reading import Reader
from cleaner.stages.boilerplate.page import Page


@dataclass(frozen=True, slots=True)
class Judged:
    """A page and the probability of each of its lines to be outside, by weights fitted without its site."""

    page: Labelled
    variant: Variant
    outside: tuple[float, ...]


def fold_of(site: str, folds: int) -> int:
    """The fold that a site is left out in, the same at every run."""
    return int.from_bytes(sha256(site.encode()).digest()[:4], "big") % folds


def cross_validate(fit: Fit, rule: Rule, folds: int) -> Iterator[Judged]:
    """Every example judged by weights that were fitted to the sites of the other folds."""
    examples = fit.examples
    for fold in range(folds):
        others = [n for n, one in enumerate(examples) if fold_of(one.page.site, folds) != fold]
        mine = [n for n, one in enumerate(examples) if fold_of(one.page.site, folds) == fold]
        if others and mine:
            reader = Reader(rule, fit.table(others))
            for number in mine:
                one = examples[number]
                page = Page(one.page.text)
                yield Judged(one.page, one.variant, reader.read(page, *reader.words.of(page)).outside)


@dataclass(frozen=True, slots=True)
class Scores:
    """Shares, 0 to 1, by characters."""

    recall: float
    "Of the main text, how much stays."
    precision: float
    "Of what stays, how much is main text; headlines and metadata do not count."
    sites: float
    "Harmonic mean of both by page, averaged by site, then over sites."


def scores_of(judged: Iterable[Judged], bar: float = DOUBT) -> Scores:
    """How well the pages come out when lines at or above `bar` go."""
    kept = lost = left = 0
    by_site: dict[str, list[float]] = defaultdict(list)
    for one in judged:
        lines = Page(one.page.text).lines
        sums = [0, 0, 0]
        for line, label, chance in zip(lines, one.page.labels, one.outside, strict=True):
            if label == "content":
                sums[chance >= bar] += len(line)
            elif label == "boilerplate" and chance < bar:
                sums[2] += len(line)
        kept, lost, left = kept + sums[0], lost + sums[1], left + sums[2]
        by_site[one.page.site].append(2 * sums[0] / ((2 * sums[0] + sums[1] + sums[2]) or 1))
    return Scores(kept / ((kept + lost) or 1), kept / ((kept + left) or 1), fmean(map(fmean, by_site.values())))


def predictions(judged: Sequence[Judged], variant: Variant, bar: float = DOUBT) -> Iterator[dict[str, object]]:
    """For each page of a form: its id, and the numbers of the lines that stay."""
    for one in judged:
        if one.variant == variant:
            yield {"id": one.page.id, "kept": [n for n, chance in enumerate(one.outside) if chance < bar]}
