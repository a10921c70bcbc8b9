"""``auditor cluster``: pages that are one story, one group a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from auditor.cli._io import need, output_option, read_jsonl, write_jsonl
from auditor.errors import InputError
from auditor.records import Page


@click.command("cluster", short_help="Group pages that are one story, one group a line.")
@click.argument("groups", metavar="GROUPS.jsonl")
@output_option
def command(groups: str, output: str | None) -> int:
    """Group pages that are one story under several names, and say which rest on which.

    GROUPS.jsonl has one group a line: {"id", "pages": [{"outlet", "title", "byline", "date", "text"}]}; every field of
    a page may be missing. Prints {"id", "clusters", "rests_on", "independent", "reasons"}; indexes count from 0.

    \b
    Example:
      auditor cluster groups.jsonl -o stories.jsonl
    """
    return write_jsonl(_results(groups), output, source=[groups])


def _results(groups: str) -> Iterator[dict[str, Any]]:
    from auditor.checks.provenance import trace_provenance

    name = "standard input" if groups == "-" else groups
    for number, item in read_jsonl(groups):
        where = f"{name}, line {number}"
        identity = need(item, "id", object, where)
        found = trace_provenance([_page(page, n, where) for n, page in enumerate(need(item, "pages", list, where))])
        yield {
            "id": identity,
            "clusters": [list(cluster) for cluster in found.clusters],
            "rests_on": [list(edge) for edge in found.rests_on],
            "independent": found.independent,
            "reasons": list(found.reasons),
        }


def _page(item: Any, number: int, where: str) -> Page:
    if not isinstance(item, dict):
        raise InputError(f"page {number} must be an object, not {type(item).__name__}", subject=where)

    def field(key: str) -> str | None:
        value = item.get(key)
        if value is not None and not isinstance(value, str):
            raise InputError(f"{key!r} of page {number} must be text, not {type(value).__name__}", subject=where)
        return value

    return Page(
        text=field("text") or "",
        title=field("title"),
        url=field("url"),
        outlet=field("outlet"),
        byline=field("byline"),
        published=field("date"),
    )
