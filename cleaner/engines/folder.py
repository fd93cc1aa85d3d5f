"""The output folder of a run: written beside its final place and moved there whole, or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import IO

from cleaner.errors import OutputError
from cleaner.formats.inputs import real

DEFAULT = Path("cleaned")


def choose(out: Path | None, inputs: Iterable[Path]) -> tuple[Path, str]:
    """The folder to write to, and a note where it is not the one expected.

    The default gives way to `cleaned-2` and so on when an input lies inside it, or when it holds something else.
    Raises OutputError when the folder that was asked for would overwrite an input or a stranger's files.
    """
    places = [real(path) for path in inputs]
    if out is not None:
        problem = _problem(out, places)
        if problem:
            raise OutputError(f"{out}: {problem}; choose another folder with -o")
        return out, ""
    number, candidate = 1, DEFAULT
    while problem := _problem(candidate, places):
        number += 1
        candidate = DEFAULT.with_name(f"{DEFAULT.name}-{number}")
        note = f"{DEFAULT}: {problem}; this run goes to {candidate}"
    return candidate, note if number > 1 else ""


def _problem(out: Path, inputs: list[Path]) -> str:
    place = real(out)
    if any(path == place or place in path.parents for path in inputs):
        return "an input lies in it, and input is never overwritten"
    if out.is_symlink() and not out.exists():
        return "is a broken link"
    if out.exists() and not out.is_dir():
        return "is a file"
    if out.is_dir() and any(out.iterdir()) and not (out / "manifest.json").is_file():
        return "is not empty and was not written by cleaner"
    return ""


@contextmanager
def unfinished(out: Path) -> Iterator[Path]:
    """A new folder beside `out` that takes its place when the block ends well, and vanishes when it does not.

    What an earlier run left in `out` stays until then. Raises OutputError when the disk says no.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    except OSError as error:
        raise OutputError(f"{out}: {error.strerror}; choose another folder with -o") from error
    try:
        yield folder
        folder.chmod(0o777 & ~_umask())
        _swap(folder, out)
    except OSError as error:
        raise OutputError(f"{error.filename or out}: {error.strerror}; nothing was changed in {out}") from error
    except UnicodeEncodeError as error:
        raise OutputError(f"{out}: this system's locale cannot write {error.object!a}; set PYTHONUTF8=1") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def resumable(out: Path, key: str) -> Iterator[Path]:
    """The same, with a name of its own: what a run that was ended has finished in it is found by the next one.

    `key` says what is written; what another key has written vanishes. Raises OutputError where another run is at it.
    """
    folder = out.with_name(f".{out.name}.unfinished")
    with _held(folder, out):
        try:
            if _text(folder / ".key") != key:
                _empty(folder)
                (folder / ".key").write_text(key, encoding="ascii")
            yield folder
            _settle(folder)
            _swap(folder, out)
        except OSError as error:
            raise OutputError(f"{error.filename or out}: {error.strerror}; nothing was changed in {out}") from error
        except UnicodeEncodeError as error:
            what = f"this system's locale cannot write {error.object!a}"
            raise OutputError(f"{out}: {what}; set PYTHONUTF8=1") from error
        finally:
            if not any(folder.glob(".done-??????")):
                shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _held(folder: Path, out: Path) -> Iterator[None]:
    """Hold a folder, made if need be. Raises OutputError where another process holds it, or the disk says no."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / ".lock").open("wb")
    except OSError as error:
        raise OutputError(f"{out}: {error.strerror}; choose another folder with -o") from error
    with lock:
        _lock(lock, out)
        yield


def _lock(lock: IO[bytes], out: Path) -> None:
    """Hold a file until it is closed. Raises OutputError where another process holds it."""
    try:
        import fcntl
    except ImportError:  # Windows
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise OutputError(f"{out}: another run is writing to it; wait, or choose another folder with -o") from error


def _text(path: Path) -> str:
    return path.read_text(encoding="ascii", errors="replace") if path.is_file() else ""


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != ".lock":
            path.unlink()


def _settle(folder: Path) -> None:
    """Leave only what a run is meant to leave."""
    for path in folder.iterdir():
        if path.name.startswith("."):
            path.unlink()
    folder.chmod(0o777 & ~_umask())


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _swap(folder: Path, out: Path) -> None:
    place = real(out) if out.is_symlink() else out
    old = folder.with_name(folder.name + "-old")
    if place.exists():
        place.rename(old)
    folder.rename(place)
    shutil.rmtree(old, ignore_errors=True)
