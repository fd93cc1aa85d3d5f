"""The fuzzer: `PYTHONPATH=tests python -m fuzz --minutes 60 --state FOLDER`. See the README beside this file."""

from __future__ import annotations

import argparse
import faulthandler
import json
import signal
import sys
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from time import monotonic, process_time
from typing import Any

from fuzz.guide import Guide
from fuzz.shrink import shrunk
from fuzz.targets import TARGETS, Target

BATCH = 500
"Inputs of one seed; counts are saved after each."
TRACED = 3
"Inputs of a batch whose coverage is measured."
THOROUGH = 20
"One in so many inputs is checked for all invariants, the others for those of production."
HANG = 20
"CPU seconds that no input may take: what else runs on the machine does not count."
SLOW = 2.0
"CPU seconds worth noting."
MOST_KEPT = 4000
"Texts of the corpus; beyond, the oldest go."
MOST_OF_A_KIND = 40
"Failures of one kind that are written down; all are counted."


class Hang(Exception):  # noqa: N818
    """An input took longer than `HANG`."""


class Run:
    """A run that can be stopped at any time and taken up again: its counts stand in `state.json`."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.seed = folder, seed
        folder.mkdir(parents=True, exist_ok=True)
        said = json.loads(self._path("state.json").read_text()) if self._path("state.json").exists() else {}
        self.batch: int = said.get("batch", 0)
        self.seconds: float = said.get("seconds", 0.0)
        self.tried: Counter[str] = Counter(said.get("tried", {}))
        self.thorough: Counter[str] = Counter(said.get("thorough", {}))
        self.failed: Counter[str] = Counter(said.get("failed", {}))
        self.guide = Guide()
        self.corpus: list[str] = []
        if self._path("corpus.jsonl").exists():
            self.corpus = [json.loads(line) for line in self._path("corpus.jsonl").read_text().splitlines()][
                -MOST_KEPT:
            ]

    def _path(self, name: str) -> Path:
        return self.folder / name

    def go(self, minutes: float, most: int) -> None:
        """Try inputs until the time is up or `most` were tried in all."""
        until = monotonic() + 60 * minutes
        names, shares = list(TARGETS), [target.share for target in TARGETS.values()]
        while monotonic() < until and sum(self.tried.values()) < most:
            begun = monotonic()
            faulthandler.dump_traceback_later(60 * HANG, exit=True)  # for what uses no CPU, or does not hear the alarm
            random = Random(f"{self.seed}/{self.batch}")
            for number in range(BATCH):
                name = random.choices(names, shares)[0]
                self._one(name, TARGETS[name], random, number)
            faulthandler.cancel_dump_traceback_later()
            self.batch += 1
            self.seconds += monotonic() - begun
            self._save()

    def _one(self, name: str, target: Target, random: Random, number: int) -> None:
        with limited():
            found = target.make(random, self.corpus)
        thorough = number % THOROUGH == 0
        self.tried[name] += 1
        self.thorough[name] += thorough
        begun = process_time()
        if number < TRACED:
            fresh = self.guide.new(lambda: outcomes(target, found, thorough))
            if fresh and isinstance(found, str) and len(found) < 3000:
                self._keep(found)
        said = outcomes(target, found, thorough)
        taken = process_time() - begun
        if taken > SLOW:
            said.append(f"slow: {taken:.1f} s")
        for fault in said:
            self._fail(name, target, found, fault)

    def _keep(self, text: str) -> None:
        self.corpus.append(text)
        del self.corpus[:-MOST_KEPT]
        with self._path("corpus.jsonl").open("a") as file:
            file.write(json.dumps(text) + "\n")

    def _fail(self, name: str, target: Target, found: Any, fault: str) -> None:
        key = f"{name}: {sort_of(fault)}"
        self.failed[key] += 1
        if self.failed[key] > MOST_OF_A_KIND:
            return
        if isinstance(found, str | bytes):
            found = shrunk(found, lambda part: any(sort_of(said) == sort_of(fault) for said in outcomes(target, part)))
            fault = next((said for said in outcomes(target, found) if sort_of(said) == sort_of(fault)), fault)
        with self._path("failures.jsonl").open("a") as file:
            row = {"kind": name, "fault": fault, "batch": self.batch, "input": found}
            file.write(json.dumps(row, default=repr) + "\n")

    def _save(self) -> None:
        said = {
            "seed": self.seed, "batch": self.batch, "seconds": round(self.seconds), "all": sum(self.tried.values()),
            "tried": self.tried, "thorough": self.thorough, "failed": self.failed, "corpus": len(self.corpus),
            "steps": len(self.guide.seen),
        }  # fmt: skip
        fresh = self._path("state.json.new")
        fresh.write_text(json.dumps(said, indent=1, ensure_ascii=False))
        fresh.replace(self._path("state.json"))


def outcomes(target: Target, found: Any, thorough: bool = True) -> list[str]:
    """What is wrong with one input, a crash and a hang included."""
    try:
        with limited():
            return list(target.attempt(found, thorough))
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        return [f"{type(error).__name__} in {Path(last.filename).name}:{last.name}: {error}"]


def sort_of(fault: str) -> str:
    """What failures of one kind have in common: the name of the invariant, or error and place."""
    name = fault.split(":", 1)[0]
    return fault if name == "stable" else name


@contextmanager
def limited() -> Iterator[None]:
    """Raise Hang in what takes too long."""

    def ring(*_: object) -> None:
        raise Hang(f"longer than {HANG} s")

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, HANG)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def main() -> int:
    """Run, and say what was found; 1 where anything failed."""
    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--most", type=int, default=10**12, help="inputs in all, those of earlier runs included")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--state", type=Path, default=Path("fuzzed"), help="folder of counts, corpus and failures")
    said = parser.parse_args()
    run = Run(said.state, said.seed)
    run.go(said.minutes, said.most)
    print((said.state / "state.json").read_text())
    return 1 if run.failed else 0


if __name__ == "__main__":
    sys.exit(main())
