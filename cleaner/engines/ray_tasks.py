"""Many jobs at once, as tasks of Ray: on this machine, or on a cluster whose nodes share the disk."""

from __future__ import annotations

import os
import platform
import signal
import threading
from collections.abc import Collection, Iterable
from typing import Any, Self

from cleaner.engines.job import Job, work
from cleaner.errors import MissingExtraError, OutputError
from cleaner.pipeline import Settings

OBJECTS = 100 << 20
"Bytes for the objects of a Ray of our own; tasks get paths and give back counts."


class RayTasks:
    """Tasks of Ray. A Ray of our own is started, unless there is an address or one that this process is part of.

    Raises MissingExtraError, and OutputError where nobody answers at the address.
    """

    def __init__(self, settings: Settings, size: int, address: str = "") -> None:
        """`size` is how many tasks may run at once; 0 for as many as there are processors."""
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is sent to anybody
        try:
            import ray
        except ImportError as error:
            raise MissingExtraError("ray") from error
        self._ray: Any = ray
        self._own = not ray.is_initialized()
        if self._own:
            _connect(ray, address or os.environ.get("RAY_ADDRESS", ""), size)
        self.size = size or max(1, int(ray.cluster_resources().get("CPU", 1)))
        self._task = ray.remote(max_retries=0, num_cpus=1)(_work)
        self._settings = ray.put(settings)
        self._running: set[Any] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self._own:
            self._ray.shutdown()  # ends tasks as well; cancelling by force one that just ends kills this process
            return
        for task in self._running:
            self._ray.cancel(task)

    def start(self, job: Job) -> Any:
        """Begin a job in a worker that Ray chooses."""
        task = self._task.remote(job, self._settings, os.getcwd())
        self._running.add(task)
        return task

    def wait(self, running: Collection[Any], seconds: float) -> Iterable[Any]:
        """Those that have ended."""
        return self._ray.wait(list(running), timeout=seconds)[0]  # type: ignore[no-any-return]

    def result(self, ended: Any) -> int | None:
        """How many documents the job did; None where its worker, or the node, has died."""
        self._running.remove(ended)
        failed = self._ray.exceptions
        died = (failed.WorkerCrashedError, failed.NodeDiedError, failed.OutOfMemoryError, failed.TaskCancelledError)
        try:
            return int(self._ray.get(ended))
        except died:
            return None
        except failed.RayTaskError as error:
            raise error.cause from error

    def kill(self, running: Any) -> None:
        """End the worker of a job."""
        self._ray.cancel(running, force=True)


def _connect(ray: Any, address: str, size: int) -> None:
    """Start a Ray of our own, or join the one at an address. Ray would have SIGTERM end this process at once."""
    on_term = signal.getsignal(signal.SIGTERM)
    quiet = {"log_to_driver": False, "logging_level": "ERROR"}
    try:
        if address:
            ray.init(address, **quiet)
        else:
            ray.init("local", num_cpus=size or None, include_dashboard=False, object_store_memory=OBJECTS, **quiet)
    except (ConnectionError, RuntimeError, ValueError) as error:
        said = str(error).strip().split("\n")[0]
        raise OutputError(f"--ray-address {address or 'local'}: {said}; is Ray running there (ray status)?") from error
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, on_term)


def _work(job: Job, settings: Settings, folder: str) -> int:
    """Run a job where the run was started; how many documents it had."""
    if os.path.isdir(folder):
        os.chdir(folder)
    if not job.folder.is_dir():
        raise OutputError(f"{job.folder}: is not there on {platform.node()}; all nodes must share the disk")
    return work(job, settings)
