"""The whole fit: read, measure on sites left out, fit to all, write into the rule file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import get_args

from cleaner.errors import InputError, MissingExtraError
from cleaner.fit.check import cross_validate, predictions, scores_of
from cleaner.fit.labelled import Variant, example_of, read_labelled, variants_of
from cleaner.fit.model import Fit, Schedule
from cleaner.rulebook.load import parse_rule
from cleaner.stages.boilerplate.maintext.reading import vocabulary_of
from cleaner.stages.boilerplate.maintext.weights import Table, write_table

BARS = (0.5, 0.8, 0.97)
"Probabilities to be outside at which a line goes that the measures are shown for."


def run_fit(
    labelled: Path,
    rule_file: Path,
    folds: int,
    write: bool,
    kept: Path | None,
    say: Callable[[str], None],
) -> None:
    """Fit the weights of a rule file to labelled pages; say how they do on sites left out.

    Raises InputError for files that cannot be used, MissingExtraError where numpy is missing.
    """
    try:
        import numpy as np
    except ImportError as error:
        raise MissingExtraError("fit") from error
    assert np
    try:
        raw, pages = rule_file.read_bytes(), read_labelled(labelled)
    except OSError as error:
        raise InputError(f"{error.filename}: {error.strerror}; give a file that can be read") from error
    rule = parse_rule(raw, rule_file.as_posix())
    words = vocabulary_of(rule)
    examples = [example_of(part, variant, words) for page in pages for variant, part in variants_of(page)]
    fit = Fit(examples, Schedule())
    say(f"{len(pages)} pages of {len({page.site for page in pages})} sites, {len(examples)} examples")
    if folds > 1:
        judged = list(cross_validate(fit, rule, folds))
        for variant in get_args(Variant):
            for bar in BARS:
                one = scores_of((page for page in judged if page.variant == variant), bar)
                say(
                    f"{variant:5} at {bar:.2f}: recall {one.recall:.4f}  precision {one.precision:.4f}"
                    f"  mean over sites {one.sites:.4f}"
                )
            if kept:
                kept.mkdir(parents=True, exist_ok=True)
                rows = [json.dumps(row) for row in predictions(judged, variant)]
                (kept / f"{variant}.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    if write:
        rule_file.write_text(with_table(raw.decode("utf-8"), fit.table(range(len(examples)))), encoding="utf-8")
        say(f"{rule_file}: written")


def with_table(text: str, table: Table) -> str:
    """The text of a rule file with the weights of `table` in place of its own. Raises InputError where it has none."""
    weights, changes = write_table(table)
    for name, content in (("weights", weights), ("changes", changes)):
        before, mark, rest = text.partition(f"\n{name} = '''\n")
        _, end, after = rest.partition("'''")
        if not mark or not end:
            raise InputError(f"options.{name}: missing in the rule file; add {name} = '''''' over two lines")
        text = f"{before}{mark}{content}{end}{after}"
    return text
