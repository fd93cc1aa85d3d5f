"""The one way in: documents from any file, or from a part of one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any, BinaryIO

from cleaner.errors import InputError, MissingExtraError
from cleaner.formats.compress import SUFFIXES, Unpacked, open_stream, unpacking
from cleaner.formats.html import read_html
from cleaner.formats.inputs import InputFile
from cleaner.formats.jsonl import BOM, read_rows
from cleaner.formats.kinds import kind_of
from cleaner.formats.parquet import read_parquet, shape_of
from cleaner.formats.plain import read_source, refuse_special
from cleaner.formats.record import Content, Keys, Record, Refused
from cleaner.formats.warc import read_warc

PIECE = 8 << 20
"Bytes of a big file that one job reads, up to the end of a line."
PACKED = 4
"Bytes that one byte of a packed file is taken for."
OPENINGS = (b"[", b"{")


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are read."""

    encoding: str = ""
    "Encoding of text files; empty to detect it."
    keys: Keys = field(default_factory=Keys)


@dataclass(frozen=True, slots=True)
class Piece:
    """A file, or the lines of a file between two bytes, or some row groups of a Parquet file."""

    file: InputFile
    start: int = 0
    "First byte; of Parquet, number of the first row group."
    size: int = -1
    "Bytes, or row groups; -1 for the whole file."
    line: int = 1
    "Number of the first line or row."
    problem: str = ""
    "Why it cannot be read, where that is known."


@dataclass(frozen=True, slots=True)
class Cut:
    """A file of rows, cut into pieces."""

    pieces: tuple[Piece, ...]
    sha256: str
    size: int
    weights: tuple[int, ...]
    "For each piece about how many bytes of text it may hold."
    rows: int = -1
    "How many rows the file says it has; -1 where it does not say."
    schema: Any = None
    "Of a Parquet file."


def read(piece: Piece, reading: Reading) -> Iterator[Record | Refused | Content]:
    """The documents of a piece, one by one, and what could not become one. Raises nothing for bad input."""
    file = piece.file
    if piece.problem:
        yield Refused(file.name, piece.problem)
        return
    try:
        if kind_of(file.path) == "text":
            source = read_source(file.path, reading.encoding)
            yield Record(file.id, file.name, source, file.output)
            return
        if kind_of(file.path) == "html":
            source, page = read_html(file.path, reading.encoding)
            yield Record(file.id, file.name, source, file.output, metadata=page.metadata, site=page.address)
            return
        if kind_of(file.path) == "parquet":
            groups = range(piece.start, piece.start + piece.size) if piece.size >= 0 else None
            yield from read_parquet(file.path, file.name, reading.keys, groups, piece.line)
            return
        if kind_of(file.path) == "warc":
            yield from read_warc(file.path, file.name, reading.keys, reading.encoding)
            return
        with unpacking(file.path), opened(file.path) as stream:
            if piece.start:
                stream.seek(piece.start)
            yield from read_rows(stream, file.name, reading.keys, piece.line, piece.size)
            raw = getattr(stream, "raw", None)
            if isinstance(raw, Unpacked):
                yield Content(file.name, raw.digest.hexdigest())
    except (InputError, MissingExtraError) as error:
        yield Refused(file.name, str(error).removeprefix(f"{file.path}: "))


def opened(path: Path) -> BinaryIO:
    """The bytes in a file of rows. Raises InputError, MissingExtraError."""
    with unpacking(path):
        refuse_special(path)
        return open_stream(path)


def cut(file: InputFile, keys: Keys, most: int = PIECE) -> Cut:
    """A file of rows in pieces of at least `most` bytes that end where a line ends, or a row group.

    A packed file is one piece, and so is a WARC. Depends on nothing but the file, so that every run of it has the same
    pieces. Raises InputError.
    """
    cutters = {"parquet": lambda: _cut_parquet(file, keys, most), "warc": lambda: _whole(file)}
    return cutters.get(kind_of(file.path), lambda: _cut_lines(file, most))()


def _cut_parquet(file: InputFile, keys: Keys, most: int) -> Cut:
    shape = shape_of(file.path, keys)
    pieces: list[Piece] = []
    weights: list[int] = []
    start, size, first, rows = 0, 0, 1, 0
    for number, (count, weight) in enumerate(shape.groups, 1):
        size, rows = size + weight, rows + count
        if size >= most or number == len(shape.groups):
            pieces.append(Piece(file, start, number - start, first))
            weights.append(size)
            start, size, first = number, 0, rows + 1
    with unpacking(file.path), file.path.open("rb") as stream:
        digest = file_digest(stream, "sha256").hexdigest()
        return Cut(tuple(pieces), digest, stream.tell(), tuple(weights), rows, shape.schema)


def _whole(file: InputFile) -> Cut:
    """A file that is one piece."""
    with unpacking(file.path):
        refuse_special(file.path)
        with file.path.open("rb") as stream:
            digest = file_digest(stream, "sha256").hexdigest()
            size = stream.tell()
    return Cut((Piece(file),), digest, size, (size,))


def _cut_lines(file: InputFile, most: int) -> Cut:
    packed = file.path.suffix.lower() in SUFFIXES
    with unpacking(file.path):
        _refuse_other_json(file.path)
        pieces: list[Piece] = []
        digest = sha256()
        start, line = 0, 1
        with file.path.open("rb") as stream:
            while block := stream.read(most):
                digest.update(block)
                size, lines = len(block), block.count(b"\n")
                while not packed and not block.endswith(b"\n") and (block := stream.readline(1 << 20)):
                    digest.update(block)
                    size, lines = size + len(block), lines + block.count(b"\n")
                pieces.append(Piece(file, start, size, line))
                start, line = start + size, line + lines
    if packed:
        return Cut((Piece(file),), digest.hexdigest(), start, (PACKED * start,))
    return Cut(tuple(pieces), digest.hexdigest(), start, tuple(piece.size for piece in pieces))


def _refuse_other_json(path: Path) -> None:
    """Raise InputError for JSON that is no JSON Lines: one value over many lines, or UTF-16."""
    with opened(path) as stream:
        head = stream.readline(1 << 16)
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise InputError(f"{path}: is UTF-16; JSON Lines is UTF-8, convert the file")
    if head.removeprefix(BOM).strip() in OPENINGS:
        raise InputError(f"{path}: is one JSON value over many lines, not JSON Lines; convert it with: jq -c '.[]'")
