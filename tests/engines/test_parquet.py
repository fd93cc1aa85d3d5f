"""Runs over Parquet, and into it: columns and types stay, texts change, everything comes back."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cleaner.engines import plan as plan_module
from cleaner.engines.restore import restore
from cleaner.engines.run import How, run
from cleaner.engines.shard import Output
from cleaner.errors import InputError
from cleaner.formats.read import Reading
from cleaner.formats.record import Keys
from cleaner.pipeline import Settings
from cleaner.report.rows import find_pair, row_run

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

DIRTY = "河边的老街修好了,石板路铺到了桥头。"
CLEAN = "河边的老街修好了\uff0c石板路铺到了桥头。\n"
SCHEMA = [
    ("id", "int32"), ("day", "date32"), ("when", pa.timestamp("us", "UTC")), ("text", "large_string"),
    ("score", "float32"), ("sum", pa.decimal128(9, 2)), ("raw", "binary"), ("tags", pa.list_(pa.string())),
    ("more", pa.struct([("a", pa.int64()), ("b", pa.string())])),
]  # fmt: skip


def row(number: int, text: str | None = DIRTY) -> dict[str, Any]:
    when = datetime(2026, 3, number % 28 + 1, 8, tzinfo=UTC)
    return {
        "id": number, "day": when.date(), "when": when, "text": text, "score": 0.1, "sum": Decimal("1.10"),
        "raw": b"\xff", "tags": ["a"] if number % 2 else [], "more": {"a": None, "b": "x"} if number % 3 else None,
    }  # fmt: skip


def table(rows: list[dict[str, Any]]) -> Any:
    return pa.Table.from_pylist(rows, pa.schema(SCHEMA))


def put(tmp_path: Path, found: Any, name: str = "x.parquet", group: int = 10) -> Path:
    (tmp_path / "in").mkdir(exist_ok=True)
    pq.write_table(found, tmp_path / "in" / name, row_group_size=group)
    return tmp_path / "in"


def test_columns_and_types_stay(tmp_path: Path) -> None:
    before = table([row(number) for number in range(25)])
    source = put(tmp_path, before)
    result = run([source], tmp_path / "out", Settings(), How())
    assert (result.documents, result.failed) == (25, ())
    after = pq.read_table(tmp_path / "out/documents.parquet")
    assert after.schema.equals(before.schema)
    assert after.drop_columns("text").equals(before.drop_columns("text"))
    assert set(after.column("text").to_pylist()) == {CLEAN}
    sidecar = (tmp_path / "out/attributes/cleaner/documents.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in sidecar] == [str(number) for number in range(25)]
    assert restore(tmp_path / "out", tmp_path / "back").restored == 1
    assert pq.read_table(tmp_path / "back/x.parquet").equals(before)
    found = row_run(tmp_path / "out")
    assert found is not None
    assert find_pair(found, "7").document.source.text == DIRTY


def test_findings_get_a_column_of_one_type(tmp_path: Path) -> None:
    before = table([row(1), row(2, ""), row(3, "2026-03-02 来源:网络整理\n正文在这里。")])
    put(tmp_path, before)
    run([tmp_path / "in"], tmp_path / "out", Settings(), How(output=Output(attach=True)))
    after = pq.read_table(tmp_path / "out/documents.parquet")
    assert after.schema.names == [*before.schema.names, "cleaner"]
    assert [one["verdicts"]["status"] for one in after.column("cleaner").to_pylist()] == ["cleaned", "clean", "cleaned"]
    assert not (tmp_path / "out/attributes").exists()
    assert restore(tmp_path / "out", tmp_path / "back").restored == 1
    assert pq.read_table(tmp_path / "back/x.parquet").equals(before)


def test_a_null_text_is_named_and_kept(tmp_path: Path) -> None:
    put(tmp_path, table([row(1), row(2, None), row(1)]))
    result = run([tmp_path / "in"], tmp_path / "out", Settings(), How())
    assert [failure.path for failure in result.failed] == ["x.parquet:2", "x.parquet:3"]
    kept = [json.loads(line) for line in (tmp_path / "out/rejected.jsonl").read_text(encoding="utf-8").splitlines()]
    assert json.loads(kept[0]["raw"])["day"] == "2026-03-03"
    assert [one["reason"] for one in kept] == [failure.reason for failure in result.failed]
    restored = restore(tmp_path / "out", tmp_path / "back")
    assert [failure.reason for failure in restored.failed] == ["1 of 3 rows came back"]


def test_a_text_in_a_struct(tmp_path: Path) -> None:
    kind = pa.struct([("body", pa.string()), ("n", pa.int8())])
    rows = [{"page": {"body": DIRTY, "n": 1}}, {"page": None}, {"page": {"body": DIRTY, "n": None}}]
    put(tmp_path, pa.Table.from_pylist(rows, pa.schema([("page", kind)])))
    how = How(reading=Reading(keys=Keys("page.body", "page.n")))
    result = run([tmp_path / "in"], tmp_path / "out", Settings(), how)
    assert [failure.path for failure in result.failed] == ["x.parquet:2"]
    after = pq.read_table(tmp_path / "out/documents.parquet")
    assert after.to_pylist() == [{"page": {"body": CLEAN, "n": 1}}, {"page": {"body": CLEAN, "n": None}}]


def test_the_cut_and_the_workers_change_no_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, table([row(number, f"第{number}段,{DIRTY}") for number in range(60)]), group=7)
    run([tmp_path / "in"], tmp_path / "1", Settings(), How())
    monkeypatch.setattr(plan_module, "PIECE", 900)
    monkeypatch.setattr(plan_module.cut, "__defaults__", (900,))
    run([tmp_path / "in"], tmp_path / "2", Settings(), How())
    run([tmp_path / "in"], tmp_path / "3", Settings(), How(jobs=2))
    one, two = (pq.read_table(tmp_path / name / "documents.parquet") for name in "12")
    assert one.equals(two)
    assert (tmp_path / "2/documents.parquet").read_bytes() == (tmp_path / "3/documents.parquet").read_bytes()
    assert (tmp_path / "1/ledger.jsonl").read_bytes() == (tmp_path / "3/ledger.jsonl").read_bytes()


def test_to_json_lines_where_that_is_asked_for(tmp_path: Path) -> None:
    put(tmp_path, table([row(1)]))
    run([tmp_path / "in"], tmp_path / "out", Settings(), How(output=Output("jsonl")))
    [line] = (tmp_path / "out/documents.jsonl").read_text(encoding="utf-8").splitlines()
    said = json.loads(line)
    assert list(said) == [name for name, _ in SCHEMA]
    assert (said["text"], said["day"], said["raw"], said["sum"]) == (CLEAN, "2026-03-02", "/w==", "1.10")


@pytest.mark.parametrize(
    ("schema", "why"),
    [
        pytest.param([("body", "string")], "has no column 'text'", id="no such column"),
        pytest.param([("text", "binary")], "is binary, not text", id="bytes"),
        pytest.param([("text", "int64")], "is int64, not text", id="numbers"),
    ],
)
def test_a_file_without_texts_is_named(tmp_path: Path, schema: list[tuple[str, str]], why: str) -> None:
    put(tmp_path, table([row(1)]))
    put(tmp_path, pa.schema(schema).empty_table(), "y.parquet")
    result = run([tmp_path / "in"], tmp_path / "out", Settings(), How())
    assert (result.documents, [failure.path for failure in result.failed]) == (1, ["y.parquet"])
    assert why in result.failed[0].reason


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    put(tmp_path, table([row(1)]))
    put(tmp_path, table([row(2)]), "y.parquet")
    (tmp_path / "in/y.parquet").write_bytes((tmp_path / "in/y.parquet").read_bytes()[:-9])
    result = run([tmp_path / "in"], tmp_path / "out", Settings(), How())
    assert (result.documents, [failure.path for failure in result.failed]) == (1, ["y.parquet"])
    assert "the Parquet file is damaged" in result.failed[0].reason


def test_files_of_different_columns_do_not_mix(tmp_path: Path) -> None:
    put(tmp_path, table([row(1)]))
    put(tmp_path, pa.table({"text": ["a"]}), "y.parquet")
    with pytest.raises(InputError, match="different columns"):
        run([tmp_path / "in"], tmp_path / "out", Settings(), How())


def test_json_lines_become_columns(tmp_path: Path) -> None:
    rows = [
        {"id": "a", "text": DIRTY, "n": 1, "x": 1, "l": [], "o": {"k": None}, "big": 2**70, "d": "2026-01-01"},
        {"id": "b", "text": "", "n": 2.5, "x": "1", "l": [{"p": 1}], "o": {"k": [True]}, "big": 1, "d": "b"},
        {"id": "c", "text": "c", "late": None, "e": {}},
    ]
    (tmp_path / "in").mkdir()
    (tmp_path / "in/x.jsonl").write_text("".join(json.dumps(one) + "\n" for one in rows), encoding="utf-8")
    run([tmp_path / "in"], tmp_path / "out", Settings(), How(output=Output("parquet", attach=True)))
    found = pq.read_table(tmp_path / "out/documents.parquet").drop_columns("cleaner").to_pylist()
    nothing = dict.fromkeys(("n", "x", "l", "o", "big", "d"))
    assert found == [
        {**rows[0], "text": CLEAN, "n": 1.0, "x": "1", "big": str(2**70), "late": None, "e": None},
        {**rows[1], "x": '"1"', "big": "1", "late": None, "e": None},
        {"id": "c", "text": "c\n", **nothing, "late": None, "e": "{}"},
    ]


def test_files_have_one_schema_whatever_they_hold(tmp_path: Path) -> None:
    texts = {"a.txt": DIRTY, "b.txt": "", "c.txt": "首页 > 新闻\n标题在此\n2026-03-02\n正文在这里,很长。\n"}
    schemas = set()
    for name, text in texts.items():
        source = tmp_path / name.partition(".")[0]
        source.mkdir()
        (source / name).write_text(text, encoding="utf-8")
        out = tmp_path / f"out-{name}"
        run([source], out, Settings(), How(output=Output("parquet")))
        schemas.add(str(pq.read_schema(out / "documents.parquet")))
        assert restore(out, tmp_path / f"back-{name}").failed == ()
    assert len(schemas) == 1


def test_one_schema_is_inferred_for_any_output(tmp_path: Path) -> None:
    """Readers of JSON Lines go block by block: what is empty in one must not have another type than in the next."""
    from pyarrow import json as pa_json

    full = "首页 > 新闻\n标题在此\n来源:溪口日报\n正文在这里,很长。\n一是修路,二是架桥。\n"
    texts = ["", "", full, DIRTY, "\u200b坏\ufffd字。", ""]
    files, sets = tmp_path / "files", tmp_path / "sets"
    files.mkdir()
    sets.mkdir()
    for number, text in enumerate(texts):
        (files / f"{number}.txt").write_text(text, encoding="utf-8")
    (sets / "a.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
    for source, name in ((files, "documents.jsonl"), (sets, "attributes/cleaner/documents.jsonl")):
        out = tmp_path / f"out-{source.name}"
        assert run([source], out, Settings(), How()).documents == len(texts)
        options = pa_json.ReadOptions(block_size=4096, use_threads=False)
        assert pa_json.read_json(out / name, options).num_rows == len(texts)


@pytest.mark.parametrize("attach", [False, True], ids=["beside", "attached"])
def test_json_lines_that_became_parquet_come_back_byte_for_byte(tmp_path: Path, attach: bool) -> None:
    lines = [
        '{"id":"1", "text":"好,吗。","n":1.50,"big":123456789012345678901234567890}\r\n',
        '{"n" : 2, "text":"b\\u0061好,\\/。","id":"2","e":1e5}\n',
        '{"id":"3","text":"\\u597d,\\u5417\\u3002","e":null}\n\n',
        '{"id":"4"}\n',
        '{"text":"","id":"5"}',
    ]
    (tmp_path / "x.jsonl").write_bytes("".join(lines).encode())
    run([tmp_path / "x.jsonl"], tmp_path / "out", Settings(), How(output=Output("parquet", attach)))
    restored = restore(tmp_path / "out", tmp_path / "back")
    assert (restored.restored, restored.failed) == (1, ())
    assert (tmp_path / "back/x.jsonl").read_bytes() == (tmp_path / "x.jsonl").read_bytes()


DAMAGE = {
    "the end": lambda raw: raw[:-1] + b"0",
    "cut in the middle": lambda raw: raw[: len(raw) // 2],
    "nothing": lambda raw: b"",  # noqa: ARG005
    "the length of the footer": lambda raw: raw[:-8] + b"\xff\xff\xff\x7f" + raw[-4:],
    "a page": lambda raw: raw[:40] + bytes(200) + raw[240:],
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_is_named_and_the_others_are_done(tmp_path: Path, damage: str) -> None:
    put(tmp_path, table([row(number) for number in range(60)]))
    whole = (tmp_path / "in/x.parquet").read_bytes()
    (tmp_path / "in/a.parquet").write_bytes(DAMAGE[damage](whole))
    result = run([tmp_path / "in"], tmp_path / "out", Settings(), How())
    assert result.documents >= 60
    assert {failure.path for failure in result.failed} == {"a.parquet"}
    assert all("damaged" in failure.reason and "\n" not in failure.reason for failure in result.failed)


def test_a_column_beside_the_text_that_is_no_utf8_costs_its_row_only(tmp_path: Path) -> None:
    names = pa.Array.from_buffers(pa.string(), 3, pa.array([b"a", b"\xff\xfe", b"c"]).buffers())
    put(tmp_path, pa.table({"text": [DIRTY] * 3, "name": names}))
    how = How(output=Output(format="jsonl"))
    result = run([tmp_path / "in"], tmp_path / "out", Settings(), how)
    assert (result.documents, [failure.path for failure in result.failed]) == (2, ["x.parquet:2"])
    assert "cannot be read" in result.failed[0].reason
