"""datatrove: its reader, our step, its writer, under its executor, in one process and in two."""

from __future__ import annotations

import gzip
import json
import pickle
from pathlib import Path

import pytest

pytest.importorskip("datatrove")

from adapter_contract import ROWS, cleaned, run_example, without_reason
from datatrove.data import Document
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter, ParquetWriter

from cleaner.adapters.datatrove import CleanerStep
from cleaner.pipeline import Settings


def documents(rows: list[dict[str, str]]) -> list[Document]:
    return [Document(row["text"], row["id"], metadata={"url": row["url"]}) for row in rows]


def test_documents_become_what_a_run_gives() -> None:
    step = CleanerStep()
    found = {one.id: (one.text, without_reason(one.metadata["cleaner"])) for one in step(documents(ROWS))}
    assert found == {name: said for name, said in cleaned().items() if said[0]}
    counts = {name: stat.total for name, stat in step.stats.stats.items()}
    assert (counts["total"], counts["forwarded"], counts["dropped"], counts["dropped_empty"]) == (6, len(found), 2, 2)


def test_a_pickled_step_does_the_same() -> None:
    step = pickle.loads(pickle.dumps(CleanerStep(Settings(ignore=("PU001",)))))
    assert step.texts == CleanerStep(Settings(ignore=("PU001",))).texts
    assert [one.id for one in step(documents(ROWS))] == ["a", "b", "c", "f"]


def test_no_text_stops_the_job_and_none_is_lost(tmp_path: Path) -> None:
    bad = [Document(None, "n"), Document("", "e"), Document("甲\ud800,乙", "h"), Document("好了,好。", "g")]
    kept = list(CleanerStep(exclusion_writer=JsonlWriter(str(tmp_path), compression=None))(bad))
    assert [(one.id, one.text) for one in kept] == [("g", "好了\uff0c好。\n")]
    left = [json.loads(line) for line in (tmp_path / "00000.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(one["id"], one.get("text", ""), one["metadata"]["filter_reason"]) for one in left] == [
        ("n", "", "no_text"),
        ("e", "", "empty"),
        ("h", "甲\\ud800,乙", "no_text"),
    ]
    assert json.loads(left[2]["metadata"]["cleaner"])["reason"].startswith("character 2")


@pytest.mark.parametrize("workers", [1, 2])
def test_a_pipeline_under_the_executor(tmp_path: Path, workers: int) -> None:
    (tmp_path / "in").mkdir()
    for number in range(2):
        lines = [json.dumps(row, ensure_ascii=False) for row in ROWS[number::2]]
        (tmp_path / f"in/{number}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    pipeline = [
        JsonlReader(str(tmp_path / "in")),
        CleanerStep(),
        JsonlWriter(str(tmp_path / "out")),
        ParquetWriter(str(tmp_path / "table"), batch_size=1),
    ]
    LocalPipelineExecutor(pipeline, tasks=2, workers=workers, logging_dir=str(tmp_path / "logs")).run()
    found = {}
    for path in sorted((tmp_path / "out").glob("*.jsonl.gz")):
        for line in gzip.decompress(path.read_bytes()).decode().splitlines():
            row = json.loads(line)
            found[row["id"]] = (row["text"], without_reason(row["metadata"]["cleaner"]))
    assert found == {name: said for name, said in cleaned().items() if said[0]}
    assert len(list((tmp_path / "table").glob("*.parquet"))) == 2


def test_the_example_of_the_readme(tmp_path: Path) -> None:
    run_example("datatrove", tmp_path)
    files = sorted((tmp_path / "clean").glob("*.jsonl.gz"))
    rows = [json.loads(line) for path in files for line in gzip.decompress(path.read_bytes()).decode().splitlines()]
    assert [row["text"] for row in rows] == [text for text, _ in cleaned().values() if text]
