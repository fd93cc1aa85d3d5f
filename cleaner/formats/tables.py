"""JSON rows as a Parquet file, in columns whose types hold every row.

What has several types, or one that Parquet lacks, becomes a column of JSON text: nothing fails, nothing is lost.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from cleaner.errors import MissingExtraError
from cleaner.formats.compress import open_stream

Name = Literal["null", "bool", "int", "float", "text", "list", "object", "json"]
EXACT = 2**53
"Whole numbers up to here are exact as floats."
LARGEST = 2**63
DEEPEST = 30
"Levels of nesting that become columns."
AT_ONCE = 5000
"Rows that are written at once."


@dataclass(frozen=True, slots=True)
class Type:
    """The type of a value, or one that holds many."""

    name: Name
    exact: bool = True
    "False for whole numbers that a float does not hold."
    item: Type | None = None
    "Of a list."
    fields: Mapping[str, Type] = field(default_factory=dict)
    "Of an object."


NULL, JSON = Type("null"), Type("json")


def type_of(value: Any, depth: int = 0) -> Type:
    """The type of a JSON value."""
    if value is None:
        return NULL
    if isinstance(value, bool):
        return Type("bool")
    if isinstance(value, int):
        return Type("int", abs(value) <= EXACT) if -LARGEST <= value < LARGEST else JSON
    if isinstance(value, float):
        return Type("float")
    if isinstance(value, str):
        return Type("text")
    if depth == DEEPEST or value == {}:
        return JSON
    if isinstance(value, list):
        item = NULL
        for one in value:
            item = merged(item, type_of(one, depth + 1))
        return Type("list", item=item)
    return Type("object", fields={key: type_of(one, depth + 1) for key, one in value.items()})


def merged(one: Type, other: Type) -> Type:
    """The type that holds the values of both.

    >>> merged(type_of(1), type_of(2.5)).name, merged(type_of(1), type_of("1")).name
    ('float', 'json')
    """
    if one == other or other == NULL:
        return one
    if one == NULL:
        return other
    if {one.name, other.name} == {"int", "float"} and one.exact and other.exact:
        return Type("float")
    if one.name != other.name:
        return JSON
    if one.name == "int":
        return Type("int", exact=False)
    if one.item and other.item:
        return Type("list", item=merged(one.item, other.item))
    keys = [*one.fields, *(key for key in other.fields if key not in one.fields)]
    return Type("object", fields={key: merged(one.fields.get(key, NULL), other.fields.get(key, NULL)) for key in keys})


def columns_of(paths: Iterable[Path]) -> Type:
    """The type that holds all rows of some JSON Lines files."""
    whole = NULL
    for row in _rows(paths):
        whole = merged(whole, type_of(row))
    return whole


def write_parquet(paths: Sequence[Path], out: Path, columns: Type) -> None:
    """One Parquet file with all rows of some JSON Lines files. Raises MissingExtraError."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise MissingExtraError("parquet") from error

    schema = pa.schema([(key, arrow_type(column)) for key, column in columns.fields.items()])
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        rows = _rows(paths)
        while some := list(islice(rows, AT_ONCE)):
            writer.write_table(pa.Table.from_pylist([_fitted(row, columns) for row in some], schema))


def _rows(paths: Iterable[Path]) -> Iterator[Any]:
    for path in paths:
        with open_stream(path) as lines:
            for line in lines:
                yield json.loads(line)


def arrow_type(type: Type) -> Any:
    """The Arrow type; what was never there is text."""
    import pyarrow as pa

    if type.name == "list":
        return pa.list_(arrow_type(type.item or NULL))
    if type.name == "object":
        return pa.struct([(key, arrow_type(item)) for key, item in type.fields.items()])
    return {"bool": pa.bool_(), "int": pa.int64(), "float": pa.float64()}.get(type.name, pa.string())


def _fitted(value: Any, type: Type) -> Any:
    """A value as its column holds it."""
    if value is None:
        return None
    if type.name == "json":
        return json.dumps(value, ensure_ascii=False)
    if type.name == "float":
        return float(value)
    if type.name == "list":
        return [_fitted(item, type.item or NULL) for item in value]
    if type.name == "object":
        return {key: _fitted(value.get(key), item) for key, item in type.fields.items()}
    return value
