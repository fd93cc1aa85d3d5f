"""Learning from inputs: every page is read once and counted, then every site is decided and written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cleaner.errors import CleanerError
from cleaner.formats.inputs import find_inputs
from cleaner.formats.read import Piece, Reading, read
from cleaner.formats.record import Record, Refused
from cleaner.learn.counts import Counts, counting
from cleaner.learn.decide import Bar, learn_site
from cleaner.learn.files import Fate, write_template
from cleaner.learn.page import STAGES, page_of
from cleaner.pipeline import Cleaner, Settings
from cleaner.text.sites import site_of

VERSION = 1
"Raised when what a database holds changes its meaning."
MOST_NAMED = 20
"Failures that are kept with their reason."


@dataclass(frozen=True, slots=True)
class How:
    """What is learned from, and where it goes."""

    output: Path
    bar: Bar = field(default_factory=Bar)
    site: str = ""
    "The site of all pages; empty to find it for each."
    database: Path | None = None
    "A file that keeps the counts; None for one that is deleted at the end."
    glob: str = ""
    reading: Reading = field(default_factory=Reading)
    progress: Callable[[str, int, int], None] | None = None
    "Called with what is going on, and how much of it is done, of how many."


@dataclass(frozen=True, slots=True)
class SiteResult:
    """What was learned about one site."""

    site: str
    pages: int
    lines: int
    share: float
    "Of the characters of its pages that the lines make up."
    path: Path
    fate: Fate


@dataclass(slots=True)
class Learned:
    """What a run of learning did."""

    pages: int = 0
    "Pages that were counted in this run."
    known: int = 0
    "Pages that were there already, in this run or the database, but for their figures."
    homeless: int = 0
    "Pages that no site was found for."
    failed: int = 0
    failures: list[str] = field(default_factory=list)
    "The first of them: path and reason."
    notes: tuple[str, ...] = ()
    sites: list[SiteResult] = field(default_factory=list)
    small: int = 0
    "Sites of too few pages."
    largest_small: int = 0
    "Pages of the largest of them."


def learn(paths: Sequence[Path], how: How) -> Learned:
    """Count the pages under `paths` and write a rule file for each site that shows a template.

    Raises InputError when nothing is found, OutputError for a folder or database that cannot be used.
    """
    inputs = find_inputs(paths, how.glob)
    done = Learned(notes=inputs.notes)
    cleaner = Cleaner(Settings(stages=STAGES))
    with counting(how.database, f"{VERSION} {cleaner.fingerprint}") as counts:
        reader = _Reader(cleaner, counts, how.site, done)
        for number, item in enumerate(inputs.items):
            for found in read(Piece(item), how.reading):
                if isinstance(found, Record):
                    reader.take(found)
                elif isinstance(found, Refused):
                    reader.fail(found.path, found.reason)
                _tell(how, "reading", number, len(inputs.items))
        counts.flush()
        done.sites += _decide(counts, how, done)
    return done


class _Reader:
    """Counts one page after the other."""

    def __init__(self, cleaner: Cleaner, counts: Counts, site: str, done: Learned) -> None:
        self._cleaner, self._counts, self._site, self._done = cleaner, counts, site, done
        self._types = {rule.id: rule.type for rule in cleaner.rules.values()}

    def take(self, record: Record) -> None:
        """Count a page, or say why not."""
        source = record.source
        site = site_of(source.text, record.path, self._site or record.site)
        if not site:
            self._done.homeless += 1
            return
        digest = bytes.fromhex(source.sha256[:32])
        if self._counts.knows(digest, site):
            self._done.known += 1
            return
        try:
            page = page_of(self._cleaner.clean_source(source, record.id, record.path), self._types)
        except CleanerError as error:
            self.fail(record.path, str(error))
            return
        except Exception as error:  # a fault of ours in one page must not hide the others
            self.fail(record.path, f"internal error, {type(error).__name__}: {error}; please report it")
            return
        if self._counts.add(site, record.path, digest, page):
            self._done.pages += 1
        else:
            self._done.known += 1

    def fail(self, path: str, reason: str) -> None:
        """Remember what could not be read."""
        self._done.failed += 1
        if len(self._done.failures) < MOST_NAMED:
            self._done.failures.append(f"{path}: {reason}")


def _decide(counts: Counts, how: How, done: Learned) -> Iterator[SiteResult]:
    """Decide and write every site, by name."""
    sites = list(counts.sites())
    for number, (site, pages) in enumerate(sites):
        _tell(how, "deciding", number, len(sites))
        if pages < how.bar.min_pages:
            done.small += 1
            done.largest_small = max(done.largest_small, pages)
            continue
        template = learn_site(counts, site, pages, how.bar)
        written = write_template(how.output, template)
        yield SiteResult(site, template.pages, len(template.lines), template.share, written.path, written.fate)


def _tell(how: How, what: str, done: int, of: int) -> None:
    if how.progress:
        how.progress(what, done, of)
