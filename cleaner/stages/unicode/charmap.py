"""Character maps: every rule of the unicode stage compiled into one class search and one look-up per hit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from cleaner.errors import RuleError
from cleaner.rulebook.model import Rule
from cleaner.stages.everyday import are_rare
from cleaner.stages.unicode.guards import GUARDS, Guard, Hit, Page
from cleaner.stages.view import Proposal, View

LISTED = 8000
"Ranges up to this size are listed in the look-up table; longer ones are compared by their ends."


@dataclass(frozen=True, slots=True)
class Target:
    """What one rule wants of one character or sequence."""

    rule: Rule
    key: str
    after: str
    guard: Guard | None


@dataclass(frozen=True, slots=True)
class Charmap:
    """The compiled maps of all rules of the stage."""

    gate: re.Pattern[str]
    "One character that some rule may change. The astral planes above U+2F800 are one range, checked afterwards."
    targets: dict[str, tuple[Target, ...]]
    "By first character; longer sequences come first."
    ranges: tuple[tuple[str, str, Target], ...]
    "Long ranges: first and last character."
    rare: bool
    "Whether no everyday text holds any of these characters."

    @classmethod
    def of(cls, rules: tuple[Rule, ...]) -> Charmap:
        """Compile the maps of `rules`. Raises RuleError."""
        targets: dict[str, list[Target]] = {}
        ranges: list[tuple[str, str, Target]] = []
        for rule in rules:
            guard = _guard(rule)
            for key, after in (rule.map or {}).items():
                first, last = _ends(key, rule)
                if not first:
                    targets.setdefault(key[0], []).append(Target(rule, key, after, guard))
                elif ord(last) - ord(first) >= LISTED:
                    ranges.append((first, last, Target(rule, "", after, guard)))
                else:
                    for target in _listed(rule, first, last, after):
                        targets.setdefault(target.key, []).append(target)
        table = {first: tuple(sorted(found, key=lambda target: -len(target.key))) for first, found in targets.items()}
        return cls(_gate(table, ranges), table, tuple(ranges), are_rare((*table, *(first for first, _, _ in ranges))))

    def propose(self, view: View) -> Proposal | None:
        """Edits and flags for the characters that a rule maps; neighbours with one fate share one edit."""
        if self.rare and view.everyday:
            return None
        text = view.text
        found = self.gate.search(text)
        if found is None:
            return None
        proposal = Proposal()
        pending: Target | None = None
        start = end = 0
        after = ""
        for at, target in self._admitted(view, found.start()):
            if target is not None and pending is not None and target.rule is pending.rule and at == end:
                end += len(target.key) or 1
                after += target.after
                continue
            if pending is not None:
                _add(proposal, text, pending.rule, start, end, after)
            pending = target
            if target is not None:
                start, end, after = at, at + (len(target.key) or 1), target.after
        return proposal

    def _admitted(self, view: View, start: int) -> Iterator[tuple[int, Target | None]]:
        """Places and targets whose guard agrees, by place; closed by a None."""
        text, targets = view.text, self.targets
        page = Page(text, view.markup == "markdown")
        previous, reach = "", 0
        for match in self.gate.finditer(text, start):
            at = match.start()
            if at < reach:
                continue
            before = previous if at == reach and reach else text[at - 1 : at]
            for target in targets.get(match.group()) or self._in_ranges(match.group()):
                if len(target.key) > 1 and not text.startswith(target.key, at):
                    continue
                if target.guard is None or target.guard(Hit(page, at, before)):
                    yield at, target
                    if target.rule.action == "replace":
                        previous, reach = target.after[-1:] or before, at + len(target.key)
                    break
        yield len(text), None

    def _in_ranges(self, character: str) -> tuple[Target, ...]:
        return tuple(target for first, last, target in self.ranges if first <= character <= last)


def _add(proposal: Proposal, text: str, rule: Rule, start: int, end: int, after: str) -> None:
    if rule.action == "flag":
        proposal.flags.add(start, end, text[start:end], rule.id, rule.confidence)
    else:
        proposal.edits.add(start, end, after, rule.id, rule.confidence)


def _guard(rule: Rule) -> Guard | None:
    name = (rule.options or {}).get("guard")
    if name is None:
        return None
    if not isinstance(name, str) or name not in GUARDS:
        raise RuleError(f"{rule.file}: options.guard: {name!r} is unknown; use one of {', '.join(sorted(GUARDS))}")
    return GUARDS[name]


def _ends(key: str, rule: Rule) -> tuple[str, str]:
    """First and last character of a range `a..b` or a single character; two empty strings for a sequence."""
    if len(key) == 1:
        return key, key
    if len(key) == 4 and key[1:3] == "..":
        if key[0] > key[3]:
            raise RuleError(f"{rule.file}: map: the range {key!r} runs backwards; put the smaller character first")
        return key[0], key[3]
    if not key:
        raise RuleError(f"{rule.file}: map: an empty key; name a character or a range a..b")
    return "", ""


def _listed(rule: Rule, first: str, last: str, after: str) -> Iterator[Target]:
    """One target per character of a range. With `options.canonical` a character becomes its own canonical form."""
    guard = _guard(rule)
    canonical = bool((rule.options or {}).get("canonical"))
    for code in range(ord(first), ord(last) + 1):
        character = chr(code)
        wanted = unicodedata.normalize("NFC", character) if canonical else after
        if wanted != character:
            yield Target(rule, character, wanted, guard)


def _gate(targets: dict[str, tuple[Target, ...]], ranges: list[tuple[str, str, Target]]) -> re.Pattern[str]:
    """A class of all first characters: BMP members as ranges, the astral planes as one coarse range."""
    codes = sorted(ord(character) for character in targets if character <= "\uffff")
    spans: list[list[int]] = []
    for code in codes:
        if spans and code == spans[-1][1] + 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    astral = [character for character in targets if character > "\uffff"] + [first for first, _, _ in ranges]
    body = "".join(f"\\u{low:04x}-\\u{high:04x}" for low, high in spans)
    if astral:
        body += f"\\U{min(map(ord, astral)):08x}-\\U0010ffff"
    return re.compile(f"[{body}]" if body else r"(?!)")
