"""Repairs: texts with garbled list markers, and the edits that mend them.

A record is `{"id", "text", "edits"}`; an edit of gold `{"start", "end", "before", "after", "op"}` with offsets in code
points, `op` being `replace`, `insert` or `boundary` (a lost line break), and `optional` where it may be left out.

A gold edit is repaired where the prediction, read over its span, says the same ordinal in the same style; blanks and a
comma, colon or stop after the marker do not matter, and words left over from the garbled marker may stay.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cleaner.evaluate.outcome import Figure, Judged, Kind, Outcome, Record, f1, share, total
from cleaner.pipeline import Cleaner
from cleaner.text.document import Document

SLACK = 2
"A predicted edit that ends this close to a gold edit is about the same marker. Code points."
_LOOSE = re.compile("[\\s\u3000\uff0c,\uff1a:\u3001.\u3002;\uff1b]+")


@dataclass(frozen=True, slots=True)
class _Made:
    """One edit of the ordinals stage, in offsets of the original."""

    start: int
    end: int
    after: str
    rule: str
    confidence: float


def _judge(record: Record, cleaner: Cleaner) -> Outcome:
    document = cleaner.clean(record["text"])
    made = _made(document)
    used: set[_Made] = set()
    counts: dict[str, float] = {"documents": 1}
    missed: list[str] = []
    for gold in record["edits"]:
        near = [edit for edit in made if _touches(gold, edit)]
        shown = _shown(record["text"], gold, near)
        good = bool(near) and (_says(shown, gold) or (gold["op"] == "boundary" and "\n" in shown))
        optional = bool(gold.get("optional"))
        if good or optional:
            used.update(near)
        if not optional:
            fate = f"{gold['op']} {'repaired' if good else 'missed'}"
            counts[fate] = counts.get(fate, 0) + 1
            if not good:
                missed.append(f"  missed {gold['before']!r} -> {gold['after']!r}, got {shown!r}")
    false = [edit for edit in made if edit not in used]
    for edit in false:
        counts["false"] = counts.get("false", 0) + 1
        missed.append(f"  false  {edit.rule} {record['text'][edit.start : edit.end]!r} -> {edit.after!r}")
    counts["exact"] = not missed
    edits = tuple(Judged(edit.rule, edit.confidence, edit in used) for edit in made)
    return Outcome(record, counts, edits, "\n".join([str(record["id"]), *missed]) if missed else "")


def _made(document: Document) -> list[_Made]:
    """The applied edits of the ordinals stage."""
    found: list[_Made] = []
    for step, places in zip(document.steps, document.places, strict=True):
        if step.stage != "ordinals":
            continue
        for entry in step.entries():
            if entry.status == "applied":
                edit = entry.edit
                start, end = places.original(edit.span.start), places.original(edit.span.end)
                found.append(_Made(start, end, edit.after, edit.rule, edit.confidence))
    return found


def _touches(gold: Mapping[str, Any], edit: _Made) -> bool:
    return edit.start <= int(gold["end"]) + SLACK and int(gold["start"]) - SLACK <= edit.end


def _shown(text: str, gold: Mapping[str, Any], near: Sequence[_Made]) -> str:
    """What stands over the span of a gold edit once the edits near it are made."""
    low = min([gold["start"], *(edit.start for edit in near)])
    high = max([gold["end"], *(edit.end for edit in near)])
    shown = text[low:high]
    for edit in sorted(near, key=lambda edit: (edit.start, edit.end), reverse=True):
        shown = shown[: edit.start - low] + edit.after + shown[edit.end - low :]
    return shown.removeprefix(text[low : gold["start"]]).removesuffix(text[gold["end"] : high])


def _says(shown: str, gold: Mapping[str, Any]) -> bool:
    want, have, junk = (_LOOSE.sub("", said) for said in (gold["after"], shown, gold["before"]))
    if have == want:
        return True
    rest = have.removeprefix(want)
    return bool(want) and rest != have and bool(rest) and junk.endswith(rest)


def _figures(outcomes: Sequence[Outcome]) -> tuple[Figure, ...]:
    repaired = total(outcomes, "replace repaired") + total(outcomes, "insert repaired")
    missed = total(outcomes, "replace missed") + total(outcomes, "insert missed")
    false = total(outcomes, "false")
    inserted, not_inserted = total(outcomes, "insert repaired"), total(outcomes, "insert missed")
    precision, recall = share(repaired, repaired + false), share(repaired, repaired + missed)
    return (
        Figure("precision", precision, int(repaired + false)),
        Figure("recall", recall, int(repaired + missed)),
        Figure("F1", f1(precision, recall), int(repaired + missed)),
        Figure("lost markers put back", share(inserted, inserted + not_inserted), int(inserted + not_inserted)),
        Figure("documents mended whole", share(total(outcomes, "exact"), len(outcomes)), len(outcomes)),
    )


REPAIRS = Kind("repairs", _judge, _figures)
