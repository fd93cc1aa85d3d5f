"""Where links and regions of an HTML page lie in its lines: marks are put into the page and read after rendering."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from cleaner.text.hints import NO_HINT, Hint, Region

LINK, UNLINK, ENTER, LEAVE = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"
"Noncharacters, which stand for nothing in any text. Behind the last two stands one that says which region it is."
REGIONS: dict[str, Region] = {"nav": "nav", "footer": "footer", "aside": "aside"}
"Elements that say what they hold."
TEXT = ("article", "main")
"Elements that hold the text, the best first. Of several of a kind none counts: they are teasers or comments."
_CODES: dict[Region, str] = {"text": "\ufdd4", "nav": "\ufdd5", "footer": "\ufdd6", "aside": "\ufdd7"}
_NAMES = {code: region for region, code in _CODES.items()}
_ALL = {ord(mark): None for mark in (LINK, UNLINK, ENTER, LEAVE, *_CODES.values())}
_TAG = re.compile(r"<(/?)(a|nav|footer|aside|article|main)(?:\s[^>]{0,2000})?>", re.I)


def without_marks(html: str) -> str:
    """A page in which nothing looks like a mark."""
    return html.translate(_ALL) if max(html, default="") >= "\ufdd0" else html


def with_marks(html: str) -> str:
    """A page with marks behind opening tags and before closing ones; the same where there is nothing to mark."""
    opened = Counter(match[2].lower() for match in _TAG.finditer(html) if not match[1])
    text = next((name for name in TEXT if opened[name]), "")
    known: dict[str, Region] = {**REGIONS, text: "text"} if opened[text] == 1 else REGIONS

    def marked(match: re.Match[str]) -> str:
        tag, closes, name = match[0], match[1], match[2].lower()
        if name == "a":
            return f"{UNLINK}{tag}" if closes else f"{tag}{LINK}"
        code = _CODES[known[name]] if name in known else ""
        return (f"{LEAVE}{code}{tag}" if closes else f"{tag}{ENTER}{code}") if code else tag

    return _TAG.sub(marked, html)


def hints_of(marked: str, text: str) -> tuple[Hint, ...]:
    """A hint for each line of a page, blank lines included; none where the marks have changed how it is rendered."""
    found = [(line, hint) for line, hint in _lines(marked) if line]
    lines = text.split("\n")
    if [line for line, _ in found] != list(filter(None, map(_bare, lines))):
        return ()
    hints = iter(hint for _, hint in found)
    return tuple(next(hints) if line.strip() else NO_HINT for line in lines)


def _bare(line: str) -> str:
    return "".join(line.split())


def _lines(marked: str) -> Iterator[tuple[str, Hint]]:
    """The lines of a marked text without marks and blanks, with what the marks say of them."""
    regions: list[Region] = []
    in_link = False
    for line in marked.split("\n"):
        body: list[str] = []
        linked, here = 0, None
        characters = iter(line)
        for character in characters:
            if character in (LINK, UNLINK):
                in_link = character == LINK
            elif character == ENTER:
                regions.append(_NAMES.get(next(characters, ""), ""))
            elif character == LEAVE:
                if _NAMES.get(next(characters, "")) == _region(regions):
                    regions[-1:] = []
            elif not character.isspace():
                here = here if here is not None else _region(regions)
                body.append(character)
                linked += in_link
        yield "".join(body), Hint(here or "", linked / len(body) if body else 0.0)


def _region(regions: Sequence[Region]) -> Region:
    """The innermost region; a footer or an aside of an article is still its own."""
    return regions[-1] if regions else ""
