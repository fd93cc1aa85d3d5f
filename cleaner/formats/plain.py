"""Plain text and Markdown files: bytes to `Source`."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Literal

from cleaner.errors import InputError
from cleaner.formats.detect import Decoded, decode
from cleaner.text.document import Source, encode

MARKDOWN = frozenset((".md", ".markdown", ".mdx"))
OTHER_FORMATS = {
    ".pdf": "PDF",
    ".docx": "Word", ".doc": "Word", ".gz": "gzip", ".zst": "zstd", ".zip": "ZIP",
}  # fmt: skip
"Suffixes of formats that are not plain text; reading them as text would clean their markup."


def is_markdown(path: Path) -> bool:
    """True for a Markdown file, and for the clean text of one: `a.md.txt`."""
    ending = Path(path.stem).suffix if path.suffix.lower() == ".txt" else path.suffix
    return ending.lower() in MARKDOWN


def read_source(path: Path, encoding: str = "") -> Source:
    """The text of a file. Raises InputError when it cannot be read or is no text."""
    if path.suffix.lower() in OTHER_FORMATS:
        raise InputError(f"{path}: {OTHER_FORMATS[path.suffix.lower()]} is not read; convert the file to .txt or .md")
    raw = read_raw(path)
    try:
        return decode_source(raw, encoding, "markdown" if is_markdown(path) else "plain")
    except InputError as error:
        raise InputError(f"{path}: {error}") from error


def read_raw(path: Path) -> bytes:
    """The bytes of a file. Raises InputError."""
    try:
        refuse_special(path)
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}; check the path and the permissions") from error
    except MemoryError as error:
        raise InputError(f"{path}: does not fit into memory; cut the file into smaller ones") from error


def refuse_special(path: Path) -> None:
    """Raise InputError for a pipe or a device: it may never end, and cannot be read twice."""
    kind = path.stat().st_mode
    if not (S_ISREG(kind) or S_ISDIR(kind)):
        raise InputError(f"{path}: is a pipe or a device, not a file; give a file, or - for stdin")


def decode_source(raw: bytes, encoding: str = "", markup: Literal["plain", "markdown"] = "plain") -> Source:
    """The text in some bytes, in the named encoding or the one that fits best. Raises InputError."""
    return source_of(raw, decode(raw, encoding), markup)


def source_of(raw: bytes, decoded: Decoded, markup: Literal["plain", "markdown"] = "plain") -> Source:
    """The source that some bytes are, read as they were decoded."""
    source = Source(
        decoded.text, sha256(raw).hexdigest(), len(raw), decoded.encoding, decoded.bom, reversible=True, markup=markup
    )
    if decoded.encoding == "utf-8" and not decoded.damage:
        return source  # strict UTF-8 is reversible by definition
    try:
        same = decoded.bom + encode(decoded.text, decoded.encoding) == raw
    except UnicodeError:
        same = False
    if same:
        return source
    return Source(
        decoded.text, source.sha256, source.size, decoded.encoding, decoded.bom, reversible=False, markup=markup
    )
