"""Joining what the jobs wrote: the files of the run, in the order of the jobs."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from shutil import copyfileobj

from cleaner.engines.plan import Plan
from cleaner.engines.shard import KINDS, Output, part

SHARDED = ("documents", "attributes")
"Files that a run may write in shards."


def join(folder: Path, plan: Plan, output: Output) -> dict[str, list[str]]:
    """Write the files of the run from the parts of its jobs, which stay. For each kind the names of its files."""
    written: dict[str, list[str]] = {}
    wanted = {"documents", "ledger"} | ({"attributes"} if plan.has_rows and not output.attach else set())
    for kind in KINDS:
        pieces = [part(folder, kind, number) for number in range(len(plan.jobs))]
        if kind not in wanted and (kind == "attributes" or not any(piece.stat().st_size for piece in pieces)):
            continue
        if output.shard_size and kind in SHARDED:
            shards = shards_of(plan.weights, output.shard_size)
            names = [output.shard_name(kind, number) for number in range(len(shards))]
        else:
            shards, names = [range(len(pieces))], [output.name(kind)]
        join_one = _joiner(pieces, Path(names[0]).suffix, output)
        for shard, name in zip(shards, names, strict=True):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).unlink(missing_ok=True)  # of a run that died while it joined
            join_one(pieces[shard.start : shard.stop], folder / name)
        written[kind] = names
    return written


def shards_of(weights: Sequence[int], size: int) -> list[range]:
    """Jobs in a row that make a shard of at least `size` bytes of input; the last may be smaller.

    >>> shards_of([5, 5, 9, 1], 8)
    [range(0, 2), range(2, 3), range(3, 4)]
    """
    shards: list[range] = []
    start = total = 0
    for number, weight in enumerate(weights, 1):
        total += weight
        if total >= size or number == len(weights):
            shards.append(range(start, number))
            start, total = number, 0
    return shards or [range(0)]


def _joiner(pieces: list[Path], suffix: str, output: Output) -> Callable[[list[Path], Path], None]:
    """A function that makes one file of some of the pieces."""
    if suffix != ".parquet":
        return _join_bytes
    if output.schema is not None:
        from cleaner.formats.parquet_write import join_parquet

        return partial(join_parquet, schema=output.schema)
    from cleaner.formats.tables import columns_of, write_parquet

    return partial(write_parquet, columns=columns_of(pieces))


def _join_bytes(pieces: list[Path], out: Path) -> None:
    """One file of some pieces, in order. Packed pieces behind each other are a packed file."""
    if len(pieces) == 1:
        with suppress(OSError):  # not every file system has two names for a file
            os.link(pieces[0], out)
            return
    with out.open("wb") as whole:
        for piece in pieces:
            with piece.open("rb") as lines:
                copyfileobj(lines, whole, 1 << 20)
