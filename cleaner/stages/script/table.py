"""The conversion table: leftmost-longest phrases, and runs of characters, each with the rule that answers for it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate

from cleaner.stages.script.phrases import Entries, Target
from cleaner.text.edit import EditColumns

Place = tuple[int, int]
"Half-open, code points."


Answers = Sequence[tuple[str, float]]
"For each rule index of a table: the rule's id and confidence."


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

    def __init__(self, entries: Entries, answers: Answers) -> None:
        """`answers` has id and confidence of the rules that the entries name by index."""
        characters = entries.characters
        self.phrases = {key: entries.inside(key) for key in entries.needed()}
        usual = Counter(rule for _, rule in characters.values()).most_common(1)
        self._usual = answers[usual[0][0]] if usual else ("", 0.0)
        self._answers = answers
        others = {key: answers[rule] for key, (_, rule) in characters.items() if answers[rule] != self._usual}
        self._others = others
        self._runs = _Runs(characters)
        self._pattern = _runs_pattern(characters, others)
        self._anchors = _Anchors(self.phrases)

    def replacements(self, text: str, start: int, end: int) -> EditColumns:
        """What changes in text[start:end], sorted and disjoint. Phrases do not cross `start` and `end`."""
        phrases = self._phrases_of(text, start, end)
        found = self._characters_of(_without(text, start, end, phrases), start)
        for at, to in phrases:
            for a, b, after, rule in self.phrases[text[at:to]]:
                _insert(found, at + a, at + b, text[at + a : at + b], after, *self._answers[rule])
        return found

    def _characters_of(self, text: str, start: int) -> EditColumns:
        """Runs of characters, found by one split: positions are sums of lengths, so no match objects are made.
        `start` is where the text begins."""
        parts = self._pattern.split(text)
        places = list(accumulate(map(len, parts), initial=start))
        runs = parts[1::2]
        rule, confidence = self._usual
        found = EditColumns()
        found.starts, found.ends = places[1:-1:2], places[2::2]
        found.befores, found.afters = runs, list(map(self._runs.__getitem__, runs))
        found.rules, found.confidences, found.notes = [rule] * len(runs), [confidence] * len(runs), [""] * len(runs)
        others = self._others
        for index in [index for index, run in enumerate(runs) if run in others]:
            found.rules[index], found.confidences[index] = others[runs[index]]
        return _changing(runs, found) if max(runs, default="") > "\uffff" else found

    def _phrases_of(self, text: str, start: int, end: int) -> list[Place]:
        """Phrases around the anchors: of those that overlap the leftmost, of those that begin together the longest."""
        phrases = self.phrases
        found = [
            (at, -length)
            for at, length in self._anchors.candidates(text, start, end)
            if text[at : at + length] in phrases and start <= at and at + length <= end
        ]
        places: list[Place] = []
        reach = start
        for at, length in sorted(found):
            if at >= reach:
                reach = at - length
                places.append((at, reach))
        return places


def _without(text: str, start: int, end: int, places: list[Place]) -> str:
    """text[start:end] with the places filled with what no table converts, so that runs end there."""
    kept: list[str] = []
    for at, to in places:
        kept += text[start:at], "\0" * (to - at)
        start = to
    return "".join((*kept, text[start:end])) if kept else text[start:end]


def _insert(edits: EditColumns, start: int, end: int, before: str, after: str, rule: str, confidence: float) -> None:
    """Put one edit among sorted ones."""
    index = bisect_left(edits.starts, start)
    edits.starts.insert(index, start)
    edits.ends.insert(index, end)
    edits.befores.insert(index, before)
    edits.afters.insert(index, after)
    edits.rules.insert(index, rule)
    edits.confidences.insert(index, confidence)
    edits.notes.insert(index, "")


def copy_edits(source: EditColumns, first: int, last: int, target: EditColumns) -> None:
    """Append the edits of `source` from index `first` up to `last`."""
    target.starts += source.starts[first:last]
    target.ends += source.ends[first:last]
    target.befores += source.befores[first:last]
    target.afters += source.afters[first:last]
    target.rules += source.rules[first:last]
    target.confidences += source.confidences[first:last]
    target.notes += source.notes[first:last]


def _changing(runs: list[str], found: EditColumns) -> EditColumns:
    """Without the astral characters that have no entry: the pattern takes all of them."""
    kept = EditColumns()
    for index, run in enumerate(runs):
        if run != found.afters[index]:
            copy_edits(found, index, index + 1, kept)
    return kept


def _runs_pattern(characters: Iterable[str], others: Iterable[str]) -> re.Pattern[str]:
    """One group: a run of characters of the usual rule, or one character of another, or any astral character."""
    every = set(characters)
    bmp = {key for key in every if key <= "\uffff"}
    plain = "".join(map(re.escape, sorted(bmp - set(others))))
    other = "".join(map(re.escape, sorted(bmp & set(others)))) + ("\U00020000-\U0003ffff" if every - bmp else "")
    if not plain + other:
        return re.compile("((?!))")
    # One class in front, not an alternation: the engine scans with it, five times as fast.
    more = f"(?:(?<=[{plain}])[{plain}]++|)" if plain else ""
    return re.compile(f"([{plain}{other}]{more})")


def _class_of(members: Iterable[str]) -> re.Pattern[str]:
    """A class of characters; the astral ones as one range: `re` makes no bitmap of listed astral members."""
    found = sorted(members)
    astral = "\U00020000-\U0003ffff" if found and found[-1] > "\uffff" else ""
    bmp = "".join(re.escape(character) for character in found if character <= "\uffff")
    return re.compile(f"[{bmp}{astral}]") if found else re.compile("(?!)")


class _Anchors:
    """Where phrases may stand. The anchor of a phrase is the character that most phrases share: 於, 覆, 著, so that few
    anchors serve all; the character before it, or behind one that comes first, says whether any of them is near."""

    def __init__(self, phrases: Iterable[str]) -> None:
        keys = list(phrases)
        shared = Counter(character for key in keys for character in set(key))
        anchors: set[str] = set()
        self._alone = {key for key in keys if len(key) == 1}
        self._first: dict[str, set[Place]] = {}
        self._inside: dict[str, set[Place]] = {}
        for key in keys:
            anchor = max(key, key=lambda character: (shared[character], character))
            anchors.add(anchor)
            at = key.index(anchor)
            pairs, pair = (self._inside, key[at - 1 : at + 1]) if at else (self._first, key[:2])
            pairs.setdefault(pair, set()).add((at, len(key)))
        self._pattern = _class_of(anchors)

    def candidates(self, text: str, start: int, end: int) -> Iterator[Place]:
        """Where a phrase may begin, and how long it is."""
        alone, first, inside = self._alone, self._first, self._inside
        for match in self._pattern.finditer(text, start, end):
            anchor = match.start()
            if alone and match.group() in alone:
                yield anchor, 1
            pair = text[anchor : anchor + 2]
            if pair in first:
                for _, length in first[pair]:
                    yield anchor, length
            pair = text[anchor - 1 : anchor + 1]
            if pair in inside:
                for before, length in inside[pair]:
                    yield anchor - before, length
