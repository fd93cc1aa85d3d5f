"""The scorecard as text for a terminal, as Markdown for a page, and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cleaner.evaluate.card import Card, tallies
from cleaner.evaluate.floors import Floors
from cleaner.evaluate.outcome import Figure, RuleTally
from cleaner.rulebook.model import Rule

FEW = 5
"Rules with fewer judged edits are counted, not listed, unless one of them was wrong."


def as_text(cards: Sequence[Card], floors: Floors, rules: Mapping[str, Rule], failures: int = 0) -> str:
    """A table for each set of gold, then the rules that gold could judge."""
    lines: list[str] = []
    for card in cards:
        lines += [f"{card.name} ({card.kind}, {card.records} records)", *_figures(card, floors), ""]
        for value, figures in card.groups:
            lines += [f"  {value or '(none)'}", *(f"    {_row(figure)}" for figure in figures), ""]
        for wrong in card.wrong[:failures]:
            lines += [wrong, ""]
    lines += _rules(tallies(cards), rules)
    return "\n".join(lines) + "\n"


def _figures(card: Card, floors: Floors) -> Iterator[str]:
    lows = floors.get(card.name, {})
    for figure in card.figures:
        low = lows.get(figure.name)
        bound = "at least" if figure.better == "higher" else "at most"
        yield f"  {_row(figure)}" + (f"   {bound} {_like(figure, low)}" if low is not None else "")


def _row(figure: Figure) -> str:
    return f"{figure.name:<32} {figure.shown if figure.of else '-':>9}  of {figure.of:,}"


def _like(figure: Figure, value: float) -> str:
    return Figure(figure.name, value, figure.of, figure.better, figure.unit).shown


def _rules(found: Sequence[RuleTally], rules: Mapping[str, Rule]) -> Iterator[str]:
    shown = [one for one in found if one.judged >= FEW or one.right < one.judged]
    if not shown:
        return
    yield "edits by rule                                 stated   right    of   precision (95 %)"
    for one in sorted(shown, key=lambda one: (not one.overstated, one.rule)):
        name = rules[one.rule].name if one.rule in rules else ""
        low, high = one.interval
        mark = "  states too much" if one.overstated else ""
        yield (
            f"  {one.rule} {name[:34]:<34} {one.stated:>8.2f} {one.right:>7,} {one.judged:>5,}"
            f"   {100 * one.precision:5.1f} % ({100 * low:.0f} to {100 * high:.0f}){mark}"
        )
    rest = len(found) - len(shown)
    if rest:
        yield f"  and {rest} rules with fewer than {FEW} edits, all right"


def as_markdown(cards: Sequence[Card], floors: Floors) -> str:
    """One table of all figures."""
    lines = ["| gold | figure | value | of | floor |", "|---|---|--:|--:|--:|"]
    for card in cards:
        for figure in card.figures:
            low = floors.get(card.name, {}).get(figure.name)
            bound = "" if low is None else _like(figure, low)
            lines.append(f"| {card.name} | {figure.name} | {figure.shown} | {figure.of:,} | {bound} |")
    return "\n".join(lines) + "\n"


def as_json(cards: Sequence[Card], floors: Floors, fingerprint: str) -> dict[str, Any]:
    """Everything, as JSON can say it."""
    return {
        "fingerprint": fingerprint,
        "sets": [
            {
                "name": card.name, "kind": card.kind, "records": card.records,
                "figures": [_figure(figure, floors.get(card.name, {})) for figure in card.figures],
                "groups": {value: [_figure(figure, {}) for figure in figures] for value, figures in card.groups},
                "failed": len(card.wrong),
            }
            for card in cards
        ],
        "rules": [
            {
                "rule": one.rule, "stated": round(one.stated, 4), "right": one.right, "judged": one.judged,
                "precision": round(one.precision, 4), "interval": [round(bound, 4) for bound in one.interval],
                "overstated": one.overstated,
            }
            for one in tallies(cards)
        ],
    }  # fmt: skip


def _figure(figure: Figure, floors: Mapping[str, float]) -> dict[str, Any]:
    return {
        "name": figure.name, "value": round(figure.value, 6), "of": figure.of, "better": figure.better,
        "floor": floors.get(figure.name),
    }  # fmt: skip
