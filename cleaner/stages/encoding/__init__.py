"""Encoding damage: text that was read in the wrong encoding is read again; what is lost is flagged, never guessed.

A repair is proposed only where the bytes decode strictly and the result is plausible Chinese. Each family has its own
cheap gate, so that right text costs a few scans.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable

from cleaner.rulebook.model import Rule
from cleaner.stages.encoding import big5, gbk, latin, two_bytes
from cleaner.stages.encoding.entities import entity_runs
from cleaner.stages.encoding.escaped import foreign_lines
from cleaner.stages.encoding.latin import Found
from cleaner.stages.encoding.settle import settled
from cleaner.stages.protect import Gate
from cleaner.stages.spans import SpanRule
from cleaner.stages.view import Proposal, Propose, Stage, View
from cleaner.text.document import Fact

_LOST_RUN = re.compile("[\ud800-\udbff][\udc00-\udfff]|[\udc00-\udfff]+|[\ud800-\udbff]|\ufffd+")


class Findings:
    """What the detectors of one document propose, and what it means for the verdict."""

    def __init__(self, rules: dict[str, Rule], text: str) -> None:
        self.rules = rules
        self.lossy = _is_lossy(text)
        "Whether the text holds U+FFFD or surrogates."
        self.proposal = Proposal()
        self.repaired: str = ""
        "Id of the first rule that repaired a misreading."
        self.read: list[tuple[int, int]] = []
        "Spans that a repair accounts for, lost characters and all."
        self.lost: str = ""
        "Id of the first rule that saw something that cannot be repaired."

    def active(self, *names: str) -> bool:
        """True when one of the named rules is active."""
        return any(name in self.rules for name in names)

    def edit(self, name: str, start: int, end: int, after: str, note: str = "") -> None:
        """Propose an edit of the named rule; nothing when the rule is not active."""
        rule = self.rules.get(name)
        if rule is not None:
            self.proposal.edits.add(start, end, after, rule.id, rule.confidence, note)

    def flag(self, name: str, text: str, start: int, end: int) -> None:
        """Flag a place as lost; nothing when the rule is not active."""
        rule = self.rules.get(name)
        if rule is not None:
            self.proposal.flags.add(start, end, text[start:end], rule.id, rule.confidence)
            self.lost = self.lost or rule.id

    def repair(self, name: str, found: Iterable[Found | gbk.Repair | big5.Line], note: str = "") -> None:
        """Propose repairs of a misreading."""
        for item in found:
            self.edit(name, item.start, item.end, item.after, note)
            if name in self.rules:
                self.read.append((item.start, item.end))
                self.repaired = self.repaired or self.rules[name].id

    def unread(self, lines: list[gbk.Line]) -> list[gbk.Line]:
        """The lines that no repair has touched yet."""
        read = sorted(self.read)
        return [line for line in lines if not _overlaps(read, line.start, line.end)]

    def finish(self) -> Proposal | None:
        """The proposal with its verdict; None when nothing was found."""
        if self.repaired or self.lost:
            verdict = ("partly" if self.repaired else "unrecoverable") if self.lost else "repaired"
            self.proposal.facts.append(Fact("verdict.mojibake", verdict, self.lost or self.repaired))
        return self.proposal or None


def _overlaps(read: list[tuple[int, int]], start: int, end: int) -> bool:
    """True where one of some sorted, disjoint spans reaches into start..end."""
    at = bisect_right(read, (end, 0)) - 1
    return at >= 0 and read[at][1] > start


def _is_lossy(text: str) -> bool:
    """True when the text holds U+FFFD or a surrogate. Encoding it is the fastest way to find the latter."""
    if "\ufffd" in text:
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def other_encoding_inside(view: View, findings: Findings) -> None:
    """Lines of another encoding, whose bytes stand in the text as lone surrogates (PEP 383)."""
    if findings.active("lost-characters") and findings.lossy:
        findings.repair("lost-characters", foreign_lines(view.text), "read in another encoding than the file")


def lost_characters(view: View, findings: Findings) -> None:
    """Replacement characters are flagged; undecodable bytes (PEP 383) and halves of a pair become them.

    Two halves side by side become the character that they are.
    """
    text = view.text
    if not findings.lossy:
        return
    read = sorted(findings.read)
    for match in _LOST_RUN.finditer(text):
        found = match.group()
        if _overlaps(read, match.start(), match.end()):
            continue
        if "\ud800" <= found[0] <= "\udbff" and len(found) == 2:
            whole = found.encode("utf-16", "surrogatepass").decode("utf-16")
            findings.edit("lost-characters", match.start(), match.end(), whole)
            continue
        if found[0] != "\ufffd":
            findings.edit("lost-characters", match.start(), match.end(), "\ufffd" * len(found))
        findings.flag("lost-characters", text, match.start(), match.end())


def misread_as_latin(view: View, findings: Findings) -> None:
    """UTF-8 or GBK that shows as Latin letters."""
    if not findings.active(
        "utf8-as-latin", "damaged-latin-letters", "gbk-as-latin", "unread-damage"
    ) or not latin.is_suspect(view.text):
        return
    scan = latin.chinese_runs(view.text)
    findings.repair("utf8-as-latin", scan.found)
    for start, end in scan.broken:
        findings.flag("unread-damage", view.text, start, end)
    covered = [(item.start, item.end) for item in scan.found]
    if findings.active("gbk-as-latin"):
        runs = two_bytes.misread_runs(view.text, covered)
        findings.repair("gbk-as-latin", runs)
        covered = sorted(covered + [(item.start, item.end) for item in runs])
    if findings.active("damaged-latin-letters"):
        findings.repair("damaged-latin-letters", latin.latin_letters(view.text, scan.others, covered))


def confused_with_big5(view: View, findings: Findings) -> None:
    """GBK that was read as Big5, and Big5 that was read as GBK."""
    if not findings.active("big5-and-gbk", "big5-and-gbk-partly"):
        return
    for line in big5.confused_lines(view.text):
        if not line.lost:
            findings.repair("big5-and-gbk", [line])
            continue
        findings.repair("big5-and-gbk-partly", [line], f"{line.lost} of {len(line.after)} characters are lost")
        mark = view.text.find("\ufffd", line.start, line.end)
        place = mark if mark >= 0 else line.end - 1
        findings.flag("big5-and-gbk-partly", view.text, place, place + 1)


def misread_as_gbk(view: View, findings: Findings) -> None:
    """UTF-8 that was read as GBK or GB18030: whole lines, lines with lost bytes, and lines left as they are."""
    if not findings.active("utf8-as-gbk", "utf8-as-gbk-partly", "unread-damage"):
        return
    whole, partly, rest = gbk.split(findings.unread(gbk.damaged_lines(view.text)))
    for line in whole:
        findings.repair("utf8-as-gbk", line.repairs)
    for line in partly:
        lost = line.reading.lost
        findings.repair("utf8-as-gbk-partly", line.repairs, f"{lost} of {line.reading.size} characters are lost")
        for item in line.repairs:
            if item.reading.lost:
                mark = view.text.find("\ufffd", item.start, item.end)
                place = mark if mark >= 0 else item.end - 1
                findings.flag("utf8-as-gbk-partly", view.text, place, place + 1)
    for line in rest:
        findings.flag("unread-damage", view.text, line.start, line.end)


def entities(view: View, findings: Findings) -> None:
    """HTML entities left in the text."""
    if findings.active("html-entities"):
        for found in entity_runs(view.text, view.markup == "markdown", findings.read):
            findings.edit("html-entities", found.start, found.end, found.after)


Detector = Callable[[View, Findings], None]
REPAIRS: tuple[Detector, ...] = (
    other_encoding_inside,
    misread_as_latin,
    confused_with_big5,
    misread_as_gbk,
    entities,
)


def compile_stage(rules: tuple[Rule, ...]) -> Propose:
    """The stage's function for documents. Raises RuleError for a pattern that cannot be compiled."""
    by_name = {rule.name: rule for rule in rules if rule.kind == "detector"}
    spans = tuple(SpanRule.of(rule) for rule in rules if rule.kind == "span")
    gates = Gate.of(literal for rule in rules if rule.kind == "span" for literal in rule.prefilter)
    ungated = any(not rule.prefilter for rule in rules if rule.kind == "span")

    def repair(view: View) -> Findings:
        findings = Findings(by_name, view.text)
        for detect in REPAIRS:
            detect(view, findings)
        return findings

    def propose_all(view: View) -> Proposal | None:
        findings = repair(view)
        lost_characters(view, findings)
        for span in spans:
            before = len(findings.proposal.flags)
            span.propose(view, findings.proposal)
            if len(findings.proposal.flags) > before:
                findings.lost = findings.lost or span.rule.id
        return findings.finish()

    def propose(view: View) -> Proposal | None:
        text = view.text
        if view.everyday and not ("&" in text or ungated or (spans and gates.lets_in(text))):
            return None  # all damage of encodings shows in rare characters
        return settled(view, propose_all, lambda again: repair(again).finish())

    return propose


STAGE = Stage("encoding", compile_stage, "text read in the wrong encoding, HTML entities, lost characters")
