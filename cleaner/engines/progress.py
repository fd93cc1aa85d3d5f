"""How far a run is, how fast it goes, and when it will be done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from time import monotonic
from typing import Protocol

from cleaner.engines.job import Job
from cleaner.engines.journal import Entry

EVERY = 0.2
"Seconds between two words about the progress."


class Progress(Protocol):
    """What is told of the progress: what is being done, how much of how many, and a note for people."""

    def __call__(self, what: str, done: int, of: int, note: str = "") -> None:
        """Tell it."""
        ...


class Meter:
    """Counts what the jobs of a run have done, in bytes of input, and tells it now and then."""

    def __init__(self, tell: Progress | None, jobs: Sequence[Job], waiting: Sequence[Job]) -> None:
        """`jobs` are all of the run, `waiting` those that are not yet done."""
        self._tell = tell
        self._of = sum(job.weight for job in jobs)
        self._before = self._done = self._of - sum(job.weight for job in waiting)
        self._documents = 0
        self._start = monotonic()
        self._told = -EVERY

    def finish(self, job: Job, documents: int) -> None:
        """Count a job that has ended, and its documents."""
        self._done += job.weight
        self._documents += documents

    def show(self, running: Iterable[Entry | None]) -> None:
        """Tell how far it is, with the jobs that are under way."""
        now = monotonic()
        if self._tell is None or now - self._told < EVERY:
            return
        self._told = now
        entries = [entry for entry in running if entry]
        done = min(self._of, self._done + sum(entry.size for entry in entries))
        documents = self._documents + sum(entry.documents for entry in entries)
        self._tell(
            "cleaning", done, self._of, _note(documents, done - self._before, self._of - done, now - self._start)
        )


def _note(documents: int, size: int, left: int, seconds: float) -> str:
    """Speed and time left, in words.

    >>> _note(1200, 3_000_000, 9_000_000, 2.0)
    '600 documents/s, 1.5 MB/s, 6 s left'
    >>> _note(2, 4_000, 9_000_000, 0.0)
    '2 documents'
    """
    if not size or seconds <= 0:  # clocks are coarse, and may be set back
        return f"{documents} documents"
    speed = size / seconds
    return f"{documents / seconds:,.0f} documents/s, {speed / 1e6:,.1f} MB/s, {time_left(left / speed)} left"


def time_left(seconds: float) -> str:
    """Seconds in the unit that people would say them in.

    >>> [time_left(value) for value in (5, 200, 40_000, 999_999)]
    ['5 s', '3 min', '11 h', '12 days']
    """
    for unit, size in (("days", 86_400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"
