"""One job after the other, in this process."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Self

from cleaner.engines.job import Job, run_job
from cleaner.engines.journal import Entry
from cleaner.pipeline import Cleaner


class Serial:
    """This process as the only worker; it does not survive what kills workers."""

    size = 1

    def __init__(self, cleaner: Cleaner, tick: Callable[[Entry], object]) -> None:
        self._cleaner, self._tick = cleaner, tick

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def start(self, job: Job) -> int:
        """Do the job; its number of documents."""
        return run_job(job, self._cleaner, self._tick)

    def wait(self, running: Collection[int], _seconds: float) -> Iterable[int]:
        """All: a job has ended when it was begun."""
        return running

    def result(self, ended: int) -> int:
        """How many documents the job did."""
        return ended

    def kill(self, running: int) -> None:
        """Nothing: nothing runs when this could be called."""
