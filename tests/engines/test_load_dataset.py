"""`datasets.load_dataset` reads the folder of any run, with an empty and a rejected document in it, and keeps types."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cleaner.engines.run import How, run
from cleaner.engines.shard import FORMATS, Output
from cleaner.formats.inputs import find_inputs
from cleaner.pipeline import Settings

datasets = pytest.importorskip("datasets")

PAGE = "您的位置:首页 > 动态\n溪口镇修路\n发布时间:2026/03/02\n河边的路修好了 ,大家都高兴,一起来看。\n"
FILES = {"a.txt": "", "b.txt": PAGE, "c.md": "# 标题\n\n正文,好。\n", "d.txt": "返回首页\n"}
ROWS = [
    {"id": 1, "text": "", "tags": ["x"], "when": "2026-03-02"},
    {"id": 2, "text": None, "tags": ["x"], "when": ""},
    {"id": 3, "text": PAGE, "tags": ["x"], "when": "2026-03-03"},
    {"id": 4, "text": "好,好。", "tags": ["x"], "when": ""},
]


@pytest.fixture(autouse=True)
def _quiet() -> None:
    datasets.disable_progress_bars()


def load(folder: Path, cache: Path, name: str = "default") -> Any:
    return datasets.load_dataset(str(folder), name, split="train", cache_dir=str(cache))


@pytest.mark.parametrize("size", [0, 1], ids=["one file", "shards"])
@pytest.mark.parametrize("form", FORMATS)
def test_documents_that_came_as_files(tmp_path: Path, form: str, size: int) -> None:
    (tmp_path / "in").mkdir()
    for name, text in FILES.items():
        (tmp_path / "in" / name).write_text(text, encoding="utf-8")
    (tmp_path / "in/bad.txt").write_bytes(b"\x89PNG\xff\xfe\x00")
    result = run([tmp_path / "in"], tmp_path / "out", Settings(), How(output=Output(form, shard_size=size)))
    assert [failure.path for failure in result.failed] == ["bad.txt"]
    found = load(tmp_path / "out", tmp_path / "cache")
    rows = {row["path"]: row for row in found}
    assert list(rows) == list(FILES)
    assert (rows["a.txt"]["text"], rows["d.txt"]["text"]) == ("", "")
    assert (rows["b.txt"]["metadata"]["date"], rows["b.txt"]["metadata"]["breadcrumb"]) == (
        "2026-03-02",
        ["首页", "动态"],
    )
    assert rows["a.txt"]["metadata"]["site"]["licences"] == []
    assert (tmp_path / "out/attributes").exists() is False


@pytest.mark.parametrize("attach", [False, True], ids=["beside", "attached"])
@pytest.mark.parametrize("form", FORMATS)
def test_documents_that_came_as_rows(tmp_path: Path, form: str, attach: bool) -> None:
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS)
    (tmp_path / "in.jsonl").write_text(text, encoding="utf-8")
    result = run([tmp_path / "in.jsonl"], tmp_path / "out", Settings(), How(output=Output(form, attach, 1)))
    assert [failure.path for failure in result.failed] == ["in.jsonl:2"]
    found = load(tmp_path / "out", tmp_path / "cache")
    assert [(row["id"], row["tags"]) for row in found] == [(1, ["x"]), (3, ["x"]), (4, ["x"])]
    if form == "parquet" and not attach:
        return  # datasets reads a folder in one format; the attributes are JSON Lines
    other = found if attach else load(tmp_path / "out", tmp_path / "cache", "attributes")
    said = [row["cleaner" if attach else "attributes"] for row in other]
    assert [one["metadata"]["date"] for one in said] == ["", "2026-03-02", ""]
    assert [one["verdicts"]["status"] for one in said] == ["clean", "cleaned", "cleaned"]


def test_days_of_parquet_stay_text_where_every_row_has_one(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in "ab":
        (tmp_path / f"in/{name}.txt").write_text(PAGE, encoding="utf-8")
    run([tmp_path / "in"], tmp_path / "out", Settings(), How(output=Output("parquet")))
    assert [row["metadata"]["date"] for row in load(tmp_path / "out", tmp_path / "cache")] == ["2026-03-02"] * 2


def test_columns_of_several_types_are_left_to_the_reader(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"text":"好。","x":1}\n{"text":"好。","x":"y"}\n', encoding="utf-8")
    run([tmp_path / "in.jsonl"], tmp_path / "out", Settings(), How(output=Output(attach=True)))
    assert "dataset_info" not in (tmp_path / "out/README.md").read_text(encoding="utf-8")


def test_the_card_is_no_document(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    run([tmp_path / "a.txt"], tmp_path / "out", Settings(), How())
    assert [item.name for item in find_inputs([tmp_path / "out"]).items] == ["text/a.txt"]
