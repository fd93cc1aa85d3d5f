"""The ledger: what is written gives the same document back."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import clean
from cleaner.errors import RestoreError
from cleaner.report.ledger import LedgerWriter, text_bytes
from cleaner.report.replay import document_of, inside, read_rows
from cleaner.text.document import Document, Entry, Fact, Source, Step
from cleaner.text.edit import Edit
from cleaner.text.patch import Patch
from cleaner.text.span import Span


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Documents with up to three made-up steps, some of them with held edits and facts."""
    text = original = draw(st.text("甲乙,\uff0c \n\udcff", max_size=20))
    steps: list[Step] = []
    for stage in draw(st.sampled_from([(), ("unicode",), ("unicode", "layout"), ("boilerplate", "script", "layout")])):
        cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True)))
        pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
        edits = [(start, end, draw(st.text("丙丁", max_size=2))) for start, end in pairs]
        patch = Patch.of(text, [edit for edit in edits if text[edit[0] : edit[1]] != edit[2]])
        held = tuple(
            Entry(Edit(Span(start, start + 1), "?", "XX009", 0.5, "why"), text[start : start + 1], "held")
            for start in draw(st.lists(st.integers(0, max(0, len(text) - 1)), max_size=2, unique=True).map(sorted))
            if text
        )
        rules = tuple(draw(st.sampled_from(["XX001", "XX002"])) for _ in range(len(patch)))
        facts = (Fact("metadata.title", "题", "XX003", Span(0, min(1, len(text))), "题 "),)
        steps.append(Step(stage, patch, rules, (0.9,) * len(patch), ("",) * len(patch), held, facts))
        text = patch.apply(text)
    return Document("id", Source.of_text(original), text, tuple(steps), {"title": "题"}, {"warnings": ("a",)}, "a.txt")


def row_of(document: Document) -> dict[str, Any]:
    row = json.loads(LedgerWriter({}, "f").line(document, "a.txt", sha256(text_bytes(document.text)).hexdigest()))
    assert isinstance(row, dict)
    return row


def through_json(document: Document) -> Document:
    return document_of(row_of(document), text_bytes(document.text))


@given(documents())
def test_a_document_comes_back_from_its_ledger_line(document: Document) -> None:
    again = through_json(document)
    assert again.source == document.source
    assert again.steps == document.steps
    assert (again.id, again.path, again.text) == (document.id, document.path, document.text)
    assert dict(again.metadata) == dict(document.metadata)
    assert dict(again.verdicts) == dict(document.verdicts)
    assert again.restore() == document.source.text


@given(documents())
def test_places_point_into_the_original(document: Document) -> None:
    row = row_of(document)
    first = document.steps[0].stage if document.steps else ""
    for group in row["edits"]:
        for place in group["at"]:
            assert 0 <= place <= len(document.source.text)
            if group["stage"] == first:
                assert document.source.text.startswith(group["before"], place)


def test_equal_edits_share_a_group() -> None:
    text = "甲,乙,丙,丁"
    patch = Patch.of(text, [(1, 2, "\uff0c"), (3, 4, "\uff0c"), (5, 6, "\uff0c")])
    step = Step("punctuation", patch, ("PU001",) * 3, (0.99,) * 3, ("",) * 3)
    row = row_of(Document("a", Source.of_text(text), patch.apply(text), (step,)))
    assert row["edits"] == [
        {
            "stage": "punctuation", "rule": "PU001", "status": "applied", "before": ",", "after": "\uff0c",
            "confidence": 0.99, "at": [1, 3, 5],
        }
    ]  # fmt: skip


def test_a_text_that_was_changed_is_refused() -> None:
    document = Document("a", Source.of_text("甲"), "甲")
    with pytest.raises(RestoreError, match="changed after it was written"):
        document_of(row_of(document), b"other")


@pytest.mark.parametrize("name", ["../a", "a/../../b", "/etc/passwd", ""])
def test_names_stay_inside(name: str) -> None:
    with pytest.raises(RestoreError, match="lies outside"):
        inside(Path("folder"), name)


def test_a_damaged_ledger_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "ledger.jsonl").write_text('{"path": "a", "output": "a"}\n{"id": \n')
    with pytest.raises(RestoreError, match=r"ledger\.jsonl:2: .* run again"):
        list(read_rows(tmp_path / "ledger.jsonl"))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("三锟斤拷\udc80", id="two rules flag, the one named first stands behind"),
        pytest.param("四件事一是\uff0c二是\uff0c四是", id="a place is flagged before one that is held"),
    ],
)
def test_held_and_flagged_places_come_back_in_their_order(text: str) -> None:
    """Found by fuzzing: the ledger gave them back by place, the document had them by rule."""
    document = clean(text)
    assert max(len(step.others) for step in document.steps) > 1
    assert document_of(row_of(document), text_bytes(document.text)).steps == document.steps


def test_a_ledger_line_nested_too_deep_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ledger.jsonl").write_text("[" * 100_000 + "\n")
    with pytest.raises(RestoreError, match=r"ledger\.jsonl:1: .* run again"):
        list(read_rows(tmp_path / "ledger.jsonl"))
