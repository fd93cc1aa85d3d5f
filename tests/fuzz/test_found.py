"""What fuzzing has found, kept: each input must be handled now, and what is known to fail must still fail."""

from __future__ import annotations

import json
from base64 import b64decode
from pathlib import Path
from random import Random

import pytest

from fuzz import raws
from fuzz.__main__ import Run, outcomes
from fuzz.guide import Guide
from fuzz.shrink import shrunk
from fuzz.targets import TARGETS
from fuzz.texts import examples, mutated

ROWS = [json.loads(line) for line in (Path(__file__).parent / "found.jsonl").read_text().splitlines()]


@pytest.mark.parametrize("row", [pytest.param(row, id=f"{row['kind']}: {row['note']}") for row in ROWS])
def test_found(row: dict[str, str]) -> None:
    found = row["text"] if "text" in row else b64decode(row["base64"])
    said = outcomes(TARGETS[row["kind"]], found)
    if "known" in row:
        assert [fault.partition(":")[0] for fault in said] == ["stable"], "works now; take `known` out"
    else:
        assert said == []


def test_a_short_run_counts_saves_and_goes_on(tmp_path: Path) -> None:
    run = Run(tmp_path, seed=7)
    run.go(minutes=5, most=1)
    tried = sum(run.tried.values())
    assert tried == 500
    assert {fault.split(": ")[1] for fault in run.failed} <= {"stable"}
    again = Run(tmp_path, seed=7)
    assert sum(again.tried.values()) == tried
    assert again.batch == 1


def test_a_fault_is_seen_named_and_made_small() -> None:
    def attempt(text: str, thorough: bool) -> list[str]:
        if "\u6625" in text and "\u8015" in text:
            raise ZeroDivisionError(text)
        return ["stable: x"] if thorough and "\u79cb" in text else []

    target = TARGETS["text"].__class__(lambda *_: "", attempt, 1)  # type: ignore[arg-type]
    assert outcomes(target, "\u79cb") == ["stable: x"]
    assert outcomes(target, "\u6625\u8015")[0].startswith("ZeroDivisionError in test_found.py:attempt")
    small = shrunk("ab\u6625cd\u8015ef" * 9, lambda text: "\u6625" in text and "\u8015" in text)
    assert sorted(small) == ["\u6625", "\u8015"]


def test_new_steps_are_noticed_once() -> None:
    guide = Guide()
    target = TARGETS["text"]
    assert guide.new(lambda: outcomes(target, "\u6625\u5929\u6765\u4e86,\u82b1\u5f00\u4e86.\n")) > 0
    assert guide.new(lambda: outcomes(target, "\u6625\u5929\u6765\u4e86,\u82b1\u5f00\u4e86.\n")) == 0


def test_a_seed_gives_the_same_inputs() -> None:
    def some() -> list[object]:
        random = Random("7/1")
        return [
            [mutated(text, random, examples()) for text in examples()[:20]],
            [raws.encoded(random, "\u6625\u8015") for _ in range(20)],
            [raws.rule_file(random) for _ in range(5)],
        ]

    assert some() == some()
