"""Several jobs at once, in processes that may die."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import active_children, get_context, parent_process

from cleaner.engines.job import MAX_NAMED, Done, Job, work
from cleaner.engines.shard import IDS, KINDS, part
from cleaner.pipeline import Settings
from cleaner.report.stats import Failed


def run_pool(jobs: Sequence[Job], settings: Settings, workers: int) -> Iterator[Done]:
    """Results of the jobs as they finish. A job that kills its worker is run again alone, then split in two, until
    the document that kills is alone: it is recorded as failed and all others are done."""
    broken: list[Job] = []
    useful = min(workers, len(jobs), 2 * (os.cpu_count() or 1))  # a pool starts all that it may have, needed or not
    with _pool(useful) as pool:
        with _deaf_to_interrupts():
            futures: dict[Future[Done], Job] = {pool.submit(work, job, settings): job for job in jobs}
        for future in as_completed(futures):
            try:
                yield future.result()
            except BrokenProcessPool:
                broken.append(futures[future])
    for job in sorted(broken, key=lambda job: job.number):
        yield _alone(job, settings)


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


def _alone(job: Job, settings: Settings) -> Done:
    """The result of a job run in a process of its own; split where that process dies."""
    try:
        with _pool(1) as pool:
            with _deaf_to_interrupts():
                future = pool.submit(work, job, settings)
            return future.result()
    except BrokenProcessPool:
        if not job.pieces:
            raise
        if len(job.pieces) > 1:
            return _split(job, settings)
    reason = "the worker process died on this document (out of memory?); clean it alone, or leave it out"
    done = _alone(replace(job, pieces=()), settings)
    return replace(done, failed=(Failed(job.pieces[0].file.name, reason),))


def _split(job: Job, settings: Settings) -> Done:
    """Both halves of a job, their parts joined again under its number."""
    middle = len(job.pieces) // 2
    halves = [replace(job, pieces=job.pieces[:middle]), replace(job, pieces=job.pieces[middle:])]
    results: list[Done] = []
    written = dict.fromkeys((*KINDS, IDS), b"")
    for half in halves:
        results.append(_alone(half, settings))
        for kind in written:
            written[kind] += part(job.folder, kind, job.number).read_bytes()
    for kind, raw in written.items():
        part(job.folder, kind, job.number).write_bytes(raw)
    first, second = results
    first.report.merge(second.report)
    inputs, failed, empty = first.inputs + second.inputs, first.failed + second.failed, first.empty + second.empty
    return Done(job.number, first.report, inputs, failed, empty[:MAX_NAMED], first.empties + second.empties)
