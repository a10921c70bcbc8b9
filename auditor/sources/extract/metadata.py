"""Title, byline, dates, outlet, address and language of a page, from the head, JSON-LD and visible markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from auditor.sources.extract.byline import find_byline
from auditor.sources.extract.features import likeness
from auditor.sources.extract.jsonld import StructuredArticle, read_structured
from auditor.sources.extract.when import iso_date, url_date
from auditor.text import match_key
from auditor.urls import is_web_url, registrable_domain

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_PUBLISHED = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished", "article.published",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "dc.date.issued",
    "dcterms.created", "dcterms.issued", "dcterms.date", "dc.date", "dc.date.created", "pubdate", "publishdate",
    "publish-date", "publish_date", "published-date", "publication_date", "article_date_original",
    "originalpublicationdate",
    "published_time", "releasedate", "citation_publication_date", "citation_date", "date", "created", "og:pubdate",
    "rnews:datepublished", "sdc.created", "vr:published_time", "dc.created", "last-publish-date",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:updated_time", "datemodified", "last-modified", "dcterms.modified", "dc.date.modified",
    "modified", "lastmod", "revised", "article.updated", "utime",
)  # fmt: skip
_SITE = (
    "og:site_name",
    "application-name",
    "apple-mobile-web-app-title",
    "publisher",
    "dc.publisher",
    "copyright-holder",
)
_SEPARATORS = re.compile(
    r"\s+[|\u2013\u2014\u00b7\u2022\u00bb\u00ab-]{1,2}\s+|\s*[|\u00bb]\s*|\s+::\s+|"
    r"\s+[-\u2013\u2014]\s*(?=\S+$)|:\s+(?=\S+$)"
)
_DATE_CLASS = re.compile(r"date|time|publish|posted|meta|byline|stamp|datum|fecha|kicker", re.I)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of itself. Dates are ISO 8601; empty strings where the page is silent."""

    title: str = ""
    description: str = ""
    byline: str = ""
    published: str = ""
    updated: str = ""
    outlet: str = ""
    canonical_url: str = ""
    language: str = ""
    structured: StructuredArticle = field(default_factory=StructuredArticle)
    meta: dict[str, str] = field(default_factory=dict)


def read_metadata(root: HtmlElement, url: str | None = None) -> Metadata:
    """The metadata of the page whose tree is ``root``; ``url`` is where it was read."""
    meta = _meta(root)
    structured = read_structured(root)
    page_title = _text_of(root.find(".//title"))
    canonical = _canonical(root, meta, url)
    outlet = _outlet(meta, structured)
    title = _title(root, meta, structured, page_title, outlet, canonical or url)
    if not outlet:
        outlet = _suffix(page_title, title, canonical or url)
    english_us = (meta.get("og:locale") or root.get("lang") or "").lower().replace("-", "_").startswith("en_us")
    published, updated = _dates(root, meta, structured, canonical or url, day_first=not english_us)
    return Metadata(
        title=title,
        description=meta.get("description") or meta.get("og:description") or structured.description,
        byline=find_byline(root, meta, structured.authors, outlet),
        published=published,
        updated=updated,
        outlet=outlet,
        canonical_url=canonical,
        language=_language(root, meta, structured),
        structured=structured,
        meta=meta,
    )


def _meta(root: HtmlElement) -> dict[str, str]:
    """The page's ``meta`` values by name in lower case, the first of each name."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        content = " ".join((element.get("content") or "").split())
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = (element.get(key) or "").strip().lower()
            if name and content:
                found.setdefault(name, content[:5000])
    return found


def _text_of(element: HtmlElement | None) -> str:
    return " ".join(str(element.text_content()).split())[:1000] if element is not None else ""


def _canonical(root: HtmlElement, meta: dict[str, str], url: str | None) -> str:
    links = [e.get("href") for e in root.iter("link") if "canonical" in (e.get("rel") or "").lower().split()]
    for value in (*links, meta.get("og:url")):
        if not value:
            continue
        try:
            whole = str(urljoin(url or "", value.strip()))
        except ValueError:
            continue
        if is_web_url(whole) and not (url and _is_front(whole) and not _is_front(url)):
            return whole
    return ""


def _is_front(url: str) -> bool:
    try:
        return urlsplit(url).path.strip("/") == ""
    except ValueError:
        return False


# --- title and outlet -------------------------------------------------------------------------------------------


def _outlet(meta: dict[str, str], structured: StructuredArticle) -> str:
    for name in (meta.get("og:site_name"), structured.publisher, *(meta.get(key) for key in _SITE[1:])):
        if name and len(name) <= 80 and not name.startswith(("http", "@")):
            return _SEPARATORS.split(name)[0].strip() or name
    return ""


def _title(
    root: HtmlElement,
    meta: dict[str, str],
    structured: StructuredArticle,
    page_title: str,
    outlet: str,
    url: str | None,
) -> str:
    """The headline as the page shows it: a heading that the head agrees with, else what the head says, cleaned."""
    declared = [
        t
        for t in (structured.headline, meta.get("og:title", ""), meta.get("twitter:title", ""), page_title)
        if t.strip()
    ]
    cleaned = [_without_outlet(" ".join(t.split()), outlet, url) for t in declared]
    shown = [t for e in root.iter("h1") if 4 <= len(t := _heading_text(e)) <= 300]
    for heading in shown:
        if any(likeness(heading, t) >= 0.5 or likeness(t, heading) >= 0.5 for t in cleaned):
            return _without_outlet(heading, outlet, url)
    if len(shown) == 1 and len(shown[0].split()) >= 4 and match_key(shown[0]) != match_key(outlet):
        return shown[0]
    return next((t for t in cleaned if t), shown[0] if shown else "")


def _heading_text(element: HtmlElement) -> str:
    """The text of a heading without what is hidden in it."""
    parts: list[str] = []
    for item in element.iter():
        hidden = item is not element and (
            item.tag in ("script", "style", "svg") or "visually-hidden" in (item.get("class") or "")
        )
        if item.tag == "br" or (item is not element and parts and item.text and _runs_on(parts[-1], item.text)):
            parts.append(" ")  # a kicker and its headline, set apart by style alone
        if item.text and not hidden:
            parts.append(item.text)
        if item is not element and item.tail:
            parts.append(item.tail)
    return " ".join("".join(parts).split())


def _runs_on(before: str, after: str) -> bool:
    return (before[-1:].islower() or before[-1:] in ".:;!?") and after[:1].isupper()


_FORMS = ("print version", "printable version", "printer friendly version", "printer friendly", "druckversion")
"""What other forms of a page put behind their title, as an outlet's name is put."""


def _without_outlet(title: str, outlet: str, url: str | None) -> str:
    """``title`` without the outlet's name at its end or beginning."""
    names = {match_key(outlet), match_key(outlet).removeprefix("the "), *_FORMS} - {""}
    domain = (registrable_domain(url) or "") if url else ""
    label = match_key(domain.split(".")[0])
    for _ in range(3):
        pieces = list(_SEPARATORS.finditer(title))
        if not pieces:
            break
        head, tail = title[: pieces[-1].start()].strip(), title[pieces[-1].end() :].strip()
        front, rest = title[: pieces[0].start()].strip(), title[pieces[0].end() :].strip()
        if head and _is_outlet(tail, names, label, domain):
            title = head
        elif rest and _is_outlet(front, names, label, domain):
            title = rest
        else:
            break
    return title


def _is_outlet(piece: str, names: set[str], label: str, domain: str) -> bool:
    key = match_key(piece)
    if not key or len(piece) > 60:
        return False
    if key.removeprefix("the ") in names or key in names:
        return True
    joined = key.replace(" ", "").removeprefix("the")
    if label and (joined == label.replace(" ", "") or piece.lower() == domain):
        return True
    return any(len(key.split()) <= 5 and (key.startswith(f"{name} ") or name.startswith(f"{key} ")) for name in names)


def _suffix(page_title: str, title: str, url: str | None) -> str:
    """The outlet in the page's title, where the rest of it is the headline and the piece could be a name."""
    if not title or not page_title.startswith(title[:20]) or len(page_title) <= len(title) + 3:
        return ""
    piece = _SEPARATORS.split(page_title)[-1].strip()
    label = (registrable_domain(url) or "").split(".")[0] if url else ""
    key = match_key(piece).replace(" ", "")
    if not key or len(piece.split()) > 5 or piece in title:
        return ""
    initials = "".join(w[0] for w in match_key(piece).split())
    return piece if label and (label in key or key in label or initials == label) else ""


# --- dates and language -----------------------------------------------------------------------------------------


def _dates(
    root: HtmlElement, meta: dict[str, str], structured: StructuredArticle, url: str | None, *, day_first: bool
) -> tuple[str, str]:
    def first(values: Iterator[str]) -> str:
        return next((d for v in values if v and (d := iso_date(v, day_first=day_first))), "")

    published = first(iter((structured.published, *(meta.get(key, "") for key in _PUBLISHED))))
    updated = first(iter((structured.modified, *(meta.get(key, "") for key in _UPDATED))))
    if not published:
        published = first(_marked(root, "datepublished")) or first(_times(root)) or (url_date(url) or "")
    if not published:
        published = first(_near_title(root))
    if not updated:
        updated = first(_marked(root, "datemodified"))
    return published or updated, updated if updated != published else ""


def _marked(root: HtmlElement, prop: str) -> Iterator[str]:
    for element in root.iter():
        if isinstance(element.tag, str) and prop in (element.get("itemprop") or "").lower():
            yield element.get("datetime") or element.get("content") or _text_of(element)


def _times(root: HtmlElement) -> Iterator[str]:
    """Moments in ``time`` elements outside lists of other stories, those marked as publication first."""
    found = [
        e for e in root.iter("time") if not any(a.tag in ("aside", "nav", "footer", "li") for a in e.iterancestors())
    ]
    marked = [e for e in found if e.get("pubdate") is not None or "publish" in (e.get("class") or "").lower()]
    for element in (*marked, *found[:5]):
        yield element.get("datetime") or _text_of(element)


def _near_title(root: HtmlElement) -> Iterator[str]:
    """Short texts whose class speaks of a date, after the headline and before anything else long."""
    begun, seen = False, 0
    for element in root.iter("h1", "p", "div", "span", "small", "li", "em"):
        begun = begun or element.tag == "h1"
        words = f"{element.get('class') or ''} {element.get('id') or ''}"
        if begun and _DATE_CLASS.search(words):
            text = _text_of(element)
            if 6 <= len(text) <= 120:
                seen += 1
                yield text
        if seen > 12:
            return


def _language(root: HtmlElement, meta: dict[str, str], structured: StructuredArticle) -> str:
    """The declared language, as a two- or three-letter code in lower case."""
    for value in (
        root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang"), root.get("xml:lang"),
        structured.language,
        meta.get("og:locale"), meta.get("content-language"), meta.get("language"), meta.get("dc.language"),
    ):  # fmt: skip
        if found := re.match(r"\s{0,5}([a-zA-Z]{2,3})(?![a-zA-Z])", value or ""):
            return found.group(1).lower()
    return ""
