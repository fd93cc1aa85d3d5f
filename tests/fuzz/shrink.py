"""Making a failing input small."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TypeVar

T = TypeVar("T", str, bytes)
PATIENCE = 20.0
"Seconds after which what was reached is good enough."


def shrunk(found: T, fails: Callable[[T], bool]) -> T:
    """The smallest part of `found` that was met on which `fails` is still true: runs are left out, long ones first."""
    until = monotonic() + PATIENCE
    size = max(1, len(found) // 2)
    while size and monotonic() < until:
        at, before = 0, len(found)
        while at < len(found) and monotonic() < until:
            shorter = found[:at] + found[at + size :]
            if fails(shorter):
                found = shorter
            else:
                at += size
        if len(found) == before or size > 1:
            size //= 2
    return found
