"""`cleaner review`: decide on the edits of a run in the terminal; the answers go where the report's would go."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli.options import RuleFolders, words
from cleaner.cli.streams import counted, say

if TYPE_CHECKING:
    from cleaner.report.review import Question

KEYS = {"a": "accept", "r": "reject", "n": "never", "w": "always"}
ASK = "  a accept, r reject, n never this rule, w always this rule (on this site), s skip, q quit: "


def review(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="What `cleaner run` wrote.")] = Path("cleaned"),
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Where the decisions go; what is there stays.")
    ] = Path("decisions.jsonl"),
    status: Annotated[
        list[str] | None, typer.Option(metavar="FATE", help="Edits to ask about: held by default, applied, shadowed.")
    ] = None,
    select: Annotated[list[str] | None, typer.Option(metavar="RULES", help="Ask only about these rules.")] = None,
    rules: RuleFolders = None,
) -> None:
    """Decide on edits that wait for a person; a later run obeys."""
    from cleaner.decisions import read_decisions
    from cleaner.errors import SettingsError
    from cleaner.report.review import is_decided, questions, render_question
    from cleaner.rulebook.load import load_rulebook
    from cleaner.rulebook.select import select_rules

    fates = words(status) or ("held",)
    unknown = set(fates) - {"held", "applied", "shadowed", "rejected"}
    if unknown:
        raise SettingsError(f"--status: {', '.join(sorted(unknown))} is unknown; use held, applied, shadowed, rejected")
    book = load_rulebook(rules or ())
    chosen = {rule.id for rule in select_rules(book.rules, words(select) or ())} if select else set()
    known = read_decisions(output) if output.exists() else None
    decided = asked = 0
    for question in questions(folder, fates, chosen):
        if known and is_decided(question, known):
            continue
        asked += 1
        say(render_question(question, book.by_id()))
        key = _answer()
        if key == "q":
            break
        if key in KEYS:
            _keep(output, question, KEYS[key])
            known = read_decisions(output)
            decided += 1
    if not asked:
        say(f"{folder}: nothing {' or '.join(fates)} is left to decide")
    elif decided:
        said = counted(decided, "decision")
        say(f"{said} in {output}; to obey: cleaner run PATH... --decisions {output}")


def _answer() -> str:
    """The key that was pressed, one of those offered; q where input ends."""
    while True:
        typer.echo(ASK, nl=False)
        key = (typer.getchar() if sys.stdin.isatty() else sys.stdin.read(1)).strip().lower()
        say(key)
        if key in (*KEYS, "s", "q"):
            return key
        if not key:  # end of input, or of patience
            return "q"


def _keep(file: Path, question: Question, decision: str) -> None:
    """Append the decision, so that nothing is lost when the terminal goes."""
    row = question.row(decision) if decision in ("accept", "reject") else question.general(decision)
    with file.open("ab") as lines:
        lines.write(json.dumps(row, ensure_ascii=True).encode() + b"\n")
