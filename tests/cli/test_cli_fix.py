"""`cleaner fix` replaces files and can undo it; `cleaner config` says where settings come from."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import cleaner.engines.fix as engine
from cleaner.cli.main import app

DIRTY, CLEAN = "修路 , 架桥.  \n\n\n\n通水\n", "修路\uff0c架桥。\n\n通水\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    return tmp_path


def run(*words: str) -> Any:
    return CliRunner().invoke(app, list(words))


def put(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_files_are_replaced_and_restored(folder: Path) -> None:
    one, two = put(folder / "in/a.txt", DIRTY), put(folder / "in/b.md", DIRTY.encode("gb18030"))
    same = put(folder / "in/c.txt", CLEAN)
    one.chmod(0o640)
    before = same.stat()
    result = run("fix", "in")
    assert (result.exit_code, result.stdout.splitlines()[0][:23]) == (0, "2 of 3 files changed; t"), result.output
    assert one.read_text(encoding="utf-8") == two.read_text(encoding="utf-8") == CLEAN
    assert one.stat().st_mode & 0o777 == 0o640
    assert (same.stat().st_mtime_ns, same.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    assert sorted(os.listdir(folder / "in")) == ["a.txt", "b.md", "c.txt"]
    assert run("restore", ".cleaner/fix-1", "-o", "back").exit_code == 0
    assert (folder / "back/a.txt").read_bytes() == DIRTY.encode()
    assert (folder / "back/b.md").read_bytes() == DIRTY.encode("gb18030")


def test_nothing_to_do_leaves_nothing_behind(folder: Path) -> None:
    put(folder / "in/a.txt", CLEAN)
    result = run("fix", "in")
    assert (result.exit_code, result.stdout) == (0, "0 of 1 file changed\n")
    assert os.listdir(folder) == ["in"]


def test_the_folder_of_an_earlier_fix_stays(folder: Path) -> None:
    for number in (1, 2):
        put(folder / "in/a.txt", DIRTY)
        assert run("fix", "in").exit_code == 0
        assert (folder / f".cleaner/fix-{number}/ledger.jsonl").is_file()
    assert (folder / ".cleaner/.gitignore").read_text(encoding="utf-8") == "*\n"


def test_a_link_stays_a_link(folder: Path) -> None:
    real = put(folder / "real.txt", DIRTY)
    (folder / "in/a.txt").symlink_to(real)
    assert run("fix", "in").exit_code == 0
    assert (folder / "in/a.txt").is_symlink()
    assert real.read_text(encoding="utf-8") == CLEAN


def test_a_file_that_cannot_be_read_does_not_stop_the_others(folder: Path) -> None:
    put(folder / "in/a.txt", DIRTY)
    picture = put(folder / "in/b.txt", b"\x89PNG\r\n\x1a\n" + bytes(100))
    result = run("fix", "in", "-q")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "PNG" in result.stderr
    assert (folder / "in/a.txt").read_text(encoding="utf-8") == CLEAN
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_a_file_that_changed_meanwhile_is_left_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = put(folder / "in/a.txt", DIRTY)
    through = engine.run

    def slow(*args: Any) -> Any:
        result = through(*args)
        put(file, "别的\n")
        return result

    monkeypatch.setattr(engine, "run", slow)
    result = run("fix", "in")
    assert result.exit_code == 3
    assert "was changed while it was being cleaned" in result.stderr
    assert file.read_text(encoding="utf-8") == "别的\n"


def test_data_sets_are_refused(folder: Path) -> None:
    rows = put(folder / "in/a.jsonl", '{"text": "修路 ,"}\n')
    result = run("fix", "in")
    assert (result.exit_code, "only text and Markdown" in result.stderr) == (2, True), result.output
    assert rows.read_text(encoding="utf-8") == '{"text": "修路 ,"}\n'


def test_config_names_the_origin_of_each_setting(folder: Path) -> None:
    put(folder / "cleaner.toml", 'apply-at = 0.9\nscript = "keep"\n')
    result = run("config", "--apply-at", "0.95", "--output-format", "json")
    rows = {row["setting"]: row for row in json.loads(result.stdout)}
    assert rows["apply-at"] == {"setting": "apply-at", "value": 0.95, "origin": "command line"}
    assert (rows["script"]["value"], Path(rows["script"]["origin"]).name) == ("keep", "cleaner.toml")
    assert rows["jobs"] == {"setting": "jobs", "value": 1, "origin": "default"}
    said = run("config", "--isolated").stdout
    assert "cleaner.toml" not in said
    assert len(said.splitlines()) == len(rows)
