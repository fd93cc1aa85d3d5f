"""`cleaner fit`: weights of the rule that finds the main text, from labelled pages. For maintainers; needs numpy."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli.streams import say


def fit(
    labelled: Annotated[Path, typer.Argument(metavar="FILE", help="Labelled pages, one JSON object a line.")],
    rule: Annotated[Path, typer.Option("--rule", metavar="FILE", help="The rule file whose weights are fitted.")],
    folds: Annotated[int, typer.Option(min=0, metavar="N", help="Folds of sites to measure with; 0 for none.")] = 5,
    write: Annotated[bool, typer.Option("--write", help="Write the weights into the rule file.")] = False,
    predictions: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Write which lines stay, by weights that saw no page of the site."),
    ] = None,
) -> None:
    """Fit the weights that find the main text of a page, and measure them on sites left out."""
    from cleaner.fit.run import run_fit

    run_fit(labelled, rule, folds, write, predictions, say)
