"""Restoring files of rows: the lines of ledger and data set, and the rejected ones, in the order they came in."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterator
from hashlib import sha256
from heapq import merge
from itertools import groupby
from pathlib import Path, PurePath

from cleaner.errors import RestoreError
from cleaner.formats.compress import open_output
from cleaner.formats.kinds import kind_of
from cleaner.report.replay import inside, reading
from cleaner.report.rows import Pair, RowRun, pairs
from cleaner.report.stats import Failed

ARCHIVE = "is not put together again from its pages; the file itself is the original"
Place = tuple[int, int]
"Number of the file in the run, number of the line in it."


def restore_rows(run: RowRun, out: Path) -> tuple[int, list[Failed]]:
    """Write the files of a run over rows to `out`; how many came back byte for byte, and what did not.

    A file that lost rows is written with those that are left, and named.
    """
    numbers = {file.name: number for number, file in enumerate(run.files)}
    archives = {file.name for file in run.files if kind_of(PurePath(file.name)) == "warc"}
    failed = [Failed(name, ARCHIVE) for name in sorted(archives)]
    both = merge(_clean(run, numbers, failed), _rejected(run, numbers, failed), key=lambda item: item[0])
    found: set[str] = set()
    for number, lines in groupby(both, key=lambda item: item[0][0]):
        name = run.files[number].name
        found.add(name)
        if name in archives:
            continue
        if not _write(inside(out, name), (raw for _, raw in lines), run.files[number].sha256):
            failed.append(Failed(name, "not all of its rows could be restored; the others stand in the file"))
    others = [file for file in run.files if file.name not in found | archives]
    lost = [file.name for file in others if not _write(inside(out, file.name), (), file.sha256)]
    failed += [Failed(name, "none of its rows stands in the ledger; run again") for name in lost]
    whole = len(run.files) - len({failure.path for failure in failed} & numbers.keys())
    return whole, failed


def _write(path: Path, lines: Iterator[bytes] | tuple[bytes, ...], digest: str) -> bool:
    """Write a file, packed as its name says; True where `digest` is the SHA-256 of what is in it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    hashed = sha256()
    with open_output(path, path.suffix.lower()) as file:
        for line in lines:
            hashed.update(line)
            file.write(line)
    return hashed.hexdigest() == digest


def _clean(run: RowRun, numbers: dict[str, int], failed: list[Failed]) -> Iterator[tuple[Place, bytes]]:
    """The original lines of the documents, by place."""
    for path, pair in pairs(run):
        try:
            if isinstance(pair, RestoreError):
                raise pair
            yield _place(path, numbers), _original(pair)
        except RestoreError as error:
            failed.append(Failed(path, str(error)))


def _original(pair: Pair) -> bytes:
    with reading(pair.document.path):
        pair.checked_text()
        return pair.original()


def _rejected(run: RowRun, numbers: dict[str, int], failed: list[Failed]) -> Iterator[tuple[Place, bytes]]:
    """The rows that were rejected, by place."""
    path = run.folder / "rejected.jsonl"
    if not path.is_file():
        return
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            try:
                with reading(f"{path}:{number}"):
                    row = json.loads(line)
                    raw = b64decode(row["raw"]) if row["base64"] else str(row["raw"]).encode("utf-8")
                    place = _place(row["path"], numbers)
            except RestoreError as error:
                failed.append(Failed("", str(error)))
                continue
            yield place, raw


def _place(path: str, numbers: dict[str, int]) -> Place:
    """Where the row `x.jsonl:12` stood. Raises RestoreError."""
    name, _, line = path.rpartition(":")
    if name not in numbers or not line.isdecimal():
        raise RestoreError(f"{path}: the manifest names no such file; the ledger is damaged, run again")
    return numbers[name], int(line)
