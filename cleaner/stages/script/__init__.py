"""Script: tells simplified, traditional and Japanese text apart, and converts traditional text to simplified.

Simplified text costs one search and never loads a dictionary. Words of Taiwan and Hong Kong stay, unless the settings
name their region and ask for the words of the mainland.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping

from cleaner.rulebook.model import Rule, TomlValue
from cleaner.rulebook.patterns import compile_pattern
from cleaner.stages.script.classes import HANGUL, KANA, ScriptClasses
from cleaner.stages.script.convert import Converter
from cleaner.stages.script.detect import Detector, Evidence, Found, Region, Thresholds
from cleaner.stages.script.paraphrase import Paraphrase
from cleaner.stages.script.table import copy_edits
from cleaner.stages.view import Proposal, Propose, Script, Stage, View
from cleaner.text.document import Fact, Value
from cleaner.text.edit import EditColumns
from cleaner.text.patch import Patch

DETECT = "SC001"
PARAPHRASE = "SC901"
_AFTER = re.compile(rf"[\u3005\u30fc\u3400-\u9fff{KANA}{HANGUL}]{{0,24}}")


class ScriptStage:
    """The stage with its rules compiled; the conversion table waits for the first traditional text."""

    def __init__(self, detect: Rule, rules: tuple[Rule, ...]) -> None:
        options = detect.options or {}
        self.detector = Detector(
            ScriptClasses(_text(options, "shared"), _text(options, "more")),
            Thresholds(**{key: _number(options, key) for key in Thresholds.__slots__ if key in options}),
        )
        self.protected = compile_pattern(detect) if detect.pattern else None
        self.prefilter = detect.prefilter
        self.converter = Converter(rules)
        self.rivals = [(rule.id, *_pair(rule)) for rule in rules if "rival" in (rule.options or {})]
        self.under = {rule.id: _words(rule.options, "under") for rule in rules if "under" in (rule.options or {})}

    def propose(self, view: View) -> Proposal | None:
        """The verdict and, for a traditional text that is to be simplified, the edits."""
        asked = view.options.script
        script, evidence = self.detector.script(view.text, view.everyday)
        regions = [] if asked == "keep" or not self.converter.rules else self._regions(view, script, evidence)
        if script == "unknown" and not regions:
            return None
        proposal = Proposal()
        if script != "unknown":
            proposal.facts.append(Fact("verdict.script", script, DETECT))
        if regions:
            self._convert(view, regions, evidence, proposal)
            if proposal.edits.starts:
                proposal.facts.append(Fact("script.dictionary", self.converter.dictionary.name, DETECT))
        return proposal

    def _regions(self, view: View, script: Found, evidence: Evidence) -> list[Region]:
        """What may be converted: all of it where the settings say that every text is traditional."""
        damaged = view.facts.get("verdict.mojibake") in ("partly", "unrecoverable")
        if view.options.script == "simplified":
            found = script in ("traditional", "mixed")
            return list(self.detector.regions(view.text, script, evidence, damaged)) if found else []
        if script == "japanese" or self.detector.misread(view.text):
            return []
        return [(0, len(view.text))]

    def simplify(self, text: str, asked: Script = "simplified") -> EditColumns:
        """What would change in `text` if all of it were traditional: the conversion without asking for the script."""
        return self.converter.replacements(text, 0, len(text), self._resting(text, asked))

    def _resting(self, text: str, asked: Script) -> frozenset[str]:
        """Rules that rest: those of another region, and in this text those of a character whose rival stands in it
        as often. Taiwan has no such rivals; elsewhere they are rivals always."""
        resting = {rule for rule, under in self.under.items() if asked not in under}
        for rule, own, rival in self.rivals:
            if asked in ("t2s", "hk2s", "hk2sp") or (
                asked == "simplified" and text.count(rival) >= text.count(own) > 0
            ):
                resting.add(rule)
        return frozenset(resting)

    def _convert(self, view: View, regions: list[Region], evidence: Evidence, proposal: Proposal) -> None:
        text, converter = view.text, self.converter
        without = self._resting(text, view.options.script)
        found = [converter.replacements(text, start, end, without) for start, end in regions]
        edits = found[0] if len(found) == 1 else EditColumns()
        for more in found if len(found) > 1 else ():
            edits.extend(more)
        locked = self._locked(text, foreign=evidence.foreign > 0)
        proposal.edits = _outside(edits, locked) if locked else edits
        if regions == [(0, len(text))]:
            proposal.facts += self._metadata(view.facts, without)

    def _metadata(self, facts: Mapping[str, Value], without: frozenset[str]) -> Iterator[Fact]:
        """Metadata whose lines the text has lost, simplified as the text is; the title is read off the text."""
        for key, said in facts.items():
            if key.startswith("metadata.") and key != "metadata.title":
                value: Value = ""
                if isinstance(said, str):
                    value = self._simplified(said, without)
                elif isinstance(said, tuple):
                    value = tuple(self._simplified(part, without) if isinstance(part, str) else part for part in said)
                if value and value != said:
                    yield Fact(key, value, DETECT, None, said if isinstance(said, str) else "")

    def _simplified(self, text: str, without: frozenset[str]) -> str:
        edits = self.converter.replacements(text, 0, len(text), without)
        return Patch.of(text, zip(edits.starts, edits.ends, edits.afters, strict=True)).apply(text)

    def _locked(self, text: str, foreign: bool) -> list[Region]:
        """Runs that no edit may touch: addresses, code, words with kana. Sorted; they may overlap."""
        locked: list[Region] = []
        if self.protected and any(literal in text for literal in self.prefilter):
            locked = [match.span() for match in self.protected.finditer(text)]
        if foreign:
            locked += _foreign_words(text, self.detector.classes.foreign)
        return sorted(locked)


def _foreign_words(text: str, foreign: re.Pattern[str]) -> Iterator[Region]:
    """Kana or hangul with the Han characters that touch them: a Japanese title in a Chinese sentence."""
    at = 0
    while match := foreign.search(text, at):
        start = match.start()
        first = max(at, start - 8)
        while start > first and (text[start - 1] == "\u3005" or "\u3400" <= text[start - 1] <= "\u9fff"):
            start -= 1
        after = _AFTER.match(text, match.end())
        at = after.end() if after else match.end()
        yield start, at


def _outside(edits: EditColumns, locked: list[Region]) -> EditColumns:
    """The edits that touch no locked run; both are sorted, the edits disjoint."""
    free = EditColumns()
    done = 0
    for start, end in locked:
        first = bisect_right(edits.ends, start, done)
        copy_edits(edits, done, first, free)
        done = bisect_left(edits.starts, end, first)
    copy_edits(edits, done, len(edits), free)
    return free


def _text(options: Mapping[str, TomlValue] | object, name: str, between: str = "") -> str:
    value = options.get(name, "") if isinstance(options, dict) else ""
    return between.join(value.split()) if isinstance(value, str) else ""


def _words(options: Mapping[str, TomlValue] | None, name: str) -> frozenset[str]:
    return frozenset(_text(options or {}, name, " ").split())


def _number(options: object, name: str) -> float:
    value = options.get(name) if isinstance(options, dict) else None
    return float(value) if isinstance(value, (int, float)) else 0.0


def _pair(rule: Rule) -> tuple[str, str]:
    """The character that a rule changes and its rival: where the text writes the rival as often, the rule rests."""
    own = next(key for key in rule.map or {} if len(key) == 1)
    return own, _text(rule.options, "rival")


def compile_stage(rules: tuple[Rule, ...]) -> Propose:
    """The stage for these rules; without the rule that tells scripts apart nothing is converted."""
    by_id = {rule.id: rule for rule in rules}
    script = ScriptStage(by_id[DETECT], rules) if DETECT in by_id else None
    paraphrase = Paraphrase.of(by_id[PARAPHRASE]) if PARAPHRASE in by_id else None

    def propose(view: View) -> Proposal | None:
        proposal = script.propose(view) if script else None
        told = proposal.facts[0].value if proposal and proposal.facts else ""
        if paraphrase and told != "traditional":  # its phrases are simplified
            fact = paraphrase.fact(view.text)
            if fact is not None:
                proposal = proposal or Proposal()
                proposal.facts.append(fact)
        return proposal

    return propose


STAGE = Stage("script", compile_stage, "tells the script and converts traditional text to simplified")
