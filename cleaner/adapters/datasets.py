"""Hugging Face datasets: a function for `Dataset.map(..., batched=True)`, its cache valid as long as the rules are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat

from cleaner.adapters.texts import Texts
from cleaner.errors import SettingsError
from cleaner.formats.jsonrow import ATTACHED
from cleaner.pipeline import Settings


@dataclass(frozen=True, slots=True)
class CleanBatch:
    """Cleans the column of the text; the findings go to the column `cleaner`, as JSON text.

    datasets takes the fingerprint of a function from its pickle, which here are these fields alone: settings and
    digest of the rules. The same settings find the cache again in another process, a changed rule does not.
    """

    settings: Settings = field(default_factory=Settings)
    text_key: str = "text"
    id_key: str = "id"
    site_key: str = "url"
    "Column that says which site a page is from; like that of the id it may be missing."
    texts: Texts = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "texts", Texts(self.settings))

    def __call__(self, batch: Mapping[str, Sequence[object]]) -> dict[str, list[str | None]]:
        """The two columns of a batch. A text that is null stays null."""
        try:
            found = batch[self.text_key]
        except KeyError:
            raise SettingsError(f"there is no column {self.text_key!r}; name that of the text with text_key") from None
        cleaned = self.texts.clean_all(found, self._said(batch, self.id_key), self._said(batch, self.site_key))
        return {self.text_key: [one.text for one in cleaned], ATTACHED: [one.findings() for one in cleaned]}

    @staticmethod
    def _said(batch: Mapping[str, Sequence[object]], key: str) -> Sequence[str] | repeat[str]:
        """A column as text; blanks where there is none."""
        return ["" if value is None else str(value) for value in batch[key]] if key in batch else repeat("")
