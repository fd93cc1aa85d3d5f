"""`cleaner check` and `cleaner diff`: what a run would change, without writing anything."""

from __future__ import annotations

import os
import sys
from shutil import get_terminal_size
from typing import Annotated, Literal

import typer

from cleaner.cli.options import Flags, Paths, with_flags
from cleaner.cli.streams import say, warn_failed, write_stdout

DIFFERENCES = 1
FAILED = 3


@with_flags
def check(
    paths: Paths,
    flags: Flags,
    format: Annotated[Literal["text", "json", "github"], typer.Option(help="How to print what was found.")] = "text",
) -> None:
    """Tell whether a run would change anything (exit code 1)."""
    from cleaner.cli.findings import as_github, as_json, as_text, findings_of
    from cleaner.cli.sources import clean_inputs
    from cleaner.pipeline import Cleaner

    config = flags.settle()
    cleaner = Cleaner(config.settings())
    files = [findings_of(cleaned, places=format != "text") for cleaned in clean_inputs(paths, config, cleaner)]
    if format == "json":
        write_stdout(as_json(files))
    elif format == "github":
        write_stdout(as_github(files, cleaner.rules).encode("utf-8", "replace"))
    else:
        say(as_text(files))
    _leave(any(file.failure for file in files), any(file.changed for file in files))


@with_flags
def diff(paths: Paths, flags: Flags) -> None:
    """Show what a run would change, and by which rules."""
    from cleaner.cli.sources import clean_inputs
    from cleaner.pipeline import Cleaner
    from cleaner.report.diff import render_diff

    config = flags.settle()
    cleaner = Cleaner(config.settings())
    failed = False
    for cleaned in clean_inputs(paths, config, cleaner):
        if cleaned.document is None:
            failed = True
            warn_failed(cleaned.path, cleaned.failure)
        elif cleaned.document.edits:  # also where something only waits for a person
            say(render_diff(cleaned.document, cleaner.rules, wants_colour(), width()).rstrip("\n"))
    _leave(failed, changed=False)


def width() -> int:
    """Columns of the terminal; 100 where stdout is none."""
    return get_terminal_size((100, 0)).columns if sys.stdout.isatty() else 100


def wants_colour() -> bool:
    """True where stdout is a terminal and NO_COLOR is not set (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _leave(failed: bool, changed: bool) -> None:
    if failed or changed:
        raise typer.Exit(FAILED if failed else DIFFERENCES)
