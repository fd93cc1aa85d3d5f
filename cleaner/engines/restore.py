"""Restoring: the original bytes of every document of a run."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from cleaner.engines.folder import unfinished
from cleaner.engines.restore_parquet import restore_parquet
from cleaner.engines.restore_rows import restore_rows
from cleaner.errors import OutputError, RestoreError
from cleaner.report.replay import inside, read_document, read_lines, reading, row_of
from cleaner.report.rows import row_run
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
    rows = row_run(folder)
    if rows is not None:
        with unfinished(out) as fresh:
            of_parquet = any(file.rows >= 0 for file in rows.files)
            whole, failed = restore_parquet(rows, fresh) if of_parquet else restore_rows(rows, fresh)
        return RestoreResult(whole, tuple(failed))
    restored: set[str] = set()
    failed = []
    with unfinished(out) as fresh:
        for place, line in read_lines(folder / "ledger.jsonl"):
            name = ""
            try:
                row = row_of(place, line)
                name = row["path"]
                inside(out, name)
                if name in restored:
                    raise RestoreError(f"{place}: {name} stands there twice; the ledger is damaged, run again")
                raw = original_bytes(folder, row)
                _write(fresh / name, raw)
            except RestoreError as error:
                failed.append(Failed(name, str(error)))
            except (FileExistsError, IsADirectoryError, NotADirectoryError):
                failed.append(Failed(name, f"{place}: another document has its place; the ledger is damaged"))
            else:
                restored.add(name)
        known = restored | {failure.path for failure in failed}
        failed += [Failed(name, "no line of the ledger; run again") for name in _promised(folder) if name not in known]
    return RestoreResult(len(restored), tuple(failed))


def _write(path: Path, raw: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)


def _promised(folder: Path) -> list[str]:
    """Paths of the documents that the manifest of the run names; none where it cannot be read."""
    try:
        return [str(row["path"]) for row in json.loads((folder / "manifest.json").read_bytes())["inputs"]]
    except (OSError, ValueError, LookupError, TypeError):
        return []


def original_bytes(folder: Path, row: dict[str, Any]) -> bytes:
    """The raw bytes of the document on a ledger line. Raises RestoreError when its digest is not met."""
    with reading(row["path"]):
        return _original_bytes(folder, row)


def _original_bytes(folder: Path, row: dict[str, Any]) -> bytes:
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
