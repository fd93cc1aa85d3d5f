"""Damage that shows as Latin letters: UTF-8 or GBK that was read as Latin-1 or windows-1252, once or several times."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from cleaner.stages.encoding.plausible import Reading, first_level
from cleaner.text.compare import differences

_UNDEFINED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
_WINDOWS = {bytes([code]).decode("cp1252"): code for code in range(0x80, 0xA0) if code not in _UNDEFINED}
_BYTES = {chr(code): code for code in range(0x100)} | _WINDOWS
"The byte that a character stands for in Latin-1 or, for 27 of them, in windows-1252."

_TRAIL = "\x80-\xbf" + "".join(_WINDOWS)
_TYPOGRAPHIC = frozenset("‘’“”…–—•·\u00a0«»")
"Marks that also stand beside an accented letter in right text."

_GATE = re.compile(f"[\xc2-\xf4][{_TRAIL}]")
_SEQUENCES = re.compile(
    f"(?:[\xc2-\xdf][{_TRAIL}]|[\xe0-\xef][{_TRAIL}][{_TRAIL} ]|[\xf0-\xf4][{_TRAIL}]{{2}}[{_TRAIL} ])+"
)
"UTF-8 sequences as they show; the byte A0, a no-break space, may have become a space."

_GBK_GATE = re.compile("[\xa1-\xf7][\xa1-\xfe]{3}")
_GBK_SEGMENT = re.compile(f"[\x80-\xff{''.join(_WINDOWS)}](?:[@-~]?[\x80-\xff{''.join(_WINDOWS)}])*[@-~]?")
"Lead and trail bytes; a trail byte may look like an ASCII letter."

_WESTERN = re.compile("[ -~\u00a0-\u017f\u01cd-\u01dc\u2010-\u2026\u2032\u2033\u20ac\u2103\u2122]*")
"What ftfy may put in: letters of western languages and of pinyin, signs, marks."

LAYERS = 3
"So many times a text is read back."
CONTEXT = 60
"What ftfy gets to see round a damaged letter, code points to each side."
SURE = 2
"A run that reads as more characters is UTF-8 whatever stands beside it."
GBK_LEAST = 4
GBK_SHARE = 0.95


@dataclass(frozen=True, slots=True)
class Found:
    """One damaged run and what it reads as. Offsets of the document, code points."""

    start: int
    end: int
    after: str


def encode(text: str) -> bytes | None:
    """The bytes that a run of Latin-1 or windows-1252 characters stands for; None where one is neither."""
    try:
        return bytes([_BYTES[character] for character in text])
    except KeyError:
        return None


def chinese_runs(text: str) -> tuple[list[Found], list[tuple[int, int]]]:
    """Runs that are the bytes of Chinese text in UTF-8, and the other places of the gate (for Latin letters)."""
    found: list[Found] = []
    others: list[tuple[int, int]] = []
    reach = 0
    for gate in _GATE.finditer(text):
        if gate.start() < reach:
            continue
        run = _SEQUENCES.match(text, gate.start())
        if run is None:
            continue
        reach = run.end()
        after = read_back(run.group())
        alone = len(after or "") > SURE or not _touches_letters(text, run.start(), run.end())
        if after is not None and alone and _is_chinese(run.group(), after):
            found.append(Found(run.start(), run.end(), after))
        else:
            others.append(run.span())
    return found, others


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
    return len(after) > 1 or after in "“”‘’…—" or not _TYPOGRAPHIC.intersection(run[1:])


def latin_letters(text: str, places: list[tuple[int, int]]) -> list[Found]:
    """What ftfy repairs round the given places: single letters and signs inside text that is right otherwise.

    It is asked about stretches of Latin text only, with everything off that changes right Chinese.
    """
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
        if start < reach or not _is_letter(text, start, end):
            continue
        low, high = _stretch(text, start, end, reach)
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


def gbk_runs(text: str, covered: list[tuple[int, int]]) -> list[Found]:
    """Runs that are the bytes of Chinese text in GBK. Those that touch a covered span are left to its repair."""
    found: list[Found] = []
    spans = sorted(covered)
    reach = 0
    for gate in _GBK_GATE.finditer(text):
        if gate.start() < reach:
            continue
        start = text.rfind("\n", 0, gate.start()) + 1
        end = text.find("\n", gate.start())
        reach = end = len(text) if end < 0 else end
        found += _gbk_line(text, start, end, spans)
    return found


def _gbk_line(text: str, start: int, end: int, covered: list[tuple[int, int]]) -> list[Found]:
    """The runs of one line; all of them together must make Chinese."""
    found: list[Found] = []
    for match in _GBK_SEGMENT.finditer(text, start, end):
        raw = encode(match.group())
        if raw is None or _touches(covered, match.start(), match.end()):
            continue
        try:
            after = raw.decode("gb18030")
        except UnicodeDecodeError:
            continue
        reading = Reading.of(after, first_level())
        if not reading.odd and (reading.han + reading.marks) >= 0.8 * len(after):
            found.append(Found(match.start(), match.end(), after))
    read = "".join(item.after for item in found)
    shown = "".join(text[item.start : item.end] for item in found)
    if not Reading.of(read, first_level()).is_chinese(GBK_LEAST, GBK_SHARE) or not _is_mixed(shown):
        return []
    return found


def outside(places: list[tuple[int, int]], covered: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The places that touch no covered span; both sorted."""
    return [place for place in places if not _touches(covered, *place)] if covered else places


def _touches(covered: list[tuple[int, int]], start: int, end: int) -> bool:
    at = bisect_right(covered, (end, end)) - 1
    return at >= 0 and covered[at][1] > start


def _is_mixed(shown: str) -> bool:
    """True where signs stand between the letters, as a third of the bytes of GBK do.

    Lists of accented letters and misread Cyrillic hold hardly any.
    """
    signs = sum(1 for character in shown if "\xa1" <= character <= "\xbf" or character in "\xd7\xf7")
    return signs >= 2 and signs >= 0.1 * len(shown)
