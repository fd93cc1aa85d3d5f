"""`cleaner run`: clean files into a folder, or stdin to stdout."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cleaner.cli.options import Flags, Paths, StdinName, no_stdin, with_flags
from cleaner.cli.streams import FAILED, counted, progress, warn, warn_failed

if TYPE_CHECKING:
    from cleaner.config import Config
    from cleaner.engines.run import RunResult


def _jobs(said: str) -> int:
    """A number of workers; 0 for `auto`."""
    from cleaner.errors import SettingsError

    try:
        return 0 if said == "auto" else int(said)
    except ValueError as error:
        raise SettingsError(f"jobs: {said!r} is no number of workers; give 1 or more, or auto") from error


@with_flags
def run(
    paths: Paths,
    flags: Flags,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FOLDER", help="Where to write; cleaned by default.")
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            "-j",
            "--workers",
            metavar="N",
            parser=_jobs,
            help="Workers; 1 by default. auto: one a core.",
        ),
    ] = None,
    engine: Annotated[
        Literal["serial", "pool", "ray"] | None,
        typer.Option(help="Where the workers are; pool by default where there are several."),
    ] = None,
    ray_address: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="A Ray cluster; without one Ray runs on this machine.")
    ] = None,
    time_limit: Annotated[
        float | None, typer.Option(metavar="SECONDS", help="CPU time for one document; 300 by default, 0 for any.")
    ] = None,
    attach: Annotated[
        bool | None, typer.Option("--attach", help="Put what was found in a row into the row, under cleaner.")
    ] = None,
    output_format: Annotated[
        Literal["jsonl", "jsonl.gz", "jsonl.zst", "parquet"] | None,
        typer.Option(help="Format of the data set; jsonl by default, parquet for Parquet."),
    ] = None,
    shard_size: Annotated[
        int | None,
        typer.Option(metavar="MB", help="Shards of the data set: input for each; one file by default."),
    ] = None,
    lang: Annotated[
        Literal["en", "zh"] | None,
        typer.Option("--lang", help="Language of the report; that of the browser by default."),
    ] = None,
    stdin_filename: StdinName = "",
    quiet: Annotated[bool | None, typer.Option("--quiet", "-q", help="Print failures only.")] = None,
) -> None:
    """Clean files into a new folder, with ledger and report."""
    from cleaner.config import Config

    config = flags.settle(
        output=output,
        jobs=jobs,
        engine=engine,
        ray_address=ray_address,
        time_limit=time_limit,
        attach=attach,
        output_format=output_format,
        shard_size=shard_size,
        lang=lang,
        quiet=quiet,
    )
    if Path("-") in paths:
        if output is not None:
            raise typer.BadParameter("clean text of stdin goes to stdout; leave it out", param_hint="--output")
        from cleaner.cli.sources import pass_stdin

        pass_stdin(paths, config, stdin_filename)
    else:
        no_stdin(stdin_filename)
        _run_folder(paths, config, None if output is None and config.output == Config().output else config.output)


def _run_folder(paths: list[Path], config: Config, out: Path | None) -> None:
    """Clean into `out`, or into the default folder, which gives way where it is taken."""
    from cleaner.engines.run import How
    from cleaner.engines.run import run as run_engine

    started = perf_counter()
    with progress(config.quiet) as report:
        how = How(
            jobs=config.jobs,
            engine=config.engine,
            ray_address=config.ray_address,
            limit=config.time_limit,
            glob=config.glob,
            reading=config.reading(),
            output=config.writing(),
            progress=report,
            lang=config.lang,
        )
        result = run_engine(paths, out, config.settings(), how)
    if config.quiet:
        for failure in result.failed:
            warn_failed(failure.path, failure.reason)
    else:
        _summarise(result, config, perf_counter() - started)
    if result.failed:
        raise typer.Exit(FAILED)


def _summarise(result: RunResult, config: Config, seconds: float) -> None:
    """Notes on stderr, then the summary on stdout."""
    from rich.console import Console

    from cleaner.report.stats import RunFacts
    from cleaner.report.terminal import print_summary
    from cleaner.rulebook.load import load_rulebook

    for note in (*result.notes, *_decided(result, config)):
        warn(f"cleaner: {note}")
    rules = load_rulebook(config.rules).by_id()
    console = Console(highlight=False)
    print_summary(console, result.stats, result.failed, RunFacts(seconds=seconds), result.report, rules)


def _decided(result: RunResult, config: Config) -> Iterator[str]:
    """What became of the decisions on single edits, in words."""
    if config.decisions is None:
        return
    from cleaner.decisions import read_decisions

    done = result.stats.decided
    yield f"{config.decisions}: {counted(done.obeyed, 'decision')} obeyed"
    if done.stale:
        yield f"{config.decisions}: {done.stale} stale, the edit is not proposed there any more; the report names them"
    elsewhere = read_decisions(config.decisions).count - done.obeyed - done.stale
    if elsewhere > 0:
        yield f"{config.decisions}: {elsewhere} on documents that are not among the inputs, or have changed"
