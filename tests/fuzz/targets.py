"""What is fuzzed: for each kind of input a function that makes one from a seed, and one that tries it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from hashlib import sha256
from importlib.util import find_spec
from io import BytesIO
from os import getpid
from pathlib import Path
from random import Random
from tempfile import gettempdir
from typing import Any

from cleaner.errors import InputError, RestoreError, RuleError
from cleaner.formats.compress import open_stream, unpacking
from cleaner.formats.html import page_of
from cleaner.formats.jsonl import LineRow, read_rows, rebuilt
from cleaner.formats.jsonrow import parse_row
from cleaner.formats.parquet import read_parquet, shape_of
from cleaner.formats.plain import decode_source
from cleaner.formats.record import Keys, Record, Refused
from cleaner.pipeline import compile_rules, default_cleaner
from cleaner.report.ledger import LedgerWriter, text_bytes
from cleaner.report.replay import document_of, row_of
from cleaner.rulebook.load import parse_rule
from cleaner.stages import STAGES
from cleaner.stages.view import Markup, View
from cleaner.text.document import Source
from fuzz import raws
from fuzz.invariants import as_source, faults, unstable
from fuzz.texts import examples, made

Corpus = Sequence[str]
ROW = Keys()
PACKED = Path(gettempdir()) / f"cleaner-fuzz-{getpid()}"
_HEAD = re.compile(rb'^(id|name)\s*=\s*"([^"\n/\0]{1,60})"', re.M)
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


@dataclass(frozen=True, slots=True)
class Target:
    """One kind of input."""

    make: Callable[[Random, Corpus], Any]
    "An input: text, or bytes, or a suffix and bytes."
    attempt: Callable[[Any, bool], Iterator[str]]
    "Tries the input; what is wrong, in words. With True all invariants are checked, else those of production."
    share: int
    "How many of a hundred inputs are of this kind."


def _text(markup: Markup, text: str, thorough: bool) -> Iterator[str]:
    yield from _source(as_source(text, markup), thorough)


def _source(source: Source, thorough: bool) -> Iterator[str]:
    """Cleaning checks by itself that the original comes back."""
    cleaner = default_cleaner()
    document = cleaner.clean_source(source)
    if not thorough:
        return
    yield from faults(document)
    again = cleaner.clean_source(source)
    if again != document:
        yield "same: the same document gives another output the second time"
    if said := unstable(document):
        yield said
    if _PAIR.search(source.text):
        return  # two halves that JSON would join; no file gives such a text
    raw = text_bytes(document.text)
    line = LedgerWriter(cleaner.rules, cleaner.fingerprint).line(document, "a.txt", sha256(raw).hexdigest())
    back = document_of(json.loads(line), raw)
    if back.source.text != source.text or back.steps != document.steps:
        yield "ledger: the ledger line does not give the document back"


def _bytes(raw: bytes, thorough: bool) -> Iterator[str]:
    """Reading is what is fuzzed here; a third is cleaned as well."""
    try:
        source = decode_source(raw)
    except InputError:
        return
    if source.reversible and source.encode() != raw:
        yield "bytes: what is called reversible does not give the bytes back"
    if thorough or len(raw) % 3 == 0:
        yield from _source(source, thorough)


def _row(raw: bytes, thorough: bool) -> Iterator[str]:
    """Rows come back byte for byte from the clean row and what the ledger notes."""
    for record in read_rows(BytesIO(raw), "x.jsonl", ROW):
        if not isinstance(record, Record):
            continue
        document = default_cleaner().clean_source(record.source)
        assert isinstance(record.row, LineRow)
        note = json.loads(record.row.ledger_note(document, to_table=False) or "{}")
        clean = record.row.cleaned(document, "{}" if not record.row.no_room() else "")
        parse_row(clean, ROW)
        if rebuilt(record.row.row, record.source.text, note) != record.row.raw:
            yield "rows: the line does not come back"
        if thorough:
            yield from faults(document)


def _rules(raw: bytes, thorough: bool) -> Iterator[str]:
    """A rule file is refused with a RuleError, or can be compiled and run."""
    head = dict(reversed(_HEAD.findall(raw)))
    name = f"rules/{(head.get(b'id', b'') + b'-' + head.get(b'name', b'')).decode('utf-8', 'replace')}.toml"
    try:
        rule = parse_rule(raw, name)
        stage = next((stage for stage in STAGES if stage.name == rule.stage), None)
        if stage is not None and thorough:
            compile_rules(stage, (rule,))(View("会议强调,要把工作做实.\n一是修路\n二是架桥\n"))
    except RuleError:
        return
    yield from ()


def _page(raw: bytes, thorough: bool) -> Iterator[str]:
    try:
        source, page = page_of(raw)
    except InputError:
        return
    if page.hints and len(page.hints) != len(page.text.split("\n")):
        yield "pages: hints that are not one for each line"
    yield from _source(source, thorough)


def _packed(found: tuple[str, bytes], _: bool) -> Iterator[str]:
    suffix, raw = found
    path = PACKED.with_suffix(suffix)
    path.write_bytes(raw)
    try:
        with unpacking(path), open_stream(path) as stream:
            while stream.read(1 << 16):
                pass
    except InputError:
        return
    yield from ()


def _parquet(raw: bytes, _: bool) -> Iterator[str]:
    """A damaged file is refused with an InputError, as a whole or row by row, or read."""
    path = PACKED.with_suffix(".parquet")
    path.write_bytes(raw)
    try:
        shape_of(path, ROW)
        for record in read_parquet(path, "x.parquet", ROW, None, 1):
            assert isinstance(record, Refused) or record.row is not None
            if isinstance(record, Record) and record.row is not None:
                record.row.cleaned(default_cleaner().clean_source(record.source))
    except InputError:
        return
    yield from ()


def _ledger(found: tuple[str, bytes], _: bool) -> Iterator[str]:
    """A damaged ledger line is refused with a RestoreError, or gives the document back."""
    text, line = found
    try:
        document_of(row_of("ledger.jsonl:1", line), text_bytes(text))
    except RestoreError:
        return
    yield from ()


@cache
def _ledgers() -> tuple[tuple[str, bytes], ...]:
    """Clean texts of examples with their ledger lines."""
    cleaner = default_cleaner()
    writer = LedgerWriter(cleaner.rules, cleaner.fingerprint)
    found: list[tuple[str, bytes]] = []
    for text in examples()[::7]:
        document = cleaner.clean(text)
        raw = text_bytes(document.text)
        found.append((document.text, writer.line(document, "a.txt", sha256(raw).hexdigest())))
    return tuple(found)


def _make_ledger(random: Random, _: Corpus) -> tuple[str, bytes]:
    text, line = random.choice(_ledgers())
    return text, raws.damaged(line, random, raws.VALUES)


def _of_text(make: Callable[[Random, str], Any]) -> Callable[[Random, Corpus], Any]:
    return lambda random, corpus: make(random, raws.any_text(random, corpus))


TARGETS = {
    "text": Target(raws.any_text, partial(_text, "plain"), 46),
    "markdown": Target(raws.any_text, partial(_text, "markdown"), 6),
    "bytes": Target(_of_text(raws.encoded), _bytes, 22),
    "rows": Target(_of_text(raws.row), _row, 6),
    "rules": Target(lambda random, _: raws.rule_file(random), _rules, 6),
    "pages": Target(lambda random, _: raws.page(random, made(random)), _page, 4),
    "packed": Target(_of_text(raws.packed), _packed, 4),
    "ledger": Target(_make_ledger, _ledger, 5),
}
if find_spec("pyarrow"):
    TARGETS["parquet"] = Target(
        lambda random, _: raws.parquet(random, [made(random) for _ in range(random.randrange(1, 4))]), _parquet, 1
    )
