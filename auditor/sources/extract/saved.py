"""Pages kept as plain text or Markdown, with or without header lines."""

from __future__ import annotations

import re

from auditor.records import Page
from auditor.sources.extract.byline import split_names
from auditor.sources.extract.credit import wire_credit
from auditor.sources.extract.language import guess_language
from auditor.sources.extract.whole import is_truncated
from auditor.text import split_header as text_header

_HEADER = re.compile(r"[ \t]*(URL|TITLE|OUTLET|DATE|BYLINE|AUTHOR|LANGUAGE|UPDATED)[ \t]*:[ \t]*(.*)", re.I)
_FIELDS = {
    "url": "url",
    "title": "title",
    "outlet": "outlet",
    "date": "published",
    "byline": "byline",
    "author": "byline",
    "language": "language",
    "updated": "updated",
}
_BYLINE = re.compile(r"(?:By|BY)\s+(?:[A-Z][^\W\d_]*[.’'-]?[^\W\d_]*\s*){1,3}[^\n]{0,120}")


def parse_saved_text(text: str) -> Page:
    """A page saved as text: ``URL:``, ``TITLE:``, ``OUTLET:``, ``DATE:`` lines, a blank line, then the text.

    All header lines are optional, in any order and case. Without a ``TITLE:`` the first line is the title where it
    looks like one. The text is left as it is, but for line ends made ``\\n``: offsets of evidence count in the
    returned page's ``text``.
    """
    fields, body = split_header(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    body = body.strip("\n")
    byline = fields.get("byline") or _byline_line(body)
    return Page(
        text=body,
        title=fields.get("title") or title_line(body),
        url=fields.get("url"),
        outlet=fields.get("outlet"),
        byline=byline,
        published=fields.get("published"),
        updated=fields.get("updated"),
        language=fields.get("language") or guess_language(body),
        wire_credit=wire_credit(body, byline=byline, outlet=fields.get("outlet"), url=fields.get("url")),
        truncated=is_truncated(body),
        reason="" if body.strip() else "the saved page has no text",
    )


def split_header(text: str) -> tuple[dict[str, str], str]:
    """The header lines at the beginning of ``text`` by field of ``Page``, and what follows them."""
    return text_header(text, _HEADER, _FIELDS)


def title_line(body: str) -> str | None:
    """The first line of a text where it looks like a title: a Markdown heading, or short, unended and set apart."""
    first, _, rest = body.lstrip("\n").partition("\n")
    first = first.strip()
    if re.match(r"#{1,2}\s", first):
        return first.lstrip("#").strip(" #") or None
    if not 10 <= len(first) <= 200 or first.endswith((".", ",", ";", ":", "-")) or not rest.strip():
        return None
    if _BYLINE.fullmatch(first) or not re.match(r"[\"'“‘«(]?[^\W_]", first):
        return None
    return first if rest.startswith("\n") or re.match(r"[=-]{3,}\s*\n", rest) else None


def _byline_line(body: str) -> str | None:
    """The names in a line such as ``By Ann Lee, Example Wire`` among the first three of the text."""
    for line in [x.strip() for x in body[:1500].split("\n") if x.strip()][:3]:
        if len(line) <= 150 and not line.endswith(".") and _BYLINE.fullmatch(line):
            return ", ".join(split_names(line)) or None
    return None
