"""From what was fetched to a page that can be judged, or the state that forbids it, with the sign that decided."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from auditor.records import Fetched, FetchStatus, Page
from auditor.sources.extract import classify_page, extract_page
from auditor.sources.library import Entry
from auditor.urls import canonical_url


def read_page(fetched: Fetched, entry: Entry | None = None) -> tuple[FetchStatus, str, Page | None]:
    """(status, reason, page) of what was fetched; the page is None unless the status is ok.

    ``entry`` is the library's, whose header lines count more than what the page says of itself.
    """
    if fetched.status is not FetchStatus.OK:
        return fetched.status, fetched.reason, None
    url = fetched.final_url or fetched.url or None
    if url and led_to_front_page(fetched.url, url):
        return FetchStatus.SOFT_404, f"it redirects to the front page, {url}", None
    page = extract_page(
        fetched.content, url=url, media_type=fetched.media_type or "text/html", charset=fetched.charset
    )
    if entry is not None and entry.head.body:
        page = _under_header(page, entry)
    page = replace(
        page,
        sha256=fetched.sha256 or page.sha256,
        fetched_at=fetched.fetched_at,
        archived_at=fetched.archived_at,
        archive_url=fetched.archive_url,
    )
    status, why = classify_page(page, fetched.content, url=url)
    return (status, why, page) if status is FetchStatus.OK else (status, why, None)


def page_url(page: Page | None, fetched: Fetched) -> str | None:
    """Where the page is: the address of its header lines, else where the redirects ended."""
    return (page.url if page else None) or fetched.final_url or fetched.url or None


def led_to_front_page(asked: str, came: str) -> bool:
    """True where an article's address ends at its site's front page: how many sites hide that a page is gone."""
    try:
        wanted, got = urlsplit(canonical_url(asked)), urlsplit(canonical_url(came))
    except ValueError:
        return False
    article = len(wanted.path.strip("/")) > 3 or bool(_IDENTIFIER.search(wanted.query))
    return article and not _is_front(wanted.path, wanted.query) and _is_front(got.path, got.query)


def _is_front(path: str, query: str) -> bool:
    front = r"/?(?:(?:index|home|default)(?:\.\w{1,5})?/?)?|/[a-z]{2}(?:-[a-z]{2})?/?"
    return re.fullmatch(front, path, re.I) is not None and not _IDENTIFIER.search(query)


_IDENTIFIER = re.compile(r"(?:^|&)(?:p|id|\w{0,20}id|story|article|page|post|doc|artikel)=[\w%+.-]*\d", re.I)
"""A parameter that names a page. Front pages are led to with others: where from, which edition."""


def _under_header(page: Page, entry: Entry) -> Page:
    head = entry.head
    return replace(
        page,
        url=head.url or page.url,
        title=head.title or page.title,
        outlet=head.outlet or page.outlet,
        published=head.published or page.published,
    )
