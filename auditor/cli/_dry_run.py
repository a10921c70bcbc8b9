"""``auditor audit --dry-run``: what an audit would read, and from where. Opens no socket."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from auditor.policy import Policy
    from auditor.records import Source

SOUGHT = "no address; would ask"
"""How the line of a reference begins that has to be looked for first."""


def dry_run(articles: Sequence[str], options: dict[str, Any]) -> str:
    """What would be read for each article, as text.

    Raises:
        AuditorError: an article, the policy or a source cannot be read.
    """
    from auditor.urls import is_web_url

    parts = []
    for article in articles:
        if is_web_url(article):
            shut = options["offline"] and not options["cassette"]
            first = "cannot be read offline" if shut else "would be read first; what it cites is not known before"
            parts.append(f"{article}\n  {first}\n")
        else:
            parts.append(_plan(article, options))
    return "\n".join(parts)


def _plan(article: str, options: dict[str, Any]) -> str:
    from auditor.cli._io import read_bytes
    from auditor.pipeline import MAX_ARTICLE, Auditor
    from auditor.report._inert import one_line

    name = "standard input" if article == "-" else article
    with Auditor(policy=options["policy"], sources=options["sources"], offline=True) as auditor:
        given = read_bytes("-", limit=MAX_ARTICLE) if article == "-" else Path(article)
        parsed = auditor.parse(given, name=name)
        found = auditor._reader.sources(parsed.references)
    lines = [f"{name}: {len(parsed.claims)} cited sentences, {len(parsed.references)} references"]
    fetched = sought = 0
    for source in found:
        said, counts = _from(source, auditor.policy, options)
        fetched += counts
        sought += said.startswith(SOUGHT)
        lines.append(f"  {one_line(f'[{source.reference.number}]', 20):<6} {one_line(said, 300)}")
    also = f", {sought} more if {'it is' if sought == 1 else 'they are'} found" if sought else ""
    lines.append(f"{fetched} {'page' if fetched == 1 else 'pages'} would be fetched{also}")
    return "\n".join(lines) + "\n"


def _from(source: Source, policy: Policy, options: dict[str, Any]) -> tuple[str, bool]:
    """Where the page of a reference would come from, and whether it would be asked for over the network."""
    from auditor.records import FetchStatus

    url = source.reference.url
    if source.status is FetchStatus.OK:
        return f"from your library: {source.url or source.reference.title or source.reference.raw}", False
    if options["cassette"]:
        return f"from the recording, if it has {url or 'a page that fits'}", False
    if options["offline"]:
        return f"not read: {source.reason or source.status.value}", False
    if url:
        return f"fetch {url}", True
    asked = ", ".join(name for name in policy.resolvers.order if name not in ("url", "library", "store"))
    return f"{SOUGHT} {asked}" if asked else "no address, and no resolver is set to look for one", False
