"""Kills nights with SIGKILL at random instants and starts them again, until the database is to equal an undisturbed one's.

``python -m tests.nightly.killer FOLDER KILLS ARTICLES SEED`` prints one line of JSON. Each night is a process of its own,
forked from this one, which has everything loaded: no time goes into starting Python, so that kills fall into the work.
Only kills that found the night at work are counted; one that came to its end is compared, and another one begun.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import sys
import time
from pathlib import Path

from tests.nightly.generator import write_corpus

STEADY = {
    "articles": "SELECT key, title, outlet FROM articles ORDER BY key",
    "versions": "SELECT sha256, format, source FROM versions ORDER BY sha256",
    "audits": "SELECT key, score, low, high, claims, supported, contradicted FROM audits ORDER BY key",
    "pages": "SELECT digest FROM pages ORDER BY digest",
    "references": 'SELECT a.key, r.position, r.status, p.digest FROM "references" r JOIN audits a ON a.id = r.audit_id '
    "LEFT JOIN pages p ON p.id = r.page_id ORDER BY 1, 2",
    "claims": "SELECT a.key, c.claim, c.text, c.verdict FROM claims c JOIN audits a ON a.id = audit_id ORDER BY 1, 2",
    "checks": "SELECT a.key, c.claim, k.verdict, k.evidence, k.confidence, k.support FROM checks k JOIN claims c ON c.id = k.claim_id "
    "JOIN audits a ON a.id = c.audit_id ORDER BY 1, 2, 3, 4",
    "findings": "SELECT a.key, f.code, f.fingerprint FROM findings f JOIN audits a ON a.id = audit_id ORDER BY 1, 3, 2",
    "scores": "SELECT a.key, s.name, s.points FROM scores s JOIN audits a ON a.id = audit_id ORDER BY 1, 2",
    "feed_items": "SELECT key, status, attempts FROM feed_items ORDER BY key",
    "feeds": "SELECT url, title, status FROM feeds ORDER BY url",
    "addresses": "SELECT address, status FROM addresses ORDER BY address",
    "origins": "SELECT a.key, o.text, o.kind, p.digest FROM origins o JOIN audits a ON a.id = audit_id "
    "JOIN pages p ON p.id = o.page_id ORDER BY 1, 2, 4",
    "runs": "SELECT kind, count(*), sum(finished_at IS NULL) FROM runs GROUP BY kind",
    "summaries": "SELECT json_extract(summary, '$.new'), json_extract(summary, '$.due'), "
    "json_extract(summary, '$.audited'), json_extract(summary, '$.failed') FROM runs",
    "found": "SELECT count(*) FROM claims_fts WHERE claims_fts MATCH 'petition'",
}


def contents(db: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every table, without ids and times; the database is whole."""
    connection = sqlite3.connect(db)
    found = {name: connection.execute(sql).fetchall() for name, sql in STEADY.items()}
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    return found


def is_finished(db: Path) -> bool:
    """Whether the night has written its last word: a kill after that finds nothing more to do."""
    if not db.exists():
        return False
    connection = sqlite3.connect(db)
    try:
        return connection.execute("SELECT count(*), count(finished_at) FROM runs").fetchone() == (1, 1)
    except sqlite3.OperationalError:  # killed before the tables were there
        return False
    finally:
        connection.close()


def _start(command: list[str]) -> int:
    """A night in a process of its own; its number."""
    child = os.fork()
    if child:
        return child
    from auditor.cli import run

    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
        os._exit(run(command))


def _ended(child: int, seconds: float) -> bool:
    """Whether the night came to its end, well, within so many seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        number, status = os.waitpid(child, os.WNOHANG)
        if number:
            assert status == 0, f"the night ended with {os.waitstatus_to_exitcode(status)}"
            return True
        time.sleep(0.001)
    return False


def kill_nights(folder: Path, kills: int, count: int, seed: int) -> dict[str, object]:
    """Kills nights ``kills`` times at random instants; how often, how many nights came whole, and the seconds it took."""
    from auditor.pipeline import Auditor

    articles, library = write_corpus(folder, count)
    with Auditor(sources=[library], offline=True) as auditor:  # loads everything before the first fork
        auditor.audit(next(iter(sorted(articles.iterdir()))))
    calm, db = folder / "calm.db", folder / "killed.db"

    def command(where: Path) -> list[str]:
        return ["nightly", str(articles), "--db", str(where), "--sources", str(library), "--offline", "-q"]

    began = time.monotonic()
    assert _ended(_start(command(calm)), 600)
    whole = time.monotonic() - began
    expected = contents(calm)
    chance, killed, nights = random.Random(seed), 0, 0
    while killed < kills:
        child = _start(command(db))
        if not _ended(child, chance.uniform(0.0, whole)):
            os.kill(child, signal.SIGKILL)
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            assert code in (-signal.SIGKILL, 0)
            killed += code != 0
        if is_finished(db):
            assert contents(db) == expected
            nights += 1
            for file in folder.glob("killed.db*"):
                file.unlink()
    assert _ended(_start(command(db)), 600)
    assert contents(db) == expected
    return {"kills": killed, "nights": nights + 1, "whole": round(whole, 2), "seconds": round(time.monotonic() - began, 1)}


if __name__ == "__main__":
    print(json.dumps(kill_nights(Path(sys.argv[1]), *map(int, sys.argv[2:5]))))
