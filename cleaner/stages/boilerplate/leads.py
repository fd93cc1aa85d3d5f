"""Who wrote a text, as its first paragraph says in brackets, or its last one at its end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleaner.rulebook.model import Rule
from cleaner.rulebook.patterns import compile_pattern
from cleaner.stages.boilerplate.forms import fold, folded
from cleaner.stages.boilerplate.marks import Finding
from cleaner.stages.boilerplate.page import Page
from cleaner.stages.boilerplate.values import people

LEAD, END = 90, 40
"How far from the beginning of a text a reporter may be named, and from its end. Code points."
MAX_NAME = 4
"Longest name in Han. Code points."
_SAYS = re.compile("(?:[记記]者|通[讯訊][员員]|[报報][导導道])[^\\n]{0,40}[)\uff09】\\]]").search


class Leads:
    """Reads bylines with the pattern of a rule, whose group `author` holds the names. Raises RuleError."""

    def __init__(self, rule: Rule) -> None:
        self._id = rule.id
        self._search = compile_pattern(folded(rule)).search

    def of(self, page: Page, text: Sequence[int]) -> Iterator[tuple[int, Finding]]:
        """The names that the running text of a page gives, with the index of the line that holds them. `text` are its
        lines."""
        if not text:
            return
        for index, start in ((text[0], 0), (text[-1], max(0, len(page.lines[text[-1]]) - END))):
            line = page.lines[index]
            part = line[start : start + LEAD]
            found = self._search(fold(part)) if _SAYS(part) else None
            if found is None or (start and start + found.end() < len(line)):
                continue
            raw = line[start + found.start("author") : start + found.end("author")]
            value = people(raw)
            if value and all(len(name) <= MAX_NAME for name in value.split("、")):
                at = start + found.start("author")
                yield index, Finding("author", value, self._id, at, at + len(raw), raw)
                return
