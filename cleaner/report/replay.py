"""The way back from a ledger: the documents of a run, rebuilt from ledger and clean text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any

from cleaner.errors import RestoreError, SpanError
from cleaner.text.document import Document, Entry, Fact, Source, Status, Step, Value, by_place, revert
from cleaner.text.edit import Edit
from cleaner.text.patch import Patch
from cleaner.text.place import Places
from cleaner.text.span import Seen, Span

Json = dict[str, Any]


def read_rows(ledger: Path) -> Iterator[Json]:
    """The lines of a ledger file. Raises RestoreError when the file is missing or damaged."""
    for place, line in read_lines(ledger):
        yield row_of(place, line)


def read_lines(ledger: Path) -> Iterator[tuple[str, bytes]]:
    """The raw lines of a ledger file, each with its place. Raises RestoreError when the file cannot be read."""
    try:
        lines = ledger.open("rb")
    except OSError as error:
        raise RestoreError(f"{ledger}: {error.strerror}; give the folder that `cleaner run` wrote") from error
    with lines:
        for number, line in enumerate(lines, 1):
            yield f"{ledger}:{number}", line


def row_of(place: str, line: bytes) -> Json:
    """A line of a ledger, which names its document. Raises RestoreError with its place where it is damaged."""
    with reading(place):
        row: Json = json.loads(line)
        if not isinstance(row["path"], str) or not isinstance(row["output"], str):
            raise TypeError("path and output are no strings")
        return row


@contextmanager
def reading(place: str) -> Iterator[None]:
    """Turn whatever a damaged or tampered ledger line leads to into a RestoreError that names its place."""
    try:
        yield
    except RestoreError:
        raise
    except (SpanError, LookupError, TypeError, ValueError, AttributeError, AssertionError, RecursionError) as error:
        what = f"no {error}" if isinstance(error, KeyError) else str(error) or type(error).__name__
        raise RestoreError(f"{place}: {what}; the ledger is damaged, run again") from error


def document_of(row: Json, raw_text: bytes) -> Document:
    """The document of a ledger line and its clean text. Raises RestoreError when they do not belong together."""
    with reading(str(row.get("path", ""))):
        return _document_of(row, raw_text)


def _document_of(row: Json, raw_text: bytes) -> Document:
    name = row.get("output", row.get("path", ""))
    if sha256(raw_text).hexdigest() != row["clean"]["sha256"]:
        raise RestoreError(f"{name}: the text was changed after it was written; run again or restore the file")
    text = raw_text.decode("utf-8", "surrogatepass")
    steps = _steps(row, len(text))
    current = revert(text, steps)
    head = row["source"]
    source = Source(
        current, head["sha256"], head["bytes"], head["encoding"], bytes.fromhex(head["bom"]), head["reversible"],
        head["markup"],
    )  # fmt: skip
    metadata, verdicts = _frozen(row["metadata"]), _frozen(row["verdicts"])
    assert isinstance(metadata, Mapping)
    assert isinstance(verdicts, Mapping)
    return Document(row["id"], source, text, steps, metadata, verdicts, row["path"], row.get("site", ""))


def _frozen(value: Any) -> Value:
    if isinstance(value, dict):
        return MappingProxyType({key: _frozen(item) for key, item in value.items()})
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    assert isinstance(value, str | int | float | bool)
    return value


def _steps(row: Json, size: int) -> tuple[Step, ...]:
    """The steps of a ledger line whose clean text has `size` code points.

    Forwards, because the offsets that a stage saw follow from the edits of the stages before it.
    """
    groups: dict[tuple[str, int], list[Json]] = {}
    for index, stage in enumerate(row["stages"]):
        groups[stage, row["stages"][:index].count(stage)] = []
    for group in row["edits"]:
        groups[_step_of(group)].append(group)
    size -= sum(_growth(group) for group in row["edits"])
    places = Places()
    steps: list[Step] = []
    for key, found in groups.items():
        facts = tuple(_fact_of(fact) for fact in row["facts"] if _step_of(fact) == key)
        steps.append(_step(key[0], found, facts, places, size))
        places = places.after(steps[-1].patch)
        size += sum(map(_growth, found))
    return tuple(steps)


def _step_of(said: Json) -> tuple[str, int]:
    """The step of a group or a fact: its stage, and how many steps of this stage stand before it."""
    return said["stage"], said.get("again", 0)


def _growth(group: Json) -> int:
    """Code points that the edits of a group add to the text."""
    return (len(group["after"]) - len(group["before"])) * len(group["at"]) if group["status"] == "applied" else 0


def _step(stage: str, groups: list[Json], facts: tuple[Fact, ...], places: Places, size: int) -> Step:
    """The step of one stage, from its groups; the text before it has `size` code points.

    In columns: an object for each edit of a 20 MB text takes longer than cleaning it.
    """
    rows: list[tuple[int, int, int]] = []
    others: list[Entry] = []
    for number, group in enumerate(groups):
        starts = group["seen"] if "seen" in group else places.currents(group["at"])
        if group["status"] == "applied":
            width = len(group["before"])
            rows += [(start, start + width, number) for start in starts]
        else:
            others += [_entry(group, start) for start in starts]
    rows.sort()

    def column(key: str) -> tuple[Any, ...]:
        values = [group.get(key, "") for group in groups]
        return tuple([values[number] for _, _, number in rows])

    patch = Patch(
        size, tuple([row[0] for row in rows]), tuple([row[1] for row in rows]), column("before"), column("after")
    )
    return Step(stage, patch, column("rule"), column("confidence"), column("note"), by_place(others), facts)


def _entry(group: Json, start: int) -> Entry:
    span: Span[Seen] = Span(start, start + len(group["before"]))
    edit = Edit(span, group["after"], group["rule"], group["confidence"], group.get("note", ""))
    status: Status = group["status"]
    return Entry(edit, group["before"], status, group.get("by", ""))


def _fact_of(row: Json) -> Fact:
    span: Span[Seen] | None = Span(*row["seen"]) if "seen" in row else None
    return Fact(row["key"], _frozen(row["value"]), row["rule"], span, row["raw"])


def load_document(folder: Path, text_path: Path) -> Document:
    """The document whose clean text is `text_path`, a file below `folder`/text. Raises RestoreError."""
    try:
        name = text_path.resolve().relative_to((folder / "text").resolve()).as_posix()
    except ValueError as error:
        raise RestoreError(
            f"{text_path}: lies not in {folder / 'text'}; give a file that `cleaner run` wrote"
        ) from error
    for row in read_rows(folder / "ledger.jsonl"):
        if row["output"] == name:
            return read_document(folder, row)
    raise RestoreError(f"{text_path}: {folder / 'ledger.jsonl'} holds no such document; give a file of that run")


def read_document(folder: Path, row: Json) -> Document:
    """The document of a ledger line of the run in `folder`. Raises RestoreError."""
    path = inside(folder / "text", row["output"])
    try:
        return document_of(row, path.read_bytes())
    except OSError as error:
        raise RestoreError(f"{path}: {error.strerror}; the clean text is needed to restore the original") from error


def inside(folder: Path, name: str) -> Path:
    """`folder`/`name`. Raises RestoreError when a ledger names a place outside of the folder."""
    path = folder / name
    if Path(name).is_absolute() or ".." in Path(name).parts or not name or "\0" in name:
        raise RestoreError(f"{name}: lies outside of {folder}; the ledger was tampered with")
    return path
