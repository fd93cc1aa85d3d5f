"""Ids that stand twice: found after all rows are written, in memory that does not grow with them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from cleaner.engines.shard import ID_SIZE, IDS, part

AT_ONCE = 2_000_000
"Ids compared in one pass."


def find_doubled(folder: Path, jobs: int) -> dict[int, dict[str, str]]:
    """For each job with such rows: the rows whose id an earlier row has, and what is wrong with them."""
    sizes = [part(folder, IDS, number).stat().st_size // ID_SIZE for number in range(jobs)]
    passes = -(-sum(sizes) // AT_ONCE)
    found: dict[int, set[int]] = {}
    for bucket in range(passes):
        seen: set[bytes] = set()
        for number in range(jobs):
            for row, digest in enumerate(_digests(part(folder, IDS, number))):
                if passes > 1 and int.from_bytes(digest[:4]) % passes != bucket:
                    continue
                if digest in seen:
                    found.setdefault(number, set()).add(row)
                seen.add(digest)
    return {number: dict(_named(part(folder, "ledger", number), rows)) for number, rows in sorted(found.items())}


def _digests(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while digest := file.read(ID_SIZE):
            yield digest


def _named(ledger: Path, rows: set[int]) -> Iterator[tuple[str, str]]:
    """Path and reason of the documents on some lines of a ledger."""
    with ledger.open("rb") as lines:
        for number, line in enumerate(lines):
            if number in rows:
                row = json.loads(line)
                yield row["path"], f"another row before it has the id {row['id']!r}; give every row its own"
