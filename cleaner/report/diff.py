"""The changes of a document by line of the original, as a redline for the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from cleaner.report.align import Row, align
from cleaner.report.provenance import provenance
from cleaner.report.visible import cells, shortened, visible
from cleaner.rulebook.model import Rule
from cleaner.text.document import Document

CONTEXT = 12
"Kept code points shown on each side of a change."

Piece = tuple[str, str]
"A style and a text: kept, gone, new or dim."
_CODES = {"gone": "\x1b[31;9m", "new": "\x1b[32m", "dim": "\x1b[2m", "head": "\x1b[1m", "rule": "\x1b[36m"}
_RESET = "\x1b[0m"
_PLAIN = {"gone": ("[-", "-]"), "new": ("{+", "+}")}


def render_diff(document: Document, rules: Mapping[str, Rule], color: bool, width: int = 100) -> str:
    """What was removed and inserted, by line of the original, with the rules behind it; empty where nothing was.

    `width` is in terminal columns; a Han character takes two. Without colour the marks are `[-gone-]{+new+}`.
    """
    rows = [row for row in align(document, provenance(document)) if row.changed or row.others]
    if not rows:
        return ""
    name = visible(document.path or document.id or "text")
    lines = [styled("head", name, color)]
    for row in rows:
        label = f"{row.line:>5}  "
        body = list(_wrapped(_redline(row), width - len(label), color)) if row.changed else []
        lines += [(label if not index else " " * len(label)) + line for index, line in enumerate(body)]
        lines += [
            (" " * len(label) if body or index else label) + styled("rule", line, color)
            for index, line in enumerate(_reasons(row, rules))
        ]
    return "\n".join(lines) + "\n"


def _redline(row: Row) -> Iterator[Piece]:
    """The row with its changes; kept text far from any is left out."""
    segments = row.segments
    for index, segment in enumerate(segments):
        if segment.changed:
            if segment.before:
                yield "gone", visible(segment.before, blanks=not segment.before.strip())
            if segment.after:
                yield "new", visible(segment.after, blanks=not segment.after.strip())
            continue
        text = segment.before.strip("\r\n")  # a row is one line; the blank ones after it need no room
        last = index == len(segments) - 1
        if last:
            text = text.rstrip()
        head = CONTEXT if index else 0
        tail = 0 if last else CONTEXT
        if len(text) <= head + tail + 3:
            yield "kept", visible(text)
            continue
        yield "kept", visible(text[:head])
        yield "dim", "…"
        yield "kept", visible(text[len(text) - tail :])


def _wrapped(pieces: Iterator[Piece], width: int, color: bool) -> Iterator[str]:
    """Pieces as lines of at most `width` columns, each styled on its own."""
    line: list[Piece] = []
    room = width
    for style, text in pieces:
        fits = ""
        brackets = 4 if not color and style in _PLAIN else 0
        if brackets + 2 > room:
            yield _line(line, color)
            line, room = [], width
        room -= brackets
        for character in text:
            if cells(character) > room:
                yield _line([*line, (style, fits)], color)
                line, fits, room = [], "", width - brackets
            fits += character
            room -= cells(character)
        line.append((style, fits))
    if line:
        yield _line(line, color)


def _line(pieces: list[Piece], color: bool) -> str:
    return "".join(styled(style, text, color) for style, text in pieces if text)


def styled(style: str, text: str, color: bool) -> str:
    """Text in a style: gone, new, dim, head or rule; any other is plain. Without colour only the first two show."""
    if color:
        return f"{_CODES[style]}{text}{_RESET}" if style in _CODES else text
    opening, closing = _PLAIN.get(style, ("", ""))
    return f"{opening}{text}{closing}"


def _reasons(row: Row, rules: Mapping[str, Rule]) -> list[str]:
    """One line for each kind of edit in the row: rule, change, how often; then what was not applied."""
    said: Counter[tuple[str, str, str, str]] = Counter()
    for segment in row.segments:
        for located in segment.edits:
            entry = located.entry
            said[entry.edit.rule, entry.before, entry.edit.after, ""] += 1
    for located in row.others:
        entry = located.entry
        status = f"shadowed by {entry.by}" if entry.status == "shadowed" and entry.by else entry.status
        said[entry.edit.rule, entry.before, entry.edit.after, status] += 1
    return [_reason(*key, count, rules) for key, count in said.items()]


def _reason(rule_id: str, before: str, after: str, status: str, count: int, rules: Mapping[str, Rule]) -> str:
    rule = rules.get(rule_id)
    name = f"{rule_id} {rule.name}" if rule else rule_id
    mark = "? " if status else ""
    tail = "".join((f"  x{count}" if count > 1 else "", "  inferred" if rule and rule.inferred else ""))
    return f"{mark}{name}  {change(before, after)}{tail}" + (f"  ({status})" if status else "")


def change(before: str, after: str) -> str:
    """An edit in short, safe for a terminal.

    >>> change("a" * 30, ""), change(" ", "b"), change("c", "c")
    ('aaaaaaaaaaaaaaaa…aaaaaaa -> (nothing)', '· -> b', 'c')
    """
    old, new = (visible(shortened(text, 24), blanks=not text.strip()) for text in (before, after))
    return old if before == after else f"{old or '(nothing)'} -> {new or '(nothing)'}"
