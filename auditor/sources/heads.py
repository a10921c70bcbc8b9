"""What a page says of itself in its first kilobytes: address, title, outlet, date. Quick, and with no HTML parser.

A library of thousands of pages is searched by these; the page that is taken is read whole by ``extract_page``.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from auditor.sources.extract import parse_saved_text
from auditor.sources.extract.decode import decode

MAX_VALUE = 2000


@dataclass(frozen=True, slots=True)
class PageHead:
    """``published`` as the page writes it, mostly ISO 8601. ``body`` is where the page begins after header lines."""

    url: str | None = None
    canonical_url: str | None = None
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    body: int = 0


_HEADER = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:[ \t]*(?:URL|TITLE|OUTLET|DATE|BYLINE|AUTHOR|LANGUAGE|UPDATED)[ \t]*:[^\n]*\n)+", re.I
)
_TAG = re.compile(r"<(meta|link|title)\b([^<>]{0,4000})>", re.I)
_ATTRIBUTE = re.compile(
    r"""([a-zA-Z_:.-]{1,40})\s{0,5}=\s{0,5}(?:"([^"]{0,2000})"|'([^']{0,2000})'|([^\s"'>]{1,2000}))"""
)
_TITLE_END = re.compile(r"</title", re.I)
_SAVED_FROM = re.compile(
    r"<!--\s{0,5}saved from url=\(\d{1,6}\)(\S{1,2000})\s|^\s{0,5}url: (https?://\S{1,2000})", re.M
)
_PUBLISHED = re.compile(r'"datePublished"\s{0,5}:\s{0,5}"([^"]{4,40})"')
_PUBLISHER = re.compile(r'"publisher"\s{0,5}:\s{0,5}\{[^{}]{0,600}?"name"\s{0,5}:\s{0,5}"([^"]{1,100})"')


def read_head(content: bytes, media_type: str, *, url: str | None = None, charset: str | None = None) -> PageHead:
    """The head of a page from its first bytes. ``url`` is where it was read, where that is known.

    Lines ``URL:``, ``TITLE:``, ``OUTLET:``, ``DATE:`` in front of it count more than what the page says.
    """
    if content.startswith(b"%PDF-"):
        return PageHead(url)
    lines = _HEADER.match(content)
    body = lines.end() if lines else 0
    if media_type.startswith(("text/plain", "text/markdown")) or b"<" not in content:
        plain = parse_saved_text(decode(_whole(content), charset=charset))
        return PageHead(url or plain.url, plain.canonical_url, plain.title, plain.outlet, plain.published, body)
    found = _html_head(decode(_whole(content[body:]), charset=charset))
    if not lines:
        return PageHead(url or found.url, found.canonical_url, found.title, found.outlet, found.published)
    plain = parse_saved_text(decode(content[:body]))
    return PageHead(
        url or plain.url or found.url,
        found.canonical_url,
        plain.title if b"title" in lines.group().lower() else found.title,
        plain.outlet or found.outlet,
        plain.published or found.published,
        body,
    )


def _whole(content: bytes) -> bytes:
    """``content`` without a UTF-8 character that its end cuts in two."""
    for back in range(1, min(4, len(content)) + 1):
        byte = content[-back]
        if byte >= 0xC0:
            size = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return content[:-back] if back < size else content
        if byte < 0x80:
            break
    return content


def _html_head(text: str) -> PageHead:
    metas: dict[str, str] = {}
    canonical = title = None
    for tag in _TAG.finditer(text):
        name = tag.group(1).lower()
        if name == "title":
            title = title or _title(text, tag.end())
            continue
        attributes = {k.lower(): html.unescape(a or b or c) for k, a, b, c in _ATTRIBUTE.findall(tag.group(2))}
        if name == "link" and "canonical" in attributes.get("rel", "").lower().split():
            canonical = canonical or attributes.get("href")
        key = (attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or "").lower()
        if name == "meta" and key and "content" in attributes:
            metas.setdefault(key, attributes["content"].strip())
    saved = _SAVED_FROM.search(text)
    published = next((metas[k] for k in _DATES if metas.get(k)), None) or _first(_PUBLISHED, text)
    return PageHead(
        url=(saved.group(1) or saved.group(2)) if saved else canonical or metas.get("og:url"),
        canonical_url=canonical,
        title=metas.get("og:title") or title,
        outlet=metas.get("og:site_name") or _first(_PUBLISHER, text),
        published=published,
    )


_DATES = tuple("article:published_time datepublished date dc.date dcterms.created pubdate parsely-pub-date".split())


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return html.unescape(found.group(1)) if found else None


def _title(text: str, start: int) -> str | None:
    end = _TITLE_END.search(text, start, start + MAX_VALUE)
    return html.unescape(" ".join(text[start : end.start()].split())) or None if end else None
