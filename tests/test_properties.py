"""Invariants of the whole pipeline, on text made of everything it meets."""

from __future__ import annotations

import json
from hashlib import sha256

from fuzz.invariants import as_source, faults
from fuzz.texts import LINES, PIECES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaner import clean
from cleaner.pipeline import default_cleaner
from cleaner.report.ledger import LedgerWriter, text_bytes
from cleaner.report.replay import document_of
from cleaner.stages.view import Markup
from cleaner.text.document import Source

prose = st.lists(st.sampled_from(PIECES), max_size=10).map("".join)
pages = st.lists(st.one_of(prose, prose, st.sampled_from(LINES)), max_size=9).map("\n".join)
"Lines of furniture among lines of anything: what a scraped page can be at worst."
texts = st.one_of(
    pages,
    st.lists(st.sampled_from(PIECES + LINES), max_size=25).map("".join),
    st.text(max_size=60),
    st.lists(st.one_of(st.sampled_from(PIECES + LINES), st.text(max_size=3)), max_size=15).map("".join),
)
"The same, glued together anyhow, and random characters."
thorough = settings(max_examples=max(300, settings().max_examples), suppress_health_check=[HealthCheck.too_slow])
"A few hundred, or what the profile asks for."


@thorough
@given(texts, st.sampled_from(["plain", "markdown"]))
def test_nothing_is_lost_moved_or_made_up(text: str, markup: Markup) -> None:
    """Restore, tiling, the trace of every character, protected spans, Han characters, rules: see `fuzz.invariants`."""
    assert list(faults(default_cleaner().clean_source(as_source(text, markup)))) == []


RESTLESS = frozenset("<`{$*=()&\x1b") | frozenset(chr(code) for code in range(0x3000) if not chr(code).isprintable())
CALM = [piece for piece in (*PIECES, *LINES) if (RESTLESS - {"\n"}).isdisjoint(piece) and "。。" not in piece]
calm_pages = st.lists(st.lists(st.sampled_from(CALM), max_size=10).map("".join), max_size=9).map("\n".join)
"""Without program text, whose blank lines stay, and what becomes something else late: `tests/fuzz/README.md` names the
texts that a second run still edits."""


@thorough
@given(calm_pages)
def test_clean_text_is_canonical_and_stable(text: str) -> None:
    document = clean(text)
    assert "\r" not in document.text
    assert "\n\n\n" not in document.text
    assert document.text == "" or (document.text.endswith("\n") and not document.text.endswith("\n\n"))
    again = clean(document.text)
    assert again.text == document.text, [
        (stage, entry.edit.rule, entry.before, entry.edit.after)
        for stage, entry in again.edits
        if entry.status == "applied"
    ]


@thorough
@given(texts)
def test_the_ledger_gives_the_document_back(text: str) -> None:
    cleaner = default_cleaner()
    document = cleaner.clean(text)
    raw = text_bytes(document.text)
    line = LedgerWriter(cleaner.rules, cleaner.fingerprint).line(document, "a.txt", sha256(raw).hexdigest())
    again = document_of(json.loads(line), raw)
    assert again.source.text == text
    assert again.steps == document.steps


@thorough
@given(st.lists(texts, max_size=4))
def test_documents_do_not_depend_on_each_other(several: list[str]) -> None:
    forwards = [clean(text).text for text in several]
    assert [clean(text).text for text in reversed(several)] == forwards[::-1]


@thorough
@given(texts)
def test_markdown_keeps_its_structure(text: str) -> None:
    source = Source.of_text(text)
    marked = Source(source.text, source.sha256, source.size, markup="markdown")
    document = default_cleaner().clean_source(marked)
    assert document.restore() == text
    assert document.text.count("```") == text.count("```") or "\n" not in text
