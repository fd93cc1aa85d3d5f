"""Layout: blanks at line ends, indents, and exactly one blank line between paragraphs.

In plain text every line that is not empty is a paragraph; blanks inside a line are not touched, so tables and verse
set in columns keep their shape. In Markdown line breaks and indents carry meaning: only blanks at line ends that are
no hard break, surplus blank lines and the end of the file are set right.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from cleaner.rulebook.model import Rule
from cleaner.stages.protect import Spans, markdown_code
from cleaner.stages.view import Proposal, Propose, Stage, View

BLANK = (
    "\t\x0b\x0c\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
"Everything blank that does not end a line. A CR is here for texts that skip the unicode stage."

_BLANKS = frozenset(BLANK)
_ALL = "\n" + BLANK
_SEPARATOR = re.compile(f"\n[\n{BLANK}]*+")


class _Editor:
    """Collects the edits of the layout rules; a rule that is not active drops its edits."""

    def __init__(self, rules: dict[str, Rule], proposal: Proposal) -> None:
        self._rules = rules
        self._edits = proposal.edits

    def change(self, name: str, start: int, end: int, after: str = "") -> None:
        rule = self._rules.get(name)
        if rule is not None and (start < end or after):
            self._edits.add(start, end, after, rule.id, rule.confidence)


def compile_stage(rules: tuple[Rule, ...]) -> Propose:
    """The layout stage with those of its rules that are active."""
    by_name = {rule.name: rule for rule in rules}

    def propose(view: View) -> Proposal | None:
        proposal = Proposal()
        editor = _Editor(by_name, proposal)
        if view.markup == "markdown":
            _propose_markdown(view.text, editor)
        else:
            _propose_plain(view.text, editor)
        return proposal if len(proposal.edits) else None

    return propose


def _propose_plain(text: str, editor: _Editor) -> None:
    end = len(text.rstrip(_ALL))
    if not end:
        editor.change("text-edges", 0, len(text))
        return
    start = len(text) - len(text.lstrip(_ALL))
    line = text.rfind("\n", 0, start) + 1
    editor.change("text-edges", 0, line)
    editor.change("indents", line, start)
    for match in _SEPARATOR.finditer(text, start, end):
        newline, after = match.span()
        if text[newline - 1] in _BLANKS:
            editor.change("trailing-blanks", _before_blanks(text, newline), newline)
        if after - newline == 2 and text[newline + 1] == "\n":
            continue
        line = text.rfind("\n", newline, after) + 1
        if line - newline == 1:
            editor.change("paragraphs", newline, newline, "\n")
        else:
            editor.change("paragraphs", newline + 1, line - 1)
        editor.change("indents", line, after)
    _propose_end(text, end, editor)


def _propose_end(text: str, end: int, editor: _Editor) -> None:
    """One final newline after the last character that is not blank."""
    newline = text.find("\n", end)
    if newline < 0:
        editor.change("text-edges", end, len(text), "\n")
    else:
        editor.change("trailing-blanks", end, newline)
        editor.change("text-edges", newline + 1, len(text))


def _before_blanks(text: str, end: int) -> int:
    """Start of the run of blanks that ends at `end`."""
    while end and text[end - 1] in _BLANKS:
        end -= 1
    return end


def _propose_markdown(text: str, editor: _Editor) -> None:
    end = len(text.rstrip(_ALL))
    if not end:
        editor.change("text-edges", 0, len(text))
        return
    code = markdown_code(text)
    for match in _SEPARATOR.finditer(text, 0, end):
        newline, after = match.span()
        if code.covers(newline):
            continue
        line = text.rfind("\n", newline, after) + 1
        start = _before_blanks(text, newline)
        if start < newline and not (line - newline == 1 and _is_hard_break(text, start, newline)):
            editor.change("trailing-blanks", start, newline)
        if text.count("\n", newline, after) > 2 and not _meets(code, newline, after):
            editor.change("paragraphs", newline + 1, line - 1)
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


STAGE = Stage("layout", compile_stage, "Indents, line ends and blank lines: one blank line between paragraphs.")
