"""Options that several commands share, as one dataclass: what a flag may say, and what it amounts to."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_type_hints

import typer

if TYPE_CHECKING:
    from cleaner.config import Config

Words = list[str] | None
Paths = Annotated[
    list[Path],
    # one that cannot be read is accounted for and the others are done, so typer must not refuse it
    typer.Argument(metavar="PATH...", readable=False, help="Files or folders; - reads stdin."),
]
StdinName = Annotated[
    str, typer.Option("--stdin-filename", metavar="PATH", help="What - is called: decides on Markdown and the site.")
]
RuleFolders = Annotated[
    list[Path] | None, typer.Option("--rules", metavar="FOLDER", help="A folder of further rules; may be repeated.")
]
Glob = Annotated[str | None, typer.Option(metavar="PATTERN", help="Files to read in folders, such as *.text.")]
Encoding = Annotated[str | None, typer.Option(metavar="NAME", help="Encoding of all inputs, if not detected.")]
SizeLimit = Annotated[int | None, typer.Option(metavar="MB", help="Size of one document; 16 by default, 0 for any.")]
TextKey = Annotated[str | None, typer.Option(metavar="KEY", help="Key of the text in rows; text by default.")]
Schema = Annotated[
    Literal["datatrove", "dolma", "c4", "mnbvc"] | None, typer.Option(help="Keys of a well-known layout of rows.")
]
SiteKey = Annotated[
    str | None,
    typer.Option("--site-key", "--site-field", metavar="KEY", help="Key of a row's site or address; url by default."),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flags:
    """What decides the outcome of `run`, `check` and `diff`; None where the command line says nothing."""

    stages: Annotated[Words, typer.Option(metavar="A,B", help="Stages to run, the others rest.")] = None
    select: Annotated[Words, typer.Option(metavar="RULES", help="Use only these rules: ids, prefixes, names.")] = None
    ignore: Annotated[Words, typer.Option(metavar="RULES", help="Leave these rules out.")] = None
    apply_at: Annotated[float | None, typer.Option(metavar="SHARE", help="Hold edits less sure than this, 0 to 1.")] = (
        None
    )
    script: Annotated[
        Literal["keep", "simplified", "t2s", "tw2s", "hk2s", "tw2sp", "hk2sp"] | None,
        typer.Option(help="Keep traditional text, simplify it, or take every text for traditional, as OpenCC does."),
    ] = None
    manner: Annotated[
        Literal["auto", "full", "careful"] | None,
        typer.Option(help="Treat documents as whole pages, as texts narrowed down already, or choose for each."),
    ] = None
    infer: Annotated[
        bool | None, typer.Option("--infer/--no-infer", help="Apply or hold edits that add what is not in the text.")
    ] = None
    glob: Glob = None
    encoding: Encoding = None
    size_limit: SizeLimit = None
    text_key: TextKey = None
    id_key: Annotated[str | None, typer.Option(metavar="KEY", help="Key of the id in rows; id by default.")] = None
    schema: Schema = None
    site: Annotated[str | None, typer.Option(metavar="NAME", help="The site all inputs are from, if not found.")] = None
    site_key: SiteKey = None
    rules: RuleFolders = None
    decisions: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Obey the decisions of a review, saved by the report.")
    ] = None
    config: Annotated[Path | None, typer.Option(metavar="FILE", help="Settings file; not the nearest one.")] = None
    isolated: Annotated[bool, typer.Option("--isolated", help="Read no settings file.")] = False

    def given(self) -> dict[str, object]:
        """What the command line says, by field of `Config`."""
        said: dict[str, object] = {
            "stages": words(self.stages),
            "select": words(self.select),
            "ignore": words(self.ignore),
            "apply_at": self.apply_at,
            "script": self.script,
            "manner": self.manner,
            "infer": self.infer,
            "glob": self.glob,
            "encoding": self.encoding,
            "size_limit": self.size_limit,
            "text_key": self.text_key,
            "id_key": self.id_key,
            "schema": self.schema,
            "site": self.site,
            "site_key": self.site_key,
            "rules": tuple(self.rules) if self.rules else None,
            "decisions": self.decisions,
        }
        return {name: value for name, value in said.items() if value is not None}

    def settle(self, **given: object) -> Config:
        """The settings file with these flags, and those `given`, in place of its values.

        Raises SettingsError for what cannot be used.
        """
        from cleaner.config import load_config
        from cleaner.errors import SettingsError
        from cleaner.formats.detect import known_encoding

        if self.isolated and self.config:
            raise SettingsError("--isolated reads no settings file, --config names one; give one of the two")
        found = load_config(self.config, None if self.isolated else Path.cwd())
        config = found.override({**self.given(), **given})
        if config.encoding:
            known_encoding(config.encoding)  # a wrong name is a wrong setting, not a fault of every document
        return config


def no_stdin(name: str) -> None:
    """Raise SettingsError for a name of stdin where the inputs are files."""
    if name:
        from cleaner.errors import SettingsError

        raise SettingsError(f"--stdin-filename: {name}: stdin is not among the inputs; give - as the path")


def words(given: Words) -> tuple[str, ...] | None:
    """Words of an option that is repeated, comma separated or both; None where it was not given.

    >>> words(["PU001, PU002", "BP"])
    ('PU001', 'PU002', 'BP')
    """
    if given is None:
        return None
    return tuple(word.strip() for item in given for word in item.split(",") if word.strip())


def with_flags(command: Callable[..., None]) -> Callable[..., None]:
    """A command for typer whose options are its own and all of `Flags`, which it gets as `flags`."""
    hints = get_type_hints(Flags, include_extras=True)
    names = [field.name for field in fields(Flags)]

    def expanded(**given: Any) -> None:
        flags = Flags(**{name: given.pop(name) for name in names})
        command(flags=flags, **given)

    own = inspect.signature(command, eval_str=True).parameters.values()
    keyword = inspect.Parameter.KEYWORD_ONLY
    shared = [
        inspect.Parameter(field.name, keyword, default=field.default, annotation=hints[field.name])
        for field in fields(Flags)
    ]
    kept = [item.replace(kind=keyword) for item in own if item.name != "flags"]
    parameters = [*kept, *shared]
    expanded.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    expanded.__annotations__ = {item.name: item.annotation for item in parameters}
    expanded.__name__, expanded.__doc__ = command.__name__, command.__doc__
    return expanded
