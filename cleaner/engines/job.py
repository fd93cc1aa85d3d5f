"""One job: the documents of one worker, read, cleaned and written to a part of the output."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from cleaner.engines.done import Done, forget, write_done
from cleaner.engines.journal import open_journal
from cleaner.engines.shard import Output, Shard, open_shard, write
from cleaner.errors import RestoreError
from cleaner.formats.html import filled
from cleaner.formats.inputs import InputFile
from cleaner.formats.read import Piece, Reading, read
from cleaner.formats.record import Content, Record, Refused
from cleaner.pipeline import Cleaner, Settings
from cleaner.report.html import Limits, Report
from cleaner.report.ledger import LedgerWriter
from cleaner.report.stats import Failed
from cleaner.text.document import Document
from cleaner.verdicts import metadata_of, verdicts_of

MAX_NAMED = 5
"Empty documents of a job, or of a run, that are named."
MOST_NAMED = 1000
"Rejected rows of one job that the manifest names; `rejected.jsonl` has all of them."


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker needs to know: settings and paths, never text."""

    pieces: tuple[Piece, ...]
    folder: Path
    "The unfinished output folder; the job writes `text/` files and the parts that carry its number."
    number: int
    reading: Reading = field(default_factory=Reading)
    of: int = 1
    "How many jobs the run has."
    output: Output = field(default_factory=Output)
    refused: Mapping[str, str] = field(default_factory=dict)
    "Documents by path that must not be cleaned, and why."

    def key(self, fingerprint: str) -> str:
        """Digest of all that decides what the job writes, but for what is in its files."""
        said = (fingerprint, self.pieces, self.reading, replace(self.output, schema=str(self.output.schema)), self.of)
        return sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()


def run_job(job: Job, cleaner: Cleaner) -> None:
    """Clean the job's documents, write them, and mark the job as finished.

    A document that fails is recorded, the others go on.
    """
    forget(job.folder, job.number)
    write_done(job.folder, job.number, _Run(job, cleaner).done())


class _Run:
    """One job at work."""

    def __init__(self, job: Job, cleaner: Cleaner) -> None:
        self._job, self._cleaner = job, cleaner
        self._report = Report(cleaner.rules, Limits.of_job(job.of))
        self._inputs: list[dict[str, Any]] = []
        self._failed: list[Failed] = []
        self._empty: list[str] = []
        self._empties = 0
        self._note: Callable[[str], object] = print

    def done(self) -> Done:
        """Do the job, and say what was done."""
        job = self._job
        ledger = LedgerWriter(self._cleaner.rules, self._cleaner.fingerprint)
        with open_shard(job.folder, job.number, ledger, job.output) as shard, open_journal(job) as note:
            self._note = note
            for piece in job.pieces:
                for found in read(piece, job.reading):
                    self._take(found, piece.file, shard)
        failed, empty = tuple(self._failed), tuple(self._empty)
        key = job.key(self._cleaner.fingerprint)
        return Done(key, self._report, tuple(self._inputs), failed, empty, self._empties)

    def _take(self, found: Record | Refused | Content, file: InputFile, shard: Shard) -> None:
        """Clean and write one document, or record why there is none."""
        if isinstance(found, Content):
            self._inputs.append({"path": found.path, "content_sha256": found.sha256})
            return
        if isinstance(found, Record):
            found = self._admitted(found)
        if isinstance(found, Refused):
            if not found.is_row or len(self._failed) < MOST_NAMED:
                self._failed.append(Failed(found.path, found.reason))
            self._report.stats.failed += 1
            if found.is_row:
                shard.refuse(found)
            return
        self._note(found.path)
        document = self._clean(found)
        if found.metadata:
            document = replace(document, metadata=filled(document.metadata, found.metadata))
        counted = self._report.add(document)
        digest = shard.add(found, document, counted)
        if found.row is None:
            self._inputs.append(_manifest_row(found, digest))
            if not found.source.reversible:
                write(self._job.folder / "originals" / file.name, file.path.read_bytes())
        if not document.text:
            self._empties += 1
            if len(self._empty) < MAX_NAMED:
                self._empty.append(document.path)

    def _admitted(self, record: Record) -> Record | Refused:
        """The record, or why it may not become a document."""
        reason = self._job.refused.get(record.path, "")
        if not reason and self._job.output.attach and record.row is not None:
            reason = record.row.no_room()
        if not reason:
            return record
        return Refused(record.path, reason, record.row.raw if record.row else b"", is_row=record.row is not None)

    def _clean(self, record: Record) -> Document:
        """The cleaned document; where cleaning fails, the document unchanged, marked and recorded."""
        source = record.source
        try:
            return self._cleaner.clean_source(source, record.id, record.path, record.site)
        except RestoreError as error:
            reason = str(error)
        except Exception as error:  # a fault of ours in one document must not take the run down, nor lose the document
            reason = f"internal error, {type(error).__name__}: {error}; please report it"
        self._failed.append(Failed(record.path, f"written unchanged: {reason}"))
        self._report.stats.failed += 1
        verdicts = {**verdicts_of({}, (), source.text, source.text), "status": "rejected"}
        return Document(record.id, source, source.text, (), metadata_of((), source.text), verdicts, record.path)


def _manifest_row(record: Record, digest: str) -> dict[str, Any]:
    source = record.source
    return {
        "path": record.path,
        "id": record.id,
        "sha256": source.sha256,
        "bytes": source.size,
        "encoding": source.encoding,
        "output": f"text/{record.output}",
        "output_sha256": digest,
    }


@lru_cache(maxsize=1)
def _compiled(settings: Settings) -> Cleaner:
    """The cleaner of this process, compiled for its first job."""
    return Cleaner(settings)


def work(job: Job, settings: Settings) -> None:
    """Run a job in a worker process."""
    run_job(job, _compiled(settings))


def as_json(value: object) -> bytes:
    """Readable JSON with a final newline, for manifest and report."""
    return json.dumps(value, ensure_ascii=True, indent=1).encode("ascii") + b"\n"
