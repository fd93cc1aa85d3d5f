"""Floors hold: a worse figure is a breach, a better one raises its floor, and nothing sinks unless it is asked to."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from cleaner.errors import GoldError
from cleaner.evaluate.card import Card
from cleaner.evaluate.floors import breaches, raised, read_floors, write_floors
from cleaner.evaluate.outcome import Figure

CARD = Card("probes", "probes", 3, (Figure("passed", 2 / 3, 3), Figure("harm", 0.1234, 3, "lower")))


def test_floors_hold_what_was_reached() -> None:
    floors = raised([CARD], {})
    assert floors == {"probes": {"passed": 0.666, "harm": 0.124}}
    assert breaches([CARD], floors) == ()


@pytest.mark.parametrize(("name", "low"), [("passed", 0.7), ("harm", 0.1), ("gone", 0.5)])
def test_a_figure_worse_than_its_floor_is_a_breach(name: str, low: float) -> None:
    (breach,) = breaches([CARD], {"probes": {name: low}})
    assert str(breach).startswith(f"probes: {name} is ")


def test_floors_of_sets_that_were_not_measured_rest() -> None:
    floors = {"dumps": {"content F1": 0.9}}
    assert breaches([CARD], floors) == ()
    assert raised([CARD], floors)["dumps"] == {"content F1": 0.9}


def test_only_better_figures_move_a_floor() -> None:
    worse = replace(CARD, figures=(Figure("passed", 0.5, 3), Figure("harm", 0.05, 3, "lower")))
    floors = raised([CARD], {})
    assert raised([worse], floors) == {"probes": {"passed": 0.666, "harm": 0.05}}
    assert raised([worse], floors, lower=True) == {"probes": {"passed": 0.5, "harm": 0.05}}


def test_floors_are_kept_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "floors.json"
    assert read_floors(file) == {}
    write_floors(file, raised([CARD], {}))
    assert read_floors(file) == json.loads(file.read_text(encoding="utf-8"))
    file.write_text('{"probes": [1]}', encoding="utf-8")
    with pytest.raises(GoldError, match="floors are numbers"):
        read_floors(file)
