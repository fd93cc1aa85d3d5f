"""The one way in: documents from any file, or from a part of one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from cleaner.errors import InputError
from cleaner.formats.compress import SUFFIXES, Unpacked, open_stream, unpacking
from cleaner.formats.inputs import InputFile
from cleaner.formats.jsonl import BOM, read_rows
from cleaner.formats.kinds import kind_of
from cleaner.formats.plain import read_source, refuse_special
from cleaner.formats.record import Content, Keys, Record, Refused

PIECE = 8 << 20
"Bytes of a big file that one job reads, up to the end of a line."
OPENINGS = (b"[", b"{")


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are read."""

    encoding: str = ""
    "Encoding of text files; empty to detect it."
    keys: Keys = field(default_factory=Keys)


@dataclass(frozen=True, slots=True)
class Piece:
    """A file, or the lines of a file between two bytes."""

    file: InputFile
    start: int = 0
    size: int = -1
    "Bytes; -1 for the whole file."
    line: int = 1
    "Number of the first line."
    problem: str = ""
    "Why it cannot be read, where that is known."


@dataclass(frozen=True, slots=True)
class Cut:
    """A file of rows, cut into pieces."""

    pieces: tuple[Piece, ...]
    sha256: str
    size: int


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
        with unpacking(file.path), opened(file.path) as stream:
            if piece.start:
                stream.seek(piece.start)
            yield from read_rows(stream, file.name, reading.keys, piece.line, piece.size)
            raw = getattr(stream, "raw", None)
            if isinstance(raw, Unpacked):
                yield Content(file.name, raw.digest.hexdigest())
    except InputError as error:
        yield Refused(file.name, str(error).removeprefix(f"{file.path}: "))


def opened(path: Path) -> BinaryIO:
    """The bytes in a file of rows. Raises InputError, MissingExtraError."""
    with unpacking(path):
        refuse_special(path)
        return open_stream(path)


def cut(file: InputFile, most: int = PIECE) -> Cut:
    """A file of rows in pieces of at least `most` bytes that end where a line ends; a packed file is one piece.

    Depends on nothing but the file, so that every run of it has the same pieces. Raises InputError.
    """
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
    return Cut((Piece(file),) if packed else tuple(pieces), digest.hexdigest(), start)


def _refuse_other_json(path: Path) -> None:
    """Raise InputError for JSON that is no JSON Lines: one value over many lines, or UTF-16."""
    with opened(path) as stream:
        head = stream.readline(1 << 16)
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise InputError(f"{path}: is UTF-16; JSON Lines is UTF-8, convert the file")
    if head.removeprefix(BOM).strip() in OPENINGS:
        raise InputError(f"{path}: is one JSON value over many lines, not JSON Lines; convert it with: jq -c '.[]'")
