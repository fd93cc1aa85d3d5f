"""Decoding a page: how likely each cell belongs to the main text, given all others.

A hidden Markov model with weights for features in place of probabilities (a conditional random field), summed over
all ways to read the page by the forward-backward algorithm. A page is read as: lines before, headlines among them,
lines between headline and text, the text with gaps in it, what stands behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

STATES = ("before", "headline", "between", "first", "text", "gap", "behind", "rest")
"What a cell may be: `first` is the first line of the text, `behind` the first line behind it."
CHANGES = (
    "before before", "before headline", "before first", "headline before", "headline headline", "headline between",
    "headline first", "between between", "between headline", "between first", "first text", "first gap",
    "first behind", "text text", "text gap", "text behind", "gap gap", "gap text", "behind rest", "rest rest",
)  # fmt: skip
"Which state may follow which."
STARTS = ("before", "headline", "between", "first")
ENDS = ("first", "text", "behind", "rest")
KEPT = ("headline", "first", "text")
Row = Sequence[float]
"One number per state, in the order of `STATES`."


class Changes(NamedTuple):
    """How readily one state follows another, a page begins with a state or ends with it. Positive factors."""

    between: Row
    "In the order of `CHANGES`."
    start: Row
    end: Row
    "One per state; zero where a page cannot begin or end."


def posteriors(rows: Sequence[Row], changes: Changes) -> list[tuple[float, ...]]:
    """The probability of each state for each cell. `rows` holds a positive factor per state for each cell."""
    forward = _forward(rows, changes)
    backward = _backward(rows, changes)
    found: list[tuple[float, ...]] = []
    for left, right in zip(forward, backward, strict=True):
        joint = [one * other for one, other in zip(left, right, strict=True)]
        total = sum(joint)
        found.append(tuple([value / total for value in joint]))
    return found


def _forward(rows: Sequence[Row], changes: Changes) -> list[Row]:
    """For each cell, in proportion: all ways to read the page up to it that end in a state."""
    bb, bh, bf, hb, hh, hm, hf, mm, mh, mf, ft, fg, fe, tt, tg, te, gg, gt, er, rr = changes.between
    b, h, m, f, t, g, e, r = _scaled([one * other for one, other in zip(rows[0], changes.start, strict=True)])
    found: list[Row] = [(b, h, m, f, t, g, e, r)]
    for pb, ph, pm, pf, pt, pg, pe, pr in rows[1:]:
        b, h, m, f, t, g, e, r = _scaled(
            [
                pb * (b * bb + h * hb),
                ph * (b * bh + h * hh + m * mh),
                pm * (h * hm + m * mm),
                pf * (b * bf + h * hf + m * mf),
                pt * (f * ft + t * tt + g * gt),
                pg * (f * fg + t * tg + g * gg),
                pe * (f * fe + t * te),
                pr * (e * er + r * rr),
            ]
        )
        found.append((b, h, m, f, t, g, e, r))
    return found


def _backward(rows: Sequence[Row], changes: Changes) -> list[Row]:
    """For each cell, in proportion: all ways to read the page from behind it to its end, given a state."""
    bb, bh, bf, hb, hh, hm, hf, mm, mh, mf, ft, fg, fe, tt, tg, te, gg, gt, er, rr = changes.between
    found: list[Row] = [changes.end]
    b, h, m, f, t, g, e, r = changes.end
    for pb, ph, pm, pf, pt, pg, pe, pr in reversed(rows[1:]):
        b, h, m, f, t, g, e, r = pb * b, ph * h, pm * m, pf * f, pt * t, pg * g, pe * e, pr * r
        b, h, m, f, t, g, e, r = _scaled(
            [
                b * bb + h * bh + f * bf,
                b * hb + h * hh + m * hm + f * hf,
                m * mm + h * mh + f * mf,
                t * ft + g * fg + e * fe,
                t * tt + g * tg + e * te,
                g * gg + t * gt,
                r * er,
                r * rr,
            ]
        )
        found.append((b, h, m, f, t, g, e, r))
    found.reverse()
    return found


def _scaled(row: list[float]) -> list[float]:
    """The row with a sum of 1, so that no number grows or shrinks out of range."""
    total = sum(row)
    return [value / total for value in row]
