"""The database's shape, as named migrations. One that was released is never edited; the next change is a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils.migrations import Migrations

if TYPE_CHECKING:
    from sqlite_utils import Database

migrations = Migrations("auditor")

_TABLES = """
CREATE TABLE runs (            -- one call of a command
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,          -- audit, nightly, batch
  started_at TEXT NOT NULL,    -- ISO 8601 UTC, as all times here
  finished_at TEXT,
  auditor TEXT NOT NULL,
  policy TEXT NOT NULL,
  policy_sha256 TEXT NOT NULL,
  scorer TEXT NOT NULL,
  summary TEXT                 -- JSON
);
CREATE TABLE articles (        -- one article, however often it was read
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,    -- its canonical URL, else its file's name, else the digest of its text
  url TEXT, title TEXT, outlet TEXT, published TEXT, language TEXT,
  first_seen TEXT NOT NULL
);
CREATE TABLE versions (        -- the very bytes of an article that were judged
  sha256 TEXT PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES articles(id),
  format TEXT NOT NULL,
  source TEXT NOT NULL,        -- the decoded input
  read_at TEXT NOT NULL
);
CREATE TABLE pages (           -- every version of a cited page that was read
  id INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE, -- of all columns below but the times
  sha256 TEXT,                 -- of the bytes as fetched
  address TEXT,                -- what spellings of its URL share
  url TEXT, canonical_url TEXT, domain TEXT, title TEXT, outlet TEXT, byline TEXT, published TEXT, updated TEXT,
  language TEXT, wire_credit TEXT, truncated INTEGER NOT NULL, paywall TEXT, reason TEXT NOT NULL, text TEXT NOT NULL,
  fetched_at TEXT, archived_at TEXT, archive_url TEXT
);
CREATE TABLE audits (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,    -- what makes a second writing of the same audit a no-op
  article_id INTEGER NOT NULL REFERENCES articles(id),
  version TEXT NOT NULL REFERENCES versions(sha256),
  run_id INTEGER NOT NULL REFERENCES runs(id),
  started_at TEXT NOT NULL, seconds REAL NOT NULL,
  score REAL NOT NULL, low REAL NOT NULL, high REAL NOT NULL, grade TEXT NOT NULL,
  "references" INTEGER NOT NULL, "read" INTEGER NOT NULL, claims INTEGER NOT NULL, checked INTEGER NOT NULL,
  supported INTEGER NOT NULL, partially_supported INTEGER NOT NULL, contradicted INTEGER NOT NULL,
  not_in_source INTEGER NOT NULL, source_unavailable INTEGER NOT NULL,
  copied INTEGER NOT NULL, misquoted INTEGER NOT NULL, independent INTEGER NOT NULL,
  headline TEXT                -- the kind of mismatch, ok, or NULL where there is no headline
);
CREATE TABLE "references" (
  id INTEGER PRIMARY KEY,
  audit_id INTEGER NOT NULL REFERENCES audits(id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  number TEXT NOT NULL, raw TEXT NOT NULL, title TEXT, outlet TEXT, domain TEXT, date TEXT, url TEXT,
  status TEXT NOT NULL, reason TEXT NOT NULL, cluster INTEGER,
  page_id INTEGER REFERENCES pages(id)
);
CREATE TABLE claims (
  id INTEGER PRIMARY KEY,
  audit_id INTEGER NOT NULL REFERENCES audits(id) ON DELETE CASCADE,
  claim TEXT NOT NULL,         -- its id within the audit
  text TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  verdict TEXT NOT NULL, confidence REAL,
  better_references TEXT NOT NULL,   -- JSON list of printed numbers
  copying TEXT, copying_reference TEXT, copying_share REAL
);
CREATE TABLE checks (
  id INTEGER PRIMARY KEY,
  claim_id INTEGER NOT NULL REFERENCES claims(id) ON DELETE CASCADE,
  reference_id INTEGER REFERENCES "references"(id) ON DELETE CASCADE,
  verdict TEXT NOT NULL, confidence REAL, support REAL, basis TEXT NOT NULL,
  evidence TEXT, start INTEGER, "end" INTEGER,
  differences TEXT NOT NULL    -- JSON list of {kind, claim, source}
);
CREATE TABLE findings (
  id INTEGER PRIMARY KEY,
  audit_id INTEGER NOT NULL REFERENCES audits(id) ON DELETE CASCADE,
  code TEXT NOT NULL, severity TEXT NOT NULL, message TEXT NOT NULL, fingerprint TEXT NOT NULL,
  claim TEXT, reference TEXT, evidence TEXT
);
CREATE TABLE scores (          -- the terms of an audit's score
  id INTEGER PRIMARY KEY,
  audit_id INTEGER NOT NULL REFERENCES audits(id) ON DELETE CASCADE,
  name TEXT NOT NULL, points REAL NOT NULL, max REAL NOT NULL, why TEXT NOT NULL
);
CREATE TABLE feeds (
  id INTEGER PRIMARY KEY,
  url TEXT NOT NULL UNIQUE, title TEXT, etag TEXT, last_modified TEXT, checked_at TEXT, status TEXT
);
CREATE TABLE feed_items (
  id INTEGER PRIMARY KEY,
  feed_id INTEGER NOT NULL REFERENCES feeds(id) ON DELETE CASCADE,
  article_id INTEGER REFERENCES articles(id),
  key TEXT NOT NULL,           -- the article's key: two feeds and tracking parameters lead to one article
  url TEXT, guid TEXT, title TEXT, source TEXT, published TEXT, first_seen TEXT NOT NULL,
  status TEXT, reason TEXT, attempts INTEGER NOT NULL DEFAULT 0, tried_at TEXT,
  UNIQUE (feed_id, key)
);
CREATE INDEX versions_article ON versions(article_id);
CREATE INDEX pages_address ON pages(address);
CREATE INDEX audits_article ON audits(article_id, started_at);
CREATE INDEX audits_run ON audits(run_id);
CREATE INDEX references_audit ON "references"(audit_id);
CREATE INDEX references_page ON "references"(page_id);
CREATE INDEX references_outlet ON "references"(outlet);
CREATE INDEX claims_audit ON claims(audit_id);
CREATE INDEX checks_claim ON checks(claim_id);
CREATE INDEX checks_reference ON checks(reference_id);
CREATE INDEX findings_audit ON findings(audit_id);
CREATE INDEX findings_fingerprint ON findings(fingerprint);
CREATE INDEX scores_audit ON scores(audit_id);
CREATE INDEX feed_items_key ON feed_items(key);
CREATE INDEX feed_items_article ON feed_items(article_id);
"""

_VIEWS = """
CREATE VIEW latest_audits AS   -- the newest audit of each article
  SELECT audits.*, articles.title, articles.url, articles.outlet FROM audits JOIN articles ON articles.id = article_id
  WHERE audits.id = (
    SELECT a.id FROM audits a WHERE a.article_id = articles.id ORDER BY a.started_at DESC, a.id DESC LIMIT 1);
CREATE VIEW open_findings AS   -- what the newest audits found
  SELECT findings.*, latest_audits.title, latest_audits.url
  FROM findings JOIN latest_audits ON latest_audits.id = audit_id;
CREATE VIEW outlet_support AS  -- how often a cited outlet bears out what is cited to it
  SELECT r.outlet, count(*) AS checks,
    sum(c.verdict = 'supported') AS supported, sum(c.verdict = 'partially_supported') AS partially_supported,
    sum(c.verdict = 'contradicted') AS contradicted, sum(c.verdict = 'not_in_source') AS not_in_source,
    sum(c.verdict = 'source_unavailable') AS source_unavailable
  FROM checks c JOIN "references" r ON r.id = c.reference_id
  WHERE r.audit_id IN (SELECT id FROM latest_audits) GROUP BY r.outlet;
"""


@migrations()
def first_tables(db: Database) -> None:
    """Articles, pages, audits and what was found, with full-text search on claims and evidence."""
    # One by one: executescript would end the migration's transaction.
    for statement in (_TABLES + _VIEWS).split(";\n"):
        if statement.strip():
            db.execute(statement)
    db["claims"].enable_fts(["text"], create_triggers=True)  # type: ignore[union-attr]  # tables, no views
    db["checks"].enable_fts(["evidence"], create_triggers=True)  # type: ignore[union-attr]  # tables, no views


_SECOND = """
CREATE TABLE addresses (       -- what the live page at a cited address answered; recordings and archives do not count
  address TEXT PRIMARY KEY,    -- what spellings of its URL share
  asked_at TEXT NOT NULL, status TEXT NOT NULL, reason TEXT NOT NULL,      -- the last time
  page_id INTEGER REFERENCES pages(id), read_at TEXT,                      -- the last time it could be read
  etag TEXT, last_modified TEXT, auditor TEXT,                             -- that answer's validators, and who read it
  failed_since TEXT, failed_at TEXT,                                       -- since then: first and last failure,
  failures INTEGER NOT NULL DEFAULT 0, failed_days INTEGER NOT NULL DEFAULT 0   -- how many, on how many days (UTC)
);
ALTER TABLE "references" ADD COLUMN other_page_id INTEGER REFERENCES pages(id);
ALTER TABLE "references" ADD COLUMN asked TEXT;
CREATE INDEX addresses_page ON addresses(page_id);
CREATE INDEX pages_url ON pages(url)
"""


_THIRD = """
CREATE TABLE origins (         -- sentences whose words stand on a page that is not in the reference list
  id INTEGER PRIMARY KEY,
  audit_id INTEGER NOT NULL REFERENCES audits(id) ON DELETE CASCADE,
  claim TEXT,                  -- its id within the audit, NULL where the sentence cites nothing
  text TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  held_by TEXT NOT NULL,       -- library, database
  dated INTEGER NOT NULL,      -- 0: which of the two came first is not known
  page_id INTEGER NOT NULL REFERENCES pages(id),
  kind TEXT NOT NULL, score REAL NOT NULL, share REAL NOT NULL,
  page_start INTEGER NOT NULL, page_end INTEGER NOT NULL,
  runs TEXT NOT NULL           -- JSON list of [start, end] within the sentence
);
CREATE INDEX origins_audit ON origins(audit_id);
CREATE INDEX origins_page ON origins(page_id)
"""


@migrations()
def addresses_and_versions(db: Database) -> None:
    """What became of each cited address, the version of a page that was not judged, and search in pages' titles.

    ``references.asked`` is how the live page ended, where another version of it was judged.
    """
    for statement in _SECOND.split(";\n"):
        db.execute(statement)
    db["pages"].enable_fts(["title"], create_triggers=True)  # type: ignore[union-attr]  # tables, no views


@migrations()
def origins_beyond_the_list(db: Database) -> None:
    """Pages that have words of an article which does not list them."""
    for statement in _THIRD.split(";\n"):
        db.execute(statement)


@migrations()
def set_aside(db: Database) -> None:
    """The reason why somebody set a finding aside; NULL where nobody did."""
    db.execute("ALTER TABLE findings ADD COLUMN suppressed TEXT")


@migrations()
def what_judged(db: Database) -> None:
    """The digest of the weights that a run's scorer judged with; empty where it tells none, or was not asked yet."""
    db.execute("ALTER TABLE runs ADD COLUMN scorer_sha256 TEXT NOT NULL DEFAULT ''")


@migrations()
def newest_first_and_set_aside(db: Database) -> None:
    """Audits by time, for the feed of findings; findings that were set aside, few among many, without reading all."""
    db.execute("CREATE INDEX audits_started ON audits(started_at)")
    db.execute("CREATE INDEX findings_set_aside ON findings(suppressed) WHERE suppressed IS NOT NULL")
