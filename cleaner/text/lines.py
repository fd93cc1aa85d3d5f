"""Line numbers: where an offset stands, for people."""

from __future__ import annotations

from bisect import bisect_right


class LineIndex:
    r"""Line and column of offsets in one text. Lines end at LF, CRLF or CR, nowhere else.

    `str.splitlines` also splits at U+2028, U+0085 and form feeds, which editors do not count.

    >>> LineIndex("ab\ncd").position(4)
    (2, 2)
    """

    __slots__ = ("_starts",)

    def __init__(self, text: str) -> None:
        starts = [0]
        at = 0
        if "\r" not in text:
            while (at := text.find("\n", at) + 1) > 0:
                starts.append(at)
        else:
            for index, character in enumerate(text):
                if character == "\n" or (character == "\r" and text[index + 1 : index + 2] != "\n"):
                    starts.append(index + 1)
        self._starts = starts

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of `offset` (code points), both counted from 1."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
