"""The commands as a user types them: what they print, where, and the code they leave with. Texts are made up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cleaner import __version__
from cleaner.cli.main import app

CLEAN = "河边的老街修好了\n\n石板路铺到了桥头。\n"
DIRTY = "河边的老街修好了  \n\n石板路铺到了桥头。 \n\n\n\n"
BINARY = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4


def cleaner(*words: str | Path, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], input=stdin)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, which no settings file of this project reaches."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    return tmp_path


def put(folder: Path, **files: str | bytes) -> None:
    for name, content in files.items():
        raw = content.encode("utf-8") if isinstance(content, str) else content
        (folder / "in" / f"{name}.txt").write_bytes(raw)


def test_version() -> None:
    result = cleaner("--version")
    assert (result.exit_code, result.stdout) == (0, f"cleaner {__version__}\n")


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["frobnicate"], id="unknown command"),
        pytest.param(["run"], id="no path"),
        pytest.param(["run", "in", "--frob"], id="unknown option"),
        pytest.param(["run", "in", "--script", "dutch"], id="unknown script"),
        pytest.param(["run", "in", "--apply-at", "much"], id="share in words"),
        pytest.param(["check", "in", "--output-format", "xml"], id="unknown format"),
        pytest.param(["restore", "cleaned"], id="restore to nowhere"),
        pytest.param(["run", "-", "-o", "out"], id="stdin to a folder"),
    ],
)
def test_wrong_use_is_refused_with_usage(words: list[str]) -> None:
    result = cleaner(*words)
    assert result.exit_code == 2
    assert "Usage:" in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("words", "message"),
    [
        pytest.param(["run", "nowhere"], "nowhere: no such file or folder", id="no such input"),
        pytest.param(["run", "in"], "in: no file here matches *.txt", id="nothing matches"),
        pytest.param(["run", "in", "--stages", "polish"], "there is no stage polish", id="unknown stage"),
        pytest.param(["run", "in", "--select", "ZZ999"], "ZZ999: names no rule", id="unknown rule"),
        pytest.param(["run", "in", "--apply-at", "1.5"], "apply-at: 1.5 is outside 0..1", id="share out of range"),
        pytest.param(["run", "in", "--jobs", "some"], "give 1 or more, or auto", id="no number of workers"),
        pytest.param(["run", "in", "--ray-address", "auto"], 'set engine = "ray"', id="an address and no Ray"),
        pytest.param(["run", "in", "--size-limit", "-1"], "size-limit: -1 is no number", id="no size"),
        pytest.param(["run", "in", "--time-limit", "nan"], "time-limit: nan is no number", id="no number of seconds"),
        pytest.param(["run", "in", "--rules", "nowhere"], "nowhere: no such folder of rules", id="no such rules"),
        pytest.param(["run", "in", "--config", "no.toml"], "no.toml: No such file", id="no such settings"),
        pytest.param(["run", "in", "--config", "a", "--isolated"], "give one of the two", id="settings and none"),
        pytest.param(["check", "-", "in"], "-: stdin goes alone", id="stdin and files"),
        pytest.param(["why", "nowhere.txt", "1:2"], "nowhere.txt: no such file", id="why of nothing"),
        pytest.param(["why", "stray.txt", "1:2"], "no folder above it holds ledger.jsonl", id="why of a stray text"),
        pytest.param(["restore", "in", "-o", "back"], "in/ledger.jsonl: No such file", id="restore of no run"),
        pytest.param(["rules", "explain", "trailing-blank"], "did you mean trailing-blanks?", id="misspelt rule"),
        pytest.param(["rules", "lint", "nowhere"], "nowhere: no such folder of rules", id="lint of nothing"),
        pytest.param(["rules", "new", "layuot", "x"], "there is no such stage; did you mean layout?", id="new stage"),
        pytest.param(["rules", "new", "layout", "A B"], "'A B': a rule name is kebab-case", id="new name"),
        pytest.param(["rules", "new", "layout", "x", "--kind", "y"], "y: there is no such kind", id="new kind"),
    ],
)
def test_refusals_are_one_line(folder: Path, words: list[str], message: str) -> None:
    (folder / "stray.txt").write_text(CLEAN, encoding="utf-8")
    if words[0] == "run" and words != ["run", "in"]:
        put(folder, a=CLEAN)
    result = cleaner(*words)
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    assert result.stderr.startswith("cleaner: ")
    assert message in result.stderr
    assert result.stderr.count("\n") == 1
    assert not (folder / "cleaned").exists()


def test_run_writes_a_folder_and_tells_what_it_did(folder: Path) -> None:
    put(folder, a=DIRTY, b=CLEAN)
    result = cleaner("run", "in")
    assert result.exit_code == 0, result.output
    assert (folder / "cleaned/text/a.txt").read_text(encoding="utf-8") == CLEAN
    assert "2 documents" in result.stdout
    assert "report.html" in result.stdout
    assert "\x1b" not in result.output


def test_run_goes_on_past_a_document_that_fails(folder: Path) -> None:
    put(folder, a=DIRTY, b=BINARY)
    result = cleaner("run", "in", "-o", "out", "--quiet")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "PNG" in result.stderr
    assert (result.stderr.count("b.txt"), result.stderr.count("\n")) == (1, 1)
    assert (folder / "out/text/a.txt").is_file()


def test_a_file_name_cannot_command_the_terminal(folder: Path) -> None:
    put(folder, **{"a\n\x1b[2J": BINARY})
    result = cleaner("run", "in", "--quiet")
    assert (result.exit_code, result.stderr.count("\n"), "\x1b" in result.stderr) == (3, 1, False)


def test_run_obeys_settings_and_flags_go_before_them(folder: Path) -> None:
    put(folder, a=DIRTY)
    (folder / "cleaner.toml").write_text('output = "there"\nignore = ["layout"]\nquiet = true\n', encoding="utf-8")
    assert cleaner("run", "in").exit_code == 0
    assert (folder / "there/text/a.txt").read_text(encoding="utf-8") == DIRTY
    assert cleaner("run", "in", "--ignore", "unicode,PU").exit_code == 0
    assert (folder / "there/text/a.txt").read_text(encoding="utf-8") == CLEAN
    assert cleaner("run", "in", "--isolated", "-o", "here").exit_code == 0
    assert (folder / "here/text/a.txt").read_text(encoding="utf-8") == CLEAN


def test_stdin_goes_to_stdout_and_nothing_else(folder: Path) -> None:
    result = cleaner("run", "-", stdin=DIRTY.encode("utf-8"))
    assert (result.exit_code, result.stdout_bytes, result.stderr) == (0, CLEAN.encode("utf-8"), "")
    assert not (folder / "cleaned").exists()


@pytest.mark.usefixtures("folder")
def test_stdin_in_another_encoding() -> None:
    result = cleaner("run", "-", "--encoding", "gbk", stdin=DIRTY.encode("gbk"))
    assert result.stdout_bytes == CLEAN.encode("utf-8")


@pytest.mark.usefixtures("folder")
def test_stdin_that_is_no_text() -> None:
    result = cleaner("run", "-", stdin=BINARY)
    assert (result.exit_code, result.stdout_bytes) == (2, b"")
    assert result.stderr.startswith("cleaner: -: this is a PNG picture")


@pytest.mark.parametrize(
    ("files", "code", "last"),
    [
        pytest.param({"a": CLEAN}, 0, "0 of 1 file would change", id="nothing to do"),
        pytest.param({"a": CLEAN, "b": DIRTY}, 1, "1 of 2 files would change", id="one differs"),
        pytest.param({"a": DIRTY, "b": BINARY}, 3, "1 of 2 files would change, 1 could not be read", id="one fails"),
    ],
)
def test_check(folder: Path, files: dict[str, str | bytes], code: int, last: str) -> None:
    put(folder, **files)
    result = cleaner("check", "in")
    assert result.exit_code == code, result.output
    assert result.stdout.splitlines()[-1] == last
    assert [path.name for path in folder.iterdir()] == ["in"]


def test_check_as_json(folder: Path) -> None:
    put(folder, a=DIRTY, b=BINARY, c=CLEAN)
    result = cleaner("check", "in", "--output-format", "json", "--stages", "layout")
    assert result.exit_code == 3
    found = json.loads(result.stdout)
    assert (found["changed"], found["failed"]) == (1, 1)
    first, second, third = found["files"]
    assert (first["path"], first["changed"], third["changed"], third["edits"]) == ("in/a.txt", True, False, [])
    assert "PNG" in second["failure"]
    assert first["edits"][0] == {
        "rule": "LY001", "stage": "layout", "line": 1, "column": 9, "end_line": 1, "end_column": 11, "start": 8,
        "end": 10, "before": "  ", "after": "", "confidence": 1.0,
    }  # fmt: skip


def test_check_for_github(folder: Path) -> None:
    put(folder, **{"100%,a": DIRTY, "b": BINARY})
    result = cleaner("check", "in", "--output-format", "github", "--stages", "layout")
    lines = result.stdout.splitlines()
    assert lines[0].startswith("::warning file=in/100%25%2Ca.txt,line=1,endLine=1,col=9,endColumn=11,title=LY001 ")
    assert lines[-1].startswith("::error file=in/b.txt::")
    assert all(line.startswith(("::warning ", "::error ")) for line in lines)


@pytest.mark.usefixtures("folder")
def test_check_stdin() -> None:
    assert cleaner("check", "-", stdin=CLEAN.encode()).exit_code == 0
    result = cleaner("check", "-", stdin=DIRTY.encode())
    assert result.exit_code == 1
    assert result.stdout.startswith("-: ")


def test_diff_names_file_and_rule(folder: Path) -> None:
    put(folder, a=DIRTY, b=CLEAN)
    result = cleaner("diff", "in")
    assert result.exit_code == 0
    assert "in/a.txt" in result.stdout
    assert "LY001" in result.stdout
    assert "in/b.txt" not in result.stdout
    assert "\x1b" not in result.stdout


def test_why_by_place_and_by_words(folder: Path) -> None:
    put(folder, a="桥头  \n\n\n\n\n桥尾到了桥头。\n")
    assert cleaner("run", "in", "-q").exit_code == 0
    text = "cleaned/text/a.txt"
    by_words = cleaner("why", text, "桥尾")
    assert by_words.exit_code == 0
    assert "6:1" in by_words.stdout
    assert cleaner("why", text, "4:6").stdout == by_words.stdout
    assert "also at 8:10" in cleaner("why", text, "桥头").stdout
    for place, message in (("桥中", "does not stand in the clean text"), ("5:3", "give A:B with A < B <= 12")):
        refused = cleaner("why", text, place)
        assert (refused.exit_code, message in refused.stderr) == (2, True), refused.output


def test_restore_gives_the_bytes_back(folder: Path) -> None:
    put(folder, a=DIRTY, b=DIRTY.encode("gb18030"))
    assert cleaner("run", "in", "-q", "-o", "out").exit_code == 0
    result = cleaner("restore", "out", "-o", "back")
    assert (result.exit_code, result.stdout) == (0, "2 originals restored to back, digests checked\n")
    for name in ("a.txt", "b.txt"):
        assert (folder / "back" / name).read_bytes() == (folder / "in" / name).read_bytes()


def test_restore_tells_what_does_not_fit(folder: Path) -> None:
    put(folder, a=DIRTY, b=DIRTY)
    assert cleaner("run", "in", "-q", "-o", "out").exit_code == 0
    (folder / "out/text/a.txt").write_text("changed\n", encoding="utf-8")
    result = cleaner("restore", "out", "-o", "back")
    assert result.exit_code == 3
    assert "a.txt" in result.stderr
    assert (folder / "back/b.txt").is_file()


def test_a_fault_of_ours_is_not_taken_for_a_difference(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 1 means that `check` found differences; a crash must not look like it."""
    put(folder, a=DIRTY)

    def broken(*_: object) -> None:
        raise ZeroDivisionError("made up")

    monkeypatch.setattr("cleaner.pipeline.Cleaner.clean_source", broken)
    in_a_document = cleaner("check", "in")
    assert in_a_document.exit_code == 3
    assert "internal error, ZeroDivisionError: made up; please report it" in in_a_document.stdout
    monkeypatch.setattr("cleaner.pipeline.Cleaner.__init__", broken)
    elsewhere = cleaner("check", "in")
    assert elsewhere.exit_code == 2
    assert "please report it" in elsewhere.stderr
