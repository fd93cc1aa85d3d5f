"""Parquet: rows, read batch by batch."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from cleaner.errors import InputError, MissingExtraError
from cleaner.formats.jsonrow import ATTACHED
from cleaner.formats.record import Keys, Record, Refused
from cleaner.text.document import Document, Source

BATCH = 256
"Rows that are unpacked at once."


@dataclass(frozen=True, slots=True)
class Shape:
    """What a Parquet file says of itself."""

    schema: Any
    groups: tuple[tuple[int, int], ...]
    "Rows and bytes of each row group."


@dataclass(frozen=True, slots=True)
class ParquetRow:
    """One row of a batch."""

    batch: Any
    index: int
    key: tuple[str, ...]
    "The way to the column of the text."

    def values(self) -> dict[str, Any]:
        """The row as Python has it. Raises InputError where a column holds what its type does not allow."""
        try:
            found: dict[str, Any] = self.batch.slice(self.index, 1).to_pylist()[0]
        except (ValueError, IndexError) as error:
            raise InputError(f"the row cannot be read: {error}; write the file anew") from error
        return found

    def unreadable(self) -> str:
        """Why the row cannot be written as JSON; empty where it can."""
        try:
            self.values()
        except InputError as error:
            return str(error)
        return ""

    @property
    def raw(self) -> bytes:
        """The row as JSON; empty where it holds what JSON cannot."""
        try:
            return _json(self.values()).encode() + b"\n"
        except (InputError, ValueError):
            return b""

    def with_text(self, text: str, attached: str = "") -> str:
        """The row as JSON with another text: times in ISO 8601, bytes in base64, what is no number as null."""
        row = self.values()
        place = row
        for name in self.key[:-1]:
            place = place[name]
        place[self.key[-1]] = text
        said = _json(row)
        return f'{said[:-1]},"{ATTACHED}":{attached}}}' if attached else said

    def no_room(self) -> str:
        """Why nothing can be attached to the row; empty where it can."""
        taken = ATTACHED in self.batch.schema.names
        return f"has a column {ATTACHED!r} already; rename it, or leave --attach out" if taken else ""

    def cleaned(self, document: Document, attached: str = "") -> str:
        """The row as JSON with the clean text; see `with_text`."""
        return self.with_text(document.text, attached)

    def ledger_note(self, document: Document, to_table: bool) -> str:  # noqa: ARG002
        """Nothing: a Parquet file is restored value for value."""
        return ""


def shape_of(path: Path, keys: Keys) -> Shape:
    """Schema and row groups of a file. Raises InputError where it is damaged or has no column of text."""
    with reading(path), pq().ParquetFile(path) as file:
        key = _way(file.schema_arrow, keys.text)
        if not key:
            raise InputError(f"{path}: has no column {keys.text!r}; name the column of the text with --text-key")
        kind = _type_at(file.schema_arrow, key)
        if not _is_text(kind):
            raise InputError(f"{path}: column {keys.text!r} is {kind}, not text")
        groups = [file.metadata.row_group(number) for number in range(file.metadata.num_row_groups)]
        return Shape(file.schema_arrow, tuple((group.num_rows, group.total_byte_size) for group in groups))


def read_parquet(path: Path, name: str, keys: Keys, groups: range | None, first: int) -> Iterator[Record | Refused]:
    """The documents of some row groups; None for all. `first` is the number of their first row, from 1."""
    with reading(path), pq().ParquetFile(path) as file:
        key, id_key, site_key = (_way(file.schema_arrow, name) for name in (keys.text, keys.id, keys.site))
        number = first
        for batch in file.iter_batches(BATCH, list(groups) if groups is not None else None):
            texts = _column(batch, key)
            ids = _column(batch, id_key) if id_key else None
            sites = _column(batch, site_key) if site_key else None
            for index in range(batch.num_rows):
                place = f"{name}:{number}"
                number += 1
                row = ParquetRow(batch, index, key)
                try:
                    text = _text(texts[index], keys.text)
                except InputError as error:
                    yield Refused(place, str(error), row.raw, is_row=True)
                    continue
                name_of = "" if ids is None else _id(ids[index])
                yield Record(
                    name_of or place,
                    place,
                    Source.of_text(text),
                    row=row,
                    site="" if sites is None else _id(sites[index]),
                )


def _way(schema: Any, key: str) -> tuple[str, ...]:
    """The names that lead to a column; a name that holds the dots itself goes first. Empty where there is none."""
    if key in schema.names:
        return (key,)
    way = tuple(key.split("."))
    try:
        _type_at(schema, way)
    except KeyError:
        return ()
    return way


def _type_at(schema: Any, way: tuple[str, ...]) -> Any:
    import pyarrow as pa

    kind = schema.field(way[0]).type if way[0] in schema.names else None
    for name in way[1:]:
        kind = kind.field(name).type if kind is not None and pa.types.is_struct(kind) else None
    if kind is None:
        raise KeyError(way)
    return kind


def _is_text(kind: Any) -> bool:
    import pyarrow as pa

    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _column(batch: Any, way: tuple[str, ...]) -> Any:
    column = batch.column(way[0])
    for name in way[1:]:
        column = column.field(name)
    return column


def _text(value: Any, key: str) -> str:
    """Raises InputError where there is no text."""
    try:
        text = value.as_py()
    except UnicodeDecodeError as error:
        raise InputError(f"{key!r}: byte {error.start + 1} is not UTF-8") from None
    except IndexError:
        raise InputError(f"{key!r} is a value that the column does not list; write the file anew") from None
    if text is None:
        raise InputError(f"{key!r} is null, not a text")
    return str(text)


def _id(value: Any) -> str:
    try:
        said = value.as_py()
    except (UnicodeDecodeError, IndexError):
        return ""
    return "" if said is None else said if isinstance(said, str) else json.dumps(said, default=_plain)


def _json(row: dict[str, Any]) -> str:
    try:
        return json.dumps(row, ensure_ascii=False, allow_nan=False, default=_plain, separators=(",", ":"))
    except ValueError:
        return json.dumps(_without_nan(row), ensure_ascii=False, default=_plain, separators=(",", ":"))


def _plain(value: Any) -> Any:
    """What JSON has for a value that it does not know."""
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return b64encode(value).decode()
    assert isinstance(value, Decimal | timedelta), type(value)
    return str(value)


def _without_nan(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nan(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_nan(item) for item in value]
    return None if isinstance(value, float) and not abs(value) < float("inf") else value


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn what goes wrong with a Parquet file into an InputError."""
    try:
        yield
    except InputError:
        raise
    except OSError as error:  # pyarrow's own, for a file that is cut short, have no number
        if error.errno:
            raise InputError(f"{path}: {error.strerror}; check the path and the permissions") from error
        raise InputError(f"{path}: the Parquet file is damaged; get it again") from error
    except (ValueError, NotImplementedError, IndexError) as error:  # pyarrow's ArrowInvalid and its like
        raise InputError(f"{path}: the Parquet file is damaged; get it again") from error


def pq() -> Any:
    """The module of pyarrow. Raises MissingExtraError."""
    try:
        import pyarrow.parquet
    except ImportError as error:
        raise MissingExtraError("parquet") from error
    return pyarrow.parquet
