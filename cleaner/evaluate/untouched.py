"""Untouched: correct texts, of which nothing may change. A record is `{"id", "text"}`.

Layout is left out: a blank line between paragraphs is a convention and does no harm. To ask one stage alone, run it
alone (`--stages ordinals`).
"""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.evaluate.outcome import Figure, Judged, Kind, Outcome, Record, share, solid, total
from cleaner.pipeline import Cleaner

SHOWN = 5
"Edits of one text that are shown to a person."


def _judge(record: Record, cleaner: Cleaner) -> Outcome:
    text = record["text"]
    document = cleaner.clean(text)
    made = [
        entry for step in document.steps if step.stage != "layout" for entry in step.entries()
        if entry.status == "applied"
    ]  # fmt: skip
    wrong = [f"{record['id']} {record.get('why', '')}".rstrip()] if made else []
    wrong += [f"  {entry.edit.rule} {entry.before!r} -> {entry.edit.after!r}" for entry in made[:SHOWN]]
    return Outcome(
        record,
        {
            "changed": bool(made),
            "edits": len(made),
            "characters": len(text),
            "solid": solid(text),
            "kept": solid(document.text),
        },
        tuple(Judged(entry.edit.rule, entry.edit.confidence, False) for entry in made),
        "\n".join(wrong),
    )


def _figures(outcomes: Sequence[Outcome]) -> tuple[Figure, ...]:
    texts, characters = len(outcomes), total(outcomes, "characters")
    rate = share(10_000 * total(outcomes, "edits"), characters, 0.0)
    return (
        Figure("texts changed", share(total(outcomes, "changed"), texts, 0.0), texts, "lower"),
        Figure("edits per 10,000 characters", rate, int(characters), "lower", ""),
        Figure("characters kept", share(total(outcomes, "kept"), total(outcomes, "solid")), int(characters)),
    )


UNTOUCHED = Kind("untouched", _judge, _figures)
