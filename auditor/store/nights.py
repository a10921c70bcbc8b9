"""What a nightly run remembers: feeds, the items they listed, and the run that was not finished."""

from __future__ import annotations

from typing import Any

from auditor.records import Audit, Run
from auditor.store import Store
from auditor.store.rows import clean, run_row


def open_run(store: Store, run: Run) -> tuple[int, bool]:
    """(id, True) of the nightly run cut short under the same auditor, policy and weights; else of a new one."""
    found = store.one(
        "SELECT id FROM runs WHERE kind = 'nightly' AND finished_at IS NULL AND auditor = ? AND policy_sha256 = ? "
        "AND scorer = ? AND scorer_sha256 = ? ORDER BY id DESC LIMIT 1",
        (run.auditor, run.policy_sha256, run.scorer, run.scorer_sha256),
    )
    return (int(found), True) if found is not None else (store.start_run(run_row("nightly", run)), False)


def run_counts(store: Store, run_id: int) -> dict[str, int]:
    """What a run did from its beginning, however often it was cut short: counted from what is kept."""
    sql = """
      WITH run AS (SELECT id, started_at FROM runs WHERE id = :run),
        tried AS (SELECT DISTINCT key, status FROM feed_items, run WHERE tried_at >= run.started_at)
      SELECT (SELECT count(*) FROM audits WHERE run_id = :run) AS audited,
        (SELECT count(*) FROM tried WHERE status = 'nothing_to_audit') AS nothing_to_audit,
        (SELECT count(*) FROM tried WHERE status = 'failed') AS failed,
        (SELECT count(*) FROM feed_items, run WHERE first_seen >= run.started_at) AS new
    """
    found = next(store.query(sql, {"run": run_id}))
    return {**found, "due": found["audited"] + found["nothing_to_audit"] + found["failed"]}


def feed_row(store: Store, url: str) -> dict[str, Any]:
    """The row of a feed, made when it is new."""
    with store.transaction():
        store.db.execute("INSERT OR IGNORE INTO feeds (url) VALUES (?)", (clean(url),))
    return next(store.query("SELECT * FROM feeds WHERE url = ?", (clean(url),)))


def note_feed(store: Store, feed_id: int, **values: Any) -> None:
    """Sets columns of a feed: title, etag, last_modified, checked_at, status."""
    columns = ", ".join(f"{name} = ?" for name in values)
    with store.transaction():
        sql = f"UPDATE feeds SET {columns} WHERE id = ?"  # noqa: S608 - names are ours
        store.db.execute(sql, (*map(clean, values.values()), feed_id))


def add_items(store: Store, feed_id: int, items: list[dict[str, Any]], now: str) -> int:
    """Keeps the items that the feed did not list before; how many were new."""
    sql = """
      INSERT OR IGNORE INTO feed_items (feed_id, key, url, guid, title, source, published, first_seen)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    """
    new = 0
    with store.transaction():
        for item in items:
            values = (item["key"], item["url"], item["guid"], item["title"], item["source"], item["published"])
            new += store.db.execute(sql, (feed_id, *map(clean, values), now)).rowcount
    return new


def candidates(store: Store, feed_ids: list[int]) -> list[dict[str, Any]]:
    """Every article the feeds listed, once, with the times of its audits: first, newest, how many, and failures."""
    marks = ", ".join("?" * len(feed_ids))
    sql = f"""
      SELECT i.key AS key, min(i.id) AS item_id, min(i.url) AS url, min(i.guid) AS guid, min(i.title) AS title,
        max(i.attempts) AS attempts, max(i.tried_at) AS tried_at,
        (SELECT min(a.started_at) FROM audits a WHERE a.article_id = i.article_id) AS first_audit,
        (SELECT count(*) FROM audits a WHERE a.article_id = i.article_id) AS audits,
        (SELECT max(a.started_at) FROM audits a WHERE a.article_id = i.article_id) AS last_audit
      FROM feed_items i WHERE i.feed_id IN ({marks}) GROUP BY i.key ORDER BY item_id
    """  # noqa: S608 - only question marks are put in
    return list(store.query(sql, tuple(feed_ids)))


def keep(store: Store, audit: Audit, *, key: str, run_id: int, slot: int, now: str) -> int:
    """Keeps the audit of a listed article and notes it on its items, in one transaction; the audit's id.

    ``slot`` counts the article's audits from 0: writing the same slot again adds nothing.
    """
    with store.transaction():
        audit_id = store.save(audit, run_id=run_id, key=f"{clean(key)}\x1f{slot}")
        article_id = store.one("SELECT article_id FROM audits WHERE id = ?", (audit_id,))
        store.db.execute(
            "UPDATE feed_items SET article_id = ?, status = 'audited', reason = NULL, attempts = 0, tried_at = ? "
            "WHERE key = ?",
            (article_id, now, clean(key)),
        )
    return audit_id


def note_failure(store: Store, *, key: str, status: str, reason: str, now: str, attempt: bool = True) -> None:
    """Notes that a listed article could not be audited, and why; ``attempt`` is False where it was not its fault."""
    with store.transaction():
        store.db.execute(
            "UPDATE feed_items SET status = ?, reason = ?, attempts = attempts + ?, tried_at = ? WHERE key = ?",
            (status, clean(reason), int(attempt), now, clean(key)),
        )
