"""New findings as an Atom feed or a JSON Feed, so that a newsroom can subscribe to them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from auditor.report._inert import one_line
from auditor.urls import is_web_url


def render_atom(findings: Sequence[dict[str, Any]], *, updated: str) -> str:
    """An Atom feed (RFC 4287), one entry a finding. ``updated`` is ISO 8601 UTC."""
    entries = []
    for item in findings:
        link = f"<link href={quoteattr(item['url'])}/>" if is_web_url(item["url"] or "") else ""
        entries.append(
            f"<entry><id>{_id(item)}</id><title>{escape(_title(item))}</title>{link}"
            f"<updated>{escape(item['started_at'])}</updated>"
            f'<category term="{escape(item["code"])}"/><category term="{escape(item["severity"])}"/>'
            f'<summary type="text">{escape(one_line(item["message"]))}</summary></entry>'
        )
    head = f"<id>urn:auditor:findings</id><title>New findings</title><updated>{escape(updated)}</updated>"
    author = "<author><name>auditor (automated)</name></author>"
    body = "\n".join(entries)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"{head}{author}\n{body}\n</feed>\n"
    )


def render_json_feed(findings: Sequence[dict[str, Any]]) -> str:
    """A JSON Feed 1.1, one item a finding."""
    items = []
    for item in findings:
        entry = {
            "id": _id(item),
            "title": _title(item),
            "content_text": one_line(item["message"]),
            "date_published": item["started_at"],
            "tags": [item["code"], item["severity"]],
        }
        if is_web_url(item["url"] or ""):
            entry["url"] = item["url"]
        items.append(entry)
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "New findings", "items": items}
    return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"


def _id(item: dict[str, Any]) -> str:
    return f"urn:auditor:finding:{item['article_id']}:{item['fingerprint']}"


def _title(item: dict[str, Any]) -> str:
    return f"{item['severity']}: {one_line(item['title'] or item['url'] or 'an article', 90)} ({item['code']})"
