"""A run over as much data as is asked for: its speed, and the most memory that each of its processes needed.

    python tests/engines/scale.py FOLDER --megabytes 1000 --jobs 2 --engine pool

The rows are made up by the seeded generator of `cleaner bench`, so that everybody measures on the same bytes.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from cleaner.engines.samples import sample_texts

KINDS = ("simplified page", "folded page", "simplified page", "traditional", "dirty", "simplified page", "folded page")
"What the data set is made of, in this order again and again: texts of about 5 KB."


def rows() -> Iterator[bytes]:
    """Rows without an end, the same ones every time."""
    number = 0
    for seed in count():
        for texts in zip(*(sample_texts(kind, 40, seed) for kind in KINDS), strict=True):
            for text in texts:
                row = {"id": f"row-{number}", "text": text, "url": f"https://www.example.org/{number}.html"}
                yield json.dumps(row, ensure_ascii=False).encode() + b"\n"
                number += 1


def write_rows(path: Path, size: int) -> None:
    """Write whole rows until there are `size` bytes of them."""
    with path.open("wb") as file:
        for row in rows():
            if file.tell() >= size:
                return
            file.write(row)


def memory(process: int) -> dict[int, int]:
    """For a process and all below it the most memory each has had so far, in bytes."""
    found: dict[int, int] = {}
    waiting = [process]
    while waiting:
        one = waiting.pop()
        try:
            status = Path(f"/proc/{one}/status").read_text()
            waiting += map(int, Path(f"/proc/{one}/task/{one}/children").read_text().split())
        except OSError:
            continue
        found[one] = next((int(line.split()[1]) << 10 for line in status.splitlines() if line.startswith("VmHWM")), 0)
    return found


def main() -> None:
    """Make the data where it is not yet there, clean it, and print what that took."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--jobs", default="1")
    parser.add_argument("--engine", default="pool")
    given = parser.parse_args()
    data = given.folder / f"rows-{given.megabytes}.jsonl"
    given.folder.mkdir(parents=True, exist_ok=True)
    if not data.exists():
        write_rows(data, given.megabytes * 10**6)
    out = given.folder / f"out-{given.engine}-{given.jobs}"
    command = [sys.executable, "-m", "cleaner", "run", str(data), "-o", str(out), "--isolated", "--quiet"]
    most: dict[int, int] = {}
    start = time.monotonic()
    with subprocess.Popen([*command, "--jobs", given.jobs, "--engine", given.engine]) as running:
        while running.poll() is None:
            for process, size in memory(running.pid).items():
                most[process] = max(most.get(process, 0), size)
            time.sleep(0.2)
    seconds = time.monotonic() - start
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = spent.ru_utime + spent.ru_stime
    size = data.stat().st_size / 1e6
    print(f"{given.engine}, {given.jobs} workers, exit code {running.returncode}, load {os.getloadavg()[0]:.1f}")
    print(f"{size:.0f} MB in {seconds:.0f} s: {size / seconds:.2f} MB/s; {cpu:.0f} s of CPU: {size / cpu:.2f} MB/CPU s")
    print("MB of memory at most:", " ".join(f"{value / 1e6:.0f}" for value in sorted(most.values(), reverse=True)))


if __name__ == "__main__":
    main()
