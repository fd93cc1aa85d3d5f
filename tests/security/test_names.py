"""No name, id or link leads a run to write anywhere but into its own folder."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from cleaner.engines.restore import restore
from cleaner.engines.run import How, run
from cleaner.errors import OutputError
from cleaner.formats.inputs import find_inputs
from cleaner.formats.names import alike, portable
from cleaner.pipeline import Settings

TEXT = "会议强调,要把工作做实.\n"
DEVICES = ("CON.txt", "nul.text", "aux.md", "COM1.txt", "lpt9.html.txt", "prn")
NAMES = (
    *DEVICES, "a:b.txt", "a*b?.txt", "x\\..\\..\\y.txt", "C:.txt", "\\\\server\\share.txt", "trail .txt",
    "trail./x.txt", "~/x.txt", "$(id).txt", "`id`.txt", "-rf.txt", "a\nb.txt", "a\x1b[31m.txt", "%2e%2e%2fx.txt",
    "<script>alert(1)<", "a\u202etxt.exe.txt", "\u6587" * 83 + ".txt", "a" * 250 + ".txt",
)  # fmt: skip
"Names that a file system of Unix can hold."
TWINS = (
    ("A.txt", "a.txt"), ("\u00e9.txt", "e\u0301.txt"), ("\u00c5.txt", "\u212b.txt"), ("\u00df.txt", "ss.txt"),
    ("a?.txt", "a%3F.txt"), ("CON.txt", "con_.txt"), ("\u00e9/x.txt", "e\u0301/x.txt"), ("X/a.txt", "x.text"),
)  # fmt: skip
"Names that are the same on some system, or become so."


def grow(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT, encoding="utf-8")
    return folder


def everything(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}


@pytest.mark.parametrize("name", NAMES)
def test_an_output_has_a_name_that_every_system_takes(tmp_path: Path, name: str) -> None:
    grow(tmp_path / "in", name)
    found = find_inputs([tmp_path / "in"], "*").items
    assert len(found) == 1
    output = found[0].output
    parts = output.split("/")
    assert not set('<>:"\\|?*\x1b\n\u202e') & set(output)
    assert not any(part in ("", ".", "..") or part.endswith((" ", ".")) or len(part.encode()) > 255 for part in parts)
    assert not any(part.split(".")[0].upper() in ("CON", "NUL", "AUX", "PRN", "COM1", "LPT9") for part in parts)
    assert not output.startswith(("/", "~/../"))


def test_plain_names_stay() -> None:
    for name in ("a.txt", "\u6625\u8015 (1).md", "sub/\u96f6.txt", "contract.txt", "a-b_c+d=e,f;g!h#i@j&k'l.txt"):
        assert portable(name) == name


@pytest.mark.parametrize("pair", TWINS)
def test_no_two_texts_go_into_one_file_anywhere(tmp_path: Path, pair: tuple[str, str]) -> None:
    outputs = [item.output for item in find_inputs([grow(tmp_path, *pair)], "*").items]
    assert len(outputs) == 2
    assert len({alike(output) for output in outputs}) == 2
    folders = {alike(str(parent)) for output in outputs for parent in Path(output).parents}
    assert not folders & {alike(output) for output in outputs}


def test_a_run_over_hostile_names_writes_into_its_folder_only(tmp_path: Path) -> None:
    grow(tmp_path / "in", *NAMES)
    before = everything(tmp_path)
    result = run([tmp_path / "in"], tmp_path / "out", Settings(), How(glob="*"))
    assert not result.failed
    assert {name for name in everything(tmp_path) - before if not name.startswith("out/")} == set()
    assert len(everything(tmp_path / "out" / "text")) == len(NAMES)
    assert not restore(tmp_path / "out", tmp_path / "back").failed
    assert everything(tmp_path / "back") == everything(tmp_path / "in")


@pytest.mark.parametrize(
    "word", ["../../up", "/tmp/up", "C:\\up", "..\\up", "a\0b", "x" * 5000, "<b>", "\u202e", "CON"]
)
def test_an_id_of_a_row_is_no_path(tmp_path: Path, word: str) -> None:
    (tmp_path / "in").mkdir()
    row = json.dumps({"id": word, "url": word, "text": TEXT})
    (tmp_path / "in" / "a.jsonl").write_text(row + "\n", encoding="utf-8")
    before = everything(tmp_path)
    assert run([tmp_path / "in"], tmp_path / "out", Settings(), How()).documents == 1
    assert {name for name in everything(tmp_path) - before if not name.startswith("out/")} == set()
    assert "/text/" not in "".join(everything(tmp_path / "out"))
    assert not restore(tmp_path / "out", tmp_path / "back").failed
    assert everything(tmp_path / "back") == {"a.jsonl"}


def test_a_link_in_the_input_is_not_followed_to_another_folder(tmp_path: Path) -> None:
    grow(tmp_path, "outside/secret.txt", "in/a.txt")
    os.symlink(tmp_path / "outside", tmp_path / "in" / "folder")
    os.symlink("..", tmp_path / "in" / "up")
    assert [item.name for item in find_inputs([tmp_path / "in"]).items] == ["a.txt"]


@pytest.mark.parametrize("name", ["", ".lock", ".key", "text"])
def test_a_planted_link_in_the_place_of_an_unfinished_run_is_refused(tmp_path: Path, name: str) -> None:
    """An archive of pages may bring `.cleaned.unfinished` along; what it leads to must not be emptied."""
    grow(tmp_path, "in/a.txt", "precious/file.txt")
    waiting = tmp_path / ".out.unfinished"
    target = tmp_path / "precious" / ("file.txt" if name.startswith(".") else "")
    place = tmp_path / ".out.lock" if name == ".lock" else waiting / name
    place.parent.mkdir(exist_ok=True)
    os.symlink(target, place)
    with pytest.raises(OutputError, match=r"is a link, which no run leaves there"):
        run([tmp_path / "in"], tmp_path / "out", Settings(), How())
    assert (tmp_path / "precious" / "file.txt").read_text(encoding="utf-8") == TEXT


def test_links_in_an_earlier_output_are_not_followed(tmp_path: Path) -> None:
    grow(tmp_path, "in/a.txt", "precious/a.txt")
    assert run([tmp_path / "in"], tmp_path / "out", Settings(), How()).documents == 1
    (tmp_path / "out" / "text" / "a.txt").unlink()
    os.symlink(tmp_path / "precious" / "a.txt", tmp_path / "out" / "text" / "a.txt")
    assert run([tmp_path / "in"], tmp_path / "out", Settings(), How()).documents == 1
    assert not (tmp_path / "out" / "text" / "a.txt").is_symlink()
    assert (tmp_path / "precious" / "a.txt").read_text(encoding="utf-8") == TEXT
