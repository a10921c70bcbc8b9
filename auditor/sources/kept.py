"""Pages kept from earlier audits, as this room sees them: another room keeps them and is handed in.

They serve three ends: a reference finds its page among them, a page that has not changed is not sent again (a
conditional request answered with HTTP 304), and what failed before is remembered: a page that could not be read on
several different days is gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from auditor.records import Asked, Attempt, Fetched, FetchStatus, Page, Reference, Source
from auditor.sources.heads import PageHead
from auditor.sources.library import Entry, Library
from auditor.sources.matching import OutletRegistry, days_apart, title_words
from auditor.sources.statuses import FAILING
from auditor.urls import canonical_url

if TYPE_CHECKING:
    from auditor.sources.resolve import Desk

@dataclass(frozen=True, slots=True)
class LastRead:
    """The page that an address last gave, when that was last seen to be so, and the validators of that answer."""

    page: Page
    read_at: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Failures:
    """Failed askings of an address since it was last read: first and last time (ISO 8601), and on how many days."""

    since: str
    last: str
    days: int


class PageStore(Protocol):
    """Pages kept from earlier audits, and what became of their addresses."""

    def last_read(self, url: str) -> LastRead | None:
        """What the live page at this address was when it was last read, or None."""

    def versions(self, url: str) -> Sequence[Page]:
        """Every version kept of the page at this address, newest first."""

    def titled(self, words: Iterable[str], limit: int) -> Sequence[Page]:
        """Pages whose titles share words with these, those that share most first."""

    def failures(self, url: str) -> Failures | None:
        """The failed askings of this address since it was last read, or None."""


@dataclass(frozen=True, slots=True)
class Find:
    """What is kept for a reference. ``status`` is ``ok`` with a page, ``ambiguous`` or ``not_resolved``."""

    status: FetchStatus
    why: str
    page: Page | None = None
    trail: tuple[Attempt, ...] = ()


def find_kept(reference: Reference, desk: Desk) -> Find:
    """The page kept for ``reference``: by its address, then by outlet and title as in a library.

    Of several versions it is the one nearest the day of the reference, or of the article; the newest where there is
    no day.
    """
    if desk.store is None:
        return Find(FetchStatus.NOT_RESOLVED, "")
    wanted = reference.date or desk.article_date
    if reference.url and (page := nearest(desk.store.versions(reference.url), wanted)) is not None:
        why = f"kept from an earlier audit, read {page.archived_at or page.fetched_at or 'then'}"
        return Find(FetchStatus.OK, why, page, (Attempt("store", reference.url, why),))
    if not reference.title:
        return Find(FetchStatus.NOT_RESOLVED, "no page kept from an earlier audit has this address")
    return _by_title(reference, desk.store, desk, wanted)


def _by_title(reference: Reference, store: PageStore, desk: Desk, wanted: str | None) -> Find:
    grouped: dict[tuple[str | None, ...], list[Page]] = {}
    for page in store.titled(sorted(title_words(reference.title)), 200):
        if not _poses(page, reference, desk.registry()):
            grouped.setdefault(_identity(page), []).append(page)
    pages = [best for group in grouped.values() if (best := nearest(group, wanted)) is not None]
    entries = [_entry(str(number), best) for number, best in enumerate(pages)]
    library = Library(entries, registry=desk.registry, title_bar=desk.options.title_bar)
    match = library.find(replace(reference, url=None))
    if match.entry is None:
        trail = tuple(Attempt("store", a.url, a.why) for a in match.trail if a.url)
        why = match.why if match.status is FetchStatus.AMBIGUOUS else "no page kept from an earlier audit fits"
        return Find(match.status, why, trail=trail)
    page = pages[int(match.entry.name)]
    why = f"kept from an earlier audit, read {page.archived_at or page.fetched_at or 'then'}: {match.why}"
    return Find(FetchStatus.OK, why, page, (Attempt("store", page.url, why),))


def _poses(page: Page, reference: Reference, registry: OutletRegistry | None) -> bool:
    """True where a page calls itself by the cited outlet's name on a host that is not known to be that outlet's."""
    known = registry.find(reference.outlet) if registry is not None and reference.outlet else None
    return known is not None and registry is not None and bool(page.url) and registry.by_domain(page.url or "") != known


def _identity(page: Page) -> tuple[str | None, ...]:
    """What the versions of one page share."""
    url = page.canonical_url or page.url
    return (canonical_url(url),) if url else (page.title, page.outlet, page.published)


def _entry(name: str, page: Page) -> Entry:
    head = PageHead(
        url=page.url,
        canonical_url=page.canonical_url,
        title=page.title,
        outlet=page.outlet,
        published=page.published,
    )
    return Entry(name, head, lambda: Fetched(page.url or "", FetchStatus.OK, sha256=page.sha256))


def nearest(versions: Sequence[Page], wanted: str | None) -> Page | None:
    """Of a page's versions, newest first, the one taken nearest the ISO day ``wanted``; without one, the newest."""
    if not versions:
        return None
    apart = {id(page): days_apart(wanted, (page.archived_at or page.fetched_at or "")[:10]) for page in versions}
    return min(versions, key=lambda page: (apart[id(page)] is None, apart[id(page)] or 0))


def given_up(live: Source, store: PageStore | None, days: int) -> Source:
    """``live``, or ``gone`` where its page could not be read on ``days`` different days in a row, this one counted."""
    if store is None or live.asked is None or live.status not in FAILING:
        return live
    past = store.failures(live.asked.url)
    if past is None:
        return live
    count = past.days + (past.last[:10] < live.asked.at[:10])
    if count < days:
        return live
    why = f"it could not be read on {count} different days since {past.since[:10]}, now because {live.reason}"
    return replace(live, status=FetchStatus.GONE, reason=why)


def or_kept(source: Source, store: PageStore | None, wanted: str | None) -> Source:
    """``source``, or with the version kept nearest ``wanted`` where its page is gone and no archive has it."""
    lost = source.status in (FetchStatus.GONE, FetchStatus.SOFT_404) and source.page is None and source.asked
    page = nearest(store.versions(source.asked.url), wanted) if store is not None and lost and source.asked else None
    if page is None:
        return source
    note = f"what was kept of it, read {page.archived_at or page.fetched_at or 'before'}, is judged instead"
    trail = (*source.trail, Attempt("store", page.url, note))
    return replace(source, status=FetchStatus.OK, reason=f"{source.reason}; {note}", page=page, trail=trail)


def asked(url: str, fetched: Fetched, live: Source, now: str) -> Asked:
    """The record of a live asking: what the server sent, and what that made of the page."""
    return Asked(
        url=url,
        at=fetched.fetched_at or now,
        status=live.status,
        reason=live.reason,
        http_status=fetched.http_status,
        etag=fetched.etag,
        last_modified=fetched.last_modified,
    )
