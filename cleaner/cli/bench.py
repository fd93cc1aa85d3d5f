"""`cleaner bench`: how fast the pipeline is on this machine, as ratios."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def bench(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH...", help="Texts to measure on; built-in ones by default.")
    ] = None,
) -> None:
    """Measure speed against ftfy, on the same text."""
    raise NotImplementedError
