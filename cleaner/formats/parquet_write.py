"""Parquet: rows of other files with another text, in the same columns and types."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cleaner.formats.jsonrow import ATTACHED
from cleaner.formats.parquet import ParquetRow, pq, reading
from cleaner.formats.tables import arrow_type, type_of

GROUP_ROWS, GROUP_BYTES = 20_000, 32 << 20
"A row group that is written has about so many rows, or bytes in memory."


class ParquetPart:
    """A Parquet file that takes rows of other files, with other texts."""

    def __init__(self, path: Path, schema: Any) -> None:
        self._writer = pq().ParquetWriter(path, schema, compression="zstd")
        self._schema = schema
        self._batch: Any = None
        self._key: tuple[str, ...] = ()
        self._indexes: list[int] = []
        self._texts: list[str] = []
        self._attached: list[Any] = []
        self._tables: list[Any] = []

    def add(self, row: ParquetRow, text: str, attached: Any = None) -> None:
        """Take in a row with another text; `attached` are its findings, where they get a column."""
        if row.batch is not self._batch:
            self._end_batch()
            self._batch, self._key = row.batch, row.key
        self._indexes.append(row.index)
        self._texts.append(text)
        self._attached.append(attached)

    def close(self) -> None:
        """Write what is left, and the end of the file."""
        self._end_batch()
        self._write()
        self._writer.close()

    def _end_batch(self) -> None:
        if not self._indexes:
            return
        import pyarrow as pa

        batch = self._batch.take(pa.array(self._indexes))
        columns = {name: batch.column(name) for name in self._schema.names if name in batch.schema.names}
        columns[self._key[0]] = _replaced(columns[self._key[0]], self._key[1:], self._texts)
        if len(columns) < len(self._schema.names):
            columns[ATTACHED] = pa.array(self._attached, self._schema.field(ATTACHED).type)
        self._tables.append(pa.table(list(columns.values()), schema=self._schema))
        self._indexes, self._texts, self._attached = [], [], []
        if sum(t.num_rows for t in self._tables) >= GROUP_ROWS or sum(t.nbytes for t in self._tables) >= GROUP_BYTES:
            self._write()

    def _write(self) -> None:
        if self._tables:
            import pyarrow as pa

            self._writer.write_table(pa.concat_tables(self._tables))
            self._tables = []


def with_findings(schema: Any, findings: Any) -> Any:
    """A schema with a column for what is attached to each row; `findings` are those of any document."""
    import pyarrow as pa

    return schema.append(pa.field(ATTACHED, arrow_type(type_of(findings))))


def schema_without_findings(path: Path, attached: bool) -> Any:
    """The schema of a Parquet file, without the column of what was attached. Raises InputError."""
    with reading(path), pq().ParquetFile(path) as file:
        schema = file.schema_arrow
    return schema.remove(schema.get_field_index(ATTACHED)) if attached else schema


@contextmanager
def open_part(path: Path, schema: Any) -> Iterator[ParquetPart]:
    """A `ParquetPart` that is closed at the end."""
    part = ParquetPart(path, schema)
    try:
        yield part
    finally:
        part.close()


def join_parquet(parts: list[Path], out: Path, schema: Any) -> None:
    """One file with all rows of `parts`, row group by row group."""
    with pq().ParquetWriter(out, schema, compression="zstd") as writer:
        for path in parts:
            with pq().ParquetFile(path) as file:
                for number in range(file.metadata.num_row_groups):
                    writer.write_table(file.read_row_group(number))


def _replaced(array: Any, way: tuple[str, ...], texts: list[str]) -> Any:
    """A column with other texts in it, or in the field of its structs that `way` leads to."""
    import pyarrow as pa

    if not way:
        return pa.array(texts, array.type)
    fields = [array.type.field(number) for number in range(array.type.num_fields)]
    arrays = [
        _replaced(array.field(number), way[1:], texts) if field.name == way[0] else array.field(number)
        for number, field in enumerate(fields)
    ]
    return pa.StructArray.from_arrays(arrays, fields=fields, mask=array.is_null())
