"""The store: everything kept, nothing twice, and nothing lost when the database is in trouble."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from auditor.errors import StoreError
from auditor.store import Store
from auditor.store.schema import migrations
from tests.report import samples


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "audits.db"


def _count(store: Store, table: str) -> int:
    return int(store.one(f'SELECT count(*) FROM "{table}"'))


TABLES = ["articles", "versions", "pages", "audits", "references", "claims", "checks", "findings", "scores", "runs"]


def test_an_audit_is_kept_with_all_that_belongs_to_it(db: Path) -> None:
    audit = samples.full()
    with Store(db) as store:
        audit_id = store.save(audit)
        assert _count(store, "references") == len(audit.sources)
        assert _count(store, "claims") == len(audit.claims)
        assert _count(store, "checks") == sum(len(c.checks) for c in audit.claims)
        assert _count(store, "findings") == len(audit.findings)
        assert _count(store, "pages") == len({s.page for s in audit.sources if s.page})
        row = next(store.query("SELECT * FROM audits WHERE id = ?", (audit_id,)))
        assert (row["score"], row["low"], row["high"]) == (audit.score.value, audit.score.low, audit.score.high)
        assert row["supported"] == sum(c.verdict == "supported" for c in audit.claims)


def test_writing_the_same_audit_twice_adds_nothing(db: Path) -> None:
    audit = samples.full()
    with Store(db) as store:
        first = store.save(audit)
        before = {t: _count(store, t) for t in TABLES}
        assert store.save(audit) == first
        assert {t: _count(store, t) for t in TABLES} == before


def test_a_later_audit_shares_article_and_pages(db: Path) -> None:
    audit = samples.full()
    later = replace(audit, run=replace(audit.run, started_at="2031-05-01T00:00:00+00:00"))
    with Store(db) as store:
        store.save(audit)
        pages = _count(store, "pages")
        store.save(later)
        assert (_count(store, "articles"), _count(store, "audits"), _count(store, "pages")) == (1, 2, pages)
        assert store.one("SELECT started_at FROM latest_audits") == "2031-05-01T00:00:00+00:00"


def test_foreign_keys_are_real_and_deleting_takes_what_belongs(db: Path) -> None:
    with Store(db) as store:
        audit_id = store.save(samples.full())
        assert list(store.query("PRAGMA foreign_key_check")) == []
        with pytest.raises(StoreError, match="FOREIGN KEY"), store.transaction():
            store.db.execute("INSERT INTO claims (audit_id, claim, text, start, end, verdict, better_references) "
                             "VALUES (999, 'c', 't', 0, 1, 'supported', '[]')")
        with store.transaction():
            store.db.execute("DELETE FROM audits WHERE id = ?", (audit_id,))
        assert _count(store, "checks") == 0


def test_full_text_search_finds_claims_and_evidence(db: Path) -> None:
    audit = samples.full()
    word = max(audit.claims[0].claim.text.split(), key=len).strip(".,“”")
    with Store(db) as store:
        store.save(audit)
        hits = list(store.db["claims"].search(word))  # type: ignore[union-attr]  # a table, no view
        assert any(audit.claims[0].claim.text == hit["text"] for hit in hits)


def test_hostile_text_is_kept_inert(db: Path) -> None:
    with Store(db) as store:
        store.save(samples.hostile(word="w" * 1000))
        assert _count(store, "audits") == 1


def test_a_fault_in_the_middle_leaves_nothing_of_the_audit(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store(db) as store:
        store.save(samples.small())
        before = {t: _count(store, t) for t in TABLES}

        def fail(*args: object) -> None:
            raise sqlite3.OperationalError("database or disk is full")

        monkeypatch.setattr(store, "_claim", fail)
        with pytest.raises(StoreError, match="disk is full; make room"):
            store.save(samples.full())
        assert {t: _count(store, t) for t in TABLES} == before


def test_no_database_is_named(db: Path) -> None:
    db.write_bytes(b"this is not a database, it is a letter to my aunt" * 40)
    with pytest.raises(StoreError, match="no SQLite database"):
        Store(db)


def test_somebody_elses_database_is_left_alone(db: Path) -> None:
    with sqlite3.connect(db) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    with pytest.raises(StoreError, match="not made by auditor"):
        Store(db)
    with sqlite3.connect(db) as connection:
        assert [r[0] for r in connection.execute("SELECT name FROM sqlite_master")] == ["recipes"]
    connection.close()


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="folder does not exist"):
        Store(tmp_path / "nowhere" / "a.db")


def test_a_corrupt_database_is_named_and_not_written(db: Path) -> None:
    with Store(db) as store:
        store.save(samples.full())
    for extra in ("-wal", "-shm"):
        Path(f"{db}{extra}").unlink(missing_ok=True)
    data = bytearray(db.read_bytes())
    data[4096 : 4096 * 6] = b"\xff" * (4096 * 5)
    db.write_bytes(data)
    with pytest.raises(StoreError, match=r"corrupt|malformed|SQLite"), Store(db) as store:
        store.save(samples.small())


def _at_once(work: Callable[[int], object], workers: int = 4) -> None:
    """``work`` of each number, begun at the same moment; the first error of any is raised."""
    gate = threading.Barrier(workers)

    def begin(number: int) -> None:
        gate.wait()
        work(number)

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(begin, range(workers)))


@pytest.mark.parametrize("attempt", range(4))
def test_commands_that_make_the_same_database_at_one_moment(db: Path, attempt: int) -> None:
    _at_once(lambda number: Store(db).close())
    with Store(db) as store:
        assert _count(store, "audits") == 0


def test_a_writer_that_reads_first_waits_for_another(db: Path) -> None:
    """Without the writer's lock from the beginning, SQLite ends it at once: what it has read is out of date."""
    with Store(db) as store:
        store.save(samples.full())

    def add_one(number: int) -> None:
        with Store(db) as store:
            for _ in range(5):
                with store.transaction():
                    most = int(store.one("SELECT max(id) FROM articles"))
                    time.sleep(0.002)
                    store._insert("articles", {"key": f"{most + 1}", "first_seen": "2031"})

    _at_once(add_one)
    with Store(db) as store:
        assert _count(store, "articles") == 21
        assert store.one("SELECT count(DISTINCT key) FROM articles") == 21


def test_a_database_of_an_earlier_version_gets_what_is_new(db: Path) -> None:
    connection = sqlite3.connect(db, isolation_level=None)
    migrations.apply(Database(connection), stop_before="what_judged")
    connection.execute(
        "INSERT INTO runs (kind, started_at, auditor, policy, policy_sha256, scorer) VALUES ('audit', '2031', '0', 'p', '', 'lexical')"
    )
    connection.close()
    with Store(db) as store:
        assert store.one("SELECT scorer_sha256 FROM runs") == ""
        assert store.one("SELECT count(*) FROM sqlite_master WHERE name = 'audits_started'") == 1
