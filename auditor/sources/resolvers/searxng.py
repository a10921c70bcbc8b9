"""The user's own SearXNG instance, through its JSON interface (which the instance must allow in its settings).

Parameters and the 403 for a format that is not allowed: docs.searxng.org, "Search API" (``q``, ``format``, and
``categories`` with commas). Its answer has ``results`` with ``url``, ``title`` and, from some engines,
``publishedDate``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from auditor.records import FetchStatus, Reference
from auditor.sources.candidates import choose
from auditor.sources.listings import iso_date
from auditor.sources.matching import bare_title
from auditor.sources.resolve import Candidate, Desk, Resolution
from auditor.sources.resolvers._common import ask, domains_of, missed, read_json

NAME = "searxng"


async def resolve(reference: Reference, desk: Desk) -> Resolution:
    """The page that the instance finds under the cited title and outlet."""
    if not desk.options.searxng_url:
        return Resolution(FetchStatus.NOT_RESOLVED, "")
    if not reference.title:
        return missed(NAME, "the reference has no title")
    closed = "it does not answer in JSON; allow that format in the instance's settings (search.formats)"
    answer = await ask(NAME, query_url(reference, desk), desk, desk.options.searxng_pace, {403: closed})
    if isinstance(answer, Resolution):
        return answer
    data = read_json(answer)
    if not isinstance(data, dict):
        return missed(NAME, closed)
    return choose(reference, _candidates(data), NAME, desk)


def query_url(reference: Reference, desk: Desk) -> str:
    """The request: the title in quotation marks, with the outlet's domain or name."""
    domains = domains_of(reference, desk)
    where = f" site:{domains[0]}" if domains else f" {reference.outlet}" if reference.outlet else ""
    title = " ".join(bare_title(reference.title or "", reference.outlet).replace('"', " ").split())[:300]
    query = {"q": f'"{title}"{where}', "format": "json", "categories": "general,news"}
    return f"{desk.options.searxng_url.rstrip('/')}/search?{urlencode(query)}"


def _candidates(data: dict[str, Any]) -> Iterator[Candidate]:
    results = data.get("results")
    for item in results if isinstance(results, list) else []:
        if isinstance(item, dict) and isinstance(item.get("url"), str):
            published = item.get("publishedDate")
            day = iso_date(published) if isinstance(published, str) else None
            yield Candidate(item["url"], str(item.get("title") or ""), day)
