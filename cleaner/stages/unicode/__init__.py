"""Unicode hygiene: invisible characters, line ends, wide blanks, compatibility forms. Never NFKC.

All rules of the stage are maps from characters; they compile into one class search over the document, so a text
without a hit costs one scan. What U+3000 and blanks between Han should become is left to the layout stage.
"""

from __future__ import annotations

from cleaner.rulebook.model import Rule
from cleaner.stages.unicode.charmap import Charmap
from cleaner.stages.view import Propose, Stage


def compile_stage(rules: tuple[Rule, ...]) -> Propose:
    """The stage's function for documents. Raises RuleError for a map that cannot be used."""
    return Charmap.of(rules).propose


STAGE = Stage(
    "unicode", compile_stage, "invisible characters, line ends, wide blanks, radicals and compatibility forms"
)
