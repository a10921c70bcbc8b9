"""GDELT's DOC 2.0 search: news of the last years by words, domain and date. One request in five seconds, as it asks.

The parameters are those of the announcement "GDELT DOC 2.0 API Debuts!" on blog.gdeltproject.org: ``mode=artlist``
with at most 250 ``maxrecords``, ``startdatetime`` and ``enddatetime`` as ``YYYYMMDDHHMMSS``; in a query all words must
occur, ``OR`` stands in parentheses, ``domain:`` finds a domain with its subdomains (``domainis:`` none of these). What
it answers is known from others' clients, github.com/alex9smith/gdelt-doc-api first: ``articles`` with ``url``,
``title`` (its signs set off by spaces), ``seendate`` (``YYYYMMDDTHHMMSSZ``) and ``domain``; ``{}`` where nothing
was found; and a sentence, with HTTP 200 or 429, where a query is bad or comes too soon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from auditor.records import Reference
from auditor.sources.candidates import choose
from auditor.sources.resolve import Candidate, Desk, Resolution
from auditor.sources.resolvers._common import ask, domains_of, missed, read_json, title_words

NAME = "gdelt"
FEWER = 4
"""Words of a second search."""
ENDPOINT = "https://api.gdeltproject.org/api/v2/doc/doc"


async def resolve(reference: Reference, desk: Desk) -> Resolution:
    """The page that GDELT knows under the cited title and outlet."""
    words = title_words(reference, 8)
    if len(words) < 2:
        return missed(NAME, "the reference's title is too short to search for")
    found = await _search(reference, desk, words)
    if not found.candidates and found.url is None and len(words) > FEWER:
        # it wants every word; a title that gained one since is found by the longest, which tell most
        kept = sorted(words, key=len, reverse=True)[:FEWER]
        again = await _search(reference, desk, [w for w in words if w in kept])
        return again if again.candidates else found
    return found


async def _search(reference: Reference, desk: Desk, words: list[str]) -> Resolution:
    url = query_url(reference, desk, words)
    answer = await ask(NAME, url, desk, desk.options.gdelt_pace)
    if not isinstance(answer, Resolution) and _TOO_SOON.match(answer.content):
        answer = await ask(NAME, url, desk, 2 * desk.options.gdelt_pace)
    if isinstance(answer, Resolution):
        return answer
    data = read_json(answer)
    if data is None:
        return missed(NAME, f"it answered: {answer.content[:120].decode('utf-8', 'replace').strip()!r}")
    return choose(reference, _candidates(data), NAME, desk)


def query_url(reference: Reference, desk: Desk, words: list[str]) -> str:
    """The request: all words of the title, the outlet's domain where it is known, the days around the cited date."""
    whole = [re.split("['’]", word)[0] for word in words]  # it parts "council's" where we do not
    query = " ".join(word for word in whole if len(word) > 2)
    domains = domains_of(reference, desk)
    if len(domains) == 1:
        query += f" domain:{domains[0]}"
    elif domains:
        query += " (" + " OR ".join(f"domain:{d}" for d in domains[:5]) + ")"
    parameters = {"query": query, "mode": "artlist", "format": "json", "maxrecords": "75", "sort": "datedesc"}
    cited = reference.date or desk.article_date or ""
    if len(cited) >= 10:
        try:
            day = date.fromisoformat(cited[:10])
            around = timedelta(days=desk.options.days)
            parameters["startdatetime"] = f"{day - around:%Y%m%d}000000"
            parameters["enddatetime"] = f"{day + around:%Y%m%d}235959"
        except (ValueError, OverflowError):
            pass
    return f"{ENDPOINT}?{urlencode(parameters)}"


def _candidates(data: Any) -> Iterator[Candidate]:
    articles = data.get("articles") if isinstance(data, dict) else None
    for item in articles if isinstance(articles, list) else []:
        if isinstance(item, dict) and isinstance(item.get("url"), str):
            seen = str(item.get("seendate") or "")
            day = f"{seen[:4]}-{seen[4:6]}-{seen[6:8]}" if seen[:8].isdecimal() else None
            yield Candidate(item["url"], _tidy(str(item.get("title") or "")), day)


_TOO_SOON = re.compile(rb"\s{0,9}Please limit requests", re.I)
_SET_OFF = re.compile(r"(?<=\w) ?['’] ?(?=(?:s|t|d|m|re|ve|ll)\b)|(?<=\d) ?([.,]) ?(?=\d)", re.I)


def _tidy(title: str) -> str:
    """A title without the spaces that were put around its apostrophes and the signs in its figures."""
    return _SET_OFF.sub(lambda sign: sign.group(1) or "’", title[:1000])
