"""Recorded requests and answers, whatever file they were kept in: found by address, and free of secrets."""

from __future__ import annotations

import hashlib
import heapq
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from auditor.errors import NotRecorded, RecordingError
from auditor.records import Fetched, FetchStatus
from auditor.sources.secrets import redact_url, without_mark
from auditor.sources.statuses import REDIRECTS, status_meaning
from auditor.urls import canonical_url, is_web_url

MAX_RECORDING = 2_000_000_000
"""A recording larger than 2 GB is refused: it would be held in memory."""


UNREAD = "auditor-status"
"""The header of an exchange without an answer (``status`` 0) that says what became of the page."""
SAVED = "http://library.invalid/"
"""Where a recording keeps the pages of a library that have no address: a name that RFC 2606 keeps from being one."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer. ``body`` is as sent; a ``Content-Encoding`` that it really has is in ``headers``.

    ``recorded_at`` is ISO 8601 in UTC where the recording tells. ``saved`` for a copy from a library: nobody was asked.
    """

    method: str
    url: str
    status: int
    reason: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = field(default=b"", repr=False)
    recorded_at: str | None = None
    saved: bool = False

    def header(self, name: str) -> str | None:
        """The first header of that name (lower case), or None."""
        return next((value for key, value in self.headers if key.lower() == name), None)


class Recording:
    """The exchanges of one file, in its order. ``notes`` says what in it could not be used."""

    def __init__(self, name: str, exchanges: Sequence[Exchange], notes: Sequence[str] = ()) -> None:
        self.name = name
        self.exchanges = tuple(e for e in exchanges if e.status)
        self._unread = {canonical_url(redact_url(e.url)): e for e in exchanges if not e.status}
        self.notes = tuple(notes)
        self._addresses: list[tuple[str, str]] | None = None
        self._leads: dict[str, list[tuple[int, str]]] = {}
        for number, exchange in enumerate(self.exchanges):
            if exchange.status in REDIRECTS and exchange.header("location"):
                self._leads.setdefault(canonical_url(_target(exchange)), []).append((number, exchange.url))
        self._exact: dict[tuple[str, str], list[Exchange]] = {}
        self._folded: dict[tuple[str, str], list[Exchange]] = {}
        for exchange in self.exchanges:
            url = redact_url(exchange.url)
            self._exact.setdefault((exchange.method, url), []).append(exchange)
            self._folded.setdefault((exchange.method, canonical_url(url)), []).append(exchange)

    def find(self, url: str, method: str = "GET", *, nth: int = 0) -> Exchange:
        """The answer recorded for a request; the ``nth`` where it was asked several times, or the last.

        An address differing only in scheme, ``www.``, tracking parameters or a fragment counts as the same.

        Raises:
            NotRecorded: there is none; names the closest recorded addresses.
        """
        found = self._answers(url, method)
        if not found:
            raise NotRecorded(url, self.closest(redact_url(url)), subject=self.name)
        return found[min(nth, len(found) - 1)]

    def has(self, url: str, method: str = "GET") -> bool:
        """Whether an answer is recorded for this request."""
        return bool(self._answers(url, method))

    def unread(self, url: str) -> Fetched | None:
        """Why the page at ``url`` could not be read when the recording was made, where the recording tells."""
        kept = self._unread.get(canonical_url(redact_url(url)))
        status = kept.header(UNREAD) if kept else None
        if kept is None or status not in set(FetchStatus):
            return None
        return Fetched(url, FetchStatus(status), kept.reason, fetched_at=kept.recorded_at)

    def _answers(self, url: str, method: str) -> Sequence[Exchange]:
        wanted = redact_url(url)
        for form in dict.fromkeys((wanted, without_mark(wanted))):
            found = self._exact.get((method, form)) or self._folded.get((method, canonical_url(form)))
            if found:
                return found
        return ()

    def closest(self, url: str, count: int = 3) -> list[str]:
        """The recorded addresses most like ``url``, those of its host first."""
        if self._addresses is None:
            self._addresses = [(_host(u), u) for u in dict.fromkeys(redact_url(e.url) for e in self.exchanges)]
        host, start = _host(url), url[:300]
        # a shared beginning is told quickly; likeness is worked out for the few that have most of it
        near = heapq.nlargest(20, self._addresses, key=lambda item: (item[0] == host, _shared(item[1], start)))

        def likeness(item: tuple[str, str]) -> tuple[bool, float]:
            return item[0] == host, SequenceMatcher(None, item[1][:300], start, autojunk=False).ratio()

        return [address for _, address in sorted(near, key=likeness, reverse=True)[:count]]

    def pages(self) -> Iterator[Exchange]:
        """The exchanges that brought a readable page."""
        return (exchange for exchange in self.exchanges if is_page(exchange))

    def led_to(self, exchange: Exchange) -> list[str]:
        """The recorded addresses that redirect, in at most five steps, to this exchange's."""
        goals = {canonical_url(exchange.url)}
        found: list[str] = []
        for _ in range(5):
            before = [url for _, url in sorted(lead for goal in goals for lead in self._leads.get(goal, ()))]
            before = [url for url in before if url not in found]
            if not before:
                break
            found.extend(before)
            goals = {canonical_url(url) for url in before}
        return found

    def fetched(self, exchange: Exchange) -> Fetched:
        """The exchange as if it had just been fetched. Bodies that do not expand come back as ``http_error``."""
        return as_fetched(exchange)


def unread(fetched: Fetched, when: str) -> Exchange:
    """What a recording keeps of a page that no answer came for: its status, and the reason without secrets."""
    why = re.sub(r"https?://[^\s'\"<>]{1,8192}", lambda found: redact_url(found.group()), fetched.reason[:1000])
    return Exchange("GET", fetched.url, 0, " ".join(why.split()), ((UNREAD, fetched.status.value),), b"", when)


def is_page(exchange: Exchange) -> bool:
    """Whether an exchange brought a readable page."""
    kind = (exchange.header("content-type") or "text/html").split(";")[0].strip().lower()
    return bool(exchange.method == "GET" and exchange.status == 200 and exchange.body and kind in PAGE_TYPES)


def as_fetched(exchange: Exchange) -> Fetched:
    """The exchange as if it had just been fetched. Bodies that do not expand come back as ``http_error``."""
    from auditor.sources.expand import BodyTooLarge, BrokenBody, expand

    media_type, charset = parse_content_type(exchange.header("content-type") or "")
    url = "" if exchange.url.startswith(SAVED) else exchange.url
    base = Fetched(
        url=url,
        status=FetchStatus.OK,
        final_url=url or None,
        http_status=exchange.status,
        media_type=media_type,
        charset=charset,
        fetched_at=exchange.recorded_at,
    )
    status, why = status_meaning(exchange.status, exchange.reason)
    if status is not FetchStatus.OK:
        return replace(base, status=status, reason=why)
    try:
        content = expand(exchange.body, exchange.header("content-encoding") or "", limit=MAX_PAGE)
    except BodyTooLarge as error:
        return replace(base, status=FetchStatus.TOO_LARGE, reason=str(error))
    except BrokenBody as error:
        return replace(base, status=FetchStatus.HTTP_ERROR, reason=str(error))
    return replace(base, content=content, sha256=hashlib.sha256(content).hexdigest())


MAX_PAGE = 60_000_000
PAGE_TYPES = frozenset(("text/html", "application/xhtml+xml", "text/plain", "text/markdown", "application/pdf"))


def read_recording(path: Path) -> Recording:
    """The recording kept in ``path``: VCR YAML or JSON, WARC, WACZ or HAR, told by its name, else by its first bytes.

    Raises:
        RecordingError: it is missing, broken, of an unknown kind or version, or claims what it cannot have.
    """
    try:
        if path.is_dir():
            raise RecordingError("this is a folder; name a recording in it", subject=str(path))
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(512)
    except FileNotFoundError:
        raise RecordingError("there is no such recording", subject=str(path)) from None
    except OSError as error:
        raise RecordingError(f"cannot be read: {error.strerror}", subject=str(path)) from None
    except ValueError:
        raise RecordingError("the path holds a null character", subject=repr(str(path))) from None
    if size > MAX_RECORDING:
        raise RecordingError("larger than 2 GB; split it", subject=str(path))
    if size == 0:
        raise RecordingError("the recording is empty", subject=str(path))
    return _reader(path, start)


def _reader(path: Path, start: bytes) -> Recording:
    name = path.name.lower()
    if name.endswith((".warc", ".warc.gz")) or start.startswith((b"WARC/", b"\x1f\x8b")):
        from auditor.sources.warc import read_warc

        return read_warc(path)
    if name.endswith(".wacz") or start.startswith(b"PK\x03\x04"):
        from auditor.sources.warc import read_wacz

        return read_wacz(path)
    if name.endswith(".har") or re.match(rb'\s*\{\s*"log"\s*:', start):
        from auditor.sources.har import read_har

        return read_har(path)
    if name.endswith((".yaml", ".yml", ".json")) or b"interactions" in start or start.startswith(b"version:"):
        from auditor.sources.vcr import read_vcr

        return read_vcr(path)
    raise RecordingError(
        "no recording of a known kind; known are VCR YAML (.yaml), WARC (.warc, .warc.gz), WACZ and HAR",
        subject=str(path),
    )


# --- what every reader checks -----------------------------------------------------------------------------------


def checked(exchange: Exchange, *, claimed_host: str | None, place: str, subject: str) -> Exchange:
    """``exchange``, if its address is one and its own Host header does not name another host.

    Raises:
        RecordingError: names the place in the recording.
    """
    if not is_web_url(exchange.url):
        raise RecordingError(f"{place} has no http or https address: {exchange.url[:120]!r}", subject=subject)
    host = _host(exchange.url)
    claimed = (claimed_host or "").strip().lower()
    if claimed and _ascii(re.sub(r":\d+$", "", claimed).strip("[]")) != _ascii(host):
        raise RecordingError(
            f"{place} is recorded for {host}, but its own Host header says {claimed[:120]}; it was not used",
            subject=subject,
        )
    if not 100 <= exchange.status <= 599:
        raise RecordingError(f"{place} has the HTTP status {exchange.status}, which there is not", subject=subject)
    return exchange


def parse_content_type(value: str) -> tuple[str, str | None]:
    """(media type in lower case, charset or None) of a Content-Type header; the first type where it holds several."""
    kind = re.split("[;,]", value[:400], maxsplit=1)[0]
    charset = re.search(r"""charset\s{0,5}=\s{0,5}["']?([\w.:-]{1,40})""", value[len(kind) : 400], re.I)
    return kind.strip().lower()[:100], charset.group(1) if charset else None


def _ascii(host: str) -> str:
    """A host in the form in which its two spellings, with foreign letters and without, are one."""
    try:
        return host.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        return host


def _shared(a: str, b: str) -> int:
    """How many characters two texts begin with alike."""
    return next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))


def _target(redirect: Exchange) -> str:
    try:
        return urljoin(redirect.url, redirect.header("location") or "")
    except ValueError:
        return redirect.url


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
