"""The summary of a run in the terminal: what was done, what waits for a person, where the report lies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.report.stats import STAGE_NAMES, Failed, RunFacts, RunStats, Tally
from cleaner.report.visible import visible
from cleaner.rulebook.model import Rule

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

TOP_RULES = 8
MAX_LINES = 12
"Documents named in one section; the report has them all."

WAITING = {
    "flagged": "flagged: seen and left alone",
    "held": "held: not sure enough to be applied, for a person to decide",
}
NOTABLE = {
    ("script", "traditional"): "traditional script",
    ("script", "mixed"): "traditional and simplified script mixed",
    ("script", "japanese"): "Japanese, left in its script",
    ("width", "half"): "full-width marks were folded upstream",
    ("width", "mixed"): "full-width marks were folded in part",
    ("mojibake", "repaired"): "mojibake repaired",
    ("mojibake", "partly"): "mojibake repaired in part",
    ("mojibake", "unrecoverable"): "mojibake that cannot be recovered",
    ("lists", "repaired"): "lists repaired",
    ("lists", "broken"): "lists remain broken",
    ("paraphrased", "true"): "machine paraphrase suspected",
}
"Verdicts worth a line, with what to say."


def print_summary(
    console: Console,
    stats: RunStats,
    failed: Sequence[Failed],
    facts: RunFacts,
    where: Path | str,
    rules: Mapping[str, Rule] | None = None,
) -> None:
    """Print the summary of a run. `where` is the report in the folder of the run; `rules` give the rules their names.

    Reads as plain text where the console is no terminal; colour is the console's affair (NO_COLOR).
    """
    from rich.padding import Padding
    from rich.text import Text

    def say(text: str = "", style: str = "") -> None:
        console.print(Text(text, style=style), soft_wrap=True)

    def say_below(line: str) -> None:
        if console.is_terminal:  # a long line goes on below its beginning; in a file it stays one line
            console.print(Padding(Text(line), (0, 0, 0, 2)))
        else:
            say(f"  {line}")

    console.print(Text(_headline(stats, failed, facts), style="bold"), soft_wrap=not console.is_terminal)
    if stats.edits.applied:
        say(_done(stats))
    if stats.edits != Tally():
        say()
        console.print(_stage_table(stats))
        say()
        console.print(_rule_table(stats, rules or {}))
    for title, style, lines in _sections(stats, failed, rules or {}):
        say()
        say(title, style)
        for line in lines:
            say_below(line)
    say()
    if stats.edits.held:
        say(f"decide  cleaner review {Path(where).parent}", "cyan")
    if stats.documents:
        texts, rows = (Path(where).parent / name for name in ("text", "documents.jsonl"))
        say(f"rows    {rows}" if rows.is_file() and not texts.is_dir() else f"texts   {texts}", "cyan")
    say(f"report  {where}", "cyan")


def _headline(stats: RunStats, failed: Sequence[Failed], facts: RunFacts) -> str:
    said = [f"{_number(stats.documents)} {_plural('document', stats.documents)}", f"{_number(stats.changed)} changed"]
    if failed:
        said.append(f"{_number(len(failed))} {_plural('input', len(failed))} failed")
    said.append(f"{_number(stats.chars_before)} -> {_number(stats.chars_after)} characters")
    if facts.seconds:
        said.append(f"{facts.seconds:.2f} s")
    return ", ".join(said)


def _done(stats: RunStats) -> str:
    """What the edits amount to: removed in lines, the others in places."""
    counts = {**stats.families, "removed": stats.lines_removed}
    nouns = {"removed": "line", "repaired": "place", "normalised": "place"}
    return ", ".join(
        f"{_number(count)} {_plural(nouns[name], count)} {name}" for name, count in counts.items() if count
    )


def _plural(noun: str, count: int) -> str:
    return noun if count == 1 else noun + "s"


def _number(count: int) -> str:
    return f"{count:,}"


def _stage_table(stats: RunStats) -> Table:
    fates = _fates(stats)
    table = _table("stage", *fates)
    for name in STAGE_NAMES:
        tally = stats.stages.get(name)
        if tally is not None:
            table.add_row(name, *_counts(tally, fates))
    table.add_row("all", *_counts(stats.edits, fates), style="bold")
    return table


def _rule_table(stats: RunStats, rules: Mapping[str, Rule]) -> Table:
    """The rules that did most; then how many more there are."""
    fates = _fates(stats)
    table = _table("top rules", *fates)
    ranked = sorted(stats.rules.items(), key=lambda item: (-item[1].applied, -item[1].held - item[1].flagged, item[0]))
    for rule, tally in ranked[:TOP_RULES]:
        table.add_row(_rule_name(rule, rules), *_counts(tally, fates))
    if len(ranked) > TOP_RULES:
        table.add_row(f"and {len(ranked) - TOP_RULES} more", style="dim")
    return table


def _table(title: str, *columns: str) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column(title, min_width=30, overflow="fold")
    for column in columns:
        table.add_column(column, justify="right", min_width=7)
    return table


def _fates(stats: RunStats) -> list[str]:
    """The columns: what was applied, and the other fates that anything met."""
    return ["applied", *(fate for fate in ("held", "flagged") if getattr(stats.edits, fate))]


def _counts(tally: Tally, fates: Sequence[str]) -> list[str]:
    return [_number(getattr(tally, fate)) if getattr(tally, fate) else "-" for fate in fates]


def _rule_name(rule: str, rules: Mapping[str, Rule]) -> str:
    return f"{rule} {rules[rule].name}" if rule in rules else rule


def _sections(
    stats: RunStats, failed: Sequence[Failed], rules: Mapping[str, Rule]
) -> Iterator[tuple[str, str, list[str]]]:
    """Title, style and lines of what a person should know; only those that have something to say."""
    for fate, title in WAITING.items():
        found = sorted(
            f"{_rule_name(rule, rules)}: {_number(getattr(tally, fate))}"
            for rule, tally in stats.rules.items()
            if getattr(tally, fate)
        )
        if found:
            yield title, "yellow", _first(found, len(found))
    seen = [
        f"in {_number(count)} {_plural('document', count)}: {words}"
        for key, words in NOTABLE.items()
        if (count := stats.verdicts[key])
    ]
    if seen:
        yield "what the documents showed", "", seen
    if stats.broken:
        lines = [f"{visible(path)}  {visible(what)}".rstrip() for path, what in stats.broken]
        yield "lists that remain broken", "yellow", _first(lines, stats.verdicts["lists", "broken"])
    if failed:
        yield "failed", "red", _first([f"{visible(f.path)}: {visible(f.reason)}" for f in failed], len(failed))


def _first(lines: Sequence[str], count: int) -> list[str]:
    """At most `MAX_LINES` lines; where there are more, the last says how many."""
    shown = list(lines[:MAX_LINES])
    return shown + ([f"and {_number(count - len(shown))} more, see the report"] if count > len(shown) else [])
