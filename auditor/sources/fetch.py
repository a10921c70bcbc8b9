"""The one seam to the network: cited addresses in, bytes or a named reason out.

Only what is cited, and the endpoints of the resolvers, is ever asked for; a link found on a page is never followed.
Every ending has a ``FetchStatus``. Time comes from the clock and sleep that are passed in.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Coroutine, Sequence
from contextvars import ContextVar
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit
from weakref import WeakValueDictionary

import httpx

from auditor.errors import AuditorError, NotRecorded
from auditor.records import Fetched, FetchStatus
from auditor.sources.answer import (
    Answer,
    Limits,
    came_to_nothing,
    failed,
    read_answer,
    redirect_target,
    settle,
    will_pass,
)
from auditor.sources.guard import Guard, Lookup, Refused, Target, take_apart
from auditor.sources.manners import (
    Clock,
    Endpoints,
    HostGate,
    RobotsRules,
    Sleep,
    Spent,
    backoff,
    parse_robots,
    product,
    retry_after,
)
from auditor.sources.options import NetworkOptions
from auditor.sources.recording import Exchange, Recording, unread

if TYPE_CHECKING:
    import ssl

    from auditor.sources.cassette import Cassette
    from auditor.sources.post import Poster
    from auditor.sources.recorder import Recorder

T = TypeVar("T")

ACCEPT = "text/html,application/xhtml+xml,application/pdf;q=0.8,text/plain;q=0.7,*/*;q=0.1"
ACCEPT_ENDPOINT = "application/json,application/rss+xml,application/atom+xml,application/xml,text/xml,*/*;q=0.1"


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Fetcher:
    """Reads cited pages, live or from a recording. Reuse one for many articles: paces and robots.txt are kept.

    Args:
        options: the network's manners and limits.
        cassette: answers every request instead of the network.
        recorder: is given every exchange.
        now: the current time, for the record and for ``Retry-After`` dates.
        clock: seconds that only grow, for paces.
        sleep: waits so many seconds.
        seed: of the jitter.
        lookup: resolves names.
        context: verifies TLS servers; the bundled authorities unless given.
    """

    def __init__(
        self,
        options: NetworkOptions | None = None,
        *,
        cassette: Cassette | None = None,
        recorder: Recorder | None = None,
        now: Callable[[], datetime] = _utc_now,
        clock: Clock = time.monotonic,
        sleep: Sleep = asyncio.sleep,
        seed: int = 0,
        lookup: Lookup | None = None,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self.options = options or NetworkOptions()
        self.guard = Guard(self.options.allow_hosts, lookup)
        self._cassette = cassette
        self._recorder = recorder
        self._now, self._clock, self._sleep = now, clock, sleep
        self._chance = random.Random(seed)  # noqa: S311 - jitter, no secret
        self._context = context
        self._agent = self.options.agent()
        self._limits = Limits.of(self.options)
        self._endpoint_limits = replace(self._limits, any_type=True)  # a TimeMap is application/link-format
        self._held: dict[str, tuple[float, float]] = {}
        self._robots: dict[str, RobotsRules | Fetched] = {}
        self._session: ContextVar[_Session] = ContextVar("session")  # threads may share a fetcher, not a session
        self._endpoints = Endpoints()

    @property
    def replays(self) -> bool:
        """True where answers come from a recording and no socket is opened."""
        return self._cassette is not None

    @property
    def records(self) -> bool:
        """True where what comes back is recorded: it has to come whole then."""
        return self._recorder is not None

    @property
    def recording(self) -> Recording | None:
        """The recording that answers, or None."""
        return self._cassette.recording if self._cassette else None

    # --- the synchronous front ---

    def run(self, main: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """The result of ``main()``, run in an event loop with connections that live as long as it does.

        Called from inside a running loop (a notebook), it runs in a thread of its own.
        """

        async def whole() -> T:
            async with _Session(self._transport(), self.options.concurrency) as session:
                self._session.set(session)
                try:
                    return await main()
                finally:
                    self._held.update((o, (gate.not_before, gate.closed_until)) for o, gate in session.gates.items())

        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return asyncio.run(whole())
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(1) as pool:
            return pool.submit(asyncio.run, whole()).result()

    def get(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        """What came back for one address.

        With the validators of an earlier answer, a page that has not changed comes back as ``http_status`` 304, ok and
        without content.
        """
        return self.run(lambda: self.fetch(url, etag=etag, last_modified=last_modified))

    def get_all(self, urls: Sequence[str]) -> list[Fetched]:
        """What came back for each address, in their order."""

        async def whole() -> list[Fetched]:
            return await asyncio.gather(*(self.fetch(url) for url in urls))

        return self.run(whole)

    def poster(self) -> Poster:
        """The way to a server that the user named: through the same recording, past no guard but its own."""
        from auditor.sources.post import Poster

        return Poster(self.options, cassette=self._cassette, recorder=self._recorder, now=self._now)

    def keep(self, exchange: Exchange) -> None:
        """Records what was read from elsewhere, if a recording is made."""
        if self._recorder is not None:
            self._recorder.add(exchange)

    def close(self) -> None:
        """Writes the recording, if one is made."""
        if self._recorder is not None:
            self._recorder.close()

    async def in_thread(self, work: Callable[[], T]) -> T:
        """``work()`` in a thread, one at a time: reading a page must not hold up the other connections."""
        session = self._open()
        async with session.reading:
            return await asyncio.to_thread(work)

    # --- what the room asks for ---

    async def fetch(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        """The page at a cited address, or why there is none. An address asked twice is fetched once.

        With the validators of an earlier answer, a page that has not changed comes back as ``http_status`` 304, ok and
        without content.
        """
        session = self._open()
        known = {"If-None-Match": etag or "", "If-Modified-Since": last_modified or ""}
        headers = {name: value for name, value in known.items() if value and value.isprintable() and value.isascii()}
        key = (url, *headers.values())
        page = session.pages.get(key)
        if page is None:
            page = session.pages[key] = asyncio.create_task(self._page(url, headers))
        return await asyncio.shield(page)

    async def fetch_endpoint(self, url: str, pace: float = 0.0, headers: dict[str, str] | None = None) -> Fetched:
        """The answer of a resolver's endpoint: made for programs, so robots.txt is not asked; its pace is kept.

        A host that could not be reached is not asked again, nor is any other once two could not and none could: an
        audit without a network says so once and goes on.
        """
        host = urlsplit(url).netloc
        async with self._open().endpoint_locks.setdefault(host, asyncio.Lock()):
            if why := self._endpoints.down(host):
                return failed(url, FetchStatus.TIMEOUT, why)
            wanted = {"Accept": ACCEPT_ENDPOINT, **(headers or {})}
            fetched = await self._settled(url, wanted, robots=False, pace=pace, limits=self._endpoint_limits)
            if not self.replays:
                self._endpoints.note(host, fetched)
            return fetched

    def _open(self) -> _Session:
        session = self._session.get(None)
        if session is None:
            raise AuditorError("pages are fetched only inside Fetcher.run")
        return session

    def _transport(self) -> httpx.AsyncBaseTransport:
        if self._cassette is not None:
            return self._cassette
        from auditor.sources.wire import GuardedTransport

        return GuardedTransport(self.guard, self._context)

    async def _page(self, url: str, headers: dict[str, str] | None = None) -> Fetched:
        wanted = {"Accept": ACCEPT, **(headers or {})}
        robots = self.options.robots and not self.replays
        return await self._settled(url, wanted, robots=robots, pace=0.0, limits=self._limits)

    # --- one address, with its redirects and retries ---

    async def _settled(
        self, url: str, headers: dict[str, str], *, robots: bool, pace: float, limits: Limits
    ) -> Fetched:
        try:
            fetched = await self._follow(url, headers, robots=robots, pace=pace, limits=limits)
        except Refused as error:
            fetched = Fetched(url, FetchStatus.REFUSED_ADDRESS, str(error))
        except NotRecorded as error:
            known = self.recording.unread(url) if self.recording else None
            if known is None:
                return Fetched(url, FetchStatus.NOT_RECORDED, "; ".join((str(error), *self._why_missing(url))))
            fetched = known
        if self._recorder is not None and came_to_nothing(fetched):
            self._recorder.add(unread(fetched, fetched.fetched_at or _iso(self._now())))
        return fetched

    def _why_missing(self, url: str) -> list[str]:
        """What the recording's notes say of an address it does not have: of itself, or of the file as a whole."""
        notes = self._cassette.notes if self._cassette else ()
        return [note for note in notes if f"({url})" in note or "://" not in note][:1]

    async def _follow(
        self, url: str, headers: dict[str, str], *, robots: bool, pace: float, limits: Limits
    ) -> Fetched:
        """Follows redirects, each hop guarded anew; the last answer decides."""
        seen = {url}
        at = url
        spent = Spent(self.options.total_timeout)
        for _ in range(self.options.max_redirects + 1):
            try:
                target = self._target(at)
                if robots and (refused := await self._robots_refusal(target)) is not None:
                    return replace(refused, url=url, final_url=at)
                answer = await self._patient(target, headers, pace, limits, spent)
            except Refused as error:
                if at == url:
                    raise
                why = f"it redirects to {at[:200]!r}: {error}"
                return failed(url, FetchStatus.REFUSED_ADDRESS, why, final_url=at)
            following = redirect_target(answer)
            if following is None:
                return replace(settle(answer, self._time()), url=url, final_url=at)
            if spent.all:
                why = f"its redirects were not done within {self.options.total_timeout:g} s"
                return failed(url, FetchStatus.TIMEOUT, why, final_url=following)
            if following in seen:
                return failed(url, FetchStatus.HTTP_ERROR, "its redirects lead in a circle", final_url=following)
            seen.add(following)
            at = following
        why = f"more than {self.options.max_redirects} redirects"
        return failed(url, FetchStatus.HTTP_ERROR, why, final_url=at)

    def _target(self, url: str) -> Target:
        """``url`` taken apart, if the guard lets it through, or a recording has it: that opens no socket.

        Raises:
            Refused: it does not.
        """
        try:
            return self.guard.check_url(url)
        except Refused:
            if self._cassette is None or not self._cassette.recording.has(url):
                raise
            return take_apart(url)

    def _time(self) -> str | None:
        """Now; None in a replay, where the recording tells when it was."""
        return None if self.replays else _iso(self._now())

    async def _patient(
        self,
        target: Target,
        headers: dict[str, str],
        pace: float,
        limits: Limits,
        spent: Spent,
        *,
        recorded: bool = True,
    ) -> Answer:
        """The answer to one request, faults that may pass tried again after a growing wait, while there is time."""
        gate = self._gate(target, pace)
        attempt = 0
        while True:
            async with gate.passing():
                if left := gate.closed_for():
                    why = f"its host asked to be left alone for {left:.0f} s more, longer than is waited"
                    return Answer(target.url, fault=FetchStatus.BLOCKED, note=why)
                began = self._clock()
                answer = await self._once(target, headers, limits, recorded=recorded)
                spent.seconds += self._clock() - began
            attempt += 1
            passing = will_pass(answer)
            asked = retry_after(answer.header("retry-after"), self._now()) if passing and not self.replays else None
            if asked is not None and asked > self.options.max_wait:
                gate.close(asked)
                return replace(answer, note=f"it asks to come back in {asked:.0f} s, longer than is waited")
            gate.hold(asked or 0.0)
            if attempt > self.options.retries or not passing or spent.all:
                return answer
            if self.replays:  # the next answer recorded for it, without the wait
                continue
            wait = backoff(attempt, self.options.backoff, self._chance)
            if asked:
                wait = min(wait, self.options.backoff)
            await self._sleep(wait)

    async def _once(
        self, target: Target, headers: dict[str, str], limits: Limits, *, recorded: bool = True
    ) -> Answer:
        session = self._open()
        request = self._request(target.url, headers)
        async with session.places:
            answer = await read_answer(session.transport, request, limits, self.options)
        if self._recorder is not None and answer.fault is None and recorded:
            when = answer.recorded_at or _iso(self._now())
            self._recorder.add(
                Exchange("GET", target.url, answer.status, answer.phrase, answer.headers, answer.body, when)
            )
        return answer

    def _request(self, url: str, headers: dict[str, str]) -> httpx.Request:
        ours = {"User-Agent": self._agent, "Accept-Encoding": "gzip, deflate", **headers}
        try:
            request = httpx.Request("GET", httpx.URL(url), headers=ours)
        except (httpx.InvalidURL, UnicodeError, ValueError) as error:
            raise Refused(f"the address cannot be read: {error}") from None
        wait = self.options.connect_timeout
        calm = self.options.first_byte_timeout
        request.extensions["timeout"] = {"connect": wait, "read": calm, "write": calm, "pool": None}
        return request

    def _gate(self, target: Target, pace: float) -> HostGate:
        session = self._open()
        if target.origin not in session.gates:
            usual = 0.0 if self.replays else self.options.pace
            held, closed = self._held.get(target.origin, (float("-inf"), float("-inf")))
            session.gates[target.origin] = HostGate(
                usual, self._clock, self._sleep, not_before=held, closed_until=closed
            )
        gate = session.gates[target.origin]
        if pace and not self.replays:
            gate.slow_to(pace)
        return gate

    # --- robots.txt ---

    async def _robots_refusal(self, target: Target) -> Fetched | None:
        """Why ``target`` may not be read, or None where it may."""
        session = self._open()
        key = f"{target.scheme}://{target.origin}"
        async with session.robots_locks.setdefault(key, asyncio.Lock()):
            if key not in self._robots:
                self._robots[key] = await self._read_robots(target)
        rules = self._robots[key]
        if isinstance(rules, Fetched):
            return rules
        agent = product(self._agent)
        self._gate(target, min(rules.delay(agent), self.options.max_crawl_delay))
        if rules.allows(target.url, agent):
            return None
        why = rules.refusal or "its robots.txt asks programs not to read this page"
        return failed(target.url, FetchStatus.ROBOTS, why)

    async def _read_robots(self, target: Target) -> RobotsRules | Fetched:
        """The host's rules, or the fault that kept us from reading them and would keep us from reading the page."""
        limits = replace(self._limits, body=self.options.max_robots_bytes, cut=True, any_type=True)
        wanted = {"Accept": "text/plain,*/*;q=0.5"}
        host = f"[{target.host}]" if ":" in target.host else target.host
        at = f"{target.scheme}://{host}:{target.port}/robots.txt"
        spent = Spent(self.options.total_timeout)
        for hop in range(self.options.max_redirects + 1):
            try:
                answer = await self._patient(self.guard.check_url(at), wanted, 0.0, limits, spent, recorded=False)
            except Refused as error:
                if hop == 0:  # the page's own host
                    raise
                return RobotsRules(refusal=f"its robots.txt redirects to what is not read: {error}")
            if answer.fault is not None:
                fetched = settle(answer, self._time())
                if answer.note.startswith(("no connection", "its TLS")):  # the host's own fault, whatever is asked
                    return fetched
                return replace(fetched, reason=f"its robots.txt cannot be had: {answer.note}")
            following = redirect_target(answer)
            if following is None:
                return parse_robots(answer.status, answer.body)
            at = following
        return RobotsRules()


class _Session:
    """What belongs to one event loop: connections, locks, and the pages asked for in it.

    ``pages`` holds a page only as long as somebody waits for it: a thousand of them need not be in memory at once.
    """

    def __init__(self, transport: httpx.AsyncBaseTransport, concurrency: int) -> None:
        self.transport = transport
        self.places = asyncio.Semaphore(concurrency)
        self.reading = asyncio.Lock()
        self.gates: dict[str, HostGate] = {}
        self.robots_locks: dict[str, asyncio.Lock] = {}
        self.endpoint_locks: dict[str, asyncio.Lock] = {}
        self.pages: WeakValueDictionary[tuple[str, ...], asyncio.Task[Fetched]] = WeakValueDictionary()

    async def __aenter__(self) -> _Session:
        return self

    async def __aexit__(self, *exc: object) -> None:
        for page in list(self.pages.values()):
            page.cancel()
        await self.transport.aclose()


def open_fetcher(
    options: NetworkOptions | None = None,
    *,
    cassette: str | Path | None = None,
    record: str | Path | None = None,
    now: Callable[[], datetime] = _utc_now,
) -> Fetcher:
    """A fetcher that is live, or replays ``cassette``, and records to ``record`` where that is given.

    Raises:
        RecordingError: a recording cannot be read or written.
    """
    from auditor.sources.cassette import open_cassette
    from auditor.sources.recorder import open_recorder

    return Fetcher(
        options,
        cassette=open_cassette(Path(cassette)) if cassette is not None else None,
        recorder=open_recorder(Path(record)) if record is not None else None,
        now=now,
    )


def _iso(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


