"""Composition and tracing, against an oracle that follows every single character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import SpanError
from cleaner.text.change import Changes
from cleaner.text.patch import Patch
from cleaner.text.place import Places

Cell = tuple[str, int, int, bool]
"A character with the original span it stands for, and whether it was kept."


@st.composite
def histories(draw: st.DrawFn) -> tuple[str, list[Patch]]:
    """A text and up to four patches, each made for what the ones before it give."""
    text = original = draw(st.text("ab,，。一", max_size=12))
    patches: list[Patch] = []
    for _ in range(draw(st.integers(0, 4))):
        cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
        edits = []
        for start, end in zip(cuts[::2], cuts[1::2], strict=False):
            after = draw(st.text("xyz", max_size=3))
            if text[start:end] != after:
                edits.append((start, end, after))
        patch = Patch.of(text, edits)
        patches.append(patch)
        text = patch.apply(text)
    return original, patches


def oracle(original: str, patches: list[Patch]) -> list[list[Cell]]:
    """The clean text as cells in groups; a group is one kept character or one atomic replaced run.

    A run takes in every group it shares a cell with; a deletion is a group without cells.
    """
    groups: list[tuple[int, int, str, bool]] = [(i, i + 1, c, True) for i, c in enumerate(original)]
    for patch in patches:
        shift = 0
        for start, end, after in zip(patch.starts, patch.ends, patch.afters, strict=True):
            groups = replace(groups, start + shift, end + shift, after)
            shift += len(after) - (end - start)
    return [[(c, start, end, kept) for c in text] for start, end, text, kept in groups]


def replace(
    groups: list[tuple[int, int, str, bool]], start: int, end: int, after: str
) -> list[tuple[int, int, str, bool]]:
    """Groups with clean[start:end] replaced; groups cut by it are swallowed whole."""
    left: list[tuple[int, int, str, bool]] = []
    hit: list[tuple[int, int, str, bool]] = []
    right: list[tuple[int, int, str, bool]] = []
    at = 0
    for group in groups:
        size = len(group[2])
        begin, stop = at, at + size
        at = stop
        if stop <= start and not (size == 0 and start < begin):
            left.append(group)
        elif begin >= end:
            right.append(group)
        else:
            hit.append((*group[:2], group[2], group[3]))
            if begin < start:
                after = group[2][: start - begin] + after
            if stop > end:
                after = after + group[2][end - begin :]
    if hit:
        place = (hit[0][0], hit[-1][1])
    else:
        point = left[-1][1] if left else 0
        place = (point, point)
    return [*left, (*place, after, False), *right]


@given(histories())
def test_composition_restores_and_tiles(history: tuple[str, list[Patch]]) -> None:
    original, patches = history
    changes = Changes.compose(original, patches)  # the constructor proves that kept runs are equal
    assert changes.restore() == original
    text = original
    for patch in patches:
        text = patch.apply(text)
    assert changes.clean == text
    for patch in reversed(patches):
        assert patch.revert(text) == patch.invert().apply(text)
        text = patch.revert(text)
    assert text == original


@given(histories())
def test_trace_of_every_character_holds_its_true_origin(history: tuple[str, list[Patch]]) -> None:
    original, patches = history
    changes = Changes.compose(original, patches)
    cells = [cell for group in oracle(original, patches) for cell in group]
    assert "".join(cell[0] for cell in cells) == changes.clean
    for index, (_, start, end, kept) in enumerate(cells):
        origin = changes.trace(index, index + 1)
        if kept:
            assert (origin.span.start, origin.span.end, origin.exact) == (start, end, True)
        elif changes.original[start:end] != changes.clean[index : index + 1]:
            assert origin.span.start <= start
            assert origin.span.end >= end
            if all(len(patch) <= 1 for patch in patches):  # with more, the oracle splits what one patch joins
                assert (origin.span.start, origin.span.end) == (start, end)


@given(histories(), st.data())
def test_trace_is_monotone_and_covers_its_parts(history: tuple[str, list[Patch]], data: st.DataObject) -> None:
    changes = Changes.compose(*history)
    if not changes.clean:
        return
    start = data.draw(st.integers(0, len(changes.clean) - 1))
    end = data.draw(st.integers(start + 1, len(changes.clean)))
    whole = changes.trace(start, end).span
    for index in range(start, end):
        part = changes.trace(index, index + 1).span
        assert whole.start <= part.start <= part.end <= whole.end


@given(histories())
def test_places_agree_with_the_trace_where_it_is_exact(history: tuple[str, list[Patch]]) -> None:
    original, patches = history
    places = Places()
    for patch in patches:
        places = places.after(patch)
    changes = Changes.compose(original, patches)
    kept = [False] * len(changes.clean)
    position = 0
    for run in (*changes.runs, (0, 0, len(changes.clean), len(changes.clean))):
        kept[position : run[2]] = [True] * (run[2] - position)
        position = run[3]
    for index, is_kept in enumerate(kept):
        if is_kept:
            assert places.original(index) == changes.trace(index, index + 1).span.start


@pytest.mark.parametrize(
    ("edits", "why"),
    [
        pytest.param([(0, 2, "x"), (1, 3, "y")], "overlaps", id="overlap"),
        pytest.param([(0, 1, "a")], "changes nothing", id="no-op"),
        pytest.param([(2, 9, "x")], "has 4", id="outside the text"),
    ],
)
def test_patch_refuses(edits: list[tuple[int, int, str]], why: str) -> None:
    with pytest.raises(SpanError, match=why):
        Patch.of("abcd", edits) if why != "has 4" else Patch(4, (2,), (9,), ("1234567",), ("x",))


@given(histories(), st.data())
def test_many_places_are_carried_as_one_is(history: tuple[str, list[Patch]], data: st.DataObject) -> None:
    original, patches = history
    places = Places()
    for patch in patches:
        places = places.after(patch)
    size = len(Changes.compose(original, patches).clean)
    offsets = sorted(data.draw(st.lists(st.integers(0, size), max_size=9)))
    found, told = places.told(offsets)
    assert found == [places.original(offset) for offset in offsets]
    assert told == (places.currents(found) == offsets)
    sources = sorted(data.draw(st.lists(st.integers(0, len(original)), max_size=9)))
    assert places.currents(sources) == [places.currents([source])[0] for source in sources]
