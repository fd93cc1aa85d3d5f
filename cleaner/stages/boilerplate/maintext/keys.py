"""Keys of the cells of a page: small tuples that features follow from, so that weights are added up once for each."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from itertools import pairwise

from cleaner.stages.boilerplate.maintext.shape import Shape
from cleaner.stages.boilerplate.maintext.sight import Sight

HEARD = 16
"Cells on either side of the densest stretch that are asked whether they share words with it."
SAMPLE = 600
"Length of the beginning of the densest stretch that is asked for its words. Code points."
MIN_CHAIN = 30
"Shorter chains of lines are not asked how dense marks are in them. Code points."
MIN_WRAPPED = 24
"Shortest line of text that was broken to fit a column. Code points."
MIN_HEADED, MAX_HEADED = 5, 60
"Shortest and longest line that is compared with the first one. Code points."
_BULLETS = "*+#\xb7\u2022 "
_NONE = "none"

Key = tuple[str | int | bool | tuple[str, ...], ...]
"The values that features of one group follow from."
Columns = dict[str, list[Key]]
"Keys of all cells, by the name of their group."


def keys_of(sight: Sight) -> Columns:
    """The keys of all cells."""
    shapes = sight.shapes
    kinds = [shape.kind for shape in shapes]
    plain: list[Key] = [(s.length, s.kind, s.end, s.start, s.figures) for s in shapes]
    words: list[Key] = list(zip(kinds, sight.families, strict=True))
    around = (_NONE, _NONE, *kinds, _NONE, _NONE)
    return {
        "own": [
            (s.length, s.kind, s.stops, s.commas, s.end, s.start) if line else (_size(sight, number),)
            for number, (line, s) in enumerate(zip(sight.lines, shapes, strict=True))
        ],
        "look": _look(sight),
        "words": words,
        "place": _place(sight),
        "chain": _chain(sight, kinds),
        "above": [(), *plain[:-1]],
        "above.words": [(), *words[:-1]],
        "below": [*plain[1:], ()],
        "below.words": [*words[1:], ()],
        "beyond": list(zip(around, around[4:], strict=False)),
        "near": _near(sight, kinds),
        "far": _far(sight),
        "since": _since(sight, kinds),
        "crowd": _crowd(sight, kinds),
        "heard": _heard(sight, kinds),
    }


def _size(sight: Sight, number: int) -> int:
    cell = sight.cells[number]
    return bisect_right((8, 16, 32, 64), cell.after - cell.first)


def _look(sight: Sight) -> list[Key]:
    return [
        (s.kind, _indent(sight, number), s.words, s.bars, s.figures, s.letters, s.dense, s.code)
        for number, s in enumerate(sight.shapes)
    ]


def _indent(sight: Sight, number: int) -> str:
    blanks = sight.page.indent(sight.cells[number].first)
    return _NONE if not blanks else "wide" if "\u3000" in blanks else "few" if len(blanks) < 3 else "many"


def _place(sight: Sight) -> list[Key]:
    """Whether a blank line goes before and what stands before it, whether the line comes again, also in the first."""
    times = Counter(sight.page.lines)
    first = sight.page.lines[0]
    keys: list[Key] = []
    ends, before, again = _NONE, _NONE, False
    for number, (line, shape) in enumerate(zip(sight.lines, sight.shapes, strict=True)):
        heads = "no"
        if number and MIN_HEADED <= shape.size <= MAX_HEADED:
            core = line.strip(_BULLETS)
            heads = "same" if core == first else "part" if len(core) >= MIN_HEADED and core in first else "no"
            again = again or heads != "no"
        keys.append((shape.kind, sight.blanks[number], ends, before, min(times[line], 3), heads))
        ends, before = ("stop" if shape.end in ("stop", "quote") else "open"), shape.sentence
    if keys and len(first) >= MIN_HEADED:
        keys[0] = (*keys[0][:5], "again" if again else "once")
    return keys


def _chain(sight: Sight, kinds: list[str]) -> list[Key]:
    """How dense marks are in the lines that a line hangs together with, and where it stands among them.

    Inline tags split a sentence into lines: no blank line stands between them, and none but the last ends in a stop.
    """
    shapes, count = sight.shapes, len(sight.cells)
    wraps = [False, *[_wraps(above, line) for above, line in pairwise(shapes)], False]
    keys: list[Key] = []
    start = 0
    for number in range(1, count + 1):
        if number < count and _hangs(sight, number):
            continue
        run = shapes[start:number]
        size = sum([shape.size for shape in run])
        marks = sum([shape.stops + shape.commas for shape in run])
        dense = bisect_right((0.005, 0.015, 0.03, 0.06), marks / size) if size >= MIN_CHAIN else -1
        for at in range(start, number):
            place = (
                "alone" if number - start == 1 else "first" if at == start else "last" if at == number - 1 else "mid"
            )
            keys.append((kinds[at], dense, place, wraps[at], wraps[at + 1]))
        start = number
    return keys


def _hangs(sight: Sight, number: int) -> bool:
    """True when a line follows the one above without a blank line, and that one does not end in a stop."""
    return (
        not sight.blanks[number]
        and sight.shapes[number - 1].end != "stop"
        and bool(sight.lines[number] and sight.lines[number - 1])
    )


def _wraps(above: Shape, line: Shape) -> bool:
    """True when the line above one is as long, or longer where the one ends in a stop: text in narrow columns."""
    return above.size >= MIN_WRAPPED and (
        -2 <= above.size - line.size <= 2 or (above.size > line.size and line.end == "stop" and above.end != "stop")
    )


def _near(sight: Sight, kinds: list[str]) -> list[Key]:
    """Running text in the four cells above and below, and where the densest stretch lies."""
    prose, count = sight.prose, len(sight.cells)
    start, end = sight.stretch
    bounds, steps = (1, 30, 80, 200, 500), (2, 3, 5, 9, 17, 40)
    keys: list[Key] = []
    for number in range(count):
        above = prose[number] - prose[max(0, number - 4)]
        below = prose[min(count, number + 5)] - prose[number + 1]
        if start <= number < end:
            place = "in"
        elif number < start:
            place = f"before{bisect_right(steps, start - number)}"
        else:
            place = f"behind{bisect_right(steps, number - end + 1)}"
        keys.append((kinds[number], bisect_right(bounds, above), bisect_right(bounds, below), place))
    return keys


def _far(sight: Sight) -> list[Key]:
    """Running text in the twenty cells above and below, and how much of all of it stands above."""
    prose, count = sight.prose, len(sight.cells)
    total = prose[-1] or 1
    bounds, shares = (1, 60, 200, 500, 1500), (0.001, 0.05, 0.2, 0.5, 0.8, 0.95, 0.999)
    return [
        (
            bisect_right(bounds, prose[number] - prose[max(0, number - 20)]),
            bisect_right(bounds, prose[min(count, number + 21)] - prose[number + 1]),
            bisect_right(shares, prose[number] / total),
        )
        for number in range(count)
    ]


def _since(sight: Sight, kinds: list[str]) -> list[Key]:
    """Cells since the last sentence and up to the next, and how far down the page."""
    cells, count, steps = sight.cells, len(sight.cells), (2, 3, 4, 6, 10, 20)
    sentences = [number for number, shape in enumerate(sight.shapes) if shape.sentence == "S"]
    up, down = [99] * count, [99] * count
    for above, below in pairwise((-99, *sentences, count + 99)):
        for number in range(max(above, 0), min(below + 1, count)):
            if number > above:
                up[number] = number - above
            if number < below:
                down[number] = below - number
    lines, shares = len(sight.page), (0.02, 0.1, 0.25, 0.5, 0.75, 0.9)
    return [
        (
            kinds[n],
            bisect_right(steps, up[n]),
            bisect_right(steps, down[n]),
            bisect_right(shares, cells[n].first / lines),
        )
        for n in range(count)
    ]


def _crowd(sight: Sight, kinds: list[str]) -> list[Key]:
    """How many lines of page furniture and without marks stand around."""
    furniture, bare, count = sight.furniture, sight.bare, len(sight.cells)
    few, many = (1, 3, 6, 8), (1, 3, 6, 10, 16)
    return [
        (
            kinds[number],
            furniture[number] - furniture[max(0, number - 4)],
            furniture[min(count, number + 5)] - furniture[number + 1],
            bisect_right(many, furniture[min(count, number + 16)] - furniture[max(0, number - 15)]),
            bisect_right(few, bare[number] - bare[max(0, number - 8)]),
            bisect_right(few, bare[min(count, number + 9)] - bare[number + 1]),
        )
        for number in range(count)
    ]


def _heard(sight: Sight, kinds: list[str]) -> list[Key]:
    """The share of a line's pairs of characters that the densest stretch has too; headlines and captions share many."""
    start, end = sight.stretch
    text = "\n".join(sight.lines[start:end])[:SAMPLE]
    heard = set(pairwise(text)).__contains__
    keys: list[Key] = [(kind, "unasked") for kind in kinds]
    if not text:
        return keys
    for number in (*range(max(start - HEARD, 0), start), *range(end, min(end + HEARD, len(kinds)))):
        line, shape = sight.lines[number], sight.shapes[number]
        if shape.letters == "all" or not line:
            continue
        pairs = min(shape.size, 40) - 1
        share = sum(map(heard, pairwise(line[:40]))) / pairs if pairs > 2 else -1
        keys[number] = (kinds[number], "short" if share < 0 else bisect_right((0.05, 0.2, 0.35, 0.5, 0.65, 0.8), share))
    return keys
