"""What all adapters share: settings that travel to workers, and a text in, a clean text with its findings out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from cleaner.engines.attempt import Attempt, attempt_all, rejected
from cleaner.engines.shard import findings
from cleaner.errors import SettingsError
from cleaner.formats.record import half_pair
from cleaner.pipeline import Cleaner, Incoming, Settings
from cleaner.report.ledger import LedgerWriter, dump
from cleaner.report.stats import DocumentStats
from cleaner.text.document import Document, Source


class Tools(NamedTuple):
    """What is compiled from settings, once in each process."""

    cleaner: Cleaner
    ledger: LedgerWriter


@cache
def _tools(settings: Settings) -> Tools:
    cleaner = Cleaner(settings)
    return Tools(cleaner, LedgerWriter(cleaner.rules, cleaner.fingerprint))


def as_json(value: Mapping[str, Any]) -> str:
    """JSON as the files of a run hold it."""
    return dump(dict(value)).decode("utf-8").rstrip("\n")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What became of one text."""

    text: str | None
    "The clean text; what is no text, or could not be cleaned, stays as it came."
    document: Document
    reason: str = ""
    "Why it was not cleaned; its verdict `status` is rejected then. Empty where it was."
    is_text: bool = True
    "False for what is no text, or holds what no file of UTF-8 can."

    def findings(self) -> str:
        """JSON with the keys `metadata`, `verdicts` and `stats`, as `cleaner run` writes them, and `reason`."""
        found = findings(self.document, DocumentStats.of(self.document))
        return as_json({**found, "reason": self.reason})


@dataclass(frozen=True, slots=True)
class Texts:
    """Cleans texts with some settings. Small to pickle: a worker compiles the rules for its first text.

    Raises SettingsError or RuleError where the settings are wrong, before any work is done.
    """

    settings: Settings = field(default_factory=Settings)
    fingerprint: str = ""
    "Digest of version, stages, rules and options; known where the job was made, compared where it is done."

    def __post_init__(self) -> None:
        if not self.fingerprint:
            object.__setattr__(self, "fingerprint", _tools(self.settings).cleaner.fingerprint)

    def clean(self, text: object, id: str = "", site: str = "") -> Cleaned:
        """What becomes of `text`; anything that is no text stays, with the reason.

        `site` is the site that the page is from, where it is known: an address, a domain or a name. Raises
        SettingsError where this process has another version or other rules than the one that made the job.
        """
        return self.clean_all([text], [id], [site])[0]

    def clean_all(self, texts: Sequence[object], ids: Iterable[str], sites: Iterable[str]) -> list[Cleaned]:
        """The same for many, in order; together they take less time. There are as many ids and sites, or more."""
        tools = self._here()
        rows = list(zip(texts, ids, sites, strict=False))
        found = [_refused(text, name) for text, name, _ in rows]
        good = [row for row, refused in zip(rows, found, strict=True) if not refused]
        incoming = [Incoming(Source.of_text(str(text)), name, site=site) for text, name, site in good]
        attempts = iter(attempt_all(tools.cleaner, incoming))
        return [refused or _cleaned(next(attempts)) for refused in found]

    def edits(self, cleaned: Cleaned) -> str:
        """The grouped edits of a document as a JSON list, as in the ledger."""
        return self._here().ledger.edits(cleaned.document)

    def _here(self) -> Tools:
        tools = _tools(self.settings)
        if tools.cleaner.fingerprint != self.fingerprint:
            raise SettingsError(
                "this worker has another version of cleaner, or other rules, than the process that made the job; "
                "install the same package and the same folders of rules on all machines"
            )
        return tools


def _refused(text: object, id: str) -> Cleaned | None:
    """What is no text, or holds what no file of UTF-8 can, with the reason; None for all other texts."""
    if not isinstance(text, str):
        what = "null" if text is None else f"of type {type(text).__name__}"
        return Cleaned(None, rejected(Source.of_text(""), id), f"is {what}, not a text", is_text=False)
    if problem := half_pair(text, "text"):
        return Cleaned(text, rejected(Source.of_text(text), id), problem, is_text=False)
    return None


def _cleaned(tried: Attempt) -> Cleaned:
    return Cleaned(tried.document.text, tried.document, tried.fault)
