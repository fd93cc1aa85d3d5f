"""Standard streams: data as UTF-8 bytes, messages in whatever the console can show."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleaner.engines.progress import Progress

FAILED = 3
"Exit code when some documents failed and the others are done."
LINE_EVERY = 30
"Seconds between two lines about the progress in a log."


def settle() -> None:
    """Make stdout and stderr safe for any text: what they cannot show becomes a question mark, never an error.

    A terminal keeps its encoding, such as code page 936; what goes to a file or a pipe is UTF-8, unless
    PYTHONIOENCODING says otherwise.
    """
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper):
            continue
        if stream.isatty() or os.environ.get("PYTHONIOENCODING"):
            stream.reconfigure(errors="replace")
        else:
            stream.reconfigure(encoding="utf-8", errors="replace")


def say(text: str) -> None:
    """Print a result on stdout."""
    print(text)


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "edit"), counted(2, "edit")
    ('1 edit', '2 edits')
    """
    return f"{number} {noun}" + ("" if number == 1 else "s")


def warn(text: str) -> None:
    """Print a message on stderr."""
    print(text, file=sys.stderr)


def warn_failed(path: str, reason: str) -> None:
    """Print why a document failed, its path before the reason where that does not begin with a path."""
    from cleaner.report.visible import visible

    said = reason if not path or f"{path}: " in reason else f"{path}: {reason}"
    warn(f"cleaner: {visible(said)}")  # a file name may hold a line break, or commands for the terminal


def read_stdin() -> bytes:
    """All bytes of stdin. Raises InputError where it is closed."""
    if sys.stdin is None:
        from cleaner.errors import InputError

        raise InputError("stdin is closed; give it a text, or name a file")
    return sys.stdin.buffer.read()


def write_stdout(raw: bytes) -> None:
    """Write bytes to stdout as they are, on Windows too. Raises OutputError where it is closed."""
    if sys.stdout is None:
        from cleaner.errors import OutputError

        raise OutputError("stdout is closed; the clean text needs a place, such as > clean.txt")
    sys.stdout.flush()
    sys.stdout.buffer.write(raw)
    sys.stdout.buffer.flush()


@contextmanager
def progress(quiet: bool) -> Iterator[Progress | None]:
    """A bar on stderr that vanishes when it is done; where stderr is no terminal, a line now and then."""
    if quiet:
        yield None
        return
    if not sys.stderr.isatty():
        yield _lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[note]}"))
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None, note="")

        def tell(what: str, done: int, of: int, note: str = "") -> None:
            bar.update(task, description=what, completed=done, total=of, note=note or f"{done} of {of}")

        yield tell


def _lines() -> Progress:
    """Lines for a log: none for what is soon done."""
    last = monotonic()

    def tell(what: str, done: int, of: int, note: str = "") -> None:
        nonlocal last
        if monotonic() - last >= LINE_EVERY:
            last = monotonic()
            share = f"{done / of:.0%}, " if note and of else ""
            warn(f"cleaner: {what}, {share}{note or f'{done} of {of}'}")

    return tell
