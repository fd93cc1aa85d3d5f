"""Rows of links: breadcrumbs, menus and lists of partner sites. One function per detector, on one line."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast

from cleaner.rulebook.model import Rule
from cleaner.rulebook.patterns import CLASSES, compile_pattern
from cleaner.stages.boilerplate.marks import Finding, Mark, Reader, Zone, allowed
from cleaner.stages.boilerplate.page import MAX_HEADLINE
from cleaner.stages.boilerplate.sieve import Sieve, searching

_BLANK = CLASSES["blank"]
_ARROWS = re.compile(f"[{_BLANK}]*(?:[{CLASSES['arrow']}\u300b\u27a4\u25b8\u25ba]+|->)[{_BLANK}]*")
ARROWS = f"{CLASSES['arrow']}\u300b\u27a4\u25b8\u25ba"
_PATH_SIGN = re.compile(f"[{ARROWS}位页頁栏导](?:(?<=[{ARROWS}])|(?=.{{1,3}}[:\uff1a])|(?<=[页頁])(?=[/\uff0f]))")
"An arrow (-> ends in one), or the end of a label, or a page before a stroke. One class in front: the search is quick."
_BARS = "|\uff5c\u4e28\xa6\u2502\u2223/\uff0f\xb7\u30fb\u2022"
_BAR = re.compile(f"[{_BLANK}]*[{_BARS}]+[{_BLANK}]*|[{_BLANK}]{{1,}}|-(?=[{_BLANK}])")
_SENTENCE = re.compile("[。\uff0c\uff1b\uff01\uff1f!?;,“”\u2026]")
_LABEL = re.compile(
    f"(?:您|你|本[页文])?(?:现在|目前|当前|所在|所处)?的?(?:所在)?(?:位置|页面|栏目|导航)(?:是|为)?[{_BLANK}]*[:\uff1a\u003e\uff1e][{_BLANK}]*"
)
_HOME = re.compile("(?:.{0,12}(?:网站|網站)?(?:首页|首頁|主页|主頁)|[Hh]ome|HOME|.{2,12}[网網])")
_LEAF_WORDS = "正文 内容 內容 详情 详细内容 新闻详情 文章详情 信息详情 详细信息 查看 浏览 列表"
LEAF = frozenset(_LEAF_WORDS.split())
_SITE = ("关于", "联系", "联络", "网站", "设为", "加入")
"How the words begin that only a menu holds."
_SLASHED = re.compile("[^/\uff0f]{0,12}(?:首|主)[页頁](?:[/\uff0f][^/\uff0f]{1,24}){1,6}")
_MAX_PART = 24
_MAX_LEAF = 40
"Longest last part of a path without a label; behind one it is a headline. Code points."
_MAX_HEADING = 24
"Longest heading of a list of other pages. Code points."
_BULLETS = "【[■●▌◎◆▶*#※>\u300b -"
"What may stand before a heading; the body of a character class."
_MORE = "(?:[ \u3000]{0,4}(?:更多|[Mm]ore|MORE)?[ ]?[>\uff1e\xbb\u203a]{0,3})"
"What may stand behind one."


def breadcrumb(rule: Rule) -> Reader:
    """Reads `当前位置: 首页 > 新闻`, with strokes behind a label or before 正文.

    Without a label the first part must be a home page, or the last 正文.
    """

    def read(line: str, zone: Zone) -> Mark | None:
        if len(line) > 120 or not _PATH_SIGN.search(line) or not allowed(rule, zone):
            return None
        label = _LABEL.match(line)
        start = label.end() if label else 0
        rest = line[start:].strip(f"{_BLANK[1:]} \u003e\uff1e\u203a\xbb\u2192")
        parts = tuple(part.strip() for part in _ARROWS.split(rest) if part.strip())
        if len(parts) == 1 and _SLASHED.fullmatch(rest) and (label or rest.endswith(("/正文", "\uff0f正文"))):
            parts = tuple(part.strip() for part in re.split("[/\uff0f]", rest))
        if any(len(part) > _MAX_PART or _SENTENCE.search(part) for part in parts[:-1]):
            return None
        if not _is_path(parts, bool(label)):
            return None
        finding = Finding("breadcrumb", parts, rule.id, start, len(line), line[start:])
        return Mark(rule, "nothing", (finding,) if parts else (), f"{len(parts)} parts", rule.type)

    return read


def _is_path(parts: tuple[str, ...], labelled: bool) -> bool:
    """Whether parts between arrows are a breadcrumb."""
    if not parts or len(parts[-1]) > (MAX_HEADLINE if labelled else _MAX_LEAF) or "。" in parts[-1]:
        return False
    if labelled:
        return len(parts) > 1 or bool(_HOME.fullmatch(parts[0]))
    if len(parts) < 2 or len(parts) > 8:
        return False
    home = bool(_HOME.fullmatch(parts[0])) and not parts[0].isdigit()
    return (home and (len(parts) > 2 or "首" in parts[0] or "主" in parts[0] or parts[0].isascii())) or (
        parts[-1] in LEAF and len(parts) > 1
    )


def _between_bars(rule: Rule) -> re.Pattern[str]:
    """A bar or blank with a word of a menu behind it, and another bar. A stroke may belong to the word or not."""
    size = int(cast(int, (rule.options or {}).get("longest", 8))) + 1
    bar = _BARS + _BLANK
    return re.compile(f"[{bar}](?=(?:[^{bar}\n]{{1,{size}}}|[!-~]+)[{bar}])")


def menu(rule: Rule) -> Reader:
    """Reads `首页 | 新闻 | 联系我们`: words of a menu between bars or blanks, two of which the rule knows."""
    options = rule.options or {}
    anchors = frozenset(cast(list[str], list(rule.labels)))
    enough = int(cast(int, options.get("known", 2)))
    longest = int(cast(int, options.get("longest", 8)))
    too_long = re.compile(f"[\u3400-\u9fff]{{{longest + 1}}}")

    def read(line: str, zone: Zone) -> Mark | None:
        if len(line) > 200 or not allowed(rule, zone) or too_long.search(line):
            return None
        words = [word for word in _BAR.split(line.strip("[]【】|\uff5c*+ ")) if word]
        if (
            len(words) < 3
            or any(len(word) > longest and not word.isascii() for word in words)
            or _SENTENCE.search(line)
        ):
            return None
        known = sum(word.strip("[]【】*+\xb7") in anchors for word in words)
        sure = any("页" in word or "頁" in word or word[:2] in _SITE for word in words)
        if known < (enough if not sure else 2):
            return None
        return Mark(rule, "nothing", (), f"{known} of {len(words)} words are those of a menu", rule.type)

    return read


def partners(rule: Rule) -> Reader:
    """Reads `友情链接: 名 名 名`: a label of the rule and short names behind it, or the label alone."""
    labels = re.compile(f"[【\\[]?(?:{_alternatives(rule.labels)})[】\\]]?[{_BLANK}]*(?P<colon>[:\uff1a|\uff5c])?")

    def read(line: str, zone: Zone) -> Mark | None:
        label = labels.match(line) if zone == "tail" and allowed(rule, zone) else None
        if label is None or _SENTENCE.search(line):
            return None
        names = [name for name in _BAR.split(line[label.end() :]) if name]
        if names and (label["colon"] is None or any(len(name) > 20 for name in names)):
            return None
        return Mark(rule, "nothing", (), f"{len(names)} names", rule.type)

    return read


def related(rule: Rule) -> Reader:
    """Reads `相关阅读`: a word of the rule asks for lines below that may be links, a heading of its pattern for several
    that are."""
    words = re.compile(f"[{_BULLETS}]{{0,4}}(?:{_alternatives(rule.labels)})[】\\]]?[:\uff1a]?{_MORE}")
    shape = compile_pattern(rule) if rule.pattern else None

    def read(line: str, zone: Zone) -> Mark | None:
        if len(line) > _MAX_HEADING or not allowed(rule, zone):
            return None
        if words.fullmatch(line):
            return Mark(rule, "list", (), "", rule.type)
        if shape is not None and shape.fullmatch(line.lstrip(_BULLETS)):
            return Mark(rule, "links", (), "", rule.type)
        return None

    return read


def _alternatives(words: tuple[str, ...]) -> str:
    """A pattern for any of the words, the longest first; without words it matches nothing."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or "(?!)"


def _headings(rule: Rule) -> Sieve:
    """The sieve for lines that end as one of the words of a rule does, or as its pattern says in the option `last`."""
    last = {word[-1] for word in rule.labels} | set(str((rule.options or {}).get("last", "")))
    if not last:
        return lambda _: set()
    return searching(re.compile(f"[{re.escape(''.join(sorted(last)))}](?=[】\\]]?[:\uff1a]?{_MORE}\\n)"))


def _beginning_with(words: tuple[str, ...]) -> Sieve:
    """The sieve for lines that begin with one of the words, in a bracket or not."""
    return searching(re.compile(f"\\n[【\\[]?(?:{_alternatives(words)})"))


READERS: dict[str, Callable[[Rule], tuple[Sieve, Reader]]] = {
    "breadcrumb": lambda rule: (searching(_PATH_SIGN), breadcrumb(rule)),
    "menu": lambda rule: (searching(_between_bars(rule)), menu(rule)),
    "related": lambda rule: (_headings(rule), related(rule)),
    "partners": lambda rule: (_beginning_with(rule.labels), partners(rule)),
}
"Detectors that look at one line, by the option `detector`."
