"""`cleaner learn`: the templates of web sites, from lines that repeat across their pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli.options import Encoding, Glob, Schema, SiteKey, TextKey
from cleaner.cli.streams import FAILED, counted, progress, warn, warn_failed

if TYPE_CHECKING:
    from cleaner.learn.run import Learned, SiteResult

MOST_ROWS = 40
"Sites in the table."
FATES = {
    "written": "new", "updated": "updated", "same": "as it was", "kept": "edited by a person, kept",
    "removed": "removed, nothing repeats any more", "none": "nothing repeats",
}  # fmt: skip
"What the table says of a site's file."


def learn(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", readable=False, help="Files or folders of pages of web sites.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where the rule files go.")] = Path(
        "learned"
    ),
    site: Annotated[
        str | None, typer.Option(metavar="NAME", help="The site all pages are from; found for each by default.")
    ] = None,
    site_key: SiteKey = None,
    min_pages: Annotated[int, typer.Option(metavar="N", min=2, help="Pages of a site that must hold a line.")] = 3,
    min_share: Annotated[
        float, typer.Option(metavar="SHARE", min=0, max=1, help="Share of its pages that must hold it.")
    ] = 0.2,
    sentence_pages: Annotated[int, typer.Option(metavar="N", min=2, help="The same for a line of sentence shape.")] = 5,
    sentence_share: Annotated[
        float, typer.Option(metavar="SHARE", min=0, max=1, help="The same for a line of sentence shape.")
    ] = 0.5,
    database: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Keep the counts here; a later run adds to them."),
    ] = None,
    glob: Glob = None,
    encoding: Encoding = None,
    text_key: TextKey = None,
    schema: Schema = None,
    quiet: Annotated[bool | None, typer.Option("--quiet", "-q", help="Print failures only.")] = None,
    config: Annotated[Path | None, typer.Option(metavar="FILE", help="Settings file; not the nearest one.")] = None,
    isolated: Annotated[bool, typer.Option("--isolated", help="Read no settings file.")] = False,
) -> None:
    """Learn the lines that repeat across the pages of a web site.

    They stand round the main text, never inside it.

    Writes one rule file for each site, to be reviewed and used with: cleaner run --rules FOLDER. A file that a person
    has edited is never written over.
    """
    from cleaner.cli.options import Flags
    from cleaner.errors import SettingsError
    from cleaner.learn.decide import Bar
    from cleaner.learn.run import How
    from cleaner.learn.run import learn as learn_from

    if Path("-") in paths:
        raise SettingsError("-: a template shows on many pages; give files or folders")
    flags = Flags(
        glob=glob, encoding=encoding, text_key=text_key, schema=schema, site=site, site_key=site_key,
        config=config, isolated=isolated,
    )  # fmt: skip
    settled = flags.settle(quiet=quiet)
    bar = Bar(min_pages, min_share, sentence_pages, sentence_share)
    with progress(settled.quiet) as report:
        how = How(output, bar, settled.site, database, settled.glob, settled.reading(), report)
        learned = learn_from(paths, how)
    for failure in learned.failures:
        warn_failed("", failure)
    if learned.failed > len(learned.failures):
        warn(f"cleaner: and {learned.failed - len(learned.failures)} more that could not be read")
    if not settled.quiet:
        _summarise(learned, how.output, min_pages)
    if learned.failed:
        raise typer.Exit(FAILED)


def _summarise(learned: Learned, output: Path, min_pages: int) -> None:
    """Notes on stderr, then what was learned on stdout: totals, a line for each site, what to do next."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from cleaner.report.visible import visible

    for note in learned.notes:
        warn(f"cleaner: {note}")
    console = Console(highlight=False)
    lines = sum(site.lines for site in learned.sites)
    said = [counted(learned.pages, "page"), counted(len(learned.sites), "site"), counted(lines, "line") + " proposed"]
    console.print(Text(", ".join(said), style="bold"), soft_wrap=True)
    for remark in _remarks(learned, min_pages):
        console.print(Text(remark, style="yellow"), soft_wrap=True)
    if not learned.sites:
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("site", overflow="fold")
    for column in ("pages", "lines", "share"):
        table.add_column(column, justify="right")
    table.add_column("file", overflow="fold")
    for site in sorted(learned.sites, key=lambda site: (-site.pages, site.site))[:MOST_ROWS]:
        table.add_row(visible(site.site), f"{site.pages:,}", f"{site.lines:,}", f"{site.share:.0%}", _file(site))
    if len(learned.sites) > MOST_ROWS:
        table.add_row(f"and {len(learned.sites) - MOST_ROWS} more", "", "", "", "", style="dim")
    console.print()
    console.print(table)
    if lines:
        console.print()
        next_step = f"Look through {output}, then: cleaner run --rules {output} PATH..."
        console.print(Text(next_step, "cyan"), soft_wrap=True)


def _file(site: SiteResult) -> str:
    told = FATES[site.fate]
    return told if site.fate in ("none", "removed") else f"{site.path.name} ({told})"


def _remarks(learned: Learned, min_pages: int) -> Iterator[str]:
    """What a person should know about pages that taught nothing."""
    if learned.known:
        yield f"{counted(learned.known, 'page')} left out: the same was counted already, figures and names aside"
    if learned.homeless:
        yield (
            f"{counted(learned.homeless, 'page')} of no known site: put the pages of each site into a folder, "
            "or give --site or --site-key"
        )
    if learned.small:
        yield (
            f"{counted(learned.small, 'site')} with fewer than {min_pages} pages, the largest with "
            f"{learned.largest_small}: a template shows when it repeats; give more pages"
        )
    edited = sum(site.fate == "kept" for site in learned.sites)
    if edited:
        yield f"{counted(edited, 'file')} edited by a person and kept as it is: delete it to have it learned anew"
