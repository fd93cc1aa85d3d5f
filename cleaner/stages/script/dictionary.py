"""The dictionaries of whichever `opencc` is installed. Two packages share that module name and overwrite each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from cleaner.errors import SettingsError

Convert = Callable[[str], str]
"Traditional to simplified, a whole segment."

REIMPLEMENTED = "opencc-python-reimplemented"
OFFICIAL = "OpenCC"
_HAN = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0x20000, 0x323B0))


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Traditional to simplified, as one package has it."""

    name: str
    "Distribution and version, for the manifest."
    characters: dict[str, tuple[str, ...]]
    "Character to its simplified forms, the usual one first. Characters that stay are left out."
    phrases: dict[str, str]
    convert: Convert | None = None
    "The package's own converter where its phrases cannot be read as text; None where they can."


@cache
def installed_dictionary() -> Dictionary:
    """The dictionary of the installed package, read when the first traditional text turns up.

    Text files are read without importing the package. Raises SettingsError where there is no package.
    """
    spec = find_spec("opencc")
    if spec is None or not spec.submodule_search_locations:
        raise SettingsError(
            f"script: no opencc package; run `pip install {REIMPLEMENTED}` or keep the script with --script keep"
        )
    folder = Path(spec.submodule_search_locations[0]) / "dictionary"
    if (folder / "TSCharacters.txt").is_file() and (folder / "TSPhrases.txt").is_file():
        return _from_text(folder)
    return from_converter(_converter(), f"{OFFICIAL} {_version(OFFICIAL)}")


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "unknown"


def _from_text(folder: Path) -> Dictionary:
    characters = {key: values for key, values in _entries(folder / "TSCharacters.txt").items() if values != (key,)}
    phrases = {key: values[0] for key, values in _entries(folder / "TSPhrases.txt").items()}
    return Dictionary(f"{REIMPLEMENTED} {_version(REIMPLEMENTED)}", characters, phrases)


def _entries(path: Path) -> dict[str, tuple[str, ...]]:
    """Lines `key TAB form form ...`."""
    entries: dict[str, tuple[str, ...]] = {}
    for line in path.read_text("utf-8").splitlines():
        key, tab, forms = line.partition("\t")
        if tab and key and forms.split():
            entries[key] = tuple(forms.split())
    return entries


def _converter() -> Convert:
    from opencc import OpenCC

    convert: Convert = OpenCC("t2s").convert
    return convert


def from_converter(convert: Convert, name: str) -> Dictionary:
    """A dictionary whose characters are found by asking a converter for every Han character, one to a line."""
    keys = [chr(code) for first, last in _HAN for code in range(first, last)]
    forms = convert("\n".join(keys)).split("\n")
    characters: dict[str, tuple[str, ...]] = {
        key: (form,) for key, form in zip(keys, forms, strict=True) if key != form
    }
    return Dictionary(name, characters, {}, convert)
