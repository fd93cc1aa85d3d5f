"""`cleaner config`: every setting, its value, and where it comes from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Literal

import typer

from cleaner.cli.options import Flags, with_flags
from cleaner.cli.streams import say, write_stdout


@with_flags
def config(
    flags: Flags,
    output_format: Annotated[
        Literal["text", "json"], typer.Option("--output-format", help="How to print them.")
    ] = "text",
) -> None:
    """Show every setting, its value, and where it comes from."""
    from cleaner.config import KEYS, find_config, keys_of

    settled = flags.settle()
    file = flags.config or (None if flags.isolated else find_config(Path.cwd()))
    written = keys_of(file) if file else frozenset()
    given = flags.given()
    rows = []
    for key in KEYS:
        name = key.replace("-", "_")
        origin = "command line" if name in given else str(file) if key in written else "default"
        rows.append({"setting": key, "value": _plain(getattr(settled, name)), "origin": origin})
    if output_format == "json":
        write_stdout(json.dumps(rows, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace") + b"\n")
        return
    values = [json.dumps(row["value"], ensure_ascii=False) for row in rows]
    widths = max(len(key) for key in KEYS), max(map(len, values))
    for row, value in zip(rows, values, strict=True):
        say(f"{row['setting']:{widths[0]}}  {value:{widths[1]}}  {row['origin']}")


def _plain(value: object) -> object:
    """A value as JSON has it."""
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, Path) else value
