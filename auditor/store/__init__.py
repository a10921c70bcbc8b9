"""Audits in SQLite: the only place that speaks SQL. Writing the same audit twice adds nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from auditor.errors import StoreError
from auditor.records import Audit
from auditor.store.rows import bundle, clean
from auditor.store.schema import migrations

BUSY_SECONDS = 30.0
"""How long a writer waits for another process that holds the database."""


class Store:
    """An audits database, made on first use; a context manager.

    Args:
        path: the SQLite file, or ``:memory:``.

    Raises:
        StoreError: the file is no database of ours, is corrupt, read-only, or cannot be opened.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = str(path)
        if self.path != ":memory:" and not Path(self.path).absolute().parent.is_dir():
            raise StoreError("its folder does not exist; make it first", subject=self.path)
        with self._named_errors():
            # one thread at a time: an audit started inside a running event loop reads from a thread that it waits for
            connection = sqlite3.connect(
                self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            connection.execute("PRAGMA foreign_keys = ON")
            self.db = Database(connection)
            self._refuse_foreign()
            self._enable_wal()
            connection.execute("PRAGMA synchronous = NORMAL")
            if migrations.pending(self.db):
                with self._writing():  # of two that find a table missing, the second finds it made
                    migrations.apply(self.db)

    def _enable_wal(self) -> None:
        """SQLite does not wait for this lock: where another process has it, that one or the next sets the mode."""
        try:
            self.db.enable_wal()
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise

    def _refuse_foreign(self) -> None:
        names = set(self.db.table_names())
        if names and "_sqlite_migrations" not in names:
            self.db.close()
            raise StoreError("this database was not made by auditor; name another file", subject=self.path)

    def close(self) -> None:
        """Closes the file."""
        self.db.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    @contextmanager
    def _named_errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(_in_words(error), subject=self.path) from error

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """A transaction with the writer's lock from its beginning: one that reads first cannot wait for it later."""
        if self.db.conn.in_transaction:
            with self.db.atomic():
                yield
            return
        self.db.conn.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.db.conn.execute("COMMIT")
        except BaseException:
            self.db.rollback()  # nothing happens where the error ended the transaction already
            raise

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All writes inside happen, or none; other writers wait from its beginning. Nests.

        Raises:
            StoreError: the database refuses; what was stored before stays as it was.
        """
        with self._named_errors(), self._writing():
            yield

    def query(self, sql: str, params: Mapping[str, Any] | tuple[Any, ...] = ()) -> Iterator[dict[str, Any]]:
        """The rows of a reading query, one at a time."""
        with self._named_errors():
            yield from self.db.query(sql, dict(params) if isinstance(params, Mapping) else params)

    def one(self, sql: str, params: Mapping[str, Any] | tuple[Any, ...] = ()) -> Any:
        """The first column of the first row, or None."""
        return next((next(iter(row.values())) for row in self.query(sql, params)), None)

    # --- writing ----------------------------------------------------------------------------------------------

    def start_run(self, row: dict[str, Any]) -> int:
        """A new row of ``runs`` (see ``rows.run_row``); its id."""
        with self._named_errors():
            return self._insert("runs", row)

    def finish_run(self, run_id: int, finished_at: str, summary: str) -> None:
        """Notes a run's end; ``summary`` is JSON."""
        with self.transaction():
            self.db.execute("UPDATE runs SET finished_at = ?, summary = ? WHERE id = ?", (finished_at, summary, run_id))

    def save(self, audit: Audit, *, run_id: int | None = None, key: str | None = None) -> int:
        """Keeps an audit with all that belongs to it, in one transaction; its id.

        Args:
            audit: what to keep.
            run_id: the run it belongs to; a run of its own by default.
            key: what makes a second writing of it a no-op; by default article, version, policy, scorer and time.

        Raises:
            StoreError: the database refuses; nothing of the audit is kept then.
        """
        return self.save_bundle(bundle(audit), run_id=run_id, key=key)

    def save_bundle(self, rows: dict[str, Any], *, run_id: int | None = None, key: str | None = None) -> int:
        """``save`` for an audit that is rows already (``rows.bundle``), such as a batch wrote them."""
        key = key or rows["key"]
        with self.transaction():
            known = self.one("SELECT id FROM audits WHERE key = ?", (clean(key),))
            if known is not None:
                return int(known)
            article_id = self._article(rows)
            run_id = run_id or self.start_run(rows["run"])
            audit_id = self._insert("audits", {"key": key, "article_id": article_id, "run_id": run_id, **rows["audit"]})
            references = [self._reference(audit_id, row) for row in rows["references"]]
            for row in rows.get("asked", ()):
                self._asked(row)
            for row in rows.get("origins", ()):
                kept = {name: value for name, value in row.items() if name != "page"}
                self._insert("origins", {"audit_id": audit_id, **kept, "page_id": self._page(row["page"])})
            for row in rows["claims"]:
                self._claim(audit_id, row, references)
            for table in ("findings", "scores"):
                for row in rows[table]:
                    self._insert(table, {"audit_id": audit_id, **row})
        return audit_id

    def has(self, key: str) -> bool:
        """Whether an audit of that key is kept."""
        return self.one("SELECT 1 FROM audits WHERE key = ?", (clean(key),)) is not None

    def _article(self, rows: dict[str, Any]) -> int:
        found = self.one("SELECT id FROM articles WHERE key = ?", (clean(rows["article"]["key"]),))
        if found is None:
            found = self._insert("articles", rows["article"])
        self._insert("versions", {**rows["version"], "article_id": found}, or_ignore=True)
        return int(found)

    def _reference(self, audit_id: int, row: dict[str, Any]) -> int:
        kept = {name: value for name, value in row.items() if name not in ("page", "other")}
        ids = {"page_id": self._page(row["page"]), "other_page_id": self._page(row.get("other"))}
        return self._insert("references", {"audit_id": audit_id, **kept, **ids})

    def _page(self, row: dict[str, Any] | None) -> int | None:
        return self.save_page(row) if row is not None else None

    def _asked(self, row: dict[str, Any]) -> None:
        """Notes what a live page answered; one that could be read takes the failures before back."""
        values = {name: clean(value) for name, value in row.items() if name != "page"}
        if row["page"] is not None:
            values["page_id"] = self._page(row["page"])
        self.db.execute(_READ if row["page"] is not None else _UNREAD, values)
        if row["failed"]:
            self.db.execute(_FAILED, values)

    def save_page(self, row: dict[str, Any]) -> int:
        """Keeps a version of a page (``rows.page_row``) once; its id."""
        known = self.one("SELECT id FROM pages WHERE digest = ?", (row["digest"],))
        return int(known) if known is not None else self._insert("pages", row)

    def _claim(self, audit_id: int, row: dict[str, Any], references: list[int]) -> None:
        kept = {name: value for name, value in row.items() if name != "checks"}
        claim_id = self._insert("claims", {"audit_id": audit_id, **kept})
        for check in row["checks"]:
            place = check["position"]
            values = {name: value for name, value in check.items() if name != "position"}
            reference_id = None if place is None else references[place]
            self._insert("checks", {"claim_id": claim_id, "reference_id": reference_id, **values})

    def _insert(self, table: str, row: dict[str, Any], *, or_ignore: bool = False) -> int:
        columns = ", ".join(f'"{name}"' for name in row)
        verb = "INSERT OR IGNORE" if or_ignore else "INSERT"
        sql = f'{verb} INTO "{table}" ({columns}) VALUES ({", ".join("?" * len(row))})'
        cursor = self.db.execute(sql, tuple(clean(value) for value in row.values()))
        return int(cursor.lastrowid or 0)


_READ = """
  INSERT INTO addresses (address, asked_at, status, reason, page_id, read_at, etag, last_modified, auditor)
  VALUES (:address, :asked_at, :status, :reason, :page_id, :asked_at, :etag, :last_modified, :auditor)
  ON CONFLICT (address) DO UPDATE SET asked_at = excluded.asked_at, status = excluded.status, reason = excluded.reason,
    page_id = excluded.page_id, read_at = excluded.read_at, etag = excluded.etag,
    last_modified = excluded.last_modified, auditor = excluded.auditor,
    failed_since = NULL, failed_at = NULL, failures = 0, failed_days = 0
  WHERE excluded.asked_at >= addresses.asked_at
"""
_UNREAD = """
  INSERT INTO addresses (address, asked_at, status, reason) VALUES (:address, :asked_at, :status, :reason)
  ON CONFLICT (address) DO UPDATE SET asked_at = excluded.asked_at, status = excluded.status, reason = excluded.reason
  WHERE excluded.asked_at >= addresses.asked_at
"""
_FAILED = """
  UPDATE addresses SET failures = failures + 1, failed_since = coalesce(failed_since, :asked_at),
    failed_days = failed_days + (failed_at IS NULL OR substr(failed_at, 1, 10) < substr(:asked_at, 1, 10)),
    failed_at = :asked_at
  WHERE address = :address AND asked_at = :asked_at
"""

_WORDS: tuple[tuple[str, str], ...] = (
    ("database is locked", "another process is writing to it; try again when that has ended"),
    ("readonly", "it is read-only; give write permission or name another file"),
    ("disk is full", "the disk is full; make room and run again, nothing stored before is lost"),
    ("disk I/O error", "the disk cannot be read or written; look for room and faults, nothing stored before is lost"),
    ("malformed", "it is corrupt; restore a backup, or recover it with: sqlite3 FILE .recover"),
    ("not a database", "this is no SQLite database; name another file"),
    ("unable to open", "it cannot be opened; check that the path is a file you may write"),
)


def _in_words(error: sqlite3.Error) -> str:
    text = str(error)
    return next((words for sign, words in _WORDS if sign in text), f"SQLite says: {text}")
