"""Which edits led away from gold: those whose result stands where the clean text and gold differ."""

from __future__ import annotations

from difflib import SequenceMatcher

from cleaner.evaluate.outcome import Judged
from cleaner.report.provenance import provenance
from cleaner.text.compare import differences
from cleaner.text.document import Document

Stretch = tuple[int, int]
"Half-open span of the clean text, code points."


def judged(document: Document, gold: str) -> tuple[Judged, ...]:
    """Every applied edit of a document, right where the clean text around its result is that of gold.

    Layout is left out: its blank lines are no matter of right and wrong.
    """
    wrong = disagreements(document.text, gold)
    found: list[Judged] = []
    for run in provenance(document).runs:
        here = run.clean_start, run.clean_end
        right = not any(_meet(here, stretch) for stretch in wrong)
        found += [
            Judged(made.entry.edit.rule, made.entry.edit.confidence, right)
            for made in run.edits
            if made.stage != "layout"
        ]
    return tuple(found)


def disagreements(text: str, gold: str) -> list[Stretch]:
    """Where `text` is not what `gold` says; differences of blanks alone do not count. By lines, then by characters.

    >>> disagreements("甲乙丙", "甲丁丙")
    [(1, 2)]
    >>> disagreements("甲 \\n\\n乙", "甲\\n乙")
    []
    """
    if text == gold:
        return []
    have, want = [line + "\n" for line in text.split("\n")], [line + "\n" for line in gold.split("\n")]
    places = [0]
    for line in have:
        places.append(places[-1] + len(line))
    found: list[Stretch] = []
    for tag, first, last, gold_first, gold_last in SequenceMatcher(None, have, want, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        old, new = "".join(have[first:last]), "".join(want[gold_first:gold_last])
        found += [
            (places[first] + start, places[first] + end)
            for start, end, after in differences(old, new)
            if old[start:end].strip() or after.strip()
        ]
    return found


def _meet(one: Stretch, other: Stretch) -> bool:
    """True where two stretches share a character, or touch where one of them is empty."""
    if one[0] == one[1] or other[0] == other[1]:
        return one[0] <= other[1] and other[0] <= one[1]
    return one[0] < other[1] and other[0] < one[1]
