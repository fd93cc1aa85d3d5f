"""The habits of a linter's command line: stdin under a name, exit codes, quiet, colour, isolation, completion."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cleaner.cli.main import app

CLEAN = "河边的老街修好了。\n"
DIRTY = "河边的老街修好了,石板路铺到了桥头.\n"
MARKDOWN = "# 说明\n\n```\na  ,  b\n```\n\n老街修好了,桥也好了.\n"
BINARY = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def cleaner(*words: str, stdin: str = "") -> Result:
    return CliRunner().invoke(app, list(words), input=stdin.encode())


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("command", ["run", "fix"])
def test_stdin_goes_to_stdout_as_what_its_name_says(command: str) -> None:
    named = cleaner(command, "-", "--stdin-filename", "docs/a.md", stdin=MARKDOWN)
    assert (named.exit_code, named.stderr) == (0, "")
    assert named.stdout == MARKDOWN.replace("了,", "了\uff0c").replace("了.", "了。")
    assert cleaner(command, "-", stdin=DIRTY).stdout == DIRTY.replace(",", "\uff0c").replace(".", "。")


@pytest.mark.usefixtures("folder")
def test_stdin_is_called_by_its_name() -> None:
    assert cleaner("check", "-", "--stdin-filename", "docs/a.md", stdin=MARKDOWN).stdout.startswith(
        "docs/a.md: 2 edits"
    )
    rows = cleaner("check", "-", "--stdin-filename", "a.txt", "--output-format", "json-lines", stdin=DIRTY).stdout
    assert {json.loads(line)["path"] for line in rows.splitlines()} == {"a.txt"}
    assert cleaner("diff", "-", "--stdin-filename", "a.txt", stdin=DIRTY).stdout.startswith("a.txt\n")
    failed = CliRunner().invoke(app, ["check", "-", "--stdin-filename", "a.txt"], input=BINARY)
    assert (failed.exit_code, failed.stderr.startswith("cleaner: a.txt: this is a PNG")) == (2, True)


@pytest.mark.parametrize("command", ["run", "check", "diff", "fix"])
def test_a_name_without_stdin_and_one_of_no_text_are_refused(folder: Path, command: str) -> None:
    (folder / "a.txt").write_text(DIRTY, encoding="utf-8")
    for words, said in (
        (("a.txt", "--stdin-filename", "b.txt"), "stdin is not among the inputs"),
        (("-", "--stdin-filename", "b.jsonl"), "only text and Markdown are read from stdin"),
    ):
        result = cleaner(command, *words, stdin=DIRTY)
        assert (result.exit_code, result.stdout, said in result.stderr) == (2, "", True), result.output
    assert sorted(os.listdir(folder)) == ["a.txt"]


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        pytest.param(CLEAN.encode(), {"check": 0, "diff": 0, "run": 0, "fix": 0}, id="nothing to do"),
        pytest.param(DIRTY.encode(), {"check": 1, "diff": 0, "run": 0, "fix": 0}, id="differences"),
        pytest.param(None, {"check": 2, "diff": 2, "run": 2, "fix": 2}, id="no such file"),
        pytest.param(BINARY, {"check": 3, "diff": 3, "run": 3, "fix": 3}, id="a document fails"),
    ],
)
def test_exit_codes(folder: Path, content: bytes | None, codes: dict[str, int]) -> None:
    if content is not None:
        (folder / "a.txt").write_bytes(content)
    assert {command: cleaner(command, "a.txt").exit_code for command in codes} == codes


def test_check_says_what_and_where(folder: Path) -> None:
    (folder / "a.txt").write_text(DIRTY + "坏了\ufffd。\n", encoding="utf-8")
    lines = cleaner("check", "a.txt").stdout.splitlines()
    assert lines[0] == "a.txt: 3 edits"
    assert "   1:9  PU001 half-width-comma      , -> \uff0c" in lines
    assert any(line.startswith("   2:3  EN001 ") and line.endswith("(flagged)") for line in lines)
    assert lines[-1] == "1 of 1 file would change"


def test_a_problem_that_is_left_alone_is_named_though_nothing_changes(folder: Path) -> None:
    (folder / "a.txt").write_text("坏了\ufffd。\n", encoding="utf-8")
    result = cleaner("check", "a.txt")
    assert (result.exit_code, result.stdout.splitlines()[0]) == (0, "a.txt: no edit")
    assert "EN001" in result.stdout


def test_quiet_says_nothing_but_failures(folder: Path) -> None:
    (folder / "a.txt").write_text(DIRTY, encoding="utf-8")
    assert (cleaner("check", "a.txt", "-q").exit_code, cleaner("check", "a.txt", "-q").output) == (1, "")
    assert cleaner("run", "a.txt", "-q").output == ""
    assert cleaner("fix", "a.txt", "-q").output == ""
    (folder / "b.txt").write_bytes(BINARY)
    for command in ("check", "run", "fix"):
        result = cleaner(command, "b.txt", "-q")
        assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (3, "", 1), result.output


def test_isolated_reads_no_settings(folder: Path) -> None:
    (folder / "cleaner.toml").write_text('ignore = ["PU"]\n', encoding="utf-8")
    (folder / "a.txt").write_text(DIRTY, encoding="utf-8")
    for command in ("check", "diff"):
        assert "PU001" not in cleaner(command, "a.txt").stdout
        assert "PU001" in cleaner(command, "a.txt", "--isolated").stdout
    assert cleaner("fix", "a.txt").exit_code == 0
    assert (folder / "a.txt").read_text(encoding="utf-8") == DIRTY
    assert "ignore" in cleaner("config").stdout
    assert "cleaner.toml" not in cleaner("config", "--isolated").stdout


@pytest.mark.parametrize(("told", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True)])
@pytest.mark.parametrize("command", ["check", "diff", "run"])
def test_colour_on_a_terminal_unless_no_color_is_set(
    folder: Path, command: str, told: dict[str, str], coloured: bool
) -> None:
    pty = pytest.importorskip("pty", reason="needs a pseudo terminal")
    from test_cli_streams import read_terminal

    (folder / "a.txt").write_text(DIRTY, encoding="utf-8")
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "80", **told}
    if not told:
        environment.pop("NO_COLOR", None)
    ours, theirs = pty.openpty()
    words = [sys.executable, "-m", "cleaner", command, "a.txt", "--isolated"]
    with subprocess.Popen(words, stdout=theirs, stderr=subprocess.PIPE, env=environment):
        os.close(theirs)
        shown = read_terminal(ours)
    os.close(ours)
    assert "a.txt" in shown or "1 document" in shown
    assert any(code in shown for code in ("\x1b[3", "\x1b[9")) is coloured


COMPLETE = {
    "bash": ({"COMP_WORDS": "cleaner re", "COMP_CWORD": "1"}, ["restore", "review"]),
    "zsh": ({"_TYPER_COMPLETE_ARGS": "cleaner re"}, ["restore", "review"]),
    "fish": ({"_TYPER_COMPLETE_ARGS": "cleaner re", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}, ["restore", "review"]),
}


def completing(shell: str, how: str, **told: str) -> str:
    code = "import sys; sys.argv = ['cleaner']; from cleaner.__main__ import main; main()"
    environment = {**os.environ, **told, "_CLEANER_COMPLETE": f"{how}_{shell}"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment, timeout=60, check=False)
    assert b"Traceback" not in done.stderr
    return done.stdout.decode()


@pytest.mark.parametrize("shell", COMPLETE)
def test_every_shell_is_told_the_commands_and_values(shell: str) -> None:
    told, wanted = COMPLETE[shell]
    answer = completing(shell, "complete", **told)
    assert all(word in answer for word in wanted), answer
    assert "check" not in answer
    values = completing(shell, "complete", **{name: value.replace("cleaner re", "cleaner check --output-format s")
                                              .replace("1", "3") for name, value in told.items()})  # fmt: skip
    assert "sarif" in values
    assert "rdjson" not in values


@pytest.mark.parametrize("shell", COMPLETE)
def test_the_script_for_a_shell_is_one_that_it_reads(tmp_path: Path, shell: str) -> None:
    script = tmp_path / "script"
    script.write_text(completing(shell, "source"), encoding="utf-8")
    assert "complete_" + shell in script.read_text(encoding="utf-8")
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed; that its script names the right variable was seen")
    assert subprocess.run([shell, "-n", str(script)], capture_output=True, check=False).stderr == b""


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_bash_completes(tmp_path: Path) -> None:
    command = tmp_path / "cleaner"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "import sys; sys.argv[0] = \'cleaner\'; '
                       'from cleaner.__main__ import main; main()" "$@"\n', encoding="utf-8")  # fmt: skip
    command.chmod(0o755)
    (tmp_path / "script").write_text(completing("bash", "source"), encoding="utf-8")
    asked = "COMP_WORDS=(cleaner ru); COMP_CWORD=1; _cleaner_completion cleaner; echo ${COMPREPLY[@]}"
    words = ["bash", "--norc", "-c", f"PATH={tmp_path}:$PATH; . {tmp_path}/script; {asked}"]
    done = subprocess.run(words, capture_output=True, check=True, timeout=60)
    assert done.stdout.split() == [b"run", b"rules"], done
