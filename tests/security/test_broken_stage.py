"""A document that breaks an invariant is written unchanged, marked and reported, never half-cleaned.

The punctuation stage is replaced by one that misbehaves wherever a text says 坏; the stages round it are as they are.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from cleaner import pipeline
from cleaner.engines.restore import restore
from cleaner.engines.run import How, run
from cleaner.pipeline import Cleaner, Settings
from cleaner.stages import STAGES
from cleaner.stages.view import Proposal, Propose, View
from cleaner.text.patch import Patch

BAD = "\u3000\u3000漢字坏了,這個 問題 .\r\n\r\n\r\n来源:查看\n"
GOOD = "会议强调,要把工作做实.\n"

Spoil = Callable[[Proposal, View], object]


def edit(start: int, end: int, after: str, rule: str = "PU001", confidence: float = 0.99) -> Spoil:
    return lambda proposal, _: proposal.edits.add(start, end, after, rule, confidence)


def fail(error: BaseException) -> Spoil:
    def spoil(_: Proposal, __: View) -> object:
        raise error

    return spoil


def of_unequal_length(proposal: Proposal, _: View) -> None:
    proposal.edits.add(0, 1, "x", "PU001", 0.99)
    proposal.edits.starts.append(3)


def endless(proposal: Proposal, view: View) -> object:
    return endless(proposal, view)


FAULTS = [
    pytest.param(fail(ValueError("broken")), "internal error, ValueError: broken", id="raises"),
    pytest.param(fail(MemoryError()), "internal error, MemoryError", id="runs out of memory"),
    pytest.param(fail(AssertionError()), "internal error, AssertionError", id="fails an assertion"),
    pytest.param(endless, "internal error, RecursionError", id="never returns"),
    pytest.param(edit(0, 99_999, "x", confidence=1.0), "internal error, SpanError", id="edits behind the end"),
    pytest.param(edit(-3, -1, "x", confidence=1.0), "internal error, SpanError", id="edits before the beginning"),
    pytest.param(edit(5, 2, "x"), "internal error, SpanError", id="ends before it begins"),
    pytest.param(edit(0, 1, "x", rule="XX999"), "internal error, KeyError: 'XX999'", id="names no rule"),
    pytest.param(edit(0, 1, "春"), "PU001 has written 春, which no rule declares", id="writes a character"),
    pytest.param(edit(0, 1, None), "internal error, TypeError", id="writes nothing at all"),  # type: ignore[arg-type]
    pytest.param(of_unequal_length, "internal error", id="answers with columns of unequal length"),
]


@pytest.fixture
def break_punctuation(monkeypatch: pytest.MonkeyPatch) -> Callable[[Spoil], None]:
    """A function that replaces the punctuation stage by one that does what it is given where a text says 坏."""

    def arrange(spoil: Spoil) -> None:
        stage = next(stage for stage in STAGES if stage.name == "punctuation")

        def compile_stage(rules: tuple[pipeline.Rule, ...]) -> Propose:
            whole = stage.compile(rules)

            def propose(view: View) -> Proposal | None:
                proposal = whole(view)
                if "坏" in view.text:
                    proposal = proposal or Proposal()
                    spoil(proposal, view)
                return proposal

            return propose

        broken = tuple(replace(one, compile=compile_stage) if one is stage else one for one in STAGES)
        monkeypatch.setattr(pipeline, "STAGES", broken)

    return arrange


@pytest.mark.parametrize(("spoil", "why"), FAULTS)
def test_a_file_is_written_unchanged(
    tmp_path: Path, break_punctuation: Callable[[Spoil], None], spoil: Spoil, why: str
) -> None:
    break_punctuation(spoil)
    (tmp_path / "in").mkdir()
    for name, text in (("a", GOOD), ("b", BAD), ("c", GOOD)):
        (tmp_path / "in" / f"{name}.txt").write_bytes(text.encode())
    result = run([tmp_path / "in"], tmp_path / "out", Settings(), How())
    assert [(failure.path, why in failure.reason) for failure in result.failed] == [("b.txt", True)]
    assert "written unchanged" in result.failed[0].reason
    assert (tmp_path / "out/text/b.txt").read_bytes() == BAD.encode()
    assert (tmp_path / "out/text/a.txt").read_text() == (tmp_path / "out/text/c.txt").read_text() != GOOD
    rows = [json.loads(line) for line in (tmp_path / "out/documents.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["verdicts"]["status"] for row in rows] == ["cleaned", "rejected", "cleaned"]
    ledger = [json.loads(line) for line in (tmp_path / "out/ledger.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [bool(row["edits"]) for row in ledger] == [True, False, True]
    assert "b.txt" in json.dumps(json.loads((tmp_path / "out/manifest.json").read_text())["failed"])
    assert "written unchanged" in (tmp_path / "out/report.html").read_text(encoding="utf-8")
    assert not restore(tmp_path / "out", tmp_path / "back").failed
    assert (tmp_path / "back/b.txt").read_bytes() == BAD.encode()


@pytest.mark.parametrize(("spoil", "why"), FAULTS[:1] + FAULTS[8:9])
def test_a_row_is_written_unchanged(
    tmp_path: Path, break_punctuation: Callable[[Spoil], None], spoil: Spoil, why: str
) -> None:
    break_punctuation(spoil)
    raw = "".join(json.dumps({"id": n, "text": text}) + "\n" for n, text in enumerate((GOOD, BAD, GOOD)))
    (tmp_path / "a.jsonl").write_text(raw)
    result = run([tmp_path / "a.jsonl"], tmp_path / "out", Settings(), How())
    assert [(failure.path, why in failure.reason) for failure in result.failed] == [("a.jsonl:2", True)]
    rows = [json.loads(line) for line in (tmp_path / "out/documents.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["text"] for row in rows][1] == BAD
    assert not restore(tmp_path / "out", tmp_path / "back").failed
    assert (tmp_path / "back/a.jsonl").read_text() == raw


def test_a_patch_that_cannot_be_undone_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    cleaner = Cleaner()
    monkeypatch.setattr(Patch, "apply", lambda self, text: text[1:] if len(self) else text)
    with pytest.raises(pipeline.RestoreError, match="does not give the original"):
        cleaner.clean(GOOD)
