"""Restoring: the original bytes of every document of a run."""

from __future__ import annotations

import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from cleaner.engines.folder import unfinished
from cleaner.errors import OutputError, RestoreError
from cleaner.report.replay import inside, read_document, read_rows
from cleaner.report.stats import Failed


@dataclass(frozen=True, slots=True)
class RestoreResult:
    """What was restored."""

    restored: int
    failed: tuple[Failed, ...]


def restore(folder: Path, out: Path) -> RestoreResult:
    """Write the originals of the run in `folder` to `out`, each checked against its digest.

    A document that cannot be restored is recorded, the others go on. Raises RestoreError when `folder` holds no
    run, OutputError when `out` exists and is not empty.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        problem = "is a file" if out.is_file() else "exists and is not empty"
        raise OutputError(f"{out}: {problem}; choose another folder with -o")
    restored = 0
    failed: list[Failed] = []
    with unfinished(out) as fresh:
        for row in read_rows(folder / "ledger.jsonl"):
            try:
                path = inside(fresh, row["path"])
                raw = original_bytes(folder, row)
            except RestoreError as error:
                failed.append(Failed(str(row.get("path", "")), str(error)))
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(raw)
            restored += 1
    return RestoreResult(restored, tuple(failed))


def original_bytes(folder: Path, row: dict[str, Any]) -> bytes:
    """The raw bytes of the document on a ledger line. Raises RestoreError when its digest is not met."""
    if row["source"]["reversible"]:
        raw = read_document(folder, row).source.encode()
    else:
        kept = inside(folder / "originals", row["path"])
        try:
            raw = kept.read_bytes()
        except OSError as error:
            raise RestoreError(f"{kept}: {os.strerror(error.errno or 0)}; the kept original is needed") from error
    if sha256(raw).hexdigest() != row["source"]["sha256"]:
        raise RestoreError(f"{row['path']}: the restored bytes do not meet their digest; ledger or text was changed")
    return raw
