"""When two values of a metadata field say the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

FIELDS = ("title", "date", "updated", "source", "author", "editor", "breadcrumb", "icp")
_BETWEEN = re.compile("[\u3001\uff0c,;\uff1b/\\s]+")


def agrees(want: object, got: object) -> bool:
    """True where `got` is the value that gold wants, width, case and blanks aside; None and empty mean absent.

    Names of several people may stand in any order.

    >>> agrees("林远、周宁", ["周宁", "林远"]), agrees(None, ""), agrees("2026-03-02", "")
    (True, True, False)
    """
    if not want or not got:
        return not want and not got
    if isinstance(want, list) and isinstance(got, list):
        return [_folded(part) for part in want] == [_folded(part) for part in got]
    same = isinstance(want, str) and isinstance(got, str) and _folded(want) == _folded(got)
    return same or sorted(_parts(want)) == sorted(_parts(got))


def wrong_fields(wanted: Mapping[str, Any], found: Mapping[str, Any]) -> list[str]:
    """Names of the fields whose value is not the one that gold names."""
    return [name for name, want in wanted.items() if not agrees(want, _plain(found.get(name)))]


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _parts(value: object) -> list[str]:
    if isinstance(value, list):
        return [_folded(part) for part in value]
    return [_folded(part) for part in _BETWEEN.split(str(value)) if part]


def _folded(value: object) -> str:
    return "".join(unicodedata.normalize("NFKC", str(value)).casefold().split())
