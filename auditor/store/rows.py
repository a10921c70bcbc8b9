"""``Audit`` -> rows. Pure: no database here."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import Any

from auditor import __version__
from auditor.records import (
    Asked,
    Audit,
    ClaimAudit,
    CopyingKind,
    Document,
    FetchStatus,
    OutsideOrigin,
    Page,
    Run,
    Source,
    SupportCheck,
    Verdict,
)
from auditor.sources.statuses import FAILING
from auditor.urls import canonical_url, registrable_domain

_COPIED = (CopyingKind.VERBATIM, CopyingKind.NEAR_VERBATIM, CopyingKind.PATCHWRITE)


def clean(value: Any) -> Any:
    """``value`` as SQLite can keep it: lone surrogates become U+FFFD."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def article_key(document: Document) -> str:
    """What makes two readings the same article: its canonical URL, else its file's name, else its text's digest."""
    if document.url:
        return canonical_url(document.url)
    return document.name or document.sha256


def article_row(document: Document, seen: str) -> dict[str, Any]:
    """The row of ``articles``."""
    return {
        "key": article_key(document),
        "url": document.url,
        "title": document.title,
        "outlet": document.outlet,
        "published": document.published,
        "language": document.language,
        "first_seen": seen,
    }


def page_row(page: Page) -> dict[str, Any]:
    """The row of ``pages``; ``digest`` is the same for the same content read again."""
    kept = {
        "sha256": page.sha256,
        "address": canonical_url(page.canonical_url or page.url or "") or None,
        "url": page.url,
        "canonical_url": page.canonical_url,
        "domain": registrable_domain(page.canonical_url or page.url or ""),
        "title": page.title,
        "outlet": page.outlet,
        "byline": page.byline,
        "published": page.published,
        "updated": page.updated,
        "language": page.language,
        "wire_credit": page.wire_credit,
        "truncated": int(page.truncated),
        "paywall": page.paywall,
        "reason": page.reason,
        "text": page.text,
    }
    copy = {"archive_url": page.archive_url} if page.archive_url else {}  # an archived copy is a version of its own
    digest = hashlib.sha256(json.dumps({**kept, **copy}, sort_keys=True).encode()).hexdigest()
    times = {"fetched_at": page.fetched_at, "archived_at": page.archived_at, "archive_url": page.archive_url}
    return {"digest": digest, **kept, **times}


def audit_key(audit: Audit) -> str:
    """The same for an audit that is written twice, another for each new run over the article."""
    run = audit.run
    parts = (article_key(audit.article.document), audit.article.document.sha256, run.started_at, run.policy_sha256)
    return hashlib.sha256("\x1f".join((*parts, run.auditor, run.scorer)).encode("utf-8", "replace")).hexdigest()


def audit_row(audit: Audit) -> dict[str, Any]:
    """The row of ``audits`` but for its foreign keys."""
    verdicts = Counter(c.verdict for c in audit.claims)
    cover = audit.run.coverage
    return {
        "version": audit.article.document.sha256,
        "started_at": audit.run.started_at,
        "seconds": audit.run.seconds,
        "score": audit.score.value,
        "low": audit.score.low,
        "high": audit.score.high,
        "grade": audit.score.grade,
        "references": cover.references,
        "read": cover.read,
        "claims": cover.claims,
        "checked": cover.checked,
        **{verdict.value: verdicts[verdict] for verdict in Verdict},
        "copied": sum(c.copying is not None and c.copying.copying.kind in _COPIED for c in audit.claims),
        "misquoted": sum(f.code == "SUP005" for f in audit.findings),
        "independent": audit.provenance.independent,
        "headline": audit.headline.kind.value if audit.headline else None,
    }


def reference_rows(audit: Audit) -> list[dict[str, Any]]:
    """The rows of ``references``, in the list's order, without foreign keys; ``cluster`` numbers the stories."""
    read = [s for s in audit.sources if s.page is not None]
    cluster = {id(read[i]): n for n, group in enumerate(audit.provenance.clusters) for i in group if i < len(read)}
    return [_reference_row(position, s, cluster.get(id(s))) for position, s in enumerate(audit.sources)]


def _reference_row(position: int, source: Source, cluster: int | None) -> dict[str, Any]:
    ref = source.reference
    lost = source.asked is not None and source.asked.status is not FetchStatus.OK and source.page is not None
    return {
        "position": position,
        "number": str(ref.number),
        "raw": ref.raw,
        "title": ref.title,
        "outlet": ref.outlet,
        "domain": source.domain,
        "date": ref.date,
        "url": source.url or ref.url,
        "status": source.status.value,
        "reason": source.reason,
        "asked": source.asked.status.value if source.asked is not None and lost else None,
        "cluster": cluster,
    }


def asked_rows(audit: Audit) -> list[dict[str, Any]]:
    """What the live pages answered, with the page each gave: ``{address, asked_at, status, ..., page}``.

    Where no server answered at all, it was more likely ours than every page's fault: such failures are left out.
    """
    live = [(s.asked, s) for s in audit.sources if s.asked is not None]
    online = any(asked.http_status for asked, _ in live)
    return [_asked_row(asked, source) for asked, source in live if online or asked.status is FetchStatus.OK]


def _asked_row(asked: Asked, source: Source) -> dict[str, Any]:
    versions = [page for page in (source.page, source.other) if page is not None and page.archived_at is None]
    page = versions[0] if versions and asked.status is FetchStatus.OK else None
    return {
        "address": canonical_url(asked.url),
        "asked_at": asked.at,
        "status": asked.status.value,
        "reason": asked.reason,
        "etag": asked.etag,
        "last_modified": asked.last_modified,
        "auditor": __version__,
        "failed": int(asked.status is FetchStatus.GONE or asked.status in FAILING),
        "page": page_row(page) if page is not None else None,
    }


def claim_row(audit: Audit, claim: ClaimAudit) -> dict[str, Any]:
    """The row of ``claims`` without foreign keys; offsets count in the article as given."""
    place = audit.article.document.original(claim.claim.span)
    copied = claim.copying
    return {
        "claim": claim.claim.id,
        "text": claim.claim.text,
        "start": place.start,
        "end": place.end,
        "verdict": claim.verdict.value,
        "confidence": claim.confidence,
        "better_references": json.dumps(list(claim.better_references)),
        "copying": copied.copying.kind.value if copied else None,
        "copying_reference": str(copied.reference) if copied else None,
        "copying_share": copied.copying.share if copied else None,
    }


def _origin_row(audit: Audit, origin: OutsideOrigin) -> dict[str, Any]:
    place, copying = audit.article.document.original(origin.span), origin.copying
    return {
        "claim": origin.claim,
        "text": origin.text,
        "start": place.start,
        "end": place.end,
        "held_by": origin.held_by,
        "dated": int(origin.dated),
        "kind": copying.kind.value,
        "score": copying.score,
        "share": copying.share,
        "page_start": copying.start or 0,
        "page_end": copying.end or 0,
        "runs": json.dumps([[run.start, run.end] for run in copying.runs]),
        "page": page_row(origin.page),
    }


def check_row(check: SupportCheck) -> dict[str, Any]:
    """The row of ``checks`` without foreign keys."""
    evidence = check.evidence[0] if check.evidence else None
    return {
        "verdict": check.verdict.value,
        "confidence": check.confidence,
        "support": check.support,
        "basis": check.basis,
        "evidence": evidence.text if evidence else None,
        "start": evidence.start if evidence else None,
        "end": evidence.end if evidence else None,
        "differences": json.dumps([d.as_json() for d in check.differences]),
    }


def finding_rows(audit: Audit) -> list[dict[str, Any]]:
    """The rows of ``findings`` without foreign keys."""
    return [
        {
            "code": f.code,
            "severity": f.severity.value,
            "message": f.message,
            "fingerprint": f.fingerprint,
            "claim": f.claim,
            "reference": None if f.reference is None else str(f.reference),
            "evidence": f.evidence.text if f.evidence else None,
            "suppressed": f.suppressed,
        }
        for f in audit.findings
    ]


def bundle(audit: Audit) -> dict[str, Any]:
    """All rows of an audit, nested by what belongs to what: JSON can hold it, and ``Store.save_bundle`` keeps it.

    Returns:
        ``{key, run, article, version, audit, references: [{..., page, other}], asked: [{..., page}],
        origins: [{..., page}], claims: [{..., checks: [{..., position}]}], findings, scores}``; ``position`` is the
        reference's place in the list, None where it is not listed.
    """
    document, run = audit.article.document, audit.run
    places = {str(s.reference.number): i for i, s in reversed(list(enumerate(audit.sources)))}
    return {
        "key": audit_key(audit),
        "run": run_row("audit", run),
        "article": article_row(document, run.started_at),
        "version": {
            "sha256": document.sha256,
            "format": document.format.value,
            "source": document.source,
            "read_at": run.started_at,
        },
        "audit": audit_row(audit),
        "references": [
            {
                **row,
                "page": page_row(source.page) if source.page is not None else None,
                "other": page_row(source.other) if source.other is not None else None,
            }
            for source, row in zip(audit.sources, reference_rows(audit), strict=True)
        ],
        "claims": [
            {
                **claim_row(audit, claim),
                "checks": [{**check_row(check), "position": places.get(str(n))} for n, check in claim.checks],
            }
            for claim in audit.claims
        ],
        "asked": asked_rows(audit),
        "origins": [_origin_row(audit, origin) for origin in audit.origins],
        "findings": finding_rows(audit),
        "scores": [{"name": p.name, "points": p.points, "max": p.max, "why": p.why} for p in audit.score.parts],
    }


def run_row(kind: str, run: Run) -> dict[str, Any]:
    """The row of ``runs`` at its start."""
    return {
        "kind": kind,
        "started_at": run.started_at,
        "auditor": run.auditor,
        "policy": run.policy,
        "policy_sha256": run.policy_sha256,
        "scorer": run.scorer,
        "scorer_sha256": run.scorer_sha256,
    }
