"""A page as learning sees it: its lines with their shapes, and what the boilerplate stage made of each."""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b

from cleaner.stages.boilerplate.page import MAX_LINE, is_prose
from cleaner.text.document import Document, Step
from cleaner.text.lines import LineIndex
from cleaner.text.shapes import fold, shape_of

STAGES = ("encoding", "unicode", "lines", "boilerplate")
"What runs before lines are compared: they are compared as the boilerplate stage sees them, and it decides."
PROSE, KEPT, OWN = 1, 2, 4
"Flags of a line: running text; left in by the stage; metadata of this page, which learning never touches."
_FLAGS = 3
_UNDECODED = re.compile("[\ud800-\udfff]")
"Bytes that are no text, which neither a database nor a rule file can hold."
_MAX_LENGTH = (1 << 16 - _FLAGS) - 1
_OWN = frozenset(("metadata", "breadcrumb"))
"Types of removed lines that say something about their page."
_NOT_OWN = "metadata.title"
"The headline is no line of many pages; where it is, it was taken wrongly."


@dataclass(frozen=True, slots=True)
class Form:
    """A line, or its shape, in the words that are counted."""

    key: int
    "Digest, 63 bits."
    text: str
    shape: bool
    line: int
    "Where it stands in its page, counted from 1."


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page that are not blank. Columns of equal length, and the forms that may be learned."""

    digest: bytes
    "Equal for pages that differ in days, figures and names only."
    texts: array[int]
    "Key of each line."
    shapes: array[int]
    "Key of its shape; 0 where it has none."
    lengths: array[int]
    "Length in code points, cut at a bound, and the flags; see `length_of` and the flags above."
    forms: tuple[Form, ...]


def length_of(packed: int) -> int:
    """The length in an entry of `Page.lengths`."""
    return packed >> _FLAGS


def page_of(document: Document, types: Mapping[str, str]) -> Page:
    """The page that a document is, as the stages of `STAGES` have judged it. `types`: rule ids to what they remove."""
    text, step = _before_boilerplate(document)
    removed, own = _judged(text, step, types)
    digest = blake2b(digest_size=8)
    texts, shapes, lengths = array("q"), array("q"), array("H")
    forms: dict[int, Form] = {}
    for number, raw in enumerate(text.split("\n")):
        line = fold(raw)
        if not line:
            continue
        shape = shape_of(line) if len(line) <= MAX_LINE else ""
        digest.update((shape or line).encode("utf-8", "surrogatepass") + b"\n")
        keys = _key(line, False), _key(shape, True)
        for key, form, is_shape in zip(keys, (line, shape), (False, True), strict=True):
            if form and len(line) <= MAX_LINE and not _UNDECODED.search(line):
                forms.setdefault(key, Form(key, form, is_shape, number + 1))
        texts.append(keys[0])
        shapes.append(keys[1])
        flags = PROSE * is_prose(line) | KEPT * (number + 1 not in removed) | OWN * (number + 1 in own)
        lengths.append(min(len(line), _MAX_LENGTH) << _FLAGS | flags)
    return Page(digest.digest(), texts, shapes, lengths, tuple(forms.values()))


def _key(form: str, shape: bool) -> int:
    if not form:
        return 0
    raw = blake2b(form.encode("utf-8", "surrogatepass"), digest_size=8, person=b"shape" if shape else b"line").digest()
    return int.from_bytes(raw) >> 1 or 1


def _before_boilerplate(document: Document) -> tuple[str, Step | None]:
    """The text that the boilerplate stage saw, and its step; the clean text and None where it did nothing."""
    text = document.source.text
    for step in document.steps:
        if step.stage == STAGES[-1]:
            return text, step
        text = step.patch.apply(text)
    return text, None


def _judged(text: str, step: Step | None, types: Mapping[str, str]) -> tuple[set[int], set[int]]:
    """Numbers of the lines that the step removed, and of those that it read as metadata of the page."""
    if step is None:
        return set(), set()
    line_of = LineIndex(text).position
    removed: set[int] = set()
    own = {
        line_of(fact.span.start)[0]
        for fact in step.facts
        if fact.span is not None and fact.key.startswith("metadata.") and not fact.key.startswith(_NOT_OWN)
    }
    for start, end, rule in zip(step.patch.starts, step.patch.ends, step.rules, strict=True):
        lines = range(line_of(start)[0], line_of(end - 1)[0] + 1)
        removed.update(lines)
        if types.get(rule) in _OWN:
            own.update(lines)
    return removed, own
