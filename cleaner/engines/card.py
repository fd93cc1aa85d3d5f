"""The dataset card of a run: what `datasets.load_dataset` must know to read its folder.

It says which files are data, and the type of every column: types that are guessed from the first rows are wrong where
these have an empty list, or a date in every row.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cleaner.engines.attempt import rejected
from cleaner.engines.shard import Output, file_row, plain_findings
from cleaner.formats.tables import Type, columns_of, type_of
from cleaner.report.ledger import dump
from cleaner.report.stats import DocumentStats
from cleaner.text.document import Source

NAME = "README.md"
_ANY = rejected(Source.of_text(""))
"A document: all have the same keys and types."
_TEXT = """
# Texts cleaned with cleaner

`load_dataset("this folder")` gives the documents{more}. `report.html` says what was done to them, `manifest.json` with
which settings, and `ledger.jsonl` holds every edit.
"""
_MORE = ', `load_dataset("this folder", "attributes")` what was found in each'


@dataclass(frozen=True, slots=True)
class Card:
    """What the card of a run is made of."""

    files: Mapping[str, list[str]]
    "For each kind the names of its files."
    output: Output
    has_rows: bool

    def write(self, folder: Path) -> None:
        """Write the card. Reads the documents where rows came with columns of their own and got one of ours."""
        types = {"documents": self._documents(folder), "attributes": _attributes()}
        names = {"documents": "default", "attributes": "attributes"}
        packed = {"attributes"} if self.output.format == "parquet" else set()  # a folder is read in one format
        kinds = [kind for kind in names if kind in self.files and kind not in packed]
        configs = [{"config_name": names[kind], "data_files": self._pattern(kind)} for kind in kinds]
        infos = [{"config_name": names[kind], "features": features(found)} for kind in kinds if (found := types[kind])]
        head = {"configs": configs, "dataset_info": infos} if infos else {"configs": configs}
        text = _TEXT.format(more=_MORE if "attributes" in kinds else "")
        said = "\n".join(f"{key}: {json.dumps(value)}" for key, value in head.items())  # JSON is YAML
        (folder / NAME).write_text(f"---\n{said}\n---\n{text}", encoding="utf-8", newline="\n")

    def _documents(self, folder: Path) -> Type | None:
        """The columns of the documents; None where their files say it, or they are as they came."""
        if self.output.format == "parquet":
            return None
        if not self.has_rows:
            return type_of(json.loads(dump(file_row(_ANY, DocumentStats.of(_ANY)))))
        found = columns_of(folder / name for name in self.files["documents"]) if self.output.attach else None
        return None if found and _is_mixed(found) else found

    def _pattern(self, kind: str) -> str:
        name = self.files[kind][0]
        return f"{name.rpartition('/')[0]}/*" if self.output.shard_size else name


def features(type: Type) -> list[dict[str, Any]]:
    """The columns of rows as a dataset card names them."""
    return [{"name": key, **_feature(item)} for key, item in type.fields.items()]


def _feature(type: Type) -> dict[str, Any]:
    if type.name == "object":
        return {"struct": features(type)}
    if type.name == "list":
        item = _feature(type.item) if type.item else {"dtype": "string"}
        return {"list": item.get("dtype") or item.get("struct") or item}
    return {"dtype": {"bool": "bool", "int": "int64", "float": "float64"}.get(type.name, "string")}


def _attributes() -> Type:
    """The columns of the attributes of rows."""
    findings = plain_findings(_ANY, DocumentStats.of(_ANY))
    return type_of({"id": "", "source": "", "attributes": findings})


def _is_mixed(type: Type) -> bool:
    """True where values of several types stand in one place: no column of JSON Lines holds them."""
    return type.name == "json" or any(map(_is_mixed, (*type.fields.values(), *filter(None, (type.item,)))))
