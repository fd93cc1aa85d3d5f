"""Reading a page: which of its lines are the main text, how surely, and why."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Literal, TypeVar, cast

from cleaner.rulebook.model import Rule
from cleaner.stages.boilerplate.forms import fold
from cleaner.stages.boilerplate.maintext.amounts import take_amounts
from cleaner.stages.boilerplate.maintext.bridge import ENDING, bridge
from cleaner.stages.boilerplate.maintext.decode import STATES, Row, posteriors
from cleaner.stages.boilerplate.maintext.gaps import close_gaps
from cleaner.stages.boilerplate.maintext.keys import Columns, keys_of
from cleaner.stages.boilerplate.maintext.lanes import Lanes
from cleaner.stages.boilerplate.maintext.lists import take_lists
from cleaner.stages.boilerplate.maintext.names import GROUPS, names_of
from cleaner.stages.boilerplate.maintext.posts import take_posts
from cleaner.stages.boilerplate.maintext.shape import Key, shape_of
from cleaner.stages.boilerplate.maintext.sight import Cell, Families, Furnished, Sight, Vocabulary
from cleaner.stages.boilerplate.maintext.signature import take_address, take_signature
from cleaner.stages.boilerplate.maintext.threads import Threads, take_thread
from cleaner.stages.boilerplate.maintext.weights import BIAS, MAX_KEYS, Adder, Table, changes_of, read_table
from cleaner.stages.boilerplate.page import Page

Place = Literal["before", "inside", "behind"]
"Where a line stands that is no main text."
_TEXT = STATES.index("text")
_STATE: dict[Place, int] = {
    "before": STATES.index("before"),
    "inside": STATES.index("gap"),
    "behind": STATES.index("rest"),
}
T = TypeVar("T")
LOUDEST = 3
"Features that a reason names."
COMPANY = 3
"Lines below a line of page furniture one of which must be one too, where its words do not end a text."
ASKED = 6
"Cells of a run that are asked for a reason, those next to the text."


@dataclass(frozen=True, slots=True)
class Reading:
    """What the decoder says about each line of a page. Columns, one entry per line that is not blank."""

    outside: tuple[float, ...]
    "Probability that the line is neither main text nor headline."
    places: tuple[Place, ...]
    "Where the line stands if it is not."
    cells: tuple[Cell, ...]
    keys: Columns
    taken: frozenset[int]
    "Indexes of the lines that are posts or lists of the text, though they look like none."


def vocabulary_of(rule: Rule) -> Vocabulary:
    """The families of words in the options of a rule."""
    options = rule.options or {}
    families = {
        name: list(map(fold, words)) for name, words in cast(dict[str, list[str]], options.get("families", {})).items()
    }
    furniture, legal = cast(list[str], options.get("furniture", [])), cast(list[str], options.get("legal", []))
    everyday = frozenset(cast(list[str], options.get("everyday", [])))
    return Vocabulary(families, furniture, everyday, legal)


class Reader:
    """Decodes pages with the weights of one rule."""

    def __init__(self, rule: Rule, table: Table | None = None) -> None:
        options = rule.options or {}
        self.words = vocabulary_of(rule)
        table = table or read_table(str(options.get("weights", "")), str(options.get("changes", "")), rule.file)
        self._loudest = {place: {group: _Loudest(group, table.features, place) for group in GROUPS} for place in _STATE}
        self._lanes = Lanes(len(GROUPS), len(STATES))
        self._weights = {group: Adder(group, table, self._lanes) for group in GROUPS}
        self._weights["own"] = Adder("own", table, self._lanes, (BIAS,))
        self._changes = changes_of(table)
        self._threads = Threads(cast(list[str], options.get("threads", [])))

    def read(self, page: Page, families: Families, furnished: Furnished) -> Reading:
        """The reading of a page that has lines, with the families of words on them and its page furniture."""
        sight = Sight(page, families, self.words.furniture)
        keys = keys_of(sight)
        chances = posteriors(self._factors(keys), self._changes)
        shares = [before + gap + behind + rest for before, _, _, _, gap, behind, rest in chances]
        places = list(map(_place, chances))
        close_gaps(sight, shares, places)
        gaps = bridge(sight, shares, self.words.legal)
        take_amounts(sight, shares)
        take_address(sight, shares)
        take_signature(sight, shares)
        for number in gaps:
            places[number] = "inside"
        outside = shares
        if len(sight.cells) < len(page):
            outside = _spread(shares, sight.cells)
            places = _spread(places, sight.cells)
        decoded = outside.copy()
        take_posts(page.lines, outside)
        if self._threads.is_thread(page.plain):
            take_thread(page.seen, outside, partial(_is_tool, page, furnished))
        take_lists(page.seen, sight.cells, outside, partial(self._is_alien, page, families, furnished))
        taken = {index for index, chance in enumerate(decoded) if outside[index] < chance} if outside != decoded else ()
        return Reading(tuple(outside), tuple(places), tuple(sight.cells), keys, frozenset(taken))

    def _is_alien(self, page: Page, families: Families, furnished: Furnished, index: int) -> bool:
        """True for a disclaimer, and for a line of page furniture without a number, unless it only holds a word that
        any text may hold and stands alone."""
        if not _is_tool(page, furnished, index):
            return self.words.legal(page.lines[index])
        near = range(index + 1, min(index + COMPANY + 1, len(page)))
        ends = not ENDING.isdisjoint(families[index])
        return ends or any(_is_tool(page, furnished, other) for other in near)

    def _factors(self, keys: Columns) -> list[tuple[float, ...]]:
        """A positive factor per state for each cell."""
        return self._lanes.factors(
            b"".join(map(self._weights[group].__getitem__, column)) for group, column in keys.items()
        )

    def reason(self, reading: Reading, first: int, after: int) -> str:
        """Names of the features that spoke loudest for the lines from `first` to before `after` being outside.

        The weight of a feature is that of the way to be outside, less that of being text. The lines next to the text
        are asked.
        """
        place = reading.places[first]
        start, end = bisect_left(reading.cells, (first, first)), bisect_left(reading.cells, (after, after))
        numbers = slice(max(start, end - ASKED), end) if place == "before" else slice(start, min(end, start + ASKED))
        said: defaultdict[str, float] = defaultdict(float)
        loudest = self._loudest[place]
        columns = [map(loudest[group].__getitem__, column[numbers]) for group, column in reading.keys.items()]
        for name, weight in chain.from_iterable(zip(*columns, strict=True)):
            said[name] += weight
        return ", ".join(sorted(said, key=said.__getitem__, reverse=True)[:LOUDEST])


def _place(chances: Row) -> Place:
    """Where a cell stands that is no main text."""
    above, _, _, _, gap, behind, rest = chances
    below = behind + rest
    if gap > above and gap > below:
        return "inside"
    return "before" if above > below else "behind"


def _is_tool(page: Page, furnished: Furnished, index: int) -> bool:
    """True for a line of page furniture without a number."""
    return index in furnished and shape_of(page.seen[index]).start != "number"


def _spread(values: list[T], cells: Iterable[Cell]) -> list[T]:
    """The values of cells, for each of their lines."""
    return [value for value, (first, after) in zip(values, cells, strict=True) for _ in range(first, after)]


class _Loudest(dict[Key, tuple[str, float]]):
    """The feature of a key of one group that says most for a place outside, and how much. It fills itself."""

    def __init__(self, group: str, features: Mapping[str, Row], place: Place) -> None:
        super().__init__()
        self._group, self._features, self._state = group, features, _STATE[place]

    def __missing__(self, key: Key) -> tuple[str, float]:
        features = self._features
        rows = {name: features[name] for name in names_of(self._group, key) if name in features}
        said = {name: row[self._state] - row[_TEXT] for name, row in rows.items()}
        name = max(said, key=said.__getitem__, default="")
        found = name, said.get(name, 0.0)
        if len(self) < MAX_KEYS:
            self[key] = found
        return found
