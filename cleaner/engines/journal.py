"""Which document a worker is at: a note on disk that outlives the worker."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.engines.shard import part

if TYPE_CHECKING:
    from collections.abc import Callable

    from cleaner.engines.job import Job


@dataclass(frozen=True, slots=True)
class Entry:
    """The last note of a worker."""

    process: int
    path: str
    "Of the document that it began; empty where there was none."
    since: float
    "When it did, in seconds since 1970."


def journal(job: Job) -> Path:
    """Path of the note for a job."""
    return part(job.folder, "at", job.number)


@contextmanager
def open_journal(job: Job) -> Iterator[Callable[[str], object]]:
    """A function to be called with the path of each document before it is cleaned: one write of a few bytes."""
    head = f"{os.getpid()}\0".encode()
    with journal(job).open("wb", buffering=0) as file:
        number = file.fileno()
        os.write(number, head + b"\0")

        def note(path: str) -> None:
            os.lseek(number, 0, os.SEEK_SET)
            os.write(number, head + path.encode("utf-8", "surrogatepass") + b"\0")

        yield note
    journal(job).unlink()


def last_entry(job: Job) -> Entry | None:
    """The last note for a job; None where there is none."""
    try:
        since = journal(job).stat().st_mtime
        process, path, *_ = journal(job).read_bytes().split(b"\0")
        return Entry(int(process), path.decode("utf-8", "surrogatepass"), since)
    except (OSError, ValueError):
        return None
