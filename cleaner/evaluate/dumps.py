"""Dumps: pages as lines, each with a label. A record is `{"id", "lines": [{"text", "label", "b"?}]}`.

Labels are `content` (must stay), `boilerplate` (must go), `title`, `meta` and `ambiguous` (neutral). The text of a page
is its lines with an empty one before each that has `b`. Figures count characters that are no blanks, and means are
taken over the pages of a site (`site`), then over sites, so that big sites count once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from statistics import fmean

from cleaner.evaluate.outcome import Figure, Judged, Kind, Outcome, Record, f1, share, solid, total
from cleaner.pipeline import Cleaner
from cleaner.text.change import Changes
from cleaner.text.document import Document

SHOWN = 8
"Lines of one page that are shown to a person."
CLEAN_RECALL, CLEAN_PRECISION = 0.99, 0.95
"From here on a reader finds next to nothing to correct in a page."


def _judge(record: Record, cleaner: Cleaner) -> Outcome:
    lines = record["lines"]
    spans = list(_spans(lines))
    document = cleaner.clean(page_text(lines))
    gone = [_gone(document.changes, start, end, line["text"]) for (start, end), line in zip(spans, lines, strict=True)]
    counts: dict[str, float] = {}
    wrong: list[str] = []
    for line, removed in zip(lines, gone, strict=True):
        label, size = line["label"], solid(line["text"])
        name = f"{label} {'gone' if removed else 'kept'}"
        counts[name] = counts.get(name, 0) + size
        if (label == "content" and removed) or (label == "boilerplate" and not removed):
            wrong.append(f"  {'lost' if removed else 'left'} {line['text']}")
    told = "\n".join([str(record["id"]), *wrong[:SHOWN]]) if wrong else ""
    return Outcome(record, counts, tuple(_judged(document, lines, spans)), told)


def page_text(lines: Sequence[Record]) -> str:
    """The plain text of a labelled page.

    >>> page_text([{"text": "甲"}, {"text": "乙", "b": 1}])
    '甲\\n\\n乙\\n'
    """
    return "".join(
        f"\n{line['text']}\n" if line.get("b") and at else f"{line['text']}\n" for at, line in enumerate(lines)
    )


def _spans(lines: Sequence[Record]) -> Iterator[tuple[int, int]]:
    """Where each line stands in `page_text`."""
    at = 0
    for number, line in enumerate(lines):
        at += bool(line.get("b") and number)
        yield at, at + len(line["text"])
        at += len(line["text"]) + 1


def _gone(changes: Changes, start: int, end: int, text: str) -> bool:
    """True where most of a line did not come through."""
    lost = 0
    first = bisect_left(changes.runs, start, key=lambda run: run[1])
    for from_, to, clean_from, clean_to in changes.runs[first:]:
        if from_ >= end:
            break
        if clean_to - clean_from < (to - from_) / 2:  # what a repair shortens is not removed
            lost += solid(text[max(from_ - start, 0) : max(min(to - start, end - start), 0)])
    return lost > solid(text) / 2


def _judged(document: Document, lines: Sequence[Record], spans: Sequence[tuple[int, int]]) -> Iterator[Judged]:
    """The removals of the boilerplate stage that took only what must go, or mostly what must stay."""
    for step, places in zip(document.steps, document.places, strict=True):
        if step.stage != "boilerplate":
            continue
        for entry in step.entries():
            edit = entry.edit
            if entry.status != "applied" or edit.after:
                continue
            start, end = places.original(edit.span.start), places.original(edit.span.end)
            sizes = {"content": 0, "boilerplate": 0}
            for at in range(bisect_left(spans, start, key=lambda span: span[1]), len(lines)):
                if spans[at][0] >= end:
                    break
                if lines[at]["label"] in sizes:
                    sizes[lines[at]["label"]] += solid(lines[at]["text"])
            if any(sizes.values()):
                yield Judged(edit.rule, edit.confidence, sizes["boilerplate"] > sizes["content"])


def _page(outcome: Outcome) -> tuple[float, float, bool]:
    """Content F1 of a page, content recall, and whether a reader finds next to nothing to correct."""
    count = outcome.counts
    kept, lost = count.get("content kept", 0), count.get("content gone", 0)
    precision, recall = share(kept, kept + count.get("boilerplate kept", 0), 0.0), share(kept, kept + lost)
    return f1(precision, recall), recall, recall >= CLEAN_RECALL and precision >= CLEAN_PRECISION


def _figures(outcomes: Sequence[Outcome]) -> tuple[Figure, ...]:
    pages = len(outcomes)
    sites: dict[str, list[float]] = {}
    for outcome in outcomes:
        sites.setdefault(str(outcome.record.get("site", "")), []).append(_page(outcome)[0])
    kept, lost = total(outcomes, "content kept"), total(outcomes, "content gone")
    left, removed = total(outcomes, "boilerplate kept"), total(outcomes, "boilerplate gone")
    recall, precision = share(kept, kept + lost), share(kept, kept + left)
    title = total(outcomes, "title kept") + total(outcomes, "title gone")
    exact = sum(not outcome.wrong for outcome in outcomes)
    return (
        Figure("content F1, mean over sites", fmean(fmean(site) for site in sites.values()), len(sites)),
        Figure("content F1", f1(precision, recall), int(kept + lost)),
        Figure("content recall", recall, int(kept + lost)),
        Figure("removal F1", f1(share(removed, removed + lost), share(removed, removed + left)), int(removed + left)),
        Figure("removal recall", share(removed, removed + left), int(removed + left)),
        Figure("pages exact", share(exact, pages), pages),
        Figure("pages next to clean", share(sum(_page(outcome)[2] for outcome in outcomes), pages), pages),
        Figure("title kept", share(total(outcomes, "title kept"), title), int(title)),
    )


DUMPS = Kind("dumps", _judge, _figures)
