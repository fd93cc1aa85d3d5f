"""HTML: the lines that a reader sees, what the markup says of them, and what the page says of itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from cleaner.errors import InputError, MissingExtraError
from cleaner.formats.detect import decode, decode_labelled
from cleaner.formats.html_head import address_of_page, metadata_of_page
from cleaner.formats.html_marks import hints_of, with_marks, without_marks
from cleaner.formats.plain import read_raw, source_of
from cleaner.text.document import Source, Value
from cleaner.text.hints import Hint

HIDDEN = (
    "script", "style", "noscript", "template", "textarea", "select", "button", "rp", "rt", "[hidden]",
    "[aria-hidden=true]", '[style*="display:none"]', '[style*="display: none"]',
)  # fmt: skip
"What no reader sees, or only presses, and the readings beside characters (ruby)."
HEAD = 4096
"Bytes in which a page says its encoding."
_SAID = re.compile(
    rb"""<meta\s[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,30})|"""
    rb"""<\?xml\s[^>]{0,200}?encoding=["']([\w.:-]{2,30})""",
    re.I,
)
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page as lines, and what it says."""

    text: str
    hints: tuple[Hint, ...] = ()
    "One for each line of the text; none where the markup says nothing."
    metadata: Mapping[str, str] = field(default_factory=dict)
    "By the name of the field; only what is there."
    address: str = ""
    "What the page says of its own address; empty where it says nothing."


def read_html(path: Path, encoding: str = "") -> tuple[Source, Rendered]:
    """The page in a file. Raises InputError, MissingExtraError."""
    raw = read_raw(path)
    try:
        return page_of(raw, encoding)
    except InputError as error:
        raise InputError(f"{path}: {error}") from error


def page_of(raw: bytes, encoding: str = "", labels: Sequence[str] = ()) -> tuple[Source, Rendered]:
    """The page that some bytes are; `labels` are encodings that others say it has.

    The bytes cannot be rebuilt from the lines, so they are kept. Raises InputError, MissingExtraError.
    """
    said = _SAID.search(raw[:HEAD])
    known = [*labels, (said[1] or said[2]).decode("ascii")] if said else labels
    decoded = decode(raw, encoding) if encoding or not known else decode_labelled(raw, known)
    source = source_of(raw, decoded)
    page = render(source.text)
    return replace(source, text=page.text, reversible=False, markup="plain", hints=page.hints), page


def render(html: str) -> Rendered:
    """A page as lines. Raises InputError where it cannot be read, MissingExtraError."""
    try:
        from resiliparse.extract.html2text import extract_plain_text
        from resiliparse.parse.html import HTMLTree
    except ImportError as error:
        raise MissingExtraError("html") from error

    def lines(tree: Any) -> str:
        found: str = extract_plain_text(tree, list_bullets=False, alt_texts=False, skip_elements=list(HIDDEN))
        return found.replace("\r", "").strip("\n") + "\n" if found.strip() else ""

    clean = without_marks(_SURROGATES.sub("\ufffd", html))  # the parser takes no half pairs
    try:
        tree: Any = HTMLTree.parse(clean)
        text, metadata, address = lines(tree), metadata_of_page(tree), address_of_page(tree)
        marked = with_marks(clean) if text else clean
        hints = hints_of(lines(HTMLTree.parse(marked)), text) if marked != clean else ()
    except (ValueError, RuntimeError) as error:
        raise InputError(f"cannot be read as HTML ({error}); leave the page out") from error
    return Rendered(text, hints, metadata, address)


def filled(metadata: Mapping[str, Value], said: Mapping[str, str]) -> Mapping[str, Value]:
    """Metadata of a document, with what the head of its page said in fields that the text left empty."""
    fields: dict[str, Value] = dict(metadata)
    site = metadata["site"]
    assert isinstance(site, Mapping)
    parts = dict(site)
    for key, value in said.items():
        place, name = (parts, key.removeprefix("site.")) if key.startswith("site.") else (fields, key)
        if not place[name]:
            place[name] = value
    fields["site"] = MappingProxyType(parts)
    return MappingProxyType(fields)
