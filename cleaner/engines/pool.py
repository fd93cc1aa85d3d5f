"""Several jobs at once, in processes that may die."""

from __future__ import annotations

import os
import signal
import threading
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import replace
from multiprocessing import active_children, get_context, parent_process
from time import time

from cleaner.engines.job import Job, work
from cleaner.engines.journal import journal, last_entry
from cleaner.errors import OutputError
from cleaner.pipeline import Settings

DEATHS = 2
"How often workers may die at a document before it is refused."
PATIENCE = 900
"Seconds after which a document that is still not done is given up, and its worker ended."
LOOK = 20
"Seconds between two looks at what the workers do."
FATAL = "the worker process died on this document twice (out of memory?); clean it alone, or leave it out"


def run_pool(jobs: Sequence[Job], settings: Settings, workers: int) -> Iterator[int]:
    """Numbers of the jobs as they finish.

    Where a worker dies, the jobs that had begun are run again, each alone, and the pool is started anew for the rest.
    A document at which a worker dies twice is refused and recorded; all others are done.
    """
    waiting = deque(jobs)
    while waiting:
        broken: list[Job] = []
        yield from _run_until_broken(waiting, broken, settings, workers)
        for job in sorted(broken, key=lambda job: job.number, reverse=True):
            if last_entry(job) is None:
                waiting.appendleft(job)
            else:
                yield _alone(job, settings)


def _run_until_broken(waiting: deque[Job], broken: list[Job], settings: Settings, workers: int) -> Iterator[int]:
    """Run what waits until all is done, or a worker died: then `broken` has what was not finished."""
    useful = min(workers, len(waiting), 2 * (os.cpu_count() or 1))  # a pool starts all that it may have, needed or not
    active: dict[Future[None], Job] = {}
    with _pool(useful) as pool:
        while active or (waiting and not broken):
            while waiting and not broken and len(active) < 2 * useful:
                try:
                    active[_submit(pool, waiting[0], settings)] = waiting[0]
                    waiting.popleft()
                except BrokenProcessPool:
                    if not active:
                        return
                    break
            finished, _ = wait(active, LOOK, FIRST_COMPLETED)
            if not finished:
                _end_stuck(active.values())
            for future in finished:
                job = active.pop(future)
                try:
                    future.result()
                    yield job.number
                except BrokenProcessPool:
                    broken.append(job)


def _submit(pool: ProcessPoolExecutor, job: Job, settings: Settings) -> Future[None]:
    with _deaf_to_interrupts():
        return pool.submit(work, job, settings)


def _end_stuck(jobs: Iterable[Job]) -> None:
    """Kill the workers that have been at one document for longer than `PATIENCE`."""
    for job in jobs:
        entry = last_entry(job)
        if entry is not None and time() - entry.since > PATIENCE:
            with suppress(ProcessLookupError):
                os.kill(entry.process, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)


def _alone(job: Job, settings: Settings) -> int:
    """The number of a job whose worker died, after it was run in processes of its own until it was done."""
    died_at: Counter[str] = Counter()
    while True:
        entry = last_entry(job)
        path = entry.path if entry else ""
        died_at[path] += 1
        if died_at[path] >= DEATHS and not path:
            raise OutputError("the worker processes die before their first document; is there memory left?")
        if died_at[path] >= DEATHS:
            job = replace(job, refused={**job.refused, path: FATAL})
        journal(job).unlink(missing_ok=True)
        for number in _run_until_broken(deque([job]), [], settings, 1):
            return number


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """A pool of fresh interpreters: a forked one would share locks and files with its parent.

    Where the block is left by an error or an interrupt the workers are ended at once, whatever they are doing.
    """
    others = {child.pid for child in active_children()}
    with ProcessPoolExecutor(workers, get_context("spawn"), initializer=_end_with_parent) as pool:
        try:
            yield pool
        except BaseException:
            for child in active_children():
                if child.pid not in others:
                    child.terminate()
            raise


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Processes that start in the block never hear Ctrl-C, which a terminal sends to all: the parent ends them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _end_with_parent() -> None:
    """Let this worker end when its parent does, even where that was killed and could not say so."""
    parent = parent_process()
    if parent is not None:

        def watch() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=watch, daemon=True).start()
