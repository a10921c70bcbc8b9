"""The room's front door: references in, each with its page or the reason there is none, out.

Nothing that goes wrong with one reference touches another.
"""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from auditor.errors import AuditorError, FetchError, NotRecorded
from auditor.records import Attempt, Fetched, FetchStatus, Page, Reference, Source
from auditor.sources.extract import classify_page, extract_page
from auditor.sources.library import Entry, Library
from auditor.sources.options import ResolverOptions
from auditor.sources.resolve import LOCAL, Desk, PageStore, Resolution, Resolver, load_resolvers
from auditor.urls import registrable_domain

if TYPE_CHECKING:
    from auditor.sources.fetch import Fetcher

T = TypeVar("T")


def collect(
    references: Sequence[Reference],
    *,
    library: Library | None = None,
    fetcher: Fetcher | None = None,
    offline: bool = False,
    options: ResolverOptions | None = None,
    store: PageStore | None = None,
    now: datetime | None = None,
) -> tuple[Source, ...]:
    """The source of every reference, in order: its page, or the status and reason why it was not read.

    Args:
        references: as parsed; numbers may repeat.
        library: the user's saved pages; they count before what is fetched.
        fetcher: how pages are fetched or replayed; None never opens a socket, nor does ``offline`` unless the
            fetcher replays a recording.
        options: which resolvers are asked, in which order.
        store: pages kept from earlier audits.
        now: the audit's time, for resolvers that search by date.

    Raises:
        UsageError: ``options`` names a resolver there is not.
    """
    options = options or ResolverOptions()
    if offline and fetcher is not None and not fetcher.replays:
        fetcher = None
    resolvers = load_resolvers(options.order, offline=fetcher is None)
    if fetcher is None:
        desk = Desk(library=library, store=store, options=options, now=now)
        return tuple(_unwaiting(_guarded(reference, desk, resolvers, None)) for reference in references)
    return fetcher.run(lambda: _all(references, fetcher, resolvers, library, store, options, now))


async def _all(
    references: Sequence[Reference],
    fetcher: Fetcher,
    resolvers: list[tuple[str, Resolver]],
    library: Library | None,
    store: PageStore | None,
    options: ResolverOptions,
    now: datetime | None,
) -> tuple[Source, ...]:
    import asyncio

    desk = Desk(
        library=_with_recording(library, fetcher), store=store, get=fetcher.fetch_endpoint, options=options, now=now
    )
    return tuple(await asyncio.gather(*(_guarded(r, desk, resolvers, fetcher) for r in references)))


def _with_recording(library: Library | None, fetcher: Fetcher) -> Library | None:
    """The library and, behind it, the pages of the recording: a reference without address is found there by title."""
    if fetcher.recording is None:
        return library
    from auditor.sources.library import recorded_entries

    return Library.joined(library, recorded_entries(fetcher.recording))


async def _guarded(
    reference: Reference, desk: Desk, resolvers: list[tuple[str, Resolver]], fetcher: Fetcher | None
) -> Source:
    """One reference's source; whatever goes wrong becomes its status."""
    try:
        return await _source(reference, desk, resolvers, fetcher)
    except NotRecorded as error:
        return Source(reference, FetchStatus.NOT_RECORDED, str(error), url=reference.url)
    except FetchError as error:
        return Source(reference, FetchStatus(error.status), str(error), url=reference.url)
    except (AuditorError, ValueError, TypeError, LookupError, ArithmeticError, AttributeError, OSError) as error:
        why = str(error) if isinstance(error, AuditorError) else f"the page could not be read ({type(error).__name__})"
        return Source(reference, FetchStatus.UNSUPPORTED_TYPE, why, url=reference.url)
    except (RecursionError, MemoryError):
        return Source(reference, FetchStatus.TOO_LARGE, "the page is nested too deeply or too large", url=reference.url)


async def _source(
    reference: Reference, desk: Desk, resolvers: list[tuple[str, Resolver]], fetcher: Fetcher | None
) -> Source:
    found, trail = await _resolve(reference, desk, resolvers)
    base = Source(reference, found.status, found.why, url=found.url or reference.url, trail=trail)
    if found.entry is not None:
        return _placed(base, found.entry.read(), found.entry)
    if found.fetched is not None:
        return _placed(base, found.fetched)
    if found.url is None:
        return replace(base, domain=_domain(base.url))
    if fetcher is None:
        why = "no saved copy of this address, and nothing is fetched offline"
        return replace(base, status=FetchStatus.NOT_RECORDED, reason=why, domain=_domain(found.url))
    fetched = await fetcher.fetch(found.url)
    return await fetcher.in_thread(lambda: _placed(base, fetched))


async def _resolve(
    reference: Reference, desk: Desk, resolvers: list[tuple[str, Resolver]]
) -> tuple[Resolution, tuple[Attempt, ...]]:
    """The first find in the declared order. An address known already is only looked up at home, not searched for."""
    trail: list[Attempt] = []
    address: Resolution | None = None
    missed = Resolution(FetchStatus.NO_URL, "the reference gives no address, and there is nowhere to look for it")
    for name, resolver in resolvers:
        if address is not None and name not in LOCAL:
            break
        found = await resolver(reference, desk)
        trail.extend(found.trail)
        if found.entry is not None or found.fetched is not None:
            return replace(found, url=None), tuple(trail)
        if found.status is FetchStatus.AMBIGUOUS:
            return found, tuple(trail)
        if found.url is not None:
            address = found if address is None else address
        elif found.why and found.status is not FetchStatus.NO_URL and missed.status is not FetchStatus.REFUSED_ADDRESS:
            missed = found
    return address or missed, tuple(trail)


# --- from bytes to a page ---------------------------------------------------------------------------------------


def _placed(base: Source, fetched: Fetched, entry: Entry | None = None) -> Source:
    """``base`` with the page that ``fetched`` holds, or with the reason why it holds none."""
    status, why, page = read_page(fetched, entry)
    url = (page.url if page else None) or fetched.final_url or fetched.url or base.url
    note = (Attempt("archive", fetched.archive_url, fetched.reason),) if fetched.archive_url and fetched.reason else ()
    return replace(
        base, status=status, reason=why or base.reason, url=url, domain=_domain(url), page=page, trail=base.trail + note
    )


def read_page(fetched: Fetched, entry: Entry | None = None) -> tuple[FetchStatus, str, Page | None]:
    """(status, reason, page) of what was fetched; the page is None unless the status is ok.

    ``entry`` is the library's, whose header lines count more than what the page says of itself.
    """
    if fetched.status is not FetchStatus.OK:
        return fetched.status, fetched.reason, None
    page = extract_page(
        fetched.content,
        url=fetched.final_url or fetched.url or None,
        media_type=fetched.media_type or "text/html",
        charset=fetched.charset,
    )
    if entry is not None and entry.head.body:
        head = entry.head
        page = replace(
            page,
            url=head.url or page.url,
            title=head.title or page.title,
            outlet=head.outlet or page.outlet,
            published=head.published or page.published,
        )
    page = replace(
        page,
        sha256=fetched.sha256 or page.sha256,
        fetched_at=fetched.fetched_at,
        archived_at=fetched.archived_at,
        archive_url=fetched.archive_url,
    )
    status, why = classify_page(page, fetched.content, url=fetched.final_url or fetched.url or None)
    return (status, why, page) if status is FetchStatus.OK else (status, why, None)


def _domain(url: str | None) -> str | None:
    return registrable_domain(url) if url else None


def _unwaiting(work: Coroutine[Any, Any, T]) -> T:
    """The result of a coroutine that has nothing to wait for: no event loop is needed, nor its 40 ms of import."""
    try:
        work.send(None)
    except StopIteration as done:
        return done.value  # type: ignore[no-any-return]
    work.close()
    raise AuditorError("a resolver wanted to wait for the network, and there is none offline")


