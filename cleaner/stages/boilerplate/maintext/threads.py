"""Threads of a forum, answers to a question: what stands under a stamp like that of the text is a post like it.

A stamp is a short line that says when a post was written, which floor it is, how many read it or agree; names beside
that do not count. The software of forums and of sites of questions gives itself away by its words. The comments under
an article have stamps too, and are no text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from cleaner.stages.boilerplate.maintext.amounts import STAYS
from cleaner.stages.boilerplate.maintext.bridge import KEPT
from cleaner.stages.boilerplate.sieve import Words

DISTINCT = 2
"Different words of such software that show a thread."
MAX_STAMP = 60
"Longest stamp. Code points."
MIN_POST = 8
"Shortest line that begins or ends a post. Code points."
REACH = 6
"Lines between a stamp and its post, at most."
MAX_POST = 60
"Most lines of a post."
_FIGURES = re.compile(r"\d+")
_AGO = "(?:秒|分钟|小时|天|周|个?月|年)"
_STAMP = re.compile(
    f"0[-/.:]0|0月0日|#0|0[楼#]|0[ \u3000]?{_AGO}前"
    "|(?:赞同|有用|赞)[ \u3000]?0|0[ \u3000]?人?(?:赞同|有用)|(?:浏览|阅读|查看)[ \u3000]?0|0[ \u3000]?次"
    "|^(?:楼主|沙发|板凳|地板)$"
)
_UNIT = re.compile(f"{_AGO}(?=前)")
_STAMP_FIRST = frozenset("楼沙板地")


class Threads:
    """Takes in the posts of threads. `words` are those of the software of forums."""

    def __init__(self, words: Iterable[str]) -> None:
        self._found = Words(words).found

    def is_thread(self, plain: str) -> bool:
        """Whether the lines of a page, those of running text left out, hold enough of the words."""
        found = self._found(plain)
        return len(found) > 0 and len(set().union(*found.values())) >= DISTINCT


def take_thread(lines: Sequence[str], outside: list[float], furnished: Callable[[int], bool]) -> None:
    """Take in the posts of a thread. `furnished` says whether a line of an index is page furniture.

    `outside` holds a probability per line and is changed.
    """
    stamps = {index: stamp for index, line in enumerate(lines) if (stamp := _stamp(line))}
    apart = _Apart(lines, stamps, furnished)
    posts = {(index, step): apart.post(index, step) for index in stamps for step in (1, -1)}
    times = Counter(stamps.values())
    votes = Counter(
        (stamps[index], step)
        for (index, step), post in posts.items()
        if times[stamps[index]] > 1 and any(outside[other] < STAYS for other in post)
    )
    for (index, step), post in posts.items():
        count = votes[stamps[index], step]
        if count and (count, step) > (votes[stamps[index], -step], -step):
            for other in post:
                outside[other] = min(outside[other], KEPT)


class _Apart:
    """What lies between the stamps of a page."""

    def __init__(self, lines: Sequence[str], stamps: Mapping[int, str], furnished: Callable[[int], bool]) -> None:
        self._lines, self._stamps, self._furnished = lines, stamps, furnished

    def post(self, stamp: int, step: int) -> list[int]:
        """The lines of the post below a stamp (1) or above it (-1): up to page furniture or another stamp, without the
        short lines at its ends."""
        lines, post = self._lines, list[int]()
        end = len(lines) if step > 0 else -1
        for index in range(stamp + step, end, step):
            if self._stamps.get(index) == self._stamps[stamp] or len(post) == MAX_POST:
                break
            short = len(lines[index]) < MIN_POST
            if index in self._stamps or self._furnished(index):
                if post:
                    break
            elif post or not short:
                post.append(index)
            if not post and abs(index - stamp) > REACH:
                break
        while post and len(lines[post[-1]]) < MIN_POST:
            post.pop()
        return post


def _stamp(line: str) -> str:
    """What tells a stamp, and what else of it holds figures, which are masked; empty for other lines."""
    if len(line) > MAX_STAMP or not (line[0] in _STAMP_FIRST or _FIGURES.search(line)):
        return ""
    masked = _FIGURES.sub("0", line)
    told = _STAMP.search(masked)
    if told is None:
        return ""
    return " ".join((_UNIT.sub("", told[0]), *(part for part in masked.split() if "0" in part)))
