"""Reads gold: finds out what kind each file or folder is, and checks its records before anything runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cleaner.errors import GoldError
from cleaner.evaluate.dumps import DUMPS
from cleaner.evaluate.outcome import Kind, Record
from cleaner.evaluate.pages import PAGES
from cleaner.evaluate.probes import PROBES
from cleaner.evaluate.repairs import REPAIRS
from cleaner.evaluate.untouched import UNTOUCHED

SHAPES: tuple[tuple[Kind, dict[str, type]], ...] = (
    (DUMPS, {"lines": list}),
    (PROBES, {"before": str, "after": str, "mode": str}),
    (PAGES, {"text": str, "gold": str, "metadata": dict}),
    (REPAIRS, {"text": str, "edits": list}),
    (UNTOUCHED, {"text": str}),
)
"Each kind of gold with the keys that tell it; the first that fits counts."
MODES = ("must", "keep", "either")
LABELS = ("content", "boilerplate", "title", "meta", "ambiguous")
EDIT_KEYS = frozenset(("start", "end", "before", "after", "op"))
PAGE_ENDING, TEXT_ENDING = ".gold.txt", ".txt"


@dataclass(frozen=True, slots=True)
class GoldSet:
    """The records of one file or folder, all of one kind."""

    name: str
    kind: Kind
    records: tuple[Record, ...]


def read_gold(path: Path) -> Iterator[GoldSet]:
    """The sets of gold at `path`: a `.jsonl` file, a folder of texts or pages, or a folder of such.

    Raises GoldError, which names file and line, for what is no gold.
    """
    if path.is_file():
        yield _rows(path)
        return
    if not path.is_dir():
        raise GoldError(f"{path}: there is no such file or folder")
    found = False
    for file in sorted(path.glob("*.jsonl")):
        found = True
        yield _rows(file)
    texts = sorted(path.glob(f"*{TEXT_ENDING}"))
    if texts:
        found = True
        yield _folder(path, texts)
    for folder in sorted(below for below in path.iterdir() if below.is_dir() and any(below.iterdir())):
        found = True
        yield from read_gold(folder)
    if not found:
        raise GoldError(f"{path}: holds no gold; it wants .jsonl files or texts, see tests/gold/README.md")


def _folder(path: Path, texts: list[Path]) -> GoldSet:
    golds = [text for text in texts if text.name.endswith(PAGE_ENDING)]
    if not golds:
        return GoldSet(path.name, UNTOUCHED, tuple({"id": text.stem, "text": _read(text)} for text in texts))
    return GoldSet(path.name, PAGES, tuple(_page(gold) for gold in golds))


def _page(gold: Path) -> Record:
    name = gold.name.removesuffix(PAGE_ENDING)
    page, meta = gold.with_name(name + TEXT_ENDING), gold.with_name(name + ".meta.json")
    try:
        fields = json.loads(_read(meta))
    except ValueError as error:
        raise GoldError(f"{meta}: not JSON: {error}") from error
    also = fields.get("also", {}) if isinstance(fields, dict) else {}
    return {"id": name, "text": _read(page), "gold": _read(gold), "metadata": fields, "also": also}


def _read(path: Path) -> str:
    """A text with its line ends as they are."""
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise GoldError(f"{path}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise GoldError(f"{path}: is not UTF-8 (byte {error.start})") from error


def _rows(path: Path) -> GoldSet:
    records: list[Record] = []
    kind: Kind | None = None
    for number, line in enumerate(_read(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise GoldError(f"{path}:{number}: not JSON: {error}") from error
        here = _kind(row)
        if here is None or "id" not in row:
            raise GoldError(f"{path}:{number}: no record of gold; tests/gold/README.md says what one holds")
        if kind is not None and here is not kind:
            raise GoldError(f"{path}:{number}: {here.name} in a file of {kind.name}; a file holds one kind")
        kind = here
        _check(f"{path}:{number}", here, row)
        records.append(row)
    if kind is None:
        raise GoldError(f"{path}: is empty")
    return GoldSet(path.stem, kind, tuple(records))


def _kind(row: object) -> Kind | None:
    if not isinstance(row, dict):
        return None
    for kind, keys in SHAPES:
        if all(isinstance(row.get(key), said) for key, said in keys.items()):
            return kind
    return None


def _check(place: str, kind: Kind, row: dict[str, Any]) -> None:
    """What would make a figure a lie, or end in a traceback, is told here. Raises GoldError."""
    if kind is PROBES and row["mode"] not in MODES:
        raise GoldError(f"{place}: mode {row['mode']!r}; it is one of {', '.join(MODES)}")
    if kind is DUMPS:
        for line in row["lines"]:
            if not isinstance(line, dict) or not isinstance(line.get("text"), str) or line.get("label") not in LABELS:
                raise GoldError(f"{place}: a line needs a text and a label, one of {', '.join(LABELS)}")
    if kind is REPAIRS:
        for edit in row["edits"]:
            if not isinstance(edit, dict) or EDIT_KEYS - edit.keys():
                raise GoldError(f"{place}: an edit needs {', '.join(sorted(EDIT_KEYS))}")
            if row["text"][edit["start"] : edit["end"]] != edit["before"]:
                raise GoldError(f"{place}: an edit says {edit['before']!r} where the text does not")
