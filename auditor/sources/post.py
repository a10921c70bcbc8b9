"""Questions put to a server that the user named (a language model's), apart from the reading of cited pages.

The address guard is lifted for exactly this server and for nothing else: what reads pages has a guard of its own, and
no page can lead here. Redirects are not followed: a question and the key beside it go to the named server alone.
Recordings keep questions by the digest of their body, under an address that the body's digest is part of (as web
archives do for POST), and never a header of a request: no key is ever written down.
"""

from __future__ import annotations

import asyncio
import hashlib
import random
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import httpx

from auditor.errors import NotRecorded
from auditor.records import Fetched, FetchStatus
from auditor.sources.answer import Answer, Limits, failed, read_answer, settle, will_pass
from auditor.sources.guard import Guard, Refused, take_apart
from auditor.sources.manners import Sleep, backoff, retry_after
from auditor.sources.options import NetworkOptions
from auditor.sources.recording import Exchange

if TYPE_CHECKING:
    from auditor.sources.cassette import Cassette
    from auditor.sources.recorder import Recorder

MAX_ANSWER = 2_000_000
"""Bytes of one answer: a judgement is a few hundred."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Poster:
    """Asks a server, live or from a recording. Without a recording it can be sent to another process.

    Args:
        network: how often and how long a fault that may pass is waited for, and the User-Agent.
        cassette: answers every question instead of the network.
        recorder: is given every answer.
        now: the current time, for the record and for ``Retry-After`` dates.
        sleep: waits so many seconds.
    """

    def __init__(
        self,
        network: NetworkOptions | None = None,
        *,
        cassette: Cassette | None = None,
        recorder: Recorder | None = None,
        now: Callable[[], datetime] = _utc_now,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._network = network or NetworkOptions()
        self._cassette, self._recorder = cassette, recorder
        self._now, self._sleep = now, sleep

    def __call__(
        self, url: str, bodies: Sequence[bytes], headers: Mapping[str, str], *, timeout: float, concurrency: int
    ) -> list[Fetched]:
        """What came back for each body posted to ``url``, in order; a fault is a ``Fetched`` that says why in words.

        An answer other than 200 has its body too: servers say there what is wrong. ``timeout`` is in seconds and for
        one answer, ``concurrency`` how many are waited for at once.
        """
        options = replace(
            self._network,
            connect_timeout=min(timeout, self._network.connect_timeout),
            first_byte_timeout=timeout,
            total_timeout=timeout,
        )
        work = _Round(url, dict(headers), options, concurrency, self._cassette, self._recorder, self._now, self._sleep)
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return asyncio.run(work.ask(bodies))
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(1) as pool:
            return pool.submit(asyncio.run, work.ask(bodies)).result()


class _Round:
    """Some questions to one server, in one event loop."""

    def __init__(
        self,
        url: str,
        headers: dict[str, str],
        options: NetworkOptions,
        concurrency: int,
        cassette: Cassette | None,
        recorder: Recorder | None,
        now: Callable[[], datetime],
        sleep: Sleep,
    ) -> None:
        self._url, self._options, self._concurrency = url, options, concurrency
        self._headers = {"User-Agent": options.agent(), "Accept": "application/json", "Accept-Encoding": "identity"}
        self._headers |= {"Content-Type": "application/json", **headers}
        self._cassette, self._recorder, self._now, self._sleep = cassette, recorder, now, sleep
        self._limits = Limits(options.max_header_bytes, MAX_ANSWER, MAX_ANSWER, any_type=True)
        self._chance = random.Random(0)  # noqa: S311 - jitter, no secret

    async def ask(self, bodies: Sequence[bytes]) -> list[Fetched]:
        """The answers in the order of the questions."""
        places = asyncio.Semaphore(self._concurrency)
        try:
            self._transport = self._open()
        except Refused as error:
            return [Fetched(self._url, FetchStatus.REFUSED_ADDRESS, str(error)) for _ in bodies]

        async def one(body: bytes) -> Fetched:
            async with places:
                return await self._settled(body)

        try:
            return list(await asyncio.gather(*(one(body) for body in bodies)))
        finally:
            await self._transport.aclose()

    def _open(self) -> httpx.AsyncBaseTransport:
        if self._cassette is not None:
            return self._cassette
        from auditor.sources.wire import GuardedTransport

        target = take_apart(self._url)
        host = f"[{target.host}]" if ":" in target.host else target.host
        # The authorities are read only where they are needed: that takes a tenth of a second.
        context = None if target.scheme == "https" else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        return GuardedTransport(Guard((f"{host}:{target.port}",)), context, connections=self._concurrency)

    async def _settled(self, body: bytes) -> Fetched:
        try:
            answer = await self._patient(body)
        except Refused as error:
            return failed(self._url, FetchStatus.REFUSED_ADDRESS, str(error))
        except NotRecorded:
            why = "the recording has no answer to this question; record it anew"
            return failed(self._url, FetchStatus.NOT_RECORDED, why)
        return replace(settle(answer, None), url=self._url, content=answer.body)

    async def _patient(self, body: bytes) -> Answer:
        """The answer to one question, faults that may pass tried again after a growing wait."""
        attempt = 0
        while True:
            answer = await self._once(body)
            attempt += 1
            # Who took the whole time once is given it once: the question after it may be an easier one.
            slow = answer.fault is FetchStatus.TIMEOUT
            if attempt > self._options.retries or slow or not will_pass(answer):
                return answer
            if self._cassette is not None:  # the next answer recorded for it, without the wait
                continue
            asked = retry_after(answer.header("retry-after"), self._now())
            if asked is not None and asked > self._options.max_wait:
                return replace(answer, note=f"it asks to come back in {asked:.0f} s, longer than is waited")
            wait = backoff(attempt, self._options.backoff, self._chance)
            await self._sleep(wait if asked is None else max(asked, min(wait, self._options.backoff)))

    async def _once(self, body: bytes) -> Answer:
        recorded = recorded_address(self._url, body)
        url = recorded if self._cassette is not None else self._url
        try:
            request = httpx.Request(self._method(url), httpx.URL(url), headers=self._headers, content=body)
        except (httpx.InvalidURL, UnicodeError, ValueError) as error:
            raise Refused(f"the address or the key cannot be sent: {type(error).__name__}") from None
        calm = self._options.first_byte_timeout
        request.extensions["timeout"] = {
            "connect": self._options.connect_timeout,
            "read": calm,
            "write": calm,
            "pool": None,
        }
        answer = await read_answer(self._transport, request, self._limits, self._options)
        if self._recorder is not None and answer.fault is None:
            when = answer.recorded_at or self._now().astimezone(UTC).isoformat(timespec="seconds")
            self._recorder.add(
                Exchange("POST", recorded, answer.status, answer.phrase, answer.headers, answer.body, when)
            )
        return answer

    def _method(self, url: str) -> str:
        """POST; for a recording that keeps no methods (WARC) what it reads all its answers as."""
        kept = self._cassette is None or self._cassette.recording.has(url, "POST")
        return "POST" if kept else "GET"


def recorded_address(url: str, body: bytes) -> str:
    """The address that a question is recorded under: that of the server, with the digest of the question."""
    return f"{url}?__wb_method=POST&__wb_body={hashlib.sha256(body).hexdigest()}"
