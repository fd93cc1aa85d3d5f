"""Punctuation: widths, pairs, ellipses and dashes, stray blanks, noise against copying.

The rules work one after the other on a draft of constant length, so that each sees the context that a second run
would see. Noise goes first, because it changes what is whose neighbour.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import partial

from cleaner.rulebook.model import Rule
from cleaner.stages.protect import Protector
from cleaner.stages.punctuation.between import GapRules
from cleaner.stages.punctuation.classes import Classes
from cleaner.stages.punctuation.draft import Draft, find_inner
from cleaner.stages.punctuation.gaps import close_gaps
from cleaner.stages.punctuation.marks import Widths, widen
from cleaner.stages.punctuation.noise import EMOJI, SEPARATORS, Noise
from cleaner.stages.punctuation.pairs import curl_quotes, widen_brackets
from cleaner.stages.punctuation.runs import RunRules
from cleaner.stages.punctuation.verdict import judge_width
from cleaner.stages.view import Proposal, Propose, Stage, View
from cleaner.text.document import Fact
from cleaner.text.edit import EditColumns

_FOLDED = "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff61-\uff64"
_LISTED = frozenset(',:;!?.()"\uff08\uff09\u2026\uff0d\u2015\u2500<{[&`$')
"Marks that the rules of the stage ask for, and rare ones that they begin with."
_SINGLE = f"{re.escape(''.join(sorted(_LISTED)))}{_FOLDED}\u1680\u2000-\u200a\u202f\u205f"
"Body of a class: the same, letters and digits in full width, and the rare blanks."


def _candidates(separators: str) -> re.Pattern[str]:
    """Every character that one of the rules about marks may change: the one scan for all of them.

    A separator counts where another one follows after a character: single ones are many, as in dates and menus. So
    are points and colons inside of figures and addresses, which `find_inner` finds for whoever must know of all.
    """
    after = f"\\ufe0f?[^\\x00-\\xff][{separators}]"
    inner = "(?<=[0-9A-Za-z][.:])[0-9A-Za-z]"
    return re.compile(f"[{_SINGLE}{separators}](?:(?<=[{_SINGLE}])(?!{inner})|(?={after}))")


_CANDIDATE = _candidates(re.escape(SEPARATORS))
_CANDIDATE_OR_EMOJI = _candidates(re.escape(SEPARATORS) + EMOJI)
"A class with astral characters takes half as long again."

_INNER = frozenset(".:")
_BRACKETS = frozenset("()\uff08\uff09")
_OPENING = frozenset("(\uff08")
_SEPARATORS = frozenset(SEPARATORS) - {"."}
_DOTTED = re.compile("\\.(?=[^\\x00-\\xff]\\.)")


@dataclass(frozen=True, slots=True)
class _Rules:
    """The stage's active rules, compiled."""

    widths: Widths
    noise: Noise
    runs: RunRules
    gaps: GapRules
    protector: Protector
    brackets: Rule | None
    quotes: Rule | None
    unpaired: Rule | None
    verdict: Rule | None

    @classmethod
    def of(cls, rules: tuple[Rule, ...]) -> _Rules:
        by_name = {rule.name: rule for rule in rules}
        return cls(
            Widths.of(rules),
            Noise.of(by_name),
            RunRules.of(rules, _LISTED),
            GapRules.of(by_name),
            Protector.of(rules, _LISTED),
            by_name.get("half-width-brackets"),
            by_name.get("straight-quotes"),
            by_name.get("unpaired-quote"),
            by_name.get("width-verdict"),
        )


def compile_stage(rules: tuple[Rule, ...]) -> Propose:
    """The punctuation stage with those of its rules that are active."""
    compiled = _Rules.of(rules)
    classes = Classes()

    def propose(view: View) -> Proposal | None:
        if view.facts.get("verdict.script") == "japanese":
            return None
        text = view.text
        astral = not view.everyday and len(text.encode("utf-16-le", "surrogatepass")) > 2 * len(text)
        places, marks = _find_places(text, astral)
        noise = _find_noise(compiled.noise, text, places, marks)
        if noise is not None:
            text = _without(text, noise)
            places, marks = _find_places(text, astral)
        draft = Draft(text)
        proposal = Proposal(draft.edits, draft.flags)
        _revise(draft, places, marks, compiled, classes, proposal, view)
        if noise is not None:
            _map_back(proposal.edits, noise)
            _map_back(proposal.flags, noise, keep=True)
        proposal.facts += [Fact("audit.protected", count, rule) for rule, count in sorted(draft.shielded.items())]
        return proposal or None

    return propose


def _find_places(text: str, astral: bool) -> tuple[list[int], set[str]]:
    """Places of the candidates, and which of them the text holds, those of `find_inner` too."""
    places = [match.start() for match in (_CANDIDATE_OR_EMOJI if astral else _CANDIDATE).finditer(text)]
    marks = {text[place] for place in places}
    marks.update([mark for mark in ".:" if mark in text])
    return places, marks


def _find_noise(noise: Noise, text: str, places: list[int], marks: set[str]) -> EditColumns | None:
    if not noise or not marks:
        return None
    if marks.isdisjoint(_SEPARATORS) and max(marks) < "\U00010000" and not ("." in marks and _DOTTED.search(text)):
        if marks.isdisjoint(_OPENING):
            return None
        openings = [place for place in places if text[place] in _OPENING and text[place + 1 : place + 2].islower()]
        return noise.find(text, openings) if openings else None
    return noise.find(text, sorted(places + find_inner(text, _INNER)))


def _revise(
    draft: Draft,
    places: list[int],
    marks: set[str],
    rules: _Rules,
    classes: Classes,
    proposal: Proposal,
    view: View,
) -> None:
    """All rules but those about noise, on the draft."""
    text = draft.text
    draft.protect = partial(rules.protector.spans, text, view.markup, marks)
    rules.runs.propose(draft, marks)
    half = 0
    if rules.brackets is not None and not marks.isdisjoint("()"):
        text = draft.text
        brackets = [place for place in places if text[place] in _BRACKETS]
        half += widen_brackets(draft, brackets, rules.brackets, _folded(text, places))
    if '"' in marks and (rules.quotes or rules.unpaired):
        curl_quotes(draft, classes, rules.quotes, rules.unpaired)
    if rules.widths.table:
        half += widen(draft, places, marks, rules.widths, classes)
    if rules.verdict is not None:
        judge_width(text, half, rules.verdict, proposal)
    if rules.gaps:
        close_gaps(draft, classes, rules.gaps, marks)


def _folded(text: str, places: list[int]) -> bool:
    """True when a text has half-width commas but no full-width one: its width was folded upstream."""
    return "," in text and "\uff0c" not in text and (len(places) > 9 or len(places) + len(find_inner(text, _INNER)) > 9)


def _without(text: str, deletions: EditColumns) -> str:
    pieces: list[str] = []
    position = 0
    for start, end in zip(deletions.starts, deletions.ends, strict=True):
        pieces.append(text[position:start])
        position = end
    pieces.append(text[position:])
    return "".join(pieces)


def _map_back(edits: EditColumns, deletions: EditColumns, keep: bool = False) -> None:
    """Turn offsets of the text without noise into those of the text with it, and add the deletions themselves.

    An edit that spans a deletion takes it in. `keep`: only map.
    """
    places: list[int] = []
    shifts: list[int] = []
    removed = 0
    for start, end in zip(deletions.starts, deletions.ends, strict=True):
        places.append(start - removed)
        removed += end - start
        shifts.append(removed)
    swallowed: set[int] = set()
    for index in range(len(edits)):
        start, end = edits.starts[index], edits.ends[index]
        first, last = bisect_right(places, start), bisect_right(places, end - 1)
        swallowed.update(range(first, last))
        edits.starts[index] = start + (shifts[first - 1] if first else 0)
        edits.ends[index] = end + (shifts[last - 1] if last else 0)
    if not keep:
        for index in range(len(deletions)):
            if index not in swallowed:
                edits.add(
                    deletions.starts[index], deletions.ends[index], "", deletions.rules[index],
                    deletions.confidences[index],
                )  # fmt: skip


STAGE = Stage(
    "punctuation", compile_stage, "Widths of marks, pairs, ellipses, stray blanks, noise against copying.", writes=False
)
