"""Texts made to slow a pattern down, built from the pattern itself.

Time goes where a repetition meets what it can match again and again: so each text is what the pattern asks for up to
one of its repetitions, once, and then what that repetition takes, as often as there is room.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from typing import Any

LONG = 12
"A repetition that may go on for less is short."
MEMBERS = 5
"Members of a class that are tried."
MOST = 60
"Texts of one pattern."
OTHERS = "\u7684a1 ,\u3002\uff0c-/(\n\u4e00\U00020000"
"What is tried for a class that says what it does not hold."

Pair = tuple[str, str]
"What stands first, and what is repeated behind it."


def hostile_pairs(pattern: str) -> tuple[Pair, ...]:
    """What to write once and what to repeat; none for a pattern that only the `regex` package reads.

    >>> hostile_pairs("版权[0-9]{1,99}x")
    (('版权', '0'), ('', '版权0x'))
    """
    tree = parsed(pattern)
    pairs = dict.fromkeys(_pairs(tree, ""))
    whole = _sample(tree)
    pairs.update(dict.fromkeys((("", whole),) if whole else ()))
    return tuple(pair for pair in pairs if pair[1])[:MOST]


def parsed(pattern: str) -> list[Any]:
    """The nodes of a pattern, as the parser of `re` gives them; none for one that only the `regex` package reads."""
    from re import _parser as parser  # type: ignore[attr-defined]

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return list(parser.parse(pattern))
    except (re.error, OverflowError, RecursionError):
        return []


def _pairs(nodes: list[Any], before: str) -> Iterator[Pair]:
    """Pairs of a sequence of nodes of the parser; `before` is a sample of what stands before it."""
    for node in nodes:
        name, said = str(node[0]), node[1]
        if name.endswith("_REPEAT"):
            inner = list(said[2])
            if said[1] >= LONG:
                yield from ((before, unit) for unit in _units(inner))
            yield from _pairs(inner, before)
        elif name == "BRANCH":
            for branch in said[1]:
                yield from _pairs(list(branch), before)
        else:
            yield from _pairs(_inside(name, said), before)
        before += _sample([node])


def _inside(name: str, said: Any) -> list[Any]:
    """The nodes inside a group or a look to either side."""
    if name == "SUBPATTERN":
        return list(said[3])
    if name in ("ASSERT", "ASSERT_NOT"):
        return list(said[1])
    return list(said) if name == "ATOMIC_GROUP" else []


def _units(nodes: list[Any]) -> Iterator[str]:
    """What a repeated sequence may take: each of its branches, or members of its class."""
    if len(nodes) == 1:
        name, said = str(nodes[0][0]), nodes[0][1]
        if name == "BRANCH":
            for branch in said[1]:
                yield from _units(list(branch))
            return
        if name == "IN":
            yield from members(said)
            return
        if name in ("SUBPATTERN", "ATOMIC_GROUP"):
            yield from _units(_inside(name, said))
            return
    yield _sample(nodes)


def _sample(nodes: list[Any]) -> str:
    """A short text that the nodes match, but for what they look at."""
    return "".join(_sample_of(str(name), said) for name, said in nodes)


def _sample_of(name: str, said: Any) -> str:
    if name == "LITERAL":
        return chr(said)
    if name == "NOT_LITERAL":
        return next(other for other in OTHERS if ord(other) != said)
    if name == "ANY":
        return OTHERS[0]
    if name == "IN":
        return next(members(said), "")
    if name == "BRANCH":
        return _sample(list(said[1][0]))
    if name.endswith("_REPEAT"):
        least, most, inner = said
        times: int = min(max(least, 1), most, LONG)
        return _sample(list(inner)) * times
    return "" if name.startswith("ASSERT") else _sample(_inside(name, said))


def members(said: list[Any]) -> Iterator[str]:
    """Some characters of a class."""
    names = [str(name) for name, _ in said]
    if "NEGATE" in names:
        yield from [other for other in OTHERS if not any(_holds(name, value, other) for name, value in said)][:MEMBERS]
        return
    found = [character for name, value in said for character in some(str(name), value)]
    yield from found[:MEMBERS]
    yield from found[MEMBERS:][-1:]


def some(name: str, value: Any) -> str:
    """A character of one part of a class."""
    if name in ("LITERAL", "RANGE"):
        return chr(value if name == "LITERAL" else value[0])
    return {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "a"}.get(str(value), OTHERS[4])


def _holds(name: Any, value: Any, character: str) -> bool:
    code = ord(character)
    kind = str(name)
    if kind == "LITERAL":
        return bool(code == value)
    if kind == "RANGE":
        return bool(value[0] <= code <= value[1])
    tests = {"CATEGORY_DIGIT": str.isdigit, "CATEGORY_SPACE": str.isspace, "CATEGORY_WORD": str.isalnum}
    return str(value) in tests and tests[str(value)](character)
