"""Articles that cite by links in the running text: the list is made from the addresses, in order of first use."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from auditor.article.groups import Mark
from auditor.article.labels import SUPERSCRIPTS, to_number
from auditor.article.references import Listing
from auditor.records import Block, Document, Inline, InlineKind, Number, Reference, Span
from auditor.urls import canonical_url


def _body_links(document: Document, body: Sequence[Block]) -> list[Inline]:
    links = [i for i in document.inlines if i.kind is InlineKind.LINK and re.match(r"https?://", i.value, re.I)]
    out = []
    k = 0
    for link in sorted(links, key=lambda i: i.span.start):
        while k < len(body) and body[k].span.end <= link.span.start:
            k += 1
        if k < len(body) and body[k].span.start <= link.span.start:
            out.append(link)
    return out


def cited_links(document: Document, body: Sequence[Block]) -> list[Reference]:
    """One reference for each address linked in the body. Links that print a number keep it."""
    links = _body_links(document, body)
    out: list[Reference] = []
    seen: dict[str, int] = {}
    for link in links:
        words = link.span.of(document.text).strip().rpartition("‡")[2]
        printed = re.fullmatch(rf"[\[(]?\^?([\d{SUPERSCRIPTS}]{{1,4}})[\])]?", words)
        number: Number = to_number(printed.group(1)) if printed else len(seen) + 1
        key = f"{printed.group(1) if printed else ''} {link.value}"
        if key in seen:
            place = seen[key]
            if link.title and not out[place].title:
                out[place] = replace(out[place], title=link.title)
            continue
        seen[key] = len(out)
        out.append(Reference(number, words, title=link.title or None, url=link.value, span=link.span))
    return out


def link_numbers(document: Document, references: Sequence[Reference], listing: Listing) -> dict[str, Number]:
    """The number that each link's address stands for; empty where the article numbers its markers itself."""
    out: dict[str, Number] = {}
    definitions = "definition" in listing.styles
    if listing.entries and not definitions and not listing.bare:
        return out
    by_address = {canonical_url(r.url): r.number for r in references if r.url}
    for inline in document.inlines:
        if inline.kind is InlineKind.LINK and inline.value.startswith("http"):
            number = by_address.get(canonical_url(inline.value))
            if number is not None:
                out.setdefault(inline.value, number)
    return out


def addresses(document: Document, references: Sequence[Reference]) -> dict[str, Number]:
    """The number of every address linked in the document that the list of references has."""
    listed = {canonical_url(r.url): r.number for r in reversed(references) if r.url}
    linked = {i.value for i in document.inlines if i.kind is InlineKind.LINK and i.value.startswith("http")}
    found = ((value, listed.get(canonical_url(value))) for value in linked)
    return {value: number for value, number in found if number is not None}


_WRITTEN = re.compile(r"<?(https?://[^\s<>\"“”]{3,8192})>?", re.I)


def written_links(document: Document, body: Sequence[Block]) -> Document:
    """``document`` with the addresses that are written out in its sentences as links, where nothing is linked."""
    if _body_links(document, body):
        return document
    found = []
    for block in body:
        for match in _WRITTEN.finditer(document.text, block.span.start, block.span.end):
            url, end = match.group(1), match.end()
            if not match.group().endswith(">"):
                url = url.rstrip(".,;:!?'’")
                url = url if "(" in url else url.rstrip(")")
                end = match.start(1) + len(url)
            found.append(Inline(InlineKind.LINK, Span(match.start(), end), url))
    return replace(document, inlines=(*document.inlines, *found)) if found else document


_ENDED = re.compile(r"[.!?…][”\"’')\]]{0,2}\s{0,2}$")
_BEGINS = re.compile(r"\s{1,3}[“\"‘(\[]?[A-Z0-9]|\s*$")
_EMPTY = "[]"


def aside_links(document: Document, body: Sequence[Block]) -> frozenset[Span]:
    """The links that cite without being words of a sentence: behind its full stop, empty, or an address.

    A name that is linked between two sentences could be the first word of the second. It is believed to stand for the
    sentence before where the article also has such links at a paragraph's end or glued to a full stop.
    """
    text, out, sure = document.text, [], False
    links = _body_links(document, body)
    stops = sorted(block.span.end for block in body)
    behind = False  # whether the link before this one stands behind a full stop
    last = -1
    for link, following in zip(links, [*links[1:], None]):
        span, words = link.span, link.span.of(text).strip()
        chained = behind and not text[last : span.start].strip(" ,;·|")
        ended = bool(_ENDED.search(text[max(0, span.start - 6) : span.start]))
        last, behind = span.end, False
        if words == _EMPTY or _WRITTEN.fullmatch(words):
            out.append(span)
            behind = ended or chained
            continue
        if not (ended or chained) or len(words.split()) > 6 or words.endswith((".", "!", "?", ":")):
            continue
        limit = stops[bisect_left(stops, span.end)] if stops and span.end <= stops[-1] else len(text)
        follows = following is not None and following.span.start <= span.end + 3
        if not (follows or _BEGINS.match(text, span.end, limit)):
            continue
        behind = True
        glued = ended and span.start > 0 and not text[span.start - 1].isspace()
        sure = sure or glued or not text[span.end : min(limit, span.end + 8)].strip()
        out.append(span)
    certain = [s for s in out if (w := s.of(text).strip()) == _EMPTY or _WRITTEN.fullmatch(w)]
    return frozenset(out if sure else certain)


def name_outlets(document: Document, references: Sequence[Reference], marks: Sequence[Mark]) -> list[Reference]:
    """References whose outlet is printed in the marker alone: ``([Outlet][1])``."""
    links = sorted((i for i in document.inlines if i.kind is InlineKind.LINK), key=lambda i: i.span.start)
    places = [i.span.start for i in links]
    names: dict[Number, str] = {}
    for mark in marks:
        if mark.style != "link" or not mark.removed:
            continue
        inside = links[bisect_left(places, mark.span.start) : bisect_left(places, mark.span.end)]
        for number, link in zip(mark.numbers, inside):
            names.setdefault(number, " ".join(link.span.of(document.text).split()))
    return [replace(r, outlet=names[r.number]) if not r.outlet and r.number in names else r for r in references]
