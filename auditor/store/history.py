"""An article's newest audit beside the one before it, as rows: what ``changes`` compares."""

from __future__ import annotations

from typing import Any

from auditor.store import Store


def new_audits(store: Store, since: str) -> list[dict[str, Any]]:
    """The newest audit of each article audited at or after ``since`` (ISO 8601 UTC), with the id of the one before.

    ``findings`` counts what it found; what somebody set aside does not count.
    """
    sql = """
      WITH pairs AS (
        SELECT l.id AS audit_id, l.article_id, l.title, l.url, l.started_at, l.score, l.grade,
          (SELECT a.id FROM audits a WHERE a.article_id = l.article_id AND a.id != l.id AND a.started_at <= l.started_at
           ORDER BY a.started_at DESC, a.id DESC LIMIT 1) AS before_id
        FROM latest_audits l WHERE l.started_at >= ?)
      SELECT pairs.*, b.score AS score_before,
        (SELECT count(*) FROM findings f WHERE f.audit_id = pairs.audit_id AND f.suppressed IS NULL) AS findings
      FROM pairs LEFT JOIN audits b ON b.id = before_id
      ORDER BY pairs.started_at DESC, audit_id DESC
    """
    return list(store.query(sql, (since,)))


def verdicts(store: Store, audit_id: int) -> dict[str, str]:
    """Claim text -> its verdict."""
    sql = "SELECT text, verdict FROM claims WHERE audit_id = ? ORDER BY id"
    return {row["text"]: row["verdict"] for row in store.query(sql, (audit_id,))}


def checks(store: Store, audit_id: int) -> dict[tuple[str, int | None], dict[str, Any]]:
    """(claim's id in the audit, reference's place in the list) -> the check's confidence, passage and differences."""
    sql = """
      SELECT c.claim, r.position, k.confidence, k.evidence, k.differences
      FROM checks k JOIN claims c ON c.id = k.claim_id LEFT JOIN "references" r ON r.id = k.reference_id
      WHERE c.audit_id = ?
    """
    return {(row["claim"], row["position"]): row for row in store.query(sql, (audit_id,))}


def findings(store: Store, audit_id: int) -> dict[str, dict[str, Any]]:
    """Fingerprint -> finding; those that somebody set aside are left out."""
    sql = """
      SELECT fingerprint, code, severity, message, claim, reference FROM findings
      WHERE audit_id = ? AND suppressed IS NULL ORDER BY id
    """
    return {row["fingerprint"]: row for row in store.query(sql, (audit_id,))}


def references(store: Store, audit_id: int) -> dict[str, dict[str, Any]]:
    """Printed number -> status, outlet, title, and the page's digest, title, text and last change."""
    sql = """
      SELECT r.number, r.outlet, r.title, r.url, r.status, r.reason, p.digest, p.title AS page_title, p.text, p.updated
      FROM "references" r LEFT JOIN pages p ON p.id = r.page_id WHERE r.audit_id = ? ORDER BY r.position DESC
    """
    return {row["number"]: row for row in store.query(sql, (audit_id,))}


def newest_findings(store: Store, limit: int) -> list[dict[str, Any]]:
    """The findings of the newest audits, those made last first, each under the time it was first made.

    So what one night found is still told after the next. What was set aside, or is gone, is left out.
    """
    # CROSS JOIN keeps the order, and the index named keeps SQLite from making one: audits are read from the newest on,
    # no further than the limit asks.
    sql = """
      SELECT n.fingerprint, n.code, n.severity, n.message, n.evidence, r.title, r.url, a.started_at, a.article_id
      FROM audits a CROSS JOIN findings f ON f.audit_id = a.id
      JOIN findings n INDEXED BY findings_audit
        ON n.fingerprint = f.fingerprint AND n.suppressed IS NULL AND n.audit_id = (
          SELECT l.id FROM audits l WHERE l.article_id = a.article_id ORDER BY l.started_at DESC, l.id DESC LIMIT 1)
      JOIN articles r ON r.id = a.article_id
      WHERE NOT EXISTS (
        SELECT 1 FROM audits b JOIN findings o ON o.audit_id = b.id
        WHERE b.article_id = a.article_id AND (b.started_at, b.id) < (a.started_at, a.id)
          AND o.fingerprint = f.fingerprint)
      ORDER BY a.started_at DESC, a.id DESC, f.id DESC LIMIT ?
    """
    return list(store.query(sql, (limit,)))


def set_aside(store: Store, limit: int) -> list[dict[str, Any]]:
    """The findings of the newest audits that somebody set aside, with the reason, by reason."""
    sql = """
      SELECT f.fingerprint, f.code, f.severity, f.message, f.suppressed AS reason, l.title, l.url
      FROM findings f JOIN latest_audits l ON l.id = f.audit_id
      WHERE f.suppressed IS NOT NULL ORDER BY f.suppressed, f.fingerprint, f.id LIMIT ?
    """
    return list(store.query(sql, (limit,)))


def set_aside_in(store: Store, audit_id: int) -> list[str]:
    """The fingerprints of an audit's findings that were set aside."""
    sql = "SELECT fingerprint FROM findings WHERE audit_id = ? AND suppressed IS NOT NULL"
    return [row["fingerprint"] for row in store.query(sql, (audit_id,))]
