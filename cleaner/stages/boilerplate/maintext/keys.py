"""Keys of the cells of a page: small tuples that features follow from, so that weights are added up once for each."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate, chain, pairwise, repeat
from operator import add, sub
from typing import TypeVar

from cleaner.stages.boilerplate.maintext.shape import Key
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
_SHARES = (0.05, 0.2, 0.35, 0.5, 0.65, 0.8)
_BULLETS = "*+#\xb7\u2022 "
_NONE = "none"
_DISTANCES = tuple(bisect_right((2, 3, 5, 9, 17, 40), distance) for distance in range(1, 41))
"Classes of the distance to the densest stretch, from a distance of one cell on."
_BEFORE = tuple(f"before{distance}" for distance in _DISTANCES)
_BEHIND = tuple(f"behind{distance}" for distance in _DISTANCES)
_SINCE = tuple(bisect_right((2, 3, 4, 6, 10, 20), distance) for distance in range(1, 21))
"Classes of the distance to a sentence."

_T = TypeVar("_T")
Columns = dict[str, list[Key]]
"Keys of all cells, by the name of their group."


def keys_of(sight: Sight) -> Columns:
    """The keys of all cells."""
    kinds, plain = sight.kinds, sight.plain
    words: list[Key] = list(zip(kinds, sight.families, strict=True))
    around = (_NONE, _NONE, *kinds, _NONE, _NONE)
    return {
        "own": [own or (_size(sight, number),) for number, own in enumerate(sight.own)],
        "look": [
            (look[0], _indent(blanks), *look[2:]) if blanks else look
            for look, blanks in zip(sight.look, sight.indents, strict=True)
        ],
        "words": words,
        "place": _place(sight),
        "chain": _chain(sight),
        "above": [(), *plain[:-1]],
        "above.words": [(), *words[:-1]],
        "below": [*plain[1:], ()],
        "below.words": [*words[1:], ()],
        "beyond": list(zip(around, around[4:], strict=False)),
        "near": _near(sight),
        "far": _far(sight),
        "since": _since(sight),
        "crowd": _crowd(sight),
        "heard": _heard(sight),
    }


def _size(sight: Sight, number: int) -> int:
    first, after = sight.cells[number]
    return bisect_right((8, 16, 32, 64), after - first)


def _indent(blanks: str) -> str:
    return "wide" if "\u3000" in blanks else "few" if len(blanks) < 3 else "many"


def _place(sight: Sight) -> list[Key]:
    """Whether a blank line goes before and what stands before it, whether the line comes again, also in the first."""
    heads = _heads(sight)
    ends = [_NONE, *["stop" if end in ("stop", "quote") else "open" for end in sight.ends]]
    before = (_NONE, *sight.sentences)
    return list(zip(sight.kinds, sight.blanks, ends, before, _often(sight), heads, strict=False))


def _often(sight: Sight) -> Iterable[int]:
    """How often each line stands on the page; 3 for more, 0 for a run of lines."""
    lines = sight.page.lines
    if sight.lines is lines and len(set(lines)) == len(lines):
        return repeat(1)
    again = {line: min(times, 3) for line, times in Counter(lines).items() if times > 1} | {"": 0}
    return [again.get(line, 1) for line in sight.lines]


def _heads(sight: Sight) -> list[str]:
    """Whether a line stands in the first one, or is the first one again."""
    first = sight.page.lines[0]
    heads = ["no"] * len(sight.cells)
    if len(first) >= MIN_HEADED:
        for number, size in enumerate(sight.sizes):
            if number and MIN_HEADED <= size <= MAX_HEADED:
                core = sight.lines[number].strip(_BULLETS)
                if core in first and len(core) >= MIN_HEADED:
                    heads[number] = "same" if core == first else "part"
        heads[0] = "again" if set(heads) > {"no"} else "once"
    return heads


def _chain(sight: Sight) -> list[Key]:
    """How dense marks are in the lines that a line hangs together with, and where it stands among them.

    Inline tags split a sentence into lines: no blank line stands between them, and none but the last ends in a stop.
    """
    lines, ends = sight.lines, sight.ends
    breaks = [
        number
        for number, (blank, end, line, before) in enumerate(
            zip(sight.blanks[1:], ends, lines[1:], lines, strict=False), 1
        )
        if blank or end == "stop" or not (line and before)
    ]
    sizes = list(accumulate(sight.sizes, initial=0))
    marks = list(accumulate(map(add, sight.stops, sight.commas), initial=0))
    dense: list[int] = []
    places: list[str] = []
    for start, end in pairwise([0, *breaks, len(lines)]):
        size, found = sizes[end] - sizes[start], marks[end] - marks[start]
        share = bisect_right((0.005, 0.015, 0.03, 0.06), found / size) if size >= MIN_CHAIN else -1
        if end - start == 1:
            dense.append(share)
            places.append("alone")
        else:
            dense += [share] * (end - start)
            places += ["first", *["mid"] * (end - start - 2), "last"]
    wraps = _wraps(sight)
    return list(zip(sight.kinds, dense, places, [False, *wraps], [*wraps, False], strict=True))


def _wraps(sight: Sight) -> list[bool]:
    """Where the line above one is as long, or longer where the one ends in a stop: text in narrow columns."""
    sizes, ends = sight.sizes, sight.ends
    return [
        size >= MIN_WRAPPED and (-2 <= size - below <= 2 or (size > below and end_below == "stop" and end != "stop"))
        for size, below, end, end_below in zip(sizes, sizes[1:], ends, ends[1:], strict=False)
    ]


def _near(sight: Sight) -> list[Key]:
    """Running text in the four cells above and below, and where the densest stretch lies."""
    start, end = sight.stretch
    bounds = (1, 30, 80, 200, 500)
    above = _classes(bounds, _above(sight.prose, 4))
    below = _classes(bounds, _below(sight.prose, 4))
    places = [*_first(_BEFORE, start)[::-1], *["in"] * (end - start), *_first(_BEHIND, len(sight.cells) - end)]
    return list(zip(sight.kinds, above, below, places, strict=True))


def _far(sight: Sight) -> list[Key]:
    """Running text in the twenty cells above and below, and how much of all of it stands above."""
    *prose, total = sight.prose
    bounds, shares = (1, 60, 200, 500, 1500), (0.001, 0.05, 0.2, 0.5, 0.8, 0.95, 0.999)
    above = _classes(bounds, _above(sight.prose, 20))
    below = _classes(bounds, _below(sight.prose, 20))
    return list(zip(above, below, _classes(shares, [size / (total or 1) for size in prose]), strict=True))


def _since(sight: Sight) -> list[Key]:
    """Cells since the last sentence and up to the next, and how far down the page."""
    sentences = [number for number, sentence in enumerate(sight.sentences) if sentence == "S"]
    count, far = len(sight.cells), [_SINCE[-1]]
    if sentences:
        up, down = far * (sentences[0] + 1), _first(_SINCE, sentences[0])[::-1]
        for above, below in pairwise(sentences):
            steps = _first(_SINCE, below - above)
            up += steps
            down += steps[::-1]
        up += _first(_SINCE, count - 1 - sentences[-1])
        down += far * (count - sentences[-1])
    else:
        up = down = far * count
    lines, shares = len(sight.page), (0.02, 0.1, 0.25, 0.5, 0.75, 0.9)
    return list(zip(sight.kinds, up, down, _classes(shares, [first / lines for first, _ in sight.cells]), strict=True))


def _crowd(sight: Sight) -> list[Key]:
    """How many lines of page furniture and without marks stand around."""
    furniture, bare = sight.furniture, sight.bare
    few, many = (1, 3, 6, 8), (1, 3, 6, 10, 16)
    return list(
        zip(
            sight.kinds,
            _above(furniture, 4),
            _below(furniture, 4),
            _classes(many, map(sub, _later(furniture, 16), _earlier(furniture, 15))),
            _classes(few, _above(bare, 8)),
            _classes(few, _below(bare, 8)),
            strict=False,
        )
    )


def _above(sums: list[int], reach: int) -> Iterator[int]:
    """What stands in the cells above each, at most `reach` of them. `sums` are those of `Sight`."""
    return map(sub, sums[:-1], _earlier(sums, reach))


def _below(sums: list[int], reach: int) -> Iterator[int]:
    """What stands in the cells below each, at most `reach` of them."""
    return map(sub, _later(sums, reach + 1), sums[1:])


def _earlier(sums: list[int], reach: int) -> list[int]:
    """The sums as they are `reach` cells before."""
    return [0] * reach + sums


def _later(sums: list[int], reach: int) -> list[int]:
    """The sums as they are `reach` cells later."""
    return sums[reach:] + sums[-1:] * reach


def _classes(bounds: tuple[float, ...], values: Iterable[float]) -> Iterator[int]:
    return map(bisect_right, repeat(bounds), values)


def _first(table: tuple[_T, ...], count: int) -> list[_T]:
    """So many entries of a table, whose last one goes on for ever."""
    return [*table[:count], *table[-1:] * (count - len(table))]


def _heard(sight: Sight) -> list[Key]:
    """The share of a line's pairs of characters that the densest stretch has too; headlines and captions share many."""
    kinds, (start, end) = sight.kinds, sight.stretch
    text = "\n".join(sight.lines[start:end])[:SAMPLE]
    keys: list[Key] = list(zip(kinds, repeat("unasked"), strict=False))
    near = (*range(max(start - HEARD, 0), start), *range(end, min(end + HEARD, len(kinds)))) if text else ()
    asked = [number for number in near if sight.lines[number] and sight.shapes[number].letters != "all"]
    pairs = [_remembered_pairs(sight.lines[number][:40]) for number in asked]
    heard = set().union(*pairs).intersection(chain(*_pairs(text))).__contains__
    for number, own in zip(asked, pairs, strict=True):
        share = sum(map(heard, own)) / len(own) if len(own) > 2 else -1
        keys[number] = (kinds[number], "short" if share < 0 else bisect_right(_SHARES, share))
    return keys


@lru_cache(4_096)
def _remembered_pairs(line: str) -> tuple[int, ...]:
    """The pairs of a line in any order: 40 code points at most, some 1 KB each. The pages of a site repeat them."""
    return tuple(chain(*_pairs(line)))


def _pairs(text: str) -> tuple[memoryview, memoryview]:
    """Pairs of neighbouring characters as one number each: those at even offsets, and at odd ones."""
    count, raw = len(text), memoryview(text.encode("utf-32-le", "surrogatepass"))
    return raw[: count // 2 * 8].cast("Q"), raw[4 : 4 + max(count - 1, 0) // 2 * 8].cast("Q")
