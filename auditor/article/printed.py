"""The parts of a reference as they are printed, for indexing and for comparison with labelled bibliographies."""

from __future__ import annotations

import re

from auditor.article.fields import publication_date, reference_title
from auditor.article.pieces import Piece, Pieces, cut
from auditor.article.readings import Reading, authors_of, read_pieces, run_text

_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]{1,200}")
_PAGES = re.compile(r"(?:pp?\.?|pages?|S\.)\s?[A-Z]?\d[\w–—-]{0,20}|[A-Z]?\d{1,6}\s?[-–—‐]\s?[A-Z]?\d{1,6}")
_PUBLISHER = re.compile(
    r"\b(?:Press|Books?|Publish\w+|Verlag|Éditions?|Editor\w*|Edizioni|Wiley|Springer|Elsevier|Routledge|Sage|Blackwell|University|"
    r"Institut\w*|Sons|Inc|Ltd|Company|House|Foundation|Bank|Office|Ministry|Department)\b"
)
_PROCEEDINGS = re.compile(
    r"\b(?:Proceedings|Proc\.|Conference|Symposium|Workshop|Congress|Handbook|Encyclop\w+|Advances in)\b"
)


def printed_fields(raw: str) -> dict[str, str]:
    """The parts of one reference as printed: ``author``, ``title``, ``date``, ``journal``, ``container-title``,
    ``publisher``, ``location``, ``volume``, ``pages``, ``url`` and ``doi``; only those that are there.
    """
    entry = cut(raw)
    reading = read_pieces(entry)[0]
    out: dict[str, str] = {}
    author = _author(entry, reading)
    title = reference_title(entry, reading)
    date = publication_date(entry)
    doi = _DOI.search(raw)
    values = {
        "author": author,
        "title": title,
        "date": date.span.of(entry.raw) if date else None,
        "url": _address(entry),
        "doi": doi.group().rstrip(".,;)") if doi else None,
        **_container(entry, reading),
        **_numbers(entry, reading),
    }
    out.update({name: value for name, value in values.items() if value})
    return out


def _address(entry: Pieces) -> str | None:
    """The address as printed; one that only spells out a DOI behind the word is the DOI's."""
    for piece in entry.pieces:
        if piece.kind == "url":
            text = piece.span.of(entry.raw)
            start = re.search(r"https?:|www\.|\b[\w-]+\.[a-z]{2,}/", text, re.I)
            labelled = re.search(r"doi\s?:?\s?$", entry.raw[: piece.span.start], re.I)
            if start and not labelled:
                return text[start.start() :].rstrip(".,;)>")
    return None


def _author(entry: Pieces, reading: Reading) -> str | None:
    names = next((p.span.of(entry.raw) for p in entry.pieces if p.kind == "names"), None)
    return names or ", ".join(authors_of(entry, reading)) or None


def _container(entry: Pieces, reading: Reading) -> dict[str, str | None]:
    if reading.outlet is None:
        return {}
    text = run_text(entry, reading.outlet)
    before = entry.pieces[reading.outlet[0] - 1] if reading.outlet[0] else None
    place = _place(entry, before)
    if place:
        return {"publisher": text, "location": place}
    if (before is not None and before.kind == "in") or _PROCEEDINGS.search(text):
        return {"container-title": text}
    after = entry.pieces[reading.outlet[1] + 1 : reading.outlet[1] + 3]
    if any(p.kind in ("other", "locator") for p in after):
        return {"journal": text}
    return {"publisher": text} if _PUBLISHER.search(text) else {"journal": text}


def _place(entry: Pieces, before: Piece | None) -> str | None:
    """The place in front of a publisher: ``Orewick: Tallow Press``."""
    text = before.span.of(entry.raw).strip() if before is not None and before.kind == "in" else ""
    return text.rstrip(": ") if text.endswith(":") and not text.lower().startswith("in") else None


def _numbers(entry: Pieces, reading: Reading) -> dict[str, str | None]:
    """Volume and pages, from the figures behind the fields."""
    last = reading.outlet[1] if reading.outlet else -1
    figures = " ".join(
        p.span.of(entry.raw) for i, p in enumerate(entry.pieces) if p.kind in ("other", "locator") and i > last
    )
    pages = list(_PAGES.finditer(figures))
    found = pages[-1] if pages else None
    rest = figures[: found.start()] if found else figures
    volume = re.search(r"\d{1,4}(?:\s?\(\d[\w–/-]{0,8}\))?", rest)
    return {"pages": found.group() if found else None, "volume": volume.group() if volume else None}
