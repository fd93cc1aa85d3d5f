"""`cleaner eval`: the scorecard of gold data, against floors."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from cleaner.cli.compare import DIFFERENCES
from cleaner.cli.options import Flags, with_flags
from cleaner.cli.streams import say, warn


@with_flags
def evaluate(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="GOLD...", help="Files or folders of gold; what each holds is found out."),
    ],
    flags: Flags,
    floors: Annotated[
        Path | None, typer.Option(metavar="FILE", help="What each figure must reach; floors.json beside the gold.")
    ] = None,
    update: Annotated[bool, typer.Option("--update", help="Raise the floors to the figures.")] = False,
    lower: Annotated[bool, typer.Option("--lower", help="With --update: let floors sink as well.")] = False,
    by: Annotated[str, typer.Option(metavar="FIELD", help="Figures also by this field of the records.")] = "",
    failures: Annotated[int, typer.Option(min=0, metavar="N", help="Show N failed records of each set.")] = 0,
    output_format: Annotated[
        Literal["text", "json", "markdown"], typer.Option("--output-format", help="How to print the scorecard.")
    ] = "text",
) -> None:
    """Measure the rules against gold data (exit code 1: below a floor)."""
    import json

    from cleaner.errors import SettingsError
    from cleaner.evaluate.card import evaluate as measure
    from cleaner.evaluate.floors import breaches, raised, read_floors, write_floors
    from cleaner.evaluate.gold import read_gold
    from cleaner.evaluate.render import as_json, as_markdown, as_text
    from cleaner.pipeline import Cleaner

    if lower and not update:
        raise SettingsError("--lower changes floors only together with --update")
    cleaner = Cleaner(flags.settle().settings())
    file = floors or (paths[0] if paths[0].is_dir() else paths[0].parent) / "floors.json"
    known = read_floors(file)
    cards = [measure(gold, cleaner, by) for path in paths for gold in read_gold(path)]
    if output_format == "json":
        say(json.dumps(as_json(cards, known, cleaner.fingerprint), ensure_ascii=True, indent=1))
    elif output_format == "markdown":
        say(as_markdown(cards, known).rstrip("\n"))
    else:
        say(as_text(cards, known, cleaner.rules, failures).rstrip("\n"))
    fallen = breaches(cards, known)
    if update and not (fallen and not lower):
        write_floors(file, raised(cards, known, lower))
        warn(f"cleaner: floors written to {file}")
        return
    for breach in fallen:
        warn(f"cleaner: {breach}")
    if fallen:
        if update:
            warn("cleaner: floors are left as they were; --lower lets them sink")
        raise typer.Exit(DIFFERENCES)
