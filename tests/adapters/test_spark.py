"""Spark: the function over a data frame, in a local session of two workers."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyspark")
pytest.importorskip("pandas")

from adapter_contract import ROWS, cleaned, run_example
from pyspark.sql import SparkSession

from cleaner.adapters.spark import SCHEMA, clean_udf
from cleaner.pipeline import Settings

pytestmark = pytest.mark.filterwarnings("default")  # those of pyspark are its own


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        try:
            found = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
        except Exception as error:
            pytest.skip(f"Spark does not start here: {error}")
        yield found
        found.stop()


def test_a_column_becomes_what_a_run_gives(session: Any) -> None:
    frame = session.createDataFrame(ROWS).repartition(2)
    rows = frame.select("id", clean_udf()("text", "url").alias("c")).collect()
    assert len(rows) == len(ROWS)
    for row in rows:
        text, said = cleaned()[row.id]
        assert row.c.text == text
        assert json.loads(row.c.metadata) == said["metadata"]
        assert row.c.verdicts.asDict() == said["verdicts"]
        assert row.c.reason == ""
        assert len(json.loads(row.c.edits)) >= (text != "" and said["verdicts"]["status"] == "cleaned")


def test_the_type_is_the_same_for_all_rows(session: Any) -> None:
    frame = session.createDataFrame([("河边,好了。",), (None,), ("",)], "text string")
    made = frame.select(clean_udf(Settings(ignore=("boilerplate",)))("text").alias("c"))
    assert made.schema["c"].dataType == SCHEMA
    rows = [row.c for row in made.collect()]
    assert [row.text for row in rows] == ["河边\uff0c好了。\n", None, ""]
    assert [row.verdicts.status for row in rows] == ["cleaned", "rejected", "clean"]
    assert rows[1].reason == "is null, not a text"


@pytest.mark.usefixtures("session")
def test_the_example_of_the_readme(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    run_example("spark", tmp_path)
    table = parquet.read_table(tmp_path / "clean")
    assert [one["text"] for one in table.column("clean").to_pylist()] == [text for text, _ in cleaned().values()]
