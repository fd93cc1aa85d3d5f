"""Patterns of rules: macros for Chinese character classes, and compilation."""

from __future__ import annotations

import re
from typing import Any, Protocol

from cleaner.errors import RuleError
from cleaner.rulebook.model import Rule

CLASSES = {
    "han": r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff",
    "number": r"\u3007\u96f6\u4e00\u4e8c\u4e24\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341\u767e\u5343",
    "digit": r"0-9\uff10-\uff19",
    "blank": r" \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000",
    "colon": r":\uff1a",
    "comma": r",\uff0c",
    "stop": r".\u3002\uff0e",
    "semicolon": r";\uff1b",
    "open": r"(\uff08",
    "close": r")\uff09",
    "bar": r"|\uff5c\u00a6\u2502\u4e28\xb7\u30fb",
    "arrow": r">\uff1e\u203a\xbb\u2192\u2794",
    "surname": (
        "王李张刘陈杨黄赵周吴徐孙朱胡郭林何梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁董余苏叶吕魏蒋杜沈姜范傅卢汪戴崔廖姚邱夏谭韦贾邹熊孟秦"
        "阎薛侯段郝孔邵赖武贺严尹龚汤陶黎莫樊乔殷颜庄倪庞邢俞翟聂葛覃焦柳欧毕耿芦符苗詹祁路涂裴梅霍阮岳柯滕舒"
    ),
    "end": r"\u3002\uff01\uff1f!?\u2026",
}
"""Bodies of character classes, both widths, to be written `[${han}]` in a pattern. The astral planes are one
range: listing their members would make `re` 160 times slower."""

_MACRO = re.compile(r"\$\{([a-z]+)\}")


class Match(Protocol):
    """What both regex engines return."""

    def start(self, group: int | str = 0, /) -> int: ...
    def end(self, group: int | str = 0, /) -> int: ...
    def group(self, group: int | str = 0, /) -> str: ...
    def groupdict(self) -> dict[str, str | None]: ...
    def expand(self, template: str) -> str: ...


def expand_classes(pattern: str, where: str) -> str:
    """`pattern` with `${name}` replaced by the body of a character class. Raises RuleError on an unknown name."""

    def body(match: re.Match[str]) -> str:
        name = match.group(1)
        if name not in CLASSES:
            known = ", ".join(sorted(CLASSES))
            raise RuleError(f"{where}: pattern: unknown class ${{{name}}}; use one of {known}")
        return CLASSES[name]

    return _MACRO.sub(body, pattern)


_SIGN = re.compile(r"\?(?:P?<[A-Za-z_]\w*>|<?[=!]|[:>|]|[aiLmsux-]+[:)]?)")
"What makes a group a special one, behind its bracket."
_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[^\\\[()|]+|.", re.S)
"An escape, a class, a run without structure, or one of the characters that make it."


def without_twins(pattern: str) -> str:
    """The pattern without alternatives that stand in their group already; it matches the same.

    Two equal ones make a repeated group try every way through them, which takes time without bound.

    >>> without_twins("(?:网友|网友|[|)]|x(a|b|a))*版")
    '(?:网友|[|)]|x(a|b))*版'
    """
    groups: list[list[str]] = [[""]]
    for token in _TOKEN.findall(pattern):
        if token == "(":
            groups.append([""])
        elif token == "|":
            groups[-1].append("")
        elif token == ")" and len(groups) > 1:
            inner = _joined(groups.pop())
            groups[-1][-1] += f"({inner})"
        else:
            groups[-1][-1] += token
    return _joined(groups[0]) if len(groups) == 1 else pattern


def _joined(alternatives: list[str]) -> str:
    """Alternatives of a group, each once; what `(` is followed by belongs to the group and not to the first."""
    sign = _SIGN.match(alternatives[0])
    head = sign.group() if sign else ""
    return head + "|".join(dict.fromkeys([alternatives[0][len(head) :], *alternatives[1:]]))


def compile_pattern(rule: Rule) -> re.Pattern[str]:
    """The rule's pattern, compiled by its engine. Raises RuleError where it cannot be compiled."""
    text = expand_classes(rule.pattern, rule.file)
    engine: Any = re
    if rule.engine == "regex":
        import regex

        engine = regex
    try:
        pattern: re.Pattern[str] = engine.compile(text)
    except (engine.error, OverflowError, RecursionError, ValueError) as error:
        raise RuleError(
            f"{rule.file}: pattern: {error}; see the documentation of the {engine.__name__} module"
        ) from error
    if rule.kind == "span":
        try:
            pattern.sub(rule.replacement, "")  # a template is checked before there is anything to replace
        except (engine.error, IndexError, ValueError) as error:
            raise RuleError(f"{rule.file}: replacement: {error}; name groups of the pattern") from error
    return pattern
