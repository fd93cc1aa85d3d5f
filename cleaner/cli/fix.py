"""`cleaner fix`: clean files in place."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli.options import Flags, Paths, StdinName, no_stdin, with_flags
from cleaner.cli.streams import FAILED, counted, say, warn, warn_failed


@with_flags
def fix(
    paths: Paths,
    flags: Flags,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FOLDER", help="Where to keep what the files were; .cleaner/fix-N."),
    ] = None,
    stdin_filename: StdinName = "",
    quiet: Annotated[bool | None, typer.Option("--quiet", "-q", help="Print failures only.")] = None,
) -> None:
    """Clean files in place; a run beside them keeps what they were. - goes to stdout."""
    from cleaner.engines.fix import fix as fix_files
    from cleaner.engines.run import How

    config = flags.settle(quiet=quiet)
    if Path("-") in paths:
        from cleaner.cli.sources import pass_stdin

        if output is not None:
            raise typer.BadParameter("clean text of stdin goes to stdout; leave it out", param_hint="--output")
        pass_stdin(paths, config, stdin_filename)
        return
    no_stdin(stdin_filename)
    result = fix_files(paths, output, config.settings(), How(glob=config.glob, reading=config.reading()))
    for failure in result.run.failed:
        warn_failed(failure.path, failure.reason)
    for path, problem in result.kept:
        warn_failed(str(path), problem)
    if not config.quiet:
        for note in result.run.notes:
            warn(f"cleaner: {note}")
        back = f"; to get them back: cleaner restore {result.run.out} -o FOLDER" if result.changed else ""
        say(f"{len(result.changed)} of {counted(result.run.documents, 'file')} changed{back}")
    if result.run.failed or result.kept:
        raise typer.Exit(FAILED)
