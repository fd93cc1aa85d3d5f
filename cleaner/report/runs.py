"""Two runs over the same texts: which documents, edits and fields came out otherwise, rule by rule.

The ledger of the older run is indexed on disk, so that a corpus of any size can be compared.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cleaner.errors import RestoreError
from cleaner.report.ledger import Json
from cleaner.report.replay import read_lines, reading, row_of

Edit = tuple[str, str, str, int]
"Rule, before, after, and offset in the original (code points)."
SHOWN = 20
"Examples kept for each rule, and documents named for each finding."


@dataclass(frozen=True, slots=True)
class Example:
    """One edit that only one of the runs made, or whose fate differs."""

    path: str
    at: int
    "Offset in the original, code points."
    before: str
    after: str
    was: str
    "Its status in the older run; empty where that did not propose it."
    now: str


@dataclass(slots=True)
class RuleChange:
    """What differs of one rule."""

    gone: int = 0
    "Edits that were applied, and are not any more."
    fresh: int = 0
    "Edits that are applied now, and were not."
    fate: int = 0
    "Edits that neither or both applied, whose status differs."
    examples: list[Example] = field(default_factory=list)


@dataclass(slots=True)
class Comparison:
    """All that differs between two runs. Documents are the same where path and id are, and the source's digest."""

    settings: dict[str, tuple[Any, Any]]
    "What the manifests say otherwise: versions, rules, settings."
    same: int = 0
    "Documents with the same ledger line, the fingerprint aside."
    text: list[str] = field(default_factory=list)
    "Documents whose clean text differs; at most `SHOWN` are named, `counts` has all."
    fields: Counter[str] = field(default_factory=Counter)
    "Documents by field of metadata or verdict that differs."
    rules: dict[str, RuleChange] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    "Documents: `text`, `edits` (same text, other edits or facts), `source`, `gone`, `fresh`."

    @property
    def differs(self) -> bool:
        """True where any document came out otherwise, or only one run has it."""
        return any(self.counts.values())


def compare_runs(old: Path, new: Path) -> Comparison:
    """Compare the run in folder `new` with the one in `old`. Raises RestoreError for what is no run."""
    found = Comparison(_settings(_manifest(old), _manifest(new)))
    with _index(old / "ledger.jsonl") as index:
        for place, line in read_lines(new / "ledger.jsonl"):
            row = row_of(place, line)
            before = index.take(row)
            if before is None:
                found.counts["fresh"] += 1
            else:
                with reading(place):
                    _document(found, before, row)
        found.counts["gone"] = index.left()
    return found


def _manifest(folder: Path) -> Json:
    try:
        said: Json = json.loads((folder / "manifest.json").read_bytes())
    except (OSError, ValueError) as error:
        raise RestoreError(f"{folder}: no folder that `cleaner run` wrote") from error
    return said


def _settings(old: Json, new: Json) -> dict[str, tuple[Any, Any]]:
    """Versions, rules and settings that differ, by name."""

    def flat(manifest: Json) -> dict[str, Any]:
        said: dict[str, Any] = {
            "cleaner": manifest.get("cleaner"),
            "rules": manifest.get("rules", {}).get("digest", "")[:12],
        }
        said["stages"] = manifest.get("stages")
        said.update(manifest.get("packages", {}))
        said.update(manifest.get("settings", {}))
        return said

    one, other = flat(old), flat(new)
    names = dict.fromkeys((*one, *other))
    return {name: (one.get(name), other.get(name)) for name in names if one.get(name) != other.get(name)}


class _Index:
    """The lines of a ledger by document, found again on disk."""

    def __init__(self, database: sqlite3.Connection, ledger: Path) -> None:
        self._db = database
        self._file = ledger.open("rb")
        self._ledger = ledger

    def fill(self) -> None:
        self._db.execute("CREATE TABLE line (path TEXT, id TEXT, at INTEGER, PRIMARY KEY (path, id)) WITHOUT ROWID")
        at = 0
        for place, line in read_lines(self._ledger):
            row = row_of(place, line)
            self._db.execute("INSERT OR REPLACE INTO line VALUES (?, ?, ?)", (row["path"], row["id"], at))
            at += len(line)

    def take(self, row: Json) -> Json | None:
        """The line of the same document, which counts as met from now on; None where there is none."""
        key = row["path"], row["id"]
        found = self._db.execute("DELETE FROM line WHERE path = ? AND id = ? RETURNING at", key).fetchone()
        if found is None:
            return None
        self._file.seek(found[0])
        return row_of(f"{self._ledger}: byte {found[0]}", self._file.readline())

    def left(self) -> int:
        """How many documents were never asked for."""
        return int(self._db.execute("SELECT count(*) FROM line").fetchone()[0])

    def close(self) -> None:
        self._file.close()


@contextmanager
def _index(ledger: Path) -> Iterator[_Index]:
    if not ledger.is_file():
        raise RestoreError(f"{ledger}: is missing; give the folder that `cleaner run` wrote")
    with (
        TemporaryDirectory() as folder,
        closing(sqlite3.connect(Path(folder) / "index")) as database,
        closing(_Index(database, ledger)) as index,
    ):
        index.fill()
        yield index


def _document(found: Comparison, old: Json, new: Json) -> None:
    if {**old, "fingerprint": ""} == {**new, "fingerprint": ""}:
        found.same += 1
        return
    if old["source"]["sha256"] != new["source"]["sha256"]:
        found.counts["source"] += 1
        return
    path = str(new["path"] or new["id"])
    if old["clean"]["sha256"] != new["clean"]["sha256"]:
        found.counts["text"] += 1
        if len(found.text) < SHOWN:
            found.text.append(path)
    else:
        found.counts["edits"] += 1
    for part in ("metadata", "verdicts"):
        names = dict.fromkeys((*old[part], *new[part]))
        found.fields.update(f"{part}.{name}" for name in names if old[part].get(name) != new[part].get(name))
    _edits(found, path, _fates(old), _fates(new))


def _fates(row: Json) -> dict[Edit, str]:
    """Every proposed edit of a document with its status."""
    return {
        (group.get("rule", ""), group["before"], group["after"], at): group["status"]
        for group in row["edits"]
        for at in group["at"]
    }


def _edits(found: Comparison, path: str, old: dict[Edit, str], new: dict[Edit, str]) -> None:
    for edit in sorted(old.keys() | new.keys(), key=lambda edit: (edit[3], edit)):
        was, now = old.get(edit, ""), new.get(edit, "")
        if was == now:
            continue
        rule, before, after, at = edit
        change = found.rules.setdefault(rule, RuleChange())
        if was == "applied":
            change.gone += 1
        elif now == "applied":
            change.fresh += 1
        else:
            change.fate += 1
        if len(change.examples) < SHOWN:
            change.examples.append(Example(path, at, before, after, was, now))
