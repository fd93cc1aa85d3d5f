"""Doing jobs with workers that may die, whatever they are: the one way in which all engines work."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Protocol, Self, TypeVar

from cleaner.engines.job import Job
from cleaner.engines.journal import Entry, journal, last_entry
from cleaner.engines.limit import SLOW
from cleaner.engines.progress import Meter
from cleaner.errors import OutputError

Token = TypeVar("Token", bound=Hashable)
DEATHS = 3
"How often workers may die at a document cleaned alone before it is refused; the last time nothing runs beside it."
LOOK = 0.5
"Seconds between two looks at what the workers do."
GRACE = 3
"A worker that does not end by itself when the time for its document is over is killed after so many times of it."
FATAL = f"the worker process died on this document {DEATHS} times (out of memory?); clean it alone, or leave it out"


class Workers(Protocol[Token]):
    """Where jobs are done: all that differs from one engine to the other. To leave the block ends all that runs."""

    size: int
    "How many jobs may run at once."

    def __enter__(self) -> Self: ...

    def __exit__(self, *error: object) -> None: ...

    def start(self, job: Job) -> Token:
        """Begin a job in a free worker; something that stands for it."""
        ...

    def wait(self, running: Collection[Token], seconds: float, /) -> Iterable[Token]:
        """Those that have ended, as soon as there is one, or none after some seconds."""
        ...

    def result(self, ended: Token) -> int | None:
        """How many documents the job did; None where its worker died before. Raises what the job raised."""
        ...

    def kill(self, running: Token) -> None:
        """End the worker of a job; the job has ended then."""
        ...


@dataclass(slots=True)
class _Running:
    """A job at work."""

    job: Job
    entry: Entry | None = None
    "Its last note, when it was looked at."
    since: float = field(default_factory=monotonic)
    "When that was new, by a clock that only goes forward."
    killed: bool = False


def do(jobs: Sequence[Job], workers: Workers[Token], meter: Meter) -> None:
    """Do the jobs; the biggest of them are begun first.

    Where a worker dies its job is done again, in the end without the document, or the rest of the file, that kills
    them: that is refused and recorded. Raises what a job raises, and OutputError where no worker lives long enough.
    """
    waiting = deque(sorted(jobs, key=lambda job: -job.weight))
    last_try: deque[Job] = deque()
    running: dict[Token, _Running] = {}
    deaths: Counter[tuple[int, ...]] = Counter()
    while waiting or last_try or running:
        while waiting and len(running) < workers.size:
            job = waiting.popleft()
            running[workers.start(job)] = _Running(job)
        if not running:
            job = last_try.popleft()
            running[workers.start(job)] = _Running(job)
        for ended in list(workers.wait(running, LOOK)):
            was = running.pop(ended)
            documents = workers.result(ended)
            if documents is None:
                again, count = _again(was, deaths)
                (waiting if count < DEATHS - 1 else last_try).append(again)
            else:
                meter.finish(was.job, documents)
        for token, one in running.items():
            _look(token, one, workers)
        meter.show(one.entry for one in running.values())


def _look(token: Token, one: _Running, workers: Workers[Token]) -> None:
    """See where a job is, and end it where it has been there for too long."""
    entry = last_entry(one.job)
    if entry != one.entry:
        one.entry, one.since = entry, monotonic()
    elif entry and one.job.limit and monotonic() - one.since > GRACE * one.job.limit:
        one.killed = True
        workers.kill(token)


def _again(was: _Running, deaths: Counter[tuple[int, ...]]) -> tuple[Job, int]:
    """A job whose worker died, as it is done next, and how often workers have died where this one did."""
    job, entry = was.job, last_entry(was.job)
    journal(job).unlink(missing_ok=True)
    place = (job.number, entry.piece, entry.count) if entry else (job.number,)
    deaths[place] += 1
    if entry and was.killed and entry.path:
        return replace(job, refused={**job.refused, entry.path: SLOW.format(job.limit)}), 0
    if deaths[place] < DEATHS:
        return replace(job, alone=True), deaths[place]
    if entry is None:
        raise OutputError("the worker processes die before their first document; is there memory left?")
    if entry.path:
        return replace(job, refused={**job.refused, entry.path: FATAL}), 0
    return replace(job, unreadable=job.unreadable | {(entry.piece, entry.count)}), 0
