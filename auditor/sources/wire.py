"""The one place where sockets are opened: an httpx transport that connects only to addresses the guard has checked."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Iterable
from typing import Any

import httpcore
import httpx

from auditor.sources.guard import Guard, Refused

_ERRORS: tuple[tuple[type[Exception], type[httpx.TransportError]], ...] = (
    (httpcore.ConnectTimeout, httpx.ConnectTimeout),
    (httpcore.ReadTimeout, httpx.ReadTimeout),
    (httpcore.WriteTimeout, httpx.WriteTimeout),
    (httpcore.PoolTimeout, httpx.PoolTimeout),
    (httpcore.ConnectError, httpx.ConnectError),
    (httpcore.ReadError, httpx.ReadError),
    (httpcore.WriteError, httpx.WriteError),
    (httpcore.RemoteProtocolError, httpx.RemoteProtocolError),
    (httpcore.LocalProtocolError, httpx.LocalProtocolError),
    (httpcore.UnsupportedProtocol, httpx.UnsupportedProtocol),
)
_NAMED = tuple(ours for ours, _ in _ERRORS)


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Resolves a name once, has every address checked, and connects to one of these: what a name means cannot change
    between the check and the connection."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to a checked address of ``host``."""
        try:
            addresses = await self._guard.addresses(host, port)
        except OSError as error:
            raise httpcore.ConnectError(f"the name {host} cannot be resolved: {error.strerror or error}") from error
        problem: Exception | None = None
        for left, address in zip(range(len(addresses), 0, -1), addresses):
            share = timeout / 2 if timeout and left > 1 else timeout
            try:
                return await self._inner.connect_tcp(address, port, share, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
        raise problem or httpcore.ConnectError(f"{host} has no address")

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.AsyncNetworkStream:
        """Never: a page is not cited from a local socket."""
        raise Refused("local sockets are not connected to")

    async def sleep(self, seconds: float) -> None:
        """Waits, for httpcore's own retries, which are switched off."""
        await self._inner.sleep(seconds)


class GuardedTransport(httpx.AsyncBaseTransport):
    """HTTP/1.1 over guarded connections. TLS is always verified; no proxy, cookie or environment variable is used.

    Args:
        guard: decides on every connection.
        context: verifies servers; the bundled certificate authorities unless given.
        connections: to one host at a time; cited pages are asked for one after the other.
    """

    def __init__(self, guard: Guard, context: ssl.SSLContext | None = None, connections: int = 1) -> None:
        self._connections = connections
        self._context = context or httpx.create_ssl_context(trust_env=False)
        self._backend = GuardedBackend(guard)
        self._pools: dict[tuple[bytes, bytes, int | None], httpcore.AsyncConnectionPool] = {}

    def _pool(self, url: httpx.URL) -> httpcore.AsyncConnectionPool:
        """The host's own pool, of one connection mostly. A pool for all would search them all at each request."""
        origin = (url.raw_scheme, url.raw_host, url.port)
        if origin not in self._pools:
            self._pools[origin] = httpcore.AsyncConnectionPool(
                ssl_context=self._context,
                max_connections=self._connections,
                max_keepalive_connections=self._connections,
                keepalive_expiry=15.0,
                http1=True,
                http2=False,
                retries=0,
                network_backend=self._backend,
            )
        return self._pools[origin]

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The answer's head; its body streams as it is read."""
        wire = httpcore.Request(
            method=request.method,
            url=httpcore.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        try:
            answer = await self._pool(request.url).handle_async_request(wire)
        except _NAMED as error:
            raise _mapped(error, request) from error
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_Body(answer, request),
            request=request,
            extensions=answer.extensions,
        )

    async def aclose(self) -> None:
        """Closes every connection."""
        for pool in self._pools.values():
            await pool.aclose()
        self._pools.clear()


class _Body(httpx.AsyncByteStream):
    def __init__(self, answer: httpcore.Response, request: httpx.Request) -> None:
        self._answer = answer
        self._request = request

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for part in self._answer.aiter_stream():
                yield part
        except _NAMED as error:
            raise _mapped(error, self._request) from error

    async def aclose(self) -> None:
        await self._answer.aclose()


def _mapped(error: Exception, request: httpx.Request) -> httpx.TransportError:
    kind = next((theirs for ours, theirs in _ERRORS if isinstance(error, ours)), httpx.TransportError)
    return kind(str(error) or _cause(error), request=request)


def _cause(error: BaseException) -> str:
    """What the operating system or TLS said, further down the chain."""
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__  # type: ignore[assignment]  # the chain ends with None
        if str(error):
            return str(error)
    return type(error).__name__
