"""Runs whose workers die, that are killed themselves, and that go on where another one ended."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from cleaner.engines import plan as plan_module
from cleaner.engines import serial as serial_module
from cleaner.engines.job import Job
from cleaner.engines.join import shards_of
from cleaner.engines.restore import restore
from cleaner.engines.run import How, run
from cleaner.engines.shard import Output
from cleaner.errors import OutputError
from cleaner.pipeline import Cleaner, Incoming, Settings
from cleaner.text.document import Document


def many(count: int, where: dict[int, str]) -> bytes:
    texts = (where.get(number, "") + "河边的老街修好了,石板路铺到了桥头。\n" * 5 for number in range(count))
    rows = (json.dumps({"id": number, "text": text}, ensure_ascii=False) for number, text in enumerate(texts))
    return "".join(row + "\n" for row in rows).encode()


@pytest.fixture
def small_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs of about five rows."""
    monkeypatch.setattr(plan_module, "PIECE", 1500)
    monkeypatch.setattr(plan_module.cut, "__defaults__", (1500,))


def put(tmp_path: Path, raw: bytes) -> Path:
    (tmp_path / "in").mkdir(exist_ok=True)
    (tmp_path / "in/x.jsonl").write_bytes(raw)
    return tmp_path / "in"


def ids_in(path: Path) -> list[int]:
    return [int(json.loads(line)["id"]) for line in path.read_text(encoding="utf-8").splitlines()]


def everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class _Counted:
    """Counts the documents that are cleaned, and ends the run after so many jobs."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.documents = 0
        self.jobs = 10**6
        clean_all, run_job = Cleaner.clean_all, serial_module.run_job

        def counting(cleaner: Cleaner, incoming: Sequence[Incoming]) -> list[Document]:
            self.documents += len(incoming)
            return clean_all(cleaner, incoming)

        def ending(job: Job, cleaner: Cleaner, *rest: Any) -> int:
            self.jobs -= 1
            if self.jobs < 0:
                raise KeyboardInterrupt
            return run_job(job, cleaner, *rest)

        monkeypatch.setattr(Cleaner, "clean_all", counting)
        monkeypatch.setattr(serial_module, "run_job", ending)


def interrupted(source: Path, out: Path, **how: object) -> None:
    with pytest.raises(KeyboardInterrupt):
        run([source], out, Settings(), How(**how))  # type: ignore[arg-type]
    assert not out.exists()


@pytest.mark.usefixtures("small_jobs")
@pytest.mark.parametrize("attach", [False, True])
def test_a_run_goes_on_where_it_was_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, attach: bool) -> None:
    source, how = put(tmp_path, many(40, {})), How(output=Output(attach=attach))
    run([source], tmp_path / "whole", Settings(), how)
    counted = _Counted(monkeypatch)
    counted.jobs = 4
    interrupted(source, tmp_path / "out", output=Output(attach=attach))
    done, counted.jobs = counted.documents, 10**6
    assert 0 < done < 40
    run([source], tmp_path / "out", Settings(), how)
    assert counted.documents == 40
    assert everything(tmp_path / "out") == everything(tmp_path / "whole")
    assert {path.name for path in tmp_path.iterdir()} == {"in", "out", "whole"}


@pytest.mark.usefixtures("small_jobs")
@pytest.mark.parametrize("change", ["input", "settings", "format"])
def test_what_was_finished_for_something_else_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    source = put(tmp_path, many(40, {}))
    counted = _Counted(monkeypatch)
    counted.jobs = 4
    interrupted(source, tmp_path / "out")
    counted.jobs, counted.documents = 10**6, 0
    if change == "input":
        put(tmp_path, many(40, {39: "新"}))
    settings = Settings(ignore=("PU001",)) if change == "settings" else Settings()
    how = How(output=Output("jsonl.gz")) if change == "format" else How()
    run([source], tmp_path / "out", settings, how)
    run([source], tmp_path / "whole", settings, how)
    assert counted.documents == 80
    assert everything(tmp_path / "out") == everything(tmp_path / "whole")


def test_a_file_that_changed_meanwhile_is_cleaned_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in").mkdir()
    for number in range(20):
        (tmp_path / f"in/{number:02}.txt").write_text("河边,桥头。", encoding="utf-8")
    counted = _Counted(monkeypatch)
    counted.jobs = 4
    interrupted(tmp_path / "in", tmp_path / "out")
    (tmp_path / "in/00.txt").write_text("山上,村口。", encoding="utf-8")
    counted.jobs = 10**6
    run([tmp_path / "in"], tmp_path / "out", Settings(), How())
    assert (tmp_path / "out/text/00.txt").read_text(encoding="utf-8") == "山上\uff0c村口。\n"
    assert counted.documents == 22  # the job has two files


@pytest.mark.skipif(os.name == "nt", reason="needs process groups")
def test_a_killed_run_is_finished_by_the_next(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(32):
        (tmp_path / f"in/{number}.txt").write_text("河边的老街修好了,石板路铺到了桥头.\n" * 200, encoding="utf-8")
    command = [sys.executable, "-m", "cleaner", "run", str(tmp_path / "in"), "--isolated", "-q"]
    out = tmp_path / "place/out"
    for marks in (1, 7):
        with subprocess.Popen([*command, "-j", "2", "-o", str(out)], start_new_session=True) as running:
            deadline = time.monotonic() + 30
            while len(list(out.parent.glob(".out.unfinished/.done-??????"))) < marks and time.monotonic() < deadline:
                time.sleep(0.01)
            os.killpg(running.pid, signal.SIGKILL)
        assert not out.exists()
    time.sleep(0.2)  # workers end when they see that their parent has
    subprocess.run([*command, "-j", "2", "-o", str(out)], check=True)
    subprocess.run([*command, "-o", str(tmp_path / "whole")], check=True)
    assert everything(out) == everything(tmp_path / "whole")
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_two_runs_do_not_write_to_one_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("fcntl")
    source = put(tmp_path, many(3, {}))
    run_job = serial_module.run_job

    def beside(job: Job, cleaner: Cleaner, *rest: Any) -> int:
        monkeypatch.setattr(serial_module, "run_job", run_job)
        with pytest.raises(OutputError, match="another run is writing to it"):
            run([source], tmp_path / "out", Settings(), How())
        return run_job(job, cleaner, *rest)

    monkeypatch.setattr(serial_module, "run_job", beside)
    assert run([source], tmp_path / "out", Settings(), How()).documents == 3


@pytest.mark.usefixtures("small_jobs")
@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_shards_are_the_whole_in_pieces(tmp_path: Path, form: str) -> None:
    if form == "parquet":
        pytest.importorskip("pyarrow")
    source = put(tmp_path, many(60, {}))
    run([source], tmp_path / "whole", Settings(), How(output=Output(form)))
    run([source], tmp_path / "out", Settings(), How(output=Output(form, shard_size=4000)))
    shards = sorted((tmp_path / "out/documents").iterdir())
    assert [path.name for path in shards] == [f"part-{number:05}.{form}" for number in range(len(shards))]
    assert 2 < len(shards) < 12
    if form == "parquet":
        from pyarrow import parquet

        tables = [parquet.read_table(path) for path in shards]
        assert sum(table.num_rows for table in tables) == 60
        assert all(table.schema.equals(tables[0].schema) for table in tables)
    else:
        assert b"".join(path.read_bytes() for path in shards) == (tmp_path / "whole/documents.jsonl").read_bytes()
        sidecars = sorted((tmp_path / "out/attributes/cleaner").iterdir())
        assert [path.name for path in sidecars] == [path.name for path in shards]
        for path, sidecar in zip(shards, sidecars, strict=True):
            assert ids_in(path) == ids_in(sidecar)
        assert restore(tmp_path / "out", tmp_path / "back").restored == 1
        assert everything(tmp_path / "back") == everything(source)


def test_shards_hold_at_least_their_size() -> None:
    assert shards_of([1, 1, 1], 10) == [range(3)]
    assert shards_of([], 10) == [range(0)]
    assert shards_of([20, 1], 10) == [range(1), range(1, 2)]
