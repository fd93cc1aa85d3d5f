"""Restoring Parquet files: the original texts in the columns and types of the data set."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from cleaner.errors import RestoreError
from cleaner.formats.parquet import ParquetRow
from cleaner.formats.parquet_write import open_part, schema_without_findings
from cleaner.report.replay import inside
from cleaner.report.rows import RowRun, pairs
from cleaner.report.stats import Failed


def restore_parquet(run: RowRun, out: Path) -> tuple[int, list[Failed]]:
    """Write the Parquet files of a run to `out`; how many came back with all their rows, and what did not.

    Values and types come back, not the bytes. Raises RestoreError where the data set does not hold the types.
    """
    if not run.documents[0].endswith(".parquet"):
        raise RestoreError(
            f"{run.documents[0]} does not hold the types of Parquet; run again with --output-format parquet"
        )
    schema = schema_without_findings(inside(run.folder, run.documents[0]), run.attached)
    counts = dict.fromkeys((file.name for file in run.files), 0)
    failed: list[Failed] = []
    with ExitStack() as stack:
        files = {}
        for file in run.files:
            path = inside(out, file.name)
            path.parent.mkdir(parents=True, exist_ok=True)
            files[file.name] = stack.enter_context(open_part(path, schema))
        for place, pair in pairs(run):
            name = place.rpartition(":")[0]
            try:
                if isinstance(pair, RestoreError):
                    raise pair
                assert isinstance(pair.row, ParquetRow)
                files[name].add(pair.row, pair.checked_text())
                counts[name] += 1
            except RestoreError as error:
                failed.append(Failed(place, str(error)))
    lost = [file for file in run.files if counts[file.name] != file.rows]
    failed += [Failed(file.name, f"{counts[file.name]} of {file.rows} rows came back") for file in lost]
    return len(run.files) - len(lost), failed
