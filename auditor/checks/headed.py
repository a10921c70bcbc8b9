"""Texts that begin with lines about themselves (``TITLE: ...``, ``DATE: ...``), as saved pages and corpora do."""

from __future__ import annotations

import re

from auditor.dates import parse_anchor
from auditor.records import Page
from auditor.text import split_header

_LINE = re.compile(r"\s*(?:\(meta data\) ?)?([A-Z][A-Za-z _]{2,24}): *(\S.*)", re.ASCII)
_OTHERS = "url author authors byline copyright language updated source_id section description".split()
_FIELDS = {
    **dict.fromkeys(("title", "headline"), "title"),
    **dict.fromkeys(("outlet", "publisher", "site"), "outlet"),
    **dict.fromkeys(("date", "published", "published date", "published datetime"), "published"),
    **dict.fromkeys(_OTHERS, "other"),
}
MOST_LINES, MOST_CHARACTERS = 12, 300
"""The lines that may stand at a text's head, and what is kept of one."""


def read_headed(text: str, published: str | None = None) -> Page:
    """The page of a text, with the title, outlet and day that its first lines tell; the text stays as it is.

    ``published`` goes before what the text says. A line that is no such line ends them, and a name or a day that cannot
    be one (an address for an outlet, words for a day) is left out.
    """
    told, _ = split_header(text, _LINE, _FIELDS, most=MOST_LINES)
    outlet, day = told.get("outlet"), parse_anchor(told.get("published"))
    return Page(
        text,
        title=told["title"][:MOST_CHARACTERS] if "title" in told else None,
        outlet=None if outlet is None or "/" in outlet else outlet,
        published=published or (day.isoformat() if day else None),
    )
