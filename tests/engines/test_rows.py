"""Runs over JSON Lines: the same rows come out with clean texts, and everything comes back."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from cleaner.engines import plan as plan_module
from cleaner.engines.restore import restore
from cleaner.engines.run import How, RunResult, run
from cleaner.engines.shard import Output
from cleaner.errors import InputError
from cleaner.formats import jsonl
from cleaner.formats.compress import open_output, open_stream
from cleaner.formats.read import Reading
from cleaner.formats.record import PRESETS, Keys
from cleaner.pipeline import Cleaner, Incoming, Settings
from cleaner.report.rows import find_pair, row_run
from cleaner.text.document import Document

DIRTY = "河边的老街修好了,石板路铺到了桥头。"
CLEAN = "河边的老街修好了\uff0c石板路铺到了桥头。\n"


def lines(*rows: dict[str, Any] | str) -> bytes:
    said = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    return "".join(line + "\n" for line in said).encode()


def run_rows(tmp_path: Path, raw: bytes, **how: Any) -> tuple[RunResult, Path]:
    source = tmp_path / "in"
    source.mkdir(parents=True, exist_ok=True)
    (source / "x.jsonl").write_bytes(raw)
    return run([source], tmp_path / "out", Settings(), How(**how)), tmp_path / "out"


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]]


def everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_writes_rows_and_a_sidecar(tmp_path: Path) -> None:
    raw = lines({"id": "a", "text": DIRTY, "n": [1, {"k": None}]}, {"id": "b", "text": "", "n": []})
    result, out = run_rows(tmp_path, raw)
    assert (result.documents, result.failed) == (2, ())
    assert set(everything(out)) == {
        "documents.jsonl", "ledger.jsonl", "attributes/cleaner/documents.jsonl", "report.html", "report.json",
        "manifest.json", "README.md",
    }  # fmt: skip
    assert (out / "documents.jsonl").read_bytes() == raw.replace(DIRTY.encode(), CLEAN.replace("\n", "\\n").encode())
    sidecar = rows(out / "attributes/cleaner/documents.jsonl")
    assert [(row["id"], row["source"]) for row in sidecar] == [("a", "x.jsonl:1"), ("b", "x.jsonl:2")]
    assert [row["attributes"]["verdicts"]["status"] for row in sidecar] == ["cleaned", "clean"]
    assert [row["id"] for row in rows(out / "ledger.jsonl")] == ["a", "b"]


def test_attached_findings_stand_in_the_row_and_nowhere_else(tmp_path: Path) -> None:
    raw = lines({"id": "a", "text": DIRTY}, {"id": "b", "text": DIRTY, "cleaner": "mine"})
    result, out = run_rows(tmp_path, raw, output=Output(attach=True))
    [row] = rows(out / "documents.jsonl")
    assert list(row) == ["id", "text", "cleaner"]
    assert list(row["cleaner"]) == ["metadata", "verdicts", "stats"]
    assert not (out / "attributes").exists()
    assert [(one.path, "'cleaner' already" in one.reason) for one in result.failed] == [("x.jsonl:2", True)]
    restore(out, tmp_path / "back")
    assert everything(tmp_path / "back") == {"x.jsonl": raw}


BAD = {
    "no JSON": (b"not json\n", "is no JSON"),
    "cut short": (b'{"id":"x","text":"a\n', "Unterminated string"),
    "no text": (b'{"id":"x"}\n', "has no key 'text'"),
    "null": (b'{"id":"x","text":null}\n', "is null"),
    "nested": (b'{"id":"x","text":{"a":"b"}}\n', "is an object"),
    "surrogate": (b'{"id":"x","text":"\\udc00"}\n', "surrogate"),
    "bytes": (b'{"id":"x","text":"\xff\xfe"}\n', "byte 19 is not UTF-8"),
    "doubled id": (lines({"id": "first", "text": "b"}), "another row before it has the id 'first'"),
    "doubled key": (b'{"id":"x","id":"y","text":"a"}\n', "stands twice"),
    "NaN": (b'{"id":"x","text":"a","n":NaN}\n', "NaN"),
    "list": (b'["a"]\n', "is a list"),
    "zeros": (b"\x00\x00\n", "is no JSON"),
    "too long": (b'{"id":"x","text":"' + b"a" * 9000 + b'"}\n', "is more than 4096 bytes long"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_row_is_named_and_kept_and_the_others_are_done(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jsonl, "MAX_ROW", 4096)
    monkeypatch.setattr(jsonl, "BLOCK", 1024)
    bad, why = BAD[name]
    raw = b"\xef\xbb\xbf" + lines({"id": "first", "text": DIRTY}, "", " \t") + bad + lines({"id": "c", "text": DIRTY})
    result, out = run_rows(tmp_path, raw)
    assert [row["id"] for row in rows(out / "documents.jsonl")] == ["first", "c"]
    assert [failure.path for failure in result.failed] == ["x.jsonl:4"]
    assert why in result.failed[0].reason
    rejected, *more = rows(out / "rejected.jsonl")
    assert (rejected["path"], rejected["reason"]) == ("x.jsonl:4", result.failed[0].reason)
    assert len(more) == (5 if name == "too long" else 0)
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["failed"] == [{"path": "x.jsonl:4", "reason": result.failed[0].reason}]
    restored = restore(out, tmp_path / "back")
    assert (restored.restored, restored.failed) == (1, ())
    assert everything(tmp_path / "back") == {"x.jsonl": raw}


@pytest.mark.parametrize("end", [b"", b"\n", b"\n\n \n", b"\r\n\r\n"])
@pytest.mark.parametrize("before", [b"", b"\n \n", b'{"text":"a"}\n\n'])
def test_a_row_that_is_too_long_comes_back_with_what_stands_round_it(
    tmp_path: Path, before: bytes, end: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jsonl, "MAX_ROW", 4096)
    monkeypatch.setattr(jsonl, "BLOCK", 1000)
    raw = before + b'{"text":"' + "\u6625".encode() * 3000 + b'"}' + end
    result, out = run_rows(tmp_path, raw)
    number = before.count(b"\n") + 1
    assert [failure.path for failure in result.failed] == [f"x.jsonl:{number}"]
    assert restore(out, tmp_path / "back").restored == 1
    assert everything(tmp_path / "back") == {"x.jsonl": raw}


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\n\n \n", id="blank lines"),
        pytest.param(b'{"text":"a"}', id="no line break at the end"),
        pytest.param(b'{"text":"a"}\r\n\r\n{"text":"b"}\r\n', id="line ends of Windows"),
        pytest.param(b'\xef\xbb\xbf\n  {"text":"a"} \n\n\n', id="blanks and a byte order mark"),
        pytest.param('{"text":"\\u6CB3\\/,\U0001f600"}\n'.encode(), id="escapes of other writers"),
        pytest.param(b'{"text":"\\ud83d\\ude00,"}\n', id="a pair of surrogates"),
    ],
)
def test_every_file_comes_back_byte_for_byte(tmp_path: Path, raw: bytes) -> None:
    _, out = run_rows(tmp_path, raw)
    assert restore(out, tmp_path / "back").restored == 1
    assert everything(tmp_path / "back") == {"x.jsonl": raw}


def test_keys_may_lie_below(tmp_path: Path) -> None:
    raw = lines({"page": {"body": DIRTY, "url": "u"}})
    _, out = run_rows(tmp_path, raw, reading=Reading(keys=Keys("page.body", "page.url")))
    assert rows(out / "documents.jsonl") == [{"page": {"body": CLEAN, "url": "u"}}]
    assert rows(out / "ledger.jsonl")[0]["id"] == "u"
    restore(out, tmp_path / "back")
    assert everything(tmp_path / "back") == {"x.jsonl": raw}


def many(count: int) -> bytes:
    texts = (f"第{number}段。河边的老街修好了,石板路铺到了桥头。" * (number % 7) for number in range(count))
    return lines(*({"id": str(number // 2 if number == 80 else number), "text": t} for number, t in enumerate(texts)))


def test_the_cut_and_the_workers_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One job, many jobs, two processes: the same bytes, a doubled id across jobs included."""
    _, whole = run_rows(tmp_path / "1", many(100))
    monkeypatch.setattr(plan_module, "PIECE", 700)
    monkeypatch.setattr(plan_module.cut, "__defaults__", (700,))
    _, cut = run_rows(tmp_path / "2", many(100))
    _, two = run_rows(tmp_path / "3", many(100), jobs=2)
    for name in ("documents.jsonl", "ledger.jsonl", "attributes/cleaner/documents.jsonl", "rejected.jsonl"):
        assert (whole / name).read_bytes() == (cut / name).read_bytes() == (two / name).read_bytes(), name
    assert [row["path"] for row in rows(whole / "rejected.jsonl")] == ["x.jsonl:81"]
    assert everything(cut) == everything(two)
    restore(two, tmp_path / "back")
    assert everything(tmp_path / "back") == {"x.jsonl": many(100)}


def test_a_document_that_fails_keeps_its_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clean_all = Cleaner.clean_all

    def break_on_one(self: Cleaner, incoming: Sequence[Incoming]) -> list[Document]:
        if any(one.id == "b" for one in incoming):
            raise ZeroDivisionError
        return clean_all(self, incoming)

    monkeypatch.setattr(Cleaner, "clean_all", break_on_one)
    result, out = run_rows(tmp_path, lines(*({"id": name, "text": DIRTY} for name in "abc")))
    assert [row["text"] for row in rows(out / "documents.jsonl")] == [CLEAN, DIRTY, CLEAN]
    statuses = [row["attributes"]["verdicts"]["status"] for row in rows(out / "attributes/cleaner/documents.jsonl")]
    assert statuses == ["cleaned", "rejected", "cleaned"]
    assert [failure.path for failure in result.failed] == ["x.jsonl:2"]


def test_rows_and_files_do_not_mix(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text("a")
    with pytest.raises(InputError, match="run them apart"):
        run_rows(tmp_path, lines({"text": "a"}))


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        pytest.param(b'[\n {"text":"a"}\n]\n', "one JSON value over many lines", id="a JSON array"),
        pytest.param('{"text":"a"}\n'.encode("utf-16"), "is UTF-16", id="UTF-16"),
    ],
)
def test_a_file_that_is_no_json_lines_is_named_once(tmp_path: Path, raw: bytes, why: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/good.jsonl").write_bytes(lines({"id": "a", "text": DIRTY}))
    result, _ = run_rows(tmp_path, raw)
    assert (result.documents, [failure.path for failure in result.failed]) == (1, ["x.jsonl"])
    assert why in result.failed[0].reason


def test_a_row_is_found_by_its_id(tmp_path: Path) -> None:
    _, out = run_rows(tmp_path, lines({"id": '甲"1', "text": DIRTY}, {"text": "x"}))
    found = row_run(out)
    assert found is not None
    assert find_pair(found, '甲"1').document.source.text == DIRTY
    assert find_pair(found, "x.jsonl:2").document.text == "x\n"


def test_a_changed_row_is_not_restored_silently(tmp_path: Path) -> None:
    _, out = run_rows(tmp_path, lines(*({"id": name, "text": DIRTY} for name in "abc")))
    data = (out / "documents.jsonl").read_bytes().split(b"\n")
    (out / "documents.jsonl").write_bytes(b"\n".join([data[0], data[1].replace("桥头".encode(), b"x"), *data[2:]]))
    result = restore(out, tmp_path / "back")
    assert result.restored == 0
    assert [failure.path for failure in result.failed] == ["x.jsonl:2", "x.jsonl"]
    assert rows(tmp_path / "back/x.jsonl") == [{"id": "a", "text": DIRTY}, {"id": "c", "text": DIRTY}]


def test_the_output_is_input_again(tmp_path: Path) -> None:
    """The folder of a run is a data set: its ledger, sidecar and rejected rows are not read as documents."""
    _, out = run_rows(tmp_path, lines({"id": "a", "text": DIRTY}, "no row"))
    again = run([out], tmp_path / "again", Settings(), How())
    assert (again.documents, again.failed, again.stats.edits.applied) == (1, (), 0)
    assert (tmp_path / "again/documents.jsonl").read_bytes() == (out / "documents.jsonl").read_bytes()


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_packed_rows_come_in_and_go_out(tmp_path: Path, suffix: str) -> None:
    if suffix == ".zst":
        pytest.importorskip("zstandard")
    raw = lines({"id": "a", "text": DIRTY}, "no row", {"id": "b", "text": ""})
    (tmp_path / "in").mkdir()
    with open_output(tmp_path / f"in/x.jsonl{suffix}", suffix) as file:
        file.write(raw)
    out = tmp_path / "out"
    run([tmp_path / "in"], out, Settings(), How(output=Output(f"jsonl{suffix}")))
    with open_stream(out / f"documents.jsonl{suffix}") as stream:
        assert [json.loads(line)["text"] for line in stream] == [CLEAN, ""]
    with open_stream(out / f"attributes/cleaner/documents.jsonl{suffix}") as stream:
        assert [json.loads(line)["id"] for line in stream] == ["a", "b"]
    found = row_run(out)
    assert found is not None
    assert find_pair(found, "b").document.text == ""
    assert restore(out, tmp_path / "back").failed == ()
    with open_stream(tmp_path / f"back/x.jsonl{suffix}") as stream:
        assert stream.read() == raw


def test_packed_rows_behind_a_cut_are_all_that_is_lost(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/good.jsonl").write_bytes(lines({"id": "good", "text": DIRTY}))
    (tmp_path / "in/cut.jsonl.gz").write_bytes(gzip.compress(many(2000))[:-200])
    result = run([tmp_path / "in"], tmp_path / "out", Settings(), How(jobs=2))
    assert [failure.path for failure in result.failed] == ["cut.jsonl.gz:81", "cut.jsonl.gz"]
    assert "ends too early" in result.failed[1].reason
    ids = [row["id"] for row in rows(tmp_path / "out/documents.jsonl")]
    assert (ids[:3], ids[-1]) == (["0", "1", "2"], "good")
    assert 1500 < len(ids) < 2000
    restored = restore(tmp_path / "out", tmp_path / "back")
    assert (restored.restored, [failure.path for failure in restored.failed]) == (1, ["cut.jsonl.gz"])


def test_files_go_out_packed_too(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text(DIRTY, encoding="utf-8")
    run([tmp_path / "in"], tmp_path / "out", Settings(), How(output=Output("jsonl.gz")))
    with open_stream(tmp_path / "out/documents.jsonl.gz") as stream:
        assert json.loads(stream.read())["text"] == CLEAN
    assert restore(tmp_path / "out", tmp_path / "back").restored == 1


def test_a_document_in_paragraphs_goes_back_into_its_paragraphs(tmp_path: Path) -> None:
    """The layout of MNBVC: the document is a list, and each paragraph keeps its own fields."""
    said = [
        "首页 > 镇街动态",
        "溪口镇召开春耕会议",
        "会议要求,抓好三件事:\n",
        "一是备足农资,",
        "",
        "第二个方面是,修渠,",
        "三是上门。",
    ]
    paragraphs = [{"行号": number, "内容": text, "md5": "x"} for number, text in enumerate(said, 1)]
    raw = lines(
        {"文件名": "a.txt", "段落数": 7, "段落": paragraphs, "时间": "20260302"},
        {"文件名": "b.txt", "段落": [{"内容": DIRTY}]},
        {"文件名": "c.txt", "段落": []},
        {"文件名": "d.txt", "段落": ["a"]},
    )
    keys = Keys(*PRESETS["mnbvc"])
    result, out = run_rows(tmp_path, raw, reading=Reading(keys=keys))
    assert [failure.path for failure in result.failed] == ["x.jsonl:3", "x.jsonl:4"]
    first, second = rows(out / "documents.jsonl")
    clean = [paragraph.pop("内容") for paragraph in first["段落"]]
    assert clean[1:4] == ["溪口镇召开春耕会议", "会议要求\uff0c抓好三件事\uff1a", "一是备足农资\uff0c"]
    assert (clean[4], clean[6]) == ("", "三是上门。")
    assert clean[5].endswith("修渠\uff0c")
    numbers = [{"行号": number, "md5": "x"} for number in range(1, 8)]
    assert first == {"文件名": "a.txt", "段落数": 7, "段落": numbers, "时间": "20260302"}
    assert second == {"文件名": "b.txt", "段落": [{"内容": CLEAN}]}
    assert restore(out, tmp_path / "back").failed == ()
    assert everything(tmp_path / "back") == {"x.jsonl": raw}
