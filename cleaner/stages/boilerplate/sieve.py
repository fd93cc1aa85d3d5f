"""Sieves: which lines of a document are worth reading, found by searching all of its lines at once.

A sieve takes the lines joined by line breaks, with a break before the first and after the last, and answers with
the numbers of those that hold what it looks for. It may let a line through in vain, it never keeps one back. A page
has hundreds of lines and a reader costs microseconds, so a line that no sieve lets through is never looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

Sieve = Callable[[str], set[int]]
"Numbers of the lines of a text that are worth reading."


def every(text: str) -> set[int]:
    """The sieve that keeps no line back."""
    return set(range(text.count("\n") - 1))


def searching(pattern: re.Pattern[str]) -> Sieve:
    """A sieve for the lines in which `pattern` finds something."""

    def lines(text: str) -> set[int]:
        found: set[int] = set()
        number, at = -1, 0
        while at >= 0 and (match := pattern.search(text, at)):
            end = match.end()
            number += text.count("\n", at, end)
            found.add(number)
            at = text.find("\n", end)
        return found

    return lines


class Words:
    """Words to look for in all lines at once.

    A class for the first character and one for the second is several times faster than an alternation of words.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self.words = sorted(set(words))
        self._by_first: dict[str, tuple[str, ...]] = {}
        for word in self.words:
            self._by_first[word[0]] = (*self._by_first.get(word[0], ()), word)
        known = self.words
        single = [word for word in known if len(word) == 1]
        second = f"(?={_class(word[1] for word in known if len(word) > 1)})" if len(known) > len(single) else "(?!)"
        second = f"(?:{second}|(?<={_class(single)}))" if single else second
        self._finditer = re.compile(_class(self._by_first) + second if known else "(?!)").finditer

    def found(self, text: str) -> dict[int, list[str]]:
        """The words that each line holds, by the number of the line; a word for each place where it stands."""
        by_first, found = self._by_first, dict[int, list[str]]()
        number, counted = -1, 0
        for match in self._finditer(text):
            start = match.start()
            for word in by_first[text[start]]:
                if text.startswith(word, start):
                    number += text.count("\n", counted, start)
                    counted = start
                    if number in found:
                        found[number].append(word)
                    else:
                        found[number] = [word]
        return found

    def within(self, line: str) -> list[str]:
        """The words that one line holds; a word for each place where it stands."""
        by_first = self._by_first
        return [
            word
            for match in self._finditer(line)
            for word in by_first[match[0]]
            if line.startswith(word, match.start())
        ]


def beginning(pairs: set[str], others: str, skipped: str) -> Sieve:
    """A sieve for the lines that begin with one of the pairs of characters, or with a match of the pattern `others`.

    Characters of the class `skipped` may stand before. `others` has no groups.
    """
    firsts, seconds = _class({pair[0] for pair in pairs}), _class({pair[1] for pair in pairs})
    start = f"(?:{firsts}(?={seconds})|({others}))" if pairs else f"({others})"
    pattern = re.compile(f"\\n(?:{start}|[{skipped}]++{start})")
    also_skipped = {pair[0] for pair in pairs if re.match(f"[{skipped}]", pair[0])}

    def lines(text: str) -> set[int]:
        found: set[int] = set()
        number, counted, at = -1, 0, 0
        while match := pattern.search(text, at):
            at = match.end()
            if match.lastindex or text[at - 1 : at + 1] in pairs or text[at - 1] in also_skipped:
                number += text.count("\n", counted, at)
                found.add(number)
                counted = at
        return found

    return lines


def _class(characters: Iterable[str]) -> str:
    return f"[{''.join(map(re.escape, sorted(characters)))}]"
