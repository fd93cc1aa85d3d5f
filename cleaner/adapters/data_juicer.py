"""data-juicer: a mapper that cleans texts, to be named `cleaner_mapper` in a recipe."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cleaner.adapters.datasets import CleanBatch
from cleaner.config import load_config
from cleaner.errors import MissingExtraError
from cleaner.pipeline import Settings

try:
    from data_juicer.ops.base_op import OPERATORS, Mapper
except ImportError as error:
    raise MissingExtraError("data-juicer") from error

NAME = "cleaner_mapper"


@OPERATORS.register_module(NAME)
class CleanerMapper(Mapper):
    """Cleans Chinese web text: site boilerplate, damaged punctuation, encodings and enumerations.

    What was found goes to the column `cleaner`, as JSON text.
    """

    _batched_op = True

    def __init__(self, config: str = "", *args: Any, **kwargs: Any) -> None:
        """Initialization method.

        :param config: path of a `cleaner.toml`; empty for the default settings.
        """
        super().__init__(*args, **kwargs)
        settings = load_config(Path(config)).settings() if config else Settings()
        self.clean_batch = CleanBatch(settings, self.text_key)

    def process_batched(self, samples: dict[str, Any]) -> dict[str, Any]:
        """The samples with clean texts and the new column."""
        return {**samples, **self.clean_batch(samples)}
