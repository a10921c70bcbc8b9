"""``auditor extract``: what a page says, as JSON."""

from __future__ import annotations

import base64
import binascii
import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from auditor.cli._io import need, output_option, read_bytes, read_jsonl, write_jsonl
from auditor.cli._pages import fetch, is_address, policy_option, write_each
from auditor.errors import AuditorError, InputError

MAX_PAGE = 30_000_000
"""Bytes of one page; what the fetcher reads at most as well."""

FIELDS = (
    "title text byline published updated outlet canonical_url wire_credit language truncated paywall reason"
).split()


@click.command("extract")
@click.argument("pages", metavar="PAGE...", nargs=-1, required=True)
@click.option("--jsonl", is_flag=True, help='Each PAGE holds one {"id", "html"} object a line.')
@click.option("--url", help="The address a saved page came from.")
@policy_option
@output_option
def command(pages: tuple[str, ...], jsonl: bool, url: str | None, policy: str, output: str | None) -> int:
    """Print a page's title, text, byline, dates, outlet, canonical address, wire credit and language as JSON.

    PAGE is a file (.html, .txt, .md, .pdf, gzipped or not), a URL, or - for stdin. One prints an object, several an
    array. With --jsonl a line holds "id" and one of "html", "text", "content_base64" and "path", and may hold "url".

    \b
    Examples:
      auditor extract page.html
      auditor extract https://news.example/story
      auditor extract --jsonl pages.jsonl -o texts.jsonl
    """
    if jsonl:
        return write_jsonl((answer for path in pages for answer in _lines(path)), output, source=pages)

    def result(page: str) -> dict[str, Any]:
        found = _live(page, policy) if is_address(page) else _page(page, url)
        name = "standard input" if page == "-" else page
        return found if found["text"] else {**found, "error": f"{name}: {found['reason'] or 'there is no text in it'}"}

    return write_each(pages, result, output)


def _page(page: str, url: str | None) -> dict[str, Any]:
    name = page.removesuffix(".gz").lower()
    content = _unzipped(read_bytes(page, limit=MAX_PAGE), page)
    return _extracted(content, media_type=_media_type(name), url=url)


def _live(url: str, policy: str) -> dict[str, Any]:
    fetched = fetch(url, policy)
    return _extracted(fetched.content, media_type=fetched.media_type, url=fetched.final_url, charset=fetched.charset)


def _media_type(name: str) -> str:
    if name.endswith((".txt", ".md")):
        return "text/plain"
    return "application/pdf" if name.endswith(".pdf") else "text/html"


def _unzipped(content: bytes, subject: str) -> bytes:
    """The content, expanded where it is gzip, at most ``MAX_PAGE`` bytes of it."""
    if not content.startswith(b"\x1f\x8b"):
        return content
    import io

    try:
        with gzip.open(io.BytesIO(content)) as file:
            plain = file.read(MAX_PAGE + 1)
    except (OSError, EOFError) as error:
        raise InputError(f"cannot be expanded: {error}", subject=subject) from None
    if len(plain) > MAX_PAGE:
        raise InputError(f"expands to more than {MAX_PAGE // 1_000_000} MB", subject=subject)
    return plain


def _extracted(content: bytes, **about: Any) -> dict[str, Any]:
    from auditor.sources.extract import extract_page

    page = extract_page(content, **about)
    return {name: getattr(page, name) for name in FIELDS}


def _lines(path: str) -> Iterator[dict[str, Any]]:
    for number, item in read_jsonl(path):
        where = f"{'standard input' if path == '-' else path}, line {number}"
        need(item, "id", object, where)
        try:
            yield {"id": item["id"], **_line(item, where, path)}
        except AuditorError as error:
            yield {"id": item["id"], "error": str(error)}


def _line(item: dict[str, Any], where: str, path: str) -> dict[str, Any]:
    url = item.get("url") if isinstance(item.get("url"), str) else None
    if "html" in item:
        return _extracted(need(item, "html", str, where).encode("utf-8", "replace"), url=url, charset="utf-8")
    if "text" in item:
        text = need(item, "text", str, where).encode("utf-8", "replace")
        return _extracted(text, url=url, media_type="text/plain", charset="utf-8")
    if "content_base64" in item:
        try:
            content = base64.b64decode(need(item, "content_base64", str, where), validate=True)
        except (binascii.Error, ValueError):
            raise InputError("'content_base64' is no base64", subject=where) from None
        return _extracted(_unzipped(content, where), url=url)
    if "path" not in item:
        raise InputError("the object has none of 'html', 'text', 'content_base64' and 'path'", subject=where)
    file = Path(path).parent / str(need(item, "path", str, where))
    try:
        return _page(str(file), url)
    except InputError as error:
        raise InputError(str(error), subject=where) from None
