"""Rules of others are data: they run no code, and what could hold up a run is refused with its name."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from cleaner.config import load_config
from cleaner.errors import RuleError, SettingsError
from cleaner.pipeline import Cleaner, Settings
from cleaner.rulebook.hostile import hostile_pairs

ROOT = Path(__file__).resolve().parents[2]
RULE = """
id = "PU901"
name = "tried"
stage = "punctuation"
kind = "span"
action = "replace"
confidence = 0.9
why = "why"
seen = ["made up"]
pattern = '''{pattern}'''
replacement = '''{replacement}'''
"""
RUNS_CODE = frozenset(("eval", "exec", "compile", "__import__", "pickle", "marshal", "shelve", "yaml", "runpy", "imp"))


def pack(folder: Path, pattern: str = "x", replacement: str = "", more: str = "") -> Settings:
    folder.mkdir(exist_ok=True)
    text = RULE.format(pattern=pattern, replacement=replacement) + more
    (folder / "PU901-tried.toml").write_text(text, encoding="utf-8")
    return Settings(rules=(folder,))


def test_a_good_pack_works(tmp_path: Path) -> None:
    assert Cleaner(pack(tmp_path / "p", "(?<=春)##", "耕")).clean("春##开始了。\n").text == "春耕开始了。\n"


def test_nothing_in_the_package_turns_data_into_code() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno} {name}"
        for path in (ROOT / "cleaner").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in _named(node)
        if name in RUNS_CODE
    ]
    assert found == []


def _named(node: ast.AST) -> list[str]:
    """Built-in functions that a node calls, modules that it imports."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return [node.func.id]
    if isinstance(node, ast.Import):
        return [name.name.partition(".")[0] for name in node.names]
    return [node.module.partition(".")[0]] if isinstance(node, ast.ImportFrom) and node.module else []


def test_other_files_in_a_pack_are_not_touched(tmp_path: Path) -> None:
    settings = pack(tmp_path / "p")
    marker = tmp_path / "ran"
    code = f"open({str(marker)!r}, 'w').close()\n"
    for name in ("__init__.py", "conftest.py", "sitecustomize.py", "PU902-x.py", "PU902-x.toml.py"):
        (tmp_path / "p" / name).write_text(code, encoding="utf-8")
    Cleaner(settings).clean("春天来了,花开了.\n")
    assert not marker.exists()


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param("(?:a+)+b", id="exponential"),
        pytest.param("(?:春|春)*耕", id="the same twice"),
        pytest.param("[春耕]*[耕种]*[种春]*收", id="three that overlap"),
        pytest.param("溪口村[0-9a-f]*[a-z]*镇", id="slow behind its own words only"),
    ],
)
def test_a_pattern_that_would_hold_up_a_run_is_refused(tmp_path: Path, pattern: str) -> None:
    with pytest.raises(RuleError, match=r"PU901-tried\.toml: pattern: .*bound its repetitions"):
        Cleaner(pack(tmp_path / "p", pattern))


@pytest.mark.parametrize(
    ("pattern", "replacement", "why"),
    [
        pytest.param("(" * 3000, "", "pattern", id="brackets without end"),
        pytest.param("(" * 3000 + "x" + ")" * 3000, "", "pattern", id="nested without end"),
        pytest.param("x{0,99999999999999999999}", "", "pattern", id="a number without end"),
        pytest.param("x", "\\7", "replacement", id="a group that is not there"),
        pytest.param("x", "\\g<../../etc>", "replacement", id="a group with the name of a path"),
        pytest.param("${nothing}", "", "pattern", id="a class that is not there"),
    ],
)
def test_a_pattern_that_cannot_be_used_is_named(tmp_path: Path, pattern: str, replacement: str, why: str) -> None:
    with pytest.raises(RuleError, match=rf"PU901-tried\.toml: {why}: "):
        Cleaner(pack(tmp_path / "p", pattern, replacement))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("id = " + "[" * 50_000, id="lists without end"),
        pytest.param("id = " + "{a = " * 50_000, id="tables without end"),
        pytest.param("priority = " + "1" * 5000, id="a number without end"),
        pytest.param("\0", id="NUL"),
        pytest.param("id = '''", id="cut short"),
    ],
)
def test_hostile_toml_is_refused_in_rules_and_settings(tmp_path: Path, text: str) -> None:
    (tmp_path / "PU901-tried.toml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleError, match=r"PU901-tried\.toml: "):
        Cleaner(Settings(rules=(tmp_path,)))
    (tmp_path / "cleaner.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"cleaner\.toml: "):
        load_config(tmp_path / "cleaner.toml")


def test_an_option_of_the_wrong_form_is_an_error_with_a_name(tmp_path: Path) -> None:
    rule = RULE.replace("PU901", "OR901").replace("punctuation", "ordinals").replace('"span"', '"detector"')
    rule = rule.format(pattern="x", replacement="").replace('"tried"', '"suffix-drift"')
    text = f"{rule}\n[options]\nrepairs = {{ suffix = ['a', 'b', 'c'] }}\n"
    (tmp_path / "OR901-suffix-drift.toml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleError, match="ordinals: an option has a wrong type or form"):
        Cleaner(Settings(rules=(tmp_path,), ignore=("OR001",)))


def test_a_rule_of_no_stage_is_refused(tmp_path: Path) -> None:
    settings = pack(tmp_path / "p")
    file = tmp_path / "p" / "PU901-tried.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('"punctuation"', '"spelling"'), encoding="utf-8")
    with pytest.raises(RuleError, match=r"PU901-tried\.toml: stage: there is no stage spelling; use one of encoding, "):
        Cleaner(settings)


def test_hostile_texts_are_built_from_the_pattern() -> None:
    assert hostile_pairs("春[0-9]{1,99}(?:耕|种)*x") == (("春", "0"), ("春0", "耕"), ("春0", "种"), ("", "春0耕x"))
    assert hostile_pairs("\\p{Han}+") == ()
    assert hostile_pairs("春{2}") == (("", "春春"),)
