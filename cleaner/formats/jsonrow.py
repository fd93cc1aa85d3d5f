"""A line of JSON Lines: where its text stands, and the same line with another text.

The line is never written anew from its values: the text is cut out and replaced, so all other fields keep every digit,
escape and blank that they came with.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any

from cleaner.errors import InputError
from cleaner.formats.record import Keys, half_pair

ATTACHED = "cleaner"
"Key of what is attached to a row."
PLAIN = json.encoder.encode_basestring
ASCII = json.encoder.encode_basestring_ascii
_BLANKS = re.compile(r"[ \t\n\r]*").match
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
    spans: tuple[tuple[int, int], ...]
    "Where the JSON strings of the text stand in the line, quotes included; several where it is a list of paragraphs."
    texts: tuple[str, ...]
    "What they say."
    last: int
    "Where the value of the last key ends."
    id: str = ""
    "Empty where the row has none."
    has_attached: bool = False
    "True where the row has the key `ATTACHED` already."
    site: str = ""
    "What the row says of its site; empty where it says nothing."

    @property
    def text(self) -> str:
        """The text; of paragraphs one to a line."""
        return "\n".join(self.texts)

    @property
    def is_ascii(self) -> bool:
        """True where the row writes its text with escapes for all above ASCII."""
        return not self.text.isascii() and self.line.isascii()

    def with_texts(self, texts: Sequence[str], attached: str = "") -> str:
        """The line with other texts, written as the first were; `attached` is JSON for the key `ATTACHED`."""
        write = ASCII if self.is_ascii else PLAIN
        return self._with_tokens([write(text) for text in texts], f',"{ATTACHED}":{attached}' if attached else "")

    def with_tokens(self, tokens: Sequence[str]) -> str:
        """The line with other JSON strings for its texts."""
        return self._with_tokens(tokens, "")

    def _with_tokens(self, tokens: Sequence[str], behind: str) -> str:
        line, at = "", 0
        for (start, end), token in zip(self.spans, tokens, strict=True):
            line += self.line[at:start] + token
            at = end
        return line + self.line[at : self.last] + behind + self.line[self.last :]

    def no_room(self) -> str:
        """Why nothing can be attached to the row; empty where it can."""
        return f"has a key {ATTACHED!r} already; rename it, or leave --attach out" if self.has_attached else ""

    def detached(self) -> str:
        """The line without what was attached to it. Raises InputError where nothing was."""
        found = members(self.line, 0)
        if not found or found[-1].key != ATTACHED:
            raise InputError(f"nothing is attached under {ATTACHED!r}")
        return self.line[: found[-2].end] + self.line[found[-1].end :]

    def tokens(self) -> list[str]:
        """The JSON strings of the texts as they stand."""
        return [self.line[start:end] for start, end in self.spans]

    def odd_tokens(self) -> list[str]:
        """The JSON strings of the texts as they stood, where writing them again would not give the same characters."""
        tokens = self.tokens()
        write = ASCII if self.is_ascii else PLAIN
        return [] if tokens == [write(text) for text in self.texts] else tokens


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
    spans, texts = _texts(line, _find_all(line, found, keys.text), keys.text)
    attached = any(member.key == ATTACHED for member in found)
    site = _find(line, found, keys.site)
    said = (site.value or "") if site else ""
    return JsonRow(line, spans, texts, end, _id(line, found, keys.id), attached, said)


def _texts(line: str, found: list[Member], key: str) -> tuple[tuple[tuple[int, int], ...], tuple[str, ...]]:
    """Where the texts stand and what they say. Raises InputError where there is none, or one is no text."""
    if not found:
        raise InputError(f"has no key {key!r}; name the key of the text with --text-key")
    texts: list[str] = []
    for member in found:
        if member.value is None:
            raise InputError(f"{key!r} is {_kind(line, member.start)}, not a text")
        if problem := half_pair(member.value, key):
            raise InputError(problem)
        texts.append(member.value)
    return tuple((member.start, member.end) for member in found), tuple(texts)


def _find_all(line: str, found: list[Member], key: str) -> list[Member]:
    """The members that a dotted key leads to: one, or with `a[].b` those in all items of a list."""
    head, several, rest = key.partition("[].")
    member = _find(line, found, head)
    if member is None or not several:
        return [] if member is None else [member]
    if line[member.start] != "[":
        raise InputError(f"{head!r} is {_kind(line, member.start)}, not a list")
    texts: list[Member] = []
    for start in _items(line, member.start):
        if line[start] != "{":
            raise InputError(f"an item of {head!r} is {_kind(line, start)}, not an object")
        inner = _find_all(line, members(line, start), rest)
        if not inner:
            raise InputError(f"an item of {head!r} has no key {rest!r}")
        texts += inner
    return texts


def _items(line: str, at: int) -> Iterator[int]:
    """Where the items of the list begin that begins at `at`; it is known to be JSON."""
    at = _after_blanks(line, at + 1)
    while line[at] != "]":
        yield at
        at = _after_blanks(line, _scan(line, at)[1])
        at = _after_blanks(line, at + 1) if line[at] == "," else at


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
