"""Lines in GBK or Big5 inside a file in UTF-8: their bytes could not be decoded and stand in the text as lone
surrogates (PEP 383)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.stages.encoding.latin import Found
from cleaner.stages.encoding.plausible import Reading, everyday

ENCODINGS = ("gb18030", "big5hkscs")
"The earlier wins a tie."
LEAST = 2
COMMON = 0.95

_ESCAPED = re.compile("[\udc80-\udcff]")
_RUN = re.compile("(?:[\udc80-\udcff][@-~]?|[\x80-\u07ff])+")
"Two bytes of GBK may be a letter in UTF-8, and a second byte may look like an ASCII letter."


def foreign_lines(text: str) -> Iterator[Found]:
    """Lines, or runs in them, whose undecoded bytes are Chinese text in another encoding."""
    match = _ESCAPED.search(text)
    while match is not None:
        start = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.start())
        end = len(text) if end < 0 else end
        after = _read(text[start:end])
        if after is not None:
            yield Found(start, end, after)
        else:
            for run in _RUN.finditer(text, start, end):
                after = _read(run.group()) if _ESCAPED.search(run.group()) else None
                if after is not None:
                    yield Found(run.start(), run.end(), after)
        match = _ESCAPED.search(text, end)


def _read(shown: str) -> str | None:
    """What the bytes of a piece say in the encoding that gives more everyday text; None where none is sensible."""
    try:
        raw = shown.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return None
    readings = [text for encoding in ENCODINGS if (text := _strict(raw, encoding)) is not None]
    return max(readings, key=lambda text: everyday(text).known, default=None)


def _strict(raw: bytes, encoding: str) -> str | None:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return None
    reading = Reading.of(text)
    sound = reading.is_chinese(LEAST, COMMON) and reading.han + reading.marks >= 0.9 * everyday(text).size
    return text if sound else None
