"""What the markup of an HTML page adds to the judgement of its lines. Plain text has none, and nothing happens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cleaner.rulebook.model import Rule
from cleaner.stages.boilerplate.clearing import Cleared
from cleaner.stages.boilerplate.maintext.narrow import Run
from cleaner.stages.boilerplate.marks import Mark
from cleaner.stages.boilerplate.page import Page
from cleaner.stages.boilerplate.survey import detector_of
from cleaner.text.hints import Hint

LISTS = frozenset(("nav", "footer", "aside"))
"Regions of a page whose lines of links are furniture."
NOTE = "links inside {}"


class Hinted:
    """The rule for menus, where markup says what one is."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self._rule = next((rule for rule in rules if detector_of(rule) == "menu"), None)
        least = (self._rule.options or {}).get("linked", 1.0) if self._rule else 1.0
        self._least = least if isinstance(least, float) else 1.0

    def apply(self, page: Page, all_hints: Sequence[Hint], cleared: Cleared) -> None:
        """Lines of links in navigation, footer or aside go; running text in the article stays, whatever the decoder
        says. `all_hints` holds one for each line of the text, blank ones included."""
        hints = [hint for hint, line in zip(all_hints, page.text.split("\n"), strict=True) if line.strip()]
        kept = {index for index in page.prose if hints[index].region == "text" and hints[index].linked < self._least}
        cleared.runs = [part for run in cleared.runs for part in _without(run, kept)]
        if self._rule is None:
            return
        gone = set(cleared.gone).union(*(range(run.first, run.after) for run in cleared.runs))
        for index, hint in enumerate(hints):
            if hint.region in LISTS and hint.linked >= self._least and index not in gone | page.prose:
                cleared.gone[index] = Mark(self._rule, note=NOTE.format(hint.region))


def _without(run: Run, kept: set[int]) -> list[Run]:
    """A run as the runs that are left of it without some lines."""
    parts: list[Run] = []
    for index in range(run.first, run.after):
        if index in kept:
            continue
        if parts and parts[-1].after == index:
            parts[-1] = replace(parts[-1], after=index + 1)
        else:
            parts.append(replace(run, first=index, after=index + 1))
    return parts
