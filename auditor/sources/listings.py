"""Lists of pages: RSS, Atom and news sitemaps to candidates. Untrusted XML: no entity is expanded, nothing fetched."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from auditor.sources.resolve import Candidate

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_ITEMS = 5000


def parse_listing(content: bytes) -> tuple[list[Candidate], list[str]]:
    """(candidates, addresses of further sitemaps) in an RSS or Atom feed, a sitemap or a sitemap index.

    What is none of these gives two empty lists.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return [], []
    if root is None:
        return [], []
    found: list[Candidate] = []
    nested: list[str] = []
    for element in root.iter():
        name = _local(element)
        if name in ("item", "entry", "url") and len(found) < MAX_ITEMS:
            candidate = _candidate(element)
            if candidate is not None:
                found.append(candidate)
        elif name == "sitemap":
            nested.extend(_texts(element, "loc")[:1])
    return found, nested[:100]


def _candidate(item: _Element) -> Candidate | None:
    url = next(iter(_links(item)), "")
    title = next(iter(_texts(item, "title")), "")
    if not url or not title:
        return None
    dates = [*_texts(item, "publication_date"), *_texts(item, "pubDate"), *_texts(item, "published")]
    dates += [*_texts(item, "date"), *_texts(item, "updated")]
    source = next((e for e in item.iter() if _local(e) == "source"), None)
    outlet = (source.text or "").strip() if source is not None and source.text else None
    site = source.get("url") if source is not None else None
    return Candidate(url, title, next((iso for d in dates if (iso := iso_date(d))), None), outlet, site)


def _links(item: _Element) -> list[str]:
    links = []
    for element in item:
        name = _local(element)
        if name == "loc" or (name == "link" and element.text and element.text.strip()):
            links.append((element.text or "").strip())
        elif name == "link" and element.get("rel", "alternate") == "alternate":
            links.append((element.get("href") or "").strip())
    return [link for link in links if link]


def _texts(item: _Element, name: str) -> list[str]:
    named = (e for e in item.iter() if _local(e) == name and e is not item)
    return [" ".join("".join(map(str, e.itertext())).split()) for e in named]


def _local(element: _Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def iso_date(value: str) -> str | None:
    """The date (YYYY-MM-DD) of an ISO 8601 or RFC 822 time, or None."""
    from datetime import datetime

    value = value.strip()[:64]
    try:
        return datetime.fromisoformat(value).date().isoformat()
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(value).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
