"""Workers that die or hang when a text says so, and a Ray that all tests of a session share."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator

import pytest

POISON = """
import os, signal, sys
from pathlib import Path
if "spawn" in " ".join(sys.orig_argv) or "default_worker" in " ".join(sys.orig_argv):  # of the pool, or of Ray
    import cleaner.pipeline as p
    import cleaner.engines.job as j
    clean_all, read = p.Cleaner.clean_all, j.read
    def deadly(self, incoming):
        for text in [one.source.text for one in incoming]:
            if "致命" in text:
                os.kill(os.getpid(), signal.SIGKILL)
            if "一次" in text and not (once := Path(text.split("|")[1])).exists():
                once.touch()
                os.kill(os.getpid(), signal.SIGKILL)
            if "聋" in text:  # as in a library in C that never looks at signals
                signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGPROF})
            while "无尽" in text:
                pass
        return clean_all(self, incoming)
    def reading(piece, how):
        for found in read(piece, how):
            if "读不得" in getattr(getattr(found, "source", None), "text", ""):
                os.kill(os.getpid(), signal.SIGKILL)
            if "盘满" in getattr(getattr(found, "source", None), "text", ""):
                raise OSError(28, "No space left on device")
            yield found
    p.Cleaner.clean_all, j.read = deadly, reading
"""
"""What makes workers die at a text, or at reading it: they start as fresh interpreters, which read `sitecustomize`."""


@pytest.fixture(scope="session")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """All workers that start from now on obey `POISON`."""
    site = tmp_path_factory.mktemp("site")
    (site / "sitecustomize.py").write_text(POISON, encoding="utf-8")
    before = os.environ.get("PYTHONPATH", "")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, (str(site), before))))
        yield


@pytest.fixture(scope="session")
def ray_here(poisoned: None) -> Iterator[str]:  # noqa: ARG001
    """The address of a Ray of two workers on this machine, which `--engine ray` uses in this process."""
    ray = pytest.importorskip("ray", reason="needs the extra ray")
    with warnings.catch_warnings(), pytest.MonkeyPatch.context() as patch:
        warnings.simplefilter("ignore")
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        ray.init("local", num_cpus=2, include_dashboard=False, log_to_driver=False, object_store_memory=80 << 20)
        yield ray.get_runtime_context().gcs_address
        ray.shutdown()
