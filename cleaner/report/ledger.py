"""The ledger: every edit of a document on one JSON line, and the way back from it to the document.

Edits are grouped by stage, rule, before, after, confidence, status and note. Each group lists its places twice:
`at`, offsets in the original, for people and for other tools; `seen`, offsets in the text that the stage saw, from
which the edits can be undone (left out where it equals `at`). All offsets are code points. The original is not in
the ledger: clean text and ledger together give it back.
"""

from __future__ import annotations

import json
import json.encoder
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any

from cleaner.errors import RestoreError
from cleaner.rulebook.model import Rule
from cleaner.text.document import Document, Entry, Fact, Source, Status, Step, Value
from cleaner.text.edit import Edit
from cleaner.text.patch import Patch
from cleaner.text.place import Places
from cleaner.text.span import Seen, Span

Json = dict[str, Any]
Key = tuple[str, str, str, float, str]
"What the edits of a group share: rule, before, after, confidence, note."

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
quote: Callable[[str], str] = json.encoder.encode_basestring
"A JSON string; characters above ASCII stay as they are."
_SCALARS = (str, int, float, bool)


def text_bytes(text: str) -> bytes:
    """A clean text as its file holds it: UTF-8. Lone surrogates, where the encoding stage was off, pass as they are."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


class LedgerWriter:
    """Writes ledger lines. Half of a line is the same for every document, so it is encoded once."""

    def __init__(self, rules: Mapping[str, Rule], fingerprint: str) -> None:
        self._heads = {rule.id: _rule_head(rule) for rule in rules.values()}
        self._fingerprint = quote(fingerprint)

    def line(self, document: Document, output: str, raw_text: bytes) -> bytes:
        """The ledger line of a document, with its line break. `output` is the path of its clean text below `text/`,
        `raw_text` that file's bytes.

        Built as text, not by way of tables: a document has hundreds of edits, and this runs for every one.
        """
        edits: list[str] = []
        facts: list[str] = []
        for step, places in zip(document.steps, document.places, strict=True):
            edits += self._groups(step, places)
            facts += [_fact(step.stage, fact, places) for fact in step.facts]
        text = (
            f'{{"id":{quote(document.id)},"path":{quote(document.path)},"output":{quote(output)},'
            f'"fingerprint":{self._fingerprint},"source":{_source(document.source)},'
            f'"clean":{{"sha256":"{sha256(raw_text).hexdigest()}"}},'
            f'"metadata":{_encode(plain(document.metadata))},"verdicts":{_encode(plain(document.verdicts))},'
            f'"stages":[{",".join([quote(step.stage) for step in document.steps])}],'
            f'"edits":[{",".join(edits)}],"facts":[{",".join(facts)}]}}\n'
        )
        try:
            return text.encode("utf-8")
        except UnicodeEncodeError:  # undecodable bytes as lone surrogates: JSON writes them as escapes
            return _ascii(text)

    def _groups(self, step: Step, places: Places) -> Iterator[str]:
        """The edits of one step, grouped; groups in the order of their first place, applied ones first."""
        patch = step.patch
        if patch:
            groups: dict[Key, list[int]] = {}
            columns = zip(step.rules, patch.befores, patch.afters, step.confidences, step.notes, strict=True)
            for index, key in enumerate(columns):
                if key in groups:
                    groups[key].append(index)
                else:
                    groups[key] = [index]
            seen, at = patch.starts, places.originals(patch.starts)
            for key, indexes in groups.items():
                here = [at[index] for index in indexes]
                there = [seen[index] for index in indexes]
                yield self._group(step.stage, key, "applied", "", here, there)
        fates: dict[tuple[Key, Status, str], list[int]] = {}
        for entry in step.others:
            edit = entry.edit
            key = (edit.rule, entry.before, edit.after, edit.confidence, edit.note)
            fates.setdefault((key, entry.status, entry.by), []).append(edit.span.start)
        for (key, status, by), starts in fates.items():
            yield self._group(step.stage, key, status, by, places.originals(starts), starts)

    def _group(self, stage: str, key: Key, status: Status, by: str, at: list[int], seen: list[int]) -> str:
        rule, before, after, confidence, note = key
        tail = f',"seen":[{",".join(map(str, seen))}]}}' if at != seen else "}"
        return (
            f'{{"stage":"{stage}",{self._heads.get(rule) or _head(rule)},"status":"{status}",'
            f'"before":{quote(before)},"after":{quote(after)},"confidence":{confidence!r}'
            f'{f""","note":{quote(note)}""" if note else ""}{f""","by":"{by}\"""" if by else ""},'
            f'"at":[{",".join(map(str, at))}]{tail}'
        )


def _head(rule: str) -> str:
    return f'"rule":{quote(rule)}'


def _rule_head(rule: Rule) -> str:
    """What a group says of its rule: id, type of a removed line, whether its edits are inferred."""
    kind = f',"type":{quote(rule.type)}' if rule.type else ""
    return f"{_head(rule.id)}{kind}{',"inferred":true' if rule.inferred else ''}"


def _source(source: Source) -> str:
    return _encode({
        "sha256": source.sha256,
        "bytes": source.size,
        "encoding": source.encoding,
        "bom": source.bom.hex(),
        "reversible": source.reversible,
        "markup": source.markup,
    })  # fmt: skip


def _fact(stage: str, fact: Fact, places: Places) -> str:
    value = fact.value
    said = quote(value) if type(value) is str else _encode(plain(value))
    where = ""
    if fact.span is not None:
        start, end = fact.span.start, fact.span.end
        where = f',"at":[{places.original(start)},{places.original(end)}],"seen":[{start},{end}]'
    return f'{{"stage":"{stage}","key":{quote(fact.key)},"value":{said},"rule":{quote(fact.rule)},"raw":{quote(fact.raw)}{where}}}'


def plain(value: object) -> Any:
    """A fact's value as `json` writes it: tables and lists in place of read-only mappings and tuples."""
    if type(value) in _SCALARS:  # by far the commonest; asking for Mapping first costs a microsecond
        return value
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    return value


def dump(row: Json) -> bytes:
    """One JSON line with its line break. Lone surrogates (undecodable bytes) are written as escapes."""
    text = _encode(row) + "\n"
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return _ascii(text)


def _ascii(text: str) -> bytes:
    """JSON text with everything above ASCII as \\u escapes; astral characters as two, as JSON wants them."""
    return "".join(c if c < "\x80" else json.dumps(c)[1:-1] for c in text).encode("ascii")


def read_rows(ledger: Path) -> Iterator[Json]:
    """The lines of a ledger file. Raises RestoreError when the file is missing or damaged."""
    try:
        lines = ledger.open("rb")
    except OSError as error:
        raise RestoreError(f"{ledger}: {error.strerror}; give the folder that `cleaner run` wrote") from error
    with lines:
        for number, line in enumerate(lines, 1):
            try:
                yield json.loads(line)
            except ValueError as error:
                raise RestoreError(f"{ledger}:{number}: {error}; the ledger is damaged, run again") from error


def document_of(row: Json, raw_text: bytes) -> Document:
    """The document of a ledger line and its clean text. Raises RestoreError when they do not belong together."""
    name = row.get("output", row.get("path", ""))
    if sha256(raw_text).hexdigest() != row["clean"]["sha256"]:
        raise RestoreError(f"{name}: the text was changed after it was written; run again or restore the file")
    text = raw_text.decode("utf-8", "surrogatepass")
    steps: list[Step] = []
    current = text
    for stage in reversed(row["stages"]):
        step = _step(stage, row, len(current))
        current = step.patch.revert(current)
        steps.append(step)
    head = row["source"]
    source = Source(
        current, head["sha256"], head["bytes"], head["encoding"], bytes.fromhex(head["bom"]), head["reversible"],
        head["markup"],
    )  # fmt: skip
    metadata, verdicts = _frozen(row["metadata"]), _frozen(row["verdicts"])
    assert isinstance(metadata, Mapping)
    assert isinstance(verdicts, Mapping)
    return Document(row["id"], source, text, tuple(reversed(steps)), metadata, verdicts, row["path"])


def _frozen(value: Any) -> Value:
    if isinstance(value, dict):
        return MappingProxyType({key: _frozen(item) for key, item in value.items()})
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    assert isinstance(value, str | int | float | bool)
    return value


def _step(stage: str, row: Json, size_after: int) -> Step:
    """The step of one stage, from its groups; the text after it has `size_after` code points."""
    entries = [
        _entry(group, start)
        for group in row["edits"]
        if group["stage"] == stage
        for start in group.get("seen", group["at"])
    ]
    entries.sort(key=lambda entry: (entry.edit.span.start, entry.edit.span.end))
    applied = [entry for entry in entries if entry.status == "applied"]
    growth = sum(len(entry.edit.after) - len(entry.before) for entry in applied)
    patch = Patch(
        size_after - growth,
        tuple(entry.edit.span.start for entry in applied),
        tuple(entry.edit.span.end for entry in applied),
        tuple(entry.before for entry in applied),
        tuple(entry.edit.after for entry in applied),
    )
    return Step(
        stage,
        patch,
        tuple(entry.edit.rule for entry in applied),
        tuple(entry.edit.confidence for entry in applied),
        tuple(entry.edit.note for entry in applied),
        tuple(entry for entry in entries if entry.status != "applied"),
        tuple(_fact_of(fact) for fact in row["facts"] if fact["stage"] == stage),
    )


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
    if Path(name).is_absolute() or ".." in Path(name).parts or not name:
        raise RestoreError(f"{name}: lies outside of {folder}; the ledger was tampered with")
    return path
