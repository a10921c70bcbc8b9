"""Articles that cite by links in the running text: the list is made from the addresses, in order of first use."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from auditor.article.labels import SUPERSCRIPTS, to_number
from auditor.article.markers import Mark
from auditor.article.references import Listing
from auditor.records import Block, Document, Inline, InlineKind, Number, Reference
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
