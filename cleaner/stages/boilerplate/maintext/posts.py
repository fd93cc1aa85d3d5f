"""Posts of a thread: where the text is posts, others in the same frame of lines belong to it.

Every post of a thread stands between lines of one form: who and when above, buttons below. The decoder takes the first
posts for the text and the others for comments.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from cleaner.stages.boilerplate.maintext.bridge import KEPT

MAX_FRAME = 24
"Longest line of a frame. Code points."
MIN_POST = 8
"Shortest line that is taken in as a post. Code points."
MIN_FIRST = 18
"Shortest line of the text that shows the frame of its posts. Code points."
OFTEN = 3
"How often a line of a frame comes again on the page, at least."
LEAST = 2
"Posts outside the text that a frame must find."
SHARE = 3
"The posts that show a frame hold one code point of so many of the text, at least."
_PLACES = ((1, 2), (-2, -1), (-1, 1))
"Where the two lines of a frame stand, counted from the post."
_FIGURES = re.compile(r"\d+")
_TELLING = re.compile(r"[\u3400-\u9fff]{2}|0[-/.:]0")
Frame = tuple[int, str, str]


def take_posts(lines: Sequence[str], outside: list[float]) -> None:
    """Take in what stands in the frame of posts that are text. `outside` has a probability per line and is changed."""
    short = [line for line in lines if len(line) <= MAX_FRAME]
    if len(short) - len(set(short)) < OFTEN - 1:  # no line of a frame comes so often
        return
    often = {line for line, times in Counter(short).items() if times >= OFTEN}
    if not often:
        return
    inside = [number for number, chance in enumerate(outside) if chance <= KEPT and len(lines[number]) >= MIN_FIRST]
    shown = [number for number in inside if not often.isdisjoint(_beside(lines, number))]
    if not shown or SHARE * _size(lines, shown) < _size(lines, inside):
        return
    frames = {frame for number in shown for frame in _frames(lines, number)}
    posts = [
        number
        for number, chance in enumerate(outside)
        if chance > KEPT and len(lines[number]) >= MIN_POST and not frames.isdisjoint(_frames(lines, number))
    ]
    if len(posts) >= LEAST:
        for number in posts:
            outside[number] = KEPT


def _size(lines: Sequence[str], numbers: list[int]) -> int:
    return sum(len(lines[number]) for number in numbers)


def _beside(lines: Sequence[str], number: int) -> Sequence[str]:
    """The lines next to a line."""
    return (*lines[max(number - 2, 0) : number], *lines[number + 1 : number + 3])


def _may_frame(lines: Sequence[str], number: int) -> bool:
    return 0 <= number < len(lines) and len(lines[number]) <= MAX_FRAME


def _frames(lines: Sequence[str], number: int) -> Iterator[Frame]:
    """The frames that a line stands in; figures do not count."""
    for one, other in _PLACES:
        if _may_frame(lines, number + one) and _may_frame(lines, number + other):
            frame = one, _masked(lines[number + one]), _masked(lines[number + other])
            if _TELLING.search(frame[1]) or _TELLING.search(frame[2]):
                yield frame


@lru_cache(4_096)
def _masked(line: str) -> str:
    return _FIGURES.sub("0", line)
