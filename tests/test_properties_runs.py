"""Invariants of whole runs: what a document becomes depends on nothing but the document."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from fuzz.texts import LINES, PIECES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaner.engines.run import How, run
from cleaner.pipeline import Settings

lines = st.one_of(st.sampled_from(LINES), st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
pages = st.lists(lines, max_size=7).map("\n".join).map(lambda text: text.encode("utf-8", "ignore").decode())
corpora = st.lists(pages, min_size=1, max_size=8)
few = settings(max_examples=max(12, settings().max_examples // 100), suppress_health_check=[HealthCheck.too_slow])
"A run takes a tenth of a second, with several processes two seconds."

Rows = Sequence[tuple[int, str]]


def cleaned(*files: Rows, jobs: int = 1) -> dict[str, tuple[str, str, str]]:
    """For each id the row, what was found in it, and its edits, of a run over files of rows."""
    with TemporaryDirectory() as place:
        folder, out = Path(place) / "in", Path(place) / "out"
        folder.mkdir()
        for file, rows in enumerate(files):
            written = "".join(json.dumps({"id": str(number), "text": text}) + "\n" for number, text in rows)
            (folder / f"{file}.jsonl").write_text(written)
        run([folder], out, Settings(), How(jobs))
        documents = (out / "documents.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
        found = (out / "attributes/cleaner/documents.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
        ledger = (out / "ledger.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    return {
        json.loads(row)["id"]: (row, json.dumps(json.loads(seen)["attributes"]), json.dumps(json.loads(edits)["edits"]))
        for row, seen, edits in zip(documents, found, ledger, strict=True)
    }


@few
@given(corpora, st.randoms(use_true_random=False), st.integers(0, 8))
def test_rules_commute_with_splitting_and_shuffling_a_corpus(corpus: list[str], random: Random, cut: int) -> None:
    rows = list(enumerate(corpus))
    whole = cleaned(rows)
    shuffled = random.sample(rows, len(rows))
    assert cleaned(shuffled) == whole
    assert cleaned(rows[:cut], rows[cut:]) == whole
    alone: dict[str, tuple[str, str, str]] = {}
    for row in rows[:2]:
        alone |= cleaned([row])
    assert alone.items() <= whole.items()


def test_the_number_of_workers_changes_nothing() -> None:
    rows = [(number, f"{LINES[number % len(LINES)]}\n{PIECES[number]},一是修路,二是架桥.\n") for number in range(90)]
    rows = [(number, text.encode("utf-8", "ignore").decode()) for number, text in rows]
    serial = cleaned(rows[:30], rows[30:60], rows[60:])
    assert cleaned(rows[:30], rows[30:60], rows[60:], jobs=3) == serial
    assert cleaned(rows) == serial
