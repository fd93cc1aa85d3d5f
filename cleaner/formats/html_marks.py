"""Where links and regions of an HTML page lie in its lines: marks are put into the page and read after rendering."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from cleaner.text.hints import NO_HINT, Hint, Region

LINK, UNLINK, ENTER, LEAVE = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"
"Noncharacters, which stand for nothing in any text. Behind `ENTER` stands one that says which region it is."
TEXT = ('[itemprop="articleBody"]', "article", 'main, [role="main"]')
"Selectors of what holds the text, the best first. Of several of a kind none counts: they are teasers or comments."
REGIONS: dict[str, Region] = {
    'nav, [role="navigation"]': "nav", 'footer, [role="contentinfo"]': "footer",
    'aside, [role="complementary"]': "aside",
}  # fmt: skip
"Selectors of the elements that hold something else."
_CODES: dict[Region, str] = {"text": "\ufdd4", "nav": "\ufdd5", "footer": "\ufdd6", "aside": "\ufdd7"}
_NAMES = {code: region for region, code in _CODES.items()}
_ALL = {ord(mark): None for mark in (LINK, UNLINK, ENTER, LEAVE, *_CODES.values())}


def without_marks(html: str) -> str:
    """A page in which nothing looks like a mark."""
    return html.translate(_ALL) if max(html, default="") >= "\ufdd0" else html


def put_marks(tree: Any) -> bool:
    """Put marks into a page; False where there is nothing to mark."""
    found = [(tag, LINK, UNLINK) for tag in tree.document.query_selector_all("a[href]")]
    regions = {selector: list(tree.document.query_selector_all(selector)) for selector in (*REGIONS, *TEXT)}
    text = next((selector for selector in TEXT if regions[selector]), "")
    for selector, region in {**REGIONS, text: "text"}.items():
        tags = regions.get(selector, [])
        if region != "text" or len(tags) == 1:
            found += [(tag, ENTER + _CODES[region], LEAVE) for tag in tags]
    for tag, before, after in found:
        first = tag.first_child
        if first is not None:
            tag.insert_before(tree.create_text_node(before), first)
            tag.append_child(tree.create_text_node(after))
    return bool(found)


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
    links = 0
    for line in marked.split("\n"):
        body: list[str] = []
        linked, here = 0, None
        characters = iter(line)
        for character in characters:
            if character == LINK:
                links += 1
            elif character == UNLINK:
                links = max(links - 1, 0)
            elif character == ENTER:
                regions.append(_NAMES.get(next(characters, ""), ""))
            elif character == LEAVE:
                regions[-1:] = []
            elif not character.isspace():
                here = here if here is not None else _region(regions)
                body.append(character)
                linked += links > 0
        yield "".join(body), Hint(here or "", linked / len(body) if body else 0.0)


def _region(regions: Sequence[Region]) -> Region:
    """The innermost region; a footer or an aside of an article is still its own."""
    return regions[-1] if regions else ""
