"""The pages that were kept, for the next audit to find: by address, by words of the title, with what failed since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from auditor import __version__
from auditor.records import Page
from auditor.sources.kept import Failures, LastRead
from auditor.store import Store
from auditor.store.replay import stored_page
from auditor.store.rows import clean
from auditor.urls import canonical_url, registrable_domain

MAX_VERSIONS = 200
"""Versions of one page that are looked at, the newest."""


class StoredPages:
    """A database's pages as the sources' ``PageStore``."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def last_read(self, url: str) -> LastRead | None:
        """What the live page at this address was when it was last read, or None.

        Validators are left out where another version of the program read it: it is to be read anew then.
        """
        sql = """
          SELECT p.*, a.read_at, a.etag, a.last_modified, a.auditor FROM addresses a JOIN pages p ON p.id = a.page_id
          WHERE a.address = ?
        """
        row = next(self._store.query(sql, (_address(url),)), None)
        if row is None:
            return None
        ours = row["auditor"] == __version__
        validators = {name: row[name] if ours else None for name in ("etag", "last_modified")}
        return LastRead(stored_page(row), row["read_at"], **validators)

    def versions(self, url: str) -> Sequence[Page]:
        """Every version kept of the page at this address, newest first."""
        sql = """
          SELECT * FROM pages WHERE id IN (
            SELECT id FROM pages WHERE address = :address
            UNION SELECT id FROM pages WHERE url = :url
            UNION SELECT page_id FROM addresses WHERE address = :address)
          ORDER BY coalesce(archived_at, fetched_at, '') DESC, id DESC LIMIT :most
        """
        values = {"address": _address(url), "url": clean(url), "most": MAX_VERSIONS}
        led_to = self._store.one("SELECT page_id FROM addresses WHERE address = ?", (_address(url),))
        found = list(self._store.query(sql, values))
        return [stored_page(row) for row in found if row["id"] == led_to or _is_at(row, url)]

    def titled(self, words: Iterable[str], limit: int) -> Sequence[Page]:
        """Pages whose titles have words that begin like these, those that share most first."""
        asked = " OR ".join(f'"{word}"*' for word in words if word.isalnum())
        if not asked:
            return []
        sql = """
          SELECT p.* FROM pages_fts f JOIN pages p ON p.rowid = f.rowid WHERE pages_fts MATCH ?
          ORDER BY f.rank, coalesce(p.archived_at, p.fetched_at, '') DESC, p.id DESC LIMIT ?
        """
        return [stored_page(row) for row in self._store.query(sql, (asked, limit))]

    def failures(self, url: str) -> Failures | None:
        """The failed askings of this address since it was last read, or None."""
        sql = "SELECT failed_since, failed_at, failed_days FROM addresses WHERE address = ? AND failed_at IS NOT NULL"
        row = next(self._store.query(sql, (_address(url),)), None)
        return Failures(row["failed_since"], row["failed_at"], row["failed_days"]) if row else None


def _address(url: str) -> str:
    return str(clean(canonical_url(url)))


def _is_at(row: dict[str, Any], url: str) -> bool:
    """Whether a page was read at that very site: what it calls its canonical address is its own word only."""
    own = row["url"]
    return own is None or canonical_url(own) == canonical_url(url) or registrable_domain(own) == registrable_domain(url)
