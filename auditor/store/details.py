"""One audit as it was kept, for a page of its own: nothing is judged again."""

from __future__ import annotations

import json
from typing import Any

from auditor.errors import StoreError
from auditor.store import Store


def details(store: Store, audit_id: int) -> dict[str, Any]:
    """An audit's row with its article's and run's, ``references``, ``claims`` (each with ``checks``) and ``findings``.

    Raises:
        StoreError: there is no such audit.
    """
    sql = """
      SELECT a.*, articles.title, articles.url, articles.outlet, articles.published,
        runs.auditor, runs.policy, runs.policy_sha256, runs.scorer
      FROM audits a JOIN articles ON articles.id = a.article_id JOIN runs ON runs.id = a.run_id WHERE a.id = ?
    """
    row = next(store.query(sql, (audit_id,)), None)
    if row is None:
        raise StoreError(f"there is no audit {audit_id}", subject=store.path)
    return {
        **row,
        "references": _references(store, audit_id),
        "claims": _claims(store, audit_id),
        "findings": _findings(store, audit_id),
    }


def _references(store: Store, audit_id: int) -> list[dict[str, Any]]:
    sql = """
      SELECT r.number, r.raw, r.title, r.outlet, r.date, r.url, r.status, r.reason, p.fetched_at, p.archived_at
      FROM "references" r LEFT JOIN pages p ON p.id = r.page_id WHERE r.audit_id = ? ORDER BY r.position
    """
    return list(store.query(sql, (audit_id,)))


def _claims(store: Store, audit_id: int) -> list[dict[str, Any]]:
    claims = list(store.query("SELECT * FROM claims WHERE audit_id = ? ORDER BY id", (audit_id,)))
    sql = """
      SELECT k.claim_id, k.verdict, k.confidence, k.evidence, k.differences, r.number, r.outlet
      FROM checks k JOIN claims c ON c.id = k.claim_id LEFT JOIN "references" r ON r.id = k.reference_id
      WHERE c.audit_id = ? ORDER BY k.id
    """
    by_claim: dict[int, list[dict[str, Any]]] = {}
    for check in store.query(sql, (audit_id,)):
        by_claim.setdefault(check["claim_id"], []).append({**check, "differences": json.loads(check["differences"])})
    better = {claim["id"]: json.loads(claim["better_references"]) for claim in claims}
    return [{**c, "better": better[c["id"]], "checks": by_claim.get(c["id"], [])} for c in claims]


def _findings(store: Store, audit_id: int) -> list[dict[str, Any]]:
    sql = "SELECT code, severity, message, fingerprint, suppressed FROM findings WHERE audit_id = ? ORDER BY id"
    return list(store.query(sql, (audit_id,)))
