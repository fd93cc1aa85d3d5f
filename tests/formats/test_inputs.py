"""Which files are read, and what they are called."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cleaner.errors import InputError
from cleaner.formats.inputs import find_inputs


def grow(root: Path, *names: str) -> Path:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return root


def test_a_folder_is_read_all_the_way_down(tmp_path: Path) -> None:
    grow(tmp_path, "b.txt", "a/c.md", "a/d.png", ".git/e.txt")
    inputs = find_inputs([tmp_path])
    assert [(item.name, item.id, item.output) for item in inputs.items] == [
        ("b.txt", "b", "b.txt"),
        ("a/c.md", "c", "a/c.md.txt"),
    ]
    assert inputs.notes == (f"{tmp_path}: left alone: 1 .png",)


def test_a_glob_chooses(tmp_path: Path) -> None:
    grow(tmp_path, "b.txt", "a/c.log", "a/d.log")
    assert [item.name for item in find_inputs([tmp_path], "*.log").items] == ["a/c.log", "a/d.log"]
    assert [item.name for item in find_inputs([tmp_path], "a/c*").items] == ["a/c.log"]


def test_names_that_collide_keep_what_tells_them_apart(tmp_path: Path) -> None:
    grow(tmp_path, "x/a.txt", "y/a.txt", "y/a.md", "y/B.txt", "y/b.md")
    items = {item.name: (item.id, item.output) for item in find_inputs([tmp_path / "x", tmp_path / "y"]).items}
    assert items == {
        "x/a.txt": ("x/a.txt", "x/a.txt"),
        "y/a.txt": ("y/a.txt", "y/a.txt"),
        "a.md": ("a.md", "a.md.txt"),
        "B.txt": ("B.txt", "B.txt"),
        "b.md": ("b.md", "b.md.txt"),
    }


def test_two_roots_of_one_name_are_numbered(tmp_path: Path) -> None:
    grow(tmp_path, "1/in/a.txt", "2/in/a.txt")
    inputs = find_inputs([tmp_path / "1/in", tmp_path / "2/in"])
    assert [item.name for item in inputs.items] == ["in/a.txt", "in/a~2.txt"]
    assert len(inputs.notes) == 2


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    grow(tmp_path, "a.txt")
    inputs = find_inputs([tmp_path, tmp_path / "a.txt"])
    assert len(inputs.items) == 1
    assert "given twice" in inputs.notes[0]


def test_the_output_folder_is_not_read(tmp_path: Path) -> None:
    grow(tmp_path, "a.txt", "cleaned/text/a.txt")
    inputs = find_inputs([tmp_path], skip=tmp_path / "cleaned")
    assert [item.name for item in inputs.items] == ["a.txt"]
    assert "output folder lies inside" in inputs.notes[0]


@pytest.mark.parametrize("paths", [["missing.txt"], ["empty"]])
def test_nothing_to_read_is_an_error(tmp_path: Path, paths: list[str]) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=r"no such file|no file here matches"):
        find_inputs([tmp_path / path for path in paths])


def test_a_missing_file_among_others_is_kept_for_the_account(tmp_path: Path) -> None:
    grow(tmp_path, "a.txt")
    assert [item.name for item in find_inputs([tmp_path / "a.txt", tmp_path / "b.txt"]).items] == ["a.txt", "b.txt"]


def test_links_that_lead_nowhere_are_kept_for_the_account(tmp_path: Path) -> None:
    grow(tmp_path, "a.txt")
    (tmp_path / "self.txt").symlink_to("self.txt")
    (tmp_path / "up").symlink_to("..")
    (tmp_path / "gone.txt").symlink_to("nowhere")
    assert [item.name for item in find_inputs([tmp_path]).items] == ["a.txt", "gone.txt", "self.txt"]


def test_a_folder_that_cannot_be_opened_is_kept_for_the_account(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    grow(tmp_path, "a.txt", "locked/b.txt")
    real_scandir = os.scandir

    def scandir(path: str) -> object:
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied", str(path))
        return real_scandir(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert [item.name for item in find_inputs([tmp_path]).items] == ["a.txt", "locked"]


def test_an_earlier_run_is_not_read_unless_given(tmp_path: Path) -> None:
    grow(tmp_path, "a.txt", "old/text/a.txt", "old/ledger.jsonl", "old/manifest.json")
    inputs = find_inputs([tmp_path])
    assert [item.name for item in inputs.items] == ["a.txt"]
    assert inputs.notes == (f"{tmp_path / 'old'}: was written by cleaner; it is not read, unless given",)
    assert [item.name for item in find_inputs([tmp_path / "old"]).items] == ["text/a.txt"]


def test_names_fit_the_file_system(tmp_path: Path) -> None:
    """GBK names, as ZIP archives from Windows leave them, grow fourfold as escapes; an output may add .txt."""
    long = "\u9547" * 83  # 249 bytes, and .txt
    grow(tmp_path, f"{long}.txt", f"{long}.text")
    gbk = "\u9547\u653f\u5e9c\u5de5\u4f5c\u901a\u77e5".encode("gbk") * 6 + b".txt"
    (tmp_path / os.fsdecode(gbk)).write_text("x")
    items = find_inputs([tmp_path]).items
    parts = [part for item in items for name in (item.name, item.output) for part in name.split("/")]
    assert max(len(part.encode()) for part in parts) <= 255
    assert len({item.output for item in items}) == len({item.name for item in items}) == 3


def test_a_text_does_not_take_the_place_of_a_folder(tmp_path: Path) -> None:
    grow(tmp_path, "x.text", "x.txt/a.txt")
    assert [item.output for item in find_inputs([tmp_path]).items] == ["x.txt.txt", "x.txt/a.txt"]


def test_outputs_that_collide_keep_their_suffix(tmp_path: Path) -> None:
    grow(tmp_path, "a.md", "a.markdown", "b.txt", "b.text")
    found = {item.name: item.output for item in find_inputs([tmp_path]).items}
    assert found == {"a.md": "a.md.txt", "a.markdown": "a.markdown.txt", "b.txt": "b.txt.txt", "b.text": "b.text.txt"}
