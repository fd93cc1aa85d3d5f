"""One document, cleaned whatever happens: a fault of ours in it must not take the others down, nor lose it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cleaner.errors import RestoreError
from cleaner.pipeline import BATCH, Cleaner, Incoming
from cleaner.text.document import Document, Source
from cleaner.verdicts import metadata_of, verdicts_of


@dataclass(frozen=True, slots=True)
class Attempt:
    """A document, and why it is as it came."""

    document: Document
    fault: str = ""
    "Empty where cleaning went well; else the document is unchanged and its verdict `status` is rejected."


def attempt(cleaner: Cleaner, source: Source, id: str = "", path: str = "", site: str = "") -> Attempt:
    """The cleaned document; where cleaning fails, the document unchanged and marked."""
    try:
        return Attempt(cleaner.clean_source(source, id, path, site))
    except RestoreError as error:
        reason = str(error)
    except Exception as error:
        reason = f"internal error, {type(error).__name__}: {error}; please report it"
    return Attempt(rejected(source, id, path), reason)


def attempt_all(cleaner: Cleaner, incoming: Sequence[Incoming]) -> list[Attempt]:
    """The same for many, in order: cleaned together, as many as are worth it, and where that fails one by one."""
    found: list[Attempt] = []
    for at in range(0, len(incoming), BATCH):
        batch = incoming[at : at + BATCH]
        try:
            found += [Attempt(document) for document in cleaner.clean_all(batch)]
        except Exception:
            found += [attempt(cleaner, one.source, one.id, one.path, one.site) for one in batch]
    return found


def rejected(source: Source, id: str = "", path: str = "") -> Document:
    """A document that is not cleaned: its text as it came, with the verdict that says so."""
    text = source.text
    verdicts = {**verdicts_of({}, (), text, text), "status": "rejected"}
    return Document(id, source, text, (), metadata_of((), text), verdicts, path)
