"""Decoding a page: how likely each cell belongs to the main text, given all others.

A hidden Markov model with weights for features in place of probabilities (a conditional random field), summed over
all ways to read the page by the forward-backward algorithm. A page is read as: lines before, headlines among them, the
text with gaps in it, what stands behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import mul
from typing import NamedTuple

STATES = ("before", "headline", "first", "text", "gap", "behind", "rest")
"""What a cell may be: `before` stands above the text and is no headline; `first` is the first line of the text,
`behind` the first line behind it."""
CHANGES = (
    "before before", "before headline", "before first", "headline before", "headline headline", "headline first",
    "first text", "first gap", "first behind", "text text", "text gap", "text behind", "gap gap", "gap text",
    "behind rest", "rest rest",
)  # fmt: skip
"Which state may follow which."
STARTS = ("before", "headline", "first")
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
    """The probability of each state for each cell. `rows` holds a positive factor per state for each cell.

    All are 0 for a cell where what stands above and what stands below contradict each other out of the range of floats.
    The walk is from the last cell to the first, with all ways to read the page from behind a cell to its end, given a
    state. States are plain names: a loop over them costs several times as much.
    """
    bb, bh, bf, hb, hh, hf, ft, fg, fe, tt, tg, te, gg, gt, er, rr = changes.between
    b, h, f, t, g, e, r = changes.end
    found: list[tuple[float, ...]] = []
    for (pb, ph, pf, pt, pg, pe, pr), (ab, ah, af, at, ag, ae, ar) in zip(
        reversed(rows), reversed(_forward(rows, changes)), strict=True
    ):
        xb, xh, xf, xt, xg, xe, xr = ab * b, ah * h, af * f, at * t, ag * g, ae * e, ar * r
        share = 1 / ((xb + xh + xf + xt + xg + xe + xr) or 1.0)
        found.append((xb * share, xh * share, xf * share, xt * share, xg * share, xe * share, xr * share))
        scale = 1 / ((b + h + f + t + g + e + r) or 1.0)
        b, h, f, t, g, e, r = pb * b, ph * h, pf * f, pt * t, pg * g, pe * e, pr * r
        b, h, f, t, g, e, r = (
            scale * (b * bb + h * bh + f * bf),
            scale * (b * hb + h * hh + f * hf),
            scale * (t * ft + g * fg + e * fe),
            scale * (t * tt + g * tg + e * te),
            scale * (g * gg + t * gt),
            scale * r * er,
            scale * r * rr,
        )
    found.reverse()
    return found


def _forward(rows: Sequence[Row], changes: Changes) -> list[Row]:
    """For each cell, in proportion: all ways to read the page up to it that end in a state.

    Each row is divided by its sum, so that no number grows or shrinks out of range.
    """
    bb, bh, bf, hb, hh, hf, ft, fg, fe, tt, tg, te, gg, gt, er, rr = changes.between
    b, h, f, t, g, e, r = first = tuple(map(mul, rows[0], changes.start))
    found: list[Row] = [first]
    for pb, ph, pf, pt, pg, pe, pr in rows[1:]:
        scale = 1 / ((b + h + f + t + g + e + r) or 1.0)
        b, h, f, t, g, e, r = row = (
            pb * scale * (b * bb + h * hb),
            ph * scale * (b * bh + h * hh),
            pf * scale * (b * bf + h * hf),
            pt * scale * (f * ft + t * tt + g * gt),
            pg * scale * (f * fg + t * tg + g * gg),
            pe * scale * (f * fe + t * te),
            pr * scale * (e * er + r * rr),
        )
        found.append(row)
    return found
