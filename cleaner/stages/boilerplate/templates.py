"""Lines of the template of a site: known word for word, or by their shape, where the page is from that site."""

from __future__ import annotations

from cleaner.rulebook.model import Rule
from cleaner.stages.boilerplate.marks import Mark
from cleaner.stages.boilerplate.page import Page
from cleaner.text.shapes import fold, shape_of

LONE = 8
"A shorter line of a template goes only beside another line that goes: it may be a word of the text. Code points."

_Known = dict[str, Mark]
"The mark of each line of a template, by its text or shape."


class TemplateReader:
    """All rules of kind `template`, by site."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self._texts: dict[str, _Known] = {}
        self._shapes: dict[str, _Known] = {}
        for rule in rules:
            for line in rule.lines:
                note = f"on {line.pages} of {rule.pages} pages of {rule.sites[0]}" if line.pages and rule.pages else ""
                mark = Mark(rule, "nothing" if len(line.text) >= LONE else "neighbour", (), note, rule.type)
                for site in rule.sites:
                    known = self._shapes if line.shape else self._texts
                    known.setdefault(site, {}).setdefault(line.text, mark)

    def marks(self, page: Page, site: str) -> dict[int, Mark]:
        """The marks of the lines of a page from `site` that belong to its template, by index."""
        texts, shapes = self._texts.get(site), self._shapes.get(site)
        if not texts and not shapes:
            return {}
        found: dict[int, Mark] = {}
        for index, raw in enumerate(page.lines):
            if not page.open(index):
                continue
            line = fold(raw)
            mark = texts.get(line) if texts else None
            if mark is None and shapes:
                mark = shapes.get(shape_of(line))
            if mark is not None:
                found[index] = mark
        return {
            index: Mark(mark.rule, "nothing", (), mark.note, mark.type)
            if mark.need != "nothing" and (index - 1 in found or index + 1 in found)
            else mark
            for index, mark in found.items()
        }
