"""Faults from outside: inputs that change, disks that say no, signals, locks, and runs that were killed anywhere."""

from __future__ import annotations

import itertools
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from killing import Rig, everything, make_rows

from cleaner.engines import doubled, progress, schedule
from cleaner.engines import plan as plan_module
from cleaner.engines import serial as serial_module
from cleaner.engines.folder import resumable
from cleaner.engines.job import Job
from cleaner.engines.restore import restore
from cleaner.engines.run import How, RunResult, run
from cleaner.errors import MissingExtraError, OutputError
from cleaner.pipeline import Cleaner, Settings

posix = pytest.mark.skipif(os.name == "nt", reason="needs the signals and limits of POSIX")


@pytest.fixture
def small_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs of some rows."""
    monkeypatch.setattr(plan_module, "PIECE", 2000)
    monkeypatch.setattr(plan_module.cut, "__defaults__", (2000,))


def run_while(monkeypatch: pytest.MonkeyPatch, source: Path, happens: Callable[[], object]) -> RunResult:
    """A run during which, before its second job, something happens."""
    run_job, begun = serial_module.run_job, []

    def beside(job: Job, cleaner: Cleaner, *rest: Any) -> int:
        begun.append(job)
        if len(begun) == 2:
            happens()
        return run_job(job, cleaner, *rest)

    monkeypatch.setattr(serial_module, "run_job", beside)
    return run([source], source.with_name("out"), Settings(), How())


def ids_in(path: Path) -> list[int]:
    return [json.loads(line)["id"] for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.usefixtures("small_jobs")
@pytest.mark.parametrize("fault", ["changed", "appended", "vanished", "cut"])
def test_a_file_of_rows_that_changes_during_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    """What was read is right; what has another text than the manifest says is named and not taken."""
    source = tmp_path / "x.jsonl"
    raw = make_rows(30)
    source.write_bytes(raw)
    last = raw[-300:].replace("街".encode(), "路".encode())
    happens: dict[str, Callable[[], object]] = {
        "changed": lambda: source.write_bytes(raw[:-300] + last),
        "appended": lambda: source.write_bytes(raw + make_rows(1)),
        "vanished": source.unlink,
        "cut": lambda: source.write_bytes(raw[:-300]),
    }
    result = run_while(monkeypatch, source, happens[fault])
    found = ids_in(tmp_path / "out/documents.jsonl")
    assert found == sorted(set(found))
    if fault == "appended":
        assert (result.failed, found) == ((), list(range(30)))
        return
    assert 0 < len(found) < 30
    assert {failure.path for failure in result.failed} == {"x.jsonl"}
    why = "No such file" if fault == "vanished" else "changed since the run began (from line"
    assert all(why in failure.reason for failure in result.failed)
    assert (29 in found, fault != "vanished" and len(result.failed) > 1) == (False, False)


def test_a_page_that_vanishes_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "in"
    source.mkdir()
    for number in range(20):
        (source / f"{number:02}.txt").write_text("河边,桥头。", encoding="utf-8")
    result = run_while(monkeypatch, source, (source / "19.txt").unlink)
    assert (result.documents, [failure.path for failure in result.failed]) == (19, ["19.txt"])


def test_a_page_that_changes_before_it_is_read_is_restored_as_it_was_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "in"
    source.mkdir()
    for number in range(20):
        (source / f"{number:02}.txt").write_text("河边,桥头。", encoding="utf-8")
    other = "河边,桥头,老街。".encode("gbk")
    result = run_while(monkeypatch, source, lambda: (source / "19.txt").write_bytes(other))
    assert (result.documents, result.failed) == (20, ())
    (source / "19.txt").unlink()
    assert restore(tmp_path / "out", tmp_path / "back").failed == ()
    assert (tmp_path / "back/19.txt").read_bytes() == other


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_clock_that_goes_backwards_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    source = tmp_path / "x.jsonl"
    source.write_bytes(make_rows(30))
    run([source], tmp_path / "whole", Settings(), How())
    seconds = itertools.count(10**9, -3600)
    for module in (time, progress, schedule):
        for name in ("time", "monotonic"):
            if hasattr(module, name):
                monkeypatch.setattr(module, name, lambda: float(next(seconds)))
    os.utime(source, (0, 0))
    result = run([source], tmp_path / "out", Settings(), How(jobs, progress=lambda *_: None))
    assert next(seconds) < 10**9
    assert (result.documents, result.failed) == (30, ())
    assert everything(tmp_path / "out") == everything(tmp_path / "whole")


@pytest.mark.usefixtures("small_jobs")
def test_ids_are_compared_in_hands_where_there_are_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = make_rows(40) + make_rows(3)
    (tmp_path / "x.jsonl").write_bytes(raw)
    monkeypatch.setattr(doubled, "AT_ONCE", 10)
    result = run([tmp_path / "x.jsonl"], tmp_path / "out", Settings(), How())
    assert [failure.path for failure in result.failed] == ["x.jsonl:41", "x.jsonl:42", "x.jsonl:43"]
    assert ids_in(tmp_path / "out/documents.jsonl") == list(range(40))


LITTLE = """
import resource, sys
from cleaner.__main__ import main
resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))
main()
"""


@posix
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_disk_that_takes_no_more_is_said_and_what_is_done_is_kept(tmp_path: Path, jobs: str) -> None:
    """The limit on the size of a file stands for the disk: parts fit, the joined file does not."""
    for number in range(20):
        (tmp_path / f"in/{number}").mkdir(parents=True)
        (tmp_path / f"in/{number}/x.txt").write_text("河边的老街修好了,石板路铺到了桥头.\n" * 50, encoding="utf-8")
    words = ["run", "in", "--isolated", "-q", "-o", "out", "--jobs", jobs]
    little = subprocess.run([sys.executable, "-c", LITTLE, *words], cwd=tmp_path, stderr=subprocess.PIPE, check=False)
    said = little.stderr.decode()
    assert (little.returncode, said.count("\n")) == (2, 1), said
    assert "File too large; nothing was changed in out; what is finished is kept in .out.unfinished" in said
    assert not (tmp_path / "out").exists()
    subprocess.run([sys.executable, "-m", "cleaner", *words], cwd=tmp_path, check=True)
    run([tmp_path / "in"], tmp_path / "whole", Settings(), How())
    assert everything(tmp_path / "out/text") == everything(tmp_path / "whole/text")
    assert not list(tmp_path.glob(".*"))


@posix
@pytest.mark.parametrize(
    ("engine", "name"), [("serial", "SIGINT"), ("pool", "SIGINT"), ("pool", "SIGTERM"), ("ray", "SIGTERM")]
)
def test_a_signal_leaves_what_is_done_and_says_so(
    tmp_path: Path, engine: str, name: str, request: pytest.FixtureRequest
) -> None:
    address = request.getfixturevalue("ray_here") if engine == "ray" else ""
    rig = Rig(tmp_path / "rig", engine, rows=200, seed=1, address=address)
    rig.prepare()
    with rig.start("out") as running:
        assert rig.await_jobs(running, "out", 2)
        running.send_signal(getattr(signal, name))
        running.wait(timeout=60)
    said = (rig.folder / "said").read_text(encoding="utf-8")
    assert running.returncode == 130, said
    assert "interrupted; what is finished is kept in .out.unfinished, the same command goes on from there" in said
    assert not (rig.folder / "out").exists()
    assert rig.start("out").wait() == 0
    rig.check("out")


def fill(folder: Path) -> None:
    """What a run writes, in small."""
    (folder / ".done-000000").write_text("{}")
    (folder / "documents.jsonl").write_text("new")


def test_a_run_that_was_killed_while_it_put_its_folder_in_place_is_set_right(tmp_path: Path) -> None:
    out, folder, old = (tmp_path / name for name in ("out", ".out.unfinished", ".out.unfinished-old"))
    folder.mkdir()
    (folder / "documents.jsonl").write_text("half")  # its key has gone, some of its parts too
    (folder / ".done-000000").write_text("{}")
    old.mkdir()
    (old / "documents.jsonl").write_text("old")
    with resumable(out, "key") as fresh:
        assert not list(fresh.glob(".done-*"))
        assert not (fresh / "documents.jsonl").exists()
        assert (out / "documents.jsonl").read_text() == "old"
        fill(fresh)
    assert (out / "documents.jsonl").read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_the_lock_of_a_dead_run_holds_nobody(tmp_path: Path) -> None:
    (tmp_path / ".out.lock").write_bytes(b"")
    with resumable(tmp_path / "out", "key") as fresh:
        fill(fresh)
        with pytest.raises(OutputError, match="another run is writing to it"), resumable(tmp_path / "out", "key"):
            pass
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_error_that_a_worker_sends_says_the_same_here() -> None:
    import pickle

    error = MissingExtraError("zst")
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_ray_that_is_missing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("河边。", encoding="utf-8")
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(MissingExtraError, match=r'pip install "cleaner\[ray\]"'):
        run([tmp_path / "a.txt"], tmp_path / "out", Settings(), How(engine="ray"))
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
