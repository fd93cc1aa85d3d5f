"""HTML: the lines that a reader sees, and what the head says of the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from cleaner.errors import InputError, MissingExtraError
from cleaner.formats.plain import read_source
from cleaner.text.document import Source, Value

HIDDEN = (
    "script", "style", "noscript", "template", "textarea", "select", "button", "[hidden]", "[aria-hidden=true]",
    '[style*="display:none"]', '[style*="display: none"]',
)  # fmt: skip
"What no reader sees, or only presses."
META = {
    "title": ("articletitle", "og:title", "twitter:title"),
    "date": ("pubdate", "publishdate", "article:published_time", "og:release_date", "date", "dc.date"),
    "updated": ("article:modified_time", "og:updated_time", "lastmodified"),
    "source": ("contentsource", "source"),
    "author": ("author", "article:author", "dc.creator"),
    "site.name": ("sitename", "og:site_name"),
    "site.domain": ("sitedomain",),
}
"Names of meta tags that say a field of the metadata, the best first."
_SURROGATES = re.compile("[\ud800-\udfff]")
_DATE = re.compile(r"([12]\d{3})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})(?!\d)")


def read_html(path: Path, encoding: str = "") -> tuple[Source, Mapping[str, str]]:
    """The page as lines, and metadata by the name of the field.

    The raw bytes cannot be rebuilt from the lines, so they are kept. Raises InputError, MissingExtraError.
    """
    source = read_source(path, encoding)
    text, metadata = render(source.text)
    return replace(source, text=text, reversible=False, markup="plain"), metadata


def render(html: str) -> tuple[str, Mapping[str, str]]:
    """A page as lines, and its metadata. Raises InputError where it cannot be read, MissingExtraError."""
    try:
        from resiliparse.extract.html2text import extract_plain_text
        from resiliparse.parse.html import HTMLTree
    except ImportError as error:
        raise MissingExtraError("html") from error

    clean = _SURROGATES.sub("\ufffd", html)  # the parser takes none
    try:
        tree = HTMLTree.parse(clean)
        lines = extract_plain_text(tree, list_bullets=False, alt_texts=False, skip_elements=list(HIDDEN))
        return lines.replace("\r", "").strip("\n") + "\n" if lines.strip() else "", _metadata(tree)
    except (ValueError, RuntimeError) as error:
        raise InputError(f"cannot be read as HTML ({error}); leave the page out") from error


def _metadata(tree: Any) -> Mapping[str, str]:
    """What the head says, by the name of the field; only what is there."""
    said: dict[str, str] = {}
    for tag in tree.head.query_selector_all("meta") if tree.head else ():
        name = tag.getattr("name") or tag.getattr("property") or ""
        said.setdefault(name.lower(), " ".join((tag.getattr("content") or "").split()))
    found: dict[str, str] = {}
    for field, names in META.items():
        value = next((said[name] for name in names if said.get(name)), "")
        if field in ("date", "updated"):
            value = _iso(value)
        if value:
            found[field] = value
    title = " ".join((tree.title or "").split())
    if title and "title" not in found:
        found["title"] = _without_site(title, tree)
    return found


def _iso(value: str) -> str:
    """The day that a meta tag names, as ISO 8601; empty where it names none."""
    match = _DATE.search(value)
    if not match:
        return ""
    year, month, day = map(int, match.groups())
    return f"{year}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else ""


def _without_site(title: str, tree: Any) -> str:
    """A title without the name of the site behind it, where the page has a heading that says where it ends."""
    for tag in tree.body.query_selector_all("h1") if tree.body else ():
        heading = " ".join(tag.text.split())
        if heading and title.startswith(heading):
            return heading
    return title


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
