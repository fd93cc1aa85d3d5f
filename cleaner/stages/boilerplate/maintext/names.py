"""Names of the features that follow from a key: the words in which weights are written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from cleaner.stages.boilerplate.maintext.shape import LENGTHS, Key

_SIZES = (
    "1",
    *(f"{low}-{high - 1}" if high - low > 1 else str(low) for low, high in pairwise(LENGTHS)),
    f"{LENGTHS[-1]}+",
)


def names_of(group: str, key: Key) -> tuple[str, ...]:
    """Names of the features of a key, such as `length=20-29`."""
    return tuple(_GROUPS[group](*key))


def _own(length: int, kind: str = "", stops: int = 0, commas: int = 0, end: str = "", start: str = "") -> Iterator[str]:
    if not kind:
        yield f"run={length}"
        return
    yield f"length={_SIZES[length]}"
    yield f"kind={kind}"
    yield f"stops={stops}"
    yield f"commas={commas}"
    yield f"end={end}"
    yield f"start={start}"
    yield f"kind={kind} end={end}"
    yield f"kind={kind} start={start}"


def _look(
    kind: str, indent: str, words: int, bars: int, figures: str, letters: str, dense: int, code: bool
) -> Iterator[str]:
    yield f"indent={indent}"
    yield f"indent={indent} kind={kind}"
    yield f"words={words}"
    yield f"bars={bars}"
    yield f"figures={figures}"
    yield f"figures={figures} kind={kind}"
    yield f"letters={letters}"
    yield f"dense={dense}"
    yield f"code={code}"


def _words(kind: str = "none", families: tuple[str, ...] = ()) -> Iterator[str]:
    yield f"words={'some' if families else 'none'} kind={kind}"
    for family in families:
        yield f"words={family}"
        yield f"words={family} kind={kind}"


def _place(kind: str, blank: bool, ends: str, before: str, times: int, heads: str) -> Iterator[str]:
    yield f"blank={blank} kind={kind}"
    yield f"join={blank} {ends} {before}"
    yield f"join={blank} {ends} {before} kind={kind}"
    yield f"times={times}"
    yield f"heads={heads}"
    yield f"heads={heads} kind={kind}"


def _chain(kind: str, dense: int, place: str, wraps: bool, wrapped: bool) -> Iterator[str]:
    yield f"wraps={wraps} {wrapped}"
    yield f"wraps={wraps} {wrapped} kind={kind}"
    yield f"chain={dense} {place}"
    yield f"chain={dense} kind={kind}"


def _plain(length: int = -1, kind: str = "", end: str = "", start: str = "", figures: str = "") -> Iterator[str]:
    if length < 0:
        yield "none"
        return
    yield f"length={_SIZES[length]}"
    yield f"kind={kind}"
    yield f"end={end}"
    yield f"start={start}"
    yield f"figures={figures}"


def _beyond(above: str, below: str) -> Iterator[str]:
    yield f"second.above={above}"
    yield f"second.below={below}"


def _near(kind: str, above: int, below: int, place: str) -> Iterator[str]:
    yield f"near.above={above}"
    yield f"near.below={below}"
    yield f"near.above={above} kind={kind}"
    yield f"near.below={below} kind={kind}"
    yield f"stretch={place}"
    yield f"stretch={place} kind={kind}"


def _far(above: int, below: int, share: int) -> Iterator[str]:
    yield f"far.above={above}"
    yield f"far.below={below}"
    yield f"share={share}"


def _since(kind: str, up: int, down: int, place: int) -> Iterator[str]:
    yield f"since={up}"
    yield f"until={down}"
    yield f"since={up} kind={kind}"
    yield f"until={down} kind={kind}"
    yield f"place={place}"


def _crowd(kind: str, above: int, below: int, around: int, bare_above: int, bare_below: int) -> Iterator[str]:
    yield f"furniture.above={above}"
    yield f"furniture.below={below}"
    yield f"furniture.above={above} kind={kind}"
    yield f"furniture.below={below} kind={kind}"
    yield f"furniture.around={around}"
    yield f"bare.above={bare_above}"
    yield f"bare.below={bare_below}"


def _heard(kind: str, share: int | str) -> Iterator[str]:
    yield f"heard={share}"
    yield f"heard={share} kind={kind}"


def _beside(side: str, names: Callable[..., Iterator[str]]) -> Callable[..., Iterator[str]]:
    def named(*values: object) -> Iterator[str]:
        return (f"{side}.{name}" for name in names(*values))

    return named


_GROUPS: dict[str, Callable[..., Iterator[str]]] = {
    "own": _own,
    "look": _look,
    "words": _words,
    "place": _place,
    "above": _beside("above", _plain),
    "above.words": _beside("above", _words),
    "below": _beside("below", _plain),
    "below.words": _beside("below", _words),
    "beyond": _beyond,
    "chain": _chain,
    "near": _near,
    "far": _far,
    "since": _since,
    "crowd": _crowd,
    "heard": _heard,
}
"What follows from the values of a key, by its group."
GROUPS = tuple(_GROUPS)
