"""The documents that `check` and `diff` look at: cleaned, but never written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from cleaner.cli.streams import read_stdin, warn
from cleaner.config import Config
from cleaner.errors import InputError, RestoreError, SettingsError
from cleaner.formats.inputs import find_inputs, real
from cleaner.formats.plain import decode_source
from cleaner.formats.read import Piece, read
from cleaner.formats.record import Content, Record, Refused
from cleaner.pipeline import Cleaner
from cleaner.text.document import Document, Source

STDIN = Path("-")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """One input and what became of it."""

    path: str
    "Path as a person types it; `-` for stdin."
    document: Document | None
    failure: str = ""
    "Why there is no document."


def clean_inputs(paths: list[Path], config: Config, cleaner: Cleaner) -> Iterator[Cleaned]:
    """Every input under `paths`, cleaned; one that cannot be read is given with its failure.

    Raises InputError when there is nothing to read, SettingsError where `-` does not stand alone.
    """
    if STDIN in paths:
        yield Cleaned("-", clean_stdin(paths, config, cleaner))
        return
    inputs = find_inputs(paths, config.glob)
    for note in inputs.notes:
        warn(f"cleaner: {note}")
    reading = config.reading()
    for item in inputs.items:
        path = _typed(item.path)
        for found in read(Piece(item), reading):
            if isinstance(found, Content):
                continue
            place = path + found.path.removeprefix(item.name)
            if isinstance(found, Refused):
                yield Cleaned(place, None, found.reason)
            else:
                yield _cleaned(found, place, cleaner)


def _cleaned(record: Record, place: str, cleaner: Cleaner) -> Cleaned:
    try:
        document = cleaner.clean_source(record.source, record.id, record.path, record.site)
        return Cleaned(place, replace(document, path=place))
    except RestoreError as error:
        return Cleaned(place, None, str(error))
    except Exception as error:  # a fault of ours in one document must not hide what is wrong in the others
        return Cleaned(place, None, f"internal error, {type(error).__name__}: {error}; please report it")


def clean_stdin(paths: list[Path], config: Config, cleaner: Cleaner) -> Document:
    """The document on stdin. Raises SettingsError when other inputs stand beside it, InputError for binary data."""
    if len(paths) > 1:
        raise SettingsError("-: stdin goes alone; give either - or files")
    try:
        source: Source = decode_source(read_stdin(), config.encoding)
    except InputError as error:
        raise InputError(f"-: {error}") from error
    return cleaner.clean_source(source, "stdin", "-")


def _typed(path: Path) -> str:
    """The path relative to the current folder where it lies below it, with `/`."""
    try:
        return real(path).relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
