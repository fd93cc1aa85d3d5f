"""How often lines occur on the pages of a site, counted on disk: a million pages need no million pages of memory."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from cleaner.errors import OutputError
from cleaner.learn.page import Page

BATCH = 200
"Pages that are counted in one transaction."
_SCHEMA = """
CREATE TABLE IF NOT EXISTS about (version TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS site (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS page (
    id INTEGER PRIMARY KEY, site INTEGER NOT NULL, digest BLOB NOT NULL, source BLOB NOT NULL, place TEXT NOT NULL,
    texts BLOB NOT NULL, shapes BLOB NOT NULL, lengths BLOB NOT NULL, UNIQUE (site, digest)
);
CREATE INDEX IF NOT EXISTS page_source ON page (source);
CREATE TABLE IF NOT EXISTS form (
    site INTEGER NOT NULL, key INTEGER NOT NULL, pages INTEGER NOT NULL, page INTEGER NOT NULL, line INTEGER NOT NULL,
    shape INTEGER NOT NULL, text TEXT, PRIMARY KEY (site, key)
) WITHOUT ROWID;
CREATE TEMP TABLE fresh (
    site INTEGER, key INTEGER, pages INTEGER, page INTEGER, line INTEGER, shape INTEGER, text TEXT,
    PRIMARY KEY (site, key)
) WITHOUT ROWID;
CREATE TEMP TABLE told (text INTEGER PRIMARY KEY);
"""
_PAGE = """INSERT OR IGNORE INTO page (site, digest, source, place, texts, shapes, lengths)
VALUES (?, ?, ?, ?, ?, ?, ?)"""
_COUNT = """
UPDATE form SET pages = form.pages + fresh.pages, text = fresh.text FROM fresh
WHERE form.site = fresh.site AND form.key = fresh.key;
INSERT OR IGNORE INTO form SELECT site, key, pages, page, line, shape, CASE WHEN pages > 1 THEN text END FROM fresh;
DELETE FROM fresh;
"""
"A form that was seen once has no text yet: most are the sentences of one page, and would be a copy of the corpus."


@dataclass(frozen=True, slots=True)
class Repeated:
    """A line or shape that several pages of a site hold."""

    key: int
    text: str
    shape: bool
    first: str
    "Where it was first seen: `path:line`."


@dataclass(frozen=True, slots=True)
class Row:
    """A page as it was counted; see `Page`."""

    texts: array[int]
    shapes: array[int]
    lengths: array[int]


class Counts:
    """Pages and their lines in an SQLite database. Raises OutputError where the database cannot be used."""

    def __init__(self, file: Path, version: str) -> None:
        self._file = file
        self._fresh: dict[tuple[int, int], list[object]] = {}
        self._waiting = 0
        self._sites: dict[str, int] = {}
        try:
            self._db = sqlite3.connect(file, isolation_level=None)
            self._db.executescript(_SCHEMA)
            [known] = self._db.execute("SELECT max(version) FROM about").fetchone()
            if known is None:
                self._db.execute("INSERT INTO about VALUES (?)", (version,))
        except sqlite3.Error as error:
            raise OutputError(f"{file}: {error}; give another file with --database") from error
        if known not in (None, version):
            raise OutputError(
                f"{file}: was counted by another version of cleaner or other rules; delete it, or give another file"
            )
        self._db.execute("PRAGMA synchronous = OFF")  # a crash of the machine costs a run, which can be repeated
        self._db.execute("BEGIN")

    def knows(self, source: bytes, site: str) -> bool:
        """True where the page of a source (digest) was counted for this site."""
        query = "SELECT 1 FROM page JOIN site ON site.id = page.site WHERE source = ? AND name = ? LIMIT 1"
        return self._db.execute(query, (source, site)).fetchone() is not None

    def add(self, site: str, place: str, source: bytes, page: Page) -> bool:
        """Count a page; False for one that is there already but for its figures."""
        number = self._site(site)
        columns = (page.texts.tobytes(), page.shapes.tobytes(), page.lengths.tobytes())
        done = self._db.execute(_PAGE, (number, page.digest, source, place, *columns))
        if not done.rowcount:
            return False
        for form in page.forms:
            known = self._fresh.get((number, form.key))
            if known is None:
                self._fresh[number, form.key] = [1, done.lastrowid, form.line, form.shape, form.text]
            else:
                known[0] += 1  # type: ignore[operator]
        self._waiting += 1
        if self._waiting >= BATCH:
            self.flush()
        return True

    def _site(self, name: str) -> int:
        if name not in self._sites:
            if len(self._sites) > 100_000:
                self._sites.clear()
            self._db.execute("INSERT OR IGNORE INTO site (name) VALUES (?)", (name,))
            [self._sites[name]] = self._db.execute("SELECT id FROM site WHERE name = ?", (name,)).fetchone()
        return self._sites[name]

    def flush(self) -> None:
        """Write what is waiting."""
        rows = ((site, key, *values) for (site, key), values in sorted(self._fresh.items()))
        self._db.executemany("INSERT INTO fresh VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        for statement in filter(str.strip, _COUNT.split(";")):
            self._db.execute(statement)
        self._db.execute("COMMIT")
        self._db.execute("BEGIN")
        self._fresh.clear()
        self._waiting = 0

    def sites(self) -> Iterator[tuple[str, int]]:
        """Every site with the number of its pages, by name."""
        query = "SELECT name, count(*) FROM page JOIN site ON site.id = page.site GROUP BY name ORDER BY name"
        yield from self._db.execute(query)

    def repeated(self, site: str, pages: int) -> Iterator[Repeated]:
        """Forms on at least so many pages of a site."""
        query = """SELECT key, text, shape, place || ':' || line FROM form JOIN page ON page.id = form.page
            WHERE form.site = ? AND pages >= ? ORDER BY form.page, line, shape"""
        for key, text, shape, first in self._db.execute(query, (self._site(site), pages)):
            yield Repeated(key, text, bool(shape), first)

    def pages(self, site: str) -> Iterator[Row]:
        """The pages of a site in the order in which they were counted."""
        query = "SELECT texts, shapes, lengths FROM page WHERE site = ? ORDER BY id"
        for row in self._db.execute(query, (self._site(site),)):
            yield Row(*(array(code, raw) for code, raw in zip("qqH", row, strict=True)))

    def first_told(self, text: int) -> bool:
        """True the first time that a text (key) is named since `forget_told`."""
        return bool(self._db.execute("INSERT OR IGNORE INTO told VALUES (?)", (text,)).rowcount)

    def forget_told(self) -> None:
        """Begin a new list of texts."""
        self._db.execute("DELETE FROM told")

    def close(self) -> None:
        """Leave the database as the last whole batch has left it."""
        self._db.close()


@contextmanager
def counting(file: Path | None, version: str) -> Iterator[Counts]:
    """Counts in `file`, which stays; or in a temporary file, which goes when the block is left."""
    with (
        TemporaryDirectory(prefix="cleaner-learn-", ignore_cleanup_errors=True) as folder,
        closing(Counts(file or Path(folder) / "counts.sqlite", version)) as counts,
    ):
        try:
            yield counts
        except sqlite3.Error as error:
            raise OutputError(f"{file or folder}: {error}; is the disk full? See --database") from error
