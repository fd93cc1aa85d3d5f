"""Floors: what each figure has reached and must not fall below; for harm and other faults, what it must not exceed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor
from pathlib import Path

from cleaner.errors import GoldError
from cleaner.evaluate.card import Card
from cleaner.evaluate.outcome import Figure

Floors = dict[str, dict[str, float]]
"By set of gold and name of a figure."
STEP = 1000
"Floors are kept to three decimals, to the side that the figure reaches."
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Breach:
    """A figure that is worse than its floor, or a floor whose figure is gone."""

    gold: str
    figure: str
    value: float | None
    floor: float

    def __str__(self) -> str:
        was = "is not measured any more" if self.value is None else f"is {self.value:.3f}"
        return f"{self.gold}: {self.figure} {was}, its floor {self.floor:.3f}"


def read_floors(path: Path) -> Floors:
    """The floors in a file; none where there is no file. Raises GoldError for one that cannot be used."""
    if not path.exists():
        return {}
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise GoldError(f"{path}: no file of floors: {error}") from error
    if not isinstance(said, dict) or not all(
        isinstance(named, dict) and all(isinstance(value, (int, float)) for value in named.values())
        for named in said.values()
    ):
        raise GoldError(f"{path}: floors are numbers by set of gold and figure")
    return said


def write_floors(path: Path, floors: Floors) -> None:
    """Write floors, sorted, so that a change of one is a change of one line."""
    path.write_text(json.dumps(floors, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def breaches(cards: Iterable[Card], floors: Floors) -> tuple[Breach, ...]:
    """Figures below their floors. A floor whose set was measured without the figure counts; other sets do not."""
    found: list[Breach] = []
    for card in cards:
        figures = {figure.name: figure for figure in card.figures}
        for name, low in floors.get(card.name, {}).items():
            figure = figures.get(name)
            if figure is None or _worse(figure, low):
                found.append(Breach(card.name, name, figure.value if figure else None, low))
    return tuple(found)


def raised(cards: Iterable[Card], floors: Floors, lower: bool = False) -> Floors:
    """The floors with every better figure in place of its floor; with `lower` every figure, worse ones too."""
    after: Floors = {name: dict(named) for name, named in floors.items()}
    for card in cards:
        named = {} if lower else after.get(card.name, {})
        for figure in card.figures:
            low = named.get(figure.name)
            if low is None or not _worse(figure, low):
                named[figure.name] = _rounded(figure)
        after[card.name] = named
    return after


def _worse(figure: Figure, low: float) -> bool:
    worse = figure.value < low if figure.better == "higher" else figure.value > low
    return worse and abs(figure.value - low) > ROUNDING


def _rounded(figure: Figure) -> float:
    """To three decimals, so that the figure itself still passes."""
    scaled = figure.value * STEP
    return (floor(scaled + ROUNDING) if figure.better == "higher" else ceil(scaled - ROUNDING)) / STEP
