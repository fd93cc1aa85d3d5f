"""The conversion table: leftmost-longest phrases, and runs of characters, each with the rule that answers for it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, repeat

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
        self._ids = {key: rule for key, (rule, _) in others.items()}
        self._confidences = {key: confidence for key, (_, confidence) in others.items()}
        self._runs = _Runs(characters)
        self._pattern = _runs_pattern(characters, others)
        self._offsets = _anchors(self.phrases)
        self._anchor = _class_of(self._offsets)

    def replacements(self, text: str, start: int, end: int) -> EditColumns:
        """What changes in text[start:end], sorted and disjoint. Phrases do not cross `start` and `end`."""
        singles = self._characters_of(text, start, end)
        found = self._phrases_of(text, start, end)
        return self._with_phrases(text, singles, found) if found else singles

    def _characters_of(self, text: str, start: int, end: int) -> EditColumns:
        """Runs of characters, found by one split: positions are sums of lengths, so no match objects are made."""
        parts = self._pattern.split(text[start:end])
        places = list(accumulate(map(len, parts), initial=start))
        runs = parts[1::2]
        rule, confidence = self._usual
        found = EditColumns()
        found.starts, found.ends = places[1:-1:2], places[2::2]
        found.afters = list(map(self._runs.__getitem__, runs))
        found.rules = list(map(self._ids.get, runs, repeat(rule)))
        found.confidences = list(map(self._confidences.get, runs, repeat(confidence)))
        found.notes = [""] * len(runs)
        return _changing(runs, found) if max(runs, default="") > "\uffff" else found

    def _phrases_of(self, text: str, start: int, end: int) -> list[Place]:
        """Phrases around the anchors: of those that overlap the leftmost, of those that begin together the longest."""
        phrases = self.phrases
        found: list[tuple[int, int]] = []
        for match in self._anchor.finditer(text, start, end):
            anchor = match.start()
            for before, length in self._offsets[match.group()]:
                at = anchor - before
                if text[at : at + length] in phrases and start <= at and at + length <= end:
                    found.append((at, -length))
        places: list[Place] = []
        reach = start
        for at, length in sorted(found):
            if at >= reach:
                reach = at - length
                places.append((at, reach))
        return places

    def _with_phrases(self, text: str, singles: EditColumns, found: list[Place]) -> EditColumns:
        """The runs of characters with phrases laid over them; a run that a phrase cuts keeps its ends."""
        merged = EditColumns()
        done = 0
        starts, ends, afters = singles.starts, singles.ends, singles.afters
        for start, end in found:
            first = bisect_right(ends, start, done)
            last = bisect_left(starts, end, first)
            copy_edits(singles, done, first, merged)
            if first < last and starts[first] < start:
                left = self._runs[text[starts[first] : start]]
                merged.add(starts[first], start, left, singles.rules[first], singles.confidences[first])
            for a, b, after, rule in self.phrases[text[start:end]]:
                merged.add(start + a, start + b, after, *self._answers[rule])
            done = last
            if first < last and ends[last - 1] > end:
                done = last - 1
                starts[done], afters[done] = end, self._runs[text[end : ends[done]]]
        copy_edits(singles, done, len(starts), merged)
        return merged


def copy_edits(source: EditColumns, first: int, last: int, target: EditColumns) -> None:
    """Append the edits of `source` from index `first` up to `last`."""
    target.starts += source.starts[first:last]
    target.ends += source.ends[first:last]
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
    more = f"(?:(?<=[{plain}])[{plain}]+)?" if plain else ""
    return re.compile(f"([{plain}{other}]{more})")


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
