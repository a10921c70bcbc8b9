"""The front door: bytes to ``Page``."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from auditor.records import Page
from auditor.sources.extract.decode import decode
from auditor.sources.extract.saved import parse_saved_text


@dataclass(frozen=True, slots=True)
class ExtractOptions:
    """``max_chars``: a page longer than this is cut before it is parsed, so that time and memory stay bounded."""

    max_chars: int = 20_000_000


def extract_page(
    content: bytes,
    *,
    url: str | None = None,
    media_type: str = "text/html",
    charset: str | None = None,
    options: ExtractOptions = ExtractOptions(),  # noqa: B008 - frozen
) -> Page:
    """The main text of a page and what the page says of itself. Never raises for what a page holds.

    Args:
        content: the page's bytes, expanded.
        url: where it was read; used for the outlet and to make the canonical URL absolute.
        media_type: of the HTTP header, with or without parameters.
        charset: of the HTTP header; ``None`` where it was silent.
    """
    text = decode(content, charset=charset)[: options.max_chars]
    kind = media_type.split(";")[0].strip().lower()
    if kind in ("text/plain", "text/markdown") or "<" not in text:
        page = parse_saved_text(text)
    else:
        page = _html_page(text, url)
    return replace(page, url=page.url or url, sha256=hashlib.sha256(content).hexdigest())


def _html_page(html: str, url: str | None) -> Page:
    import trafilatura

    from auditor.sources.extract.credit import is_truncated, wire_credit

    found = trafilatura.bare_extraction(html, url=url, include_comments=False, with_metadata=True)
    text = trafilatura.extract(html, url=url, include_comments=False) or ""
    if found is None:
        return Page(text="", reason="no main text was found in the page's markup")
    return Page(
        text=text,
        title=found.title,
        outlet=found.sitename,
        byline=found.author,
        published=found.date,
        canonical_url=found.url,
        wire_credit=wire_credit(text, byline=found.author, outlet=found.sitename),
        truncated=is_truncated(text),
    )
