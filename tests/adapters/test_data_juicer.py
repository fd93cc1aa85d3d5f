"""data-juicer: the operator from its registry, over a dataset of its own, and over what is no text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

dill = pytest.importorskip("dill")
pytest.importorskip("data_juicer")

from adapter_contract import ROWS, cleaned, without_reason  # noqa: E402
from data_juicer.core.data import NestedDataset  # noqa: E402
from data_juicer.ops import load_ops  # noqa: E402

from cleaner.adapters.data_juicer import CleanerMapper  # noqa: E402

pytestmark = pytest.mark.filterwarnings("default")  # those of data-juicer are its own


def test_the_operator_of_a_recipe_gives_what_a_run_gives() -> None:
    (operator,) = load_ops([{"cleaner_mapper": {}}])
    assert isinstance(operator, CleanerMapper)
    after = operator.run(NestedDataset.from_list(ROWS))
    assert {row["id"]: (row["text"], without_reason(row["cleaner"])) for row in after} == cleaned()


def test_settings_of_a_file_and_another_column(tmp_path: Path) -> None:
    (tmp_path / "cleaner.toml").write_text('ignore = ["boilerplate"]\n', encoding="utf-8")
    recipe = {"cleaner_mapper": {"config": str(tmp_path / "cleaner.toml"), "text_key": "body"}}
    (operator,) = load_ops([recipe])
    rows = [{"body": "返回首页"}, {"body": None}, {"body": "河边,好了。"}]
    after = operator.run(NestedDataset.from_list(rows))
    assert list(after["body"]) == ["返回首页\n", None, "河边\uff0c好了。\n"]
    assert [json.loads(one)["verdicts"]["status"] for one in after["cleaner"]] == ["cleaned", "rejected", "cleaned"]


def test_a_pickled_operator_does_the_same() -> None:
    batch = {"text": ["河边,好了。"]}
    again = dill.loads(dill.dumps(CleanerMapper()))
    assert again.process_batched(batch) == CleanerMapper().process_batched(batch)
