"""Phrases of the conversion table: which of them are needed, and what each of them changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Target = tuple[str, int]
"What replaces a key, index of the rule that says so."
Parts = tuple[tuple[int, int, str, int], ...]
"""The replacements inside a phrase: start and end counted from its start, what replaces that, index of the rule.
Empty: the phrase keeps its characters as they are."""


@dataclass(frozen=True, slots=True)
class Entries:
    """What a table is made of."""

    characters: Mapping[str, Target]
    phrases: Mapping[str, Target]
    known: Mapping[str, str]
    "The usual form of every character, also of those that no active rule changes."

    def needed(self) -> list[str]:
        """Phrases whose replacement differs from what characters and shorter phrases give, the shortest first.

        The others are dropped: every phrase is a stop on the way.
        """
        kept: dict[str, Target] = {}
        for key in sorted(self.phrases, key=lambda key: (len(key), key)):
            if _by_parts(key, self.characters, kept) != self.phrases[key][0]:
                kept[key] = self.phrases[key]
        return list(kept)

    def inside(self, key: str) -> Parts:
        """The replacements of a phrase: itself, or what it leaves to its characters.

        A phrase that only keeps characters from being changed (乾隆年間) has no replacement of its own: what
        changes in it (間) belongs to the rule of that character.
        """
        after, rule = self.phrases[key]
        pairs = list(enumerate(zip(key, after, strict=False)))
        if len(after) != len(key) or any(old != new != self.known.get(old) for _, (old, new) in pairs):
            return ((0, len(key), after, rule),)
        return tuple(
            (at, at + 1, new, self.characters[old][1])
            for at, (old, new) in pairs
            if old != new and self.characters.get(old, ("", 0))[0] == new
        )


def _by_parts(key: str, characters: Mapping[str, Target], phrases: Mapping[str, Target]) -> str:
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
