"""Which files a run reads, and what it calls them."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

from cleaner.errors import InputError

PATTERNS = ("*.txt", "*.text", "*.md", "*.markdown")
"What is read from a folder when no glob is given."


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file to read."""

    path: Path
    name: str
    "Path relative to the folder that was given, with `/`; unique in a run."
    id: str
    "The file's stem, or as much of its name as tells it from the others."
    output: str
    "Path of its clean text inside `text/`, with `/`; unique in a run, also where case does not count."


@dataclass(frozen=True, slots=True)
class Inputs:
    """What was found, in the order of the arguments, then by name."""

    items: tuple[InputFile, ...]
    notes: tuple[str, ...]
    "What a person should know: files left alone, folders without matches, names that had to be changed."


def find_inputs(paths: Sequence[Path], glob: str = "", skip: Path | None = None) -> Inputs:
    """Files under `paths`: the files themselves, and those in folders (all the way down) that match `glob`.

    Hidden files and folders are left out, as is the folder `skip` (the output). A path that does not exist is
    kept, to be accounted for. Raises InputError when nothing at all is found.
    """
    found: dict[Path, tuple[str, str]] = {}
    notes: list[str] = []
    for path in paths:
        if path.is_dir():
            matches = list(_walk(path, glob, skip, notes))
            if not matches:
                notes.append(f"{path}: no file here matches {glob or ' '.join(PATTERNS)}; give another --glob")
        else:
            matches = [path]  # also one that is missing: reading it fails, and the account of the run says so
        for match in matches:
            place = match.resolve()
            if place in found:
                notes.append(f"{match}: given twice, read once")
                continue
            root = path if path.is_dir() else path.parent
            found[place] = (_printable(match.relative_to(root).as_posix()), _printable(root.resolve().name))
    if not any(place.exists() for place in found):
        missing = [f"{path}: no such file or folder; check the path" for path in paths if not path.exists()]
        raise InputError("; ".join((*missing, *notes)) or "no input; give files or folders")
    return Inputs(_name(found, notes), tuple(notes))


def _walk(root: Path, glob: str, skip: Path | None, notes: list[str]) -> Iterator[Path]:
    others: Counter[str] = Counter()
    avoid = skip.resolve() if skip else None
    unreadable: list[str] = []
    for folder, folders, files in os.walk(root, onerror=lambda error: unreadable.append(str(error.filename))):
        here = Path(folder)
        if avoid and any((here / name).resolve() == avoid for name in folders):
            notes.append(f"{skip}: the output folder lies inside the input; it is not read")
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and (not avoid or (here / name).resolve() != avoid)
        )
        for name in sorted(files):
            if name.startswith("."):
                continue
            if _wanted(here / name, root, glob):
                yield here / name
            else:
                others[Path(name).suffix or "no suffix"] += 1
    notes += [f"{folder}: cannot be opened; check the permissions" for folder in unreadable]
    if others:
        kinds = ", ".join(f"{count} {suffix}" for suffix, count in sorted(others.items()))
        notes.append(f"{root}: left alone: {kinds}")


def _wanted(path: Path, root: Path, glob: str) -> bool:
    if not glob:
        return any(fnmatch(path.name.lower(), pattern) for pattern in PATTERNS)
    relative = path.relative_to(root).as_posix()
    return fnmatch(path.name, glob) or fnmatch(relative, glob) or PurePosixPath(relative).match(glob)


def _printable(name: str) -> str:
    """`name` with bytes that are not UTF-8 written as escapes, so that every output file can hold it."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _name(found: dict[Path, tuple[str, str]], notes: list[str]) -> tuple[InputFile, ...]:
    """Give every file a name, an id and an output that no other has."""
    names = [name for name, _ in found.values()]
    doubled = _repeated(names)
    full = [f"{root}/{name}" if name.casefold() in doubled else name for name, root in found.values()]
    names = list(_numbered(full))
    for name, (old, _), path in zip(names, found.values(), found, strict=True):
        if name != old:
            notes.append(f"{path}: another input has the name {old}; this one is called {name}")
    ids = _unique(names, lambda name: PurePosixPath(name).stem, lambda name: name)
    outputs = _unique(names, lambda name: str(PurePosixPath(name).with_suffix(".txt")), lambda name: name + ".txt")
    return tuple(
        InputFile(path, name, word, output) for path, name, word, output in zip(found, names, ids, outputs, strict=True)
    )


def _repeated(words: Iterable[str]) -> set[str]:
    return {word for word, count in Counter(word.casefold() for word in words).items() if count > 1}


def _numbered(names: Sequence[str]) -> Iterator[str]:
    """Names with ~2, ~3... before the suffix where one is repeated."""
    seen = {name.casefold() for name in names}
    used: set[str] = set()
    for name in names:
        fresh, number = name, 1
        while fresh.casefold() in used or (number > 1 and fresh.casefold() in seen):
            number += 1
            path = PurePosixPath(name)
            fresh = str(path.with_name(f"{path.stem}~{number}{path.suffix}"))
        used.add(fresh.casefold())
        yield fresh


def _unique(names: Sequence[str], short: Callable[[str], str], long: Callable[[str], str]) -> list[str]:
    """For each name its short form, or its long form where another name has the same short one."""
    shaped = [short(name) for name in names]
    doubled = _repeated(shaped)
    mixed = [long(name) if form.casefold() in doubled else form for name, form in zip(names, shaped, strict=True)]
    return list(_numbered(mixed))
