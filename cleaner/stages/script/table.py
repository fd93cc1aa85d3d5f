"""The conversion table: leftmost-longest phrases, then characters, each with the rule that answers for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

Hit = tuple[int, int, str, int]
"Start, end (code points), what replaces it, index of the rule."
Target = tuple[str, int]
"What replaces a key, index of the rule that says so."
Parts = tuple[Hit, ...]
"The replacements inside a phrase, counted from its start. Empty: the phrase keeps its characters as they are."


@dataclass(frozen=True, slots=True)
class Table:
    """What to look for, and what replaces it."""

    characters: Mapping[str, Target]
    phrases: Mapping[str, Parts]
    lengths: Mapping[str, tuple[int, ...]]
    "Lengths of the phrases that begin with a character, longest first."
    pattern: re.Pattern[str]
    "One character at which something may begin."

    @classmethod
    def of(cls, characters: Mapping[str, Target], phrases: Mapping[str, Target], known: Mapping[str, str]) -> Table:
        """Compile a table. Phrases that say no more than their parts are dropped: every phrase is a stop on the way.

        `known` has the usual form of every character, also of those that no active rule changes.
        """
        kept = {key: _inside(key, phrases[key], characters, known) for key in _needed(characters, phrases)}
        lengths: dict[str, set[int]] = {}
        for key in kept:
            lengths.setdefault(key[0], set()).add(len(key))
        return cls(
            characters,
            kept,
            {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()},
            _class_of({*characters, *lengths}),
        )

    def hits(self, text: str, start: int, end: int) -> Iterator[Hit]:
        """Replacements in text[start:end], sorted and disjoint. Phrases do not cross `end`."""
        characters, phrases, lengths = self.characters, self.phrases, self.lengths
        reach = start
        for match in self.pattern.finditer(text, start, end):
            at = match.start()
            if at < reach:
                continue
            character = match.group()
            for length in lengths.get(character, ()):
                piece = text[at : at + length]
                if piece in phrases and at + length <= end:
                    reach = at + length
                    for first, last, after, rule in phrases[piece]:
                        yield at + first, at + last, after, rule
                    break
            else:
                if character in characters:
                    after, rule = characters[character]
                    yield at, at + 1, after, rule

    def convert(self, text: str) -> str:
        """`text` with all replacements made."""
        pieces: list[str] = []
        position = 0
        for start, end, after, _ in self.hits(text, 0, len(text)):
            pieces += (text[position:start], after)
            position = end
        return "".join((*pieces, text[position:]))


def _inside(key: str, target: Target, characters: Mapping[str, Target], known: Mapping[str, str]) -> Parts:
    """The replacements of a phrase: itself, or what it leaves to its characters.

    A phrase that only keeps characters from being changed (乾隆年間) has no replacement of its own: what changes
    in it (間) belongs to the rule of that character.
    """
    after, rule = target
    if len(after) != len(key) or any(old != new != known.get(old) for old, new in zip(key, after, strict=True)):
        return ((0, len(key), after, rule),)
    return tuple(
        (at, at + 1, new, characters[old][1])
        for at, (old, new) in enumerate(zip(key, after, strict=True))
        if old != new and characters.get(old, ("", 0))[0] == new
    )


def _class_of(members: Iterable[str]) -> re.Pattern[str]:
    """A class of characters, the astral ones as one range: `re` cannot make a bitmap of listed astral members."""
    found = sorted(members)
    astral = "\U00020000-\U0003ffff" if found and found[-1] > "\uffff" else ""
    bmp = "".join(re.escape(character) for character in found if character <= "\uffff")
    return re.compile(f"[{bmp}{astral}]") if found else re.compile("(?!)")


def _needed(characters: Mapping[str, Target], phrases: Mapping[str, Target]) -> list[str]:
    """Phrases whose replacement differs from what characters and shorter phrases give."""
    kept: dict[str, Target] = {}
    for key in sorted(phrases, key=lambda key: (len(key), key)):
        if _parts(key, characters, kept) != phrases[key][0]:
            kept[key] = phrases[key]
    return list(kept)


def _parts(key: str, characters: Mapping[str, Target], phrases: Mapping[str, Target]) -> str:
    """`key` converted by characters and by phrases shorter than itself, leftmost and longest first."""
    pieces: list[str] = []
    at = 0
    while at < len(key):
        for length in range(min(len(key) - at, len(key) - 1), 1, -1):
            if key[at : at + length] in phrases:
                pieces.append(phrases[key[at : at + length]][0])
                at += length
                break
        else:
            pieces.append(characters.get(key[at], (key[at], 0))[0])
            at += 1
    return "".join(pieces)
