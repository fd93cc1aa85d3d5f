"""GBK and Big5 that were read as Latin-1 or windows-1252: each Han shows as two accented letters or signs."""

from __future__ import annotations

import re
from bisect import bisect_right

from cleaner.stages.encoding.latin import WINDOWS, Found, encode
from cleaner.stages.encoding.plausible import Reading, common_han, everyday, first_level

Span = tuple[int, int]
"Half-open, code points."

_GATE = re.compile("[\xa1-\xf7][\xa1-\xfe]{3}")
_HIGH = f"[\x80-\xff{''.join(WINDOWS)}]"
_SEGMENT = re.compile(f"(?:[\x81-\x84][0-9]{_HIGH}[0-9]|{_HIGH}[@-~]?)+")
"Lead and trail bytes; a trail byte may look like an ASCII letter, and every second of four bytes is a digit."
_FOREIGN = re.compile("[^\x00-\xff]")
_SIGNS = re.compile("[\xa1-\xbf]")

TWO_BYTES = ("gb18030", "big5hkscs")
"The earlier wins a tie."
LEAST = 4
SHARE = 0.95
VARIED = 50
"So many different characters are enough, however long the line."
PROOF = 12
"So many Han read in one document prove that all of it was misread."


def misread_runs(text: str, covered: list[Span]) -> list[Found]:
    """Runs that are the bytes of Chinese text in GBK or in Big5, whichever gives more everyday text. Those that touch
    a covered span are left to its repair."""
    lines = _suspect_lines(text)
    spans = sorted(covered)
    readings = [_read_lines(text, lines, spans, encoding) for encoding in TWO_BYTES] if lines else []
    return max(readings, key=lambda found: everyday("".join(item.after for item in found)).known, default=[])


def _suspect_lines(text: str) -> list[Span]:
    lines: list[Span] = []
    gate = _GATE.search(text)
    while gate is not None:
        end = text.find("\n", gate.start())
        end = len(text) if end < 0 else end
        lines.append((text.rfind("\n", 0, gate.start()) + 1, end))
        gate = _GATE.search(text, end)
    return lines


def _read_lines(text: str, lines: list[Span], covered: list[Span], encoding: str) -> list[Found]:
    """Runs of some lines in one encoding. A line must prove itself; where enough did, shorter ones are read too."""
    common = first_level() if encoding == "gb18030" else common_han()
    found: list[Found] = []
    weak: list[list[Found]] = []
    proof = 0
    for start, end in lines:
        line = _misread_runs_of(text, start, end, covered, encoding)
        read = "".join(item.after for item in line)
        shown = "".join(text[item.start : item.end] for item in line)
        reading = Reading.of(read, common)
        if reading.is_chinese(LEAST, SHARE) and _is_varied(read) and _is_mixed(shown):
            found += line
            proof += reading.han
        elif reading.is_chinese(1, SHARE):
            weak.append(line)
    if proof >= PROOF:
        found += [item for line in weak for item in line]
    return sorted(found, key=lambda item: item.start)


def _misread_runs_of(text: str, start: int, end: int, covered: list[Span], encoding: str) -> list[Found]:
    """The runs of one line that decode and hold Han or Chinese marks."""
    found: list[Found] = []
    inside = covered[bisect_right(covered, (start, start)) : bisect_right(covered, (end, end))]
    bounds = [start, *(edge for span in inside for edge in span), end]
    pieces = zip(bounds[::2], bounds[1::2], strict=True)
    for match in (match for low, high in pieces for match in _SEGMENT.finditer(text, low, high)):
        raw = encode(match.group())
        if raw is None:
            continue
        try:
            after = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        reading = Reading.of(after)
        foreign = len(_FOREIGN.findall(after))
        if not reading.odd and reading.han + reading.marks >= 0.8 * foreign:
            found.append(Found(match.start(), match.end(), after))
    return found


def _is_varied(read: str) -> bool:
    """False for rows of one sign, such as the crosses that stand for a date to be filled in."""
    return len(set(read)) >= max(LEAST, min(len(read) // 20, VARIED))


def _is_mixed(shown: str) -> bool:
    """True where signs stand between the letters, as a third of the bytes of GBK do.

    Lists of accented letters and misread Cyrillic hold hardly any.
    """
    signs = len(_SIGNS.findall(shown))
    return signs >= 2 and signs >= 0.1 * len(shown)
