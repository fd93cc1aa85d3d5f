"""The way back for rows: the clean row of a data set and its ledger line together give the row that came in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from cleaner.errors import InputError, RestoreError
from cleaner.formats.compress import open_stream, unpacking
from cleaner.formats.jsonl import rebuilt
from cleaner.formats.jsonrow import JsonRow, parse_row
from cleaner.formats.record import Keys
from cleaner.report.replay import document_of, read_lines, reading, row_of
from cleaner.text.document import Document


@dataclass(frozen=True, slots=True)
class RowRun:
    """A run over data sets: where it lies and how its rows were read."""

    folder: Path
    keys: Keys
    documents: Path
    attached: bool
    files: tuple[tuple[str, str], ...]
    "Name of each input and SHA-256 of what is in it."


@dataclass(frozen=True, slots=True)
class Pair:
    """A clean row and its document."""

    row: JsonRow
    document: Document
    note: dict[str, str]
    "What the ledger says of the bytes of the row."

    def original(self) -> bytes:
        """The bytes of the row as it came, with its line break."""
        return rebuilt(self.row, self.document.source.text, self.note)


def row_run(folder: Path) -> RowRun | None:
    """The run in `folder`, where it was one over rows; None where there is none, or its documents came as files."""
    try:
        manifest = json.loads((folder / "manifest.json").read_bytes())
        said = manifest["rows"]
        inputs = manifest["inputs"]
        files = tuple((str(file["path"]), str(file.get("content_sha256", file["sha256"]))) for file in inputs)
        documents = folder / f"documents.{said['format']}"
        return RowRun(folder, Keys(said["text_key"], said["id_key"]), documents, bool(said["attached"]), files)
    except (OSError, ValueError, LookupError, TypeError):
        return None


def pairs(run: RowRun) -> Iterator[tuple[str, Pair | RestoreError]]:
    """The place of each row, `x.jsonl:12`, and the row with its document, or why there is none.

    Raises RestoreError where the files of the run cannot be read.
    """
    with _opened(run.documents) as documents:
        for place, line in read_lines(run.folder / "ledger.jsonl"):
            name = ""
            clean = documents.readline()
            try:
                ledger = row_of(place, line)
                name = ledger["path"]
                yield name, pair_of(run, ledger, clean)
            except RestoreError as error:
                yield name, error


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        with unpacking(path), open_stream(path) as documents:
            yield documents
    except InputError as error:
        raise RestoreError(f"{error}; the clean rows are needed") from error


def pair_of(run: RowRun, ledger: dict[str, Any], clean: bytes) -> Pair:
    """A line of the ledger and the line of the data set that belongs to it. Raises RestoreError where it does not."""
    path = str(ledger["path"])
    with reading(path):
        try:
            row = parse_row(clean.decode("utf-8").rstrip("\n"), run.keys)
            if run.attached:
                row = parse_row(row.detached(), run.keys)
        except InputError as error:
            where = f"{path}: its row in {run.documents.name}"
            raise RestoreError(f"{where} {error}; the file was changed, run again") from None
        return Pair(row, document_of(ledger, row.text.encode("utf-8")), ledger["row"])


def find_pair(run: RowRun, id: str) -> Pair:
    """The row with an id. Raises RestoreError where there is none."""
    quoted = json.dumps(id, ensure_ascii=False)[1:-1].encode("utf-8", "replace")
    with _opened(run.documents) as documents:
        for place, line in read_lines(run.folder / "ledger.jsonl"):
            clean = documents.readline()
            if quoted in line[: len(quoted) + 40]:
                ledger = row_of(place, line)
                if ledger["id"] == id:
                    return pair_of(run, ledger, clean)
    raise RestoreError(f"{run.folder / 'ledger.jsonl'}: holds no document with the id {id!r}; give one of that run")
