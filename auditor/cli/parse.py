"""``auditor parse``: an article's references, claims and problems as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from auditor.article import parse_article, read_document, read_text
from auditor.article.decode import MAX_BYTES
from auditor.cli._io import need, output_option, read_bytes, read_jsonl, write_jsonl
from auditor.cli._pages import fetch, is_address, policy_option, write_each
from auditor.errors import AuditorError, InputError, NothingToAudit
from auditor.records import Article, Document, Format, Span
from auditor.urls import registrable_domain


@click.command("parse")
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@click.option("--jsonl", is_flag=True, help='Each ARTICLE holds one {"id", "format", "input"} object a line.')
@click.option("--charset", help="The encoding of the ARTICLE files, where they do not say it.")
@policy_option
@output_option
def command(articles: tuple[str, ...], jsonl: bool, charset: str | None, policy: str, output: str | None) -> int:
    """Print an article's references, claims, uncited sentences and problems as JSON.

    One ARTICLE (a URL, a file, or - for stdin) prints an object, several an array. Offsets count in the article given.

    \b
    Examples:
      auditor parse article.html
      auditor parse --jsonl articles.jsonl -o parsed.jsonl
    """
    if jsonl:
        return write_jsonl((result for path in articles for result in _lines(path)), output, source=articles)

    def result(article: str) -> dict[str, Any]:
        parsed = parse_article(_live(article, policy) if is_address(article) else _read(article, charset))
        if not _cites(parsed):
            raise NothingToAudit(NO_CITATION, subject=parsed.document.name)
        return article_json(parsed)

    return write_each(articles, result, output)


NO_CITATION = "there is no citation in it: no marker, no reference list, no link"


def _read(path: str, charset: str | None) -> Document:
    name = "standard input" if path == "-" else path
    return read_document(read_bytes(path, limit=MAX_BYTES), name=name, charset=charset)


def _live(url: str, policy: str) -> Document:
    page = fetch(url, policy)
    kind = Format.HTML if "html" in page.media_type else None
    return read_document(page.content, name=url, format=kind, url=page.final_url or url, charset=page.charset)


def _cites(article: Article) -> bool:
    return bool(article.claims or article.references)


def _lines(path: str) -> Iterator[dict[str, Any]]:
    for number, item in read_jsonl(path):
        where = f"{'standard input' if path == '-' else path}, line {number}"
        try:
            article = _parse_item(item, where)
            why = {} if _cites(article) else {"error": f"{where}: {NO_CITATION}"}
            yield {"id": item.get("id"), **article_json(article), **why}
        except AuditorError as error:
            yield {"id": item.get("id"), "error": str(error)}


def _parse_item(item: dict[str, Any], where: str) -> Article:
    text = need(item, "input", str, where)
    if len(text) > MAX_BYTES:
        raise InputError(f"larger than {MAX_BYTES // 1_000_000} MB; save only the article", subject=where)
    if not text.strip():
        raise InputError("the article is empty", subject=where)
    kind = item.get("format")
    if kind is not None and kind not in list(Format):
        raise InputError(f"the format {kind!r} is not known; known: {', '.join(Format)}", subject=where)
    return parse_article(read_text(text, format=Format(kind) if kind else None, name=where))


def article_json(article: Article) -> dict[str, Any]:
    """What ``auditor parse`` prints of an article. ``start`` and ``end`` count in the decoded input."""
    document = article.document
    return {
        "title": document.title,
        "url": document.url,
        "outlet": document.outlet,
        "published": document.published,
        "language": document.language,
        "format": document.format.value,
        "sha256": document.sha256,
        "references": [
            {
                "number": r.number,
                "title": r.title,
                "outlet": r.outlet,
                "domain": registrable_domain(r.url) if r.url else None,
                "date": r.date,
                "url": r.url,
                "authors": list(r.authors),
                "raw": r.raw,
            }
            for r in article.references
        ],
        "claims": [
            {"id": c.id, "text": c.text, **_place(document, c.span), "cites": list(c.cites)} for c in article.claims
        ],
        "uncited": [{"text": s.text, **_place(document, s.span), "truncated": s.truncated} for s in article.uncited],
        "problems": [{"code": p.code, "message": p.message} for p in article.problems],
    }


def _place(document: Document, span: Span) -> dict[str, int]:
    original = document.original(span)
    return {"start": original.start, "end": original.end}
