"""Which files a run reads, and what it calls them."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from errno import ENOENT, ENOTDIR
from fnmatch import fnmatch
from hashlib import sha256
from pathlib import Path, PurePosixPath

from cleaner.errors import InputError
from cleaner.formats.ignore import NAME as IGNORE_FILE
from cleaner.formats.ignore import Ignore
from cleaner.formats.names import alike, portable
from cleaner.formats.plain import MARKDOWN

PATTERNS = (
    "*.txt", "*.text", "*.md", "*.markdown", "*.mdx", "*.html", "*.htm", "*.jsonl", "*.ndjson", "*.jsonl.gz",
    "*.jsonl.zst", "*.parquet", "*.warc", "*.wet", "*.warc.gz", "*.wet.gz",
)  # fmt: skip
"What is read from a folder when no glob is given."
MAX_NAME = 255
"Bytes that a file system takes for one part of a path."


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file to read."""

    path: Path
    name: str
    "Path relative to the folder that was given, with `/`; unique in a run."
    id: str
    "The file's stem, or as much of its name as tells it from the others."
    output: str
    "Path of its clean text inside `text/`, with `/`; unique in a run and fit for every system, see `names`."


@dataclass(frozen=True, slots=True)
class Inputs:
    """What was found, in the order of the arguments, then by name."""

    items: tuple[InputFile, ...]
    notes: tuple[str, ...]
    "What a person should know: files left alone, folders without matches, names that had to be changed."


def find_inputs(paths: Sequence[Path], glob: str = "", skip: Path | None = None) -> Inputs:
    """Files under `paths`: the files themselves, and those in folders (all the way down) that match `glob`.

    Hidden files and folders are left out, as are the folder `skip` (the output) and those of earlier runs. A path
    that does not exist, or a folder that cannot be opened, is kept, to be accounted for. Raises InputError when
    nothing at all is found.
    """
    found: dict[Path, tuple[str, str]] = {}
    notes: list[str] = []
    for path in paths:
        is_folder = os.path.isdir(path)  # unlike Path.is_dir, no error where a folder above may not be entered
        if is_folder:
            matches = list(_walk(path, glob, skip, notes))
            if not matches:
                notes.append(f"{path}: no file here matches {glob or ' '.join(PATTERNS)}; give another --glob")
        else:
            matches = [path]  # also one that is missing: reading it fails, and the account of the run says so
        for match in matches:
            place = real(match)
            if place in found:
                notes.append(f"{match}: given twice, read once")
                continue
            root = path if is_folder else path.parent
            name = match.relative_to(root).as_posix() if match != root else real(root).name
            found[place] = (_printable(name), _printable(real(root).name))
    if not any(map(os.path.lexists, found)):
        missing = [f"{path}: {problem}" for path in paths if (problem := _problem(path))]
        raise InputError("; ".join((*missing, *notes)) or "no input; give files or folders")
    return Inputs(_name(found, notes), tuple(notes))


def _problem(path: Path) -> str:
    """Why there is nothing at `path`; empty where there is something."""
    try:
        path.lstat()
    except OSError as error:
        if error.errno in (ENOENT, ENOTDIR):
            return "no such file or folder; check the path"
        return f"{error.strerror or error}; check the path and the permissions"
    return ""


def real(path: Path) -> Path:
    """`path` without links. A link that leads to itself stays as it is, where `Path.resolve` breaks."""
    return Path(os.path.realpath(path))


def _walk(root: Path, glob: str, skip: Path | None, notes: list[str]) -> Iterator[Path]:
    others: Counter[str] = Counter()
    avoid = real(skip) if skip else None
    unreadable: list[str] = []
    ignores = {root: Ignore()}
    hidden = 0
    for folder, folders, files in os.walk(root, onerror=lambda error: unreadable.append(str(error.filename))):
        here = Path(folder)
        ignore = ignores.pop(here).inside(here)
        if avoid and any(real(here / name) == avoid for name in folders):
            notes.append(f"{skip}: the output folder lies inside the input; it is not read")
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and (not avoid or real(here / name) != avoid)
        )
        runs = {name for name in folders if _is_run(here / name)}
        notes += [f"{here / name}: was written by cleaner; it is not read, unless given" for name in sorted(runs)]
        folders[:] = [name for name in folders if name not in runs]
        own = _own_names(here)
        shut = {name for name in folders if ignore.hides(here / name, is_folder=True)}
        folders[:] = [name for name in folders if name not in own and name not in shut]
        ignores.update((here / name, ignore) for name in folders)
        hidden += len(shut)
        for name in sorted(files):
            if name.startswith(".") or name in own:
                continue
            if ignore.hides(here / name):
                hidden += 1
                continue
            if _wanted(here / name, root, glob):
                yield here / name
            else:
                others[Path(name).suffix or "no suffix"] += 1
    yield from map(Path, unreadable)  # reading a folder fails, and the account of the run says so
    if hidden:
        notes.append(f"{root}: {hidden} left out, as {IGNORE_FILE} says")
    if others:
        kinds = ", ".join(f"{count} {suffix}" for suffix, count in sorted(others.items()))
        notes.append(f"{root}: left alone: {kinds}")


def _is_run(folder: Path) -> bool:
    """True for the output of a run: its texts would come in as documents a second time."""
    return (folder / "ledger.jsonl").is_file() and (folder / "manifest.json").is_file()


def _own_names(folder: Path) -> frozenset[str]:
    """What a run that is given as input wrote beside its clean texts."""
    if not _is_run(folder):
        return frozenset()
    texts = ("documents.jsonl",) if (folder / "text").is_dir() else ()
    return frozenset(("ledger.jsonl", "rejected.jsonl", "attributes", "report.html", "originals", "README.md", *texts))


def _wanted(path: Path, root: Path, glob: str) -> bool:
    if not glob:
        return any(fnmatch(path.name.lower(), pattern) for pattern in PATTERNS)
    relative = path.relative_to(root).as_posix()
    return fnmatch(path.name, glob) or fnmatch(relative, glob) or PurePosixPath(relative).match(glob)


def _printable(name: str) -> str:
    """`name` with bytes that are not UTF-8 written as escapes, so that every output file can hold it."""
    return _fitting(name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace"))


def _fitting(name: str) -> str:
    """`name` with parts too long for a file system cut and told apart by a digest: GBK names as escapes are long."""
    return "/".join(map(_cut, name.split("/"))) if len(name) > MAX_NAME // 4 else name


def _cut(part: str) -> str:
    raw = part.encode()
    if len(raw) <= MAX_NAME:
        return part
    suffix = PurePosixPath(part).suffix[:10]
    return f"{raw[:200].decode('utf-8', 'ignore')}~{sha256(raw).hexdigest()[:12]}{suffix}"


def _name(found: dict[Path, tuple[str, str]], notes: list[str]) -> tuple[InputFile, ...]:
    """Give every file a name, an id and an output that no other has."""
    names = [name for name, _ in found.values()]
    doubled = _repeated(names)
    full = [f"{root}/{name}" if alike(name) in doubled else name for name, root in found.values()]
    names = list(_numbered(full))
    for name, (old, _), path in zip(names, found.values(), found, strict=True):
        if name != old:
            notes.append(f"{path}: another input has the name {old}; this one is called {name}")
    ids = _unique(names, lambda name: PurePosixPath(name).stem, lambda name: name)
    outputs = _unique([portable(name) for name in names], _output, lambda name: name + ".txt")
    folders = {alike(str(folder)) for output in outputs for folder in PurePosixPath(output).parents}
    outputs = [_fitting(output + ".txt" if alike(output) in folders else output) for output in outputs]
    return tuple(
        InputFile(path, name, word, output) for path, name, word, output in zip(found, names, ids, outputs, strict=True)
    )


def _output(name: str) -> str:
    """`name` with the suffix .txt; Markdown keeps its own before it, so that a second run knows it."""
    path = PurePosixPath(name)
    return f"{name}.txt" if path.suffix.lower() in MARKDOWN else str(path.with_suffix(".txt"))


def _repeated(words: Iterable[str]) -> set[str]:
    return {word for word, count in Counter(alike(word) for word in words).items() if count > 1}


def _numbered(names: Sequence[str]) -> Iterator[str]:
    """Names with ~2, ~3... before the suffix where one is repeated."""
    seen = {alike(name) for name in names}
    used: set[str] = set()
    for name in names:
        fresh, number = name, 1
        while alike(fresh) in used or (number > 1 and alike(fresh) in seen):
            number += 1
            path = PurePosixPath(name)
            fresh = str(path.with_name(f"{path.stem}~{number}{path.suffix}"))
        used.add(alike(fresh))
        yield fresh


def _unique(names: Sequence[str], short: Callable[[str], str], long: Callable[[str], str]) -> list[str]:
    """For each name its short form, or its long form where another name has the same short one."""
    shaped = [short(name) for name in names]
    doubled = _repeated(shaped)
    mixed = [long(name) if alike(form) in doubled else form for name, form in zip(names, shaped, strict=True)]
    return list(_numbered(mixed))
