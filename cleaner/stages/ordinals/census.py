"""The lists of a text, one row for each: what it counts, what is missing, how many items it was announced with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from types import MappingProxyType

from cleaner.stages.ordinals.markers import Marker, Run, find_runs, level_before
from cleaner.stages.ordinals.tables import HAN, NUMERAL, NUMERALS, Tables
from cleaner.text.document import Value

SECOND = re.compile(r"2[.\uff0e、)\uff09]")
"The number of a second item. Literal first: over a page without one the search costs a microsecond."
CIRCLED = re.compile("[\u2460-\u2473]")
BLANKS = " \t\u3000\xa0"
COUNT = re.compile(
    rf"(?<![第之前后上下每各数几月年百千万亿\d零〇一二三四五六七八九十.])({NUMERAL}|\d{{1,2}})"
    r"(?:个?方面|点(?![\d左右钟零半])|项|条(?=[意建要措])|[大件]?(?:件[大实要]?事|(?<=大)(?:任务|举措|措施|工程|行动|目标|重点|问题))"
    r"|个(?=问题|重点|特点|原因|阶段|层面|关键|坚持|目标|环节|领域|要点|部分|步骤))"
)
"A number of things that a list may be about: 五个方面, 三点, 11项. Not of people, articles or days."
ANNOUNCED_WITHIN = 32
"So near to its end, in code points, a sentence says how many items follow; before that it counts other things."
COUNTED = re.compile(r"[一二三四五六七八九十\d][个方点项条件大]")
"What `COUNT` looks for, quickly."
STOPS = frozenset("\n。\uff0c,")
"The commonest characters that a unit follows."
SENTENCE_ENDS = "。\uff01\uff1f!?\uff1b;\n"


@dataclass(slots=True)
class Row:
    """One list. Offsets are of the text the stage saw."""

    family: str
    start: int
    markers: list[Marker]
    "In coordinates of the repaired text; empty where the list counts in words."
    close: int
    "Start of the last marker."
    first: int
    "Number of the first item: above 1 in an excerpt."
    items: int
    last: int
    gaps: list[int] = field(default_factory=list)
    duplicates: list[int] = field(default_factory=list)
    mixed: list[int] = field(default_factory=list)
    "Numbers whose items are written in the form of another family, as people do."
    announced: int = 0
    repaired: int = 0
    inferred: int = 0
    left: int = 0

    @property
    def broken(self) -> bool:
        """Whether something is missing, repeated or waits for a person."""
        return bool(self.gaps or self.duplicates or self.left > len(self.mixed))

    def value(self) -> Value:
        """The row as a fact."""
        return MappingProxyType(
            {
                "family": self.family, "start": self.start, "first": self.first, "items": self.items,
                "gaps": tuple(self.gaps), "duplicates": tuple(self.duplicates), "mixed": tuple(self.mixed),
                "announced": self.announced, "repaired": self.repaired, "inferred": self.inferred, "left": self.left,
            }
        )  # fmt: skip


def rows_of(family: str, runs: Iterable[Run], original: Callable[[int], int], reach: int) -> list[Row]:
    """Rows of one family. A run that begins above 1 goes on with the list before it, at most `reach` code points on, or
    is an excerpt of its own. A list has two items or more."""
    rows: list[Row] = []
    for run in runs:
        first, last = run.markers[0], run.markers[-1]
        row = next((row for row in reversed(rows[-3:]) if row.last < first.value), rows[-1] if rows else None)
        if first.value == 1 or row is None or first.start - row.markers[-1].start > reach:
            start, close = original(first.start), original(last.start)
            rows.append(Row(family, start, [*run.markers], close, first.value, len(run.markers), last.value))
            continue
        if row.last < first.value:
            row.gaps += range(row.last + 1, first.value)
        else:
            row.duplicates.append(first.value)
        row.markers += run.markers
        row.last, row.close = max(row.last, last.value), original(last.start)
        row.items += len(run.markers)
    return [row for row in rows if row.items > 1]


def look_again(row: Row, text: str, tables: Tables) -> None:
    """Take from the gaps of a row what stands in mid-sentence (《条例》一是), and see where its first item is. `text`
    is the repaired one, in which the markers of the row stand."""
    style = row.markers[0].style
    found: list[int] = []
    for number in row.gaps:
        behind = [marker.start for marker in row.markers if marker.value > number]
        before = [marker.end for marker in row.markers if marker.value < number]
        if behind and before and text.find(style.replace("#", NUMERALS[number]), max(before), min(behind)) >= 0:
            found.append(number)
    row.gaps = [number for number in row.gaps if number not in found]
    row.items += len(found)
    if row.first == 2 and tables.families[row.family].repair == "spoken":
        begin = max(0, row.markers[0].start - tables.limits.look_back)
        before_it = text[begin : row.markers[0].start]
        if any(word in before_it for word in (style.replace("#", "一"), *tables.words["first"])):
            row.first, row.items = 1, row.items + 1
        elif before_it.strip():
            row.gaps.insert(0, 1)


def announced_in(text: str, start: int, items: int) -> int:
    """The number of items that the sentence before a list announces; 0 when it announces none. Of several numbers
    (5方面20项) the one that the list has, else the last."""
    begin = max(0, start - 2 * ANNOUNCED_WITHIN)
    if not COUNTED.search(text, begin, start):
        return 0
    before = text[begin:start].rstrip(BLANKS + '\n“"\uff08(*').rstrip(":\uff1a。")
    sentence = before[max(map(before.rfind, SENTENCE_ENDS)) + 1 :][-ANNOUNCED_WITHIN:]
    if not COUNTED.search(sentence):
        return 0
    counts = [HAN.get(number) or int(number) for number in COUNT.findall(sentence)]
    return (items if items in counts else counts[-1]) if counts and max(counts) > 1 else 0


def arabic_markers(text: str, tables: Tables) -> dict[str, list[Marker]]:
    """Markers by family of the lists that count in digits: at line starts, circled ones where a unit starts. Their
    `start` is that of the number."""
    found: dict[str, list[Marker]] = {}
    if _second_line(text):
        for match in tables.numbered.finditer("\n" + text):
            family, number = match.lastgroup or "", (match.lastindex or 0) + 1
            if value := int(match[number]):
                marker = Marker(match.start(number) - 1, match.end() - 1, family, value, "#", "P")
                found.setdefault(family, []).append(marker)
    if "\u2461" in text:
        found["CIRC"] = [
            Marker(match.start(), match.end(), "CIRC", ord(match.group()) - 0x245F, "#", level)
            for match in CIRCLED.finditer(text)
            if (level := level_before(text, match.start()))
        ]
    return found


def arabic_rows(text: str, tables: Tables) -> Iterator[Row]:
    """Rows of the lists that are counted and not repaired unasked."""
    for family, markers in arabic_markers(text, tables).items():
        if len(markers) > 1:
            runs = find_runs(markers, tables.limits.max_distance)[family]
            yield from rows_of(family, runs, int, tables.limits.max_distance)


def _second_line(text: str) -> bool:
    """Whether a line begins with the number of a second item: where none does, no Arabic list is looked for."""
    for match in SECOND.finditer(text):
        at = match.start()
        at -= text.startswith(("(", "\uff08"), at - 1) if at else 0
        if text[max(0, at - 9) : at].rstrip(BLANKS)[-1:] == "\n":
            return True
    return False


def worded_rows(text: str, tables: Tables) -> Iterator[Row]:
    """Rows of the lists that count in words, such as 首先 其次 最后. Steps may be left out, so nothing is missing."""
    for family, steps in tables.worded.items():
        begins = [at for word in steps[0] if _may_hold(text, word) and (at := text.find(word)) >= 0]
        if not begins:
            continue
        begin = min(begins)
        hits = [(at, -step) for step, words in enumerate(steps) for word in words for at in _hits(text, word, begin)]
        hits.sort()
        row: Row | None = None
        for at, falling in hits:
            step = -falling
            if row is not None and at == row.close:
                continue
            if row is not None and step + 1 > row.last and at - row.close <= tables.limits.max_distance:
                row.items, row.last, row.close = row.items + 1, step + 1, at
            elif step == 0:
                if row is not None and row.items > 1:
                    yield row
                row = Row(family, at, [], at, 1, 1, 1)
        if row is not None and row.items > 1:
            yield row


def _may_hold(text: str, word: str) -> bool:
    """Whether the first and the last character of a word are in a text: ten times as fast as to look for the word."""
    return word[0] in text and word[-1] in text


def _hits(text: str, word: str, begin: int) -> list[int]:
    """Where a word stands at the start of a unit."""
    found: list[int] = []
    at = text.find(word, begin) if _may_hold(text, word) else -1
    while at >= 0:
        if text[at - 1] in STOPS or level_before(text, at):
            found.append(at)
        at = text.find(word, at + len(word))
    return found
