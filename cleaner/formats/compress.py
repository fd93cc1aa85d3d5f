"""Compressed files as streams: gzip, and zstd where its package is there."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, BinaryIO, Protocol, cast

from cleaner.errors import InputError, MissingExtraError

BLOCK = 1 << 20
GZIP_LEVEL = 6
ZSTD_LEVEL = 3
STEPS = {".gz": 1 << 14, ".zst": 1 << 9}
"Packed bytes that are unpacked at once: gzip makes at most a thousand of one, zstd thirty thousand."
SUFFIXES = tuple(STEPS)


class Unpacker(Protocol):
    """What zlib and zstd have in common."""

    @property
    def eof(self) -> bool:
        """True where a packed stream ended as it should."""
        ...

    @property
    def unused_data(self) -> bytes:
        """What follows that end."""
        ...

    def decompress(self, data: bytes, /) -> bytes:
        """Unpacked bytes."""
        ...


class Unpacked(io.RawIOBase):
    """The bytes in a packed file, one stream or many behind each other.

    What a damaged file still holds is given before the error. A reader gets at most what a small piece of the file
    unpacks to, so that a file made to explode takes time and no memory.
    """

    def __init__(self, file: BinaryIO, new: Callable[[], Unpacker], step: int) -> None:
        super().__init__()
        self._file, self._new, self._step = file, new, step
        self._unpacker = new()
        self._packed = self._ready = b""
        self._begun = False
        self.digest = sha256()

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Fill `buffer`; the number of bytes, 0 at the end. Raises EOFError where the file ends too early."""
        while not self._ready:
            if not self._packed:
                self._packed = self._file.read(BLOCK)
            if self._unpacker.eof:
                self._packed = (self._unpacker.unused_data + self._packed).lstrip(b"\0")  # tapes are padded
                self._unpacker, self._begun = self._new(), False
            if not self._packed:
                if self._begun:
                    raise EOFError
                return 0
            piece, self._packed = self._packed[: self._step], self._packed[self._step :]
            self._begun = True
            self._ready = self._unpacker.decompress(piece)
            self.digest.update(self._ready)
        size = min(len(buffer), len(self._ready))
        buffer[:size], self._ready = self._ready[:size], self._ready[size:]
        return size

    def close(self) -> None:
        """Close the file below as well."""
        self._file.close()
        super().close()


def open_stream(path: Path) -> BinaryIO:
    """The bytes in a file, unpacked where its name says so. Raises OSError, MissingExtraError."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        return path.open("rb")
    new = partial(zlib.decompressobj, 31) if suffix == ".gz" else _zstandard().ZstdDecompressor().decompressobj
    return io.BufferedReader(Unpacked(path.open("rb"), new, STEPS[suffix]), BLOCK)


@contextmanager
def open_output(path: Path, suffix: str) -> Iterator[IO[bytes]]:
    """A new file that packs what is written as `suffix` says; the same data gives the same bytes."""
    with path.open("wb") as file:
        if suffix == ".gz":
            with gzip.GzipFile("", "wb", GZIP_LEVEL, file, mtime=0) as packed:
                yield cast(IO[bytes], packed)
        elif suffix == ".zst":
            with _zstandard().ZstdCompressor(level=ZSTD_LEVEL).stream_writer(file, closefd=False) as packed:
                yield packed
        else:
            yield file


@contextmanager
def unpacking(path: Path) -> Iterator[None]:
    """Turn what goes wrong while a stream is read into an InputError that names the file."""
    try:
        yield
    except InputError:
        raise
    except EOFError as error:
        raise InputError(f"{path}: the compressed data ends too early; get the file again") from error
    except zlib.error as error:
        raise InputError(f"{path}: the gzip data is damaged ({error}); get the file again") from error
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}; check the path and the permissions") from error
    except Exception as error:
        if type(error).__name__ != "ZstdError":  # its class is only there where the package is
            raise
        raise InputError(f"{path}: the zstd data is damaged ({error}); get the file again") from error


def _zstandard() -> Any:
    try:
        import zstandard
    except ImportError as error:
        raise MissingExtraError("zst") from error
    return zstandard
