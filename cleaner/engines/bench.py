"""How fast the pipeline is, against `ftfy.fix_text` on the same text in the same run.

Machines and their load differ, so ratios are what counts: the two alternate, round by round, in CPU time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from statistics import median
from time import process_time

from cleaner.pipeline import Cleaner
from cleaner.report.ledger import LedgerWriter, text_bytes
from cleaner.stages.view import Proposal, Propose, View

APPLY = "apply, check, collect"
LEDGER = "ledger"


@dataclass(frozen=True, slots=True)
class Round:
    """One round: the same texts through both, CPU seconds."""

    cleaner: float
    ftfy: float

    @property
    def ratio(self) -> float:
        """How many times faster the cleaner was."""
        return self.ftfy / self.cleaner


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

    @property
    def ratio(self) -> float:
        """Median of the ratios of the rounds."""
        return median(one.ratio for one in self.rounds)

    @property
    def cleaner_speed(self) -> float:
        """Median speed of the pipeline with its ledger, MB (10^6 bytes of UTF-8 input) per CPU second."""
        return median(self.size / one.cleaner for one in self.rounds) / 1e6

    @property
    def ftfy_speed(self) -> float:
        """Median speed of ftfy, MB per CPU second."""
        return median(self.size / one.ftfy for one in self.rounds) / 1e6

    def shares(self) -> list[tuple[str, float]]:
        """Each stage's share of the time, 0 to 1, in the order of the pipeline."""
        total = sum(seconds for _, seconds in self.stages)
        return [(name, seconds / total if total else 0.0) for name, seconds in self.stages]


def bench(texts: Sequence[str], rounds: int = 5, name: str = "texts", cleaner: Cleaner | None = None) -> BenchResult:
    """Measure the pipeline with its ledger against ftfy, both on the same texts, alternating. Raises ValueError
    where there is nothing to measure.

    Compiling the rules is not counted, nor is the first pass over the texts, which loads dictionaries.
    """
    from ftfy import fix_text

    if rounds < 1 or not any(texts):
        raise ValueError("bench needs at least one round and one text that is not empty")
    work = cleaner or Cleaner()
    ours = _pipeline(work)

    def both() -> Round:
        return Round(_seconds(ours, texts), _seconds(fix_text, texts))

    both()
    size = sum(len(text.encode("utf-8", "surrogatepass")) for text in texts)
    done = tuple(both() for _ in range(rounds))
    return BenchResult(name, len(texts), size, done, _stages(work, texts))


def _pipeline(cleaner: Cleaner) -> Callable[[str], bytes]:
    """Clean one text and serialise its ledger line."""
    writer = LedgerWriter(cleaner.rules, cleaner.fingerprint)

    def work(text: str) -> bytes:
        document = cleaner.clean(text)
        return writer.line(document, "", sha256(text_bytes(document.text)).hexdigest())

    return work


def _seconds(work: Callable[[str], object], texts: Sequence[str]) -> float:
    """CPU seconds of `work` on all texts; never 0, so that ratios exist."""
    start = process_time()
    for text in texts:
        work(text)
    return max(process_time() - start, 1e-9)


def _stages(cleaner: Cleaner, texts: Sequence[str]) -> tuple[tuple[str, float], ...]:
    """CPU seconds by stage: a copy of the cleaner whose stages hold a watch, over all texts once."""
    spent: dict[str, float] = dict.fromkeys(cleaner.stages, 0.0)
    watched = Cleaner(cleaner.settings)
    stages = tuple((name, _watched(name, propose, spent)) for name, propose in watched._way.stages)
    watched._way = replace(watched._way, stages=stages)
    for text in texts:
        watched.clean(text)
    spent.update(dict.fromkeys(spent, 0.0))
    start = process_time()
    documents = [watched.clean(text) for text in texts]
    rest = max(process_time() - start - sum(spent.values()), 0.0)
    writer = LedgerWriter(cleaner.rules, cleaner.fingerprint)
    start = process_time()
    for document in documents:
        writer.line(document, "", sha256(text_bytes(document.text)).hexdigest())
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
    head = ("texts", "documents", "KB", "cleaner MB/s", "ftfy MB/s", "ratio")
    rows = [
        (
            one.name,
            str(one.documents),
            f"{one.size / 1000:.0f}",
            f"{one.cleaner_speed:.2f}",
            f"{one.ftfy_speed:.2f}",
            f"{one.ratio:.1f}x",
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
