"""The counts that the reliability report is made of: grouped in SQL, so that a hundred thousand audits fit."""

from __future__ import annotations

from typing import Any

from auditor.store import Store

_SUMS = """
  count(*) AS articles, avg(score) AS score,
  sum(claims) AS claims, sum(checked) AS checked, sum(supported) AS supported,
  sum(partially_supported) AS partially_supported, sum(contradicted) AS contradicted,
  sum(not_in_source) AS not_in_source, sum(source_unavailable) AS source_unavailable,
  sum("references") AS "references", sum("read") AS "read", sum(independent) AS independent,
  sum(copied) AS copied, sum(misquoted) AS misquoted,
  sum(headline IS NOT NULL) AS headlines, sum(headline IS NOT NULL AND headline != 'ok') AS headline_bad
"""


_WHERE = """coalesce(nullif({0}.outlet, ''),
  (SELECT f.title FROM feed_items i JOIN feeds f ON f.id = i.feed_id
   WHERE i.article_id = {0}.{1} AND f.title != '' ORDER BY f.id LIMIT 1), '')"""
"""The outlet that published an article, else the feed that listed it."""

_LATEST, _ARTICLE = _WHERE.format("latest_audits", "article_id"), _WHERE.format("articles", "id")


def totals(store: Store) -> dict[str, Any]:
    """How many audits and articles there are, and when the newest audit was made."""
    sql = "SELECT count(*) AS audits, count(DISTINCT article_id) AS articles, max(started_at) AS newest FROM audits"
    return next(store.query(sql))


def by_aggregator(store: Store) -> list[dict[str, Any]]:
    """Counts of the newest audits by the outlet that published the article, else its feed; '' with neither."""
    sql = f"SELECT {_LATEST} AS name, {_SUMS} FROM latest_audits GROUP BY 1 ORDER BY 1"  # noqa: S608 - of constants above, never of input
    return list(store.query(sql))


def aggregator_months(store: Store) -> list[dict[str, Any]]:
    """Supported and checked by aggregator and month of the audit, over all audits."""
    sql = f"""
      SELECT {_ARTICLE} AS name, substr(started_at, 1, 7) AS month,
        sum(supported) AS supported, sum(checked) AS checked
      FROM audits JOIN articles ON articles.id = article_id GROUP BY 1, 2 ORDER BY 1, 2
    """  # noqa: S608 - of constants above, never of input
    return list(store.query(sql))


def by_outlet(store: Store) -> list[dict[str, Any]]:
    """Counts of the newest audits by the outlet that is cited."""
    sql = """
      WITH refs AS (
        SELECT id, audit_id, number, coalesce(outlet, domain, '') AS name, status
        FROM "references" WHERE audit_id IN (SELECT id FROM latest_audits)),
      checked AS (
        SELECT refs.name, count(*) AS checks,
          sum(c.verdict != 'source_unavailable') AS checked, sum(c.verdict = 'supported') AS supported,
          sum(c.verdict = 'partially_supported') AS partially_supported,
          sum(c.verdict = 'contradicted') AS contradicted, sum(c.verdict = 'not_in_source') AS not_in_source
        FROM checks c JOIN refs ON refs.id = c.reference_id GROUP BY 1),
      copied AS (
        SELECT refs.name, count(*) AS copied_from FROM claims
        JOIN refs ON refs.audit_id = claims.audit_id AND refs.number = claims.copying_reference
        WHERE claims.copying IN ('verbatim', 'near_verbatim', 'patchwrite') GROUP BY 1)
      SELECT refs.name, count(*) AS cited, sum(refs.status = 'ok') AS "read", count(DISTINCT refs.audit_id) AS articles,
        coalesce(checks, 0) AS checks, coalesce(checked, 0) AS checked, coalesce(supported, 0) AS supported,
        coalesce(partially_supported, 0) AS partially_supported, coalesce(contradicted, 0) AS contradicted,
        coalesce(not_in_source, 0) AS not_in_source, coalesce(copied_from, 0) AS copied_from
      FROM refs LEFT JOIN checked USING (name) LEFT JOIN copied USING (name) GROUP BY 1 ORDER BY 1
    """
    return list(store.query(sql))


def article_rows(store: Store, limit: int) -> list[dict[str, Any]]:
    """The newest audits, the lowest score first."""
    sql = f"""
      SELECT id AS audit_id, title, url, outlet, started_at, score, low, high, grade,
        claims, checked, supported, partially_supported, contradicted, not_in_source, source_unavailable,
        "references", "read", independent, copied, misquoted, headline
      FROM latest_audits ORDER BY score, id LIMIT {int(limit)}
    """  # noqa: S608 - of constants above, never of input
    return list(store.query(sql))


def examples(store: Store, *, worst: bool, each: int) -> list[dict[str, Any]]:
    """The ``each`` lowest (or highest) scored articles of every aggregator, among those with a grade."""
    order = "score ASC, id" if worst else "score DESC, id"
    sql = f"""
      SELECT name, audit_id, title, url, score, low, high FROM (
        SELECT {_LATEST} AS name, id AS audit_id, title, url, score, low, high,
          row_number() OVER (PARTITION BY {_LATEST} ORDER BY {order}) AS place
        FROM latest_audits WHERE grade != 'not rated')
      WHERE place <= {int(each)} ORDER BY name, place
    """  # noqa: S608 - of constants above, never of input
    return list(store.query(sql))


def recent_runs(store: Store, limit: int = 30) -> list[dict[str, Any]]:
    """The newest runs, newest first."""
    columns = "kind, started_at, finished_at, auditor, policy, scorer, scorer_sha256, summary"
    sql = f"SELECT {columns} FROM runs ORDER BY id DESC LIMIT ?"  # noqa: S608 - of constants, never of input
    return list(store.query(sql, (limit,)))
