"""Probes: short cases, each with what must come out of it.

A record is `{"id", "mode", "before", "after"}`, and where needed `accept` (texts that are right as well, for the mode
`either`), `metadata` (fields that are scored; null or empty: nothing must be found), `flag` (a warning is wanted),
`newlines: "exact"` (blank lines count), and any field to group by.
"""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.evaluate.blame import judged
from cleaner.evaluate.outcome import Figure, Kind, Outcome, Record, share, total
from cleaner.evaluate.values import wrong_fields
from cleaner.pipeline import Cleaner
from cleaner.text.document import Document


def _judge(record: Record, cleaner: Cleaner) -> Outcome:
    document = cleaner.clean(record["before"])
    mode = record["mode"]
    wanted = [record["before"]] if mode == "keep" else record.get("accept") or [record["after"]]
    exact = record.get("newlines") == "exact"
    got = _shape(document.text, exact)
    gold = next((text for text in wanted if _shape(text, exact) == got), None)
    fields = record.get("metadata") or {}
    missed = wrong_fields(fields, document.metadata)
    passed = gold is not None and not missed
    counts = {
        "cases": 1,
        "passed": passed,
        mode: 1,
        f"{mode} passed": passed,
        "harm": mode == "keep" and gold is None,
        "fields": len(fields),
        "fields right": len(fields) - len(missed),
        "flags": bool(record.get("flag")),
        "flags seen": bool(record.get("flag")) and _warns(document),
    }
    wrong = "" if passed else _told(record, wanted[0], document, missed)
    return Outcome(record, counts, judged(document, gold or wanted[0]), wrong)


def _shape(text: str, exact: bool) -> str:
    """The text as it is compared: without blank lines and blanks at line ends, unless these are the point."""
    if exact:
        return text.strip("\n")
    return "\n".join(line.rstrip(" \t") for line in text.split("\n") if line.strip(" \t"))


def _warns(document: Document) -> bool:
    flagged = any(entry.status == "flagged" for _, entry in document.edits)
    return flagged or document.verdicts["mojibake"] not in ("none", "repaired")


def _told(record: Record, wanted: str, document: Document, missed: list[str]) -> str:
    lines = [f"{record['id']} ({record['mode']}) {record.get('why', '')}", f"  before {record['before']!r}"]
    lines += [f"  wanted {wanted!r}", f"  got    {document.text!r}"]
    for name in missed:
        lines.append(f"  {name}: wanted {record['metadata'][name]!r}, got {document.metadata.get(name)!r}")
    return "\n".join(lines)


def _figures(outcomes: Sequence[Outcome]) -> tuple[Figure, ...]:
    def of(name: str, part: str, whole: str, better: str = "higher") -> Figure:
        count = int(total(outcomes, whole))
        value = share(total(outcomes, part), count, 0.0 if better == "lower" else 1.0)
        return Figure(name, value, count, "lower" if better == "lower" else "higher")

    return (
        of("passed", "passed", "cases"),
        of("repaired as wanted", "must passed", "must"),
        of("correct text harmed", "harm", "keep", "lower"),
        of("metadata fields", "fields right", "fields"),
        of("damage told", "flags seen", "flags"),
    )


PROBES = Kind("probes", _judge, _figures)
