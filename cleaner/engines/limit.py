"""A limit on the time that one document may take."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

SLOW = "took more than the limit of {:g} s (--time-limit); clean it alone with a higher one, or leave it out"


class TooLong(BaseException):
    """The time is over. No `Exception`, so that no code on the way takes it for a fault of its own."""


@contextmanager
def timer() -> Iterator[Callable[[float], object]]:
    """A function that lets TooLong be raised after so many seconds of CPU time, or with 0 not any more.

    CPU time does not depend on what else runs. Without effect where there is no such timer (Windows) or this is no
    main thread; a pool ends its workers then.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield lambda _seconds: None
        return
    before = signal.signal(signal.SIGPROF, _end)
    try:
        yield lambda seconds: signal.setitimer(signal.ITIMER_PROF, seconds)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _end(_number: int, _frame: FrameType | None) -> None:
    raise TooLong
