"""One job: the documents of one worker, read, cleaned and written to a part of the output."""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from itertools import repeat
from pathlib import Path
from typing import Any

from cleaner.engines.attempt import attempt
from cleaner.engines.done import Done, forget, write_done
from cleaner.engines.folder import held_by_worker
from cleaner.engines.journal import Entry, open_journal
from cleaner.engines.limit import SLOW, TooLong, timer
from cleaner.engines.shard import Output, Shard, open_shard, write
from cleaner.formats.html import filled
from cleaner.formats.inputs import InputFile
from cleaner.formats.parquet import ParquetRow
from cleaner.formats.read import Piece, Reading, read
from cleaner.formats.record import Content, Record, Refused, Rest
from cleaner.pipeline import BATCH, BATCH_SIZE, Cleaner, Incoming, Settings
from cleaner.report.html import Limits, Report
from cleaner.report.ledger import LedgerWriter
from cleaner.report.stats import Failed
from cleaner.text.document import Document

MAX_NAMED = 5
"Empty documents of a job, or of a run, that are named."
UNREADABLE = "the processes that read it die in the middle; what stands before is done, check the file"
REST = "more of the row above"
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
    unreadable: frozenset[tuple[int, int]] = frozenset()
    "Number of a piece, and how much of it can be read: processes die when they read on."
    limit: float = 0
    "Seconds of CPU time for one document; 0 for any."
    weight: int = 0
    "About how many bytes it reads."
    alone: bool = False
    "Every document is cleaned by itself, so that of one at which the process dies it is known."

    def key(self, fingerprint: str) -> str:
        """Digest of all that decides what the job writes, but for what is in its files."""
        said = (fingerprint, self.pieces, self.reading, replace(self.output, schema=str(self.output.schema)), self.of)
        return sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()


def run_job(job: Job, cleaner: Cleaner, tick: Callable[[Entry], object] | None = None) -> int:
    """Clean the job's documents, write them, and mark the job as finished; how many there were.

    A document that fails is recorded, the others go on. `tick` is called before each with what was done so far.
    """
    forget(job.folder, job.number)
    done = _Run(job, cleaner, tick).done()
    write_done(job.folder, job.number, done)
    return done.report.stats.documents


class _Run:
    """One job at work."""

    def __init__(self, job: Job, cleaner: Cleaner, tick: Callable[[Entry], object] | None) -> None:
        self._job, self._cleaner, self._tick = job, cleaner, tick
        self._report = Report(cleaner.rules, Limits.of_job(job.of))
        self._inputs: list[dict[str, Any]] = []
        self._failed: list[Failed] = []
        self._empty: list[str] = []
        self._empties = 0
        self._at = Entry(os.getpid())
        self._note: Callable[[Entry], object] = print
        self._arm: Callable[[float], object] = print
        self._waiting: list[tuple[Record, InputFile]] = []
        "Documents that are read and not cleaned yet; nothing that was read after them is written."
        self._size = 0
        "Code points of them."

    def done(self) -> Done:
        """Do the job, and say what was done."""
        job = self._job
        ledger = LedgerWriter(self._cleaner.rules, self._cleaner.fingerprint)
        with open_shard(job.folder, job.number, ledger, job.output) as shard, open_journal(job) as note, timer() as arm:
            self._note, self._arm = note, arm
            for number, piece in enumerate(job.pieces):
                self._read(number, piece, shard)
            self._clean_waiting(shard)
        failed, empty = tuple(self._failed), tuple(self._empty)
        key = job.key(self._cleaner.fingerprint)
        return Done(key, self._report, tuple(self._inputs), failed, empty, self._empties)

    def _read(self, number: int, piece: Piece, shard: Shard) -> None:
        """Take what is in a piece, as far as it can be read."""
        found = read(piece, self._job.reading)
        for count in itertools.count():
            self._at = replace(self._at, piece=number, count=count, path="")
            self._note(self._at)
            if (number, count) in self._job.unreadable:
                self._clean_waiting(shard)
                self._refuse(Refused(piece.file.name, UNREADABLE), shard)
                return
            item = next(found, None)
            if item is None:
                return
            self._take(item, piece.file, shard)

    def _take(self, found: Record | Refused | Rest | Content, file: InputFile, shard: Shard) -> None:
        """Let one document wait to be cleaned and written, or record why there is none."""
        reason = self._unfit(found) if isinstance(found, Record) else ""
        if isinstance(found, Record) and not reason:
            size = len(found.source.text)
            if size >= BATCH_SIZE:
                self._clean_waiting(shard)
            self._waiting.append((found, file))
            self._size += size
            if self._job.alone or len(self._waiting) >= BATCH or self._size >= BATCH_SIZE:
                self._clean_waiting(shard)
            return
        self._clean_waiting(shard)
        if isinstance(found, Content):
            self._inputs.append({"path": found.path, "content_sha256": found.sha256})
        elif isinstance(found, Rest):
            shard.refuse(Refused(found.path, REST, found.raw, is_row=True))
        else:
            self._refuse(found.refused(reason) if isinstance(found, Record) else found, shard)

    def _clean_waiting(self, shard: Shard) -> None:
        """Clean and write the documents that wait: together, and where that fails each by itself."""
        waiting = self._waiting
        together = self._clean_together([record for record, _ in waiting])
        for (record, file), done in zip(waiting, together or repeat(None, len(waiting)), strict=True):
            self._begin(record)
            document = done or self._clean(record)
            if document is None:
                self._refuse(record.refused(SLOW.format(self._job.limit)), shard)
            else:
                self._keep(record, document, file, shard)
        self._waiting, self._size = [], 0

    def _clean_together(self, records: list[Record]) -> list[Document]:
        """The cleaned documents; none where it takes too long or one of them fails."""
        if len(records) < 2:
            return []
        incoming = [Incoming(record.source, record.id, record.path, record.site) for record in records]
        try:
            try:
                self._arm(self._job.limit)
                return self._cleaner.clean_all(incoming)
            finally:
                self._arm(0)
        except (TooLong, Exception):
            return []

    def _refuse(self, refused: Refused, shard: Shard) -> None:
        """Record input that becomes no document, and of rows where there are not too many."""
        if not refused.is_row or len(self._failed) < MOST_NAMED:
            self._failed.append(Failed(refused.path, refused.reason))
        self._report.stats.failed += 1
        if refused.is_row:
            shard.refuse(refused)

    def _keep(self, record: Record, document: Document, file: InputFile, shard: Shard) -> None:
        """Write a document."""
        if record.row is None and not record.source.reversible:
            problem = self._keep_original(record, file)
            if problem:
                self._refuse(Refused(record.path, problem), shard)
                return
        if record.metadata:
            document = replace(document, metadata=filled(document.metadata, record.metadata))
        counted = self._report.add(document)
        digest = shard.add(record, document, counted)
        if record.row is None:
            self._inputs.append(_manifest_row(record, digest))
        if not document.text:
            self._empties += 1
            if len(self._empty) < MAX_NAMED:
                self._empty.append(document.path)

    def _keep_original(self, record: Record, file: InputFile) -> str:
        """Copy a file whose bytes the ledger cannot give back; what is wrong where it has changed meanwhile."""
        try:
            raw = file.path.read_bytes()
        except OSError as error:
            return f"{error.strerror} when it was read again; run again"
        if sha256(raw).hexdigest() != record.source.sha256:
            return "changed while it was read; run again"
        write(self._job.folder / "originals" / file.name, raw)
        return ""

    def _unfit(self, record: Record) -> str:
        """Why a record may not become a document; empty where it may."""
        reason = self._job.refused.get(record.path, "")
        if not reason and self._job.output.attach and record.row is not None:
            reason = record.row.no_room()
        if not reason and isinstance(record.row, ParquetRow) and self._job.output.schema is None:
            reason = record.row.unreadable()
        return reason

    def _clean(self, record: Record) -> Document | None:
        """The cleaned document, None where it takes too long.

        Where cleaning fails, the document unchanged, marked and recorded.
        """
        try:
            try:
                self._arm(self._job.limit)
                tried = attempt(self._cleaner, record.source, record.id, record.path, record.site)
            finally:
                self._arm(0)
        except TooLong:
            return None
        if tried.fault:
            self._failed.append(Failed(record.path, f"written unchanged: {tried.fault}"))
            self._report.stats.failed += 1
        return tried.document

    def _begin(self, record: Record) -> None:
        """Say which document is next, where it can be read if this process dies."""
        at = self._at
        self._note(replace(at, path=record.path))
        if self._tick:
            self._tick(at)
        self._at = replace(at, documents=at.documents + 1, size=at.size + record.source.size)


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
    """The cleaner of this process, compiled for its first job. The process that began the run has tried its rules."""
    return Cleaner(settings, tried=True)


def work(job: Job, settings: Settings) -> int:
    """Run a job in a worker process; how many documents it had."""
    with held_by_worker(job.folder):
        return run_job(job, _compiled(settings))


def as_json(value: object) -> bytes:
    """Readable JSON with a final newline, for manifest and report."""
    return json.dumps(value, ensure_ascii=True, indent=1).encode("ascii") + b"\n"
