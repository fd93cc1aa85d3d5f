"""What the name of a file says of its format."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

Kind = Literal["text", "jsonl"]
JSON_LINES = (".jsonl", ".ndjson", ".json")
ROWS = frozenset(("jsonl",))
"Kinds whose files hold many documents."


def kind_of(path: Path) -> Kind:
    """How a file is read; text where its name says nothing else."""
    return "jsonl" if path.suffix.lower() in JSON_LINES else "text"
