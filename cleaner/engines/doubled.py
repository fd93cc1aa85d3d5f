"""Ids that stand twice: found after all rows are written, in memory that does not grow with them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from struct import Struct

from cleaner.engines.shard import ID_SIZE, IDS, part

AT_ONCE = 2_000_000
"Ids that are compared in memory, at about 100 bytes each."
MOST_FILES = 200
"Where there are more ids they are dealt out to so many files at most, each compared alone."
_ID = Struct(f"{ID_SIZE}s")
_PLACED = Struct(f"<{ID_SIZE}sIQ")
"The digest of an id, its job and its row."

Placed = tuple[bytes, int, int]


def find_doubled(folder: Path, jobs: int) -> dict[int, dict[str, str]]:
    """For each job with such rows: the rows whose id an earlier row has, and what is wrong with them."""
    parts = [part(folder, IDS, number) for number in range(jobs)]
    count = sum(path.stat().st_size for path in parts) // ID_SIZE
    found: dict[int, set[int]] = {}
    for some in _dealt(_placed(parts), min(MOST_FILES, -(-count // AT_ONCE)), folder):
        seen: set[bytes] = set()
        for digest, number, row in some:
            if digest in seen:
                found.setdefault(number, set()).add(row)
            seen.add(digest)
    return {number: dict(_named(part(folder, "ledger", number), rows)) for number, rows in sorted(found.items())}


def _placed(parts: Iterable[Path]) -> Iterator[Placed]:
    """All ids in the order of the rows."""
    for number, path in enumerate(parts):
        row = 0
        with path.open("rb") as file:
            while block := file.read(ID_SIZE << 12):
                for (digest,) in _ID.iter_unpack(block):
                    yield digest, number, row
                    row += 1


def _dealt(ids: Iterator[Placed], hands: int, folder: Path) -> Iterator[Iterable[Placed]]:
    """The ids in so many hands, equal ones in the same, each hand in their order: read once and written once."""
    if hands <= 1:
        yield ids
        return
    paths = [part(folder, "hand", number) for number in range(hands)]
    with ExitStack() as stack:
        files = [stack.enter_context(path.open("wb")) for path in paths]
        for placed in ids:
            files[int.from_bytes(placed[0][:4]) % hands].write(_PLACED.pack(*placed))
    for path in paths:
        with path.open("rb") as file:
            yield (_PLACED.unpack(one) for one in iter(lambda: file.read(_PLACED.size), b""))
        path.unlink()


def _named(ledger: Path, rows: set[int]) -> Iterator[tuple[str, str]]:
    """Path and reason of the documents on some lines of a ledger."""
    with ledger.open("rb") as lines:
        for number, line in enumerate(lines):
            if number in rows:
                row = json.loads(line)
                yield row["path"], f"another row before it has the id {row['id']!r}; give every row its own"
