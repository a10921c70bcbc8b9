"""Google News' RSS search. Its links are its own; the page's address is read from those that still carry it inside.

There is no documentation by Google; the parameters (``q`` with ``site:``, ``after:`` and ``before:``; ``hl``, ``gl``
and ``ceid``) and the shape of an item (its title followed by " - " and the outlet, ``source`` with the outlet's
address) are those that feeds show. Since 2024 most links are opaque: such a page is counted, and not read from here.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import urlencode, urlsplit

from auditor.records import Reference
from auditor.sources.candidates import choose
from auditor.sources.listings import parse_listing
from auditor.sources.resolve import Candidate, Desk, Resolution
from auditor.sources.resolvers._common import ask, domains_of, missed, title_words
from auditor.urls import is_web_url

NAME = "google_news"
ENDPOINT = "https://news.google.com/rss/search"
PACE = 2.0


async def resolve(reference: Reference, desk: Desk) -> Resolution:
    """The page that Google News lists under the cited title and outlet."""
    words = title_words(reference)
    if len(words) < 2:
        return missed(NAME, "the reference's title is too short to search for")
    answer = await ask(NAME, query_url(reference, desk, words), desk, PACE)
    if isinstance(answer, Resolution):
        return answer
    listed, _ = parse_listing(answer.content)
    return choose(reference, [_opened(candidate) for candidate in listed], NAME, desk)


def query_url(reference: Reference, desk: Desk, words: list[str]) -> str:
    """The request: the title's words, the outlet's domain where it is known, the days around the cited date."""
    query = " ".join(words)
    domains = domains_of(reference, desk)
    if domains:
        query += f" site:{domains[0]}"
    elif reference.outlet:
        query += f' "{reference.outlet[:60]}"'
    cited = reference.date or desk.article_date or ""
    if len(cited) >= 10:
        try:
            day = date.fromisoformat(cited[:10])
            around = timedelta(days=desk.options.days)
            query += f" after:{day - around:%Y-%m-%d} before:{day + around + timedelta(days=1):%Y-%m-%d}"
        except (ValueError, OverflowError):
            pass
    return f"{ENDPOINT}?{urlencode({'q': query, 'hl': 'en-US', 'gl': 'US', 'ceid': 'US:en'})}"


def _opened(candidate: Candidate) -> Candidate:
    """The candidate with the page's own address, where the link carries it."""
    found = re.match(r"https://news\.google\.com/(?:rss/)?articles/([\w-]{10,4000})", candidate.url)
    if not found:
        return replace(candidate, hidden=(urlsplit(candidate.url).hostname or "") == "news.google.com")
    try:
        inside = base64.urlsafe_b64decode(found.group(1) + "=" * (-len(found.group(1)) % 4))
    except (binascii.Error, ValueError):
        return replace(candidate, hidden=True)
    url = re.search(rb"https?://[\x21-\x7e]+", inside)
    address = url.group().decode("ascii") if url else ""
    return replace(candidate, url=address) if is_web_url(address) else replace(candidate, hidden=True)


