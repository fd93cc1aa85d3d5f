"""What the name of a file says of its format."""

from __future__ import annotations

from pathlib import PurePath
from typing import Literal

from cleaner.formats.compress import SUFFIXES

Kind = Literal["text", "html", "jsonl", "parquet", "warc"]
JSON_LINES = (".jsonl", ".ndjson", ".json")
ARCHIVES = (".warc", ".wet")
OTHERS: dict[str, Kind] = {".parquet": "parquet", ".html": "html", ".htm": "html"}
ROWS = frozenset(("jsonl", "parquet", "warc"))
"Kinds whose files hold many documents."


def kind_of(path: PurePath) -> Kind:
    """How a file is read; text where its name says nothing else."""
    if path.suffix.lower() in OTHERS:
        return OTHERS[path.suffix.lower()]
    name = PurePath(path.stem) if path.suffix.lower() in SUFFIXES else path
    if name.suffix.lower() in ARCHIVES:
        return "warc"
    return "jsonl" if name.suffix.lower() in JSON_LINES else "text"
