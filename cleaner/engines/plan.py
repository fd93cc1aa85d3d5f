"""The plan of a run: which job reads what. It depends on the inputs alone, never on the number of workers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cleaner.errors import InputError
from cleaner.formats.inputs import InputFile
from cleaner.formats.kinds import ROWS, kind_of
from cleaner.formats.read import PIECE, Piece, cut

FEWEST, MOST = 16, 200
"Text files are cut into at least so many jobs, of at most so many files."
PACKED = 4
"Bytes that one byte of a packed file is taken for."


@dataclass(frozen=True, slots=True)
class Plan:
    """What the jobs of a run read."""

    jobs: tuple[tuple[Piece, ...], ...]
    files: tuple[dict[str, Any], ...]
    "One row of the manifest for each file of rows."
    has_rows: bool
    "True where the documents are rows of data sets; their rows come out again, with other texts."


def plan(items: Sequence[InputFile]) -> Plan:
    """The jobs for some inputs. Raises InputError where rows and whole files would come into one data set."""
    rows = [item for item in items if kind_of(item.path) in ROWS]
    if not rows:
        size = max(1, min(MOST, -(-len(items) // FEWEST)))
        pieces = [Piece(item) for item in items]
        return Plan(tuple(tuple(pieces[at : at + size]) for at in range(0, len(pieces), size)), (), has_rows=False)
    if len(rows) < len(items):
        other = next(item for item in items if item not in rows)
        raise InputError(
            f"{rows[0].path} holds rows of a data set, {other.path} is a document: they do not go into one data set; "
            f"run them apart, with --glob '*{rows[0].path.suffix}' for example"
        )
    return _plan_rows(rows)


def _plan_rows(items: Sequence[InputFile]) -> Plan:
    """Small files share a job, big ones are cut."""
    jobs: list[tuple[Piece, ...]] = []
    files: list[dict[str, Any]] = []
    waiting: list[Piece] = []
    size = 0
    for item in items:
        try:
            found = cut(item)
        except InputError as error:
            waiting.append(Piece(item, problem=str(error).removeprefix(f"{item.path}: ")))
            continue
        files.append({"path": item.name, "sha256": found.sha256, "bytes": found.size})
        for piece in found.pieces:
            weight = piece.size if piece.size >= 0 else PACKED * found.size
            if waiting and (size + weight > PIECE or len(waiting) == MOST):
                jobs.append(tuple(waiting))
                waiting, size = [], 0
            waiting.append(piece)
            size += weight
    if waiting:
        jobs.append(tuple(waiting))
    return Plan(tuple(jobs), tuple(files), has_rows=True)
