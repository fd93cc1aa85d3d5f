"""Hugging Face datasets: `map` over a dataset gives what a run gives, and finds its cache again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

datasets = pytest.importorskip("datasets")

from adapter_contract import ROWS, cleaned, run_example, without_reason  # noqa: E402

from cleaner.adapters.datasets import CleanBatch  # noqa: E402
from cleaner.errors import SettingsError  # noqa: E402
from cleaner.pipeline import Settings  # noqa: E402

HASH = (
    "from datasets.fingerprint import Hasher; from cleaner.adapters.datasets import CleanBatch; print(Hasher.hash({}))"
)


@pytest.fixture(autouse=True)
def _settled(monkeypatch: pytest.MonkeyPatch) -> None:
    datasets.disable_progress_bars()
    monkeypatch.setattr(os, "environ", os.environ)  # `map` with processes puts a copy in its place


def test_map_gives_what_a_run_gives() -> None:
    before = datasets.Dataset.from_list(ROWS)
    after = before.map(CleanBatch(), batched=True, batch_size=2)
    assert after.column_names == ["id", "url", "text", "cleaner"]
    assert {row["id"]: (row["text"], without_reason(row["cleaner"])) for row in after} == cleaned()
    assert (after["id"], after["url"]) == (before["id"], before["url"])


def test_the_example_of_the_readme(tmp_path: Path) -> None:
    run_example("datasets", tmp_path)
    lines = (tmp_path / "clean.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["text"] for line in lines] == [text for text, _ in cleaned().values()]


def test_processes_change_nothing() -> None:
    before = datasets.Dataset.from_list(ROWS * 3)
    one = before.map(CleanBatch(), batched=True, load_from_cache_file=False)
    two = before.map(CleanBatch(), batched=True, load_from_cache_file=False, num_proc=2)
    assert one.to_list() == two.to_list()


def test_rows_that_are_no_text_stay() -> None:
    before = datasets.Dataset.from_dict({"text": ["河边,好了。", None, ""]})
    after = before.map(CleanBatch(), batched=True, batch_size=1)
    assert list(after["text"]) == ["河边\uff0c好了。\n", None, ""]
    assert [json.loads(one)["verdicts"]["status"] for one in after["cleaner"]] == ["cleaned", "rejected", "clean"]


def test_other_columns_and_none() -> None:
    before = datasets.Dataset.from_dict({"body": ["河边,好了。"], "text": ["不动,"]})
    after = before.map(CleanBatch(text_key="body"), batched=True)
    assert (after[0]["body"], after[0]["text"]) == ("河边\uff0c好了。\n", "不动,")
    with pytest.raises(SettingsError, match="no column 'content'"):
        before.map(CleanBatch(text_key="content"), batched=True)


def test_the_cache_is_found_as_long_as_the_rules_are_the_same(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text('{"text":"河边,好了。"}\n', encoding="utf-8")
    before = datasets.load_dataset("json", data_files=str(path), split="train", cache_dir=str(tmp_path / "cache"))
    first = before.map(CleanBatch(), batched=True)
    again = before.map(CleanBatch(Settings()), batched=True)
    other = before.map(CleanBatch(Settings(ignore=("PU001",))), batched=True)
    assert first.cache_files == again.cache_files != other.cache_files


def test_the_fingerprint_is_the_same_in_another_process() -> None:
    from datasets.fingerprint import Hasher

    for said in ("CleanBatch()", "CleanBatch(text_key='body')"):
        command = [sys.executable, "-c", HASH.format(said)]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
        assert done.stdout.strip() == Hasher.hash(eval(said))
