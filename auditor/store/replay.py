"""An old audit's very inputs, as they were judged: the article's text and the pages that were read."""

from __future__ import annotations

import json
from typing import Any

from auditor.errors import StoreError
from auditor.records import Article, Asked, Copying, CopyingKind, FetchStatus, Format, OutsideOrigin, Page, Source, Span
from auditor.store import Store

_PAGE = """text title url canonical_url outlet byline published language wire_credit sha256 fetched_at archived_at
    archive_url updated paywall reason""".split()


class OtherReferences(StoreError):
    """Raised when an article is read into other references now than an audit of it was made with."""


def stored_audit(store: Store, audit_id: int) -> dict[str, Any]:
    """An audit's row with its article's key, format and source, and its run's policy and scorer.

    Raises:
        StoreError: there is no such audit.
    """
    sql = """
      SELECT a.*, v.source, v.format, articles.key AS article_key, articles.url,
        runs.auditor, runs.policy, runs.policy_sha256, runs.scorer, runs.scorer_sha256
      FROM audits a JOIN versions v ON v.sha256 = a.version JOIN articles ON articles.id = a.article_id
      JOIN runs ON runs.id = a.run_id WHERE a.id = ?
    """
    row = next(store.query(sql, (audit_id,)), None)
    if row is None:
        newest = store.one("SELECT max(id) FROM audits")
        raise StoreError(f"there is no audit {audit_id}; the newest is {newest}", subject=store.path)
    return {**row, "format": Format(row["format"])}


def stored_sources(store: Store, audit_id: int, article: Article) -> tuple[Source, ...]:
    """The article's references with the pages that the audit read for them.

    Raises:
        OtherReferences: the article is parsed into other references than it was then.
    """
    sql = """
      SELECT r.number, r.status, r.reason AS why, r.url AS found, r.domain, r.other_page_id, r.asked, p.*
      FROM "references" r LEFT JOIN pages p ON p.id = r.page_id WHERE r.audit_id = ? ORDER BY r.position
    """
    rows = list(store.query(sql, (audit_id,)))
    if [row["number"] for row in rows] != [str(reference.number) for reference in article.references]:
        why = f"it had {len(rows)} references, of which the article as read now does not have the same numbers"
        raise OtherReferences(why, subject=store.path)
    return tuple(
        Source(
            reference,
            FetchStatus(row["status"]),
            row["why"],
            url=row["found"],
            domain=row["domain"],
            page=stored_page(row) if row["digest"] else None,
            other=_by_id(store, row["other_page_id"]),
            asked=Asked(row["found"] or "", "", FetchStatus(row["asked"])) if row["asked"] else None,
        )
        for reference, row in zip(article.references, rows, strict=True)
    )


def stored_origins(store: Store, audit_id: int, article: Article) -> tuple[OutsideOrigin, ...]:
    """The sentences that had words of a page beyond the list, as far as the article is read the same way now."""
    sql = """
      SELECT o.claim, o.text AS sentence, o.held_by, o.dated, o.kind, o.score, o.share, o.page_start, o.page_end,
        o.runs, p.* FROM origins o JOIN pages p ON p.id = o.page_id WHERE o.audit_id = ? ORDER BY o.id
    """
    spans = {c.id: c.span for c in article.claims}
    plain = {s.text: s.span for s in article.uncited}
    rows = [(row, spans.get(row["claim"]) or plain.get(row["sentence"])) for row in store.query(sql, (audit_id,))]
    return tuple(_origin(row, span) for row, span in rows if span is not None)


def _origin(row: dict[str, Any], span: Span) -> OutsideOrigin:
    page, start, end = stored_page(row), row["page_start"], row["page_end"]
    runs = tuple(Span(*pair) for pair in json.loads(row["runs"]))
    words = page.text[start:end]
    copying = Copying(CopyingKind(row["kind"]), row["score"], row["share"], words, start, end, runs)
    return OutsideOrigin(span, row["sentence"], row["claim"], page, row["held_by"], copying, bool(row["dated"]))


def _by_id(store: Store, page_id: int | None) -> Page | None:
    row = next(store.query("SELECT * FROM pages WHERE id = ?", (page_id,)), None) if page_id is not None else None
    return stored_page(row) if row is not None else None


def stored_page(row: dict[str, Any]) -> Page:
    """The page of a row of ``pages``."""
    return Page(truncated=bool(row["truncated"]), **{name: row[name] for name in _PAGE})
