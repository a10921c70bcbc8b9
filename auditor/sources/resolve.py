"""From a reference to its page's address: resolvers, asked in a declared order, each leaving its trail.

A resolver is an async function registered in the entry point group ``auditor.resolvers``::

    async def resolve(reference: Reference, desk: Desk) -> Resolution

It reads nothing but the reference and what the desk hands it: the user's library and a ``get`` that goes through the
one seam to the network. It names a page only where it is the sole candidate.
"""

from __future__ import annotations

import importlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from auditor import plugins
from auditor.records import Attempt, Fetched, FetchStatus, Page, Reference
from auditor.sources.library import Entry, Library
from auditor.sources.matching import OutletRegistry
from auditor.sources.options import ResolverOptions
from auditor.urls import is_web_url

if TYPE_CHECKING:
    import asyncio

    from auditor.sources.kept import PageStore

LOCAL = ("url", "library", "store")
"""Resolvers that ask nobody: when one of them gave an address, they still look for a copy, and no other is asked."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A page that a search names. ``published`` is an ISO date, ``outlet`` a name, where the search gives them.

    ``site`` is the outlet's own address, which tells the outlet of further pages there. ``hidden`` where ``url`` is
    the service's and not the page's: such a page counts, but cannot be read.
    """

    url: str
    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    site: str | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Resolution:
    """What one resolver found. At most one of ``entry``, ``fetched``, ``page`` (copies at hand) and ``url`` is set.

    ``status`` is ``ok`` with a find, ``ambiguous`` where several fit, ``not_resolved`` otherwise. A find that is not
    ``sure`` (its day or a word differs) is weighed again with the ``candidates`` of the resolvers that follow.
    """

    status: FetchStatus
    why: str
    url: str | None = None
    entry: Entry | None = None
    fetched: Fetched | None = None
    page: Page | None = None
    trail: tuple[Attempt, ...] = ()
    sure: bool = True
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """What a resolver may use. ``get(url, pace)`` asks an endpoint; it is None where no network is to be used.

    ``recorded`` are the pages of the recording that is replayed: a reference without address finds its page there by
    title. ``registry`` gives the outlets that are known, or None. ``store`` has the pages kept from earlier audits.

    ``article_date`` is the citing article's, for references that have no date. What was read after ``since`` was read
    in this very run. ``shared`` keeps what says the same to every reference of the run, such as an outlet's feed: a
    resolver puts the task there, under the address, that the others then wait for. ``keep`` is told of each page that
    is read from the library.
    """

    library: Library | None = None
    recorded: Library | None = None
    store: PageStore | None = None
    get: Callable[[str, float], Awaitable[Fetched]] | None = None
    registry: Callable[[], OutletRegistry | None] = lambda: None
    options: ResolverOptions = field(default_factory=ResolverOptions)
    now: datetime | None = None
    since: str | None = None
    article_date: str | None = None
    keep: Callable[[Reference, Entry, Fetched], None] | None = None
    shared: dict[str, asyncio.Future[Any]] = field(default_factory=dict, repr=False, compare=False)


Resolver = Callable[[Reference, Desk], Awaitable[Resolution]]


SEARCHING = ("feed", "gdelt", "google_news", "searxng", "citoid")
"""Resolvers of ours that need the network: offline they are not even loaded."""


def load_resolvers(order: tuple[str, ...], *, offline: bool = False) -> list[tuple[str, Resolver]]:
    """The resolvers of these names, in this order; those that could only search the network left out ``offline``.

    Raises:
        UsageError: a name is not registered; the known ones are listed.
    """
    return [(name, _load(name)) for name in order if not (offline and name in SEARCHING)]


def _load(name: str) -> Resolver:
    if name in _OURS:
        return _OURS[name]
    if name in SEARCHING:
        resolver: Resolver = importlib.import_module(f"auditor.sources.resolvers.{name}").resolve
        return resolver
    return plugins.load("resolvers", name)  # type: ignore[no-any-return]  # an entry point can be anything


async def resolve_url(reference: Reference, desk: Desk) -> Resolution:
    """The address the reference itself gives."""
    if not reference.url:
        return Resolution(FetchStatus.NO_URL, "the reference gives no address")
    if not is_web_url(reference.url):
        why = _no_address(reference.url)
        return Resolution(FetchStatus.REFUSED_ADDRESS, why, trail=(Attempt("url", reference.url[:200], why),))
    why = "the reference gives its address"
    return Resolution(FetchStatus.OK, why, reference.url, trail=(Attempt("url", reference.url, why),))


def _no_address(url: str) -> str:
    """Why what a reference gives as its address is none that is fetched."""
    from auditor.sources.guard import Refused, take_apart

    try:
        take_apart(url)
    except Refused as error:
        return str(error)
    return "what the reference gives as its address is no http or https address"


async def resolve_library(reference: Reference, desk: Desk) -> Resolution:
    """The user's saved copy."""
    trail: tuple[Attempt, ...] = ()
    why = ""
    for library in (desk.library, desk.recorded if not reference.url else None):
        if library is None or not (len(library) or library.mapping):
            continue
        match = library.find(reference)
        trail, why = trail + match.trail, match.why
        if match.status is not FetchStatus.NOT_RESOLVED:
            return Resolution(match.status, why, match.url, match.entry, trail=trail)
    return Resolution(FetchStatus.NOT_RESOLVED, why, trail=trail)


async def resolve_store(reference: Reference, desk: Desk) -> Resolution:
    """A page kept from an earlier audit: offline the page itself, otherwise its address, where it is asked again."""
    if desk.store is None or (reference.url and desk.get is not None):
        return Resolution(FetchStatus.NOT_RESOLVED, "")
    from auditor.sources.kept import find_kept

    found = find_kept(reference, desk)
    if found.page is not None and desk.get is not None and is_web_url(found.page.url or ""):
        return Resolution(found.status, found.why, found.page.url, trail=found.trail)
    return Resolution(found.status, found.why, page=found.page, trail=found.trail)


_OURS: dict[str, Resolver] = {"url": resolve_url, "library": resolve_library, "store": resolve_store}
"""At hand without asking the entry points, which costs 30 ms. Others' resolvers are found there, as ours are."""
