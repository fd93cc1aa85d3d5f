"""The plan of a run: which job reads what. It depends on the inputs alone, never on the number of workers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cleaner.errors import InputError, MissingExtraError
from cleaner.formats.inputs import InputFile
from cleaner.formats.kinds import ROWS, kind_of
from cleaner.formats.read import PIECE, Piece, cut
from cleaner.formats.record import Keys

FEWEST, MOST = 16, 200
"Text files are cut into at least so many jobs, of at most so many files."


@dataclass(frozen=True, slots=True)
class Plan:
    """What the jobs of a run read."""

    jobs: tuple[tuple[Piece, ...], ...]
    files: tuple[dict[str, Any], ...]
    "One row of the manifest for each file of rows."
    weights: tuple[int, ...]
    "For each job about how many bytes it reads."
    has_rows: bool
    "True where the documents are rows of data sets; their rows come out again, with other texts."
    schema: Any = None
    "Of the rows, where all of them come from Parquet."


def plan(items: Sequence[InputFile], keys: Keys) -> Plan:
    """The jobs for some inputs. Raises InputError where rows and whole files would come into one data set."""
    rows = [item for item in items if kind_of(item.path) in ROWS]
    if not rows:
        size = max(1, min(MOST, -(-len(items) // FEWEST)))
        pieces = [Piece(item) for item in items]
        jobs = tuple(tuple(pieces[at : at + size]) for at in range(0, len(pieces), size))
        return Plan(jobs, (), tuple(sum(map(_size, job)) for job in jobs), has_rows=False)
    if len(rows) < len(items):
        other = next(item for item in items if item not in rows)
        raise InputError(
            f"{rows[0].path} holds rows of a data set, {other.path} is a document: they do not go into one data set; "
            f"run them apart, with --glob '*{rows[0].path.suffix}' for example"
        )
    return _plan_rows(rows, keys)


def _plan_rows(items: Sequence[InputFile], keys: Keys) -> Plan:
    """Small files share a job, big ones are cut."""
    jobs: list[tuple[Piece, ...]] = []
    weights: list[int] = []
    files: list[dict[str, Any]] = []
    waiting: list[Piece] = []
    schemas: list[tuple[InputFile, Any]] = []
    size = 0
    for item in items:
        try:
            found = cut(item, keys)
        except (InputError, MissingExtraError) as error:
            waiting.append(Piece(item, problem=str(error).removeprefix(f"{item.path}: ")))
            continue
        counted = {"rows": found.rows} if found.rows >= 0 else {}
        files.append({"path": item.name, "sha256": found.sha256, "bytes": found.size, **counted})
        schemas.append((item, found.schema))
        for piece, weight in zip(found.pieces, found.weights, strict=True):
            if waiting and (size + weight > PIECE or len(waiting) == MOST):
                jobs.append(tuple(waiting))
                weights.append(size)
                waiting, size = [], 0
            waiting.append(piece)
            size += weight
    if waiting:
        jobs.append(tuple(waiting))
        weights.append(size)
    return Plan(tuple(jobs), tuple(files), tuple(weights), has_rows=True, schema=_common(schemas))


def _size(piece: Piece) -> int:
    """Bytes of a file; 0 where it cannot be read."""
    try:
        return piece.file.path.stat().st_size
    except OSError:
        return 0


def _common(schemas: Sequence[tuple[InputFile, Any]]) -> Any:
    """The schema of all files; None where one is not Parquet. Raises InputError where two have different columns."""
    if not schemas or any(schema is None for _, schema in schemas):
        return None
    first, common = schemas[0]
    for file, schema in schemas:
        if not schema.equals(common):
            raise InputError(f"{first.path} and {file.path} have different columns; run them apart")
    return common
