"""One night: what the feeds list that is new or due again, audited once, kept as it comes.

The scheduler (cron, a systemd timer, CI) calls this once a night. All state is in the database: killed at any instant
and started again it goes on where it was, loses nothing and counts nothing twice.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from auditor.errors import AuditorError, InputError, NothingToAudit, ScorerError, StoreError
from auditor.feeds import MAX_FEED, Feed, FeedItem, parse_feed
from auditor.records import Audit, Fetched, FetchStatus, Run
from auditor.schedule import Due, NightlyOptions
from auditor.store import Store, nights
from auditor.store.seen import SeenPages

ARTICLE_SUFFIXES = (".html", ".htm", ".txt", ".md")
MAX_FEEDS = 500
"""Feeds that are read in one night; an OPML file may list more, which are said to be left out."""
MAX_UNJUDGED = 3
"""Articles on which the scorer failed, before any was audited, after which the night ends: it is not their fault."""
MAX_TOLD = 20
"""Failed articles of a night whose reason is told at once; all are kept."""


class Desk(Protocol):
    """What a night needs of an ``Auditor``."""

    def audit(self, article: str | Path) -> Audit:
        """The audit of an article."""

    def fetch(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        """What came back for a feed's address."""

    def blank_run(self) -> Run:
        """A run's record before anything is audited."""


@dataclass(slots=True)
class Night:
    """What a night did. ``due`` counts what was to be done; ``left`` what the time budget left for the next night.

    ``run`` is its number in the database. Where it went on with a run that was cut short, ``resumed`` is True, and the
    counts are of this time only; the database keeps those of the whole run.
    """

    run: int = 0
    started_at: str = ""
    seconds: float = 0.0
    resumed: bool = False
    feeds: int = 0
    feeds_failed: int = 0
    listed: int = 0
    new: int = 0
    due: int = 0
    audited: int = 0
    nothing_to_audit: int = 0
    failed: int = 0
    left: int = 0
    notes: list[str] = field(default_factory=list)


def run_night(
    feeds: Sequence[str],
    store: Store,
    desk: Desk,
    *,
    clock: Callable[[], datetime],
    options: NightlyOptions | None = None,
    budget: timedelta | None = None,
    progress: Callable[[str, int, int], None] | None = None,
    seen: SeenPages | None = None,
) -> Night:
    """Reads the feeds, audits what is new or due, and keeps each audit as it is made.

    Args:
        feeds: addresses or files of feeds, OPML files, lists of URLs, folders of saved articles, ``-`` for stdin.
        store: where everything is kept.
        desk: audits and fetches; an ``Auditor``.
        clock: the current time, with a zone.
        options: when an article is due again.
        budget: no further article is begun after this much time.
        progress: told how many of the due articles are done.
        seen: the pages kept so far by their words; at the end it has those of this night as well.

    Raises:
        InputError: none of the feeds could be read.
        StoreError: another night is running on this database, or it cannot be written.
        ScorerError: the scorer can judge nothing; what is due stays due.
    """
    began = clock()
    night = Night(started_at=_iso(began))
    with night_lock(store.path):
        run_id, night.resumed = nights.open_run(store, desk.blank_run())
        night.run = run_id
        feed_ids = list(_read_feeds(feeds, store, desk, began, night))
        if not feed_ids:
            raise InputError("none of the feeds could be read: " + "; ".join(night.notes))
        rule = Due(began, options or NightlyOptions())
        due = [row for row in nights.candidates(store, feed_ids) if rule.due(row)]
        night.due = len(due)
        for done, row in enumerate(due):
            if budget is not None and clock() - began >= budget:
                night.left = len(due) - done
                night.notes.append(f"the time budget is spent; {night.left} articles are left for the next night")
                break
            if progress:
                progress(row["title"] or row["url"] or row["key"], done, len(due))
            _audit_one(row, store, desk, run_id, clock, night)
        if seen is not None:
            seen.catch_up()
        night.seconds = round((clock() - began).total_seconds(), 1)
        if not night.left:  # otherwise the next night goes on with the same run
            whole = {**asdict(night), **nights.run_counts(store, run_id)}
            store.finish_run(run_id, _iso(clock()), json.dumps(whole))
    return night


def _audit_one(
    row: dict[str, Any], store: Store, desk: Desk, run_id: int, clock: Callable[[], datetime], night: Night
) -> None:
    """One article; whatever goes wrong with it is noted and ends nothing but its own turn."""
    now = _iso(clock())
    try:
        audit = desk.audit(_article(row))
        nights.keep(store, audit, key=row["key"], run_id=run_id, slot=int(row["audits"]), now=now)
        night.audited += 1
    except StoreError:
        raise  # the database itself is in trouble: going on would lose every later audit too
    except NothingToAudit as error:
        nights.note_failure(store, key=row["key"], status="nothing_to_audit", reason=str(error), now=now)
        night.nothing_to_audit += 1
    except ScorerError as error:  # however often: when the scorer can judge again, the article is due
        nights.note_failure(store, key=row["key"], status="failed", reason=str(error), now=now, attempt=False)
        _tell_failure(night, str(error))
        if not night.audited and night.failed >= MAX_UNJUDGED:
            raise
    except AuditorError as error:
        nights.note_failure(store, key=row["key"], status="failed", reason=str(error), now=now)
        _tell_failure(night, str(error))
    except Exception as error:  # a fault of ours in one article must not cost the night; it is kept and counted
        reason = f"internal error: {type(error).__name__}: {error}"
        nights.note_failure(store, key=row["key"], status="failed", reason=reason[:500], now=now)
        _tell_failure(night, f"{row['title'] or row['key']}: {reason[:500]}")


def _article(row: dict[str, Any]) -> str | Path:
    """Where a listed article is. Only a folder of the user's lists files: what a feed calls its items opens none."""
    if row["url"]:
        return str(row["url"])
    if row["guid"] is not None:
        raise InputError("the feed gives it no address", subject=str(row["title"] or row["key"])[:200])
    return Path(str(row["key"]))


def _tell_failure(night: Night, why: str) -> None:
    night.failed += 1
    if night.failed <= MAX_TOLD:
        night.notes.append(why)
    elif night.failed == MAX_TOLD + 1:
        night.notes.append("more articles failed; the database has each one's reason")


# --- the feeds ----------------------------------------------------------------------------------------------------


def _read_feeds(feeds: Sequence[str], store: Store, desk: Desk, now: datetime, night: Night) -> Iterator[int]:
    """The ids of the feeds that could be read, now or before; their items are kept."""
    queue, seen = list(dict.fromkeys(feeds)), set(feeds)
    while queue:
        if night.feeds == MAX_FEEDS:
            night.notes.append(f"{len(queue)} feeds beyond the first {MAX_FEEDS} were left out")
            return
        where = queue.pop(0)
        night.feeds += 1
        row = nights.feed_row(store, where)
        try:
            feed = _read_feed(where, row, store, desk, now)
        except AuditorError as error:
            night.feeds_failed += 1
            night.notes.append(str(error))
            known = row["title"] is not None
            nights.note_feed(store, row["id"], checked_at=_iso(now), status=str(error))
            if known:
                yield row["id"]  # what it listed is still due, though the feed is down tonight
            continue
        if feed is not None:
            night.listed += len(feed.items)
            night.notes += [f"{where}: {note}" for note in feed.notes[:5]]
            night.new += nights.add_items(store, row["id"], [_plain(item) for item in feed.items], _iso(now))
            nights.note_feed(store, row["id"], title=feed.title or "", checked_at=_iso(now), status="ok")
            queue += [url for url in feed.feeds if url not in seen]
            seen.update(feed.feeds)
        yield row["id"]


def _plain(item: FeedItem) -> dict[str, Any]:
    return {name: getattr(item, name) for name in ("key", "url", "guid", "title", "source", "published")}


def _read_feed(where: str, row: dict[str, Any], store: Store, desk: Desk, now: datetime) -> Feed | None:
    """The parsed feed, or None when the server says that nothing changed."""
    if where == "-":
        return parse_feed(sys.stdin.buffer.read(MAX_FEED + 1), name="standard input", now=now)
    if "://" not in where:
        return _local_feed(Path(where), now)
    fetched = desk.fetch(where, etag=row["etag"], last_modified=row["last_modified"])
    if fetched.http_status == 304:
        return None
    if fetched.status is not FetchStatus.OK:
        raise InputError(f"the feed could not be read ({fetched.status}): {fetched.reason}", subject=where)
    feed = parse_feed(fetched.content, name=where, now=now)
    nights.note_feed(store, row["id"], etag=fetched.etag, last_modified=fetched.last_modified)
    return feed


def _local_feed(path: Path, now: datetime) -> Feed:
    if path.is_dir():
        return _folder(path)
    try:
        with path.open("rb") as file:
            return parse_feed(file.read(MAX_FEED + 1), name=str(path), now=now)
    except FileNotFoundError:
        raise InputError("there is no such feed file or folder", subject=str(path)) from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", subject=str(path)) from None


def _folder(path: Path) -> Feed:
    base = path.resolve()
    files = sorted(p for p in path.rglob("*") if p.suffix.lower() in ARTICLE_SUFFIXES and p.is_file())
    shown = [file for file in files if not any(part.startswith(".") for part in file.relative_to(path).parts)]
    inside = [file for file in shown if file.resolve().is_relative_to(base)]
    if not inside:
        raise InputError("the folder holds no saved article (.html, .txt, .md)", subject=str(path))
    note = f"{len(shown) - len(inside)} links to places outside the folder were passed over"
    items = tuple(FeedItem(str(file), None, title=file.stem) for file in inside)
    return Feed("folder", path.name, items, notes=(note,) if len(shown) > len(inside) else ())


# --- small things -------------------------------------------------------------------------------------------------


@contextmanager
def night_lock(database: str) -> Iterator[None]:
    """Held while a night runs on a database; freed by the system when the process ends, however it ends.

    Raises:
        StoreError: another night holds it.
    """
    if database == ":memory:":
        yield
        return
    with Path(f"{database}.lock").open("a") as file:
        try:
            _lock(file)
        except OSError:
            raise StoreError(
                "another nightly run is at work on this database; this one leaves, try again later", subject=database
            ) from None
        yield


def _lock(file: Any) -> None:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]  # only on Windows
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _iso(time: datetime) -> str:
    return time.isoformat(timespec="seconds")
