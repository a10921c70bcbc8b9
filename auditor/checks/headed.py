"""Texts that begin with lines about themselves (``TITLE: ...``, ``DATE: ...``), as saved pages and corpora do."""

from __future__ import annotations

import re

from auditor.dates import parse_anchor
from auditor.records import Page

_LINE = re.compile(r"(?:\((?:meta ?)?data\) ?)?([A-Z][A-Za-z _]{2,24}): *(\S.*)", re.ASCII)
_FIELDS = {
    **dict.fromkeys(("title", "headline"), "title"),
    **dict.fromkeys(("outlet", "publisher", "site"), "outlet"),
    **dict.fromkeys(("date", "published", "published date", "published datetime"), "published"),
}
_OTHERS = frozenset("url author authors byline copyright language updated source_id section description".split())
MOST_LINES = 12
MOST_CHARACTERS = 300


def read_headed(text: str, published: str | None = None) -> Page:
    """The page of a text, with the title, outlet and day that its first lines tell; the text stays as it is.

    ``published`` goes before what the text says. A line that is no such line ends them, and a name or a day that cannot
    be one (an address for an outlet, words for a day) is left out.
    """
    told: dict[str, str] = {}
    for line in text[: MOST_LINES * MOST_CHARACTERS].split("\n", MOST_LINES)[:MOST_LINES]:
        found = _LINE.fullmatch(line.strip()[:MOST_CHARACTERS])
        name = found[1].strip().lower() if found else ""
        if found is None or (name not in _FIELDS and name not in _OTHERS):
            break
        if name in _FIELDS:
            told.setdefault(_FIELDS[name], found[2].strip())
    outlet, day = told.get("outlet"), parse_anchor(told.get("published"))
    return Page(
        text,
        title=told.get("title"),
        outlet=None if outlet is None or "/" in outlet else outlet,
        published=published or (day.isoformat() if day else None),
    )
