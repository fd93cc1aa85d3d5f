"""`cleaner rules`: read, explain, test, check and begin rules."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cleaner.cli.options import RuleFolders
from cleaner.cli.streams import counted, say, warn, write_stdout

if TYPE_CHECKING:
    from cleaner.rulebook.model import Rule, Rulebook

FATES = ("applied", "held", "shadowed", "rejected", "flagged")
FAULTS = 1
"Exit code when examples fail or lint finds an error."

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Read, explain, test, check and begin rules.")
RuleWords = Annotated[
    list[str] | None, typer.Argument(metavar="RULE...", help="Ids, prefixes, names or stages; all by default.")
]


@app.command("list")
def list_rules(
    words: RuleWords = None,
    rules: RuleFolders = None,
    output_format: Annotated[
        Literal["text", "json"], typer.Option("--output-format", help="How to print them.")
    ] = "text",
) -> None:
    """List rules, one a line."""
    import json

    from cleaner.cli.rule_page import as_table, row_of

    chosen = _chosen(words, rules)
    if output_format == "json":
        rows = json.dumps([row_of(rule) for rule in chosen], ensure_ascii=False, indent=1)
        write_stdout(rows.encode("utf-8", "backslashreplace") + b"\n")
    else:
        say(as_table(chosen))


@app.command()
def explain(
    word: Annotated[str, typer.Argument(metavar="RULE", help="Id or name of a rule.")],
    rules: RuleFolders = None,
    run: Annotated[Path, typer.Option(metavar="FOLDER", help="The run whose counts are told.")] = Path("cleaned"),
) -> None:
    """Explain a rule: what it does, why, and on which examples."""
    from cleaner.cli.rule_page import as_page

    book = _book(rules)
    found = [rule for rule in book.rules if word.lower() in (rule.id.lower(), rule.name)]
    if not found:
        from cleaner.rulebook.select import select_rules

        found = list(select_rules(book.rules, (word,)))  # refuses unknown words with the nearest known one
    say("\n\n".join(as_page(rule, _fired(rule, run)) for rule in found))


def _fired(rule: Rule, run: Path) -> str:
    """How often a rule fired in a run, in words; empty where there is no such run."""
    import json

    try:
        said = json.loads((run / "report.json").read_bytes())
        counts: dict[str, int] = next((row for row in said["rules"] if row["id"] == rule.id), {})
        documents = said["totals"]["documents"]
    except (OSError, ValueError, KeyError, TypeError):
        return ""  # no run, or a file of another make
    fates = [f"{counts[fate]} {fate}" for fate in FATES if counts.get(fate)]
    return f"{', '.join(fates) or 'never'}, in {counted(documents, 'document')} ({run})"


@app.command("test")
def run_examples(words: RuleWords = None, rules: RuleFolders = None) -> None:
    """Run the examples in the rule files."""
    from cleaner.arbitrate import APPLY_AT
    from cleaner.pipeline import Cleaner, Settings
    from cleaner.rulebook.examples import Runs, failures
    from cleaner.stages.view import Options

    folders = tuple(rules or ())
    chosen = [rule for rule in _chosen(words, rules) if rule.active]
    together: dict[Options, Cleaner] = {}
    examples = faulty = 0
    for rule in chosen:
        try:
            settings = Settings(apply_at=0.0, options=Options.of_rule(rule), rules=folders)
            alone = Cleaner(replace(settings, stages=(rule.stage,), select=(rule.id,)))
            if settings.options not in together:
                together[settings.options] = Cleaner(replace(settings, apply_at=APPLY_AT))
            faults = list(failures(rule, Runs(alone.clean, together[settings.options].clean)))
        except Exception as error:  # a stage that breaks on one rule's examples must not hide the other rules
            faults = [f"{rule.file}: the stage breaks on an example, {type(error).__name__}: {error}; correct it"]
        examples += len(rule.hits) + len(rule.misses) + len(rule.gaps)
        faulty += bool(faults)
        for fault in faults:
            say(fault)
    verdict = f"{counted(faulty, 'rule')} with faults" if faulty else "all hold"
    say(f"{counted(len(chosen), 'rule')}, {counted(examples, 'example')}: {verdict}")
    if faulty:
        raise typer.Exit(FAULTS)


@app.command()
def lint(
    folder: Annotated[
        Path | None, typer.Argument(metavar="FOLDER", help="A folder of rules; the built-in ones by default.")
    ] = None,
    measure: Annotated[
        bool, typer.Option("--measure/--no-measure", help="Try the patterns on text made for them, or trust them.")
    ] = True,
) -> None:
    """Check rule files for what the examples do not show."""
    from cleaner.errors import RuleError
    from cleaner.rulebook.lint import lint as lint_files
    from cleaner.rulebook.load import load_rulebook, rule_files, rules_root
    from cleaner.stages import READS

    root = rules_root()
    others: tuple[Rule, ...] = ()
    if folder is None or (isinstance(root, Path) and folder.resolve() == root.resolve()):
        files = list(rule_files(root, "rules"))
    elif folder.is_dir():
        files, others = list(rule_files(folder, folder.as_posix())), load_rulebook().rules
    else:
        raise RuleError(f"{folder}: no such folder of rules; give a folder that holds .toml files")
    findings = lint_files(files, others, measure, READS)
    for finding in findings:
        say(str(finding))
    errors = sum(finding.level == "error" for finding in findings)
    hints = counted(len(findings) - errors, "hint")
    say(f"{counted(len(files), 'rule')}, {counted(errors, 'error')}, {hints}")
    if errors:
        raise typer.Exit(FAULTS)


@app.command()
def new(
    stage: Annotated[str, typer.Argument(metavar="STAGE", help="The stage that will run it.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="Kebab-case; reads well after 'allow'.")],
    kind: Annotated[str, typer.Option(metavar="KIND", help="line, span, charmap...; see rules/README.md.")] = "",
    folder: Annotated[
        Path | None, typer.Option("--rules", metavar="FOLDER", help="Where to write; the built-in rules by default.")
    ] = None,
) -> None:
    """Begin a rule: a file with the next free id, to be filled in."""
    from cleaner.cli.rule_template import write_rule

    path = write_rule(_book([folder] if folder and folder.is_dir() else None).rules, stage, name, kind, folder)
    extra = f" {folder}" if folder else ""
    say(f"{path}: written")
    say("Next: 1. replace every TODO; at least as many [[miss]] as [[hit]].")
    say(f"      2. cleaner rules lint{extra}")
    say(f"      3. cleaner rules test {path.name.partition('-')[0]}{f' --rules{extra}' if folder else ''}")
    if folder:
        warn(f"cleaner: rules in {folder} are used with --rules {folder}, or rules = [...] in cleaner.toml")


def _book(folders: list[Path] | None) -> Rulebook:
    from cleaner.rulebook.load import load_rulebook

    return load_rulebook(tuple(folders or ()))


def _chosen(words: list[str] | None, folders: list[Path] | None) -> tuple[Rule, ...]:
    from cleaner.cli.options import words as split
    from cleaner.rulebook.select import select_rules

    return select_rules(_book(folders).rules, split(words) or ())
