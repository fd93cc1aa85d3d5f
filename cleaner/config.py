"""Settings from a file: `cleaner.toml`, or `[tool.cleaner]` in `pyproject.toml`; flags of a command go before them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, cast, get_args

from cleaner.arbitrate import APPLY_AT
from cleaner.engines.shard import FORMATS, Output
from cleaner.errors import SettingsError
from cleaner.formats.read import MOST, Reading
from cleaner.formats.record import PRESETS, Keys
from cleaner.pipeline import Settings, SiteSettings
from cleaner.stages.view import Manner, Options, Script
from cleaner.text.sites import site_name

FILE_NAME = "cleaner.toml"
PYPROJECT = "pyproject.toml"
_SECTION = re.compile(rb"^[ \t]*\[[ \t]*tool[ \t]*\.[ \t]*cleaner[ \t]*\]", re.M)
OF_A_SITE = ("paths", "rules", "ignore", "apply-at", "infer", "script")
"Keys that may be settled for a single site."
ENGINES = ("serial", "pool", "ray")
FOLDERS = ("rules", "output", "decisions")
"Keys whose relative paths are read from the folder of the file, not from the current one."


@dataclass(frozen=True, slots=True)
class Config:
    """Everything a user may settle once for a project. In a file the keys are written with hyphens.

    Raises SettingsError for a value outside its range.
    """

    stages: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    apply_at: float = APPLY_AT
    script: str = "simplified"
    manner: str = "auto"
    infer: bool = True
    rules: tuple[Path, ...] = ()
    "Folders of further rules."
    output: Path | None = None
    "Folder that a run writes; None lets the run choose."
    jobs: int = 1
    "Workers; 0 for one on each core, as `--jobs auto`."
    engine: str = ""
    "Where the workers are: serial, pool or ray; empty for the first of them that is enough."
    ray_address: str = ""
    "Of a Ray cluster."
    time_limit: float = 300.0
    "Seconds of CPU time for one document; 0 for any."
    size_limit: int = MOST >> 20
    "MiB of one document; 0 for any."
    glob: str = ""
    encoding: str = ""
    text_key: str = ""
    "Key of the text in a row; empty for that of the schema."
    id_key: str = ""
    schema: str = ""
    "Name of a well-known layout of rows, for its keys."
    attach: bool = False
    output_format: str = ""
    shard_size: int = 0
    "Megabytes of input for one shard of the data set; 0 for one file."
    lang: str = ""
    "Language of the report, `en` or `zh`; empty for that of the browser."
    quiet: bool = False
    decisions: Path | None = None
    "File of review decisions to obey."
    site_key: str = ""
    "Key of what says the site of a row: an address, a domain, a name."
    site: str = ""
    "The site that all inputs are from; empty to find it for each."
    sites: tuple[SiteSettings, ...] = ()
    'What is settled for single sites: tables `[sites."example.com"]`.'

    def __post_init__(self) -> None:
        if not 0 <= self.apply_at <= 1:
            raise SettingsError(f"apply-at: {self.apply_at:g} is outside 0..1; give a share such as {APPLY_AT:g}")
        if self.shard_size < 0:
            raise SettingsError(f"shard-size: {self.shard_size} is no number of megabytes; give 1 or more")
        if self.jobs < 0:
            raise SettingsError(f"jobs: {self.jobs} is no number of workers; give 1 or more, or 0 for one on each core")
        if self.lang not in ("", "en", "zh"):
            raise SettingsError(f"lang: {self.lang!r} is unknown; use en or zh")
        if self.engine and self.engine not in ENGINES:
            raise SettingsError(f"engine: {self.engine!r} is unknown; use one of {', '.join(ENGINES)}")
        if self.ray_address and self.engine != "ray":
            raise SettingsError('ray-address: is for Ray; set engine = "ray" (--engine ray) as well')
        if not 0 <= self.time_limit < 1e6:
            raise SettingsError(f"time-limit: {self.time_limit:g} is no number of seconds; give 300, or 0 for any")
        if self.size_limit < 0:
            raise SettingsError(f"size-limit: {self.size_limit} is no number of megabytes; give 16, or 0 for any")
        if self.script not in get_args(Script):
            raise SettingsError(f"script: {self.script!r} is unknown; use one of {', '.join(get_args(Script))}")
        if self.manner not in get_args(Manner):
            raise SettingsError(f"manner: {self.manner!r} is unknown; use {', '.join(get_args(Manner))}")
        if self.output_format and self.output_format not in FORMATS:
            raise SettingsError(f"output-format: {self.output_format!r} is unknown; use {', '.join(FORMATS)}")
        if self.schema and self.schema not in PRESETS:
            raise SettingsError(f"schema: {self.schema!r} is unknown; use {', '.join(PRESETS)}")

    def reading(self) -> Reading:
        """How inputs are read."""
        text_key, id_key = PRESETS.get(self.schema, ("text", "id"))
        keys = Keys(self.text_key or text_key, self.id_key or id_key, self.site_key or Keys().site)
        return Reading(self.encoding, keys, self.size_limit << 20)

    def writing(self) -> Output:
        """How the data set is written."""
        return Output(self.output_format, self.attach, self.shard_size << 20)

    def settings(self) -> Settings:
        """What the pipeline needs of it."""
        return Settings(
            stages=self.stages,
            select=self.select,
            ignore=self.ignore,
            apply_at=self.apply_at,
            infer=self.infer,
            options=Options(script=cast(Script, self.script), manner=cast(Manner, self.manner)),
            rules=self.rules,
            decisions=self.decisions,
            site=self.site,
            sites=self.sites,
        )

    def override(self, given: Mapping[str, Any]) -> Config:
        """The same with the values in `given` that are not None; keys are names of fields."""
        return replace(self, **{name: value for name, value in given.items() if value is not None})


_DEFAULTS = Config()
KEYS = {field.name.replace("_", "-"): getattr(_DEFAULTS, field.name) for field in fields(Config)}
"Every key of a settings file with its default."


def load_config(file: Path | None = None, folder: Path | None = None) -> Config:
    """Settings in `file`, or in the file nearest to `folder`; the defaults where there is none.

    Raises SettingsError for a file that cannot be read, an unknown key or a wrong value.
    """
    found = file or (find_config(folder) if folder else None)
    if found is None:
        return Config()
    return parse_config(_table(found), found)


def keys_of(file: Path) -> frozenset[str]:
    """The settings that a file makes. Raises SettingsError where it cannot be read."""
    return frozenset(_table(file))


def find_config(folder: Path) -> Path | None:
    """The settings file in `folder` or its nearest parent; `cleaner.toml` goes before `pyproject.toml`."""
    here = folder.resolve()
    for place in (here, *here.parents):
        if (place / FILE_NAME).is_file():
            return place / FILE_NAME
        project = place / PYPROJECT
        if project.is_file() and _SECTION.search(_bytes(project)):
            return project
    return None


def parse_config(table: Mapping[str, object], file: Path) -> Config:
    """Settings in a table read from `file`. Raises SettingsError that names the file and the key."""
    values: dict[str, object] = {}
    for key, value in table.items():
        if key not in KEYS:
            near = get_close_matches(key.replace("_", "-"), KEYS, 1)
            hint = f"did you mean {near[0]}?" if near else f"use one of {', '.join(KEYS)}"
            raise SettingsError(f"{file}: {key}: unknown setting; {hint}")
        values[key.replace("-", "_")] = _value(key, value, file)
    try:
        return Config().override(values)
    except SettingsError as error:
        raise SettingsError(f"{file}: {error}") from error


def _value(key: str, value: object, file: Path) -> object:
    """The value in the type of the field. Strings stand for paths, whole numbers for shares."""
    if key == "sites":
        return _sites(value, file)
    default = KEYS[key]
    if isinstance(default, tuple):
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise _wrong(file, key, "a list of strings", value, f'{key} = ["..."]')
        return tuple(file.parent / item for item in value) if key in FOLDERS else tuple(value)
    if isinstance(default, bool):
        if not isinstance(value, bool):
            raise _wrong(file, key, "true or false", value, f"{key} = {str(default).lower()}")
        return value
    if isinstance(default, int | float):
        if isinstance(value, bool) or not isinstance(value, int if isinstance(default, int) else int | float):
            kind = "a whole number" if isinstance(default, int) else "a number"
            raise _wrong(file, key, kind, value, f"{key} = {default}")
        return value
    if not isinstance(value, str):  # text, or a path that is None by default
        raise _wrong(file, key, "a string", value, f'{key} = "..."')
    return file.parent / value if key in FOLDERS else value


def _sites(value: object, file: Path) -> tuple[SiteSettings, ...]:
    """Settings of single sites. The keys that a site shares with all have the same types and ranges."""
    if not isinstance(value, dict):
        raise _wrong(file, "sites", "a table for each site", value, '[sites."example.com"]')
    sites: list[SiteSettings] = []
    for name, table in value.items():
        place = f'sites."{name}"'
        if not isinstance(table, dict):
            raise _wrong(file, place, "a table", table, f"[{place}]")
        given: dict[str, Any] = {}
        for key, said in table.items():
            if key not in OF_A_SITE:
                near = get_close_matches(key.replace("_", "-"), OF_A_SITE, 1)
                hint = f"did you mean {near[0]}?" if near else f"use one of {', '.join(OF_A_SITE)}"
                raise SettingsError(f"{file}: {place}.{key}: unknown setting; {hint}")
            given[key.replace("-", "_")] = _value("ignore" if key == "paths" else key, said, file)
        try:
            Config().override({key: said for key, said in given.items() if key != "paths"})  # refuses what is no share
        except SettingsError as error:
            raise SettingsError(f"{file}: {place}: {error}") from error
        sites.append(SiteSettings(site_name(name), **given))
    return tuple(sites)


def _wrong(file: Path, key: str, wanted: str, value: object, example: str) -> SettingsError:
    return SettingsError(f"{file}: {key}: expected {wanted}, got {value!r}; write {example}")


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise SettingsError(f"{file}: {error.strerror or error}; check the path and the permissions") from error


def _table(file: Path) -> Mapping[str, object]:
    try:
        table: object = tomllib.loads(_bytes(file).decode("utf-8"))
    except UnicodeDecodeError as error:
        raise SettingsError(f"{file}: byte {error.start} is not UTF-8; save the file as UTF-8") from error
    except (ValueError, RecursionError) as error:  # also numbers without end, lists without end
        raise SettingsError(f"{file}: {error}; correct the line, see https://toml.io") from error
    if file.name == PYPROJECT:
        for part in ("tool", "cleaner"):
            table = table.get(part, {}) if isinstance(table, dict) else {}
    if not isinstance(table, dict):
        raise SettingsError(f"{file}: tool.cleaner: expected a table; write [tool.cleaner]")
    return table
