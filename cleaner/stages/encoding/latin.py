"""Damage that shows as Latin letters: UTF-8 that was read as Latin-1 or windows-1252, once or several times."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from dataclasses import dataclass

from cleaner.stages.encoding.plausible import Reading
from cleaner.text.compare import differences

_UNDEFINED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
WINDOWS = {bytes([code]).decode("cp1252"): code for code in range(0x80, 0xA0) if code not in _UNDEFINED}
_BYTES = {chr(code): code for code in range(0x100)} | WINDOWS
"The byte that a character stands for in Latin-1 or, for 27 of them, in windows-1252."
_TABLE = {ord(character): code for character, code in _BYTES.items()}

_TRAIL = "\x80-\xbf" + "".join(WINDOWS)
_TYPOGRAPHIC = frozenset("‘’“”…–—•·\u00a0«»")
"Marks that also stand beside an accented letter in right text."

_PAIR = re.compile(f"[\xa1-\xf7][\x80-\xff{''.join(WINDOWS)}]")
"What any damage of this module must show; one scan of right text."
_GATE = re.compile(f"[\xc2-\xf4][{_TRAIL}]")
_SEQUENCES = re.compile(
    f"(?:[\xc2-\xdf][{_TRAIL}]|[\xe0-\xef][{_TRAIL}][{_TRAIL} ]|[\xf0-\xf4][{_TRAIL}]{{2}}[{_TRAIL} ])+"
)
"UTF-8 sequences as they show; the byte A0, a no-break space, may have become a space."


_WESTERN = re.compile("[ -~\u00a0-\u017f\u01cd-\u01dc\u2010-\u2026\u2032\u2033\u20ac\u2103\u2122]*")
"What ftfy may put in: letters of western languages and of pinyin, signs, marks."


LAYERS = 3
"So many times a text is read back."
CONTEXT = 60
"What ftfy gets to see round a damaged letter, code points to each side."
LEAST = 3
"Chinese text has no shorter sequence; characters."
SURE = 2
"A run that reads as more characters is UTF-8 whatever stands beside it."
PROOF = 12
"So many characters read in one document prove that all of it was misread."


@dataclass(frozen=True, slots=True)
class Found:
    """One damaged run and what it reads as. Offsets of the document, code points."""

    start: int
    end: int
    after: str


@dataclass(frozen=True, slots=True)
class Scan:
    """What shows as UTF-8 read as Latin-1."""

    found: list[Found]
    "Chinese text, read again."
    others: list[tuple[int, int]]
    "Whole sequences that are no Chinese: perhaps Latin letters, perhaps right text."
    broken: list[tuple[int, int]]
    "Sequences that lost bytes; only in a document that is proved to be damaged."


def is_suspect(text: str) -> bool:
    """False where no damage of these kinds can be in the text."""
    return _PAIR.search(text) is not None


def encode(text: str) -> bytes | None:
    """The bytes that a run of Latin-1 or windows-1252 characters stands for; None where one is neither."""
    try:
        return codecs.charmap_encode(text, "strict", _TABLE)[0]
    except UnicodeEncodeError:
        return None


def chinese_runs(text: str) -> Scan:
    """Runs that are the bytes of Chinese text in UTF-8, and what else shows its signs.

    Where enough of the document is proved, a run that only decodes is read as well.
    """
    found: list[Found] = []
    others: list[tuple[int, int]] = []
    broken: list[tuple[int, int]] = []
    proof = 0
    gate = _GATE.search(text)
    while gate is not None:
        run = _SEQUENCES.match(text, gate.start())
        if run is None:
            broken.append(gate.span())
            gate = _GATE.search(text, gate.end())
            continue
        start, end = run.span()
        after = read_back(run.group()) if end - start >= LEAST else None
        sure = after is not None and (len(after) > SURE or not _touches_letters(text, start, end))
        if after is not None and sure and _is_chinese(run.group(), after):
            found.append(Found(start, end, after))
            proof += len(after)
        else:
            others.append((start, end))
        gate = _GATE.search(text, end)
    if proof < PROOF:
        return Scan(found, others, [])
    found, others = _read_others(text, found, others)
    return Scan(found, others, broken)


def _read_others(
    text: str, found: list[Found], others: list[tuple[int, int]]
) -> tuple[list[Found], list[tuple[int, int]]]:
    """In a proved document: the runs that decode into something sensible are read too, the rest is handed on."""
    rest: list[tuple[int, int]] = []
    read = list(found)
    for start, end in others:
        after = read_back(text[start:end])
        if after is None or Reading.of(after).odd:
            rest.append((start, end))
        else:
            read.append(Found(start, end, after))
    return sorted(read, key=lambda item: item.start), rest


def _touches_letters(text: str, start: int, end: int) -> bool:
    """True for a run inside a longer run of Latin-1 letters and signs: GBK there may look like UTF-8 for a moment."""
    return "\xa1" <= text[start - 1 : start] <= "\xff" or "\xa1" <= text[end : end + 1] <= "\xff"


def read_back(run: str) -> str | None:
    r"""What a run says in UTF-8, read back until it is no such run any more; None where it is not UTF-8.

    >>> read_back("ä¸\xadå›½"), read_back("Ã©"), read_back("é…—”")
    ('中国', 'é', None)
    """
    text: str | None = None
    for _ in range(LAYERS):
        raw = encode(_with_blanks(run))
        try:
            text = raw.decode() if raw is not None else text
        except UnicodeDecodeError:
            return text
        if text is None or not _SEQUENCES.fullmatch(text):
            return text
        run = text
    return text


def _with_blanks(run: str) -> str:
    return run.replace(" ", "\xa0")


def _is_chinese(run: str, after: str) -> bool:
    """True for two characters of Chinese text, or for one whose bytes cannot be quotes beside a letter."""
    reading = Reading.of(after)
    if reading.odd or reading.han + reading.marks < 0.8 * len(after) or reading.common < 0.7 * reading.han:
        return False
    return len(after) > 1 or after in "“”‘’…—" or not _TYPOGRAPHIC.issuperset(_with_blanks(run[1:]))


def latin_letters(text: str, places: list[tuple[int, int]], covered: list[tuple[int, int]]) -> list[Found]:
    """What ftfy repairs round the given places: single letters and signs inside text that is right otherwise.

    It is asked about stretches of Latin text only, bounded by the `covered` spans of other repairs, with everything
    off that changes right Chinese.
    """
    places = [place for place in places if not _touches(covered, *place) and _is_letter(text, *place)]
    if not places:
        return []
    from ftfy import TextFixerConfig, fix_encoding

    config = TextFixerConfig(
        unescape_html=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        remove_control_chars=False,
        normalization=None,
        explain=False,
    )
    found: list[Found] = []
    reach = 0
    for start, end in places:
        if start < reach:
            continue
        low, high = _stretch(text, start, end, reach)
        at = bisect_right(covered, (start, start))
        low = max(low, covered[at - 1][1]) if at else low
        high = min(high, covered[at][0]) if at < len(covered) else high
        reach = high
        before = text[low:high]
        after = fix_encoding(before, config)
        changes = differences(before, after)
        if all(_WESTERN.fullmatch(new) for _, _, new in changes):
            found += [Found(low + a, low + b, new) for a, b, new in changes]
    return found


def _is_letter(text: str, start: int, end: int) -> bool:
    """False where the sequence may be an accented capital before a quotation mark or dash."""
    if text[start] == "\xc2" or text[end - 1] not in _TYPOGRAPHIC:
        return True
    return text[end : end + 1].isascii() and text[end : end + 1].isalpha()


def _stretch(text: str, start: int, end: int, reach: int) -> tuple[int, int]:
    """The stretch of characters of windows-1252 round a place, inside its line, at most `CONTEXT` to each side."""
    low, high = start, end
    while low > max(reach, start - CONTEXT) and text[low - 1] in _BYTES and text[low - 1] != "\n":
        low -= 1
    while high < min(len(text), end + CONTEXT) and text[high] in _BYTES and text[high] != "\n":
        high += 1
    return low, high


def _touches(covered: list[tuple[int, int]], start: int, end: int) -> bool:
    at = bisect_right(covered, (end, end)) - 1
    return at >= 0 and covered[at][1] > start
