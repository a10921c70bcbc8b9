"""The room's front door: references in, each with its page or the reason there is none, out.

Nothing that goes wrong with one reference touches another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from auditor.errors import AuditorError, FetchError, NotRecorded
from auditor.records import Attempt, Fetched, FetchStatus, Page, Reference, Source
from auditor.sources.candidates import choose
from auditor.sources.library import Entry, Library, recorded_entries, shipped_registry
from auditor.sources.matching import OutletRegistry, TitleLikeness, days_apart, title_likeness
from auditor.sources.options import ResolverOptions
from auditor.sources.pages import page_url, read_page
from auditor.sources.resolve import LOCAL, Candidate, Desk, Resolution, Resolver, load_resolvers
from auditor.urls import canonical_url, registrable_domain

if TYPE_CHECKING:
    from auditor.sources.fetch import Fetcher
    from auditor.sources.kept import PageStore

T = TypeVar("T")

_ARCHIVE = re.compile(r"https?://(?:web\.archive\.org|arquivo\.pt)/", re.I)


def collect(
    references: Sequence[Reference],
    *,
    library: Library | None = None,
    fetcher: Fetcher | None = None,
    offline: bool = False,
    options: ResolverOptions | None = None,
    store: PageStore | None = None,
    now: datetime | None = None,
    since: str | None = None,
    article_date: str | None = None,
    registry: Callable[[], OutletRegistry | None] = shipped_registry,
    progress: Callable[[int], None] = lambda done: None,
    keep: Callable[[Reference, Entry, Fetched], None] | None = None,
) -> tuple[Source, ...]:
    """The source of every reference, in order: its page, or the status and reason why it was not read.

    Args:
        references: as parsed; numbers may repeat.
        library: the user's saved pages; they count before what is fetched.
        fetcher: how pages are fetched or replayed; without one, nothing is.
        offline: never open a socket; a fetcher that replays a recording is still used.
        options: which resolvers are asked, in which order.
        store: pages kept from earlier audits: offline they are judged, otherwise asked again by condition.
        now: the audit's time, for resolvers that search by date and for the record.
        since: ISO time; a page kept that was read after it is not asked again (it was read in this very run).
        article_date: ISO date of the citing article, where a reference has none of its own.
        registry: gives the outlets that are known.
        progress: told how many references are done, each time one is fetched or given up.
        keep: given each page that is read from the library, as it is in its file.

    Raises:
        UsageError: ``options`` names a resolver there is not.
    """
    options = options or ResolverOptions()
    if offline and fetcher is not None and not fetcher.replays:
        fetcher = None
    if fetcher is not None and fetcher.replays:
        store = None  # a replay says the same whatever has been kept since
    desk = Desk(library, store=store, registry=registry, options=options)
    desk = replace(desk, now=now, since=since, article_date=article_date, keep=keep)
    local = load_resolvers(options.order, offline=True)
    if fetcher is None:
        return tuple(_unwaiting(_guarded(reference, desk, local, None)) for reference in references)
    if fetcher.recording is not None:
        desk = replace(desk, recorded=Library(recorded_entries(fetcher.recording), registry=registry))
    desk = replace(desk, get=fetcher.fetch_endpoint)
    return fetcher.run(lambda: _together(references, desk, load_resolvers(options.order), fetcher, progress))


async def _together(
    references: Sequence[Reference],
    desk: Desk,
    resolvers: list[tuple[str, Resolver]],
    fetcher: Fetcher,
    progress: Callable[[int], None],
) -> tuple[Source, ...]:
    import asyncio
    from itertools import count

    ended = count(1)

    async def one(reference: Reference) -> Source:
        source = await _guarded(reference, desk, resolvers, fetcher)
        progress(next(ended))
        return source

    return tuple(await asyncio.gather(*(one(reference) for reference in references)))


async def _guarded(
    reference: Reference, desk: Desk, resolvers: list[tuple[str, Resolver]], fetcher: Fetcher | None
) -> Source:
    """One reference's source; whatever goes wrong becomes its status."""

    def lost(status: FetchStatus, why: str) -> Source:
        return Source(reference, status, why, url=reference.url, domain=_domain(reference.url))

    try:
        return await _source(reference, desk, resolvers, fetcher)
    except NotRecorded as error:
        return lost(FetchStatus.NOT_RECORDED, str(error))
    except FetchError as error:
        return lost(FetchStatus(error.status), str(error))
    except AuditorError as error:
        return lost(FetchStatus.UNSUPPORTED_TYPE, str(error))
    except (RecursionError, MemoryError):
        return lost(FetchStatus.TOO_LARGE, "the page is nested too deeply or too large to be read")
    except Exception as error:
        return lost(FetchStatus.UNSUPPORTED_TYPE, f"the page cannot be read ({type(error).__name__}: {error})"[:300])


async def _source(
    reference: Reference, desk: Desk, resolvers: list[tuple[str, Resolver]], fetcher: Fetcher | None
) -> Source:
    found, searched, trail = await _resolve(reference, desk, resolvers)
    base = Source(reference, found.status, found.why, url=found.url or reference.url, trail=trail)
    if found.entry is not None:
        saved = found.entry.read()
        if desk.keep is not None:
            desk.keep(reference, found.entry, saved)
        return _placed(base, saved, found.entry)
    if found.fetched is not None:
        return _placed(base, found.fetched)
    if found.page is not None:
        return replace(base, domain=_domain(found.page.url), url=found.page.url or base.url, page=found.page)
    if found.url is None:
        return replace(base, domain=_domain(base.url))
    if fetcher is None:
        notes = (note for note in (desk.library.notes if desk.library else ()) if f"({found.url})" in note)
        why = "; ".join(("no saved copy of this address, and nothing is fetched offline", *notes))
        return replace(base, status=FetchStatus.NOT_RECORDED, reason=why, domain=_domain(found.url))
    if _ARCHIVE.match(found.url) and (copy := await _cited_copy(base, found.url, fetcher)) is not None:
        return copy
    live = await _live(base, found.url, desk, fetcher)
    if searched and live.page is not None and _another(reference, live.page):
        why = f"the page that was found bears another title: {(live.page.title or '')[:120]!r}"
        return replace(base, status=FetchStatus.NOT_RESOLVED, reason=why, url=None)
    return await _best_version(live, found.url, desk, fetcher, reference.date or desk.article_date)


async def _cited_copy(base: Source, url: str, fetcher: Fetcher) -> Source | None:
    """The archived page that the reference cites as such, or None where its address is no archive's."""
    from auditor.sources.archives import read_cited

    fetched = await read_cited(url, fetcher.fetch_endpoint)
    if fetched is None:
        return None
    note = Attempt("archive", fetched.archive_url, f"the reference cites the snapshot of {fetched.archived_at}")
    copy = await fetcher.in_thread(lambda: _placed(base, fetched))
    return replace(copy, trail=(*copy.trail, note))


async def _live(base: Source, url: str, desk: Desk, fetcher: Fetcher) -> Source:
    """The live page at ``url``: the one kept of it where the server says that it has not changed since."""
    last = desk.store.last_read(url) if desk.store is not None and not fetcher.records else None
    if last is not None and desk.since is not None and last.read_at > desk.since:
        return _unchanged(base, url, last.page, "it was read in this very run")
    fetched = await fetcher.fetch(url, etag=last.etag, last_modified=last.last_modified) if last else None
    if last is not None and fetched is not None and fetched.http_status == 304:
        if _same_address(fetched.final_url, last.page.url):
            live = _unchanged(base, url, last.page, "the server says that it has not changed since (HTTP 304)")
            fetched = replace(fetched, etag=fetched.etag or last.etag, last_modified=last.last_modified)
            return _with_asked(live, url, fetched, desk)
        fetched = None  # another address answers: what has not changed is not what was kept
    came = fetched or await fetcher.fetch(url)
    live = await fetcher.in_thread(lambda: _placed(base, came))
    return live if fetcher.replays else _with_asked(live, url, came, desk)


def _unchanged(base: Source, url: str, page: Page, why: str) -> Source:
    note = Attempt("store", url, f"what was kept of it, read {page.fetched_at or 'before'}, is judged: {why}")
    at = page.url or base.url
    return replace(base, status=FetchStatus.OK, url=at, domain=_domain(at), page=page, trail=(*base.trail, note))


def _with_asked(live: Source, url: str, fetched: Fetched, desk: Desk) -> Source:
    if desk.now is None and fetched.fetched_at is None:
        return live
    from auditor.sources.kept import asked

    return replace(live, asked=asked(url, fetched, live, utc_text(desk.now) if desk.now else ""))


def utc_text(when: datetime) -> str:
    """A time with a zone as ISO 8601 in UTC, to the second."""
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _same_address(one: str | None, other: str | None) -> bool:
    return bool(one and other) and canonical_url(one or "") == canonical_url(other or "")


async def _best_version(live: Source, url: str, desk: Desk, fetcher: Fetcher, wanted: str | None) -> Source:
    """``live``, or what an archive or the store has of the page at ``url`` where that is to be judged."""
    if desk.store is None:
        return await _or_archived(live, url, fetcher, wanted)
    from auditor.sources.kept import given_up, or_kept

    live = given_up(live, desk.store, fetcher.options.gone_days)
    return or_kept(await _or_archived(live, url, fetcher, wanted), desk.store, wanted)


def _another(reference: Reference, page: Page) -> bool:
    """Whether a page that a search led to is not the one: what a search remembers may be older than the page."""
    if not page.title or not reference.title:
        return False
    return title_likeness(reference.title, page.title) < TitleLikeness.RELATED


async def _or_archived(live: Source, url: str, fetcher: Fetcher, wanted: str | None) -> Source:
    """``live``, or the archived copy of the page at ``url`` where that is to be judged; the trail names both then."""
    when = fetcher.options.archives
    gone = live.status in (FetchStatus.GONE, FetchStatus.SOFT_404)
    changed = when == "always" or (when == "changed" and _changed_since(live.page, wanted))
    if when == "never" or not (gone or (changed and live.status is FetchStatus.OK)):
        return live
    copy, tried = await _snapshot(live, url, wanted, fetcher)
    if copy is None and live.page is not None and live.url and not _same_address(live.url, url):
        copy, more = await _snapshot(live, live.url, wanted, fetcher)  # where the redirects of its address ended
        tried += more
    if copy is None or copy.page is None:
        return replace(live, trail=live.trail + tried)
    kept = copy if gone or _nearer(copy.page, live.page, wanted) else live
    other = live.page if kept is copy else copy.page
    if other is not None and kept.page is not None and other.text == kept.page.text:
        other = None  # the same words are no other version
    what = f"the snapshot of {copy.page.archived_at}{_said(live, copy, kept)}"
    trail = (*live.trail, *tried, Attempt("archive", copy.page.archive_url, what))
    return replace(kept, reason=live.reason if gone else kept.reason, trail=trail, other=other)


async def _snapshot(
    live: Source, url: str, wanted: str | None, fetcher: Fetcher
) -> tuple[Source | None, tuple[Attempt, ...]]:
    """(the archived copy nearest the wanted date that is a page, or None; what was tried). A few are looked at: what an
    archive took may itself be a wall, or a page that says that there is none."""
    from auditor.sources.archives import MAX_READ, find_snapshots, read_snapshot

    snapshots, tried = await find_snapshots(url, wanted, fetcher.fetch_endpoint, fetcher.options)
    for snapshot in snapshots[:MAX_READ]:
        fetched = await read_snapshot(snapshot, url, fetcher.fetch_endpoint)
        copy = await fetcher.in_thread(partial(_placed, live, fetched))
        if copy.page is not None:
            return copy, tried
        what = "is no page" if fetched.status is FetchStatus.OK else "could not be read"
        why = f"the snapshot of {snapshot.taken_at} {what}: {copy.reason}"
        tried = (*tried, Attempt("archive", snapshot.shown, why))
    return None, tried


def _changed_since(page: Page | None, wanted: str | None) -> bool:
    """Whether a page says of itself that it was updated on a later day than the wanted one."""
    if page is None or not page.updated or len(wanted or "") < 10:
        return False
    return page.updated[:10] > (wanted or "")[:10] and bool(days_apart(wanted, page.updated))


def _nearer(copy: Page, live: Page | None, wanted: str | None) -> bool:
    """Whether the snapshot is of a day nearer the wanted one than the live page is. The same words are no version."""
    if live is None or copy.text == live.text:
        return live is None
    distance = [days_apart(wanted, (page.archived_at or page.fetched_at or "")[:10]) for page in (copy, live)]
    return distance[0] is not None and (distance[1] is None or distance[0] < distance[1])


def _said(live: Source, copy: Source, kept: Source) -> str:
    if live.page is None:
        return f" is judged instead of the live page, which is {live.status.value}: {live.reason}"
    if copy.page is not None and copy.page.text == live.page.text:
        return " says the same as the live page, which is judged"
    return " is judged: it is nearer the cited date" if kept is copy else " differs; the live page is judged"


async def _resolve(
    reference: Reference, desk: Desk, resolvers: list[tuple[str, Resolver]]
) -> tuple[Resolution, bool, tuple[Attempt, ...]]:
    """(the first find in the declared order, whether a search found it, the trail).

    An address known already is only looked up at home, not searched for.
    """
    trail: list[Attempt] = []
    address: Resolution | None = None
    misses: list[tuple[str, Resolution]] = []
    pool: list[Candidate] = []
    for name, resolver in resolvers:
        if address is not None and name not in LOCAL:
            break
        found = await resolver(reference, desk)
        trail.extend(found.trail)
        pool.extend(found.candidates)
        if found.entry is not None or found.fetched is not None or found.page is not None:
            return replace(found, url=None), False, tuple(trail)
        if found.status is FetchStatus.AMBIGUOUS:
            return found, False, tuple(trail)
        if found.url is not None and found.sure:
            if name not in LOCAL:
                return found, True, tuple(trail)
            address = found if name == "library" else address or found  # the user's own map knows better
        elif found.why and found.status is not FetchStatus.NO_URL:
            misses.append((name, found))
    if address is None and pool:
        together = choose(reference, pool, "all searches", desk)
        if together.status is not FetchStatus.NOT_RESOLVED:
            return together, True, (*trail, *together.trail)
    return address or _missed(misses), False, tuple(trail)


def _missed(misses: list[tuple[str, Resolution]]) -> Resolution:
    """One miss for all of them: what each resolver said."""
    if not misses:
        return Resolution(FetchStatus.NO_URL, "the reference gives no address, and there is nowhere to look for it")
    refused = next((found for _, found in misses if found.status is FetchStatus.REFUSED_ADDRESS), None)
    if refused is not None or len(misses) == 1:
        return refused or misses[0][1]
    return Resolution(FetchStatus.NOT_RESOLVED, "; ".join(f"{name}: {found.why}" for name, found in misses)[:600])


def _placed(base: Source, fetched: Fetched, entry: Entry | None = None) -> Source:
    """``base`` with the page that ``fetched`` holds, or with the reason why it holds none."""
    status, why, page = read_page(fetched, entry)
    url = page_url(page, fetched) or base.url
    return replace(base, status=status, reason=why or base.reason, url=url, domain=_domain(url), page=page)


def _domain(url: str | None) -> str | None:
    return registrable_domain(url) if url else None


def _unwaiting(work: Coroutine[Any, Any, T]) -> T:
    """The result of a coroutine that has nothing to wait for: no event loop is needed, nor its 40 ms of import."""
    try:
        work.send(None)
    except StopIteration as done:
        return done.value  # type: ignore[no-any-return]  # a coroutine ends with its value
    work.close()
    raise AuditorError("a resolver wanted to wait for the network, and there is none offline")


