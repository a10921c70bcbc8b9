"""Keeps what is fetched, free of secrets, so that an audit can be replayed and shown years later."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote

from auditor.errors import RecordingError
from auditor.records import Fetched, FetchStatus, Reference
from auditor.sources.recording import SAVED, Exchange
from auditor.sources.secrets import without_secrets
from auditor.sources.vcr import write_vcr
from auditor.urls import canonical_url, is_web_url

if TYPE_CHECKING:
    from auditor.sources.library import Entry


class Recorder(Protocol):
    """Takes exchanges as they come; the recording is whole once it is closed."""

    def add(self, exchange: Exchange) -> None:
        """Keeps one exchange."""

    def close(self) -> None:
        """Writes what is not written yet."""


class VcrRecorder:
    """A VCR YAML cassette, written whole at the end. The same request answered the same way is kept once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.exchanges: list[Exchange] = []

    def add(self, exchange: Exchange) -> None:
        """Keeps one exchange."""
        self.exchanges.append(without_secrets(exchange))

    def close(self) -> None:
        """Writes the cassette, in the order of addresses: what was quicker today does not change the file. Where there
        is a recording already and nobody answered, that one stays."""
        if self.path.exists() and not any(exchange.status for exchange in self.exchanges):
            return
        by_address = sorted(self.exchanges, key=lambda e: e.url)
        write_vcr(self.path, by_address)


def saved_page(reference: Reference, entry: Entry, fetched: Fetched) -> list[Exchange]:
    """A page of the user's library as a recording keeps it, with the redirect from the cited address where that is
    another; nothing for one that cannot be read there either."""
    status = 200 if fetched.status is FetchStatus.OK else fetched.http_status
    if status is None:
        return []
    url = fetched.url or entry.head.url or ""
    if not is_web_url(url):
        named = f"/{entry.head.title}.pdf" if "pdf" in fetched.media_type and entry.head.title else ""
        url = SAVED + quote(entry.name + named)  # the title of a PDF is its name
    kind = f"{fetched.media_type or 'text/html'}{f'; charset={fetched.charset}' if fetched.charset else ''}"
    body = fetched.content
    if entry.head.body and "html" in fetched.media_type:  # the header lines are not in the page itself
        body = _header(entry) + body
    page = Exchange("GET", url, status, "", (("content-type", kind),), body, fetched.fetched_at, saved=True)
    cited = reference.url
    if not cited or not is_web_url(cited) or canonical_url(cited) == canonical_url(url) or url.startswith(SAVED):
        return [page]
    return [Exchange("GET", cited, 301, "", (("location", url),), b"", fetched.fetched_at), page]


def _header(entry: Entry) -> bytes:
    head = entry.head
    lines = (("URL", head.url), ("TITLE", head.title), ("OUTLET", head.outlet), ("DATE", head.published))
    return "".join(f"{name}: {' '.join(value.split())}\n" for name, value in lines if value).encode() + b"\n"


def open_recorder(path: Path) -> Recorder:
    """A recorder for ``path``: WARC for ``.warc`` and ``.warc.gz``, a VCR cassette for ``.yaml`` and ``.yml``.

    Raises:
        RecordingError: the name says no format, or its folder cannot be written to.
    """
    name = path.name.lower()
    if not path.parent.is_dir():
        raise RecordingError("its folder does not exist", subject=str(path))
    if path.is_dir():
        raise RecordingError("this is a folder; name the file to record to", subject=str(path))
    if name.endswith((".warc", ".warc.gz")):
        from auditor.sources.warc import WarcRecorder

        return WarcRecorder(path)
    if name.endswith((".yaml", ".yml")):
        return VcrRecorder(path)
    raise RecordingError("recordings end in .yaml (a cassette), .warc or .warc.gz", subject=str(path))


