"""`.cleanerignore`: the words of .gitignore, for folders of texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.errors import InputError
from cleaner.formats.inputs import find_inputs

FILES = ("a.txt", "b.txt", "drafts/a.txt", "drafts/keep.txt", "old/deep/a.txt", "old/deep/b.txt")


def tree(root: Path, **ignores: str) -> None:
    for name in FILES:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("修路。\n", encoding="utf-8")
    for folder, lines in ignores.items():
        (root / folder.replace("_", "/").strip("/") / ".cleanerignore").write_text(lines, encoding="utf-8")


@pytest.mark.parametrize(
    ("ignores", "left"),
    [
        pytest.param({}, FILES, id="no file"),
        pytest.param({"_": "b.txt\n"}, ("a.txt", "drafts/a.txt", "drafts/keep.txt", "old/deep/a.txt"), id="a name"),
        pytest.param({"_": "/b.txt\n"}, tuple(f for f in FILES if f != "b.txt"), id="anchored"),
        pytest.param({"_": "# all\ndrafts/\nold\n"}, ("a.txt", "b.txt"), id="folders"),
        pytest.param({"_": "drafts/*\n!drafts/keep.txt\n"}, tuple(f for f in FILES if f != "drafts/a.txt"), id="not"),
        pytest.param({"old": "**/a.txt\n"}, tuple(f for f in FILES if f != "old/deep/a.txt"), id="in a folder"),
        pytest.param(
            {"_": "a.txt\n", "old_deep": "!a.txt\n"},
            ("b.txt", "drafts/keep.txt", "old/deep/a.txt", "old/deep/b.txt"),
            id="the innermost decides",
        ),
    ],
)
def test_what_is_left_out(tmp_path: Path, ignores: dict[str, str], left: tuple[str, ...]) -> None:
    tree(tmp_path, **ignores)
    found = find_inputs([tmp_path])
    assert sorted(item.name for item in found.items) == sorted(left)
    assert any(".cleanerignore" in note for note in found.notes) == bool(ignores)


def test_a_file_that_is_given_by_name_is_read(tmp_path: Path) -> None:
    tree(tmp_path, _="*\n")
    assert [item.name for item in find_inputs([tmp_path / "b.txt"]).items] == ["b.txt"]


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    tree(tmp_path)
    (tmp_path / ".cleanerignore").write_bytes(b"\xff\xfe\n")
    with pytest.raises(InputError, match=r"\.cleanerignore: .*save it as UTF-8"):
        find_inputs([tmp_path])
