"""`cleaner check` and `cleaner diff`: what a run would change, without writing anything."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from shutil import get_terminal_size
from typing import Annotated, Literal

import typer

from cleaner.cli.options import Flags, Paths, StdinName, with_flags
from cleaner.cli.streams import FAILED, say, warn_failed, write_stdout

DIFFERENCES = 1


@with_flags
def check(
    paths: Paths,
    flags: Flags,
    output_format: Annotated[
        Literal["text", "json", "json-lines", "github", "sarif", "rdjson"],
        typer.Option("--output-format", help="How to print what was found."),
    ] = "text",
    stdin_filename: StdinName = "",
    quiet: Annotated[bool | None, typer.Option("--quiet", "-q", help="Print failures only.")] = None,
) -> None:
    """Tell whether a run would change anything, and by which rules."""
    from cleaner.cli.finding_formats import FORMATS, as_text
    from cleaner.cli.findings import FileFindings, findings_of
    from cleaner.cli.sources import clean_inputs
    from cleaner.pipeline import Cleaner

    config = flags.settle(quiet=quiet)
    cleaner = Cleaner(config.settings())
    failed = changed = False

    def files() -> Iterator[FileFindings]:
        nonlocal failed, changed
        for cleaned in clean_inputs(paths, config, cleaner, stdin_filename):
            file = findings_of(cleaned, places=output_format != "text")
            failed, changed = failed or bool(file.failure), changed or file.changed
            yield file

    if output_format != "text":
        for piece in FORMATS[output_format](files(), cleaner.rules):
            # a lone surrogate becomes a backslash escape, which is what JSON calls it
            write_stdout(piece.encode("utf-8", "backslashreplace"))
    elif config.quiet:
        for file in files():
            if file.failure:
                warn_failed(file.path, file.failure)
    else:
        for piece in as_text(files(), cleaner.rules, wants_colour()):
            say(piece.removesuffix("\n"))
    _leave(failed, changed)


@with_flags
def diff(paths: Paths, flags: Flags, stdin_filename: StdinName = "") -> None:
    """Show what a run would change, and by which rules."""
    from cleaner.cli.sources import clean_inputs
    from cleaner.pipeline import Cleaner
    from cleaner.report.diff import render_diff

    config = flags.settle()
    cleaner = Cleaner(config.settings())
    failed = False
    for cleaned in clean_inputs(paths, config, cleaner, stdin_filename):
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
