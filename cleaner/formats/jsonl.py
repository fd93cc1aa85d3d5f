"""JSON Lines: one document per line, read as a stream."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from cleaner.errors import InputError
from cleaner.formats.jsonrow import PLAIN, JsonRow, parse_row
from cleaner.formats.record import Keys, Record, Refused
from cleaner.text.document import Source

MAX_ROW = 32 << 20
"Bytes of one row; a longer one is refused, so that memory is bounded whatever a file holds."
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
    "Bytes of the line; `raw` is empty where that is more than `MAX_ROW`."

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

    def with_text(self, text: str, attached: str = "") -> str:
        """The row as JSON with another text; see `JsonRow`."""
        return self.row.with_text(text, attached)

    def no_room(self) -> str:
        """Why nothing can be attached to the row; empty where it can."""
        return self.row.no_room()

    def ledger_note(self, original: str) -> str:
        """What rebuilding the bytes of the line takes: `json`, `before` and `after`, where out of the ordinary."""
        token = self.row.ledger_note(original)
        said = [f'"json":{token}'] if token else []
        said += [f'"before":{PLAIN(self.line.before.decode())}'] if self.line.before else []
        said += [f'"after":{PLAIN(self.line.after.decode())}'] if self.line.after != b"\n" else []
        return f"{{{','.join(said)}}}" if said else ""


def read_rows(stream: BinaryIO, name: str, keys: Keys, first: int = 1, size: int = -1) -> Iterator[Record | Refused]:
    """The documents on the lines of `stream`, and the lines that are none.

    `first` is the number of the line at which the stream stands, `size` how many bytes are read; -1 for all.
    """
    for line in read_lines(stream, first, size):
        path = f"{name}:{line.number}"
        try:
            row = parse_row(_decoded(line), keys)
        except InputError as error:
            yield Refused(path, str(error), line.whole if line.length <= MAX_ROW else b"", is_row=True)
            continue
        yield Record(row.id or path, path, Source.of_text(row.text), row=LineRow(row, line), site=row.site)


def _decoded(line: Line) -> str:
    if line.length > MAX_ROW:
        raise InputError(f"is {line.length} bytes long, and {MAX_ROW} is the limit; cut the text into smaller ones")
    if not line.raw:
        raise InputError("holds nothing but blank lines")
    try:
        return line.raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"byte {error.start + 1} is not UTF-8; JSON Lines is UTF-8, convert the file") from None


def read_lines(stream: BinaryIO, first: int = 1, size: int = -1) -> Iterator[Line]:
    """The lines that are not blank. Blank ones go with the line after them, at the end with the line before."""
    waiting: Line | None = None
    before = b""
    number = first - 1
    while size and (raw := stream.readline(MAX_ROW + 1 if size < 0 else min(size, MAX_ROW + 1))):
        number += 1
        length = len(raw)
        if length > MAX_ROW and raw[-1:] != b"\n":
            length += _skip_line(stream, size - length)
            raw = b""
        size -= length if size > 0 else 0
        if raw and not raw.strip(BLANKS):
            before += raw if len(before) < MAX_BLANK else b""
            continue
        if waiting:
            yield waiting
        waiting = _framed(number, before, raw, length)
        before = b""
    if waiting:
        yield replace(waiting, after=waiting.after + before)
    elif before:
        yield Line(first, b"", before, b"", len(before))


def _skip_line(stream: BinaryIO, size: int) -> int:
    """Read to the end of a line and forget it; how many bytes that were."""
    skipped = 0
    while size - skipped and (block := stream.readline(1 << 20)):
        skipped += len(block)
        if block[-1:] == b"\n":
            break
    return skipped


def _framed(number: int, before: bytes, raw: bytes, length: int) -> Line:
    lead = _LEAD.match(raw)
    start = lead.end() if lead and (number == 1 or not raw.startswith(BOM)) else 0
    body = raw[start:].rstrip(BLANKS)
    return Line(number, before + raw[:start], body, raw[start + len(body) :], length)


def rebuilt(row: JsonRow, text: str, note: dict[str, str]) -> bytes:
    """The bytes of a line of the input: the clean row with the original text and what the ledger noted of it."""
    token = note.get("json")
    line = row.with_text(text) if token is None else row.line[: row.start] + token + row.line[row.end :]
    return (note.get("before", "") + line + note.get("after", "\n")).encode("utf-8")
