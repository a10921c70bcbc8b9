"""Every page a database has ever kept, findable by its words: a file beside the database, filled as audits are kept.

``FILE.reuse`` holds nothing that the table ``pages`` does not have; it may be deleted, and is built again. It follows
the table: what is in it is told by the number of the last page that was read, written with each part of the file. So a
night may be killed at any point, a database put back from a backup, or two commands write at once: the next look at the
file takes up where it is true to the table.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.origins import MOST, best_pages, is_listed
from auditor.records import Page

if TYPE_CHECKING:
    from auditor.store import Store

BATCH = 500
"""Pages between two writes: half a second of work, for which other writers wait."""


class SeenPages:
    """The pages of a database as a shelf (``auditor.origins.Shelf``).

    Raises:
        StoreError: the file beside the database is something else, or cannot be read or written.
    """

    name = "database"

    def __init__(self, store: Store) -> None:
        from auditor.checks.reuse.index import ReuseIndex

        self._store = store
        path = None if store.path == ":memory:" else Path(f"{store.path}.reuse")
        self._index = ReuseIndex(path)
        self._through = 0
        self._kept = path is not None

    def pages_like(self, paragraphs: Sequence[str], listed: Container[str]) -> list[Page]:
        """See ``Shelf``; of several versions of a page the one that fits best."""
        from auditor.store.replay import stored_page

        self.catch_up()
        found: list[Page] = []
        addresses: set[str] = set()
        for number in best_pages(self._index, paragraphs):
            row = next(self._store.query("SELECT * FROM pages WHERE id = ?", (number,)), None)
            if row is None or row["address"] in addresses:
                continue
            page = stored_page(row)
            if not is_listed(page, listed):
                found.append(page)
                addresses.update([row["address"]] if row["address"] else ())
            if len(found) == MOST:
                break
        return found

    def catch_up(self) -> int:
        """Takes in the pages that were kept since the last time; how many.

        Inside a transaction nothing happens: what may be taken back is not indexed.
        """
        done = 0
        while not self._store.db.conn.in_transaction:
            with self._store.transaction():  # has the writer's lock, so that one command at a time fills the file
                count = self._one_batch()
            done += count
            if count < BATCH:
                break
        return done

    def _one_batch(self) -> int:
        from auditor.checks.reuse.index import MAX_PAGES
        from auditor.checks.reuse.segments import Mark

        if self._kept:
            self._index.refresh()
            self._through = self._true_to_table()
        sql = "SELECT id, digest, text FROM pages WHERE id > ? AND id < ? ORDER BY id LIMIT ?"
        last: dict[str, Any] | None = None
        count = 0
        for last in self._store.query(sql, (self._through, MAX_PAGES, BATCH)):
            self._index.add(last["id"], last["text"])
            count += 1
        if last is not None:
            self._through = last["id"]
            self._index.flush(Mark(self._through, _number(last["digest"])))
        return count

    def _true_to_table(self) -> int:
        """The number of the page up to which the file holds what the table does. A file of another table is emptied."""
        for mark in reversed(self._index.marks):
            digest = self._store.one("SELECT digest FROM pages WHERE id = ?", (mark.through,))
            if digest is not None and _number(digest) == mark.digest:
                return mark.through
        if len(self._index):
            self._index.clear()
        return 0

    def close(self) -> None:
        """Lets go of the file."""
        self._index.close()


def _number(digest: str) -> int:
    return int(digest[:16], 16)
