"""What a user may set about finding and fetching cited pages, with the reason for each default."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from auditor import __version__

MB = 1_000_000

KNOWN_RESOLVERS = ("url", "library", "store", "feed", "gdelt", "google_news", "searxng", "citoid")
"""The resolvers that come with the package, in the order of the default: what costs nobody anything goes first."""


def _between(low: float, high: float, **more: Any) -> dict[str, Any]:
    return {"min": low, "max": high, **more}


@dataclass(frozen=True, slots=True)
class NetworkOptions:
    """The network's manners and limits: the policy's ``[network]`` table. Times in seconds, sizes in bytes.

    Attributes:
        user_agent: what servers are told; ``{version}`` and ``{contact}`` are filled in. Never a browser's.
        contact: an address or page where a site's owner reaches whoever runs the audits. RFC 9110, section 10.1.5,
            asks robots for one.
        allow_hosts: ``host:port`` pairs for which the address guard is lifted (an intranet, a test); a host alone
            means ports 80 and 443. Reports say that it was lifted.
        robots: whether robots.txt (RFC 9309) is asked first.
        pace: the least time between the starts of two requests to one host. One second is a person's pace; a
            ``Crawl-delay`` of the host that asks for more is kept, up to ``max_crawl_delay``.
        concurrency: how many hosts are spoken to at once; one connection each.
        connect_timeout: for name lookup, TCP and TLS.
        first_byte_timeout: from the request's end to the first byte of the answer.
        total_timeout: for one request whole, so that a slow drip ends. A page whose requests took as long together is
            neither tried again nor followed further.
        max_redirects: 5 is what RFC 1945 advised and covers http -> https -> www -> slug.
        max_header_bytes: of one answer's head. Common servers send under 16 KiB.
        max_body_bytes: of the body as sent.
        max_expanded_bytes: of the body after decompression: a small answer may not become a large one.
        retries: how often a fault that may pass (reset, timeout, 429, 5xx) is tried again.
        backoff: before the first retry; doubles each time, with jitter of up to the same again.
        max_wait: a longer ``Retry-After`` is not waited for; the reference is reported blocked instead.
        max_crawl_delay: a longer ``Crawl-delay`` is cut to this.
        max_robots_bytes: how much of robots.txt is read; RFC 9309, section 2.5, asks for at least 500 KiB.
        gone_days: a page that could not be read on this many different days, and not once in between, is gone; the
            database of the audits remembers. Three is the count after which Wikipedia's InternetArchiveBot takes a
            link for dead.
        archives: when web archives are asked: ``never``; when a page is ``gone``; also when it ``changed``, that is,
            says it was updated on a later day than the article's; or ``always``. Of the live page and the snapshot
            the one nearer the article's date is judged, and both are kept.
        timemaps: Memento TimeMaps of further archives, as addresses that the page's address is put behind.
        timegates: Memento TimeGates, likewise.
    """

    user_agent: str = "auditor/{version} (citation checker; +{contact})"
    contact: str = "no-contact-set"
    allow_hosts: tuple[str, ...] = ()
    robots: bool = True
    pace: float = field(default=1.0, metadata=_between(0, 3600))
    concurrency: int = field(default=64, metadata=_between(1, 1000))
    connect_timeout: float = field(default=10.0, metadata=_between(0.01, 600))
    first_byte_timeout: float = field(default=20.0, metadata=_between(0.01, 600))
    total_timeout: float = field(default=45.0, metadata=_between(0.01, 3600))
    max_redirects: int = field(default=5, metadata=_between(0, 20))
    max_header_bytes: int = field(default=65_536, metadata=_between(1024, 1_048_576))
    max_body_bytes: int = field(default=10 * MB, metadata=_between(1024, 200 * MB))
    max_expanded_bytes: int = field(default=30 * MB, metadata=_between(1024, 500 * MB))
    retries: int = field(default=2, metadata=_between(0, 10))
    backoff: float = field(default=0.5, metadata=_between(0, 60))
    max_wait: float = field(default=30.0, metadata=_between(0, 3600))
    max_crawl_delay: float = field(default=30.0, metadata=_between(0, 3600))
    max_robots_bytes: int = field(default=512_000, metadata=_between(1024, 10 * MB))
    gone_days: int = field(default=3, metadata=_between(2, 365))
    archives: str = field(default="changed", metadata={"choices": ["never", "gone", "changed", "always"]})
    timemaps: tuple[str, ...] = ("https://arquivo.pt/wayback/timemap/link/",)
    timegates: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for host in self.allow_hosts:
            if not re.fullmatch(r"(?:\[[0-9A-Fa-f:.]+\]|[^\s/:@\[\]]+)(?::\d{1,5})?", host):
                raise ValueError(f"allow_hosts: {host!r} is no host:port, such as 127.0.0.1:8123")
        if re.search(r"mozilla|chrome|safari|gecko|opera", self.user_agent, re.I):
            raise ValueError("user_agent must say who reads: it may not imitate a browser")
        for prefix in (*self.timemaps, *self.timegates):
            if not prefix.startswith(("http://", "https://")):
                raise ValueError(f"timemaps, timegates: {prefix!r} is no http or https address")
        if re.search(r"[\x00-\x1f\x7f]", self.user_agent + self.contact):
            raise ValueError("user_agent and contact must be one line without control characters")

    def agent(self) -> str:
        """The User-Agent header."""
        return self.user_agent.replace("{version}", __version__).replace("{contact}", self.contact)


@dataclass(frozen=True, slots=True)
class ResolverOptions:
    """Who is asked for a reference's page, in which order, and what is accepted: the policy's ``[resolvers]`` table.

    Attributes:
        order: names of resolvers, ours or a plugin's; the first that has a sole acceptable candidate ends the search.
        title_bar: in [0, 1], how alike a candidate's title and the cited title must be (shared words, Dice).
            0.8 keeps a headline that gained or lost a word and parts near-namesakes of one event.
        days: a candidate's date may differ from the cited date by at most this many days.
        max_candidates: how many are listed in the trail.
        searxng_url: the user's own SearXNG instance; empty leaves that resolver out. One on the user's own network
            also stands in ``network.allow_hosts``.
        searxng_pace: the least time in seconds between two requests to it.
        gdelt_pace: GDELT asks for at most one request in five seconds.
    """

    order: tuple[str, ...] = ("url", "library", "store", "feed", "gdelt", "google_news", "searxng", "citoid")
    title_bar: float = field(default=0.8, metadata=_between(0.5, 1))
    days: int = field(default=3, metadata=_between(0, 366))
    max_candidates: int = field(default=5, metadata=_between(1, 50))
    searxng_url: str = ""
    searxng_pace: float = field(default=2.0, metadata=_between(0, 3600))
    gdelt_pace: float = field(default=5.0, metadata=_between(0, 3600))
