"""Layout: blanks at line ends, indents, and exactly one blank line between paragraphs.

In plain text every line that is not empty is a paragraph; blanks inside a line are not touched, so tables and verse
set in columns keep their shape, and so do blocks of program text. In Markdown line breaks and indents carry meaning:
only blanks at line ends that are no hard break, surplus blank lines and the end of the file are set right.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence, Set
from typing import NamedTuple

from cleaner.rulebook.model import Rule
from cleaner.stages.protect import NOWHERE, Protector, Spans, markdown_syntax
from cleaner.stages.view import Proposal, Propose, Stage, View
from cleaner.text.document import Fact
from cleaner.text.edit import EditColumns

BLANK = (
    "\t\x0b\x0c\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
"Everything blank that does not end a line. A CR is here for texts that skip the unicode stage."

_BLANKS = frozenset(BLANK)
_ALL = "\n" + BLANK
_SEPARATOR = re.compile(f"\n[{_ALL}]*+")
TRAILING, INDENT, APART, SURPLUS, EDGE, LAST = range(6)
_KINDS = (
    ("trailing-blanks", ""),
    ("indents", ""),
    ("paragraphs", "\n"),
    ("paragraphs", ""),
    ("text-edges", ""),
    ("text-edges", "\n"),
)
"What an edit may be: the name of its rule, and what stands there after it."
_AFTERS = tuple(after for _, after in _KINDS)

_AMISS = re.compile(f"\n(?:(?<=[{BLANK}].)|(?!\n)(?<!\n.)|(?=[{BLANK}]|\n[{_ALL}]))", re.S)
"A line end that is followed by something else than an empty line and a character."


class _Block(NamedTuple):
    """Lines that belong together. Code points, half-open."""

    start: int
    end: int
    loose: bool
    "Only the line ends are kept; indents go."


class _Editor:
    """Collects the edits of the layout rules, in order of place; those of a rule that is not active are dropped."""

    __slots__ = ("ends", "kinds", "starts")

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.kinds: list[int] = []
        "What each edit is, an index of _KINDS."

    def change(self, kind: int, start: int, end: int) -> None:
        if start < end or _KINDS[kind][1]:
            self.starts.append(start)
            self.ends.append(end)
            self.kinds.append(kind)

    def spare(self, blocks: Sequence[_Block]) -> int:
        """Drop what would change the inside of a block; how many edits were dropped."""
        firsts = [block.start for block in blocks]
        kept: list[int] = []
        for index, start in enumerate(self.starts):
            at = bisect_right(firsts, start) - 1
            if at < 0 or start >= blocks[at].end or (blocks[at].loose and self.kinds[index] != APART):
                kept.append(index)
        dropped = len(self.starts) - len(kept)
        self.starts, self.ends, self.kinds = (
            [column[index] for index in kept] for column in (self.starts, self.ends, self.kinds)
        )
        return dropped

    def write(self, edits: EditColumns, rules: list[Rule | None]) -> None:
        """Fill the columns; `rules` are those of the kinds, None where one is not active."""
        kinds = self.kinds
        if None in rules:
            kept = [index for index, kind in enumerate(kinds) if rules[kind] is not None]
            self.starts, self.ends = [self.starts[index] for index in kept], [self.ends[index] for index in kept]
            kinds = [kinds[index] for index in kept]
        edits.starts, edits.ends, edits.notes = self.starts, self.ends, [""] * len(kinds)
        edits.afters = [_AFTERS[kind] for kind in kinds]
        active = [(rule.id, rule.confidence) if rule else ("", 0.0) for rule in rules]
        edits.rules, edits.confidences = [active[kind][0] for kind in kinds], [active[kind][1] for kind in kinds]


def compile_stage(rules: tuple[Rule, ...]) -> Propose:
    """The layout stage with those of its rules that are active."""
    by_name = {rule.name: rule for rule in rules}
    by_kind = [by_name.get(name) for name, _ in _KINDS]
    protector = Protector.of(rules)
    loose = frozenset(rule.id for rule in rules if (rule.options or {}).get("keep") == "breaks")

    def propose(view: View) -> Proposal | None:
        editor = _Editor()
        (_propose_markdown if view.markup == "markdown" else _propose_plain)(view.text, editor)
        if not editor.kinds:
            return None
        proposal = Proposal()
        lines = protector.spans(view.text, view.markup) if view.markup == "plain" else NOWHERE
        if lines and (dropped := editor.spare(_blocks(view.text, lines, loose))):
            proposal.facts.append(Fact("audit.protected", dropped, lines.rules[0]))
        if editor.kinds:
            editor.write(proposal.edits, by_kind)
        return proposal or None

    return propose


def _blocks(text: str, lines: Spans, loose: Set[str]) -> list[_Block]:
    """Protected lines that have only blank lines between them, as one block each; a line alone is none."""
    blocks: list[_Block] = []
    for start, end, rule in zip(lines.starts, lines.ends, lines.rules, strict=True):
        block = _Block(start, end, rule in loose)
        if blocks and blocks[-1].loose == block.loose and not text[blocks[-1].end : start].strip(_ALL):
            blocks[-1] = block._replace(start=blocks[-1].start)
        else:
            blocks.append(block)
    return [block for block in blocks if text.find("\n", block.start, block.end) >= 0]


def _propose_plain(text: str, editor: _Editor) -> None:
    end = len(text.rstrip(_ALL))
    if not end:
        editor.change(EDGE, 0, len(text))
        return
    start = len(text) - len(text.lstrip(_ALL))
    line = text.rfind("\n", 0, start) + 1
    editor.change(EDGE, 0, line)
    editor.change(INDENT, line, start)
    _part_paragraphs(text, start, end, editor)
    _propose_end(text, end, editor)


def _part_paragraphs(text: str, start: int, end: int, editor: _Editor) -> None:
    """What stands between the lines of start..end. A web page has hundreds of them, so no calls for most of them."""
    first = _AMISS.search(text, start, end)
    if first is None:
        return
    start = max(text.rfind("\n", start, first.start()) + 1, start)
    starts, ends, kinds, blanks = editor.starts, editor.ends, editor.kinds, _BLANKS
    newline, at = start - 2, start
    "The newline that ends the last line with something in it, and the start of this one."
    for line in text[start:end].split("\n"):
        if not line:
            at += 1
            continue
        after = at + len(line)
        indent = 0
        if line[0] in blanks:
            indent = len(line) - len(line.lstrip(BLANK))
            if indent == len(line):
                at = after + 1
                continue
        if at - newline != 2:
            if at - newline == 1:
                starts.append(newline)
                ends.append(newline)
                kinds.append(APART)
            else:
                starts.append(newline + 1)
                ends.append(at - 1)
                kinds.append(SURPLUS)
        if indent:
            starts.append(at)
            ends.append(at + indent)
            kinds.append(INDENT)
        if line[-1] in blanks:
            editor.change(TRAILING, at + len(line.rstrip(BLANK)), after)
        newline = after
        at = after + 1


def _propose_end(text: str, end: int, editor: _Editor) -> None:
    """One final newline after the last character that is not blank."""
    newline = text.find("\n", end)
    if newline < 0:
        editor.change(LAST, end, len(text))
    else:
        editor.change(TRAILING, end, newline)
        editor.change(EDGE, newline + 1, len(text))


def _before_blanks(text: str, end: int) -> int:
    """Start of the run of blanks that ends at `end`."""
    while end and text[end - 1] in _BLANKS:
        end -= 1
    return end


def _propose_markdown(text: str, editor: _Editor) -> None:
    end = len(text.rstrip(_ALL))
    if not end:
        editor.change(EDGE, 0, len(text))
        return
    code = markdown_syntax(text)
    for match in _SEPARATOR.finditer(text, 0, end):
        newline, after = match.span()
        if code.covers(newline):
            continue
        line = text.rfind("\n", newline, after) + 1
        start = _before_blanks(text, newline)
        if start < newline and not (line - newline == 1 and _is_hard_break(text, start, newline)):
            editor.change(TRAILING, start, newline)
        if text.count("\n", newline, after) > 2 and not _meets(code, newline, after):
            editor.change(SURPLUS, newline + 1, line - 1)
    _propose_end(text, end, editor)


def _is_hard_break(text: str, start: int, end: int) -> bool:
    """True for two spaces or more at the end of a line that goes on in the next one."""
    return (
        start > 0
        and text[start - 1] != "\n"
        and end - start >= 2
        and text[start:end].isspace()
        and "\t" not in text[start:end]
    )


def _meets(code: Spans, start: int, end: int) -> bool:
    """True where a protected span starts inside start..end."""
    at = bisect_right(code.starts, start)
    return at < len(code.starts) and code.starts[at] < end - 1


STAGE = Stage(
    "layout", compile_stage, "Indents, line ends and blank lines: one blank line between paragraphs.", writes=False
)
