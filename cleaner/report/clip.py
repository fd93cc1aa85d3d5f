"""The beginning of a document as a document: what is shown of one that is too long to be shown."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from cleaner.text.document import Document, Step
from cleaner.text.patch import Patch

TRIES = 50


def beginning(document: Document, size: int) -> Document:
    """The first `size` code points of the original, or a little more, with all that was done to them.

    Offsets, lines and fates are those of the whole. The cut is made where no edit of any stage crosses it; where no
    such place is found near by, the document is returned whole. Costs nothing but slices.
    """
    if len(document.source.text) <= size:
        return document
    for cut in _cuts(document.source.text, size):
        found = _clipped(document.steps, cut)
        if found is not None:
            steps, end = found
            source = replace(document.source, text=document.source.text[:cut])
            return replace(document, source=source, text=document.text[:end], steps=steps)
    return document


def _cuts(text: str, size: int) -> Iterator[int]:
    """Places to try: after the next line ends; in one long line, anywhere."""
    at = size
    for _ in range(TRIES):
        at = text.find("\n", at, 2 * size) + 1
        if not at:
            break
        yield at
    yield from range(size, min(size + TRIES, len(text)))


def _clipped(steps: tuple[Step, ...], cut: int) -> tuple[tuple[Step, ...], int] | None:
    """The steps up to an offset of the original, and where that is in the clean text; None where an edit crosses."""
    clipped: list[Step] = []
    for step in steps:
        patch = step.patch
        count = bisect_left(patch.starts, cut)
        if count and patch.ends[count - 1] > cut:
            return None
        starts, ends = patch.starts[:count], patch.ends[:count]
        befores, afters = patch.befores[:count], patch.afters[:count]
        others = tuple(entry for entry in step.others if entry.edit.span.start < cut >= entry.edit.span.end)
        short = Patch(cut, starts, ends, befores, afters)
        rules, confidences, notes = step.rules[:count], step.confidences[:count], step.notes[:count]
        clipped.append(Step(step.stage, short, rules, confidences, notes, others, step.facts))
        cut += sum(map(len, afters)) - sum(map(len, befores))
    return tuple(clipped), cut
