"""The records of the cited pages: how each was looked for, what came back, and what was read."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from auditor.records.article import Reference


class FetchStatus(StrEnum):
    """Every way the reading of a cited page can end."""

    OK = "ok"
    NO_URL = "no_url"
    NOT_RESOLVED = "not_resolved"
    AMBIGUOUS = "ambiguous"
    HTTP_ERROR = "http_error"
    TIMEOUT = "timeout"
    BLOCKED = "blocked"
    ROBOTS = "robots"
    PAYWALLED = "paywalled"
    GONE = "gone"
    SOFT_404 = "soft_404"
    TOO_LARGE = "too_large"
    UNSUPPORTED_TYPE = "unsupported_type"
    REFUSED_ADDRESS = "refused_address"
    NOT_RECORDED = "not_recorded"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One step of the search for a reference's page: who looked, what it found, and why it was taken or not."""

    resolver: str
    url: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back for a URL: bytes when ``status`` is ok, otherwise the reason in words.

    ``memento_at`` is when an archive says that it took what it answers with (Memento-Datetime), ISO 8601 in UTC.
    """

    url: str
    status: FetchStatus
    reason: str = ""
    final_url: str | None = None
    http_status: int | None = None
    media_type: str = ""
    charset: str | None = None
    content: bytes = field(default=b"", repr=False)
    sha256: str | None = None
    fetched_at: str | None = None
    archived_at: str | None = None
    archive_url: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    memento_at: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A cited page as read. ``text`` is its main text; ``truncated`` where the copy we have is cut off.

    ``paywall`` is the sign that part of the page is kept for subscribers; ``reason`` says why ``text`` is empty.
    """

    text: str = field(repr=False)
    title: str | None = None
    url: str | None = None
    canonical_url: str | None = None
    outlet: str | None = None
    byline: str | None = None
    published: str | None = None
    language: str | None = None
    wire_credit: str | None = None
    truncated: bool = False
    sha256: str | None = None
    fetched_at: str | None = None
    archived_at: str | None = None
    archive_url: str | None = None
    updated: str | None = None
    paywall: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the live page at an address answered in this run; a recording, an archive or a saved copy is no such answer.

    ``http_status`` is None where no server answered, and 304 where the page is as it was when it was kept. ``etag`` and
    ``last_modified`` are the validators for the next asking.
    """

    url: str
    at: str
    status: FetchStatus
    reason: str = ""
    http_status: int | None = None
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A reference with the page that was found for it, or the reason there is none.

    ``other`` is the version of the page that is not judged, where a live page and an archived one were both read and
    differ. ``asked`` is what the live page answered, None where none was asked.
    """

    reference: Reference
    status: FetchStatus
    reason: str = ""
    url: str | None = None
    domain: str | None = None
    trail: tuple[Attempt, ...] = ()
    page: Page | None = None
    other: Page | None = None
    asked: Asked | None = None
