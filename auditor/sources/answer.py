"""One request's answer, read within every cap, and what it means: each ending has a name."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

import httpx

from auditor.records import Fetched, FetchStatus
from auditor.sources.expand import BodyTooLarge, BrokenBody, expander
from auditor.sources.guard import Refused
from auditor.sources.options import NetworkOptions
from auditor.sources.recording import parse_content_type
from auditor.sources.statuses import PASSING, REDIRECTS, status_meaning
from auditor.urls import is_web_url

READABLE = frozenset(
    """text/html application/xhtml+xml text/plain text/markdown application/pdf application/x-pdf application/xml
    text/xml application/rss+xml application/atom+xml application/rdf+xml text/x-opml application/x-opml+xml
    application/json application/ld+json application/feed+json""".split()
)


UNNAMED = frozenset(("application/octet-stream", "binary/octet-stream", "application/force-download"))
"""What servers send that do not know a type; a PDF by its address is looked at all the same."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps in bytes. ``cut`` keeps the first ``body`` bytes of a longer answer; ``any_type`` reads every media type."""

    headers: int
    body: int
    expanded: int
    cut: bool = False
    any_type: bool = False

    @classmethod
    def of(cls, options: NetworkOptions) -> Limits:
        """The caps that the options set."""
        return cls(options.max_header_bytes, options.max_body_bytes, options.max_expanded_bytes)


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer with its expanded body, or the ``fault`` and its reason in words that kept it from us."""

    url: str
    status: int = 0
    phrase: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    fault: FetchStatus | None = None
    note: str = ""
    passing: bool = False
    recorded_at: str | None = None
    conditional: bool = False

    def header(self, name: str) -> str | None:
        """The first header of that name (lower case), or None."""
        return next((value for key, value in self.headers if key.lower() == name), None)


def failed(url: str, status: FetchStatus, why: str, *, final_url: str | None = None) -> Fetched:
    """A page that was not read, and why."""
    return Fetched(url, status, why, final_url=final_url)


async def read_answer(
    transport: httpx.AsyncBaseTransport, request: httpx.Request, limits: Limits, options: NetworkOptions
) -> Answer:
    """The answer to ``request``, read up to the caps. Faults come back as an ``Answer`` with ``fault`` set.

    Raises:
        Refused: the guard refused the address at connect time.
        NotRecorded: a recording has no such request.
    """
    url = str(request.url)
    conditional = "if-none-match" in request.headers or "if-modified-since" in request.headers
    try:
        async with asyncio.timeout(options.total_timeout):
            response = await _head(transport, request, options)
            try:
                return replace(await _body(url, response, limits), conditional=conditional)
            finally:
                await response.aclose()
    except (httpx.TimeoutException, TimeoutError) as error:
        return Answer(url, fault=FetchStatus.TIMEOUT, note=_timeout_words(error, options), passing=True)
    except httpx.TransportError as error:
        return _broken(url, error)
    except OSError as error:  # what httpcore did not name
        return _broken(url, httpx.ReadError(str(error)))


async def _head(
    transport: httpx.AsyncBaseTransport, request: httpx.Request, options: NetworkOptions
) -> httpx.Response:
    """The answer's head, capped in all: one that drips in byte by byte never trips the time between two reads."""
    try:
        async with asyncio.timeout(options.connect_timeout + options.first_byte_timeout):
            return await transport.handle_async_request(request)
    except TimeoutError:
        raise httpx.ReadTimeout("", request=request) from None


async def _body(url: str, response: httpx.Response, limits: Limits) -> Answer:
    headers = tuple((k.decode("latin-1"), _text(v)) for k, v in response.headers.raw)
    recorded = response.extensions.get("recorded_at")
    answer = Answer(url, response.status_code, response.reason_phrase[:200], headers, recorded_at=recorded)
    if sum(len(k) + len(v) for k, v in response.headers.raw) > limits.headers:
        return _fault(answer, FetchStatus.TOO_LARGE, f"its headers are larger than {limits.headers:,} bytes")
    if response.status_code in REDIRECTS or not (200 <= response.status_code <= 299):
        return replace(answer, body=await _first_bytes(response))
    kind = parse_content_type(answer.header("content-type") or "text/html")[0]
    if not limits.any_type and kind not in READABLE and not (kind in UNNAMED and _named_pdf(url)):
        return _fault(answer, FetchStatus.UNSUPPORTED_TYPE, f"it is {kind or 'of no stated type'}, which is not read")
    length = answer.header("content-length") or ""
    if not limits.cut and length.isdecimal() and int(length[:18]) > limits.body:
        return _fault(answer, FetchStatus.TOO_LARGE, f"it is {int(length[:18]):,} bytes long; at most {limits.body:,}")
    try:
        return replace(answer, body=await _expanded(response, answer.header("content-encoding") or "", limits))
    except BodyTooLarge as error:
        return _fault(answer, FetchStatus.TOO_LARGE, str(error))
    except BrokenBody as error:
        return _fault(answer, FetchStatus.HTTP_ERROR, str(error), passing=True)


def _named_pdf(url: str) -> bool:
    return url.split("#", 1)[0].split("?", 1)[0].lower().endswith(".pdf")


async def _expanded(response: httpx.Response, encoding: str, limits: Limits) -> bytes:
    parts: list[bytes] = []
    raw = size = 0
    chain = expander(encoding, limit=limits.expanded)
    async for part in response.stream:  # type: ignore[union-attr]  # an async client gives an async stream
        if len(part) + raw > limits.body and not limits.cut:
            raise BodyTooLarge(f"it is longer than {limits.body:,} bytes")
        for slice_ in (part[at : at + _SLICE] for at in range(0, len(part), _SLICE)) if limits.cut else (part,):
            piece = chain.feed(slice_)
            parts.append(piece)
            raw += len(slice_)
            size += len(piece)
            if limits.cut and max(raw, size) >= limits.body:
                return b"".join(parts)[: limits.body]
    parts.append(chain.finish())
    return b"".join(parts)


_SLICE = 4096
"""Bytes that are expanded at once where the rest is cut off: a bomb gives its beginning then, and no fault."""


async def _first_bytes(response: httpx.Response, limit: int = 65_536) -> bytes:
    """The beginning of an error's page, for the record; how it is encoded does not matter then."""
    parts: list[bytes] = []
    size = 0
    try:
        chain = expander(response.headers.get("content-encoding", ""), limit=1_000_000)
        async for part in response.stream:  # type: ignore[union-attr]  # an async client gives an async stream
            size += len(part)
            parts.append(chain.feed(part))
            if size >= limit:
                break
    except (BodyTooLarge, BrokenBody, httpx.TransportError):
        pass
    return b"".join(parts)[:limit]


# --- what it means ----------------------------------------------------------------------------------------------


def redirect_target(answer: Answer) -> str | None:
    """Where the answer sends on to, absolute; None where it is no redirect.

    Raises:
        Refused: it leads out of the web.
    """
    location = answer.header("location")
    if answer.status not in REDIRECTS or not location or answer.fault:
        return None
    try:
        following = urljoin(answer.url, location.strip())
    except ValueError:
        raise Refused(f"it redirects to what is no address: {location[:80]!r}") from None
    if not following.lower().startswith(("http://", "https://")):
        raise Refused(f"it redirects out of the web, to {location[:80]!r}")
    return following.split("#", 1)[0]


def came_to_nothing(fetched: Fetched) -> bool:
    """Whether no answer came that a recording could hold, so that only why is left to be kept."""
    if fetched.status in (FetchStatus.OK, FetchStatus.EMPTY, FetchStatus.NOT_RECORDED) or not is_web_url(fetched.url):
        return False
    return fetched.http_status is None or fetched.http_status in (200, 203)


def will_pass(answer: Answer) -> bool:
    """Whether the same request may go better in a moment."""
    return answer.passing if answer.fault else answer.status in PASSING and not _challenged(answer)


def settle(answer: Answer, now: str | None) -> Fetched:
    """The answer as what was fetched ``now``; without it, when the recording or the answer's own date says it was."""
    kind, charset = parse_content_type(answer.header("content-type") or "")
    base = Fetched(
        url=answer.url,
        status=FetchStatus.OK,
        http_status=answer.status or None,
        media_type=kind,
        charset=charset,
        fetched_at=now or answer.recorded_at or parse_http_date(answer.header("date")),
        etag=_validator(answer.header("etag")),
        last_modified=_validator(answer.header("last-modified")),
        memento_at=parse_http_date(answer.header("memento-datetime")),
    )
    if answer.status == 304 and answer.conditional and answer.fault is None:
        return base
    fault, why = _meaning(answer)
    if fault is not None:
        return replace(base, status=fault, reason=f"{why}; {answer.note}" if answer.note and not answer.fault else why)
    return replace(base, content=answer.body, sha256=hashlib.sha256(answer.body).hexdigest())


def _meaning(answer: Answer) -> tuple[FetchStatus | None, str]:
    if answer.fault is not None:
        return answer.fault, answer.note
    if challenge := _challenged(answer):
        return FetchStatus.BLOCKED, f"it shows programs a test instead of the page ({challenge})"
    status, why = status_meaning(answer.status, answer.phrase)
    if status is FetchStatus.OK and not answer.body:
        return FetchStatus.EMPTY, f"it answers without any content (HTTP {answer.status})"
    return (None, "") if status is FetchStatus.OK else (status, why)


def _challenged(answer: Answer) -> str:
    """The sign of a bot wall in an answer's head, or nothing."""
    if answer.status in (403, 405, 429, 503, 202):
        if "challenge" in (answer.header("cf-mitigated") or ""):
            return "header cf-mitigated"
        if answer.header("x-datadome") and answer.status == 403:
            return "header x-datadome"
        if "challenge" in (answer.header("x-amzn-waf-action") or "") or "captcha" in (
            answer.header("x-amzn-waf-action") or ""
        ):
            return "header x-amzn-waf-action"
    return ""


def _fault(answer: Answer, status: FetchStatus, why: str, *, passing: bool = False) -> Answer:
    return replace(answer, fault=status, note=why, passing=passing)


def _timeout_words(error: Exception, options: NetworkOptions) -> str:
    if isinstance(error, httpx.ConnectTimeout):
        return f"no connection within {options.connect_timeout:g} s"
    if isinstance(error, httpx.ReadTimeout):
        return f"no answer within {options.first_byte_timeout:g} s, or it stopped for so long"
    return f"it was not done within {options.total_timeout:g} s"


def _broken(url: str, error: httpx.TransportError) -> Answer:
    words = " ".join(str(error).split())[:200]
    tls = "certificate" in words.lower() or "ssl" in words.lower() or "tls" in words.lower()
    if isinstance(error, httpx.ConnectError) and tls:
        return Answer(url, fault=FetchStatus.HTTP_ERROR, note=f"its TLS certificate or handshake failed: {words}")
    if isinstance(error, httpx.ConnectError):
        unknown = "cannot be resolved" in words
        return Answer(url, fault=FetchStatus.HTTP_ERROR, note=f"no connection: {words}", passing=not unknown)
    if isinstance(error, (httpx.LocalProtocolError, httpx.UnsupportedProtocol)):
        return Answer(url, fault=FetchStatus.HTTP_ERROR, note=f"the request cannot be sent: {words}")
    what = "its answer breaks off or is no HTTP" if isinstance(error, httpx.RemoteProtocolError) else "it was cut off"
    return Answer(url, fault=FetchStatus.HTTP_ERROR, note=f"{what}: {words or 'reset'}", passing=True)


def _validator(value: str | None) -> str | None:
    return value if value and len(value) <= 1000 and value.isprintable() else None


def parse_http_date(value: str | None) -> str | None:
    """An HTTP date as ISO 8601 in UTC, or None."""
    from datetime import UTC

    try:
        when = parsedate_to_datetime((value or "")[:64])
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _text(value: bytes) -> str:
    """A header's value: UTF-8 where it is, as browsers' servers send file names, else Latin-1."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")
