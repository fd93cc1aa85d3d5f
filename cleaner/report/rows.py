"""The way back for rows: the clean row of a data set and its ledger line together give the row that came in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from cleaner.errors import InputError, RestoreError
from cleaner.formats.compress import open_stream, unpacking
from cleaner.formats.jsonl import clean_text, rebuilt
from cleaner.formats.jsonrow import JsonRow, parse_row
from cleaner.formats.parquet import ParquetRow, read_parquet
from cleaner.formats.record import Keys, Record, Refused
from cleaner.report.replay import document_of, inside, read_lines, reading, row_of
from cleaner.text.document import Document


@dataclass(frozen=True, slots=True)
class InputRows:
    """A file of rows that was read."""

    name: str
    sha256: str
    "Of what is in it, unpacked."
    rows: int
    "How many rows a Parquet file has; -1 for another."


@dataclass(frozen=True, slots=True)
class RowRun:
    """A run over data sets: where it lies and how its rows were read."""

    folder: Path
    keys: Keys
    documents: tuple[str, ...]
    "Files of the data set, in the folder."
    attached: bool
    files: tuple[InputRows, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A clean row and its document."""

    row: JsonRow | ParquetRow
    document: Document
    note: dict[str, Any]
    "What the ledger says of the bytes of the row."
    keys: Keys

    def checked_text(self) -> str:
        """The original text. Raises RestoreError where it does not meet its digest."""
        source = self.document.source
        if sha256(source.encode()).hexdigest() != source.sha256:
            raise RestoreError(f"{self.document.path}: the restored text does not meet its digest; run again")
        return source.text

    def original(self) -> bytes:
        """The bytes of the row as it came, with its line break; of a row that came from Parquet only the values."""
        text = self.document.source.text
        row = parse_row(self.note["line"], self.keys) if "line" in self.note else self.row
        if isinstance(row, JsonRow):
            return rebuilt(row, text, self.note)
        return row.with_text(text).encode() + b"\n"


def row_run(folder: Path) -> RowRun | None:
    """The run in `folder`, where it was one over rows; None where there is none, or its documents came as files."""
    try:
        manifest = json.loads((folder / "manifest.json").read_bytes())
        said = manifest["rows"]
        inputs = manifest["inputs"]
        files = tuple(
            InputRows(str(file["path"]), str(file.get("content_sha256", file["sha256"])), int(file.get("rows", -1)))
            for file in inputs
        )
        documents = tuple(map(str, said["documents"]))
        return RowRun(folder, Keys(said["text_key"], said["id_key"]), documents, bool(said["attached"]), files)
    except (OSError, ValueError, LookupError, TypeError):
        return None


def pairs(run: RowRun) -> Iterator[tuple[str, Pair | RestoreError]]:
    """The place of each row, `x.jsonl:12`, and the row with its document, or why there is none.

    Raises RestoreError where the files of the run cannot be read.
    """
    documents = _clean_rows(run)
    for place, line in read_lines(run.folder / "ledger.jsonl"):
        name = ""
        clean = next(documents, b"")
        try:
            ledger = row_of(place, line)
            name = ledger["path"]
            yield name, pair_of(run, ledger, clean)
        except RestoreError as error:
            yield name, error


def _clean_rows(run: RowRun) -> Iterator[bytes | Record | Refused]:
    """The rows of the data set: lines, or rows of Parquet. Raises RestoreError."""
    try:
        for name in run.documents:
            path = inside(run.folder, name)
            if path.suffix == ".parquet":
                yield from read_parquet(path, name, run.keys, None, 1)
            else:
                with unpacking(path), open_stream(path) as lines:
                    yield from iter(lines.readline, b"")
    except InputError as error:
        raise RestoreError(f"{error}; the clean rows are needed") from error


def pair_of(run: RowRun, ledger: dict[str, Any], clean: bytes | Record | Refused) -> Pair:
    """A line of the ledger and the line of the data set that belongs to it. Raises RestoreError where it does not."""
    path = str(ledger["path"])
    with reading(path):
        if isinstance(clean, Refused):
            raise RestoreError(f"{path}: its row in the data set: {clean.reason}; run again")
        if isinstance(clean, Record):
            assert isinstance(clean.row, ParquetRow)
            return Pair(clean.row, document_of(ledger, clean.source.text.encode("utf-8")), ledger["row"], run.keys)
        try:
            row = parse_row(clean.decode("utf-8").rstrip("\n"), run.keys)
            if run.attached:
                row = parse_row(row.detached(), run.keys)
        except InputError as error:
            where = f"{path}: its row in the data set"
            raise RestoreError(f"{where} {error}; the file was changed, run again") from None
        return Pair(row, document_of(ledger, clean_text(row, ledger["row"]).encode("utf-8")), ledger["row"], run.keys)


def find_pair(run: RowRun, id: str) -> Pair:
    """The row with an id. Raises RestoreError where there is none."""
    quoted = json.dumps(id, ensure_ascii=False)[1:-1].encode("utf-8", "replace")
    documents = _clean_rows(run)
    for place, line in read_lines(run.folder / "ledger.jsonl"):
        clean = next(documents, b"")
        if quoted in line[: len(quoted) + 40]:
            ledger = row_of(place, line)
            if ledger["id"] == id:
                return pair_of(run, ledger, clean)
    raise RestoreError(f"{run.folder / 'ledger.jsonl'}: holds no document with the id {id!r}; give one of that run")
