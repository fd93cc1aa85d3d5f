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
from cleaner.formats.record import Content, Keys, Record, Refused, Rest
from cleaner.formats.warc import read_warc

PIECE = 8 << 20
"Bytes of a big file that one job reads, up to the end of a line."
BLOCK = 1 << 20
PACKED = 4
"Bytes that one byte of a packed file is taken for."
OPENINGS = (b"[", b"{")
MOST = 16 << 20
"Bytes of one document where nothing else is said: one in which every third character is mended takes 500 MB then."


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are read."""

    encoding: str = ""
    "Encoding of text files; empty to detect it."
    keys: Keys = field(default_factory=Keys)
    most: int = MOST
    "Bytes of one document: of the file, or of the text in a row. 0 for any."

    def too_big(self, size: int) -> str:
        """Why there is no document of so many bytes; empty where there may be one."""
        if not 0 < self.most < size:
            return ""
        limit = f"{self.most >> 20} MiB is the limit for one document (--size-limit)"
        return f"has {size:,} bytes, and {limit}; cut it into smaller ones, or allow more"


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
    sha256: str = ""
    "Of its bytes when the run began, of Parquet and packed files of all bytes of the file; empty where nobody looked."
    stamp: tuple[int, int] = field(default=(0, 0), compare=False, repr=False)
    "Of Parquet: size and time of the file then. Where they are the same it is not read again to see if it is."

    def changed(self) -> bool:
        """True where the bytes are others than when the run began. Raises OSError."""
        if not self.sha256 or (self.stamp != (0, 0) and self.stamp == _stamp(self.file.path)):
            return False
        whole = self.stamp != (0, 0) or self.size < 0
        digest = sha256()
        with self.file.path.open("rb") as stream:
            stream.seek(0 if whole else self.start)
            left = -1 if whole else self.size
            while block := stream.read(BLOCK if whole else min(BLOCK, left)):
                digest.update(block)
                left -= len(block)
        return digest.hexdigest() != self.sha256


def _stamp(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_size, found.st_mtime_ns


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


def read(piece: Piece, reading: Reading) -> Iterator[Record | Refused | Rest | Content]:
    """The documents of a piece, one by one, and what could not become one. Raises nothing for bad input."""
    for found in _read(piece, reading):
        reason = reading.too_big(found.source.size) if isinstance(found, Record) else ""
        yield found.refused(reason) if reason and isinstance(found, Record) else found


def _read(piece: Piece, reading: Reading) -> Iterator[Record | Refused | Rest | Content]:
    file = piece.file
    if piece.problem:
        yield Refused(file.name, piece.problem)
        return
    try:
        with unpacking(file.path):
            if piece.changed():
                where = f" (from line {piece.line} on)" if piece.line > 1 else ""
                raise InputError(f"{file.path}: changed since the run began{where}; run again for what it holds now")
            big = kind_of(file.path) in ("text", "html") and reading.too_big(file.path.stat().st_size)
        if big:
            raise InputError(f"{file.path}: {big}")
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
    with unpacking(file.path), file.path.open("rb") as stream:
        stamp = _stamp(file.path)
        digest = file_digest(stream, "sha256").hexdigest()
        end = stream.tell()
    for number, (count, weight) in enumerate(shape.groups, 1):
        size, rows = size + weight, rows + count
        if size >= most or number == len(shape.groups):
            pieces.append(Piece(file, start, number - start, first, sha256=digest, stamp=stamp))
            weights.append(size)
            start, size, first = number, 0, rows + 1
    return Cut(tuple(pieces), digest, end, tuple(weights), rows, shape.schema)


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
                own = sha256(block)
                size, lines = len(block), block.count(b"\n")
                while not packed and not block.endswith(b"\n") and (block := stream.readline(1 << 20)):
                    digest.update(block)
                    own.update(block)
                    size, lines = size + len(block), lines + block.count(b"\n")
                pieces.append(Piece(file, start, size, line, sha256=own.hexdigest()))
                start, line = start + size, line + lines
    if packed:
        return Cut((Piece(file, sha256=digest.hexdigest()),), digest.hexdigest(), start, (PACKED * start,))
    return Cut(tuple(pieces), digest.hexdigest(), start, tuple(piece.size for piece in pieces))


def _refuse_other_json(path: Path) -> None:
    """Raise InputError for JSON that is no JSON Lines: one value over many lines, or UTF-16."""
    with opened(path) as stream:
        head = stream.readline(1 << 16)
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise InputError(f"{path}: is UTF-16; JSON Lines is UTF-8, convert the file")
    if head.removeprefix(BOM).strip() in OPENINGS:
        raise InputError(f"{path}: is one JSON value over many lines, not JSON Lines; convert it with: jq -c '.[]'")
