"""Lines of the template of a site: known word for word, or by their shape, where the page is from that site."""

from __future__ import annotations

from dataclasses import replace

from cleaner.rulebook.model import Rule
from cleaner.stages.boilerplate.marks import Mark
from cleaner.stages.boilerplate.page import Page
from cleaner.text.shapes import fold, shape_of

LONE = 8
"A shorter line of a template goes only beside another line that goes: it may be a word of the text. Code points."

_Known = dict[str, tuple[Mark, Mark]]
"The marks of each line of a template, by its text or shape: where it stands alone, and beside another."


class TemplateReader:
    """All rules of kind `template`, by site."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self._texts: dict[str, _Known] = {}
        self._shapes: dict[str, _Known] = {}
        for rule in rules:
            for line in rule.lines:
                note = f"on {line.pages} of {rule.pages} pages of {rule.sites[0]}" if line.pages and rule.pages else ""
                sure = Mark(rule, "nothing", (), note, rule.type)
                marks = sure if len(line.text) >= LONE else replace(sure, need="neighbour"), sure
                for site in rule.sites:
                    known = self._shapes if line.shape else self._texts
                    known.setdefault(site, {}).setdefault(line.text, marks)

    def marks(self, page: Page, site: str) -> dict[int, Mark]:
        """The marks of the lines of a page from `site` that belong to its template, by index."""
        texts, shapes = self._texts.get(site), self._shapes.get(site)
        if not texts and not shapes:
            return {}
        found: dict[int, tuple[Mark, Mark]] = {}
        for index, raw in enumerate(page.lines):
            if not page.open(index):
                continue
            line = fold(raw)
            marks = texts.get(line) if texts else None
            if marks is None and shapes:
                marks = shapes.get(shape_of(line))
            if marks is not None:
                found[index] = marks
        return {index: marks[index - 1 in found or index + 1 in found] for index, marks in found.items()}
