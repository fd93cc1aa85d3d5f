"""`cleaner learn` on the command line: summary, remarks, exit codes, and the run that uses what was learned."""

from __future__ import annotations

import inspect
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

sys.path.insert(0, str(Path(__file__).parents[1] / "learn"))

from learn_sites import HEAD, article, page, site

from cleaner.cli.learn import learn
from cleaner.cli.main import app
from cleaner.learn.decide import Bar


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": "160"})


def test_learn_then_run(tmp_path: Path) -> None:
    site(tmp_path / "dumps/xikou")
    result = run("learn", "dumps")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "8 pages, 1 site, 7 lines proposed"
    assert lines[2].split() == ["site", "pages", "lines", "share", "file"]
    assert lines[3].split()[:3] == ["xikou", "8", "7"]
    assert lines[3].rstrip().endswith("-xikou.toml (new)")
    assert lines[-1] == "Look through learned, then: cleaner run --rules learned PATH..."
    assert run("rules", "lint", "learned").exit_code == 0
    assert run("rules", "test", "ST", "--rules", "learned").exit_code == 0

    [path] = (tmp_path / "learned").iterdir()
    page_of_rule = run("rules", "explain", path.name.partition("-")[0], "--rules", "learned").stdout
    assert "Sites       xikou" in page_of_rule
    assert f"Lines       {HEAD[0]}  (on 8 of 8 pages)" in page_of_rule
    (tmp_path / "fresh/xikou").mkdir(parents=True)
    (tmp_path / "fresh/xikou/new.txt").write_text(page(30), encoding="utf-8")
    assert run("run", "fresh", "--rules", "learned", "-o", "out", "--stages", "boilerplate").exit_code == 0
    assert (tmp_path / "out/text/xikou/new.txt").read_text(encoding="utf-8").splitlines() == article(30)
    assert run("restore", "out", "-o", "back").exit_code == 0
    assert (tmp_path / "back/xikou/new.txt").read_text(encoding="utf-8") == page(30)


def test_a_flat_folder_needs_the_name_of_its_site(tmp_path: Path) -> None:
    site(tmp_path / "flat")
    result = run("learn", "flat")
    assert (result.exit_code, (tmp_path / "learned").exists()) == (0, False)
    assert (
        "8 pages of no known site: put the pages of each site into a folder, or give --site or --site-key"
        in result.stdout
    )
    assert run("learn", "flat", "--site", "溪口").exit_code == 0
    flags = ("diff", "flat/0.txt", "--rules", "learned", "--stages", "boilerplate")
    assert HEAD[3] in run(*flags, "--site", "溪口").stdout
    assert HEAD[3] not in run(*flags).stdout


def test_check_finds_the_site_as_run_does(tmp_path: Path) -> None:
    site(tmp_path / "dumps/xikou")
    run("learn", "dumps")
    clean = "\n".join(article(30)) + "\n"
    (tmp_path / "dumps/xikou/new.txt").write_text(clean + "溪口融媒体中心出品\n", encoding="utf-8")
    flags = ("--rules", "learned", "--stages", "boilerplate")
    assert run("check", "dumps", *flags).exit_code == 1
    assert run("check", "dumps/xikou/new.txt", *flags).exit_code == 0  # the file alone says nothing of a site


def test_too_few_pages(tmp_path: Path) -> None:
    site(tmp_path / "dumps/xikou", 2)
    result = run("learn", "dumps")
    assert result.exit_code == 0
    assert "1 site with fewer than 3 pages, the largest with 2: a template shows when it repeats" in result.stdout


def test_an_edited_file_is_named(tmp_path: Path) -> None:
    site(tmp_path / "dumps/xikou")
    run("learn", "dumps")
    [path] = (tmp_path / "learned").iterdir()
    path.write_text('status = "off"\n' + path.read_text(encoding="utf-8"), encoding="utf-8")
    result = run("learn", "dumps")
    assert "(edited by a person, kept)" in result.stdout
    assert "1 file edited by a person and kept as it is: delete it to have it learned anew" in result.stdout


def test_what_could_not_be_read_gives_exit_code_3(tmp_path: Path) -> None:
    folder = site(tmp_path / "dumps/xikou")
    (folder / "gone.txt").symlink_to(tmp_path / "nowhere")
    result = run("learn", "dumps", "--quiet")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "gone.txt: No such file" in result.stderr
    assert (tmp_path / "learned").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        pytest.param(["-"], "give files or folders", id="stdin"),
        pytest.param(["nowhere"], "no such file or folder", id="nothing there"),
        pytest.param(["dumps", "--min-share", "30"], "--min-share", id="per cent"),
        pytest.param(["dumps", "--min-pages", "1"], "--min-pages", id="a page alone"),
        pytest.param(
            ["dumps", "-o", "dumps/xikou/0.txt"], "choose another folder with --output", id="output is a file"
        ),
        pytest.param(["dumps", "--database", "dumps"], "give another file with --database", id="database is a folder"),
    ],
)
def test_refusals(tmp_path: Path, words: list[str], message: str) -> None:
    site(tmp_path / "dumps/xikou", 3)
    result = run("learn", *words)
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_the_defaults_are_those_of_the_package() -> None:
    parameters = inspect.signature(learn).parameters
    names = ("min_pages", "min_share", "sentence_pages", "sentence_share")
    assert Bar(*(parameters[name].default for name in names)) == Bar()
