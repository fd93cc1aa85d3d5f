"""Provenance must give the same runs as the composed changes, and put every applied edit into exactly one."""

from __future__ import annotations

from budget import at_least
from hypothesis import given
from hypothesis import strategies as st

from cleaner.report.clip import beginning
from cleaner.report.provenance import provenance
from cleaner.text.document import Document, Source, Step
from cleaner.text.patch import Patch


@st.composite
def histories(draw: st.DrawFn) -> Document:
    """A document with up to four random patches."""
    original = text = draw(st.text(alphabet="一二，是\nab", max_size=24))
    steps = []
    for index in range(draw(st.integers(0, 4))):
        cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
        edits = []
        last = (-1, -1)
        for start, end in zip(cuts[::2], cuts[1::2], strict=False):
            after = draw(st.text(alphabet="一二，是xy", max_size=3))
            if after != text[start:end] and (start, end) != last:
                edits.append((start, end, after))
                last = (start, end)
        patch = Patch.of(text, edits)
        rules = tuple(f"R{index}{place}" for place in range(len(patch)))
        steps.append(Step(f"s{index}", patch, rules, (1.0,) * len(patch), ("",) * len(patch)))
        text = patch.apply(text)
    return Document("d", Source.of_text(original), text, tuple(steps))


@given(histories())
@at_least(300)
def test_runs_are_those_of_the_changes(document: Document) -> None:
    found = provenance(document)
    runs = [run.flat for run in found.runs]
    original, clean = document.source.text, document.text
    kept = tuple(run for run in runs if original[run[0] : run[1]] != clean[run[2] : run[3]])
    assert kept == document.changes.runs


@given(histories())
@at_least(300)
def test_every_applied_edit_stands_in_one_run_that_holds_its_origin(document: Document) -> None:
    found = provenance(document)
    ids = [edit.entry.edit.rule for run in found.runs for edit in run.edits]
    assert sorted(ids) == sorted(rule for step in document.steps for rule in step.rules)
    for run in found.runs:
        for edit in run.edits:
            assert run.original_start <= edit.original.start <= edit.original.end <= run.original_end


@given(histories(), st.integers(0, 12))
@at_least(300)
def test_the_beginning_of_a_document_is_a_document(document: Document, size: int) -> None:
    short = beginning(document, size)
    assert document.source.text.startswith(short.source.text)
    assert document.text.startswith(short.text)
    assert short.restore() == short.source.text
    assert len(short.source.text) >= min(size, len(document.source.text))
