"""Runs that become one mark (ellipsis, dash, doubled comma) and letters and digits in full width."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cleaner.rulebook.model import Rule
from cleaner.rulebook.patterns import compile_pattern
from cleaner.stages.protect import Gate
from cleaner.stages.punctuation.classes import HAN_RANGES
from cleaner.stages.punctuation.draft import Draft

NEAR = 200
"Code points to either side in which a word such as 全角 makes the width the subject."

_SUBJECT = re.compile("全角|半角|全形|半形|全宽|半宽")
_NUMBER = re.compile(
    "[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+"
    "(?:(?:[\uff0e\uff0d\uff0b\uff1a](?<=[\uff10-\uff19].)(?=[\uff10-\uff19])"
    "|[\uff0e\uff20\uff3f\uff0d\uff0f](?=[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a])|\uff1a\uff0f\uff0f)"
    "[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+)*"
    "(?:(?<=[\uff10-\uff19])\uff05|(?<=^[\uff10-\uff19])\uff0e|(?<=^[\uff10-\uff19]{2})\uff0e)?",
    re.M,
)
_SMALL = {0xFF61: "\u3002", 0xFF62: "\u300c", 0xFF63: "\u300d", 0xFF64: "\u3001"}
_SMALL_MARKS = frozenset(map(chr, _SMALL))
_FULL_WIDTH = frozenset(map(chr, range(0xFF10, 0xFF5B)))
"Letters, digits and what else stands between them."
_SMALL_RUN = re.compile("[\uff61-\uff64]{1,3}(?<![\uff61-\uff64]{4})(?![\uff61-\uff64])")
_HAN = re.compile(f"[{HAN_RANGES}]")
_ROW = re.compile("[\uff65-\uff9f.\u3002\u2026]")
"Half-width kana, and marks that another rule may take together with a small one."


def narrow(run: str) -> str:
    """Full-width ASCII in half width."""
    return "".join(
        [chr(ord(character) - 0xFEE0) if "\uff01" <= character <= "\uff5e" else character for character in run]
    )


@dataclass(frozen=True, slots=True)
class RunRules:
    """The `span` rules of the stage and the two about full and half width."""

    spans: tuple[tuple[Rule, re.Pattern[str], Gate], ...]
    listed: frozenset[str]
    alphanumerics: Rule | None
    small_marks: Rule | None

    @classmethod
    def of(cls, rules: tuple[Rule, ...], listed: frozenset[str]) -> RunRules:
        """Compile; raises RuleError. `listed`: see `Gate`."""
        by_name = {rule.name: rule for rule in rules}
        mine = [rule for rule in rules if rule.kind == "span"]
        spans = tuple((rule, compile_pattern(rule), Gate.of(rule.prefilter, listed)) for rule in mine)
        return cls(spans, listed, by_name.get("full-width-alphanumerics"), by_name.get("half-width-cjk-marks"))

    def propose(self, draft: Draft, marks: set[str]) -> None:
        """Propose on the draft. `marks`: the listed characters and full-width letters and digits that occur in it."""
        if self.alphanumerics is not None and not marks.isdisjoint(_FULL_WIDTH):
            _narrow_runs(draft, self.alphanumerics)
        if self.small_marks is not None and not marks.isdisjoint(_SMALL_MARKS):
            _enlarge_marks(draft, self.small_marks)
        if len(draft.edits):
            marks = marks | self.listed  # any of them may be new
        for rule, pattern, gate in self.spans:
            text = draft.text
            if not gate.lets_in(text, marks):
                continue
            since = len(draft.edits)
            for match in pattern.finditer(text):
                after = match.expand(rule.replacement) if "\\" in rule.replacement else rule.replacement
                if after != match.group() and not (draft.spans and draft.covers(match.start())):
                    draft.replace(rule, match.start(), match.end(), after)
            if len(draft.edits) > since:
                draft.show(since)
                marks = marks | set(rule.replacement)


def _narrow_runs(draft: Draft, rule: Rule) -> None:
    text = draft.text
    subject = _SUBJECT.search(text) is not None
    since = len(draft.edits)
    for match in _NUMBER.finditer(text):
        start, end = match.span()
        if subject and _SUBJECT.search(text, *_near(text, start, end)):
            continue
        if not (draft.spans and draft.covers(start)):
            draft.replace(rule, start, end, narrow(match.group()))
    if len(draft.edits) > since:
        draft.show(since)


def _enlarge_marks(draft: Draft, rule: Rule) -> None:
    text = draft.text
    since = len(draft.edits)
    for match in _SMALL_RUN.finditer(text):
        start, end = match.span()
        if draft.spans and draft.covers(start):
            continue
        near = text[max(0, start - 1) : start] + text[end : end + 1]
        if len(set(match.group())) == end - start and not _ROW.search(near) and _HAN.search(near):
            for place in range(start, end):
                draft.replace(rule, place, place + 1, _SMALL[ord(text[place])])
    if len(draft.edits) > since:
        draft.show(since)


def _near(text: str, start: int, end: int) -> tuple[int, int]:
    """The line round start..end, at most NEAR code points to either side."""
    first = text.rfind("\n", max(0, start - NEAR), start) + 1
    last = text.find("\n", end, end + NEAR)
    return max(first, start - NEAR), last if last >= 0 else end + NEAR
