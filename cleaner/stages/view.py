"""What a stage sees and what it answers: the whole contract between stages and pipeline, on one screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, cast

from cleaner.rulebook.model import Rule
from cleaner.stages.everyday import is_everyday
from cleaner.text.document import Fact, Value
from cleaner.text.edit import EditColumns
from cleaner.text.hints import Hint

Markup = Literal["plain", "markdown"]
Script = Literal["keep", "simplified", "t2s", "tw2s", "hk2s", "tw2sp", "hk2sp"]
"""Keep every script, simplify what is found to be traditional, or take every text for traditional, under the names of
OpenCC: of no region (t2s), of Taiwan (tw) or of Hong Kong (hk), p with the words of the mainland."""
Manner = Literal["auto", "full", "careful"]
"How much of a page is there: all of it, or hardly more than its text. `auto` chooses for each document."


@dataclass(frozen=True, slots=True)
class Options:
    """What a user may ask of the stages. Part of the fingerprint."""

    script: Script = "simplified"
    "What becomes of traditional text."
    manner: Manner = "auto"
    infer: bool = True
    "Whether edits that insert what the text does not show will be applied; a stage's verdict must know."

    @classmethod
    def of_rule(cls, rule: Rule) -> Options:
        """The options under which a rule's own examples run: the first setting of `script` that it is active under."""
        under = str((rule.options or {}).get("under", "")).split()
        return cls(cast(Script, under[0])) if under else cls()


@dataclass(frozen=True)
class View:
    """The text as the stages before have left it, and what they found out."""

    text: str
    "Line ends are LF after the unicode stage."
    markup: Markup = "plain"
    facts: Mapping[str, Value] = field(default_factory=dict)
    "Facts of the stages before, by key."
    options: Options = Options()
    site: str = ""
    "The site that the page is from, as `site_name` writes it; empty where nothing says it or no rule asks."
    hints: tuple[Hint, ...] = ()
    "What markup that is no part of the text says of each line, blank ones included; none for plain text."

    @cached_property
    def everyday(self) -> bool:
        """Whether the text holds no rare character, see `cleaner.stages.everyday`; found out when first asked."""
        return is_everyday(self.text)

    def after(self, text: str, afters: tuple[str, ...], hints: tuple[Hint, ...]) -> View:
        """The view of the text that replacements make of this one, with all that is known of it still: a text that is
        everyday stays so where nothing rare is put in."""
        view = View(text, self.markup, self.facts, self.options, self.site, hints)
        if self.__dict__.get("everyday") and is_everyday("".join(afters)):
            view.__dict__["everyday"] = True
        return view


class Proposal:
    """What a stage answers. Filled by the stage, read by the pipeline, then dropped. False while it says nothing.

    Columns are made when first asked for: most stages have nothing to say of most texts.
    """

    __slots__ = ("_edits", "_flags", "facts")

    def __init__(self, edits: EditColumns | None = None, flags: EditColumns | None = None) -> None:
        self._edits, self._flags = edits, flags
        self.facts: list[Fact] = []

    @property
    def edits(self) -> EditColumns:
        """The edits that the stage proposes."""
        if self._edits is None:
            self._edits = EditColumns()
        return self._edits

    @edits.setter
    def edits(self, edits: EditColumns) -> None:
        self._edits = edits

    @property
    def flags(self) -> EditColumns:
        """Places worth a warning, as edits whose `after` is what stands there already."""
        if self._flags is None:
            self._flags = EditColumns()
        return self._flags

    @property
    def has_edits(self) -> bool:
        """Whether there is an edit; asking for `edits` would make the columns."""
        return bool(self._edits)

    @property
    def has_flags(self) -> bool:
        """Whether there is a flag; asking for `flags` would make the columns."""
        return bool(self._flags)

    def __bool__(self) -> bool:
        return bool(self.facts or self._edits or self._flags)


Propose = Callable[[View], Proposal | None]
"A pure function; None when there is nothing to say."


def as_written(rule: Rule) -> Rule:
    """A rule that is compiled as it stands."""
    return rule


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: a name and a function that compiles its rules into a `Propose`."""

    name: str
    compile: Callable[[tuple[Rule, ...]], Propose]
    "Takes the active rules of this stage (never empty), compiles patterns once, returns the function for documents."
    description: str = ""
    writes: bool = True
    "Whether its code may write Han characters that neither stood at the place nor stand in the rule."
    reads: Callable[[Rule], Rule] = as_written
    "The rule as the stage compiles it: its pattern may be another one than the author wrote."
