"""Ignore files: `.cleanerignore` names what a run leaves out in its folder and below, in the words of `.gitignore`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.errors import InputError

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

NAME = ".cleanerignore"


@dataclass(frozen=True, slots=True)
class Ignore:
    """What the ignore files from the folder that was given down to one of its folders say."""

    specs: tuple[tuple[Path, GitIgnoreSpec], ...] = ()
    "Folder and patterns, outer ones first."

    def inside(self, folder: Path) -> Ignore:
        """The same with the ignore file of `folder`, where it has one. Raises InputError where it cannot be read."""
        file = folder / NAME
        if not file.is_file():
            return self
        from pathspec import GitIgnoreSpec

        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{file}: {error}; save it as UTF-8, one pattern a line") from error
        try:
            return Ignore((*self.specs, (folder, GitIgnoreSpec.from_lines(lines))))
        except ValueError as error:
            raise InputError(f"{file}: {error}; write patterns as in .gitignore") from error

    def hides(self, path: Path, is_folder: bool = False) -> bool:
        """Whether `path`, which lies below the folders, is left out. The innermost file that knows it decides."""
        hidden = False
        for folder, spec in self.specs:
            name = path.relative_to(folder).as_posix() + ("/" if is_folder else "")
            said = spec.check_file(name).include
            hidden = hidden if said is None else said
        return hidden
