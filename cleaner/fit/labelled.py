"""Labelled pages: which states of the decoder the label of a line allows, and what a wrong one costs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import log1p
from pathlib import Path
from random import Random
from typing import Literal, cast, get_args

from cleaner.errors import InputError
from cleaner.stages.boilerplate.maintext.decode import STATES
from cleaner.stages.boilerplate.maintext.keys import Columns, keys_of
from cleaner.stages.boilerplate.maintext.sight import Cell, Sight, Vocabulary
from cleaner.stages.boilerplate.page import Page

Label = Literal["content", "title", "meta", "boilerplate", "ambiguous"]
Variant = Literal["full", "core", "bare", "gaps"]
VARIANTS: dict[Variant, float] = {"full": 1.0, "core": 0.5, "bare": 0.25, "gaps": 0.5}
"""The forms that a page is fitted in, and how much each counts: whole; cut to what is round its text; nothing but the
text; with lines from behind the text set between its paragraphs, because text goes on behind a share bar."""
UNIT = 10
"A line of so many code points has the size log 2."
_ABOVE, _BELOW = 10, 15
"Lines of the form `core` above the headline and below the text."
_TOOL = 30
"Longest line that is set among the text. Code points."
_BEHIND = ("behind", "rest")


@dataclass(frozen=True, slots=True)
class Labelled:
    """One page with a label for each line that is not blank."""

    id: str
    site: str
    text: str
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One page as the fit sees it. Columns, one entry per cell of the page."""

    page: Labelled
    variant: Variant
    cells: tuple[Cell, ...]
    keys: Columns
    allowed: tuple[tuple[str, ...], ...]
    "States that the label admits."
    sizes: tuple[float, ...]
    "Logarithm of one and the length in units of `UNIT`: what a wrong decision weighs."
    labels: tuple[Label, ...]


def read_labelled(path: Path) -> list[Labelled]:
    """The pages in a file of JSON lines: `id`, `site`, and `lines` with `text`, `label` and `b` (blank line before).

    Raises InputError that names the line.
    """
    pages: list[Labelled] = []
    with path.open(encoding="utf-8") as file:
        for number, row in enumerate(file, 1):
            try:
                pages.append(_labelled(json.loads(row)))
            except (KeyError, TypeError, ValueError) as error:
                raise InputError(f"{path}:{number}: {error!r}; give id, site, and lines with text and label") from error
    if not pages:
        raise InputError(f"{path}: no pages; give a file with one JSON object a line")
    return pages


def _labelled(record: dict[str, object]) -> Labelled:
    lines = [line for line in cast(list[dict[str, object]], record["lines"]) if str(line["text"]).strip()]
    labels = tuple(str(line["label"]) for line in lines)
    for label in labels:
        if label not in get_args(Label):
            raise ValueError(f"label {label!r} is unknown; use {', '.join(get_args(Label))}")
    text = "\n".join(("\n" if line.get("b") else "") + str(line["text"]) for line in lines)
    return Labelled(str(record["id"]), str(record.get("site") or record["id"]), text, cast(tuple[Label, ...], labels))


def variants_of(page: Labelled) -> Iterator[tuple[Variant, Labelled]]:
    """The page in each of its forms; pages without main text only as they are."""
    yield "full", page
    text = [number for number, label in enumerate(page.labels) if label == "content"]
    if not text:
        return
    heads = [number for number, label in enumerate(page.labels[: text[0]]) if label == "title"]
    above = max((heads or text)[-1 if heads else 0] - _ABOVE, 0)
    yield "core", _part(page, range(above, min(text[-1] + _BELOW + 1, len(page.labels))))
    yield "bare", _part(page, [n for n, label in enumerate(page.labels) if label in ("content", "title", "meta")])
    gaps = _gaps(page, text)
    if gaps:
        yield "gaps", _part(page, gaps)


def _gaps(page: Labelled, text: list[int]) -> list[int]:
    """Numbers of the lines of a page with some from behind its text set once or twice among the text, again.

    Chance is drawn from the id, so that every run does the same.
    """
    lines = Page(page.text).lines
    behind = [n for n in range(text[-1] + 1, len(lines)) if page.labels[n] == "boilerplate" and len(lines[n]) <= _TOOL]
    if len(text) < 3 or not behind:
        return []
    chance = Random(page.id)
    places = set(chance.sample(range(1, len(text)), min(chance.randint(1, 2), len(text) - 1)))
    numbers: list[int] = []
    for number in range(len(lines)):
        if text[0] < number <= text[-1] and number in {text[place] for place in places}:
            start = chance.randrange(len(behind))
            numbers += behind[start : start + chance.randint(1, 5)]
        numbers.append(number)
    return numbers


def _part(page: Labelled, numbers: Iterable[int]) -> Labelled:
    whole, wanted = Page(page.text), list(numbers)
    lines = [
        ("\n" if whole.blank_before(number) else "") + whole.indent(number) + whole.lines[number] for number in wanted
    ]
    return Labelled(page.id, page.site, "\n".join(lines), tuple(page.labels[number] for number in wanted))


def example_of(page: Labelled, variant: Variant, words: Vocabulary) -> Example:
    """The cells of a page with what the fit must know of each. Raises InputError where labels and lines differ."""
    whole = Page(page.text)
    if len(whole) != len(page.labels):
        raise InputError(f"{page.id}: {len(page.labels)} labels for {len(whole)} lines; give one line to each label")
    sight = Sight(whole, words.of(whole)[0], words.furniture)
    labels = tuple(_label(page.labels[first:after], whole.lines[first:after]) for first, after in sight.cells)
    sizes = tuple(log1p(sum(map(len, whole.lines[first:after])) / UNIT) for first, after in sight.cells)
    return Example(page, variant, tuple(sight.cells), keys_of(sight), _allowed(labels), sizes, labels)


def _label(labels: tuple[Label, ...], lines: list[str]) -> Label:
    """The label of a cell: that of its line, or of nearly all in a run of lines."""
    if len(labels) == 1:
        return labels[0]
    size = sum(map(len, lines))
    text = sum(len(line) for line, label in zip(lines, labels, strict=True) if label == "content")
    return "content" if 2 * text > size else "ambiguous" if text else "boilerplate"


def _allowed(labels: tuple[Label, ...]) -> tuple[tuple[str, ...], ...]:
    """The states that the label of each cell admits, by where it stands."""
    text = [number for number, label in enumerate(labels) if label == "content"]
    if not text:
        return (STATES,) * len(labels)
    first, last = text[0], text[-1]
    doubt = "ambiguous" in labels[:first]  # a line above in doubt may have been the first of the text
    found: list[tuple[str, ...]] = []
    for number, label in enumerate(labels):
        if label == "ambiguous":
            found.append(STATES)
        elif number < first:
            found.append(("headline",) if label == "title" else ("before",))
        elif number == first:
            found.append(("first", "text") if doubt else ("first",))
        elif number <= last:
            found.append(("text",) if label == "content" else ("gap",) if label == "boilerplate" else ("text", "gap"))
        else:
            found.append(_BEHIND)
    return tuple(found)
