"""Files cleaned in place: a run beside them first, which keeps what they were, then each file replaced at once."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import mkstemp

from cleaner.engines.run import How, RunResult, run
from cleaner.errors import SettingsError
from cleaner.formats.inputs import find_inputs, real
from cleaner.formats.kinds import kind_of
from cleaner.pipeline import Settings

KEPT = Path(".cleaner")
"Folder of the runs that keep what files were before they were fixed; hidden, so that no run reads it."


@dataclass(frozen=True, slots=True)
class FixResult:
    """What became of the files."""

    run: RunResult
    "The run that keeps ledger, report and clean texts; `cleaner restore` on its folder gives the originals."
    changed: tuple[Path, ...]
    kept: tuple[tuple[Path, str], ...]
    "Files that were cleaned and not replaced, and why."


def fix(paths: Sequence[Path], out: Path | None, settings: Settings, how: How) -> FixResult:
    """Replace every file under `paths` by its clean text. The run that keeps what they were is complete before the
    first file is touched; each file is replaced whole or stays as it was.

    Raises what `run` raises, and SettingsError for inputs that are no text files.
    """
    asked, out = out, out or _next_folder()
    items = find_inputs(paths, how.glob, skip=out).items
    other = next((item.path for item in items if kind_of(item.path) != "text"), None)
    if other is not None:
        raise SettingsError(f"{other}: only text and Markdown files are fixed in place; use cleaner run")
    result = run(paths, out, settings, how)
    read = {row["path"]: row for row in json.loads((out / "manifest.json").read_bytes())["inputs"]}
    changed: list[Path] = []
    kept: list[tuple[Path, str]] = []
    for item in items:
        row = read.get(item.name)
        if row is None or row["sha256"] == row["output_sha256"]:
            continue  # failed, and named by the run; or clean already
        problem = _replace(item.path, out / row["output"], row["sha256"])
        if problem:
            kept.append((item.path, problem))
        else:
            changed.append(item.path)
    if asked is None:
        _tidy(out, bool(changed))
    return FixResult(result, tuple(changed), tuple(kept))


def _tidy(out: Path, needed: bool) -> None:
    """Keep the folder out of version control; drop it where it keeps nothing."""
    with suppress(OSError):
        if not needed:
            shutil.rmtree(out)
        if not any(KEPT.glob("fix-*")):
            shutil.rmtree(KEPT)
        else:
            (KEPT / ".gitignore").write_text("*\n", encoding="utf-8")


def _replace(path: Path, clean: Path, digest: str) -> str:
    """Put the bytes of `clean` in the place of a file with this digest, at once; why not, where that fails.

    A link stays, and what it leads to is replaced. The new file has the mode of the old one.
    """
    place = real(path)
    try:
        if sha256(place.read_bytes()).hexdigest() != digest:
            return "was changed while it was being cleaned; run cleaner fix again"
        handle, name = mkstemp(prefix=f".{place.name[:60]}-", dir=place.parent)
    except OSError as error:
        return f"{error.strerror or error}; check the permissions of the file and its folder"
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file, clean.open("rb") as text:
            shutil.copyfileobj(text, file)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(place, beside)
        beside.replace(place)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        return f"{error.strerror or error}; nothing was changed in it"
    return ""


def _next_folder() -> Path:
    number = 1
    while (KEPT / f"fix-{number}").exists():
        number += 1
    return KEPT / f"fix-{number}"
