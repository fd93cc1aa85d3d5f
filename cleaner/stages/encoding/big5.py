"""GBK that was read as Big5, and Big5 that was read as GBK: each pair of bytes shows as another
Han, mostly a rare one (GBK 今年的春天 as 踏爛腔景毞)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from cleaner.stages.encoding.plausible import FREQUENT, ODD, Reading, common_han, everyday

PROOF = 12
"So many frequent Han in lines with signs prove a document."
LOST_SHARE = 0.34
ENOUGH = 50
"So many lines with signs are looked at for a proof."

_SPAN = re.compile("[^\x00-\x7f](?:.*[^\x00-\x7f])?[@-~]?")
"What of a line may be damaged; ASCII passes through as it is, but may be the second byte of the last pair."
_LOST = re.compile("\ufffd+")


@dataclass(frozen=True, slots=True)
class Bar:
    """What a line must reach."""

    share: float
    "Least share of the most frequent Han and marks."
    margin: float
    "By how much that share must rise."
    known: int
    "Least number of them."
    common: float
    "Least share of everyday Han among the Han."


ALONE = Bar(0.35, 0.25, 4, 0.9)
"A line that proves itself."
BESIDE = Bar(0.2, 0.15, 2, 0.9)
"A line in a document that is proved: it may be a name or a heading."


@dataclass(frozen=True, slots=True)
class Confusion:
    """One way to misread: the encoding that was meant and those that were taken for it."""

    true: str
    taken: tuple[str, ...]


CONFUSIONS = (Confusion("gb18030", ("big5hkscs", "cp950")), Confusion("big5hkscs", ("gb18030",)))


@dataclass(frozen=True, slots=True)
class Line:
    """A line that reads well in the other encoding. Offsets of the document, code points."""

    start: int
    end: int
    after: str
    known: int
    "Frequent Han and marks in `after`."
    lost: int
    "Characters that are lost, U+FFFD in `after`."


def confused_lines(text: str) -> list[Line]:
    """Lines that are the bytes of Chinese text in the other encoding. Nearly always empty after one scan.

    A line that shows the signs must prove itself; beside it lines without signs, and short ones, are read too.
    """
    signs = _signs(text)
    if not signs:
        return []
    found = {confusion: list(_proved(text, signs, confusion)) for confusion in CONFUSIONS}
    best = max(found, key=lambda confusion: sum(line.known for line in found[confusion]))
    if not found[best]:
        return []
    proved = sum(line.known for line in found[best]) >= PROOF
    lines = (_line(text, *span, best, BESIDE if proved else ALONE) for span in _spans(text))
    return [line for line in lines if line is not None]


def _signs(text: str) -> list[tuple[int, int]]:
    """Lines that hold what frequent Han become."""
    lines: list[tuple[int, int]] = []
    match = _gate().search(text)
    while match is not None and len(lines) < ENOUGH:
        end = text.find("\n", match.start())
        end = len(text) if end < 0 else end
        lines.append((text.rfind("\n", 0, match.start()) + 1, end))
        match = _gate().search(text, end)
    return lines


def _spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def _proved(text: str, spans: list[tuple[int, int]], confusion: Confusion) -> Iterator[Line]:
    for start, end in spans:
        line = _line(text, start, end, confusion, ALONE)
        if line is not None:
            yield line


def _line(text: str, start: int, end: int, confusion: Confusion, bar: Bar) -> Line | None:
    """The line in the other encoding; None where that is no better."""
    span = _SPAN.search(text, start, end)
    if span is None:
        return None
    readings = (_read(span.group(), taken, confusion.true) for taken in confusion.taken)
    after = next((reading for reading in readings if reading is not None), None)
    if after is None:
        return None
    now, then, reading = everyday(after), everyday(span.group()), Reading.of(after)
    if reading.odd or reading.common < bar.common * reading.han or reading.lost > LOST_SHARE * reading.size:
        return None
    if now.known < bar.known or now.share < bar.share or now.share - then.share < bar.margin:
        return None
    return Line(span.start(), span.end(), after, now.known, reading.lost)


def _read(segment: str, taken: str, true: str) -> str | None:
    """What a segment that was decoded as `taken` says in `true`; None where its bytes do not decode.

    Lost bytes show as U+FFFD. Behind them the pairs may be out of step: the reading with more frequent Han counts,
    and what makes no sense is lost too.
    """
    read: list[str] = []
    for index, piece in enumerate(_LOST.split(segment)):
        raw = _encoded(piece, taken)
        if raw is None:
            return None
        candidates = [_strict(raw, true), _strict(raw[1:], true)] if index and raw else [_strict(raw, true)]
        if raw[:1].isalpha():  # a second byte without its first
            candidates.reverse()
        texts = [text for text in candidates if text is not None]
        if not texts:
            return None
        read.append(max(texts, key=lambda text: everyday(text).share))
    whole = len(read) == 1
    after = "\ufffd".join(read)
    return after if whole else _LOST.sub("\ufffd", ODD.sub("\ufffd", after))


def _encoded(piece: str, taken: str) -> bytes | None:
    """The bytes that were taken for `piece`; None where no bytes can be."""
    try:
        return piece.encode(taken)
    except UnicodeEncodeError:
        if taken != "cp950":
            return None
    try:
        own = _windows_own()
        return b"".join(own.get(character) or character.encode(taken) for character in piece)
    except UnicodeEncodeError:
        return None


@cache
def _windows_own() -> dict[str, bytes]:
    """Private-use characters that Windows shows for the codes of Big5 that were left to users."""
    trails = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    own: dict[str, bytes] = {}
    for first, code, last in (
        (0xFA40, 0xE000, 0xFEFE),
        (0x8E40, 0xE311, 0xA0FE),
        (0x8140, 0xEEB8, 0x8DFE),
        (0xC6A1, 0xF6B1, 0xC8FE),
    ):
        codes = (lead << 8 | trail for lead in range(first >> 8, (last >> 8) + 1) for trail in trails)
        for number, pair in enumerate(pair for pair in codes if first <= pair <= last):
            own[chr(code + number)] = pair.to_bytes(2, "big")
    return own


def _strict(raw: bytes, encoding: str) -> str | None:
    """`raw` decoded, with U+FFFD for half a character at its end; None where it does not decode."""
    for part, mark in ((raw, ""), (raw[:-1], "\ufffd")):
        try:
            return part.decode(encoding) + mark
        except UnicodeDecodeError:
            continue
    return None


@cache
def _gate() -> re.Pattern[str]:
    """What the most frequent Han become in either confusion, as far as no everyday text has it."""
    shown: set[str] = set()
    for confusion in CONFUSIONS:
        for taken in confusion.taken:
            shown |= {_image(character, confusion.true, taken) for character in FREQUENT}
    rare = {image for image in shown - common_han() if "\u3400" <= image <= "\u9fff" or "\ue000" <= image <= "\uf8ff"}
    return re.compile(f"[{''.join(sorted(rare))}]")


def _image(character: str, true: str, taken: str) -> str:
    try:
        image = character.encode(true).decode(taken)
    except UnicodeError:
        return ""
    return image if len(image) == 1 else ""
