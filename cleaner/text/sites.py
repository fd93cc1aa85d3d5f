"""Which web site a page is from, as its text, its path or its row says."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

_TOP = "com|cn|net|org|edu|gov|info|biz|tv|cc|me|io|hk|tw|mo|sg|my|jp|us|uk|au|ca|de|fr|top|vip|xin|club|site|news|asia"
"Top domains that are looked for in running text; in a path or a row every one is known."
_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?<![\w@.%-])(?:{_LABEL}\.){{1,5}}(?:{_TOP})(?![\w-]|\.[a-z])", re.I | re.A)
_WHOLE_HOST = re.compile(
    rf"(?:https?://)?(?:[^/\s@]{{1,60}}@)?((?:{_LABEL}\.){{1,5}}[a-z]{{2,18}})\.?(?::\d{{1,5}})?(?:[/?#].*)?",
    re.I | re.A | re.S,
)
_REGISTRY = frozenset(("com", "net", "org", "gov", "edu", "ac", "co", "idv", "mil", "or", "ne", "go"))
"Second labels that belong to the registry where a country follows: `com.cn`, `co.uk`."
_REACH = 100
"How far a sentence is looked for beside a domain. Code points."
STRANGERS = frozenset((
    "beian.gov.cn", "miit.gov.cn", "miitbeian.gov.cn", "miibeian.gov.cn", "cyberpolice.cn", "12377.cn", "12321.cn",
    "weibo.com", "t.cn", "qq.com", "weixin.com", "baidu.com", "google.com", "facebook.com", "twitter.com",
    "youtube.com", "adobe.com", "microsoft.com", "apple.com", "w3.org", "cnzz.com", "douyin.com", "taobao.com",
))  # fmt: skip
"Domains that stand on the pages of other sites: registers, networks, tools."


def site_name(said: str) -> str:
    """The name of a site in the one form that names are compared in: the registered domain of a host or an address,
    any other name folded in width and case, its blanks squeezed. Empty for an empty name.

    >>> site_name("https://news.Example.com.cn/a/1.html"), site_name(" 溪口 新闻网 ")
    ('example.com.cn', '溪口 新闻网')
    """
    said = said.encode("utf-8", "replace").decode()
    said = " ".join(unicodedata.normalize("NFKC", said).split()).casefold()
    host = _WHOLE_HOST.fullmatch(said)
    return registered(host[1]) if host else said


def registered(host: str) -> str:
    """The part of a host name that its owner registered, in small letters.

    >>> registered("News.Example.com.cn"), registered("www.example.org")
    ('example.com.cn', 'example.org')
    """
    labels = host.lower().strip(".").split(".")
    kept = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _REGISTRY else 2
    return ".".join(labels[-kept:])


def domain_of(text: str) -> str:
    """The registered domain that a page names most often outside of its sentences, registers and networks left out;
    empty where no domain is named twice as often as every other."""
    counts: Counter[str] = Counter()
    for match in _HOST.finditer(text):
        start, end = match.span()
        before, after = text[max(0, start - _REACH) : start], text[end : end + _REACH]
        if "。" not in before.rpartition("\n")[2] and "。" not in after.partition("\n")[0]:
            counts[registered(match[0])] += 1
    ranked = [(domain, count) for domain, count in counts.most_common(2 + len(STRANGERS)) if domain not in STRANGERS]
    if not ranked or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
        return ""
    return ranked[0][0]


def site_of(text: str, path: str = "", given: str = "") -> str:
    """The site of a page: the one that is `given`; or a folder of its path that is named like a domain, the innermost
    first; or the domain that its text names; or the first folder of its path; empty where nothing says it.

    `path` is relative to the folder that a person gave, with `/`.
    """
    if given:
        return site_name(given)
    folders = path.split("/")[:-1]
    for folder in reversed(folders):
        if _WHOLE_HOST.fullmatch(folder):
            return site_name(folder)
    return domain_of(text) or (site_name(folders[0]) if folders else "")
