"""Which script a text is written in, and which of its lines may be converted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Literal

from cleaner.stages.everyday import are_rare
from cleaner.stages.script.classes import ScriptClasses

Found = Literal["simplified", "traditional", "mixed", "japanese", "unknown"]
"The script of a text."
Region = tuple[int, int]
"Half-open, code points."

A_PASSAGE = 5
"Fewer traditional characters than this in a simplified text are a name or a word, and no second script."
A_NAME = 3
"So many different characters of a kind may be names."
CHUNK = 100_000
"Code points whose matches are held at a time."
FEW = 40
"With fewer traditional characters than this, quotations and Latin text are weighed too."
_QUOTED = re.compile("《[^《》\n]{0,40}》|“[^“”\n]{0,40}”|「[^「」\n]{0,40}」|『[^『』\n]{0,40}』|‘[^‘’\n]{0,40}’")
_ABOUT = re.compile("[繁简簡正異异]体|[繁簡正異]體|[简簡]化|字形|字体|字體|[写寫][作成]|[旧舊新]字")
"A text that speaks of scripts shows them side by side on purpose."
_WORD = re.compile("[A-Za-z\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What a reader may tune in the rule file. Shares are of the characters that give a script away."""

    traditional: float = 0.9
    "Share of traditional characters at which a text or a line counts as traditional."
    simplified: float = 0.1
    "Share at or below which a text counts as simplified."
    japanese: float = 0.4
    "Share of kana among kana, traditional and simplified characters from which a text or line is Japanese."
    misread: float = 0.2
    "Share of characters that come of UTF-8 read as GBK, above which a text or line is taken for damaged."
    density: float = 0.04
    "Least share of traditional characters among Han and Latin letters where there are few of them."


@dataclass(frozen=True, slots=True)
class Evidence:
    """Counts of characters that give a script away."""

    traditional: int
    simplified: int
    foreign: int

    @property
    def share(self) -> float:
        """Share of traditional characters, 0 to 1; 0 where there is no evidence."""
        known = self.traditional + self.simplified
        return self.traditional / known if known else 0.0

    def is_foreign(self, share: float) -> bool:
        """True when kana or hangul reach a share of all evidence."""
        return self.foreign > 0 and self.foreign >= share * (self.traditional + self.simplified + self.foreign)


class Detector:
    """Tells scripts apart by counting characters."""

    def __init__(self, classes: ScriptClasses, thresholds: Thresholds) -> None:
        self.classes = classes
        self.thresholds = thresholds
        self._rare = are_rare(classes.signs)

    def script(self, text: str, everyday: bool = False) -> tuple[Found, Evidence]:
        """Script of a text. Clean simplified text costs one search that succeeds at once, and one that fails where it
        is not known to be `everyday`."""
        if (everyday and self._rare) or self.classes.gate.search(text) is None:
            simple = self.classes.simplified.search(text) is not None
            return "simplified" if simple else "unknown", Evidence(0, int(simple), 0)
        evidence = (None if self._many.match(text) else self._few(text)) or self.evidence(text)
        return self._decide(text, evidence), evidence

    @cached_property
    def _many(self) -> re.Pattern[str]:
        """What matches a text with at least `FEW` traditional and foreign characters."""
        signs = self.classes.gate.pattern
        return re.compile(f"(?:[^{signs[1:]}*+{signs}){{{FEW}}}")

    def _few(self, text: str) -> Evidence | None:
        """Evidence of a text with few traditional and foreign characters, found in one pass; None where thresholds ask
        for more. Simplified ones are counted as far as they matter: until they outweigh the others beyond doubt."""
        limits = self.thresholds
        if not 0 < limits.simplified <= limits.japanese / 2:
            return None
        found = self.classes.gate.findall(text)
        enough = int(len(found) / limits.simplified) + 1
        simplified = sum(1 for _ in islice(self.classes.simplified.finditer(text), enough))
        foreign = len(self.classes.foreign.findall("".join(found)))
        return Evidence(len(found) - foreign, simplified, foreign)

    def evidence(self, text: str) -> Evidence:
        """Counts over a text or a line. Where nothing speaks for another script, traditional characters are only
        counted until there are enough of them."""
        classes = self.classes
        if classes.other.search(text):
            counted = (_count(known, text) for known in (classes.traditional, classes.simplified, classes.foreign))
            return Evidence(*counted)
        if self._many.match(text):
            return Evidence(FEW, 0, 0)
        return Evidence(len(classes.traditional.findall(text)), 0, 0)

    def _decide(self, text: str, evidence: Evidence) -> Found:
        limits = self.thresholds
        if evidence.is_foreign(limits.japanese):
            return "japanese" if self.classes.kana.search(text) else "unknown"
        if self.misread(text):
            return "unknown"
        if 0 < evidence.traditional < FEW:
            evidence = self._outside_quotations(text, evidence)
            if not evidence.simplified and evidence.traditional < limits.density * _count(_WORD, text):
                return "unknown"
        if not evidence.traditional:
            return "simplified" if evidence.simplified else "unknown"
        if evidence.share >= limits.traditional:
            return "traditional"
        quoted = evidence.share < 0.5 and evidence.traditional < A_PASSAGE
        return "simplified" if quoted or evidence.share <= limits.simplified else "mixed"

    def misread(self, text: str) -> bool:
        """True for what is left of UTF-8 read as GBK: converting it would put it beyond repair."""
        found = _count(self.classes.misread, text)
        if found <= A_NAME or found <= self.thresholds.misread * len(text):
            return False
        return len(set(self.classes.misread.findall(text[:CHUNK]))) > A_NAME

    def _outside_quotations(self, text: str, evidence: Evidence) -> Evidence:
        """Evidence without the traditional characters in titles and quotations: a simplified text may quote them."""
        outside = len(self.classes.traditional.findall(_QUOTED.sub("", text)))
        return Evidence(outside, evidence.simplified, evidence.foreign)

    def regions(self, text: str, script: Found, evidence: Evidence, damaged: bool = False) -> Iterator[Region]:
        """Runs of whole lines that may be converted. Sorted, disjoint. `damaged`: some lines may be misread.

        In a traditional text that is every line but those in another script; in a mixed one, at least half of it
        traditional, the lines that are traditional themselves, and those of which half is where the text was
        converted badly and does not set the scripts side by side on purpose. Nowhere else is anything converted: a
        simplified text that quotes a traditional passage does so on purpose.
        """
        if script == "traditional" and not damaged:
            yield from self._around_other_lines(text) if evidence.simplified or evidence.foreign else ((0, len(text)),)
        elif script == "traditional" or (script == "mixed" and evidence.share >= 0.5):
            bare = script == "traditional"
            half = bare or not (_ABOUT.search(text) or self.classes.compared.search(text))
            at = 0
            for line in text.split("\n"):
                compared = not bare and self.classes.compared.search(line) is not None
                if not compared and self._convertible(line, bare, half) and not (damaged and self.misread(line)):
                    yield at, at + len(line)
                at += len(line) + 1

    def _around_other_lines(self, text: str) -> Iterator[Region]:
        """All of a traditional text but its lines in another script. Looks only at lines with a sign of one."""
        other = self.classes.other
        start = at = 0
        while match := other.search(text, at):
            begin = text.rfind("\n", 0, match.start()) + 1
            at = text.find("\n", match.end()) + 1 or len(text)
            if not self._convertible(text[begin:at].rstrip("\n"), bare=True, half=True):
                if start < begin:
                    yield start, begin
                start = at
        if start < len(text):
            yield start, len(text)

    def _convertible(self, line: str, bare: bool, half: bool) -> bool:
        """True when a line is traditional; `half`: so much of it is enough; `bare` admits lines without evidence."""
        evidence = self.evidence(line)
        if evidence.is_foreign(self.thresholds.japanese):
            return False
        if not evidence.traditional:
            return bare and not evidence.simplified
        if half and evidence.traditional > 1:
            return evidence.share >= 0.5
        return evidence.share >= self.thresholds.traditional


def _count(pattern: re.Pattern[str], text: str) -> int:
    """Number of matches of a one-character pattern, chunk by chunk: a document of 20 MB must not fill the memory."""
    return sum(len(pattern.findall(text, at, at + CHUNK)) for at in range(0, len(text), CHUNK))
