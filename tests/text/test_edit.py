"""Edits in order of place."""

from __future__ import annotations

from cleaner.text.edit import EditColumns


def test_runs_of_edits_are_merged_by_start() -> None:
    edits = EditColumns()
    for start, rule in ((4, "a"), (9, "b"), (2, "c"), (4, "d")):
        edits.add(start, start + 1, rule.upper(), rule, 0.9, rule * 2)
    edits = edits.by_place()
    assert list(zip(edits.starts, edits.ends, edits.afters, edits.rules, edits.notes, strict=True)) == [
        (2, 3, "C", "c", "cc"),
        (4, 5, "A", "a", "aa"),
        (4, 5, "D", "d", "dd"),
        (9, 10, "B", "b", "bb"),
    ]


def test_one_edit_and_none_stay() -> None:
    edits = EditColumns().by_place()
    edits.add(3, 4, "", "a", 0.9)
    edits = edits.by_place()
    assert edits.starts == [3]
