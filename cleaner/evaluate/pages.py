"""Pages: whole pages and the text and metadata wanted of each.

A record is `{"id", "text", "gold", "metadata"}`, with `also` for values of metadata that are right as well. On disk it
is `name.txt`, `name.gold.txt` and `name.meta.json` in one folder.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

from cleaner.evaluate.blame import judged
from cleaner.evaluate.outcome import Figure, Kind, Outcome, Record, share, total
from cleaner.evaluate.values import FIELDS, agrees, wrong_fields
from cleaner.pipeline import Cleaner


def _judge(record: Record, cleaner: Cleaner) -> Outcome:
    document = cleaner.clean(record["text"])
    gold, got = _paragraphs(record["gold"]), _paragraphs(document.text)
    missing, extra = Counter(gold) - Counter(got), Counter(got) - Counter(gold)
    wanted = {name: record["metadata"].get(name) for name in FIELDS if name in record["metadata"]}
    also = record.get("also") or {}
    missed = [
        name for name in wrong_fields(wanted, document.metadata)
        if name not in also or not agrees(also[name], document.metadata.get(name))
    ]  # fmt: skip
    one, other = "".join(gold), "".join(got)
    same = sum(block.size for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks())
    counts: dict[str, float] = {
        "paragraphs": len(gold),
        "paragraphs right": len(gold) - missing.total(),
        "paragraphs extra": extra.total(),
        "fields": len(wanted),
        "fields right": len(wanted) - len(missed),
        "f1": share(2 * same, len(one) + len(other)),
        "same": gold == got,
    }
    wrong = [f"  wanted {text}" for text in missing] + [f"  got    {text}" for text in extra]
    wrong += [f"  {name}: wanted {wanted[name]!r}, got {document.metadata.get(name)!r}" for name in missed]
    told = "\n".join([str(record["id"]), *wrong]) if wrong else ""
    return Outcome(record, counts, judged(document, record["gold"]), told)


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.replace("\r\n", "\n").split("\n") if line.strip()]


def _figures(outcomes: Sequence[Outcome]) -> tuple[Figure, ...]:
    pages, paragraphs = len(outcomes), int(total(outcomes, "paragraphs"))
    fields = int(total(outcomes, "fields"))
    return (
        Figure("paragraphs exact", share(total(outcomes, "paragraphs right"), paragraphs), paragraphs),
        Figure("paragraphs too many", share(total(outcomes, "paragraphs extra"), paragraphs, 0.0), paragraphs, "lower"),
        Figure("characters F1", share(total(outcomes, "f1"), pages), pages),
        Figure("metadata fields", share(total(outcomes, "fields right"), fields), fields),
        Figure("pages identical", share(total(outcomes, "same"), pages), pages),
    )


PAGES = Kind("pages", _judge, _figures)
