"""What the markup of a page says of the lines that it was rendered to."""

from __future__ import annotations

from typing import Literal, NamedTuple

from cleaner.text.patch import Patch

Region = Literal["", "text", "nav", "footer", "aside"]


class Hint(NamedTuple):
    """What the markup says of one line."""

    region: Region = ""
    "Where the line begins: in an article or the main part, in navigation, in a footer, in an aside; or nowhere known."
    linked: float = 0.0
    "Share of its characters that are the text of links, 0 to 1. Blanks do not count."


NO_HINT = Hint()


def joined(hints: tuple[Hint, ...], text: str, patch: Patch) -> tuple[Hint, ...]:
    """The hints of the lines that a patch of `text` leaves, where all that it does to lines is to join them: a line
    keeps the hint of its beginning. Otherwise the hints as they were."""
    gone: set[int] = set()
    number = at = 0
    for start, end, before, after in zip(patch.starts, patch.ends, patch.befores, patch.afters, strict=True):
        if "\n" in after or ("\n" in before and text[start - 1 : start] in ("", "\n")):
            return hints
        first = number + text.count("\n", at, start)
        number, at = first + before.count("\n"), end
        gone.update(range(first + 1, number + 1))
    return tuple([hint for index, hint in enumerate(hints) if index not in gone]) if gone else hints
