"""What every reader gives: documents, and what could not become one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from cleaner.text.document import Document, Source

PRESETS = {
    "datatrove": ("text", "id"), "dolma": ("text", "id"), "c4": ("text", "url"), "mnbvc": ("段落[].内容", "文件名"),
}  # fmt: skip
"Keys of text and id in the rows of well-known data sets."

_HALF = re.compile("[\ud800-\udfff]")


def half_pair(text: str, key: str) -> str:
    """What is wrong with a text under `key` that holds half of a surrogate pair; empty where none does."""
    half = _HALF.search(text)
    if not half:
        return ""
    place = f"character {half.start() + 1} of {key!r}"
    return f"{place} is half of a surrogate pair (U+{ord(half[0]):04X}), which no text holds"


@dataclass(frozen=True, slots=True)
class Keys:
    """Where a row holds its text and its id; `a.b` is key b in the object under a, `a[].b` all of those in a list."""

    text: str = "text"
    id: str = "id"
    site: str = "url"
    "What says the site that a page is from: an address, a domain or a name. Nothing where the row has no such key."


class Row(Protocol):
    """A row of a data set: all that stays while its text is replaced."""

    @property
    def raw(self) -> bytes:
        """The row as it came."""
        ...

    def cleaned(self, document: Document, attached: str = "") -> str:
        """The row as JSON with the clean text; `attached` is the JSON of what goes under the key `cleaner`."""
        ...

    def no_room(self) -> str:
        """Why nothing can be attached to the row; empty where it can."""
        ...

    def ledger_note(self, document: Document, to_table: bool) -> str:
        """JSON of what the ledger must keep to rebuild the row's bytes; empty where nothing is out of the ordinary.

        With `to_table` the data set is Parquet, which keeps no more than the values.
        """
        ...


@dataclass(frozen=True, slots=True)
class Record:
    """One document as it was read."""

    id: str
    path: str
    "Name of the file; for a row with its line: `x.jsonl:12`."
    source: Source
    output: str = ""
    "Path of its clean text below `text/`; empty for a row, whose clean text goes into the row."
    row: Row | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    "What the format says of the document, by the name of the field; it counts where the text says nothing."
    site: str = ""
    "What the row or the page says of the site that the text is from; empty where it says nothing."

    def refused(self, reason: str) -> Refused:
        """The same as input that becomes no document."""
        return Refused(self.path, reason, self.row.raw if self.row else b"", is_row=self.row is not None)


@dataclass(frozen=True, slots=True)
class Content:
    """The end of a packed file: what was in it."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Input that is no document. Of a row, `raw` are its bytes."""

    path: str
    reason: str
    raw: bytes = b""
    is_row: bool = False


@dataclass(frozen=True, slots=True)
class Rest:
    """More bytes of the row that was refused last: one that is too long comes block by block."""

    path: str
    raw: bytes
