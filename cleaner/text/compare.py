"""The only place where texts are compared: what a whole-text library did to a segment, as edits."""

from __future__ import annotations

from difflib import SequenceMatcher

MAX_COMPARED = 2000
"Longer segments become one edit: SequenceMatcher is quadratic. Code points."


def differences(before: str, after: str) -> list[tuple[int, int, str]]:
    """Replacements `(start, end, after)` that turn `before` into `after`. Code points, sorted, disjoint.

    The common prefix and suffix are trimmed; what is left is compared character by character where it is
    short and of different length, position by position where the lengths are equal.

    >>> differences("abcd", "abXd")
    [(2, 3, 'X')]
    """
    if before == after:
        return []
    start = 0
    limit = min(len(before), len(after))
    while start < limit and before[start] == after[start]:
        start += 1
    tail = 0
    while tail < limit - start and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    old, new = before[start : len(before) - tail], after[start : len(after) - tail]
    if len(old) == len(new):
        return _equal_length(old, new, start)
    if len(old) > MAX_COMPARED or len(new) > MAX_COMPARED:
        return [(start, start + len(old), new)]
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [(start + a, start + b, new[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]


def _equal_length(old: str, new: str, offset: int) -> list[tuple[int, int, str]]:
    """Runs of unequal characters in two strings of one length."""
    edits: list[tuple[int, int, str]] = []
    start: int | None = None
    for index, (left, right) in enumerate(zip(old, new, strict=True)):
        if left != right:
            start = index if start is None else start
        elif start is not None:
            edits.append((offset + start, offset + index, new[start:index]))
            start = None
    if start is not None:
        edits.append((offset + start, offset + len(old), new[start:]))
    return edits
