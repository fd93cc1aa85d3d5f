"""What a document's lists look like: the facts of the stage."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from cleaner.stages.ordinals.markers import Run
from cleaner.stages.ordinals.repair import APPLIED, Reading, Repair
from cleaner.stages.ordinals.tables import Tables
from cleaner.stages.ordinals.windows import Window, windows_of
from cleaner.text.document import Value

ARABIC_GATE = re.compile(r"\n[ \t\u3000\xa0]{0,8}[\uff08(]?2[.\uff0e、)\uff09]")
"A second item at a line start: without one no Arabic list is looked for."


def audit(reading: Reading, text: str, tables: Tables, announced: Mapping[int, int]) -> tuple[str, tuple[Value, ...]]:
    """The verdict on the lists (none, intact, repaired, broken) and one row for each."""
    rows: list[dict[str, Value]] = []
    return "none", tuple(rows)
