"""A line of JSON Lines: where its text stands, and the same line with another text.

The line is never written anew from its values: the text is cut out and replaced, so all other fields keep every digit,
escape and blank that they came with.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any

from cleaner.errors import InputError
from cleaner.formats.record import Keys

ATTACHED = "cleaner"
"Key of what is attached to a row."
PLAIN = json.encoder.encode_basestring
ASCII = json.encoder.encode_basestring_ascii
_BLANKS = re.compile(r"[ \t\n\r]*").match
_SURROGATE = re.compile("[\ud800-\udfff]")
_KINDS = {
    "{": "an object", "[": "a list", '"': "a string", "true": "true", "false": "false", "null": "null",
    **dict.fromkeys("-0123456789", "a number"),
}  # fmt: skip


def _unique(pairs: list[tuple[str, object]]) -> None:
    if len({key for key, _ in pairs}) != len(pairs):
        keys = [key for key, _ in pairs]
        raise InputError(f"key {next(key for key in keys if keys.count(key) > 1)!r} stands twice; keep one of them")


def _refuse_constant(name: str) -> None:
    raise InputError(f"{name} is no JSON; write null or leave it out")


_decoder = json.JSONDecoder(object_pairs_hook=_unique, parse_int=str, parse_float=str, parse_constant=_refuse_constant)
_scan: Callable[[str, int], tuple[Any, int]] = _decoder.scan_once  # type: ignore[attr-defined]
"Checks one value and finds its end. Numbers stay text: their digits are nobody's business."


@dataclass(frozen=True, slots=True)
class Member:
    """One key of an object and where its value stands, in code points of the line."""

    key: str
    start: int
    end: int
    value: str | None
    "The value where it is text."


def members(line: str, at: int) -> list[Member]:
    """The members of the object that starts at `at`. Raises InputError where it is no JSON."""
    found: list[Member] = []
    at = _after_blanks(line, at + 1)
    if line[at : at + 1] == "}":
        return found
    while True:
        if line[at : at + 1] != '"':
            raise InputError(f"column {at + 1}: a key in double quotes is expected; correct the JSON")
        key, at = scanstring(line, at + 1, True)
        at = _after_blanks(line, at)
        if line[at : at + 1] != ":":
            raise InputError(f"column {at + 1}: a colon is expected; correct the JSON")
        start = _after_blanks(line, at + 1)
        value, end = _scan(line, start)
        found.append(Member(key, start, end, value if line[start] == '"' else None))
        at = _after_blanks(line, end)
        if line[at : at + 1] == "}":
            return found
        if line[at : at + 1] != ",":
            raise InputError(f"column {at + 1}: a comma or a closing brace is expected; correct the JSON")
        at = _after_blanks(line, at + 1)


def _after_blanks(line: str, at: int) -> int:
    match = _BLANKS(line, at)
    return match.end() if match else at


@dataclass(frozen=True, slots=True)
class JsonRow:
    """A line that is a JSON object with a text in it."""

    line: str
    "Without the blanks around it."
    start: int
    end: int
    "Where the JSON string of the text stands in the line, quotes included."
    text: str
    last: int
    "Where the value of the last key ends."
    id: str = ""
    "Empty where the row has none."
    has_attached: bool = False
    "True where the row has the key `ATTACHED` already."
    site: str = ""
    "What the row says of its site; empty where it says nothing."

    @property
    def is_ascii(self) -> bool:
        """True where the row writes its text with escapes for all above ASCII."""
        return not self.text.isascii() and self.line.isascii()

    def with_text(self, text: str, attached: str = "") -> str:
        """The line with another text, written as the first one was; `attached` is JSON for the key `ATTACHED`."""
        said = (ASCII if self.is_ascii else PLAIN)(text)
        if not attached:
            return f"{self.line[: self.start]}{said}{self.line[self.end :]}"
        head, tail = self.line[self.end : self.last], self.line[self.last :]
        return f'{self.line[: self.start]}{said}{head},"{ATTACHED}":{attached}{tail}'

    def no_room(self) -> str:
        """Why nothing can be attached to the row; empty where it can."""
        return f"has a key {ATTACHED!r} already; rename it, or leave --attach out" if self.has_attached else ""

    def detached(self) -> str:
        """The line without what was attached to it. Raises InputError where nothing was."""
        found = members(self.line, 0)
        if not found or found[-1].key != ATTACHED:
            raise InputError(f"nothing is attached under {ATTACHED!r}")
        return self.line[: found[-2].end] + self.line[found[-1].end :]

    def ledger_note(self, original: str) -> str:
        """The JSON string of the text as it stood, where writing it again would not give the same characters."""
        token = self.line[self.start : self.end]
        return "" if token == (ASCII if self.is_ascii else PLAIN)(original) else PLAIN(token)


def parse_row(line: str, keys: Keys) -> JsonRow:
    """The row that a line of JSON Lines holds. Raises InputError that says what is wrong with it."""
    try:
        return _parse(line, keys)
    except StopIteration as error:
        raise InputError(f"column {int(error.value) + 1}: no JSON value; correct the JSON") from None
    except json.JSONDecodeError as error:
        raise InputError(f"column {error.colno}: {error.msg}; correct the JSON") from None
    except RecursionError:
        raise InputError("the objects are nested too deep to be read; flatten the row") from None


def _parse(line: str, keys: Keys) -> JsonRow:
    if line[:1] != "{":
        raise InputError(f"is {_kind(line, 0)}, not an object; give one JSON object per line")
    found = members(line, 0)
    end = found[-1].end if found else 1
    close = line.index("}", end)
    if close + 1 != len(line):
        raise InputError(f"column {close + 2}: more text after the object; give one JSON object per line")
    if len({member.key for member in found}) != len(found):
        _unique([(member.key, None) for member in found])
    text = _find(line, found, keys.text)
    if text is None:
        raise InputError(f"has no key {keys.text!r}; name the key of the text with --text-key")
    if text.value is None:
        raise InputError(f"{keys.text!r} is {_kind(line, text.start)}, not a text")
    lone = _SURROGATE.search(text.value)
    if lone:
        place = f"character {lone.start() + 1} of {keys.text!r}"
        raise InputError(f"{place} is half of a surrogate pair (U+{ord(lone[0]):04X}), which no text holds")
    attached = any(member.key == ATTACHED for member in found)
    site = _find(line, found, keys.site)
    said = (site.value or "") if site else ""
    return JsonRow(line, text.start, text.end, text.value, end, _id(line, found, keys.id), attached, said)


def _id(line: str, found: list[Member], key: str) -> str:
    """The id: text as it is, all else as JSON writes it; empty where there is none."""
    member = _find(line, found, key)
    if member is None:
        return ""
    if member.value is not None:
        return member.value
    said = line[member.start : member.end]
    return "" if said == "null" else said


def _find(line: str, found: list[Member], key: str) -> Member | None:
    """The member that a dotted key leads to; a key that holds the dots itself goes first."""
    whole = next((member for member in found if member.key == key), None)
    if whole is not None or "." not in key:
        return whole
    head, _, rest = key.partition(".")
    outer = next((member for member in found if member.key == head), None)
    if outer is None or line[outer.start] != "{":
        return None
    return _find(line, members(line, outer.start), rest)


def _kind(line: str, at: int) -> str:
    """What the value that begins there is."""
    return next((kind for head, kind in _KINDS.items() if line.startswith(head, at)), "no JSON")
