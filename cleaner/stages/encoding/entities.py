"""HTML entities that were left in the text, escaped once or several times."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from cleaner.stages.encoding.latin import Found

_ENTITY = r"&(?:amp;){0,4}(?:#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};|nbsp(?![A-Za-z0-9;=]))"
_RUN = re.compile(f"(?:{_ENTITY})+")
_ASCII = re.compile(r"[!-~]*")
_ADDRESS = re.compile(r"://|www\.|[?&][A-Za-z_][\w.-]{0,30}=|=[\"']|mailto:")
_ABOUT = re.compile(
    "实体|转义|實體|轉義|源码|源代码|网页代码|代码里|标记语言|标签|小于号|大于号|空格符|换行空格|不间断空格|[Hh][Tt][Mm][Ll]|[Xx][Mm][Ll]"
    "|[Ee]ntit(?:y|ies)|[Ee]scape"
)
_MENTIONED = re.compile(
    "(?:写|写成|写作|写为|输入|键入|敲入|打出|替换成|替换为|改成|显示成|显示为|变成|变为|编码为|符号|字符|代码)[“\"'`]?$"
)
_EXPLAINED = re.compile("^[”\"'`]?(?:代表|表示一|表示“|符号|字符|这个|这种|是指|即为)")
_BRACKET = re.compile("&(?:amp;)*[lg]t;")
_QUOTES = re.compile("[“”‘’…—]+")
"Marks that stand after 写 and before 表示 in any text: 牌上写“小心”, 他说“好”表示同意."
_STRAIGHT = re.compile("&(?:amp;)*(?:quot|#34|#[xX]22);")
_TAG = re.compile("&(?:amp;)*lt;[A-Za-z/!]")
_CODE = re.compile("^(?:    |\t)|`")
_FENCE = re.compile("^ {0,3}(?:```|~~~)", re.MULTILINE)
_BYTE = re.compile("[\x80-\xff\u0152-\u02dc\u2013-\u2026\u2030\u2039\u203a\u20ac\u2122]")
_DAMAGE = re.compile("[\xc2-\xf4][\x80-\xbf\u0152-\u02dc\u2013-\u2026\u2030\u2039\u203a\u20ac\u2122]")
LINE = 1000
"How much of a Markdown line is searched for code, code points to each side."
WINDOW = 200
"How far the words round an entity are looked at, code points."


def entity_runs(text: str, markdown: bool, read: list[tuple[int, int]]) -> Iterator[Found]:
    """Runs of entities and what they stand for. Nothing without an `&`. `read`: spans that other repairs cover."""
    if "&" not in text:
        return
    edges = frozenset(edge for span in read for edge in span)
    fenced = markdown and _FENCE.search(text) is not None
    for match in _RUN.finditer(text):
        after = _unescape(match.group())
        if after == match.group() or not _is_text(after):
            continue
        if markdown and (fenced or not _is_safe_in_markdown(text, match.start(), after)):
            continue
        if _is_left(text, match.start(), match.end(), after):
            continue
        if not _joins(text, match, after, edges):
            yield Found(match.start(), match.end(), after)


def _joins(text: str, run: re.Match[str], after: str, edges: frozenset[int]) -> bool:
    """True where the decoded text would look like damaged UTF-8 together with its neighbours."""
    if not _BYTE.search(after):
        return False
    head = "" if run.start() in edges else text[max(0, run.start() - 2) : run.start()]
    tail = "" if run.end() in edges else text[run.end() : run.end() + 2]
    return _DAMAGE.search(head + after + tail) is not None


def _unescape(run: str) -> str:
    """The run unescaped until nothing changes, at most five times."""
    for _ in range(5):
        again = html.unescape(run)
        if again == run:
            break
        run = again
    return run


def _is_text(after: str) -> bool:
    """False where an entity is unknown, or stands for a line break, a control, a surrogate or a lost character."""
    if _RUN.search(after):
        return False
    return all(
        character == "\t" or (character >= " " and not "\x7f" <= character <= "\x9f" and character != "\ufffd")
        for character in after
    )


def _is_safe_in_markdown(text: str, start: int, after: str) -> bool:
    """Markdown reads entities itself: only letters and marks that mean nothing to it are decoded, outside code."""
    line = text[max(0, start - LINE) : start].rpartition("\n")[2] + text[start : start + LINE].partition("\n")[0]
    return all(character > "\x7f" and not character.isspace() for character in after) and not _CODE.search(line)


def _quotes(after: str, head: str, tail: str) -> bool:
    """True for marks that quote words: a straight one only where the line has another, 请填写"备注"."""
    if after != '"':
        return _QUOTES.fullmatch(after) is not None
    line = head.rpartition("\n")[2], tail.partition("\n")[0]
    return any(_STRAIGHT.search(side) for side in line)


def _is_left(text: str, start: int, end: int, after: str) -> bool:
    """True for an entity inside an address or a tag, and where the text speaks of entities."""
    low, high = max(0, start - WINDOW), end + WINDOW
    head, tail = text[low:start], text[end:high]
    near = len(head) - len(re.split("[^!-~]", head)[-1])
    token = head[near:] + text[start:end]
    following = _ASCII.match(tail)
    token += following.group() if following else ""
    if _ADDRESS.search(token):
        return True
    mentioned, explained = _MENTIONED.search(head), _EXPLAINED.search(tail)
    if (mentioned and explained) or ((mentioned or explained) and not _quotes(after, head, tail)):
        return True
    if _ABOUT.search(head) or _ABOUT.search(tail):
        return True
    return _BRACKET.search(token) is not None and _TAG.search(text, low, high) is not None
