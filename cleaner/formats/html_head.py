"""What the head of an HTML page says of it, and what it says in JSON-LD, microdata and `<time>`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

META = {
    "title": ("articletitle", "og:title", "twitter:title"),
    "date": (
        "pubdate", "publishdate", "article:published_time", "og:published_time", "og:release_date", "datepublished",
        "date", "dc.date", "dc.date.issued", "dcterms.date",
    ),
    "updated": ("article:modified_time", "og:updated_time", "datemodified", "lastmodified"),
    "source": ("contentsource", "source"),
    "author": ("author", "article:author", "og:article:author", "dc.creator"),
    "site.name": ("sitename", "og:site_name", "application-name"),
    "site.domain": ("sitedomain",),
}  # fmt: skip
"Names of meta tags that say a field of the metadata, the best first."
LINKED = {
    "title": ("headline",), "date": ("datePublished", "dateCreated", "pubDate"), "updated": ("dateModified", "upDate"),
    "author": ("author", "creator"), "site.name": ("publisher",),
}  # fmt: skip
"Keys of JSON-LD, and names of microdata, that say one."
ARTICLES = re.compile(r"Article|Posting|Report|WebPage|NewsItem")
"Types of what JSON-LD describes that may be the page."
DEEPEST = 6
"Levels of JSON-LD that are looked into."
MAX_JSON = 1 << 20
"Longer JSON-LD is not read. Code points."
_DAYS = ("date", "updated")
_DATE = re.compile(r"([12]\d{3})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})(?!\d)")


def metadata_of_page(tree: Any) -> Mapping[str, str]:
    """What is said, by the name of the field; only what is there. Tags of the head go before JSON-LD, that before
    what stands in the page."""
    said = _meta(tree)
    linked = list(_linked(tree))
    found: dict[str, str] = {}
    for field, names in META.items():
        keys = LINKED.get(field, ())
        candidates = [
            *(said.get(name, "") for name in names),
            *(_name(row[key]) for row in linked for key in keys if key in row),
            *_microdata(tree, keys),
        ]
        fitting = (_day(one) if field in _DAYS else one for one in candidates)
        if value := next(filter(None, fitting), ""):
            found[field] = value
    if "date" not in found and (day := _only_time(tree)):
        found["date"] = day
    if found.get("author", "").startswith(("http://", "https://")):
        del found["author"]  # the address of an account
    title = _line(tree.title or "")
    if title and "title" not in found:
        found["title"] = title
    if "title" in found:
        found["title"] = _without_site(found["title"], tree)
    return found


def address_of_page(tree: Any) -> str:
    """The address that the page says it has; empty where it says none."""
    for selector, key in (('link[rel="canonical"]', "href"), ('meta[property="og:url"]', "content")):
        for tag in tree.document.query_selector_all(selector):
            address: str = (tag.getattr(key) or "").strip()
            if address.startswith(("http://", "https://")):
                return address
    return ""


def _meta(tree: Any) -> dict[str, str]:
    said: dict[str, str] = {}
    for tag in tree.document.query_selector_all("meta"):
        name = tag.getattr("name") or tag.getattr("property") or tag.getattr("itemprop") or ""
        said.setdefault(name.lower(), _line(tag.getattr("content") or ""))
    return said


def _linked(tree: Any) -> Iterator[Mapping[str, Any]]:
    """What JSON-LD says of the page and of articles."""
    for tag in tree.document.query_selector_all('script[type="application/ld+json"]'):
        raw = tag.text.strip().rstrip(";")
        try:
            value = json.loads(raw, strict=False) if len(raw) <= MAX_JSON else None
        except (ValueError, RecursionError):
            continue
        yield from _objects(value, 0)


def _objects(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    """The objects in a value whose type is that of a page; one without a type describes its page."""
    if isinstance(value, list) and depth < DEEPEST:
        for item in value:
            yield from _objects(item, depth + 1)
    elif isinstance(value, dict) and depth < DEEPEST:
        if ARTICLES.search(str(value.get("@type", "Article"))):
            yield value
        for key in ("@graph", "mainEntity"):
            yield from _objects(value.get(key), depth + 1)


def _name(value: Any) -> str:
    """A name in JSON-LD: text, an object with a name, or the names of a list."""
    if isinstance(value, str):
        return _line(value)
    if isinstance(value, dict):
        return _line(value["name"]) if isinstance(value.get("name"), str) else ""
    if isinstance(value, list):
        return " ".join(filter(None, (_name(item) for item in value if not isinstance(item, list))))
    return ""


def _microdata(tree: Any, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        for tag in tree.document.query_selector_all(f'[itemprop="{name}"]'):
            if tag.tag != "meta":
                yield _line(tag.getattr("datetime") or tag.getattr("content") or tag.text)


def _only_time(tree: Any) -> str:
    """The day of the `<time>` tags, where all name the same one: those of teasers differ."""
    days = {_day(tag.getattr("datetime") or tag.text) for tag in tree.document.query_selector_all("time")}
    return days.pop() if len(days) == 1 else ""


def _day(value: str) -> str:
    """The day that a value names, as ISO 8601; empty where it names none."""
    match = _DATE.search(value)
    if not match:
        return ""
    year, month, day = map(int, match.groups())
    return f"{year}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else ""


def _without_site(title: str, tree: Any) -> str:
    """A title without the name of the site behind it, where the page has a heading that says where it ends."""
    for tag in tree.body.query_selector_all("h1") if tree.body else ():
        heading = _line(tag.text)
        if heading and title.startswith(heading):
            return heading
    return title


def _line(text: str) -> str:
    return " ".join(text.split())
