"""Noise against copying: pinyin in brackets after its own character, one separator between all characters."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from cleaner.rulebook.model import Rule
from cleaner.stages.punctuation.classes import HAN_RANGES
from cleaner.text.edit import EditColumns

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüɡ"
_TONES = str.maketrans(_TONED, "aaaaeeeeiiiioooouuuuvvvvvg")
_LETTERS = "a-z" + _TONED
_SYLLABLE = re.compile(f"[ \xa0\u3000]{{0,2}}[(\uff08]([{_LETTERS}]{{1,6}})([1-5]?)[)\uff09]")

SEPARATORS = (
    "\xb7.|*_/~^#+=-\u2022\u2027\u2219\u22c5\u25cf\u25cb\u25a0\u25a1\u25b2\u25b3\u25c6\u25c7\u2600\u2605\u2606\u2661\u2665"
    "\u2728\u273f\u2740\u2764\u2b50\u2e31\u30fb\uff0e\uff5c\uff0a"
)
"Marks that may be pushed between all characters of a phrase; emoji are added to them as a range."
EMOJI = "\U0001f300-\U0001faff"

_OF_LISTS = frozenset("\xb7-/|+=\u2022\u2027\u30fb\uff5c")
"Marks between the things of a list, too."
FEW, FEWEST = 8, 6
"So many Han characters at least must such a mark part, and any other."

_BLANKS = (" ", "\xa0")
_HAN = re.compile(f"[{HAN_RANGES}]")

MANY = 4
"With so many readings that are noise beyond doubt, those that might have a reason are taken for noise too."
NEAR = 120
"Code points on either side in which a word such as 读作 makes the line a lesson."

_SPACED = re.compile(
    f"(?<=[0-9A-Za-z{HAN_RANGES}])([{re.escape(SEPARATORS)}{EMOJI}]\ufe0f?)"
    f"(?:[0-9A-Za-z{HAN_RANGES}]\\1){{4,}}(?=[0-9A-Za-z{HAN_RANGES}])"
)


def _in_word(text: str, start: int, end: int, edits: EditColumns) -> bool:
    """True when the character before `start` has Han beside it, readings and a single blank before it aside: one that
    stands alone is explained."""
    if edits.ends and edits.ends[-1] == start - 1:
        return True
    before = start - 2 - (text[max(start - 2, 0) : start - 1] in _BLANKS)
    return (before >= 0 and _HAN.match(text, before) is not None) or _HAN.match(text, end) is not None


def toneless(syllable: str) -> str:
    """A syllable without its tone marks; ü is v.

    >>> toneless("chuàng"), toneless("lǜ")
    ('chuang', 'lv')
    """
    return syllable.translate(_TONES)


@dataclass(frozen=True, slots=True)
class Noise:
    """The rules about noise that are active."""

    pinyin: Rule | None
    separators: Rule | None
    readings: dict[str, tuple[str, ...]] = field(default_factory=dict)
    "Everyday characters and their usual readings, with tones."
    polyphones: frozenset[str] = frozenset()
    "Characters whose reading a text may have reason to give: a syllable with a tone mark stays."
    lesson: re.Pattern[str] | None = None
    "Words of a text in which readings are the subject."
    series: frozenset[str] = frozenset()
    "Characters that stand in a row of their own: weekdays, elements, provinces."

    @classmethod
    def of(cls, rules: dict[str, Rule]) -> Noise:
        """Pick the rules about noise by name and read their tables."""
        pinyin, separators = rules.get("injected-pinyin"), rules.get("separated-characters")
        readings: dict[str, tuple[str, ...]] = {}
        for reading, characters in ((pinyin.map if pinyin else None) or {}).items():
            for character in characters:
                readings[character] = (*readings.get(character, ()), reading)
        polyphones = frozenset(str(((pinyin.options if pinyin else None) or {}).get("polyphones", "")))
        lesson = re.compile("|".join(map(re.escape, pinyin.labels))) if pinyin and pinyin.labels else None
        series = frozenset("".join(separators.labels)) if separators else frozenset()
        return cls(pinyin, separators, readings, polyphones, lesson, series)

    def __bool__(self) -> bool:
        return self.pinyin is not None or self.separators is not None

    def find(self, text: str, places: list[int]) -> EditColumns | None:
        """Deletions that remove the noise, by place; None where there is none. `places` holds all candidates."""
        edits = EditColumns()
        doubtful: list[int] = []
        reached = -1
        for place in places:
            if place < reached:
                continue
            character = text[place]
            if character in "(\uff08":
                reached = self._pinyin(text, place, edits, doubtful)
            elif character in text[place + 2 : place + 4] and character in text[place + 4 : place + 7]:
                reached = self._separators(text, place, edits)
        if doubtful and self.pinyin and edits.rules.count(self.pinyin.id) - len(doubtful) < max(MANY, len(doubtful)):
            edits = edits.at([index for index in range(len(edits)) if index not in doubtful])
        return edits if len(edits) else None

    def _pinyin(self, text: str, place: int, edits: EditColumns, doubtful: list[int]) -> int:
        rule = self.pinyin
        if rule is None or not place or not text[place + 1 : place + 2].islower():
            return place
        start = place
        while start and place - start < 2 and text[start - 1] in " \u3000\xa0":
            start -= 1
        character = text[start - 1 : start]
        end = self._after_syllables(text, place, character)
        doubt = end == place and character in self.polyphones and _SYLLABLE.match(text, place)
        end = doubt.end() if doubt else end
        if end == place or self._is_lesson(text, place) or not _in_word(text, start, end, edits):
            return place
        if doubt:
            doubtful.append(len(edits))
        edits.add(start, end, "", rule.id, rule.confidence)
        return end

    def _after_syllables(self, text: str, place: int, character: str) -> int:
        """End of the bracketed syllables at `place` that spell the character; `place` where there is none."""
        while (match := _SYLLABLE.match(text, place)) and self._spells(character, match.group(1)):
            place = match.end()
        return place

    def _spells(self, character: str, syllable: str) -> bool:
        """True when the syllable is a usual reading of the character; a tone that is marked must be the usual one."""
        readings = self.readings.get(character)
        if not readings:
            return False
        plain = toneless(syllable)
        if plain == syllable.replace("\xfc", "v").replace("\u0261", "g"):
            return plain in [toneless(reading) for reading in readings]
        return character not in self.polyphones and syllable.replace("\u0261", "g") in readings

    def _is_lesson(self, text: str, place: int) -> bool:
        if self.lesson is None:
            return False
        line = text.rfind("\n", max(0, place - NEAR), place) + 1
        end = text.find("\n", place, place + NEAR)
        return self.lesson.search(text, max(line, place - NEAR), end if end >= 0 else place + NEAR) is not None

    def _separators(self, text: str, place: int, edits: EditColumns) -> int:
        """Delete the separators of one phrase, a deletion each."""
        rule = self.separators
        match = _SPACED.match(text, place) if rule is not None else None
        if rule is None or match is None:
            return place
        length = len(match[1])
        characters = [text[at] for at in range(place - 1, match.end() + 1, length + 1) if not text[at].isascii()]
        rows = sum(character in self.series for character in characters)
        if len(characters) < (FEW if text[place] in _OF_LISTS else FEWEST):
            return match.end()
        if 2 * rows > len(characters) or any(one == other for one, other in pairwise(characters)):
            return match.end()
        for at in range(place, match.end(), length + 1):
            edits.add(at, at + length, "", rule.id, rule.confidence)
        return match.end()
