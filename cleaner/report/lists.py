"""The list audit of a document, as a reader wants it: where each list begins, how it counts, what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cleaner.text.document import Document

SAMPLES = {
    "SHI": "一是", "YAO": "一要", "DIX": "第一点", "DI": "第一", "QI": "其一", "PAR": "\uff08一\uff09", "DUN": "一、",
    "LAI": "一来", "ZE": "一则", "ADUN": "1、", "ADOT": "1.", "APAR": "(1)", "ARP": "1)",
    "CIRC": "\u2460", "SX": "首先", "YFM": "一方面",
}  # fmt: skip
"How the first marker of a family looks; a family that is not here is shown by its name."
ARABIC = frozenset(SAMPLES[family] for family in ("ADUN", "ADOT", "APAR", "ARP", "CIRC"))


@dataclass(frozen=True, slots=True)
class ListAudit:
    """One list, after the repairs."""

    family: str
    "A sample of its markers, such as 一是."
    line: int
    "Line of the original where it begins; 0 where that is not known."
    first: int
    "Number of its first item: above 1 where the text begins in the middle of it."
    items: int
    announced: int
    "How many items the text before it promises; 0 for none."
    gaps: tuple[str, ...]
    duplicates: tuple[str, ...]
    mixed: tuple[str, ...]
    "Items that are written in the form of another kind of list."
    repaired: int
    inferred: int
    "Of the repaired ones, those that add a marker where the text had none."
    left: int
    "Repairs that were proposed and wait for a person."

    @property
    def arabic(self) -> bool:
        """True for Arabic numbers, which are counted only: rankings and excerpts have holes on purpose."""
        return self.family in ARABIC

    @property
    def broken(self) -> bool:
        """True when something is missing, repeated or waits for a person."""
        return not self.arabic and bool(self.gaps or self.duplicates or self.left > len(self.mixed))

    @property
    def trouble(self) -> str:
        """What is wrong with it, in words; empty where nothing is."""
        if not self.broken:
            return ""
        said: list[str] = []
        if self.gaps:
            said.append(f"missing {', '.join(self.gaps)}")
        if self.duplicates:
            said.append(f"repeated {', '.join(self.duplicates)}")
        if self.left > len(self.mixed):
            said.append(f"{self.left - len(self.mixed)} held")
        if self.announced > self.items and self.first == 1:
            said.append(f"{self.announced} announced, {self.items} found")
        return "; ".join(said)

    def to_json(self) -> dict[str, object]:
        """For the page."""
        return {
            "family": self.family, "line": self.line, "first": self.first if self.first > 1 else 0, "items": self.items,
            "announced": self.announced, "gaps": list(self.gaps), "duplicates": list(self.duplicates),
            "mixed": list(self.mixed), "repaired": self.repaired, "inferred": self.inferred, "left": self.left,
            "bad": self.broken,
        }  # fmt: skip


def list_audits(document: Document) -> list[ListAudit]:
    """Audits of all lists of a document, from the last fact `audit.lists`; what it does not say is 0 or empty."""
    found: list[ListAudit] = []
    for step, places in zip(document.steps, document.places, strict=True):
        for fact in step.facts:
            if fact.key != "audit.lists" or not isinstance(fact.value, tuple):
                continue
            found.clear()
            for audit in fact.value:
                if isinstance(audit, Mapping):
                    start = audit.get("start")
                    line = document.lines.position(places.original(start))[0] if isinstance(start, int) else 0
                    found.append(_audit(audit, line))
    return found


def _audit(said: Mapping[str, object], line: int) -> ListAudit:
    family = str(said.get("family", ""))
    return ListAudit(
        SAMPLES.get(family, family),
        line,
        _count(said.get("first")) or 1,
        _count(said.get("items")),
        _count(said.get("announced")),
        _numbers(said.get("gaps")),
        _numbers(said.get("duplicates")),
        _numbers(said.get("mixed")),
        _count(said.get("repaired")),
        _count(said.get("inferred")),
        _count(said.get("left")),
    )


def _count(value: object) -> int:
    return value if isinstance(value, int) else len(value) if isinstance(value, tuple | list) else 0


def _numbers(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, tuple | list) else ()


def broken_lists(document: Document) -> str:
    """What remains wrong with the lists of a document, in words; empty where no audit says anything."""
    return "; ".join(
        f"line {audit.line}, {audit.family}: {audit.trouble}" for audit in list_audits(document) if audit.trouble
    )
