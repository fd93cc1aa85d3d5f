"""The README and the rule format say what is so."""

from __future__ import annotations

import json
import re
from pathlib import Path

from typer.testing import CliRunner

from cleaner import clean
from cleaner.cli.main import app
from cleaner.rulebook.kinds import KINDS
from cleaner.rulebook.load import TYPES
from cleaner.rulebook.patterns import CLASSES

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
FORMAT = (ROOT / "rules" / "README.md").read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def test_the_sample_is_what_the_cleaner_does() -> None:
    before, after = blocks(README[README.index("<!-- sample") : README.index("<!-- end of sample")], "text")
    document = clean(before)
    assert document.text == after
    assert document.metadata["date"] == "2026-03-02"
    assert (document.metadata["source"], document.metadata["breadcrumb"]) == ("", ("首页", "镇街动态"))


def test_the_python_example_runs() -> None:
    example = blocks(README, "python")[0]
    exec(compile(example, "README.md", "exec"), {})


def test_the_commands_of_the_readme_exist() -> None:
    table = README[README.index("## Commands") : README.index("In a repository of texts")]
    for name in sorted(app_commands() - {"fit"}):
        assert f"`cleaner {name}" in table, name
        assert CliRunner().invoke(app, [name, "--help"]).exit_code == 0
    assert set(re.findall(r"`cleaner (\w+)", table)) <= app_commands()


def app_commands() -> set[str]:
    groups = {group.name for group in app.registered_groups if group.name}
    return groups | {command.name for command in app.registered_commands if command.name}


def test_the_options_of_the_readme_exist() -> None:
    helped = CliRunner().invoke(app, ["run", "--help"], env={"COLUMNS": "200"}).output
    for option in set(re.findall(r"`(--[a-z-]+)", README[README.index("`run` takes") : README.index("Encodings are")])):
        assert option in helped, option


def test_every_option_shown_with_a_command_is_one_of_it() -> None:
    shown = [
        (match[1], re.findall(r"(?<![\w-])(--[a-z][a-z-]+)", match[2]))
        for match in re.finditer(r"\bcleaner ([a-z]+)((?: [^`\n|]*)?)", README)
    ]
    helped: dict[str, str] = {}
    for command, options in shown:
        for option in options:
            if command not in helped:
                helped[command] = CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "200"}).output
            assert re.search(rf"(?<![\w-]){option}(?![\w-])", helped[command]), (command, option)
    assert len(helped) >= 3


def test_every_command_is_in_the_readme() -> None:
    found = re.findall(r"(?m)^  ([a-z]+)  ", CliRunner().invoke(app, ["--help"]).output.partition("Commands:")[2])
    assert len(found) > 8
    for command in found:
        assert f"`cleaner {command}" in README, command


def test_the_options_of_learning_exist() -> None:
    from cleaner.learn.decide import Bar

    helped = CliRunner().invoke(app, ["learn", "--help"], env={"COLUMNS": "200"}).output
    section = README[README.index("## Learn the templates") : README.index("## Add a stage")]
    named = set(
        re.findall(r"(?<![\w-])--[a-z][a-z-]+", section + FORMAT[FORMAT.index("## Sites") : FORMAT.index("## Options")])
    )
    assert len(named) >= 5
    for option in named - {"--rules"}:
        assert option in helped, option
    bar = Bar()
    assert f"on at least {bar.min_pages} pages and {bar.min_share:.0%}".replace("%", " %") in FORMAT
    assert f"; {bar.sentence_pages} and {bar.sentence_share:.0%}".replace("%", " %") in FORMAT


def test_the_two_commands_are_there_once() -> None:
    for name in ("run", "tests"):
        assert README.count(f"<!-- {name} -->\n```sh\n") == 1


def test_the_stages_of_the_readme_are_those_that_run() -> None:
    from cleaner.stages import STAGES

    assert " -> ".join(stage.name for stage in STAGES) in README


def test_the_rule_format_names_every_field_kind_and_class() -> None:
    for field in TYPES.keys() - {"hit", "miss", "gap"}:
        assert f"`{field}`" in FORMAT, field
    for kind in KINDS:
        assert f"| `{kind}` |" in FORMAT, kind
    for name in CLASSES:
        assert f"${{{name}}}" in FORMAT, name


def test_hooks_and_action_call_commands_that_exist() -> None:
    files = (ROOT / ".pre-commit-hooks.yaml", ROOT / ".github/actions/check/action.yml")
    called = [
        match for file in files for match in re.findall(r"cleaner (\w+)(?: \$\w+)*((?: --[a-z-]+)?)", _code(file))
    ]
    assert {command for command, _ in called} == {"check", "fix"}
    for command, option in called:
        helped = CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "200"}).output
        assert option.strip() in helped, (command, option)


def _code(file: Path) -> str:
    """The lines of a YAML file that hold a command."""
    return "\n".join(re.findall(r"(?:entry|run): (.*)", file.read_text(encoding="utf-8")))


def test_the_scorecard_of_the_readme_is_not_better_than_the_floors_allow() -> None:
    """Floors stand below what was measured by less than the last digit shown."""
    floors = json.loads((ROOT / "tests" / "gold" / "floors.json").read_text(encoding="utf-8"))
    section = README[README.index("## Scorecard") : README.index("Other tools on the same probes")]
    for gold, named, said in (
        ("probes", "repaired as wanted", "repaired as wanted"),
        ("repairs", "precision", "precision of the repairs"),
        ("dumps", "content F1, mean over sites", "content F1, mean over sites"),
        ("dumps", "content recall", "content recall"),
        ("dumps", "removal recall", "removal recall"),
    ):
        shown = re.search(rf"\| {said} \| ([\d.]+) % \|", section)
        assert shown, said
        assert abs(float(shown[1]) / 100 - floors[gold][named]) <= 0.0011, said
