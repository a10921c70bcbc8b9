"""Being a good guest: one connection and a pace for each host, robots.txt, and patience when asked for it."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from auditor.records import Fetched, FetchStatus

if TYPE_CHECKING:
    from protego import Protego

Clock = Callable[[], float]
Sleep = Callable[[float], Awaitable[object]]


class HostGate:
    """Lets one request at a time through to a host, and none before its time."""

    def __init__(
        self,
        pace: float,
        clock: Clock,
        sleep: Sleep,
        *,
        not_before: float = float("-inf"),
        closed_until: float = float("-inf"),
    ) -> None:
        self.pace = pace
        self._clock = clock
        self._sleep = sleep
        self._lock = asyncio.Lock()
        self.not_before = not_before
        self.closed_until = closed_until

    @asynccontextmanager
    async def passing(self) -> AsyncIterator[None]:
        """The host is ours until the block ends. One that is closed is not waited for: ask ``closed_for`` inside."""
        async with self._lock:
            wait = self.not_before - self._clock()
            if wait > 0 and not self.closed_for():
                await self._sleep(wait)
            self.not_before = max(self.not_before, self._clock() + self.pace)
            yield

    def hold(self, seconds: float) -> None:
        """Nothing goes to the host for so long: it asked for it."""
        self.not_before = max(self.not_before, self._clock() + seconds)

    def close(self, seconds: float) -> None:
        """Nothing goes to the host for so long, and nobody waits for it: it asked for more than is waited."""
        self.closed_until = max(self.closed_until, self._clock() + seconds)

    def closed_for(self) -> float:
        """How many seconds the host is still to be left alone without anybody waiting for it; mostly 0."""
        return max(0.0, self.closed_until - self._clock())

    def slow_to(self, pace: float) -> None:
        """Keeps at least ``pace`` seconds between requests from now on."""
        self.pace = max(self.pace, pace)


class Spent:
    """The seconds that a page's requests took together, waits between them not counted."""

    def __init__(self, most: float) -> None:
        self.seconds = 0.0
        self._most = most

    @property
    def all(self) -> bool:
        """True where nothing more is begun for the page."""
        return self.seconds >= self._most


class Endpoints:
    """Which resolvers' hosts could be reached."""

    def __init__(self) -> None:
        self._down: set[str] = set()
        self._any_up = False

    def down(self, host: str) -> str:
        """Why a host is not asked, or nothing."""
        if host in self._down:
            return f"{host} could not be reached before, and is not asked again"
        if len(self._down) >= 2 and not self._any_up:
            return f"{host} was not asked, since no other endpoint could be reached"
        return ""

    def note(self, host: str, fetched: Fetched) -> None:
        """Takes in how a request ended."""
        if fetched.http_status:
            self._any_up = True
        elif fetched.status in (FetchStatus.TIMEOUT, FetchStatus.HTTP_ERROR):
            self._down.add(host)


# --- Retry-After and backoff ------------------------------------------------------------------------------------


def retry_after(value: str | None, now: datetime) -> float | None:
    """The seconds a ``Retry-After`` header asks for (RFC 9110, section 10.2.3: seconds or a date), or None.

    A date that has passed asks for none; what is neither form is passed over. More than 30 years count as 30 years.
    """
    text = (value or "").strip()[:64]
    if re.fullmatch(r"[0-9]{1,18}", text):
        return min(float(text), 1e9)
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - now).total_seconds())


def backoff(attempt: int, base: float, chance: random.Random) -> float:
    """Seconds before retry ``attempt`` (from 1): doubling, with jitter of up to as much again so that many auditors
    that met the same fault do not come back together."""
    step: float = base * (1 << (attempt - 1))
    return step + step * chance.random()


# --- robots.txt -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """What a host's robots.txt says to us. ``refusal`` is set where everything is refused, and says why."""

    rules: Protego | None = None
    refusal: str = ""

    def allows(self, url: str, agent: str) -> bool:
        """Whether ``url`` may be read by ``agent`` (its product name, such as ``auditor``)."""
        if self.refusal:
            return False
        return self.rules is None or bool(self.rules.can_fetch(url, agent))

    def delay(self, agent: str) -> float:
        """The ``Crawl-delay`` in seconds, 0 where there is none."""
        asked = self.rules.crawl_delay(agent) if self.rules else None
        return float(asked) if asked and 0 < asked < 1e6 else 0.0


def parse_robots(status: int, content: bytes) -> RobotsRules:
    """The rules of a robots.txt that was answered with ``status`` (RFC 9309, section 2.3.1).

    One that does not exist (4xx) refuses nothing; one that cannot be served (5xx) refuses everything for now.
    """
    if 500 <= status <= 599:
        return RobotsRules(
            refusal=f"its robots.txt cannot be had (HTTP {status}), which RFC 9309 reads as a refusal for now"
        )
    if not 200 <= status <= 299:
        return RobotsRules()
    from protego import Protego

    text = content.decode("utf-8", "replace").removeprefix("\ufeff")
    return RobotsRules(Protego.parse(_relevant(text)))


def _relevant(text: str) -> str:
    """The lines that are rules, cut to a sane length: a robots.txt of half a megabyte of noise costs nothing then."""
    kept = []
    for line in text.splitlines():
        if len(line) <= 2000 and re.match(r"\s{0,9}(?:user-agent|allow|disallow|crawl-delay)\s{0,9}:", line, re.I):
            kept.append(line)
            if len(kept) >= 20_000:
                break
    return "\n".join(kept)


def product(agent: str) -> str:
    """The product name of a User-Agent header, by which robots.txt addresses it."""
    found = re.match(r"[A-Za-z_-]{1,60}", agent)
    return found.group() if found else "auditor"
