"""The outlet's own lists: its news sitemap and its feed. They hold the last days only, so older pages are not asked."""

from __future__ import annotations

import asyncio
from datetime import date

from auditor.records import FetchStatus, Reference
from auditor.sources.candidates import choose
from auditor.sources.listings import parse_listing
from auditor.sources.matching import days_apart
from auditor.sources.resolve import Candidate, Desk, Resolution
from auditor.sources.resolvers._common import domains_of, missed

NAME = "feed"
PLACES = ("news-sitemap.xml", "sitemap-news.xml", "feed", "rss.xml")
"""Where outlets keep them: what Google's documentation of news sitemaps and WordPress's defaults made usual."""
RECENT = 10
"""Days. News sitemaps hold two days by their definition; feeds hold about a week."""


async def resolve(reference: Reference, desk: Desk) -> Resolution:
    """The page that the outlet itself lists under the cited title."""
    cited = reference.date or desk.article_date
    if not reference.title or desk.get is None:
        return missed(NAME, "the reference has no title" if not reference.title else "nothing is fetched offline")
    domains = domains_of(reference, desk)
    if not domains:
        return missed(NAME, f"the domain of {(reference.outlet or 'the outlet')[:80]} is not known")
    if desk.now is not None and cited and (days_apart(cited, _day(desk)) or 0) > RECENT:
        return missed(NAME, "the cited page is too old to be in its outlet's feed")
    found: list[Candidate] = []
    for place in PLACES:
        url = f"https://{domains[0]}/{place}"
        if url not in desk.shared:  # once a run, however many of the outlet's pages are cited
            desk.shared[url] = asyncio.ensure_future(_listed(url, desk))
        fault, listed = await asyncio.shield(desk.shared[url])
        if fault:
            return missed(NAME, f"{domains[0]} could not be asked: {fault}")
        found.extend(listed)
        resolution = choose(reference, found, NAME, desk) if listed else None
        if resolution and resolution.status is not FetchStatus.NOT_RESOLVED:  # one list of the outlet's is enough
            return resolution
    return choose(reference, found, NAME, desk)


async def _listed(url: str, desk: Desk) -> tuple[str, list[Candidate]]:
    """(why its host could not be asked or nothing, the pages of a list); an outlet that has no such list has none."""
    if desk.get is None:
        return "nothing is fetched offline", []
    fetched = await desk.get(url, 0.0)
    if fetched.status is FetchStatus.OK:
        return "", parse_listing(fetched.content)[0]
    return (fetched.reason, []) if fetched.http_status is None else ("", [])


def _day(desk: Desk) -> str:
    return (desk.now.date() if desk.now else date.min).isoformat()
