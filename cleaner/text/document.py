"""Documents: a source, the steps that cleaned it, and what was learned on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Literal, Union

from cleaner.errors import RestoreError, SpanError
from cleaner.text.change import Changes
from cleaner.text.edit import Edit
from cleaner.text.hints import Hint
from cleaner.text.lines import LineIndex
from cleaner.text.patch import Patch
from cleaner.text.place import Places
from cleaner.text.span import Origin, Seen, Span

Status = Literal["applied", "held", "shadowed", "rejected", "flagged"]
Value = Union[str, int, float, bool, "tuple[Value, ...]", "Mapping[str, Value]"]
"What a fact may say: whatever JSON can, in immutable form."


@dataclass(frozen=True, slots=True)
class Source:
    """What was read, and how it became text."""

    text: str
    "The decoded text, with its line ends as they were; a BOM is not part of it."
    sha256: str
    "Hex digest of the raw bytes."
    size: int
    "Length of the raw bytes."
    encoding: str = "utf-8"
    "Codec name; undecodable bytes are lone surrogates (PEP 383, surrogateescape)."
    bom: bytes = b""
    "The byte order mark that stood before the text, if any."
    reversible: bool = True
    "True when encoding the text again gives the raw bytes. Where it does not, the raw bytes are kept."
    markup: Literal["plain", "markdown"] = "plain"
    hints: tuple[Hint, ...] = ()
    "What markup that is no part of the text says of each line; none where there was no such markup."

    @classmethod
    def of_text(cls, text: str) -> Source:
        """Source of a text that is already decoded; its bytes are its UTF-8 form."""
        raw = text.encode("utf-8", "surrogatepass")
        return cls(text, sha256(raw).hexdigest(), len(raw))

    def encode(self) -> bytes:
        """The raw bytes again. Raises RestoreError where decoding was not reversible."""
        if not self.reversible:
            raise RestoreError(f"the bytes cannot be rebuilt from the text in {self.encoding}; use the kept copy")
        return self.bom + encode(self.text, self.encoding)


def encode(text: str, encoding: str) -> bytes:
    """Bytes of a decoded text; lone surrogates that stand for undecodable bytes become those bytes."""
    try:
        return text.encode(encoding, "surrogateescape")
    except UnicodeEncodeError:
        return text.encode(encoding, "surrogatepass")


@dataclass(frozen=True, slots=True)
class Entry:
    """The fate of one proposed edit, or one flagged place."""

    edit: Edit
    before: str
    status: Status
    by: str = ""
    "For a shadowed edit: id of the rule whose edit won the place."


def by_place(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries by place; those at one place by rule, fate and what they put there: an order that the ledger keeps."""

    def key(entry: Entry) -> tuple[int, int, str, Status, str]:
        edit = entry.edit
        return edit.span.start, edit.span.end, edit.rule, entry.status, edit.after

    return tuple(sorted(entries, key=key))


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing a stage learned about the document: a metadata field, a verdict, a list audit."""

    key: str
    "Dotted: `metadata.date`, `verdict.script`."
    value: Value
    rule: str = ""
    span: Span[Seen] | None = None
    "Where it was read, in the text the stage saw."
    raw: str = ""
    "The value as it stands there; kept for placeholders, whose `value` is empty."


@dataclass(frozen=True, slots=True)
class Step:
    """What one stage did: its patch, and the fate of everything it proposed."""

    stage: str
    patch: Patch
    rules: tuple[str, ...] = ()
    "Rule id of each replacement of the patch."
    confidences: tuple[float, ...] = ()
    notes: tuple[str, ...] = ()
    others: tuple[Entry, ...] = ()
    "Held, shadowed, rejected and flagged entries, by place."
    facts: tuple[Fact, ...] = ()

    def entries(self) -> list[Entry]:
        """All entries by place: the applied ones, then the others."""
        patch = self.patch
        columns = zip(
            patch.starts, patch.ends, patch.befores, patch.afters, self.rules, self.confidences, self.notes, strict=True
        )
        applied = [
            Entry(Edit(Span(start, end), after, rule, confidence, note), before, "applied")
            for start, end, before, after, rule, confidence, note in columns
        ]
        return applied + list(self.others)


@dataclass(frozen=True)
class Document:
    """A cleaned document. Frozen; everything derived is computed when asked for."""

    id: str
    source: Source
    text: str
    "The clean text."
    steps: tuple[Step, ...] = ()
    metadata: Mapping[str, Value] = field(default_factory=dict)
    verdicts: Mapping[str, Value] = field(default_factory=dict)
    path: str = ""
    "Path relative to the folder that was given, with `/`; empty for a text."
    site: str = ""
    "The site that it is from, as `site_name` writes it, where somebody gave it or a rule asked for it."

    @cached_property
    def changes(self) -> Changes:
        """All that differs between original and clean text."""
        return Changes.compose(self.source.text, (step.patch for step in self.steps))

    @cached_property
    def lines(self) -> LineIndex:
        """Line numbers of the original."""
        return LineIndex(self.source.text)

    @property
    def edits(self) -> list[tuple[str, Entry]]:
        """Every proposed edit with its stage and fate, in the order of the stages, then by place."""
        return [(step.stage, entry) for step in self.steps for entry in step.entries()]

    @property
    def facts(self) -> list[tuple[str, Fact]]:
        """Every fact with the stage that found it."""
        return [(step.stage, fact) for step in self.steps for fact in step.facts]

    def trace(self, start: int, end: int) -> Origin:
        """Original span that produced text[start:end]; see `Changes.trace`."""
        return self.changes.trace(start, end)

    def restore(self) -> str:
        """The original text, rebuilt from the clean text and the steps. Raises RestoreError if they disagree."""
        return revert(self.text, self.steps)

    @cached_property
    def places(self) -> tuple[Places, ...]:
        """For each step, the way from the text that it saw back to the original."""
        found = [Places()]
        for step in self.steps[:-1]:
            found.append(found[-1].after(step.patch))
        return tuple(found[: len(self.steps)])


def revert(text: str, steps: tuple[Step, ...]) -> str:
    """`text` with the patches of all steps undone, last first. Raises RestoreError where one does not fit."""
    for step in reversed(steps):
        try:
            text = step.patch.revert(text)
        except SpanError as error:
            raise RestoreError(f"stage {step.stage}: {error}; the text was changed after it was written") from error
    return text
