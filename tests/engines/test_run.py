"""Whole runs: what is written, what comes back, and what happens to inputs that are no good."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from cleaner.engines.folder import choose
from cleaner.engines.restore import restore
from cleaner.engines.run import How, RunResult, run
from cleaner.errors import InputError, OutputError
from cleaner.formats.read import Reading
from cleaner.pipeline import Cleaner, Incoming, Settings
from cleaner.text.document import Document

ARTICLE = "溪口村的老茶园\n\n春分刚过,溪口村的茶农就忙开了。\n\n“今年雨水足,芽头壮。”种茶三十年的林婶说。\n"


SEEDS = Path(__file__).resolve().parents[2] / "seeds"


def grow(folder: Path, files: dict[str, bytes]) -> Path:
    for name, raw in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
    return folder


def run_over(tmp_path: Path, files: dict[str, bytes], **how: Any) -> tuple[RunResult, Path]:
    source, out = grow(tmp_path / "in", files), tmp_path / "out"
    return run([source], out, Settings(), How(**how)), out


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_writes_what_it_promises(tmp_path: Path) -> None:
    result, out = run_over(tmp_path, {"a.txt": ARTICLE.encode(), "sub/b.md": b"# b\n"})
    assert {path.name for path in out.iterdir()} == {
        "text", "documents.jsonl", "ledger.jsonl", "report.html", "report.json", "manifest.json", "README.md"
    }  # fmt: skip
    assert (result.documents, result.failed) == (2, ())
    documents = rows(out / "documents.jsonl")
    assert list(documents[0]) == ["id", "path", "text", "metadata", "verdicts", "source", "stats"]
    assert [row["id"] for row in documents] == ["a", "b"]
    assert documents[0]["text"] == (out / "text/a.txt").read_text(encoding="utf-8")
    assert documents[0]["text"] == ARTICLE.replace(",", "\uff0c")
    manifest = json.loads((out / "manifest.json").read_text())
    assert [row["path"] for row in manifest["inputs"]] == ["a.txt", "sub/b.md"]
    assert set(manifest["outputs"]) == {"documents.jsonl", "ledger.jsonl", "README.md", "report.html", "report.json"}


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        pytest.param("empty.txt", b"", id="empty"),
        pytest.param("blank.txt", b" \n\t\n \xc2\xa0\n", id="blanks"),
        pytest.param("crlf.txt", ARTICLE.replace("\n", "\r\n").encode(), id="line ends of Windows"),
        pytest.param("bom.txt", b"\xef\xbb\xbf" + ARTICLE.encode(), id="byte order mark"),
        pytest.param("gbk.txt", ARTICLE.encode("gbk"), id="GBK"),
        pytest.param("utf16.txt", ARTICLE.encode("utf-16"), id="UTF-16"),
        pytest.param("cut.txt", ARTICLE.encode()[:-2], id="cut inside a character"),
        pytest.param("stray.txt", ARTICLE.encode() + b"\xff\n" + ARTICLE.encode(), id="a stray byte"),
        pytest.param("line.txt", ("窗外下着雨,屋里点着灯。" * 2000).encode(), id="one long line"),
    ],
)
def test_every_input_comes_back_byte_for_byte(tmp_path: Path, name: str, raw: bytes) -> None:
    result, out = run_over(tmp_path, {name: raw})
    assert result.failed == ()
    restored = restore(out, tmp_path / "back")
    assert (restored.restored, restored.failed) == (1, ())
    assert everything(tmp_path / "back") == {name: raw}


def test_an_empty_document_has_an_empty_text(tmp_path: Path) -> None:
    _, out = run_over(tmp_path, {"empty.txt": b"", "blank.txt": b" \n\n\t"})
    assert [row["text"] for row in rows(out / "documents.jsonl")] == ["", ""]


def test_a_second_run_over_the_clean_text_changes_nothing(tmp_path: Path) -> None:
    _, out = run_over(tmp_path, {"a.txt": ARTICLE.encode()})
    again = run([out / "text"], tmp_path / "again", Settings(), How())
    assert again.stats.edits.applied == 0
    assert everything(tmp_path / "again/text") == everything(out / "text")


def test_bad_inputs_are_named_and_the_others_done(tmp_path: Path) -> None:
    source = grow(tmp_path / "in", {"good.txt": ARTICLE.encode(), "picture.txt": b"\x89PNG\r\n\x1a\n\x00\xff" * 9})
    missing = tmp_path / "gone.txt"
    result = run([source, missing], tmp_path / "out", Settings(), How())
    assert result.documents == 1
    assert {failure.path for failure in result.failed} == {"picture.txt", "gone.txt"}
    manifest = json.loads((tmp_path / "out/manifest.json").read_text())
    assert [row["path"] for row in manifest["failed"]] == ["picture.txt", "gone.txt"]
    assert all("\n" not in row["reason"] for row in manifest["failed"])
    assert all(str(tmp_path) not in row["reason"] for row in manifest["failed"])


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    source = grow(tmp_path / "in", {"good.txt": ARTICLE.encode(), "secret.txt": b"x"})
    (source / "secret.txt").chmod(0)
    result = run([source], tmp_path / "out", Settings(), How())
    assert [failure.path for failure in result.failed] == ["secret.txt"]


def test_a_pipe_is_named_and_does_not_stop_the_run(tmp_path: Path) -> None:
    source = grow(tmp_path / "in", {"good.txt": ARTICLE.encode()})
    os.mkfifo(source / "pipe.txt")
    (source / "self.txt").symlink_to("self.txt")
    result = run([source], tmp_path / "out", Settings(), How())
    assert [failure.path for failure in result.failed] == ["pipe.txt", "self.txt"]
    assert result.failed[0].reason == "is a pipe or a device, not a file; give a file, or - for stdin"


def test_empty_texts_are_named_in_a_note(tmp_path: Path) -> None:
    result, _ = run_over(tmp_path, {"a.txt": b"", "b.txt": b" \n\t\n", "c.txt": ARTICLE.encode()})
    assert result.notes == ("a.txt, b.txt: 2 clean texts are empty",)


def test_every_row_has_the_same_types(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nested too, whether a document is empty, damaged, refused half-way or full of findings; lists hold text."""
    files = {
        "empty.txt": b"",
        "blanks.txt": b" \n \n",
        "full.txt": (SEEDS / "003_143a9fddf0e23b90.txt").read_bytes(),
        "list.txt": (SEEDS / "000_b92b20ed52438b26.txt").read_bytes(),
        "cut.txt": ARTICLE.encode()[:-2],
        "gbk.txt": ARTICLE.encode("gbk"),
        "table.md": b"| a | b |\n|---|---|\n| 1 | 2 |\n",
    }
    clean_all = Cleaner.clean_all

    def break_on_one(self: Cleaner, incoming: Sequence[Incoming]) -> list[Document]:
        if any(one.id == "refused" for one in incoming):
            raise ZeroDivisionError
        return clean_all(self, incoming)

    monkeypatch.setattr(Cleaner, "clean_all", break_on_one)
    result, out = run_over(tmp_path, {**files, "refused.txt": ARTICLE.encode()})
    assert [failure.path for failure in result.failed] == ["refused.txt"]
    found = {json.dumps(shape(row)) for row in rows(out / "documents.jsonl")}
    assert len(found) == 1
    assert "NoneType" not in found.pop()
    lists = [value for row in rows(out / "documents.jsonl") for value in lists_in(row)]
    assert any(lists)
    assert all(isinstance(item, str) for value in lists for item in value)


def shape(value: Any) -> Any:
    """Keys in order and names of types; what a list holds is looked at apart."""
    return {key: shape(item) for key, item in value.items()} if isinstance(value, dict) else type(value).__name__


def lists_in(value: Any) -> list[list[Any]]:
    if isinstance(value, dict):
        return [found for item in value.values() for found in lists_in(item)]
    return [value] if isinstance(value, list) else []


def test_bytes_that_do_not_come_back_are_kept(tmp_path: Path) -> None:
    raw = "\u4eca\u5929\u5929\u6c14\u5f88\u597d".encode("utf-16-le") + b"\n"
    _, out = run_over(tmp_path, {"odd.txt": raw}, reading=Reading("utf-16-le"))
    assert (out / "originals/odd.txt").read_bytes() == raw
    restore(out, tmp_path / "back")
    assert everything(tmp_path / "back") == {"odd.txt": raw}


def test_several_processes_write_the_same_bytes(tmp_path: Path) -> None:
    files = {f"{number:02}.txt": (ARTICLE * (number + 1)).encode() for number in range(9)}
    _, one = run_over(tmp_path / "1", files)
    _, two = run_over(tmp_path / "2", files, jobs=2)
    assert everything(one) == everything(two)


def test_input_and_strangers_files_are_never_overwritten(tmp_path: Path) -> None:
    source = grow(tmp_path / "in", {"a.txt": b"a"})
    with pytest.raises(OutputError, match="input is never overwritten"):
        run([source], source, Settings(), How())
    with pytest.raises(OutputError, match="was not written by cleaner"):
        run([source], grow(tmp_path / "mine", {"thesis.doc": b"x"}), Settings(), How())
    assert everything(source) == {"a.txt": b"a"}


def test_the_output_folder_may_lie_inside_the_input(tmp_path: Path) -> None:
    source = grow(tmp_path / "in", {"a.txt": ARTICLE.encode()})
    for _ in range(2):
        result = run([source], source / "cleaned", Settings(), How())
        assert result.documents == 1
    assert any("output folder" in note for note in result.notes)


def test_the_default_folder_gives_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    grow(tmp_path, {"cleaned/manifest.json": b"{}", "cleaned/text/a.txt": b"a"})
    out, note = choose(None, [Path("cleaned/text")])
    assert out == Path("cleaned-2")
    assert "an input lies in it" in note
    assert choose(None, [Path("elsewhere")]) == (Path("cleaned"), "")


def test_an_earlier_run_is_replaced_whole(tmp_path: Path) -> None:
    run_over(tmp_path, {"a.txt": ARTICLE.encode(), "b.txt": b"b"})
    (tmp_path / "in/b.txt").unlink()
    _, out = run_over(tmp_path, {"a.txt": ARTICLE.encode()})
    assert set(everything(out / "text")) == {"a.txt"}
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_no_input_is_an_error_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with pytest.raises(InputError, match="no file here matches"):
        run([tmp_path / "in"], tmp_path / "out", Settings(), How())
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        pytest.param("path", "../../escape.txt", "lies outside", id="path with dots"),
        pytest.param("output", "/etc/hostname", "lies outside", id="absolute output"),
    ],
)
def test_a_ledger_cannot_write_elsewhere(tmp_path: Path, field: str, value: str, why: str) -> None:
    _, out = run_over(tmp_path, {"a.txt": ARTICLE.encode()})
    row = rows(out / "ledger.jsonl")[0]
    row[field] = value
    (out / "ledger.jsonl").write_text(json.dumps(row) + "\n")
    result = restore(out, tmp_path / "back")
    assert result.restored == 0
    assert why in result.failed[0].reason


def test_a_changed_text_is_not_restored_silently(tmp_path: Path) -> None:
    _, out = run_over(tmp_path, {"a.txt": ARTICLE.encode(), "b.txt": ARTICLE.encode()})
    (out / "text/a.txt").write_text("something else\n")
    result = restore(out, tmp_path / "back")
    assert (result.restored, [failure.path for failure in result.failed]) == (1, ["a.txt"])
    assert "changed after it was written" in result.failed[0].reason


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        pytest.param(b'"stages":[', b'"stagez":[', "no 'stages'", id="a key is missing"),
        pytest.param(b'"source":{', b'"sourcx":{', "no 'source'", id="another key is missing"),
        pytest.param(b'"at":[', b'"at":[999999,', "the ledger is damaged", id="a place out of range"),
        pytest.param(b'"before":"', b'"before":5,"was":"', "the ledger is damaged", id="a number for a text"),
        pytest.param(b'"encoding":"utf-8"', b'"encoding":"klingon"', "unknown encoding", id="an unknown encoding"),
        pytest.param(b'"path":"a.txt"', b'"path":"b.txt/x"', "another document has its place", id="file for folder"),
        pytest.param(b'"path":"a.txt"', b'"path":"b.txt"', "stands there twice", id="one document twice"),
        pytest.param(b'"path":"a.txt"', b'"path":"a\\u0000"', "lies outside", id="no path at all"),
        pytest.param(b'{"id":"a"', b"[", "the ledger is damaged", id="no JSON"),
        pytest.param(b'{"id":"a"', b'5\n{"id":"a"', "the ledger is damaged", id="no table"),
    ],
)
def test_a_damaged_line_fails_alone(tmp_path: Path, old: bytes, new: bytes, why: str) -> None:
    dirty = ARTICLE.replace("\uff0c", ",").replace("刚过,", "刚过 ,").encode()
    _, out = run_over(tmp_path, {"b.txt": ARTICLE.encode(), "a.txt": dirty})
    ledger = out / "ledger.jsonl"
    a, b = ledger.read_bytes().splitlines(keepends=True)
    assert old in a
    ledger.write_bytes(b + a.replace(old, new, 1))
    result = restore(out, tmp_path / "back")
    assert any(why in failure.reason for failure in result.failed), result.failed
    assert (tmp_path / "back/b.txt").read_bytes() == ARTICLE.encode()


def test_a_ledger_that_was_cut_short_is_noticed(tmp_path: Path) -> None:
    _, out = run_over(tmp_path, {"a.txt": ARTICLE.encode(), "b.txt": ARTICLE.encode()})
    ledger = out / "ledger.jsonl"
    ledger.write_bytes(ledger.read_bytes().splitlines(keepends=True)[0])
    assert [failure.path for failure in restore(out, tmp_path / "back").failed] == ["b.txt"]


def test_markdown_stays_markdown_in_a_second_run(tmp_path: Path) -> None:
    page = "# 老茶园\n\n- 采茶\n  - 头茬\n\n```python\nx = {  'a':1 }\n```\n\n| 月 | 日 |\n|:--|--:|\n| 三 | 四 |\n"
    _, out = run_over(tmp_path, {"a.md": page.encode()})
    assert (out / "text/a.md.txt").read_text(encoding="utf-8") == page
    again = run([out / "text"], tmp_path / "again", Settings(), How())
    assert again.stats.edits.applied == 0
