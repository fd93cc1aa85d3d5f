"""One job: the documents of one worker, read, cleaned and written to a part of the output."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from cleaner.errors import InputError, RestoreError
from cleaner.formats.inputs import InputFile
from cleaner.formats.plain import read_source
from cleaner.pipeline import Cleaner, Settings
from cleaner.report.html import Limits, Report
from cleaner.report.ledger import LedgerWriter, dump, text_bytes
from cleaner.report.stats import DocumentStats, Failed
from cleaner.text.document import Document, Source
from cleaner.verdicts import metadata_of, verdicts_of


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker needs to know: settings and paths, never text."""

    items: tuple[InputFile, ...]
    folder: Path
    "The unfinished output folder; the job writes `text/` files and the parts that carry its number."
    number: int
    encoding: str = ""
    of: int = 1
    "How many jobs the run has."


@dataclass(frozen=True, slots=True)
class Done:
    """What a worker returns: counts, digests and a bounded report, never whole data."""

    number: int
    report: Report
    "What the report shows of these documents; bounded in size."
    inputs: tuple[dict[str, Any], ...]
    "One row of the manifest for each document."
    failed: tuple[Failed, ...]
    empty: tuple[str, ...] = ()
    "Paths of the documents whose clean text is empty."


def part(folder: Path, kind: str, number: int) -> Path:
    """Path of the part of `documents` or `ledger` that job `number` writes."""
    return folder / f".{kind}-{number:06}"


def run_job(job: Job, cleaner: Cleaner) -> Done:
    """Clean the job's documents and write them. A document that fails is recorded, the others go on."""
    report = Report(cleaner.rules, Limits.of_job(job.of))
    writer = LedgerWriter(cleaner.rules, cleaner.fingerprint)
    inputs: list[dict[str, Any]] = []
    failed: list[Failed] = []
    empty: list[str] = []
    with (
        part(job.folder, "documents", job.number).open("wb") as documents,
        part(job.folder, "ledger", job.number).open("wb") as ledger,
    ):
        for item in job.items:
            try:
                source = read_source(item.path, job.encoding)
            except InputError as error:
                failed.append(Failed(item.name, str(error).removeprefix(f"{item.path}: ")))
                continue
            document = _clean(cleaner, item, source, failed)
            raw = text_bytes(document.text)
            digest = sha256(raw).hexdigest()
            _write(job.folder / "text" / item.output, raw)
            if not source.reversible:
                _write(job.folder / "originals" / item.name, item.path.read_bytes())
            counted = report.add(document)
            documents.write(dump(document_row(document, counted)))
            ledger.write(writer.line(document, item.output, digest))
            inputs.append(_manifest_row(item, source, digest))
            if not raw:
                empty.append(item.name)
    return Done(job.number, report, tuple(inputs), tuple(failed), tuple(empty))


def _clean(cleaner: Cleaner, item: InputFile, source: Source, failed: list[Failed]) -> Document:
    """The cleaned document; where cleaning fails, the document unchanged, marked and recorded."""
    try:
        return cleaner.clean_source(source, item.id, item.name)
    except RestoreError as error:
        reason = str(error)
    except Exception as error:  # a fault of ours in one document must not take the run down, nor lose the document
        reason = f"internal error, {type(error).__name__}: {error}; please report it"
    failed.append(Failed(item.name, f"written unchanged: {reason}"))
    verdicts = {**verdicts_of({}, (), source.text, source.text), "status": "rejected"}
    return Document(item.id, source, source.text, (), metadata_of((), source.text), verdicts, item.name)


def document_row(document: Document, stats: DocumentStats) -> dict[str, Any]:
    """The line of `documents.jsonl`: fixed keys in fixed order with fixed types."""
    source = document.source
    return {
        "id": document.id,
        "path": document.path,
        "text": document.text,
        "metadata": document.metadata,
        "verdicts": document.verdicts,
        "source": {"sha256": source.sha256, "encoding": source.encoding, "bytes": source.size},
        "stats": {key: value for key, value in stats.to_json().items() if key != "rules"},
    }


def _write(path: Path, raw: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)


def _manifest_row(item: InputFile, source: Source, digest: str) -> dict[str, Any]:
    return {
        "path": item.name,
        "id": item.id,
        "sha256": source.sha256,
        "bytes": source.size,
        "encoding": source.encoding,
        "output": f"text/{item.output}",
        "output_sha256": digest,
    }


@lru_cache(maxsize=1)
def _compiled(settings: Settings) -> Cleaner:
    """The cleaner of this process, compiled for its first job."""
    return Cleaner(settings)


def work(job: Job, settings: Settings) -> Done:
    """Run a job in a worker process."""
    return run_job(job, _compiled(settings))


def chunks(items: Sequence[InputFile]) -> list[tuple[InputFile, ...]]:
    """`items` in order, cut into at least 16 pieces, none above 200.

    How they are cut never depends on the number of workers, so that every run of the same inputs is the same.
    """
    size = max(1, min(200, -(-len(items) // 16)))
    return [tuple(items[start : start + size]) for start in range(0, len(items), size)]


def as_json(value: object) -> bytes:
    """Readable JSON with a final newline, for manifest and report."""
    return json.dumps(value, ensure_ascii=True, indent=1).encode("ascii") + b"\n"
