"""Documents that a row holds as a list of paragraphs: where the clean text is cut to go back into the list."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from cleaner.text.document import Document


@dataclass(frozen=True, slots=True)
class Pieces:
    """A clean text, cut at the paragraphs of the original."""

    texts: tuple[str, ...]
    "One for each paragraph, without line breaks at its ends; empty where the paragraph went."
    gaps: tuple[int, ...] = ()
    "Line breaks before each, and after the last. Empty for a row that holds one text."

    def joined(self) -> str:
        """The clean text."""
        if not self.gaps:
            return self.texts[0]
        breaks = ["\n" * gap for gap in self.gaps]
        return "".join(gap + text for gap, text in zip(breaks, (*self.texts, ""), strict=True))


def pieces_of(document: Document, lengths: Sequence[int]) -> Pieces:
    """The clean text of a document whose original is paragraphs of these lengths, in code points, with a line break
    between each two."""
    if len(lengths) == 1:
        return Pieces((document.text,))
    cuts = [0]
    place = 0
    for length in lengths[:-1]:
        place += length + 1
        cuts.append(max(cuts[-1], _clean_start(document, place)))
    cuts.append(len(document.text))
    texts: list[str] = []
    gaps = [0]
    for start, end in pairwise(cuts):
        piece = document.text[start:end]
        body = piece.strip("\n")
        before = len(piece) - len(piece.lstrip("\n"))
        gaps[-1] += before
        gaps.append(len(piece) - len(body) - before)
        texts.append(body)
    return Pieces(tuple(texts), tuple(gaps))


def _clean_start(document: Document, place: int) -> int:
    """Where in the clean text the paragraph begins that begins at `place` in the original.

    In what was written anew across its beginning it begins behind the last line break.
    """
    runs = document.changes.runs
    behind = bisect_right(runs, place, key=lambda run: run[0])
    if behind and runs[behind - 1][1] >= place:
        start, _, clean_start, clean_end = runs[behind - 1]
        written = document.text[clean_start:clean_end]
        line = written.rfind("\n") + 1
        return clean_start + (line or (len(written) if start < place else 0))
    return place + (runs[behind - 1][3] - runs[behind - 1][1] if behind else 0)
