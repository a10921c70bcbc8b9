"""From what was fetched to a page that can be judged, or the state that forbids it, with the sign that decided."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from auditor.records import Fetched, FetchStatus, Page
from auditor.sources.extract import classify_page, extract_page
from auditor.sources.library import Entry


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
        wanted, got = urlsplit(asked), urlsplit(came)
    except ValueError:
        return False
    front = r"/?(?:(?:index|home|default)(?:\.\w{1,5})?/?)?|/[a-z]{2}(?:-[a-z]{2})?/?"
    return len(wanted.path.strip("/")) > 3 and not wanted.query and re.fullmatch(front, got.path, re.I) is not None


def _under_header(page: Page, entry: Entry) -> Page:
    head = entry.head
    return replace(
        page,
        url=head.url or page.url,
        title=head.title or page.title,
        outlet=head.outlet or page.outlet,
        published=head.published or page.published,
    )
