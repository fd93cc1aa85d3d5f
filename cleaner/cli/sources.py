"""The documents that `check` and `diff` look at: cleaned, but never written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from cleaner.cli.options import no_stdin
from cleaner.cli.streams import read_stdin, warn, write_stdout
from cleaner.config import Config
from cleaner.errors import InputError, RestoreError, SettingsError
from cleaner.formats.inputs import find_inputs, real
from cleaner.formats.kinds import kind_of
from cleaner.formats.plain import decode_source, is_markdown
from cleaner.formats.read import Piece, read
from cleaner.formats.record import Content, Record, Refused, Rest
from cleaner.pipeline import Cleaner
from cleaner.report.ledger import text_bytes
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


def clean_inputs(paths: list[Path], config: Config, cleaner: Cleaner, stdin_name: str = "") -> Iterator[Cleaned]:
    """Every input under `paths`, cleaned; one that cannot be read is given with its failure. `stdin_name` is what stdin
    is called; empty for `-`.

    Raises InputError when there is nothing to read, SettingsError where `-` does not stand alone.
    """
    if STDIN in paths:
        yield Cleaned(stdin_name or "-", clean_stdin(paths, config, cleaner, stdin_name))
        return
    no_stdin(stdin_name)
    inputs = find_inputs(paths, config.glob)
    for note in inputs.notes:
        warn(f"cleaner: {note}")
    reading = config.reading()
    for item in inputs.items:
        path = _typed(item.path)
        for found in read(Piece(item), reading):
            if isinstance(found, Content | Rest):
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


def clean_stdin(paths: list[Path], config: Config, cleaner: Cleaner, name: str = "") -> Document:
    """The document on stdin, called `name`, or `-`. Raises SettingsError when other inputs stand beside it or the name
    is not that of a text, InputError for binary data."""
    if len(paths) > 1:
        raise SettingsError("-: stdin goes alone; give either - or files")
    path = Path(name or "-")
    if name and kind_of(path) != "text":
        raise SettingsError(f"--stdin-filename: {name}: only text and Markdown are read from stdin; give a file")
    try:
        raw = read_stdin()
        if reason := config.reading().too_big(len(raw)):
            raise InputError(reason)
        source: Source = decode_source(raw, config.encoding, "markdown" if is_markdown(path) else "plain")
    except InputError as error:
        raise InputError(f"{name or '-'}: {error}") from error
    return cleaner.clean_source(source, "stdin", path.as_posix())


def pass_stdin(paths: list[Path], config: Config, name: str) -> None:
    """Clean the text on stdin to stdout, and print nothing else."""
    write_stdout(text_bytes(clean_stdin(paths, config, Cleaner(config.settings()), name).text))


def _typed(path: Path) -> str:
    """The path relative to the current folder where it lies below it, with `/`."""
    try:
        return real(path).relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
