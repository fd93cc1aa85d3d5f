"""Arbitration: what is applied, held and shadowed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.arbitrate import Bar, arbitrate
from cleaner.rulebook.model import Rule
from cleaner.text.document import Step, revert
from cleaner.text.edit import EditColumns

Row = tuple[int, int, str, str, float]
"Start, end, after, rule, confidence."


def rule(id: str, priority: int = 0, apply: str = "auto", inferred: bool = False) -> Rule:
    return Rule(
        id=id, name="made-up", stage="layout", kind="span", action="replace", confidence=0.9, why="", seen=(),
        priority=priority, apply=apply, inferred=inferred,  # type: ignore[arg-type]
    )  # fmt: skip


RULES = {
    "LOW": rule("LOW"),
    "HIGH": rule("HIGH", priority=1),
    "ASK": rule("ASK", apply="ask"),
    "GUESS": rule("GUESS", inferred=True),
}


def decide(text: str, rows: list[Row], bar: Bar | None = None) -> Step:
    edits = EditColumns()
    for row in rows:
        edits.add(*row)
    return arbitrate("layout", text, edits, RULES, bar or Bar())


@pytest.mark.parametrize(
    ("rows", "clean", "fates"),
    [
        pytest.param([(0, 1, "x", "LOW", 0.9)], "xbcdef", [], id="alone"),
        pytest.param([(0, 1, "x", "LOW", 0.7)], "abcdef", ["held"], id="below the bar"),
        pytest.param([(0, 1, "x", "ASK", 0.9)], "abcdef", ["held"], id="asks first"),
        pytest.param([(0, 1, "a", "LOW", 0.9)], "abcdef", [], id="a no-op is nothing"),
        pytest.param(
            [(0, 2, "x", "LOW", 0.9), (1, 3, "y", "LOW", 0.95)], "aydef", ["shadowed"], id="confidence decides"
        ),
        pytest.param(
            [(0, 2, "x", "HIGH", 0.9), (1, 3, "y", "LOW", 0.95)], "xcdef", ["shadowed"], id="priority goes first"
        ),
        pytest.param([(0, 2, "x", "LOW", 0.9), (2, 3, "y", "LOW", 0.9)], "xydef", [], id="touching is not overlapping"),
        pytest.param(
            [(0, 2, "x", "LOW", 0.9), (2, 2, "!", "LOW", 0.9), (2, 3, "y", "LOW", 0.9)], "x!ydef", [], id="between two"
        ),
        pytest.param(
            [(2, 2, "!", "LOW", 0.9), (2, 2, "?", "LOW", 0.95)],
            "ab?cdef",
            ["shadowed"],
            id="two insertions at one place",
        ),
        pytest.param(
            [(1, 4, "x", "LOW", 0.9), (2, 2, "?", "LOW", 0.95)], "ab?cdef", ["shadowed"], id="insertion inside a run"
        ),
        pytest.param(
            [(0, 2, "x", "LOW", 0.9), (1, 4, "y", "LOW", 0.95), (3, 5, "z", "LOW", 0.9)],
            "ayef",
            ["shadowed", "shadowed"],
            id="the middle of a chain beats both",
        ),
        pytest.param(
            [(0, 2, "x", "LOW", 0.95), (1, 4, "y", "LOW", 0.9), (3, 5, "z", "LOW", 0.9)],
            "xczf",
            ["shadowed"],
            id="the ends of a chain do not touch",
        ),
    ],
)
def test_fates(rows: list[Row], clean: str, fates: list[str]) -> None:
    step = decide("abcdef", rows)
    assert step.patch.apply("abcdef") == clean
    assert [entry.status for entry in step.others] == fates


def test_a_shadowed_edit_names_the_rule_that_beat_it() -> None:
    (loser,) = decide("abc", [(0, 2, "x", "LOW", 0.9), (1, 3, "y", "HIGH", 0.9)]).others
    assert (loser.edit.rule, loser.by, loser.before) == ("LOW", "HIGH", "ab")


def test_inferred_edits_can_be_switched_off() -> None:
    rows: list[Row] = [(0, 0, "x", "GUESS", 0.9)]
    assert len(decide("abc", rows).patch) == 1
    assert [entry.status for entry in decide("abc", rows, Bar(infer=False)).others] == ["held"]


@given(
    st.text("ab", max_size=8).flatmap(
        lambda text: st.tuples(
            st.just(text),
            st.lists(
                st.tuples(
                    st.integers(0, len(text)),
                    st.integers(0, len(text)),
                    st.text("xy", max_size=2),
                    st.sampled_from(sorted(RULES)),
                    st.sampled_from([0.5, 0.9, 0.99]),
                ).filter(lambda row: row[0] <= row[1]),
                max_size=8,
            ),
        )
    )
)
def test_every_proposal_has_exactly_one_fate(case: tuple[str, list[Row]]) -> None:
    text, rows = case
    step = decide(text, rows)
    real = [row for row in rows if text[row[0] : row[1]] != row[2]]
    assert len(step.patch) + len(step.others) == len(real)
    assert revert(step.patch.apply(text), (step,)) == text
