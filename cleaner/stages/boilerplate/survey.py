"""Walking a document from both ends: which lines look like boilerplate, and where the running text begins and ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from cleaner.rulebook.model import Rule
from cleaner.stages.boilerplate.bars import READERS, Reader
from cleaner.stages.boilerplate.items import ItemReader
from cleaner.stages.boilerplate.marks import Mark, Zone
from cleaner.stages.boilerplate.page import Page, is_prose
from cleaner.stages.boilerplate.whole import LineReader

MAX_ZONE = 30
"Lines without a mark before a walk gives up in a document without prose, from either end. Lines."
MAX_TOOL = 60
"Longest line that is looked at among the running text. Code points."


@dataclass(slots=True)
class Survey:
    """What the walk found. Indexes count the page's lines that are not blank."""

    page: Page
    marks: dict[int, Mark] = field(default_factory=dict)
    head: int = 0
    "First line of prose, or where the walk gave up: lines before it are the head."
    tail: int = 0
    "Line after the last line of prose: lines from it on are the tail."
    prose: bool = False
    "Whether there is a line of prose at all."


class Surveyor:
    """The line readers of a rule book, compiled."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        bars: list[Reader] = []
        items: list[Rule] = []
        for rule in rules:
            name = detector_of(rule)
            if rule.kind == "labels" or name == "item":
                items.append(rule)
            elif name in READERS:
                bars.append(READERS[name](rule))
        self._lines = LineReader(tuple(rule for rule in rules if rule.kind == "line"))
        both: tuple[Reader, ...] = (self._lines.read, ItemReader(tuple(items)).read)
        self._readers: dict[Zone, tuple[Reader, ...]] = {"head": (*both, *bars), "body": both, "tail": (*both, *bars)}

    def read(self, line: str, zone: Zone) -> Mark | None:
        """The first mark that a reader gives the line; a mark that asks for nothing is preferred."""
        weak: Mark | None = None
        for reader in self._readers[zone]:
            mark = reader(line, zone)
            if mark is not None and mark.need == "nothing":
                return mark
            weak = weak or mark
        return weak

    def survey(self, page: Page) -> Survey:
        """Marks of all lines in head and tail, and of short lines between them that are tools in full."""
        found = Survey(page)
        size = len(page)
        found.prose = any(is_prose(line) for line in page.lines)
        last = self._walk(found, range(size - 1, -1, -1), "tail")
        found.prose = last >= 0 and is_prose(page.lines[last])
        found.tail = last + 1
        found.head = self._walk(found, range(size), "head")
        for index in range(found.head + 1, last):
            if len(page.lines[index]) <= MAX_TOOL and page.open(index) and not is_prose(page.lines[index]):
                mark = self.read(page.lines[index], "body")
                if mark is not None and mark.need == "nothing" and _certain_in_body(mark, page.lines[index]):
                    found.marks[index] = mark
        return found

    def _walk(self, found: Survey, order: Iterable[int], zone: Zone) -> int:
        """Mark lines in `order` until prose; the index where the walk stopped, or that after its end."""
        page, kept = found.page, 0
        at = -1
        step = 1 if zone == "head" else -1
        for index in order:
            at = index
            line = page.lines[index]
            known = found.marks.get(index)
            if known is not None and known.need == "nothing":
                continue
            prose = is_prose(line)
            mark = (self._lines.read if prose else self.read)(line, zone) if page.open(index) else None
            if mark is not None:
                found.marks[index] = mark
            if prose and (mark is None or mark.need != "nothing"):
                return index
            if mark is not None:
                continue
            kept += 1
            if kept >= MAX_ZONE and not found.prose:
                return index
        return at + step


def _certain_in_body(mark: Mark, line: str) -> bool:
    """True for tools; for metadata only where a day stands beside something else, or an editor in brackets."""
    if mark.type != "metadata":
        return True
    keys = [finding.key for finding in mark.findings if finding.value]
    return ("date" in keys and len(mark.findings) > 1) or (line[0] in "[【(\uff08" and "editor" in keys)


def detector_of(rule: Rule) -> str:
    """Name of the code behind a rule of kind `detector`; empty for other kinds."""
    name = (rule.options or {}).get("detector", "")
    return name if rule.kind == "detector" and isinstance(name, str) else ""
