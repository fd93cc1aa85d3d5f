"""Spark: a pandas UDF from a column of texts to a struct of clean text, metadata, verdicts and edits."""

from __future__ import annotations

from collections.abc import Callable
from itertools import repeat
from typing import Any

from cleaner.adapters.texts import Texts, as_json
from cleaner.errors import MissingExtraError
from cleaner.pipeline import Settings
from cleaner.verdicts import VERDICTS

try:
    import pandas
    from pyspark.sql.functions import pandas_udf
    from pyspark.sql.types import ArrayType, BooleanType, DoubleType, StringType, StructField, StructType
except ImportError as error:
    raise MissingExtraError("spark") from error

_TYPES = {str: StringType(), bool: BooleanType(), float: DoubleType(), tuple: ArrayType(StringType())}
SCHEMA = StructType(
    [
        StructField("text", StringType()),
        StructField("metadata", StringType()),
        StructField("verdicts", StructType([StructField(key, _TYPES[type(value)]) for key, value in VERDICTS.items()])),
        StructField("edits", StringType()),
        StructField("reason", StringType()),
    ]
)
"""What the function gives: `metadata` is a JSON object, `edits` the JSON list that the ledger holds, `reason` why a
text was not cleaned, empty where it was."""


def clean_udf(settings: Settings | None = None) -> Callable[..., Any]:
    """A function from a column of texts to a column of `SCHEMA`. A null text stays null.

    A second column may say which site a page is from. The workers need this package and the same rules.
    """
    texts = Texts(settings or Settings())

    def cleaned(*columns: pandas.Series) -> pandas.DataFrame:
        found = [text if _is_text(text) else None for text in columns[0]]
        sites = [next(filter(_is_text, said), "") for said in zip(*columns[1:], strict=True)] or repeat("")
        rows = []
        for one in texts.clean_all(found, repeat(""), sites):
            verdicts = {k: list(v) if isinstance(v, tuple) else v for k, v in one.document.verdicts.items()}
            rows.append((one.text, as_json(one.document.metadata), verdicts, texts.edits(one), one.reason))
        return pandas.DataFrame(rows, columns=SCHEMA.names)

    found: Callable[..., Any] = pandas_udf(cleaned, SCHEMA)
    return found


def _is_text(value: object) -> bool:
    """False for what pandas has in place of null, whichever it is."""
    return isinstance(value, str)
