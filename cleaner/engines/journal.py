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
    documents: int = 0
    "How many it has done."
    size: int = 0
    "Bytes of them; of rows, of their texts."
    piece: int = 0
    "Number of the piece of the job that it reads."
    count: int = 0
    "How many documents, and rows that are none, it has read of it."
    path: str = ""
    "Of the document that it cleans; empty while it reads."


def journal(job: Job) -> Path:
    """Path of the note for a job."""
    return part(job.folder, "at", job.number)


@contextmanager
def open_journal(job: Job) -> Iterator[Callable[[Entry], object]]:
    """A function that notes where this process is: one write of a few bytes."""
    with journal(job).open("wb", buffering=0) as file:
        number = file.fileno()

        def note(at: Entry) -> None:
            os.lseek(number, 0, os.SEEK_SET)
            line = f"{at.process} {at.documents} {at.size} {at.piece} {at.count} {at.path}\0"
            os.write(number, line.encode("utf-8", "surrogatepass"))

        yield note
    journal(job).unlink()


def last_entry(job: Job) -> Entry | None:
    """The last note for a job; None where there is none."""
    try:
        line, *_ = journal(job).read_bytes().split(b"\0")
        *numbers, path = line.decode("utf-8", "surrogatepass").split(" ", 5)
        process, documents, size, piece, count = map(int, numbers)
        return Entry(process, documents, size, piece, count, path)
    except (OSError, ValueError):
        return None
