"""Wikimedia's Citoid: metadata for an identifier that the reference prints (a DOI or a PubMed number).

The address is that of "getCitation" in Wikipedia's REST API (``/data/citation/{format}/{query}``, the query percent-
encoded); it takes a PubMed number bare (``lib/utils/idMatchingUtils.js`` of mediawiki-services-citoid), answers with a
list of one object (``url``, ``title``), and with HTTP 404 where it knows nothing.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from auditor.records import Attempt, FetchStatus, Reference
from auditor.sources.matching import TitleLikeness, title_likeness
from auditor.sources.resolve import Desk, Resolution
from auditor.sources.resolvers._common import ask, missed, read_json
from auditor.urls import is_web_url

NAME = "citoid"
ENDPOINT = "https://en.wikipedia.org/api/rest_v1/data/citation/zotero"
PACE = 1.0
"""Wikimedia asks for at most one request a second of automated use."""
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]{1,200}")
_PMID = re.compile(r"\bPMID:?\s{0,3}(\d{4,9})\b", re.I)


async def resolve(reference: Reference, desk: Desk) -> Resolution:
    """The page of the DOI or PubMed number in the reference, if its title is the cited one."""
    identifier = find_identifier(reference.raw)
    if identifier is None:
        return Resolution(FetchStatus.NOT_RESOLVED, "")
    unknown = {404: f"it does not know {identifier}"}
    answer = await ask(NAME, f"{ENDPOINT}/{quote(identifier, safe='')}", desk, PACE, unknown)
    if isinstance(answer, Resolution):
        return answer
    data = read_json(answer)
    item: Any = data[0] if isinstance(data, list) and data else None
    url = item.get("url") if isinstance(item, dict) else None
    if not isinstance(url, str) or not is_web_url(url):
        return missed(NAME, f"it knows no address for {identifier}")
    title = str(item.get("title") or "")
    if reference.title and title_likeness(reference.title, title, bar=desk.options.title_bar) < TitleLikeness.NEAR:
        return missed(NAME, f"{identifier} is of another title: {title[:120]!r}", url)
    why = f"the page of {identifier}, which the reference prints"
    return Resolution(FetchStatus.OK, why, url, trail=(Attempt(NAME, url, why),))


def find_identifier(raw: str) -> str | None:
    """The DOI or PubMed number in a printed reference, or None."""
    doi = _DOI.search(raw)
    if doi:
        return doi.group().rstrip(".,;:)]}'’”")
    pmid = _PMID.search(raw)
    return pmid.group(1) if pmid else None
