"""`cleaner compare`: what another version, or other settings, would make of the same texts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from cleaner.cli.compare import DIFFERENCES
from cleaner.cli.streams import counted, say

if TYPE_CHECKING:
    from cleaner.report.runs import Comparison, Example

WIDTH = 60
"Code points of a text that are shown."


def compare(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The folder of a run.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The folder of another run over the same texts.")],
    show: Annotated[int, typer.Option(min=0, max=20, metavar="N", help="Edits shown for each rule.")] = 3,
    output_format: Annotated[
        Literal["text", "json"], typer.Option("--output-format", help="How to print what differs.")
    ] = "text",
) -> None:
    """Tell what differs between two runs, rule by rule (exit code 1)."""
    import json
    from dataclasses import asdict

    from cleaner.report.runs import compare_runs

    found = compare_runs(old, new)
    if output_format == "json":
        said = {
            "settings": found.settings, "same": found.same, "documents": dict(found.counts), "text": found.text,
            "fields": dict(found.fields), "rules": {rule: asdict(change) for rule, change in found.rules.items()},
        }  # fmt: skip
        say(json.dumps(said, ensure_ascii=True, indent=1))
    else:
        say("\n".join(_lines(found, show)))
    if found.differs:
        raise typer.Exit(DIFFERENCES)


def _lines(found: Comparison, show: int) -> Iterator[str]:
    from cleaner.report.visible import visible

    for name, (was, now) in found.settings.items():
        yield f"{name}: {_value(was)} -> {_value(now)}"
    counts = found.counts
    yield f"{counted(found.same, 'document')} the same, {counts['text']} with another text" + "".join(
        f", {counts[name]} {said}"
        for name, said in (
            ("edits", "with the same text and another account of it"),
            ("source", "with another original"),
            ("gone", "in the older run alone"),
            ("fresh", "in the newer run alone"),
        )
        if counts[name]
    )
    for path in found.text:
        yield f"  {visible(path)}"
    if counts["text"] > len(found.text):
        yield f"  and {counts['text'] - len(found.text)} more"
    for name, count in found.fields.most_common():
        yield f"{name} differs in {counted(count, 'document')}"
    for rule, change in sorted(found.rules.items(), key=lambda item: (-item[1].gone - item[1].fresh, item[0])):
        other = f", {change.fate} with another fate" if change.fate else ""
        yield f"{rule or '(no rule)'}: {change.gone} edits gone, {change.fresh} new{other}"
        yield from (_example(example) for example in change.examples[:show])


def _value(said: Any) -> str:
    return "-" if said is None else str(said) or "-"


def _example(example: Example) -> str:
    from cleaner.report.visible import shortened, visible

    before, after = (visible(shortened(text, WIDTH)) for text in (example.before, example.after))
    fate = f"{example.was or 'not there'} -> {example.now or 'not there'}"
    return f"  {visible(example.path)} at {example.at}: [-{before}-]{{+{after}+}}  {fate}"
