"""What the searching resolvers share: asking an endpoint, reading its JSON, and saying why there is no answer."""

from __future__ import annotations

import json
import re
from typing import Any

from auditor.records import Attempt, Fetched, FetchStatus, Reference
from auditor.sources.matching import bare_title
from auditor.sources.resolve import Desk, Resolution
from auditor.text import STOPWORDS, squash


def missed(resolver: str, why: str, url: str | None = None) -> Resolution:
    """No find, with the reason in the trail."""
    return Resolution(FetchStatus.NOT_RESOLVED, why, trail=(Attempt(resolver, url, why),))


async def ask(
    resolver: str, url: str, desk: Desk, pace: float, meanings: dict[int, str] | None = None
) -> Fetched | Resolution:
    """The endpoint's answer, or the miss that stands for its fault; ``meanings`` has what an HTTP status means here."""
    if desk.get is None:
        return missed(resolver, "it was not asked: nothing is fetched offline")
    fetched = await desk.get(url, pace)
    if fetched.status is not FetchStatus.OK:
        meaning = (meanings or {}).get(fetched.http_status or 0)
        return missed(resolver, meaning or f"it could not be asked: {fetched.reason}", url)
    return fetched


def read_json(fetched: Fetched) -> Any:
    """The answer's JSON; None where it is none (GDELT answers a bad query with a sentence).

    GDELT leaves control characters and backslashes of titles as they are, which JSON forbids: they are forgiven.
    """
    text = fetched.content.decode("utf-8", "replace")
    for attempt in (text, _ESCAPE.sub(lambda e: e.group() if e.group(1) in '"\\/bfnrtu' else e.group(1), text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


_ESCAPE = re.compile(r"\\(.)", re.S)


def title_words(reference: Reference, most: int = 10) -> list[str]:
    """The telling words of the cited title, in its order: no function words, no signs."""
    title = bare_title(squash(reference.title or ""), reference.outlet)
    words = re.findall(r"[^\W_]+(?:['’][^\W_]+)?", title)
    return [w for w in words if w.lower() not in STOPWORDS and len(w) > 2][:most]


def domains_of(reference: Reference, desk: Desk) -> list[str]:
    """The domains the registry has for the cited outlet, or the outlet itself where it is cited as a domain."""
    outlet = (reference.outlet or "").strip().lower()
    if re.fullmatch(r"(?:www\.)?[\w-]+(?:\.[\w-]+)+", outlet):
        return [outlet.removeprefix("www.")]
    registry = desk.registry()
    known = registry.find(outlet) if registry and outlet else None
    return [str(domain) for domain in getattr(known, "domains", ())]
