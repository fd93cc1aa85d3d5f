"""UTF-8 that was read as GBK or GB18030: two Han of three bytes each show as three other Han (人工 as 浜哄伐)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, islice

from cleaner.stages.encoding.plausible import NOTHING, ODD, Reading

STRONG = 4
"So many Han read in one line prove the damage by themselves."
WEAK = 2
"So many are enough beside a line that is proved."
PARTLY = 6
"So many are asked of a line with lost bytes."
SHARE = 0.85
LOST_SHARE = 0.2
WEAK_LOST_SHARE = 0.34

_SEGMENT = re.compile(r"[^\x00-\x7f](?:\??[^\x00-\x7f])*\??")
"ASCII passes through the misreading as it is, so each run without it decodes by itself; `?` may be a lost byte."

_WIDE = (
    rb"[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
_SEQUENCE = re.compile(_WIDE)
_UTF8 = re.compile(rb"((?:[\x00-\x7f]|" + _WIDE + rb")++)|([\x80-\xff]+?(?=[\x00-\x7f\xc2-\xf4]|$)|[\x80-\xff])")
"Whole UTF-8 sequences, or bytes that are none."

_STUMP = re.compile(rb"([\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})?(\xff*)([\x80-\xbf]{0,3})")
"The first bytes of a sequence, marks of loss, the last bytes of a sequence."


@dataclass(frozen=True, slots=True)
class Repair:
    """One segment and what it reads as. Offsets of the document, code points."""

    start: int
    end: int
    after: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class Line:
    """A line that looks damaged: the segments that decode, and how often the damage shows (up to three times)."""

    start: int
    end: int
    repairs: tuple[Repair, ...]
    hits: int

    @property
    def reading(self) -> Reading:
        """All repairs of the line taken together."""
        total = NOTHING
        for repair in self.repairs:
            total += repair.reading
        return total


def damaged_lines(text: str) -> list[Line]:
    """Lines in which the misreading shows, with their repairs. Nearly always empty after one scan."""
    lines: list[Line] = []
    gate = _gate()
    match = gate.search(text)
    while match is not None:
        start = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.start())
        end = len(text) if end < 0 else end
        hits = sum(1 for _ in islice(gate.finditer(text, start, end), WEAK + 1))
        lines.append(Line(start, end, tuple(_repairs(text, start, end)), hits))
        match = gate.search(text, end)
    return lines


def split(lines: Iterable[Line]) -> tuple[list[Line], list[Line], list[Line]]:
    """The lines that come back whole, those that come back in part, and those that do not."""
    whole: list[Line] = []
    partly: list[Line] = []
    rest: list[Line] = []
    for line in lines:
        reading = line.reading
        if not reading.lost and reading.is_chinese(STRONG, SHARE):
            whole.append(line)
        elif reading.is_chinese(PARTLY, SHARE) and reading.lost <= LOST_SHARE * reading.size:
            partly.append(line)
        else:
            rest.append(line)
    if whole or partly:
        whole += [line for line in rest if not line.reading.lost and line.reading.is_chinese(WEAK, SHARE)]
        partly += [line for line in rest if line.reading.lost and _is_weakly_partly(line.reading)]
    done = {line.start for line in (*whole, *partly)}
    return whole, partly, [line for line in rest if line.start not in done and line.hits > WEAK]


def _is_weakly_partly(reading: Reading) -> bool:
    return reading.is_chinese(WEAK + 1, SHARE) and reading.lost <= WEAK_LOST_SHARE * reading.size


def _repairs(text: str, start: int, end: int) -> Iterator[Repair]:
    for match in _SEGMENT.finditer(text, start, end):
        for begin, stop, after in _readings(text, *match.span()):
            if after != text[begin:stop]:
                reading = Reading.of(after)
                if reading.han or reading.marks or not after.strip():
                    yield Repair(begin, stop, after, reading)


def _readings(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """What a segment says: all of it, or from where the damage shows, or there and as far as it goes each time."""
    hit = None
    after = _sound(decode(text[start:end]))
    if after is None and (hit := _gate().search(text, start, end)) is not None:
        start = hit.start()
        after = _sound(decode(text[start:end]))
    if after is not None:
        yield start, end, after
        return
    while hit is not None:
        begin = hit.start()
        after, size = decode_start(text, begin, end)
        if size:
            yield begin, begin + size, after
        hit = _gate().search(text, begin + max(size, 1), end)


def _sound(reading: str | None) -> str | None:
    """What was read; None for what Chinese pages do not hold."""
    return None if not reading or max(reading) > "\uffff" or ODD.search(reading) else reading


def decode(segment: str) -> str | None:
    r"""What a segment read as GB18030 says in UTF-8; None where its bytes do not explain each other.

    Bytes that were lost show as U+FFFD or `?`, or are missing at the ends. Each such place becomes one U+FFFD.
    Windows shows the byte 80 as the euro sign.

    >>> decode("浜哄伐"), decode("人工"), decode("鏅鸿兘鍒堕?犱骇涓氬洯")
    ('人工', None, '智能制�产业园')
    """
    try:
        pieces = [
            b"\x80".join(part.encode("gb18030", "surrogateescape") for part in piece.split("\u20ac"))
            for piece in segment.split("\ufffd")
        ]
    except UnicodeEncodeError:
        return None
    raw = b"\xff".join(pieces)
    read: list[str] = []
    for match in _UTF8.finditer(raw):
        good, bad = match.groups()
        if good is not None:
            read.append(good.decode())
        elif _is_explained(raw, match.start(), match.end(), bad):
            read.append("\ufffd")
        else:
            return None
    return re.sub("\ufffd\\?\ufffd|\ufffd\\?|\\?\ufffd|\ufffd+", "\ufffd", re.sub("\ufffd+", "\ufffd", "".join(read)))


def decode_start(text: str, start: int, end: int) -> tuple[str, int]:
    """What a stretch says that begins with damage and goes on with right text, and how many code points that takes.

    >>> decode_start("浜哄伐智能", 0, 5), decode_start("智能", 0, 2)
    (('人工', 3), ('', 0))
    """
    reach = 32
    while True:
        after, size = _decode_start(text[start : min(start + reach, end)])
        if size < reach - 8 or start + reach >= end:
            return after, size
        reach *= 4


def _decode_start(segment: str) -> tuple[str, int]:
    ends = {end: number for number, end in enumerate(accumulate(_sizes(segment)), 1)}
    raw = segment[: len(ends)].encode("gb18030")
    good = at = 0
    while (sequence := _SEQUENCE.match(raw, at)) is not None and _sound(sequence.group().decode()):
        at = sequence.end()
        good = at if at in ends else good
    return raw[:good].decode(), ends.get(good, 0)


def _sizes(segment: str) -> Iterator[int]:
    """Bytes of each character in GB18030, up to the first that has none."""
    for character in segment:
        try:
            yield len(character.encode("gb18030"))
        except UnicodeEncodeError:
            return


def _is_explained(raw: bytes, start: int, end: int, bad: bytes) -> bool:
    """True for the stump of a sequence beside a mark of loss, or cut off by the end of the segment.

    Anything else is text that was right and must not be touched.
    """
    stump = _STUMP.fullmatch(bad)
    if stump is None:
        return False
    head, marks, tail = stump.groups()
    if marks:
        return True
    if head:
        return not tail and (end == len(raw) or raw[end : end + 1] == b"?")
    return raw[start - 1 : start] == b"?" if start else False


@cache
def _gate() -> re.Pattern[str]:
    """Three Han that are the six bytes of two others: rare in any text that was read rightly."""
    first = [(lead, trail) for lead in range(0xE4, 0xEA) for trail in range(0x80, 0xC0)]
    first += [(0xE2, 0x80), (0xE3, 0x80), (0xEF, 0xBC)]
    second = [(lead, trail) for lead in range(0x81, 0xC0) for trail in (0xE2, 0xE3, *range(0xE4, 0xEA), 0xEF)]
    third = [(lead, trail) for lead in range(0x81, 0xC0) for trail in range(0x80, 0xC0)]
    return re.compile("".join(_class(pairs) for pairs in (first, second, third)))


def _class(pairs: Iterable[tuple[int, int]]) -> str:
    """A regular expression class of the characters that GB18030 shows for pairs of bytes."""
    characters = (bytes(pair).decode("gb18030", "replace") for pair in pairs)
    return "[" + "".join(sorted({re.escape(text) for text in characters if len(text) == 1 and text != "\ufffd"})) + "]"
