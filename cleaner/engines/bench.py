"""How fast the pipeline is, against its peers on the same text in the same run.

Machines and their load differ, so ratios are what counts: all of them alternate, round by round, in CPU time. A peer
that is not installed is said to be missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from statistics import median
from time import process_time
from typing import Any, TypeVar

from cleaner.pipeline import BATCH, Cleaner, Incoming
from cleaner.report.ledger import LedgerWriter, text_bytes
from cleaner.stages.view import Proposal, Propose, View
from cleaner.text.document import Document, Source

T = TypeVar("T")
APPLY = "apply, check, collect"
LEDGER = "ledger"
FTFY, AUTOCORRECT, OPENCC, SEQUENCE = "ftfy", "autocorrect", "opencc t2s", "in sequence"
PEERS = (FTFY, AUTOCORRECT, OPENCC, SEQUENCE)
"""`ftfy.fix_text` as it comes, the Rust formatter of AutoCorrect through its Python package, the conversion t2s of
opencc-python-reimplemented, and the three one after the other, each on what the one before made of the text."""
MISSING = "missing"
_PACKAGES: dict[str, tuple[str, Callable[[Any], Callable[[str], str]]]] = {
    FTFY: ("ftfy", lambda ftfy: ftfy.fix_text),
    AUTOCORRECT: ("autocorrect_py", lambda autocorrect: autocorrect.format),
    OPENCC: ("opencc", lambda opencc: opencc.OpenCC("t2s").convert),
}
"Module of each peer, and its function, from the module."


@dataclass(frozen=True, slots=True)
class Round:
    """One round: the same texts through all, CPU seconds."""

    cleaner: float
    "With its ledger."
    bare: float
    "Without."
    peers: Mapping[str, float]
    "By name; what is not installed has no entry."


@dataclass(frozen=True, slots=True)
class BenchResult:
    """What was measured on one set of texts."""

    name: str
    documents: int
    size: int
    "UTF-8 bytes of one round."
    rounds: tuple[Round, ...]
    stages: tuple[tuple[str, float], ...] = ()
    "Name and CPU seconds of each stage, of applying and checking, and of the ledger, in one further round."

    def ratio(self, peer: str = FTFY) -> float | None:
        """How many times faster the cleaner was: the median of the ratios of the rounds. None for a missing peer."""
        ratios = [one.peers[peer] / one.cleaner for one in self.rounds if peer in one.peers]
        return median(ratios) if ratios else None

    @property
    def ledger_cost(self) -> float:
        """How much dearer the ledger makes the work, as a share of the work without it."""
        return median(one.cleaner / one.bare - 1 for one in self.rounds)

    @property
    def speed(self) -> float:
        """Median speed of the pipeline with its ledger, MB (10^6 bytes of UTF-8 input) per CPU second."""
        return median(self.size / one.cleaner for one in self.rounds) / 1e6

    def shares(self) -> list[tuple[str, float]]:
        """Each stage's share of the time, 0 to 1, in the order of the pipeline."""
        total = sum(seconds for _, seconds in self.stages)
        return [(name, seconds / total if total else 0.0) for name, seconds in self.stages]


def bench(texts: Sequence[str], rounds: int = 5, name: str = "texts", cleaner: Cleaner | None = None) -> BenchResult:
    """Measure the pipeline against its peers, all on the same texts, alternating. Raises ValueError where there is
    nothing to measure.

    Compiling the rules is not counted, nor is the first pass over the texts, which loads dictionaries.
    """
    if rounds < 1 or not any(texts):
        raise ValueError("bench needs at least one round and one text that is not empty")
    work = cleaner or Cleaner()
    writer, peers, batches = LedgerWriter(work.rules, work.fingerprint), installed_peers(), _batches(texts)

    def ours(batch: Sequence[str]) -> list[bytes]:
        return [_ledger_line(writer, document) for document in _clean(work, batch)]

    def all_of_them() -> Round:
        spent = {peer: _seconds(fix, texts) for peer, fix in peers.items()}
        return Round(_seconds(ours, batches), _seconds(partial(_clean, work), batches), spent)

    all_of_them()
    size = sum(len(text.encode("utf-8", "surrogatepass")) for text in texts)
    done = tuple(all_of_them() for _ in range(rounds))
    return BenchResult(name, len(texts), size, done, _stages(work, texts))


def installed_peers() -> dict[str, Callable[[str], str]]:
    """The peers that are installed, by name, in the order of `PEERS`; the sequence only where all of it is."""
    found: dict[str, Callable[[str], str]] = {}
    for name, (module, make) in _PACKAGES.items():
        if find_spec(module) is not None:
            found[name] = make(import_module(module))
    if len(found) == len(PEERS) - 1:
        fix, form, convert = found.values()
        found[SEQUENCE] = lambda text: convert(form(fix(text)))
    return found


def _batches(texts: Sequence[str]) -> list[Sequence[str]]:
    """The texts as a run takes them: so many at a time."""
    return [texts[at : at + BATCH] for at in range(0, len(texts), BATCH)]


def _clean(cleaner: Cleaner, texts: Sequence[str]) -> list[Document]:
    return cleaner.clean_all([Incoming(Source.of_text(text)) for text in texts])


def _ledger_line(writer: LedgerWriter, document: Document) -> bytes:
    return writer.line(document, "", sha256(text_bytes(document.text)).hexdigest())


def _seconds(work: Callable[[T], object], items: Sequence[T]) -> float:
    """CPU seconds of `work` on all items; never 0, so that ratios exist."""
    start = process_time()
    for item in items:
        work(item)
    return max(process_time() - start, 1e-9)


def _stages(cleaner: Cleaner, texts: Sequence[str]) -> tuple[tuple[str, float], ...]:
    """CPU seconds by stage: a copy of the cleaner whose stages hold a watch, over all texts once."""
    spent: dict[str, float] = dict.fromkeys(cleaner.stages, 0.0)
    watched = Cleaner(cleaner.settings)
    stages = tuple((name, _watched(name, propose, spent)) for name, propose in watched._way.stages)
    watched._way = replace(watched._way, stages=stages)
    batches = _batches(texts)
    for batch in batches:
        _clean(watched, batch)
    spent.update(dict.fromkeys(spent, 0.0))
    start = process_time()
    documents = [document for batch in batches for document in _clean(watched, batch)]
    rest = max(process_time() - start - sum(spent.values()), 0.0)
    writer = LedgerWriter(cleaner.rules, cleaner.fingerprint)
    start = process_time()
    for document in documents:
        _ledger_line(writer, document)
    return (*spent.items(), (APPLY, rest), (LEDGER, process_time() - start))


def _watched(name: str, propose: Propose, spent: dict[str, float]) -> Propose:
    def timed(view: View) -> Proposal | None:
        start = process_time()
        proposal = propose(view)
        spent[name] += process_time() - start
        return proposal

    return timed


def render(results: Sequence[BenchResult]) -> str:
    """The results as text: one line per set, then the share of time per stage, a column per set."""
    head = ("times as fast as", "documents", "KB", "MB/s", *PEERS, "the ledger adds")
    rows = [
        (
            one.name,
            str(one.documents),
            f"{one.size / 1000:.0f}",
            f"{one.speed:.2f}",
            *(MISSING if (ratio := one.ratio(peer)) is None else f"{ratio:.1f}x" for peer in PEERS),
            f"{one.ledger_cost:.0%}",
        )
        for one in results
    ]
    names = list(dict.fromkeys(name for one in results for name, _ in one.stages))
    shares = [dict(one.shares()) for one in results]
    stage_rows = [(name, *(f"{share[name]:.1%}" if name in share else "" for share in shares)) for name in names]
    stage_head = ("share of time", *(one.name for one in results))
    return _table([head, *rows]) + "\n" + _table([stage_head, *stage_rows])


def _table(rows: Sequence[Sequence[str]]) -> str:
    """Rows in columns, the first column to the left, the others to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join(lines) + "\n"
