"""The files that one job writes: its part of the data set, of the ledger, and of what goes with them."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from hashlib import blake2b, sha256
from pathlib import Path
from typing import IO, Any

from cleaner.formats.compress import SUFFIXES, open_output
from cleaner.formats.record import Record, Refused
from cleaner.report.ledger import LedgerWriter, dump, text_bytes
from cleaner.report.stats import DocumentStats
from cleaner.text.document import Document

KINDS = ("documents", "ledger", "attributes", "rejected")
"Files of a run that jobs write in parts."
FORMATS = ("jsonl", "jsonl.gz", "jsonl.zst")


@dataclass(frozen=True, slots=True)
class Output:
    """How the data set is written."""

    format: str = "jsonl"
    "One of `FORMATS`."
    attach: bool = False
    "What was found in a row goes into the row under the key `cleaner`, not beside it."

    def name(self, kind: str) -> str:
        """Path of one of `KINDS` in the folder of the run."""
        if kind == "attributes":
            return f"attributes/cleaner/documents.{self.format}"
        return f"documents.{self.format}" if kind == "documents" else f"{kind}.jsonl"

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

    def add(self, record: Record, document: Document, counted: DocumentStats) -> str:
        """Write a document everywhere; returns the SHA-256 of its clean text. Raises InputError before it writes."""
        raw = text_bytes(document.text)
        digest = sha256(raw).hexdigest()
        line = self.ledger.line(document, record.output, digest)
        if record.row is None:
            write(self.folder / "text" / record.output, raw)
            self.files["documents"].write(dump(file_row(document, counted)))
        else:
            findings = _findings(document, counted)
            row = record.row.with_text(document.text, dump(findings).decode().rstrip("\n") if self.attach else "")
            note = record.row.ledger_note(document.source.text)
            line = line[:-2] + b',"row":' + (note or "{}").encode() + b"}\n"
            self.files["documents"].write(row.encode() + b"\n")
            if not self.attach:
                sidecar = {"id": document.id, "source": document.path, "attributes": findings}
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
        files: dict[str, IO[bytes]] = {
            kind: stack.enter_context(open_output(part(folder, kind, number), output.suffix(kind)))
            for kind in (*KINDS, IDS)
        }
        yield Shard(folder, ledger, files, output.attach)


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


def _findings(document: Document, stats: DocumentStats) -> dict[str, Any]:
    """What was found in a document that came as a row; keys and types are the same for all."""
    return {"metadata": document.metadata, "verdicts": document.verdicts, "stats": _counts(stats)}


def _counts(stats: DocumentStats) -> dict[str, Any]:
    return {key: value for key, value in stats.to_json().items() if key != "rules"}
