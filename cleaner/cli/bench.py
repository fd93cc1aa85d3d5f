"""`cleaner bench`: how fast the pipeline is on this machine, as ratios."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from cleaner.cli.streams import say


def bench(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH...", help="Folders, files or .jsonl files; made-up texts by default."),
    ] = None,
    rounds: Annotated[int, typer.Option(min=1, metavar="N", help="Rounds; the median counts.")] = 5,
    text_key: Annotated[str, typer.Option(metavar="KEY", help="Where a JSON line holds its text.")] = "text",
    output_format: Annotated[
        Literal["text", "json"], typer.Option("--output-format", help="How to print the figures.")
    ] = "text",
) -> None:
    """Measure speed against ftfy, autocorrect and opencc, on the same text."""
    import json

    from cleaner.engines.bench import PEERS, BenchResult, render
    from cleaner.engines.bench import bench as measure
    from cleaner.engines.samples import KINDS, read_texts, sample_texts

    sets = [(path.name or str(path), read_texts(path, text_key)) for path in paths or ()]
    results = [measure(texts, rounds, name) for name, texts in sets or ((kind, sample_texts(kind)) for kind in KINDS)]

    def row(one: BenchResult) -> dict[str, object]:
        return {
            "name": one.name, "documents": one.documents, "bytes": one.size, "cleaner_mb_s": round(one.speed, 3),
            "ratios": {peer: round(ratio, 2) for peer in PEERS if (ratio := one.ratio(peer)) is not None},
            "ledger_adds": round(one.ledger_cost, 3),
            "shares": {name: round(share, 4) for name, share in one.shares()},
        }  # fmt: skip

    if output_format == "json":
        say(json.dumps([row(one) for one in results], ensure_ascii=True, indent=1))
    else:
        say(render(results).rstrip("\n"))
