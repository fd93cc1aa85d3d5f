"""The output folder of a run: written beside its final place and moved there whole, or not at all."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp
from time import monotonic, sleep
from typing import IO

from cleaner.errors import Interrupted, OutputError
from cleaner.formats.inputs import real

DEFAULT = Path("cleaned")
WORKERS = ".workers"
"A file in the folder of a run that its workers hold."
KEY = ".key"
"Says for what run the files in the folder are."
DONE = ".done-??????*"
"Marks of jobs that are finished."
PATIENCE = 30
"Seconds in which the workers of a run that was killed end by themselves."


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
            _unswap(folder, out)
            if _text(folder / KEY) != key:
                _empty(folder)
                (folder / KEY).write_text(key, encoding="ascii")
            yield folder
            _settle(folder)
            _swap(folder, out)
        except BaseException as error:
            kept = _left(folder)
            if not kept:
                shutil.rmtree(folder, ignore_errors=True)
            raise _said(error, out, kept) from error


def _said(error: BaseException, out: Path, kept: str) -> BaseException:
    """What is said of an error that ended a run: what became of its output; the error itself where that is ours."""
    if isinstance(error, OSError):
        what = f"{error.filename or out}: {error.strerror or error}; nothing was changed in {out}"
        return OutputError("; ".join(filter(None, (what, kept))))
    if isinstance(error, UnicodeEncodeError):
        return OutputError(f"{out}: this system's locale cannot write {error.object!a}; set PYTHONUTF8=1")
    return Interrupted(kept) if isinstance(error, KeyboardInterrupt) else error


def _left(folder: Path) -> str:
    """What is kept of a run that did not end, in words; empty where nothing is."""
    kept = any(folder.glob(DONE))
    return f"what is finished is kept in {folder}, the same command goes on from there" if kept else ""


@contextmanager
def _held(folder: Path, out: Path) -> Iterator[None]:
    """Hold a folder, made if need be. Raises OutputError where another process holds it, or the disk says no.

    What holds it is no file that stays when a process dies, so a run that was killed holds nothing. What lies there
    may be emptied or written over, so it must not lead elsewhere: it may have come with the input.
    """
    path = out.with_name(f".{out.name}.lock")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for place in (path, folder, *folder.iterdir()):
            if place.is_symlink():
                raise OutputError(f"{place}: is a link, which no run leaves there; look at it and remove it")
        lock = path.open("wb")
    except OSError as error:
        raise OutputError(f"{out}: {error.strerror}; choose another folder with -o") from error
    with lock:
        if not _lock(lock) or _moved(lock, path):
            raise OutputError(f"{out}: another run is writing to it; wait, or choose another folder with -o")
        try:
            _await_workers(folder, out)
            yield
        finally:
            with suppress(OSError):  # Windows removes no open file; one that stays does no harm
                path.unlink()


def _await_workers(folder: Path, out: Path) -> None:
    """Return when no worker of an earlier run holds the folder. Raises OutputError where one does not end."""
    started = monotonic()
    with (folder / WORKERS).open("wb") as lock:
        while not _lock(lock):
            if monotonic() - started > PATIENCE:
                raise OutputError(f"{out}: workers of a run that was ended are still at it; end them, or wait")
            sleep(0.1)


@contextmanager
def held_by_worker(folder: Path) -> Iterator[None]:
    """Hold the folder of a run together with its other workers: no run goes on there while one of them lives."""
    with (folder / WORKERS).open("rb") as lock:
        _lock(lock, shared=True)
        yield


def _lock(file: IO[bytes], shared: bool = False) -> bool:
    """Hold a file until it is closed; False where another process holds it.

    True also where the file system knows no such thing: then nobody is kept out.
    """
    if sys.platform == "win32":
        import msvcrt

        try:
            if not shared:
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def _moved(lock: IO[bytes], path: Path) -> bool:
    """True where the file that is held is not the one at `path` any more: the run that made it was just done."""
    try:
        return not os.path.samestat(os.fstat(lock.fileno()), path.stat())
    except OSError:
        return True


def _text(path: Path) -> str:
    return path.read_text(encoding="ascii", errors="replace") if path.is_file() else ""


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != WORKERS:
            path.unlink()


def _settle(folder: Path) -> None:
    """Leave only what a run is meant to leave.

    The key goes first: without it the next run trusts nothing that is left, wherever this one is killed.
    """
    (folder / KEY).unlink()
    for path in folder.iterdir():
        if path.name.startswith("."):
            path.unlink()
    folder.chmod(0o777 & ~_umask())


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _swap(folder: Path, out: Path) -> None:
    """Put a folder in the place of `out`."""
    place = real(out) if out.is_symlink() else out
    old = _old(folder)
    if place.exists():
        place.rename(old)
    folder.rename(place)
    shutil.rmtree(old, ignore_errors=True)


def _old(folder: Path) -> Path:
    return folder.with_name(folder.name + "-old")


def _unswap(folder: Path, out: Path) -> None:
    """Undo, or end, what a run has left that was killed in the middle of `_swap`."""
    place = real(out) if out.is_symlink() else out
    if _old(folder).exists() and not place.exists():
        _old(folder).rename(place)
    shutil.rmtree(_old(folder), ignore_errors=True)
