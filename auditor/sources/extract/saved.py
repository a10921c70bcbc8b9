"""Pages kept as plain text or Markdown, with or without header lines."""

from __future__ import annotations

import re

from auditor.records import Page

_HEADER = re.compile(r"^(URL|TITLE|OUTLET|DATE|BYLINE|AUTHOR|LANGUAGE|UPDATED)[ \t]*:[ \t]*(.*)$", re.I)
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


def parse_saved_text(text: str) -> Page:
    """A page saved as text: ``URL:``, ``TITLE:``, ``OUTLET:``, ``DATE:`` lines, a blank line, then the text.

    All header lines are optional, in any order and case. Without any, the whole is text, and its first line the
    title where it looks like one. Offsets of evidence count in the returned page's ``text``.
    """
    from auditor.sources.extract.credit import is_truncated, wire_credit

    fields, body = _split_header(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    body = body.strip("\n")
    title = fields.get("title") or _title_line(body)
    return Page(
        text=body,
        title=title,
        url=fields.get("url"),
        outlet=fields.get("outlet"),
        byline=fields.get("byline"),
        published=fields.get("published"),
        updated=fields.get("updated"),
        language=fields.get("language"),
        wire_credit=wire_credit(body, byline=fields.get("byline"), outlet=fields.get("outlet")),
        truncated=is_truncated(body),
        reason="" if body.strip() else "the saved page has no text",
    )


def _split_header(text: str) -> tuple[dict[str, str], str]:
    fields: dict[str, str] = {}
    at = 0
    while found := _HEADER.match(text[at : at + 10_000].split("\n", 1)[0]):
        key = _FIELDS[found.group(1).lower()]
        if value := found.group(2).strip():
            fields.setdefault(key, value)
        end = text.find("\n", at)
        at = len(text) if end < 0 else end + 1
    return (fields, text[at:]) if fields else ({}, text)


def _title_line(body: str) -> str | None:
    first, _, rest = body.lstrip().partition("\n")
    first = first.strip()
    if first.startswith("# "):
        return first[2:].strip() or None
    if not 10 <= len(first) <= 200 or first.endswith((".", ",", ";", ":")) or not rest.strip():
        return None
    return first if rest.startswith("\n") or len(rest.lstrip().partition("\n")[0]) > len(first) else None
