"""datatrove: a step that cleans documents, for its local, Slurm and Ray executors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from itertools import islice
from typing import Any

from cleaner.adapters.texts import Cleaned, Texts
from cleaner.errors import MissingExtraError
from cleaner.formats.jsonrow import ATTACHED
from cleaner.pipeline import BATCH, Settings

try:
    from datatrove.pipeline.base import PipelineStep
except ImportError as error:
    raise MissingExtraError("datatrove") from error


class CleanerStep(PipelineStep):
    """Cleans the text of each document; the findings go to `metadata["cleaner"]`, as JSON text.

    JSON text, because datatrove's Parquet writer takes its columns from the first document. Documents without text,
    before or after cleaning, are dropped: datatrove's writers leave out an empty text, its readers skip what has none,
    and a null or half of a surrogate pair ends the job. `exclusion_writer`, one of datatrove's own, gets them with
    their `filter_reason`: empty or no_text.
    """

    type = "🧹 - CLEANER"
    name = "🧹 cleaner"

    def __init__(self, settings: Settings | None = None, exclusion_writer: Any = None, site_key: str = "url") -> None:
        """`site_key` is the key of the metadata that says which site a page is from."""
        super().__init__()
        self.texts = Texts(settings or Settings())
        self.exclusion_writer = exclusion_writer
        self.site_key = site_key

    def run(self, data: Iterable[Any] | None, rank: int = 0, world_size: int = 1) -> Iterator[Any]:  # noqa: ARG002
        """The documents with a clean text, in the order they came."""
        with self.exclusion_writer or nullcontext():
            documents = iter(data or ())
            while batch := list(islice(documents, BATCH)):
                with self.track_time("batch"):
                    reasons = list(map(self._clean, batch, self._cleaned(batch)))
                for document, reason in zip(batch, reasons, strict=True):
                    self.stat_update("total")
                    if not reason:
                        self.stat_update("forwarded")
                        self.update_doc_stats(document)
                        yield document
                        continue
                    self.stat_update("dropped", f"dropped_{reason}")
                    if self.exclusion_writer:
                        document.metadata["filter_reason"] = reason
                        self.exclusion_writer.write(document, rank)

    def _cleaned(self, documents: Sequence[Any]) -> list[Cleaned]:
        """What becomes of the texts of documents."""
        sites = (document.metadata.get(self.site_key) for document in documents)
        said = (site if isinstance(site, str) else "" for site in sites)
        return self.texts.clean_all([one.text for one in documents], [str(one.id) for one in documents], said)

    def _clean(self, document: Any, cleaned: Cleaned) -> str:
        """Clean a document in place; why it is dropped, empty where it is not."""
        document.metadata[ATTACHED] = cleaned.findings()
        self.stat_update(f"status_{cleaned.document.verdicts['status']}")
        if not cleaned.is_text:
            document.text = str(document.text or "").encode("utf-8", "backslashreplace").decode("utf-8")
            return "no_text"
        if not cleaned.text:
            return "empty"  # its text stays as it came, which says what was removed
        document.text = cleaned.text
        return ""
