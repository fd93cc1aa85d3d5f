"""The files that one job writes: its part of the data set, of the ledger, and of what goes with them."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from hashlib import blake2b, sha256
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from cleaner.formats.compress import SUFFIXES, open_output
from cleaner.formats.parquet import ParquetRow
from cleaner.formats.record import Record, Refused
from cleaner.report.ledger import LedgerWriter, dump, text_bytes
from cleaner.report.stats import DocumentStats
from cleaner.text.document import Document, Source
from cleaner.verdicts import metadata_of, verdicts_of

if TYPE_CHECKING:
    from cleaner.formats.parquet_write import ParquetPart

KINDS = ("documents", "ledger", "attributes", "rejected")
"Files of a run that jobs write in parts."
FORMATS = ("jsonl", "jsonl.gz", "jsonl.zst", "parquet")


@dataclass(frozen=True, slots=True)
class Output:
    """How the data set is written."""

    format: str = ""
    "One of `FORMATS`; empty for Parquet where all inputs are, and else for JSON Lines."
    attach: bool = False
    "What was found in a row goes into the row under the key `cleaner`, not beside it."
    shard_size: int = 0
    "Bytes of input that one shard of the data set has at least; 0 for one file."
    schema: Any = None
    "Where rows go from Parquet to Parquet: that of the rows that come out."

    def settled(self, schema: Any) -> Output:
        """The same for inputs whose rows have a schema, or None, and with a format."""
        chosen = self.format or ("jsonl" if schema is None else "parquet")
        if chosen != "parquet" or schema is None:
            return replace(self, format=chosen)
        from cleaner.formats.parquet_write import with_findings

        empty = Document("", Source.of_text(""), "", (), metadata_of((), ""), verdicts_of({}, (), "", ""))
        found = plain_findings(empty, DocumentStats.of(empty))
        return replace(self, format=chosen, schema=with_findings(schema, found) if self.attach else schema)

    def name(self, kind: str) -> str:
        """Path of one of `KINDS` in the folder of the run."""
        if kind == "attributes":
            return f"attributes/cleaner/documents.{'jsonl' if self.format == 'parquet' else self.format}"
        return f"documents.{self.format}" if kind == "documents" else f"{kind}.jsonl"

    def shard_name(self, kind: str, number: int) -> str:
        """The same for a shard: `documents/part-00000.jsonl`."""
        folder, _, ending = self.name(kind).rpartition("documents.")
        return f"{folder or 'documents/'}part-{number:05}.{ending}"

    def suffix(self, kind: str) -> str:
        """How it is packed: `.gz`, `.zst`, or not at all."""
        suffix = Path(self.name(kind)).suffix
        return suffix if suffix in SUFFIXES else ""


IDS = "ids"
"The part that holds the digests of all ids of rows, `ID_SIZE` bytes each; no file of the run."
ID_SIZE = 16


def part(folder: Path, kind: str, number: int) -> Path:
    """Path of what job `number` writes for one of `KINDS`, or for `IDS`."""
    return folder / f".{kind}-{number:06}"


@dataclass(frozen=True, slots=True)
class Shard:
    """The open parts of one job."""

    folder: Path
    ledger: LedgerWriter
    files: dict[str, IO[bytes]]
    attach: bool
    table: ParquetPart | None = None
    "Takes the rows where they go from Parquet to Parquet; `documents` is not among the files then."
    to_table: bool = False
    "True where the rows end in Parquet."

    def add(self, record: Record, document: Document, counted: DocumentStats) -> str:
        """Write a document everywhere; returns the SHA-256 of its clean text. Raises InputError before it writes."""
        raw = text_bytes(document.text)
        digest = sha256(raw).hexdigest()
        line = self.ledger.line(document, record.output, digest)
        if record.row is None:
            write(self.folder / "text" / record.output, raw)
            self.files["documents"].write(dump(file_row(document, counted)))
        else:
            found = findings(document, counted)
            note = record.row.ledger_note(document, self.to_table)
            line = line[:-2] + b',"row":' + (note or "{}").encode() + b"}\n"
            if self.table is not None:
                assert isinstance(record.row, ParquetRow)
                self.table.add(record.row, document.text, plain_findings(document, counted) if self.attach else None)
            else:
                row = record.row.cleaned(document, dump(found).decode().rstrip("\n") if self.attach else "")
                self.files["documents"].write(row.encode() + b"\n")
            if not self.attach:
                sidecar = {"id": document.id, "source": document.path, "attributes": found}
                self.files["attributes"].write(dump(sidecar))
            self.files[IDS].write(id_digest(document.id))
        self.files["ledger"].write(line)
        return digest

    def refuse(self, refused: Refused) -> None:
        """Keep a row that is no document, as it came: as text, or as base64 where it is no UTF-8."""
        try:
            raw, is_base64 = refused.raw.decode("utf-8"), False
        except UnicodeDecodeError:
            raw, is_base64 = b64encode(refused.raw).decode(), True
        row = {"path": refused.path, "reason": refused.reason, "raw": raw, "base64": is_base64}
        self.files["rejected"].write(dump(row))


@contextmanager
def open_shard(folder: Path, number: int, ledger: LedgerWriter, output: Output) -> Iterator[Shard]:
    """The parts of job `number`, open for writing."""
    with ExitStack() as stack:
        kinds = (*KINDS, IDS) if output.schema is None else (*KINDS[1:], IDS)
        files: dict[str, IO[bytes]] = {
            kind: stack.enter_context(open_output(part(folder, kind, number), output.suffix(kind))) for kind in kinds
        }
        table = None
        if output.schema is not None:
            from cleaner.formats.parquet_write import open_part

            table = stack.enter_context(open_part(part(folder, "documents", number), output.schema))
        yield Shard(folder, ledger, files, output.attach, table, output.format == "parquet")


def id_digest(id: str) -> bytes:
    """What stands for an id where all ids of a run are compared."""
    return blake2b(text_bytes(id), digest_size=ID_SIZE).digest()


def write(path: Path, raw: bytes) -> None:
    """Write a file, with the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)


def file_row(document: Document, stats: DocumentStats) -> dict[str, Any]:
    """The row of a document that came as a file: fixed keys in fixed order with fixed types."""
    source = document.source
    return {
        "id": document.id,
        "path": document.path,
        "text": document.text,
        "metadata": document.metadata,
        "verdicts": document.verdicts,
        "source": {"sha256": source.sha256, "encoding": source.encoding, "bytes": source.size},
        "stats": _counts(stats),
    }


def findings(document: Document, stats: DocumentStats) -> dict[str, Any]:
    """What was found in a document: tables `metadata`, `verdicts` and `stats`; keys and types are the same for all."""
    return {"metadata": document.metadata, "verdicts": document.verdicts, "stats": _counts(stats)}


def plain_findings(document: Document, stats: DocumentStats) -> Any:
    """The same in lists and tables of Python's own."""
    return json.loads(dump(findings(document, stats)))


def _counts(stats: DocumentStats) -> dict[str, Any]:
    return {key: value for key, value in stats.to_json().items() if key != "rules"}
