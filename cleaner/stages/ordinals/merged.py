"""Merged items: the break before a marker was lost, and the marker stands in the middle of a line or a sentence.

Of 2,153 lists of three or more in real text all but four put every item after the first behind the same kind of
break. Where all items of a list but one do, and that one follows a comma or nothing, what the others have before them
was lost there. It is written again as the item before, or the one behind, has it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cleaner.stages.ordinals.markers import Marker
from cleaner.stages.ordinals.repair import APPLIED, Repair
from cleaner.stages.ordinals.tables import Policy, Tables

KIND = "merged"
"As the rules name it in `options.repairs`."
BLANKS = " \t\u3000\xa0\n"
STOPS = frozenset("。\uff1b;\uff01\uff1f!?")
COMMAS = frozenset(",\uff0c、—")


def rejoined(text: str, items: Sequence[Marker], tables: Tables, policies: Mapping[str, Policy]) -> Iterator[Repair]:
    """Repairs of the items of one list, by place, that stand behind a weaker break than all others."""
    policy = policies.get(KIND)
    later = items[1:]
    if policy is None or len(later) < 2 or all(marker.level == later[0].level for marker in later):
        return
    for index, marker in enumerate(items):
        others = {other.level for other in later if other is not marker}
        if index == 0 or marker.level != "M" or len(others) != 1 or not others <= {"P", "S"}:
            continue
        model = items[index - 1] if index > 1 else items[index + 1]
        start = _break_before(text, marker.start, COMMAS)
        lost = text[_break_before(text, model.start, STOPS) : model.start]
        whole = others == {"P"} and lost[:1] in STOPS and len(items) > 3
        if start < marker.start and not whole:  # commas and stops mix in one paragraph, and where lines are wrapped
            continue
        if _leads_up(text, start, tables) or text.startswith(tables.words["referring"], marker.end):
            continue
        beside = (*items[index - 1 : index], *items[index + 1 : index + 2])
        neighbours = sum(abs(other.value - marker.value) == 1 for other in beside)
        confidence = policy.confidence if policy.margins[neighbours] is not None else APPLIED - 0.05
        shown = items[0].style.replace("#", "...")
        note = (
            f"{len(items)} items of the list {shown} are behind the same kind of break, only this one in mid-sentence"
        )
        support = (neighbours, len(items))
        yield Repair(
            start, marker.start, lost, policy.rule, marker.value, confidence, note, marker.family, support
        )  # fmt: skip


def _break_before(text: str, at: int, marks: frozenset[str]) -> int:
    """Start of the break before an offset: of the blanks, and of one of these marks before them."""
    while at > 0 and text[at - 1] in BLANKS:
        at -= 1
    return at - 1 if at > 0 and text[at - 1] in marks else at


def _leads_up(text: str, at: int, tables: Tables) -> bool:
    """Whether the words before an offset lead up to a marker within the sentence (其中二是), or end no sentence."""
    before = text[at - 1 : at]
    ends = "\u3400" <= before < "\ua000" or before in "”’》\uff09)%"
    return not ends or text.endswith(tables.words["leading"], 0, at)
