"""Lines of program text outside fences: source, commands, settings, traces.

A line is judged by what is left of it without its strings and comments: a form that a programming language, a shell or
a file of settings asks for, and hardly any Chinese. Prose about programs has Chinese between the names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from cleaner.rulebook.patterns import CLASSES

_HANS = CLASSES["han"]
_NAME = f"[A-Za-z_{_HANS}][\\w{_HANS}]*"

_STRING = re.compile(r"""(?<!\w)[rbfuRBFU]?(?:"(?:[^"\\\n]|\\.){0,300}"|'(?:[^'\\\n]|\\.){0,300}'|`[^`\n]{0,300}`)""")
_COMMENT = re.compile(
    r"(?:(?<![:\w])//|(?:^|(?<=[ \t]))#(?=[ \t!\u3000-\uffff])|(?<=[;)}] )--(?= ))[^\n]*|/\*[^\n]*?(?:\*/|\Z)"
)
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}")
_HAN = re.compile(f"[{_HANS}]")
_PROSE = re.compile("[\uff0c\u3002\uff1b\uff1a\uff1f\uff01\u201c\u201d]")
"What no syntax has outside strings and comments."
_CLAUSE = re.compile(f"[{_HANS}][ ]?[,:;?!]|[,:;] ?[{_HANS}]|[{_HANS}]{{9}}")

_DEFINES = "def class function func fn interface struct enum namespace impl"
_DECLARES = (
    r"const let var val final static public private protected export extern unsigned int long float double bool "
    r"boolean char string String void auto List<\w+> Map<\w+,\w+>"
)
_TESTS = "if for while switch catch elif foreach else[ ]if"
_OPENS = "if elif for while with try except else finally match case"
_SAYS = "return raise throw yield assert await print echo printf"
_QUERIES = "SELECT INSERT UPDATE DELETE CREATE ALTER DROP WITH"
_QUERY_PARTS = "FROM INTO VALUES SET TABLE INDEX VIEW DATABASE COLUMN AS WHERE"
_COMMANDS = (
    "git npm npx yarn pnpm node pip pip3 python python3 conda docker docker-compose podman kubectl helm curl wget ssh "
    "scp rsync tar unzip cd ls mkdir rm cp mv cat echo export apt apt-get yum dnf brew make cmake gcc go cargo mvn "
    "gradle java javac chmod chown grep sed awk systemctl mysql psql redis-cli ffmpeg"
)


def _any(words: str) -> str:
    return f"(?:{'|'.join(words.split())})"


_WHOLE = re.compile(
    r"//(?!\S*\.\w)|/\*|\*/|<!--|<\?(?:php|xml)|#(?:include|define|ifn?def|endif|pragma)\b|#!|@\w+\(|\}"
)
"What begins a line that is code whatever else it holds."
_FORMS = (
    rf"(?:async |export |default |public |private |static |pub )*{_any(_DEFINES)}\s+{_NAME}\s*"
    r"(?:[({:;<]|extends |implements |$)",
    rf"(?:{_any(_DECLARES)}(?:\[\])*\s+)+{_NAME}(?:\[\])*\s*[=({{;:]",
    rf"(?:\}} ?)?{_any(_TESTS)}\s*\(.*\)\s*(?:\{{.*|.*;|[\w.]+\(.*)?$",
    rf"{_any(_OPENS)}\b[^\n]*:$",
    r"(?:for \w[\w, ]* in|with) [^\n]{1,80}: ",
    rf"from\s+[\w.{_HANS}]+\s+import\s|import\s+(?:[\w.]+(?:\s+as\s+\w+)?;?$|[\w{{*].*\sfrom\s)",
    r"(?:using|package)\s+[\w.:]+;$",
    rf"{_any(_SAYS)}\b(?:\s*\(|\s+[^\n]*(?:\"\"|[+*/<>=]=? |[(\[;]))",
    r"(?:[A-Za-z_]\w*[.:])+\w+\([^\n]*\)[;{]?$|[A-Za-z_]\w*\([^\n]*\"\"[^\n]*\)[;:{]?$|[a-z_]\w*\(\)[;{]?$",
    r"(?:\w+\.)*\w*(?:Error|Exception|Warning): |File \"\", line \d|at (?:[\w$]+\.)+[\w$<>]+\(",
    rf"{_any(_QUERIES)}\b[^\n]*\b{_any(_QUERY_PARTS)}\b",
    r"\[?(?:INFO|WARN|WARNING|ERROR|DEBUG|FATAL)\]?\s+\[?\d{4}-\d\d-\d\d",
    r"\"\"\s*:\s*[^\n]*[,{\[\]}\"\d]$|[A-Za-z_]\w*\s*:\s*(?:\"\"|[{\[]|function\b)[^\n]{0,60}$",
    r"[.#]?[a-z][\w.#: >-]*\{(?:[^\n]*\})?$",
    r"\$ (?=\w)|>>> |\.\.\. ",
    rf"(?:sudo )?{_any(_COMMANDS)}\s+(?=[^\n]*(?:\s-{{1,2}}\w|\"\"|[\w.]/|/[\w.]|[|>&]|\w=))[-\w./\"$~]",
)
_FORM = re.compile("|".join(_FORMS))
"Forms of a line without its strings (each shown as two quotes) and comments."
_ASSIGNMENT = re.compile(
    r"[A-Za-z_$][\w.$\[\]\"]*(?:\s*,\s*[A-Za-z_]\w*)*\s*(?:[-+*/|&]?=|:=)(?![=>])\s*"
    r"(?=[\"\[{(]|new |[A-Za-z_]\w*[.(\[,]|[\w.]+;$)([^\n]*)"
)
_SETTING = re.compile(r"[ \t]*(?:- )?[a-z_][\w.-]{0,40}(?::(?: |$)| ?= ?(?=\S))")
_SECTION = re.compile(r"\[[\w. -]{1,40}\]$")
_WEAK = re.compile(r"[ \t]*(?:#|//|--|\*|%|;)|[ ]{2}|\t")
"A line that is code beside code: a comment, or indented."

MOST_HAN = 0.5
"Largest share of Han in what is left of a line of code."
LONGEST = 500
"A line of more code points than this is no line of code that anybody wrote."


def code_lines(text: str, candidates: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Start and end of each line of the text that is program text, in order; the line end is not part of it.

    `candidates` finds the end of a line and the indent of the next one, if that may be code.
    """
    lines = [match.end() - 1 for match in candidates.finditer("\n" + text)]
    found: set[int] = set()
    settings: list[tuple[int, int]] = []
    for place in lines:
        start = text.rfind("\n", 0, place) + 1
        end = _line_end(text, place)
        if _is_code(text[place:end]):
            found.add(start)
        elif _SETTING.match(text, start, end) or _SECTION.match(text, start, end):
            settings.append((start, end))
    found.update(_in_rows(settings))
    if found:
        found.update(_beside(text, found))
    for start in sorted(found):
        yield start, _line_end(text, start)


def _line_end(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end


def _is_code(line: str) -> bool:
    if len(line) > LONGEST:
        return False
    line = line.rstrip()
    if _WHOLE.match(line):
        return True
    bare = _COMMENT.sub("", _STRING.sub('""', line)).rstrip()
    if _PROSE.search(bare) or not bare:
        return False
    han = len(_HAN.findall(bare))
    if han > MOST_HAN * (len(bare) - bare.count(" ")):
        return False
    if _FORM.match(bare):
        return True
    value = _ASSIGNMENT.match(bare)
    return value is not None and not _CLAUSE.search(_BRACKETED.sub("", value[1]))


def _in_rows(settings: list[tuple[int, int]]) -> Iterator[int]:
    """Starts of settings that stand beside another one: `name: value`, `name = value` or `[section]`."""
    for (start, end), (following, _) in pairwise(settings):
        if end + 1 == following:
            yield from (start, following)


def _beside(text: str, found: set[int]) -> Iterator[int]:
    """Starts of comments and indented lines next to code, either way."""
    for start in sorted(found):
        place = _line_end(text, start) + 1
        while place < len(text) and place not in found and _is_weak(text, place):
            yield place
            place = _line_end(text, place) + 1
        end = start - 1
        while end >= 0 and (place := text.rfind("\n", 0, end) + 1) not in found and _is_weak(text, place):
            yield place
            end = place - 1


def _is_weak(text: str, start: int) -> bool:
    end = _line_end(text, start)
    return _WEAK.match(text, start, end) is not None and not _PROSE.search(text, start, end)
