"""`cleaner why` and `cleaner restore`: from the clean text back to the original."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli.options import RuleFolders
from cleaner.cli.streams import FAILED, counted, say, warn_failed

if TYPE_CHECKING:
    from cleaner.text.document import Document

SPAN = re.compile(r"([0-9]+):([0-9]+)")
LEDGER = "ledger.jsonl"


def why(
    text: Annotated[
        Path, typer.Argument(metavar="FILE", readable=False, help="A clean text of a run, such as cleaned/text/x.txt.")
    ],
    place: Annotated[str, typer.Argument(metavar="A:B|WORDS", help="Code points from A to before B, or words there.")],
    id: Annotated[str | None, typer.Option("--id", metavar="ID", help="The row, where FILE is a data set.")] = None,
    rules: RuleFolders = None,
) -> None:
    """Tell where a part of a clean text came from, and why."""
    from cleaner.report.replay import load_document
    from cleaner.report.why import explain_span, render_explanation
    from cleaner.rulebook.load import load_rulebook

    document = load_document(run_folder(text), text) if id is None else load_row(run_folder(text), id)
    spans = find_spans(document.text, place)
    book = load_rulebook(rules or ())
    say(render_explanation(explain_span(document, *spans[0], book.by_id())).rstrip("\n"))
    if len(spans) > 1:
        more = ", ".join(f"{start}:{end}" for start, end in spans[1:6])
        say(f"\nalso at {more}{f' and {len(spans) - 6} more' if len(spans) > 6 else ''}")


def load_row(folder: Path, id: str) -> Document:
    """The document of the row with an id. Raises RestoreError."""
    from cleaner.errors import RestoreError
    from cleaner.report.rows import find_pair, row_run

    run = row_run(folder)
    if run is None:
        raise RestoreError(f"{folder}: its documents came as files, not as rows; give the clean text without --id")
    return find_pair(run, id).document


def run_folder(text: Path) -> Path:
    """The folder of the run that wrote `text`: the nearest with a ledger. Raises InputError."""
    from cleaner.errors import InputError

    place = Path(os.path.realpath(text))
    if not os.path.isfile(place):
        raise InputError(f"{text}: no such file; give a clean text that `cleaner run` wrote")
    for folder in place.parents:
        if (folder / LEDGER).is_file():
            return folder
    raise InputError(f"{text}: no folder above it holds {LEDGER}; give a clean text that `cleaner run` wrote")


def find_spans(text: str, place: str) -> list[tuple[int, int]]:
    """Spans of `text` that `place` means: one `A:B`, or everywhere its words stand. Code points, half-open.

    Raises SpanError when there is no such place.
    """
    from cleaner.errors import SpanError

    given = SPAN.fullmatch(place)
    if given:
        start, end = int(given[1]), int(given[2])
        if not start < end <= len(text):
            raise SpanError(f"{place}: the text has {len(text)} code points; give A:B with A < B <= {len(text)}")
        return [(start, end)]
    found = [match.span() for match in re.finditer(re.escape(place), text)] if place else []
    if not found:
        raise SpanError(f"{place!r}: does not stand in the clean text; give words of it, or A:B")
    return found


def restore(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", readable=False, help="What `cleaner run` wrote.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where the originals go; new or empty.")
    ],
) -> None:
    """Write the original files of a run again, byte for byte."""
    from cleaner.engines.restore import restore as restore_run

    result = restore_run(folder, output)
    for failure in result.failed:
        warn_failed(failure.path, failure.reason)
    say(f"{counted(result.restored, 'original')} restored to {output}, digests checked")
    if result.failed:
        raise typer.Exit(FAILED)
