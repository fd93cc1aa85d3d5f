"""JSON Lines: one document per line, read as a stream."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any, BinaryIO

from cleaner.errors import InputError
from cleaner.formats.jsonrow import JsonRow, parse_row
from cleaner.formats.paragraphs import Pieces, pieces_of
from cleaner.formats.record import Keys, Record, Refused, Rest
from cleaner.text.document import Document, Source

MAX_ROW = 32 << 20
"Bytes of one row; a longer one is refused, so that memory is bounded whatever a file holds."
BLOCK = 1 << 20
"Bytes of one block of such a row."
MAX_BLANK = 1 << 20
"Bytes of blank lines in one place that are kept."
BLANKS = b" \t\r\n"
BOM = b"\xef\xbb\xbf"
_LEAD = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\r\n]*")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with something on it, and the blanks and blank lines around it: together they are the file."""

    number: int
    "From 1."
    before: bytes
    "Byte order mark, blank lines, blanks."
    raw: bytes
    after: bytes
    "Blanks and the line break; at the end of the file also the blank lines."
    length: int
    "Bytes of the line, where that is more than `MAX_ROW` of its first block; 0 for the blocks after it."

    @property
    def whole(self) -> bytes:
        """All bytes that the line stands for."""
        return self.before + self.raw + self.after


@dataclass(frozen=True, slots=True)
class LineRow:
    """A row, and the bytes around it in its file."""

    row: JsonRow
    line: Line

    @property
    def raw(self) -> bytes:
        """The line and the blanks around it."""
        return self.line.whole

    def cleaned(self, document: Document, attached: str = "") -> str:
        """The row as JSON with the clean text; `attached` is JSON for the key `cleaner`."""
        return self.row.with_texts(self._pieces(document).texts, attached)

    def _pieces(self, document: Document) -> Pieces:
        return pieces_of(document, [len(text) for text in self.row.texts])

    def no_room(self) -> str:
        """Why nothing can be attached to the row; empty where it can."""
        return self.row.no_room()

    def ledger_note(self, document: Document, to_table: bool) -> str:
        """What rebuilding the bytes of the line takes, where it is out of the ordinary.

        `json`: how the texts were written; `line`: where the data set is a table, the line with empty texts; `before`
        and `after`: what stood around the line; of a list of paragraphs `gaps`: line breaks of the clean text, and
        `lengths`: of paragraphs, where one holds line breaks.
        """
        said: dict[str, object] = {}
        if tokens := self.row.tokens() if to_table and self.row.is_ascii else self.row.odd_tokens():
            said["json"] = tokens
        if to_table:
            said["line"] = self.row.with_tokens(['""'] * len(self.row.texts))
        if self.line.before:
            said["before"] = self.line.before.decode()
        if self.line.after != b"\n":
            said["after"] = self.line.after.decode()
        if len(self.row.texts) > 1:
            said["gaps"] = self._pieces(document).gaps
            if any("\n" in text for text in self.row.texts):
                said["lengths"] = [len(text) for text in self.row.texts]
        return json.dumps(said, ensure_ascii=False, separators=(",", ":")) if said else ""


def read_rows(
    stream: BinaryIO, name: str, keys: Keys, first: int = 1, size: int = -1
) -> Iterator[Record | Refused | Rest]:
    """The documents on the lines of `stream`, and the lines that are none.

    `first` is the number of the line at which the stream stands, `size` how many bytes are read; -1 for all.
    """
    for line in read_lines(stream, first, size):
        path = f"{name}:{line.number}"
        if not line.length:
            yield Rest(path, line.whole)
            continue
        try:
            row = parse_row(_decoded(line), keys)
        except InputError as error:
            yield Refused(path, str(error), line.whole, is_row=True)
            continue
        yield Record(row.id or path, path, Source.of_text(row.text), row=LineRow(row, line), site=row.site)


def _decoded(line: Line) -> str:
    if line.length > MAX_ROW:
        raise InputError(f"is more than {MAX_ROW} bytes long, which is the limit; cut the text into smaller ones")
    if not line.raw:
        raise InputError("holds nothing but blank lines")
    try:
        return line.raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"byte {error.start + 1} is not UTF-8; JSON Lines is UTF-8, convert the file") from None


def read_lines(stream: BinaryIO, first: int = 1, size: int = -1) -> Iterator[Line]:
    """The lines that are not blank. Blank ones go with the line after them, at the end with the line before."""
    waiting: Line | None = None
    blank: list[bytes] = []
    kept = long = 0
    number = first - 1
    while size and (raw := stream.readline(MAX_ROW + 1 if size < 0 else min(size, MAX_ROW + 1))):
        number += 1
        length = len(raw)
        size -= length if size > 0 else 0
        whole = length <= MAX_ROW or raw[-1:] == b"\n"
        if whole and not raw.strip(BLANKS):
            if kept < MAX_BLANK:
                blank.append(raw)
                kept += length
            continue
        if waiting:
            yield waiting
        before = b"".join(blank)
        waiting, blank, kept = None, [], 0
        if whole:
            waiting = _framed(number, before, raw, length)
            continue
        long = number
        yield Line(number, before, raw, b"", length)
        for block in _blocks(stream, size):
            size -= len(block) if size > 0 else 0
            yield Line(number, b"", block, b"", 0)
    before = b"".join(blank)
    if waiting:
        yield replace(waiting, after=waiting.after + before)
    elif before:
        yield Line(long, b"", before, b"", 0) if long else Line(first, b"", before, b"", len(before))


def _blocks(stream: BinaryIO, size: int) -> Iterator[bytes]:
    """The rest of a line; at most `size` bytes of it where that is not negative."""
    while size and (block := stream.readline(BLOCK if size < 0 else min(size, BLOCK))):
        yield block
        if block[-1:] == b"\n":
            return
        size -= len(block) if size > 0 else 0


def _framed(number: int, before: bytes, raw: bytes, length: int) -> Line:
    lead = _LEAD.match(raw)
    start = lead.end() if lead and (number == 1 or not raw.startswith(BOM)) else 0
    body = raw[start:].rstrip(BLANKS)
    return Line(number, before + raw[:start], body, raw[start + len(body) :], length)


def clean_text(row: JsonRow, note: Mapping[str, Any]) -> str:
    """The clean text of a row of the data set, with what the ledger noted of it."""
    return Pieces(row.texts, tuple(note.get("gaps", ()))).joined()


def rebuilt(row: JsonRow, text: str, note: Mapping[str, Any]) -> bytes:
    """The bytes of a line of the input: the clean row with the original text and what the ledger noted of it."""
    if "json" in note:
        line = row.with_tokens(note["json"])
    elif "lengths" in note:
        ends = list(accumulate(length + 1 for length in note["lengths"]))
        line = row.with_texts([text[start : end - 1] for start, end in zip([0, *ends], ends, strict=False)])
    else:
        line = row.with_texts(text.split("\n") if len(row.texts) > 1 else [text])
    before, after = str(note.get("before", "")), str(note.get("after", "\n"))
    return (before + line + after).encode("utf-8")
