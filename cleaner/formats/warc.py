"""WARC and WET: the pages of a crawl, one document for each record that holds one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BufferedReader, UnsupportedOperation
from pathlib import Path
from typing import Any, cast

from cleaner.errors import InputError, MissingExtraError
from cleaner.formats.compress import open_stream, unpacking
from cleaner.formats.html import page_of
from cleaner.formats.jsonl import MAX_ROW
from cleaner.formats.jsonrow import ATTACHED, PLAIN
from cleaner.formats.plain import decode_source, refuse_special
from cleaner.formats.record import Keys, Record, Refused
from cleaner.text.document import Document, Source

HTML = ("text/html", "application/xhtml+xml")
PLAIN_TEXT = "text/plain"
FOUND = 200
"The status of an HTTP response that is a page."
DAMAGED = "the WARC data is damaged or ends too early; get the file again"
HEADER = (
    "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n"
)
"Of a record that holds an HTTP response alone."
TOO_LONG = f"is more than {MAX_ROW} bytes long, which is the limit; leave the record out"


@dataclass(frozen=True, slots=True)
class PageRow:
    """A record as a row of the data set: id, address, time of the crawl, text."""

    fields: dict[str, str]
    text_key: str
    raw: bytes = b""
    "Nothing: the record stands in its file, which is the original."

    def cleaned(self, document: Document, attached: str = "") -> str:
        """The row as JSON with the clean text; `attached` is JSON for the key `cleaner`."""
        said = json.dumps(self.fields, ensure_ascii=False, separators=(",", ":"))[:-1]
        more = f',"{ATTACHED}":{attached}' if attached else ""
        return f"{said},{PLAIN(self.text_key)}:{PLAIN(document.text)}{more}}}"

    def no_room(self) -> str:
        """Nothing: the keys of the row are ours."""
        return ""

    def ledger_note(self, document: Document, to_table: bool) -> str:  # noqa: ARG002
        """Nothing: the record is not put together again."""
        return ""


class Counted:
    """A stream that knows how far it was read; those that unpack cannot say it, and are asked."""

    def __init__(self, stream: BufferedReader) -> None:
        self._stream, self._place = stream, 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes, no more than are there without a wait: what a damaged file holds comes before the error."""
        data = self._stream.read1(size)
        self._place += len(data)
        return data

    def tell(self) -> int:
        """Bytes read so far."""
        return self._place

    def seek(self, _offset: int, _whence: int = 0) -> int:
        """Never asked for. Raises UnsupportedOperation."""
        raise UnsupportedOperation("seek")

    def close(self) -> None:
        """Nothing: who opened the stream closes it."""


def read_warc(path: Path, name: str, keys: Keys, encoding: str = "") -> Iterator[Record | Refused]:
    """The documents of a file: responses that are HTML or plain text, resources, and the texts of WET.

    Other records (requests, pictures, redirects, errors) are passed over. Raises InputError where the file is damaged,
    behind what it still holds; MissingExtraError.
    """
    with unpacking(path):
        refuse_special(path)
        with open_stream(path) as stream:
            for number, record in enumerate(_records(cast(BufferedReader, stream), path), 1):
                place = f"{name}:{number}"
                try:
                    found = _record(record, place, keys, encoding)
                except InputError as error:
                    yield Refused(place, str(error), is_row=True)
                    continue
                if found is not None:
                    yield found


def _records(stream: BufferedReader, path: Path) -> Iterator[Any]:
    """The records of a stream. Raises InputError where it is no WARC, or not all of it."""
    try:
        from fastwarc.warc import ArchiveIterator
    except ImportError as error:
        raise MissingExtraError("html") from error

    try:
        yield from ArchiveIterator(Counted(stream), parse_http=False, stream_detect=False)
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: {DAMAGED}") from error


@dataclass(frozen=True, slots=True)
class Content:
    """What a record holds."""

    body: bytes
    type: str
    "Its media type, in lower case."
    labels: tuple[str, ...] = ()
    "Encodings that it says it has."


def _record(record: Any, place: str, keys: Keys, encoding: str) -> Record | None:
    """The document of a record; None where it is no page. Raises InputError."""
    if record.headers.get("WARC-Type") not in ("response", "resource", "conversion"):
        return None
    content = _content(record)
    if content is None or content.type not in (*HTML, PLAIN_TEXT):
        return None
    metadata: dict[str, str] = {}
    if content.type in HTML:
        read, page = page_of(content.body, encoding, content.labels)
        source, metadata = replace(Source.of_text(read.text), hints=read.hints), dict(page.metadata)
    else:
        source = Source.of_text(decode_source(content.body, encoding).text)
    address = (record.headers.get("WARC-Target-URI") or "").strip("<>")
    name = (record.record_id or "").strip("<>") or place
    fields = {keys.id: name, keys.site: address, "timestamp": record.headers.get("WARC-Date") or ""}
    return Record(name, place, source, row=PageRow(fields, keys.text), metadata=metadata, site=address)


def _content(record: Any) -> Content | None:
    """What a record holds; None for an HTTP response that is no page. Raises InputError."""
    size = record.content_length
    if size > MAX_ROW:
        raise InputError(TOO_LONG)
    body = record.reader.read()
    if len(body) < size:
        raise InputError(DAMAGED)
    if not record.is_http:
        return Content(body, (record.headers.get("Content-Type") or PLAIN_TEXT).partition(";")[0].strip().lower())
    try:
        http = type(record).from_bytes(HEADER.format(size).encode() + body)  # its faults are not the stream's
        http.parse_http(auto_decode="all")
        body = http.reader.read(MAX_ROW + 1)  # unpacked
    except (OSError, ValueError) as error:
        raise InputError(f"its HTTP response cannot be read ({error})") from None
    if http.http_headers.status_code != FOUND:
        return None
    if len(body) > MAX_ROW:
        raise InputError(TOO_LONG)
    return Content(body, (http.http_content_type or "").lower(), tuple(filter(None, (http.http_charset,))))
