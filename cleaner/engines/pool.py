"""Several jobs at once, in processes of this machine that may die."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from traceback import format_exc
from typing import Self

from cleaner.engines.job import Job, work
from cleaner.pipeline import Settings

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"What libraries in C read to know how many threads they may start: one for each worker, or workers fight for cores."


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Worker:
    """A process, and the pipe to it. It is a fresh interpreter: a forked one would share locks and files."""

    def __init__(self, settings: Settings) -> None:
        context = get_context("spawn")
        self.pipe, other = context.Pipe()
        self.process = context.Process(target=_serve, args=(other, settings), daemon=True)
        with _deaf_to_interrupts():
            self.process.start()
        other.close()  # so that the pipe ends when the process does

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


class Pool:
    """Worker processes. Each does one job at a time, so that of one that dies it is known whose job it did."""

    def __init__(self, settings: Settings, size: int) -> None:
        self.size = size
        self._settings = settings
        self._idle: list[_Worker] = []
        self._busy: set[_Worker] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        for worker in (*self._idle, *self._busy):
            worker.end()

    def start(self, job: Job) -> _Worker:
        """Begin a job in a process that is idle, or in a new one."""
        worker = self._idle.pop() if self._idle else _Worker(self._settings)
        self._busy.add(worker)
        with suppress(OSError):  # it died while it was idle: its pipe has ended, and so has the job
            worker.pipe.send(job)
        return worker

    def wait(self, running: Collection[_Worker], seconds: float) -> Iterable[_Worker]:
        """Those that have ended."""
        ready = wait([worker.pipe for worker in running], seconds)
        return [worker for worker in running if worker.pipe in ready]

    def result(self, ended: _Worker) -> int | None:
        """How many documents the job did; None where its process has died."""
        self._busy.remove(ended)
        try:
            said = ended.pipe.recv()
        except (EOFError, OSError):
            ended.end()
            return None
        self._idle.append(ended)
        if isinstance(said, Exception):
            raise said
        return int(said)

    def kill(self, running: _Worker) -> None:
        """End the process of a job; its pipe says so."""
        running.process.kill()


def _serve(pipe: Connection, settings: Settings) -> None:
    """Do the jobs that come through a pipe, until it ends."""
    for name in ONE_THREAD:
        os.environ.setdefault(name, "1")
    _end_with_parent()
    while True:
        try:
            job = pipe.recv()
        except EOFError:
            return
        try:
            pipe.send(work(job, settings))
        except Exception as error:
            error.add_note(format_exc())  # where it came from; a traceback does not go through a pipe
            pipe.send(error)


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
