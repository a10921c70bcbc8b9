"""A library of any size in one SQLite file: pages by address and by outlet and title, each with its place on disk.

Built once for a job: slices of the library (``sources.slices``) become parts, in any order and by any worker, and the
parts one index. Workers open that read-only and read of the library only the pages that are cited: what a worker holds
does not grow with the corpus. ``CorpusLibrary`` answers as ``Library`` does over the same files, with one exception:
a word that stands in more than ``COMMON`` titles leads to pages of that very title only, not to nearly equal ones.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, overload

from auditor.errors import StoreError
from auditor.records import Reference
from auditor.sources.heads import PageHead
from auditor.sources.library import MAX_ALIKE, Entry, Library, shipped_registry
from auditor.sources.matching import OutletRegistry, host_of, iso_date, title_keys, title_words
from auditor.sources.slices import Place, Shelved, Slice, read_slice
from auditor.urls import canonical_url, is_web_url

FORMAT = 1
"""Part of an index's name: another layout of the file is another index."""
COMMON = 50_000
"""Titles with a word beyond which it is no longer looked up by itself: some 50 ms of reading."""
NOTES = 100
"""Notes that are kept of files that could not be used; the rest is counted."""
BATCH = 1000

_TABLES = """
CREATE TABLE pages (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, url TEXT, canonical_url TEXT, title TEXT, outlet TEXT, published TEXT,
  body INTEGER NOT NULL, aliases TEXT NOT NULL, article INTEGER NOT NULL,
  path TEXT NOT NULL, kind TEXT NOT NULL, member TEXT NOT NULL, at INTEGER NOT NULL,
  host TEXT NOT NULL, day TEXT NOT NULL
);
CREATE TABLE keys (key INTEGER NOT NULL, page INTEGER NOT NULL, PRIMARY KEY (key, page)) WITHOUT ROWID;
CREATE TABLE notes (note TEXT NOT NULL);
"""
_AFTER = """
CREATE TABLE common AS SELECT key FROM keys GROUP BY key HAVING count(*) > {0};
CREATE INDEX pages_path ON pages(path) WHERE article;
CREATE INDEX pages_name ON pages(name);
CREATE TABLE outlets AS
  SELECT outlet, host, count(*) AS pages, min(id) AS first, min(day) AS day FROM pages GROUP BY 1, 2;
CREATE INDEX outlets_day ON outlets(day) WHERE pages = 1;
"""


def slice_name(piece: Slice) -> str:
    """What names a slice's part: the same files unchanged have the same name."""
    digest = hashlib.sha256(f"{FORMAT}".encode())
    for path, name in piece.files:
        stat = Path(path).stat()
        digest.update(f"\x1f{path}\x1f{name}\x1f{stat.st_size}\x1f{stat.st_mtime_ns}".encode("utf-8", "replace"))
    return digest.hexdigest()[:20]


def write_part(piece: Slice, target: Path) -> None:
    """Reads a slice into a part of an index; whole or not at all, and not again where it is there.

    Raises:
        InputError, RecordingError: a file that the user named cannot be used.
        StoreError: the part cannot be written.
    """
    if target.exists():
        return
    notes: list[str] = []
    with _fresh(target) as db:
        db.executescript(_TABLES)
        pages = enumerate(read_slice(piece, notes), 1)
        while some := list(islice(pages, BATCH)):
            db.executemany("INSERT INTO pages VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", [_row(*item) for item in some])
            keys = [(key, number) for number, page in some for key in _keys(page)]
            db.executemany("INSERT OR IGNORE INTO keys VALUES (?, ?)", keys)
        db.executemany("INSERT INTO notes VALUES (?)", [(note,) for note in _few(notes)])


def merge_parts(parts: Iterable[Path], target: Path, *, notes: Sequence[str] = (), common: int = COMMON) -> None:
    """Makes one index of the parts, in their order; whole or not at all.

    Keys are put in once sorted, so that the time taken is that of reading and writing them, whatever their number.

    Raises:
        StoreError: a part cannot be read, or the index not written.
    """
    with _fresh(target) as db:
        db.executescript(_TABLES + "CREATE TEMP TABLE loose (key INTEGER, page INTEGER);")
        base = 0
        for part in parts:
            db.commit()
            db.execute("ATTACH ? AS part", (str(part),))
            columns = "name, url, canonical_url, title, outlet, published, body, aliases, article, path, kind, member"
            db.execute(
                f"INSERT INTO main.pages SELECT id + ?, {columns}, at, host, day FROM part.pages ORDER BY id", (base,)  # noqa: S608 - of constants, never of input
            )
            db.execute("INSERT INTO loose SELECT key, page + ? FROM part.keys", (base,))
            db.execute("INSERT INTO main.notes SELECT note FROM part.notes")
            base = db.execute("SELECT coalesce(max(id), 0) FROM main.pages").fetchone()[0]
            db.commit()
            db.execute("DETACH part")
        db.execute("INSERT INTO keys SELECT key, page FROM loose ORDER BY key, page")
        db.executemany("INSERT INTO notes VALUES (?)", [(note,) for note in _few(notes)])
        db.executescript(_AFTER.format(int(common)))


def _few(notes: Sequence[str]) -> list[str]:
    more = [f"{len(notes) - NOTES} more files could not be used"] if len(notes) > NOTES else []
    return [note.encode("utf-8", "replace").decode() for note in (*notes[:NOTES], *more)]


@contextmanager
def _fresh(target: Path) -> Iterator[sqlite3.Connection]:
    """A new database under another name, given its own when all went well."""
    import secrets

    partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial.unlink(missing_ok=True)
        with closing(sqlite3.connect(partial)) as db:
            db.execute("PRAGMA journal_mode = OFF")  # what is not whole is thrown away
            db.execute("PRAGMA synchronous = OFF")
            yield db
            db.commit()
        partial.replace(target)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"the index of the sources cannot be written: {error}", subject=str(target)) from None
    finally:
        partial.unlink(missing_ok=True)


def _row(number: int, page: Shelved) -> tuple[Any, ...]:
    head, place = page.head, page.place
    text = (page.name, head.url, head.canonical_url, head.title, head.outlet, head.published)
    clean = [value.encode("utf-8", "replace").decode() if value is not None else None for value in text]
    where = (place.path, place.kind, place.member, place.offset)
    day = iso_date(head.published) if len(head.published or "") >= 10 else ""
    return (number, *clean, head.body, json.dumps(page.aliases), page.article, *where, host_of(head.url), day)


def _keys(page: Shelved) -> set[int]:
    head = page.head
    addresses = {canonical_url(u) for u in (head.url, head.canonical_url, *page.aliases) if u and is_web_url(u)}
    return {
        *(_hash("url", url) for url in addresses),
        *(_hash("title", key) for key in title_keys(head.title)),
        *(_hash("word", word) for word in title_words(head.title)),
    }


def _hash(kind: str, text: str) -> int:
    """63 bits of a digest: where two of a billion keys meet by chance, what is found is looked at again."""
    data = f"{kind} {text}".encode("utf-8", "replace")
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big") >> 1


class CorpusLibrary(Library):
    """A ``Library`` that keeps its pages in an index.

    Args:
        path: the index.
        mapping: the user's map of references, as ``Library`` has it.
        registry: gives the outlets that are known.
        title_bar: as for ``Library``.

    Raises:
        StoreError: there is no such index, or it is broken.
    """

    def __init__(
        self,
        path: Path,
        *,
        mapping: dict[str, str] | None = None,
        registry: Callable[[], OutletRegistry | None] = shipped_registry,
        title_bar: float = 0.8,
    ) -> None:
        self._path = path
        with self._named_errors():
            # Nobody writes to it any more: no lock is needed, so that it may lie on a network's file system.
            uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
            self._db = sqlite3.connect(uri, uri=True, check_same_thread=False)
            self._db.row_factory = sqlite3.Row
            self._count = int(self._one("SELECT coalesce(max(id), 0) FROM pages"))
            self._common = {row["key"] for row in self._db.execute("SELECT key FROM common")}
            notes = [row["note"] for row in self._db.execute("SELECT note FROM notes ORDER BY rowid LIMIT ?", (NOTES,))]
        super().__init__((), mapping=mapping, registry=registry, notes=notes, title_bar=title_bar)
        self.entries = _Entries(self)

    def close(self) -> None:
        """Lets go of the index."""
        self._db.close()

    def __len__(self) -> int:
        return self._count

    def by_url(self, url: str) -> list[Entry]:
        """See ``Library``."""
        wanted = canonical_url(url)
        found = [_entry(row) for row in self._keyed({_hash("url", wanted)}, self._count)]
        return [entry for entry in found if wanted in _addresses(entry)]

    def named(self, name: str) -> Entry | None:
        """See ``Library``."""
        return next(iter(self._entries("name = ? ORDER BY id LIMIT 1", (name,))), None)

    def articles(self, path: str) -> Iterator[Shelved]:
        """The HTML pages of a recording among the sources, in its order: what may be articles themselves."""
        for row in self._query("SELECT * FROM pages WHERE path = ? AND article ORDER BY id", (path,)):
            yield Shelved(row["name"], _head(row), _place(row), tuple(json.loads(row["aliases"])), article=True)

    def _alike(self, reference: Reference) -> list[Entry]:
        words = {_hash("word", word) for word in title_words(reference.title)}
        rare = words - self._common
        rows = self._keyed(rare, MAX_ALIKE)
        if rare != words:
            same = self._keyed({_hash("title", key) for key in title_keys(reference.title)}, MAX_ALIKE)
            rows = list({row["id"]: row for row in (*same, *rows)}.values())
        return [_entry(row) for row in rows]

    def _of_outlet(self, outlet: str, date: str) -> list[Entry]:
        day = iso_date(date)
        sql = "SELECT first, outlet, host FROM outlets WHERE pages = 1 AND day IN (?, ?, ?)"
        days = (day, day[:7], day[:4])
        if not any(self._agrees(outlet, row) for row in self._query(sql, days)):
            return []  # no page of that day can be the only one of its outlet
        every = self._query("SELECT first, outlet, host, pages FROM outlets")
        rows = [row for row in every if self._agrees(outlet, row)]
        if sum(row["pages"] for row in rows) != 1:
            return []
        return self._entries("id = ?", (rows[0]["first"],))

    @staticmethod
    def _agrees(outlet: str, row: sqlite3.Row) -> bool:
        from auditor.sources.matching import Agreement, outlet_agreement

        url = f"https://{row['host']}/" if row["host"] else None
        return outlet_agreement(outlet, row["outlet"], url) is Agreement.AGREE

    def _keyed(self, keys: set[int], most: int) -> list[sqlite3.Row]:
        """The pages with most of these keys, best first, then in their order."""
        if not keys:
            return []
        marks = ", ".join("?" * len(keys))
        sql = f"""
          SELECT pages.* FROM (
            SELECT page, count(*) AS n FROM keys WHERE key IN ({marks})
            GROUP BY page ORDER BY n DESC, page LIMIT ?) AS best
          JOIN pages ON pages.id = best.page ORDER BY best.n DESC, pages.id
        """  # noqa: S608 - only question marks are put in
        return list(self._query(sql, (*sorted(keys), most)))

    def _entries(self, where: str, values: tuple[Any, ...]) -> list[Entry]:
        return [_entry(row) for row in self._query(f"SELECT * FROM pages WHERE {where}", values)]  # noqa: S608 - ours

    def _query(self, sql: str, values: tuple[Any, ...] = ()) -> Iterator[sqlite3.Row]:
        with self._named_errors():
            yield from self._db.execute(sql, values)

    def _one(self, sql: str) -> Any:
        return self._db.execute(sql).fetchone()[0]

    @contextmanager
    def _named_errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            why = f"the index of the sources cannot be read ({error}); delete it, it is built again"
            raise StoreError(why, subject=str(self._path)) from None


class _Entries(Sequence[Entry]):
    """The pages of an index in their order, read when they are asked for."""

    def __init__(self, library: CorpusLibrary) -> None:
        self._library = library

    def __len__(self) -> int:
        return len(self._library)

    @overload
    def __getitem__(self, index: int) -> Entry: ...
    @overload
    def __getitem__(self, index: slice) -> list[Entry]: ...
    def __getitem__(self, index: int | slice) -> Entry | list[Entry]:
        numbers = range(1, len(self) + 1)[index]
        if isinstance(numbers, int):
            return self._library._entries("id = ?", (numbers,))[0]
        if not numbers:
            return []
        low, high = min(numbers[0], numbers[-1]), max(numbers[0], numbers[-1])
        found = self._library._entries("id BETWEEN ? AND ? ORDER BY id", (low, high))
        return [found[number - low] for number in numbers]


def _head(row: sqlite3.Row) -> PageHead:
    return PageHead(row["url"], row["canonical_url"], row["title"], row["outlet"], row["published"], row["body"])


def _place(row: sqlite3.Row) -> Place:
    return Place(row["path"], row["kind"], row["member"], row["at"])


def _entry(row: sqlite3.Row) -> Entry:
    return Entry(row["name"], _head(row), _place(row).read, tuple(json.loads(row["aliases"])))


def _addresses(entry: Entry) -> set[str]:
    return {canonical_url(url) for url in (entry.head.url, entry.head.canonical_url, *entry.aliases) if url}
