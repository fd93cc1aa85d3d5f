"""Runs that are killed at random moments, and what the next one makes of them.

python tests/engines/killing.py FOLDER --engine ray --rows 4000 --kills 5 --seed 1
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from shutil import rmtree

SMALL_JOBS = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # which is ignored where the tests run in the background
from cleaner.engines import plan
from cleaner.__main__ import main
plan.PIECE = int(sys.argv.pop(1))
plan.cut.__defaults__ = (plan.PIECE,)
main()
"""
"The command line with jobs of so many bytes."
EARLY = 12
"Kills begin when fewer jobs than that are done, of about 24, so that there is something left to kill."
TRIES = 10
"How many runs may come to their end, on a fast machine, before a kill has met one."


def make_rows(count: int) -> bytes:
    """Rows of JSON Lines, each with its number as id."""
    text = "首页 > 新闻\n河边的老街修好了,石板路铺到了桥头,{}号门牌也换了 。\n“水清了,”林婶说,“鱼也回来了 !”\n"
    rows = ({"id": number, "text": text.format(number) * (1 + number % 9)} for number in range(count))
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def everything(folder: Path) -> dict[str, bytes]:
    """All files of a folder by their paths."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@dataclass(frozen=True, slots=True)
class Rig:
    """Data, and how it is cleaned; the jobs are small, so that there are many."""

    folder: Path
    engine: str
    rows: int
    seed: int
    address: str = ""
    "Of a Ray that is there; empty to let each run start its own."

    def prepare(self) -> None:
        """Write the data and clean it once, undisturbed and in one process."""
        (self.folder / "in").mkdir(parents=True)
        (self.folder / "in/x.jsonl").write_bytes(make_rows(self.rows))
        self.start("whole", "serial").wait()
        assert (self.folder / "whole/manifest.json").is_file()

    def start(self, out: str, engine: str = "") -> subprocess.Popen[bytes]:
        """A run in a process group of its own; what it says goes into the file `said`."""
        size = max(1500, (self.folder / "in/x.jsonl").stat().st_size // 24)
        engine = engine or self.engine
        command = [sys.executable, "-c", SMALL_JOBS, str(size), "run", "in", "--isolated", "-q", "-o", out]
        address = ["--ray-address", self.address] if engine == "ray" and self.address else []
        command += ["--jobs", "2", "--engine", engine, *address]
        with (self.folder / "said").open("wb") as said:
            return subprocess.Popen(command, cwd=self.folder, stderr=said, start_new_session=True)

    def kill_workers(self, kills: int) -> int:
        """Kill so many workers of one run, each at a random moment; how many that were."""
        return self._until_one_is_killed("workers", lambda random: self._kill_workers(kills, random))

    def kill_runs(self, kills: int) -> int:
        """Kill so many runs, each at a random moment, and let one more do the rest; how many were killed."""
        return self._until_one_is_killed("runs", lambda random: self._kill_runs(kills, random))

    def _until_one_is_killed(self, out: str, kill: Callable[[Random], int]) -> int:
        """Begin again where a run came to its end before a kill met it; how many were killed."""
        random, killed = Random(f"{self.seed} {out}"), 0
        for _ in range(TRIES):
            rmtree(self.folder / out, ignore_errors=True)
            if killed := kill(random):
                break
        return killed

    def _kill_workers(self, kills: int, random: Random) -> int:
        with self.start("workers") as running:
            marks = sorted(random.sample(range(EARLY), kills))
            killed = sum([self._kill_worker(running, "workers", mark, random) for mark in marks])
        assert running.returncode == 0, running.returncode
        return killed

    def _kill_runs(self, kills: int, random: Random) -> int:
        killed = 0
        for marks in sorted(random.sample(range(EARLY), kills)):
            with self.start("runs") as running:
                if self.await_jobs(running, "runs", marks):
                    time.sleep(random.random() / 50)
                killed += running.poll() is None
                os.killpg(running.pid, signal.SIGKILL)
        assert self.start("runs").wait() == 0
        return killed

    def _kill_worker(self, running: subprocess.Popen[bytes], out: str, marks: int, random: Random) -> bool:
        """Kill a worker when so many jobs are done, or as soon as one can be met; False where the run ended before."""
        while self.await_jobs(running, out, marks):
            time.sleep(random.random() / 50)
            if self._kill_one(out, random):
                return True
        return False

    def _kill_one(self, out: str, random: Random) -> bool:
        """Kill a worker that is at a document; False where there is none any more."""
        journals = sorted(self.folder.glob(f".{out}.unfinished/.at-*"))
        random.shuffle(journals)
        for journal in journals:
            try:
                os.kill(int(journal.read_bytes().split(b" ")[0]), signal.SIGKILL)
            except (OSError, ValueError):
                continue
            return True
        return False

    def await_jobs(self, running: subprocess.Popen[bytes], out: str, marks: int) -> bool:
        """Wait until so many jobs are done and one is under way; False where the run has ended before."""
        folder = self.folder / f".{out}.unfinished"
        while running.poll() is None:
            if len(list(folder.glob(".done-??????"))) >= marks and any(folder.glob(".at-*")):
                return True
            time.sleep(0.005)
        return False

    def check(self, out: str) -> int:
        """Assert that each document came out once, and all files byte for byte; how many documents there are."""
        lines = (self.folder / out / "documents.jsonl").read_text(encoding="utf-8").splitlines()
        assert [json.loads(line)["id"] for line in lines] == list(range(self.rows))
        assert everything(self.folder / out) == everything(self.folder / "whole")
        assert not list(self.folder.glob(".*"))
        return len(lines)


def main() -> None:
    """Kill workers, then runs, and print what came out."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--engine", choices=("pool", "ray"), default="pool")
    parser.add_argument("--rows", type=int, default=4000)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    rig = Rig(given.folder, given.engine, given.rows, given.seed)
    rig.prepare()
    for out, kill in (("workers", rig.kill_workers), ("runs", rig.kill_runs)):
        killed = kill(given.kills)
        print(f"{given.engine}: {killed} {out} killed, {rig.check(out)} documents, each once, the same bytes")


if __name__ == "__main__":
    main()
