"""The conversion table: leftmost-longest phrases, and runs of characters, each with the rule that answers for it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import accumulate

from cleaner.stages.script.phrases import Parts, Target, inside, needed

Run = tuple[int, int]
"Half-open, code points."


class Replacements:
    """What a table replaces in a run of text: parallel columns, sorted and disjoint. `rules` holds indexes of rules."""

    __slots__ = ("afters", "ends", "rules", "starts")

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.afters: list[str] = []
        self.rules: list[int] = []

    def add(self, start: int, end: int, after: str, rule: int) -> None:
        """Append one."""
        self.starts.append(start)
        self.ends.append(end)
        self.afters.append(after)
        self.rules.append(rule)

    def extend(self, other: Replacements, first: int = 0, last: int | None = None) -> None:
        """Append those of `other` from index `first` up to `last`."""
        self.starts += other.starts[first:last]
        self.ends += other.ends[first:last]
        self.afters += other.afters[first:last]
        self.rules += other.rules[first:last]

    def rows(self) -> list[tuple[int, int, str, int]]:
        """One tuple per replacement."""
        return list(zip(self.starts, self.ends, self.afters, self.rules, strict=True))


class _Runs(dict[str, str]):
    """Runs of characters to what replaces them, remembered: words come again and again."""

    def __init__(self, characters: Mapping[str, Target]) -> None:
        super().__init__()
        self._characters = characters

    def __missing__(self, run: str) -> str:
        characters = self._characters
        after = "".join([characters[old][0] if old in characters else old for old in run])
        if len(self) > 200_000:
            self.clear()
        self[run] = after
        return after


class Table:
    """Characters and phrases, compiled.

    Neighbouring characters of the commonest rule are one replacement: a word such as 發展 reads better than its
    parts, and there are a third fewer. Phrases are looked for only around a character that some phrase holds
    (the anchor), so their number costs nothing.
    """

    def __init__(
        self, characters: Mapping[str, Target], phrases: Mapping[str, Target], known: Mapping[str, str]
    ) -> None:
        """Phrases that say no more than their parts are dropped. `known` has the usual form of every character,
        also of those that no active rule changes."""
        self.characters = characters
        self.phrases: dict[str, Parts] = {
            key: inside(key, phrases[key], characters, known) for key in needed(characters, phrases)
        }
        self._rules = {key: rule for key, (_, rule) in characters.items()}
        commonest = Counter(self._rules.values()).most_common(1)
        self._usual = commonest[0][0] if commonest else 0
        self._runs = _Runs(characters)
        self._pattern = _runs_pattern(self._rules, self._usual)
        self._offsets = _anchors(self.phrases)
        self._anchor = _class_of(self._offsets)

    def replacements(self, text: str, start: int, end: int) -> Replacements:
        """What changes in text[start:end]. Phrases do not cross `start` and `end`."""
        singles = self._characters_of(text, start, end)
        found = self._phrases_of(text, start, end)
        return self._with_phrases(text, singles, found) if found else singles

    def _characters_of(self, text: str, start: int, end: int) -> Replacements:
        """Runs of characters, found by one split: positions are sums of lengths, so no match objects are made."""
        parts = self._pattern.split(text[start:end])
        places = list(accumulate(map(len, parts), initial=start))
        runs = parts[1::2]
        found = Replacements()
        found.starts, found.ends = places[1:-1:2], places[2::2]
        found.afters = list(map(self._runs.__getitem__, runs))
        rules, usual = self._rules, self._usual
        found.rules = [rules.get(run, usual) for run in runs]
        if max(runs, default="") > "\uffff":
            return self._known_only(runs, found)
        return found

    def _known_only(self, runs: list[str], found: Replacements) -> Replacements:
        """Without the astral characters that have no entry: the pattern takes all of them."""
        kept = Replacements()
        for run, row in zip(runs, found.rows(), strict=True):
            if run != row[2]:
                kept.add(*row)
        return kept

    def _phrases_of(self, text: str, start: int, end: int) -> list[Run]:
        """Phrases around the anchors: of those that overlap the leftmost, of those that begin together the longest."""
        phrases = self.phrases
        found: list[tuple[int, int]] = []
        for match in self._anchor.finditer(text, start, end):
            anchor = match.start()
            for before, length in self._offsets[match.group()]:
                at = anchor - before
                if text[at : at + length] in phrases and start <= at and at + length <= end:
                    found.append((at, -length))
        runs: list[Run] = []
        reach = start
        for at, length in sorted(found):
            if at >= reach:
                reach = at - length
                runs.append((at, reach))
        return runs

    def _with_phrases(self, text: str, singles: Replacements, found: list[Run]) -> Replacements:
        """The runs of characters with phrases laid over them; a run that a phrase cuts keeps its ends."""
        merged = Replacements()
        done = 0
        starts, ends, afters, rules = singles.starts, singles.ends, singles.afters, singles.rules
        for start, end in found:
            first = bisect_right(ends, start, done)
            last = bisect_left(starts, end, first)
            merged.extend(singles, done, first)
            if first < last and starts[first] < start:
                left = text[starts[first] : start]
                merged.add(starts[first], start, self._runs[left], rules[first])
            for a, b, after, rule in self.phrases[text[start:end]]:
                merged.add(start + a, start + b, after, rule)
            done = last
            if first < last and ends[last - 1] > end:
                done = last - 1
                starts[done], afters[done] = end, self._runs[text[end : ends[done]]]
        merged.extend(singles, done)
        return merged


def _runs_pattern(rules: Mapping[str, int], usual: int) -> re.Pattern[str]:
    """One group: a run of characters of the usual rule, or one character of another, or any astral character."""
    bmp = sorted(key for key in rules if key <= "\uffff")
    plain = "".join(re.escape(key) for key in bmp if rules[key] == usual)
    other = "".join(re.escape(key) for key in bmp if rules[key] != usual)
    astral = "\U00020000-\U0003ffff" if any(key > "\uffff" for key in rules) else ""
    classes = [f"[{plain}]+"] * bool(plain) + [f"[{other}{astral}]"] * bool(other + astral)
    return re.compile(f"({'|'.join(classes)})") if classes else re.compile("((?!))")


def _class_of(members: Iterable[str]) -> re.Pattern[str]:
    """A class of characters; the astral ones as one range: `re` makes no bitmap of listed astral members."""
    found = sorted(members)
    astral = "\U00020000-\U0003ffff" if found and found[-1] > "\uffff" else ""
    bmp = "".join(re.escape(character) for character in found if character <= "\uffff")
    return re.compile(f"[{bmp}{astral}]") if found else re.compile("(?!)")


def _anchors(phrases: Iterable[str]) -> dict[str, tuple[tuple[int, int], ...]]:
    """For each anchor, where the phrases around it begin (code points before it) and how long they are.

    The anchor of a phrase is the character that most phrases share: 於, 覆, 著, so that few anchors serve all.
    """
    keys = list(phrases)
    shared = Counter(character for key in keys for character in set(key))
    offsets: dict[str, set[tuple[int, int]]] = {}
    for key in keys:
        anchor = max(key, key=lambda character: (shared[character], character))
        offsets.setdefault(anchor, set()).add((key.index(anchor), len(key)))
    return {anchor: tuple(sorted(found)) for anchor, found in offsets.items()}
