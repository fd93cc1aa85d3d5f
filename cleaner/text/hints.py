"""What the markup of a page says of the lines that it was rendered to."""

from __future__ import annotations

from typing import Literal, NamedTuple

Region = Literal["", "text", "nav", "footer", "aside"]


class Hint(NamedTuple):
    """What the markup says of one line."""

    region: Region = ""
    "Where the line begins: in an article or the main part, in navigation, in a footer, in an aside; or nowhere known."
    linked: float = 0.0
    "Share of its characters that are the text of links, 0 to 1. Blanks do not count."


NO_HINT = Hint()
