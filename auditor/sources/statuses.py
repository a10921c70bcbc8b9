"""What an HTTP status says about a cited page, in the words of a reason."""

from __future__ import annotations

import re

from auditor.records import Fetched, FetchStatus

REDIRECTS = frozenset((301, 302, 303, 307, 308))
PASSING = frozenset((408, 425, 429, 500, 502, 503, 504, 507, 520, 521, 522, 523, 524, 527, 529))
"""Statuses that may be others in a moment (520 and above are Cloudflare's words for a server behind it)."""

FAILING = (FetchStatus.HTTP_ERROR, FetchStatus.TIMEOUT, FetchStatus.SOFT_404, FetchStatus.EMPTY)
"""Endings that a page which is gone may have, and one that is not. A refusal (a wall, robots.txt) is no such ending."""

_WORDS = {
    401: (FetchStatus.BLOCKED, "it asks for a login"),
    402: (FetchStatus.PAYWALLED, "it asks for payment"),
    403: (FetchStatus.BLOCKED, "it refuses to show the page"),
    404: (FetchStatus.GONE, "there is no such page any more"),
    407: (FetchStatus.BLOCKED, "a proxy asks for a login"),
    410: (FetchStatus.GONE, "the page was taken down for good"),
    429: (FetchStatus.BLOCKED, "it says that it was asked too often"),
    451: (FetchStatus.BLOCKED, "it is withheld for legal reasons"),
}


def status_meaning(status: int, phrase: str = "") -> tuple[FetchStatus, str]:
    """(what became of the page, the reason in words); ``ok`` and no reason for 200 and 203."""
    if status in (200, 203):
        return FetchStatus.OK, ""
    if status in _WORDS:
        kind, why = _WORDS[status]
        return kind, f"{why} (HTTP {status})"
    if status in (204, 205):
        return FetchStatus.EMPTY, f"it answers without any content (HTTP {status})"
    if status in REDIRECTS:
        return FetchStatus.HTTP_ERROR, f"it redirects without saying where (HTTP {status})"
    return FetchStatus.HTTP_ERROR, f"it answers HTTP {status}{' ' + phrase if phrase else ''}"


def unread(fetched: Fetched) -> str:
    """Why an address that the user named could not be read, and the way out where the address guard stopped it."""
    hint = "; network.allow_hosts of a policy lets an address through"
    local = fetched.status is FetchStatus.REFUSED_ADDRESS and _LOCAL.search(fetched.reason)
    return f"cannot be read ({fetched.status}): {fetched.reason}{hint if local else ''}"


_LOCAL = re.compile(r" (?:is|leads to) an? ")
"""How the guard says that an address is well formed but of a network that strangers' articles must not reach."""
