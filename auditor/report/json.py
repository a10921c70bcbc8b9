"""An audit as JSON, in the fields of the contract (``schema_version: 1``).

One audit is printed as an object; several are an array of such objects, in the order given. Fields are only ever added.
Offsets of claims and uncited sentences count code points in the article as given; offsets of evidence count in the text
of the cited page. The published schema is ``schema/audit-1.json``, printed by ``auditor audit --schema``.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from typing import Any

from auditor.records import (
    Article,
    Audit,
    ClaimAudit,
    ClaimCopying,
    Copying,
    CopyingKind,
    Document,
    Evidence,
    Finding,
    HeadlineCheck,
    ModelUse,
    Number,
    OutsideOrigin,
    Page,
    Problem,
    Run,
    Score,
    Source,
    Span,
    SupportCheck,
    TitleCheck,
)
from auditor.report._inert import wellformed
from auditor.report._words import cluster_numbers, earliest_numbers, provenance_sentences, rests_on_numbers

SCHEMA_VERSION = 1

# Characters a terminal or a reader's eye obeys: JSON may hold them raw, an escape says the same and does nothing.
_ACTING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\U000e0000-\U000e007f]")


def render(audits: Sequence[Audit], *, indent: int | None = 2) -> str:
    """The audits as JSON text ending in a line feed: an object for one audit, an array for any other number."""
    data = [to_dict(audit) for audit in audits]
    return dump(data[0] if len(data) == 1 else data, indent=indent)


def dump(data: object, *, indent: int | None = 2, embeddable: bool = False) -> str:
    """``data`` as JSON text ending in a line feed, with acting characters escaped.

    With ``embeddable``, ``<``, ``>`` and ``&`` are escaped too, so that the text can stand inside a script element.
    """
    text = json.dumps(_clean(data), ensure_ascii=False, indent=indent, allow_nan=False)
    text = _ACTING.sub(_escape, text)
    if embeddable:
        text = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return text + "\n"


def audit_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one audit."""
    from importlib.resources import files

    schema: dict[str, Any] = json.loads((files("auditor.report") / "schema" / "audit-1.json").read_text("utf-8"))
    return schema


def to_dict(audit: Audit) -> dict[str, Any]:
    """``audit`` as the contract's object: plain values only, every string well-formed Unicode."""
    document = audit.article.document
    data = {
        "schema_version": SCHEMA_VERSION,
        "article": _article(document),
        "references": [_reference(source) for source in audit.sources],
        "claims": [_claim(claim, document) for claim in audit.claims],
        "uncited": _uncited(audit.article, audit.uncited_copying),
        "origins": [_origin(origin, document) for origin in audit.origins],
        "matrix": {
            "references": list(audit.matrix_references),
            "rows": [{"claim": row.claim, "support": [_share(s) for s in row.support]} for row in audit.matrix],
        },
        "provenance": _provenance(audit),
        "headline": _headline(audit.headline),
        "titles": [_title(number, check) for number, check in audit.titles],
        "problems": [_problem(problem) for problem in audit.article.problems],
        "findings": [_finding(finding) for finding in audit.findings],
        "score": _score(audit.score),
        "run": _run(audit.run),
    }
    cleaned: dict[str, Any] = _clean(data)
    return cleaned


def _article(document: Document) -> dict[str, Any]:
    return {
        "title": document.title,
        "url": document.url,
        "outlet": document.outlet,
        "byline": document.byline,
        "published": document.published,
        "language": document.language,
        "sha256": document.sha256,
        "format": document.format.value,
        "name": document.name,
    }


def _reference(source: Source) -> dict[str, Any]:
    reference = source.reference
    return {
        "number": reference.number,
        "raw": reference.raw,
        "title": reference.title,
        "outlet": reference.outlet,
        "authors": list(reference.authors),
        "domain": source.domain,
        "date": reference.date,
        "url": reference.url or source.url,
        "status": source.status.value,
        "reason": source.reason,
        "resolution": [{"resolver": step.resolver, "url": step.url, "why": step.why} for step in source.trail],
        "page": _page(source.page) if source.page else None,
        "other_version": _page(source.other) if source.other else None,
    }


def _page(page: Page) -> dict[str, Any]:
    return {
        "title": page.title,
        "url": page.url,
        "canonical_url": page.canonical_url,
        "outlet": page.outlet,
        "byline": page.byline,
        "published": page.published,
        "updated": page.updated,
        "language": page.language,
        "wire_credit": page.wire_credit,
        "truncated": page.truncated,
        "paywall": page.paywall,
        "reason": page.reason,
        "sha256": page.sha256,
        "fetched_at": page.fetched_at,
        "archived_at": page.archived_at,
        "archive_url": page.archive_url,
    }


def _claim(audited: ClaimAudit, document: Document) -> dict[str, Any]:
    claim = audited.claim
    return {
        "id": claim.id,
        "text": claim.text,
        **_place(document, claim.span),
        "cites": list(claim.cites),
        "verdict": audited.verdict.value,
        "confidence": _share(audited.confidence),
        "checks": [_check(number, check) for number, check in audited.checks],
        "better_references": list(audited.better_references),
        "better_evidence": [{"reference": n, **_evidence(evidence)} for n, evidence in audited.better_evidence],
        "copying": _copying(audited.copying),
    }


def _check(number: Number, check: SupportCheck) -> dict[str, Any]:
    return {
        "reference": number,
        "verdict": check.verdict.value,
        "confidence": _share(check.confidence),
        "support": _share(check.support),
        "evidence": [_evidence(evidence) for evidence in check.evidence],
        "differences": [d.as_json() for d in check.differences],
        "basis": check.basis,
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {"text": evidence.text, "start": evidence.start, "end": evidence.end, "link": evidence.link}


def _copying(found: ClaimCopying | None) -> dict[str, Any] | None:
    if found is None or found.copying.kind is CopyingKind.NONE:
        return None
    return {"reference": found.reference, **_reuse(found.copying)}


def _reuse(copying: Copying) -> dict[str, Any]:
    return {
        "kind": copying.kind.value,
        "share": _share(copying.share),
        "score": _share(copying.score),
        "text": copying.text,
        "start": copying.start,
        "end": copying.end,
        "runs": [[run.start, run.end] for run in copying.runs],
    }


def _origin(origin: OutsideOrigin, document: Document) -> dict[str, Any]:
    return {
        "claim": origin.claim,
        "sentence": {"text": origin.text, **_place(document, origin.span)},
        "held_by": origin.held_by,
        "dated": origin.dated,
        "copying": _reuse(origin.copying),
        "page": _page(origin.page),
    }


def _uncited(article: Article, copied: tuple[tuple[int, ClaimCopying], ...]) -> list[dict[str, Any]]:
    found = dict(copied)
    return [
        {
            "text": sentence.text,
            **_place(article.document, sentence.span),
            "truncated": sentence.truncated,
            "copying": _copying(found.get(i)),
        }
        for i, sentence in enumerate(article.uncited)
    ]


def _provenance(audit: Audit) -> dict[str, Any]:
    return {
        "clusters": cluster_numbers(audit),
        "rests_on": [list(pair) for pair in rests_on_numbers(audit)],
        "references": len(audit.sources),
        "independent": audit.provenance.independent,
        "reasons": provenance_sentences(audit),
        **_traced(audit),
    }


def _traced(audit: Audit) -> dict[str, Any]:
    """What only provenance that was traced further has."""
    found = audit.provenance
    if found.effective is None:
        return {}
    return {"effective": found.effective, "earliest": earliest_numbers(audit), "summary": list(found.summary)}


def _headline(check: HeadlineCheck | None) -> dict[str, Any] | None:
    if check is None:
        return None
    return {
        "verdict": check.verdict,
        "kind": check.kind.value,
        "score": _share(check.score),
        "stance": check.stance.value,
        "evidence": _evidence(check.evidence) if check.evidence else None,
        "why": check.why,
    }


def _title(number: Number, check: TitleCheck) -> dict[str, Any]:
    return {"reference": number, "kind": check.kind.value, "similarity": _share(check.similarity), "why": check.why}


def _problem(problem: Problem) -> dict[str, Any]:
    return {"code": problem.code, "message": problem.message, "numbers": list(problem.numbers)}


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "claim": finding.claim,
        "reference": finding.reference,
        "evidence": _evidence(finding.evidence) if finding.evidence else None,
        "fingerprint": finding.fingerprint,
        "suppressed": finding.suppressed,
    }


def _score(score: Score) -> dict[str, Any]:
    return {
        "value": score.value,
        "low": score.low,
        "high": score.high,
        "grade": score.grade,
        "parts": [{"name": p.name, "points": p.points, "max": p.max, "why": p.why} for p in score.parts],
    }


def _run(run: Run) -> dict[str, Any]:
    coverage = run.coverage
    return {
        "auditor": run.auditor,
        "policy": run.policy,
        "policy_sha256": run.policy_sha256,
        "scorer": run.scorer,
        "scorer_sha256": run.scorer_sha256 or None,
        "started_at": run.started_at,
        "seconds": round(run.seconds, 3),
        "coverage": {
            "references": coverage.references,
            "read": coverage.read,
            "claims": coverage.claims,
            "checked": coverage.checked,
        },
        "notes": list(run.notes),
        "model": _model(run.model) if run.model else None,
    }


def _model(use: ModelUse) -> dict[str, Any]:
    return {
        "requests": use.requests,
        "prompt_tokens": use.prompt_tokens,
        "completion_tokens": use.completion_tokens,
        "discarded": use.discarded,
        "failed": use.failed,
        "cost": use.cost,
        "currency": use.currency or None,
    }


def _place(document: Document, span: Span) -> dict[str, int]:
    original = document.original(span)
    return {"start": original.start, "end": original.end}


def _share(value: float | None) -> float | None:
    """A probability with four decimals: what is beyond them differs between machines and means nothing."""
    return None if value is None else round(float(value), 4)


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return wellformed(value)
    if isinstance(value, dict):
        return {wellformed(key): _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _escape(found: re.Match[str]) -> str:
    return json.dumps(found.group())[1:-1]
