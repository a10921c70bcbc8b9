"""The night at scale: bounded memory, the same cost an article at the end as at the start, and real kills.

`make test` runs a short form of each; `make soak` the sizes that the project promises.
"""

from __future__ import annotations

import json
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from auditor.reliability import measure
from auditor.report.reliability import render_html
from auditor.store import Store
from tests.nightly.generator import write_corpus

ROOT = Path(__file__).resolve().parents[2]


# Runs the command and says its own peak memory in kB; ru_maxrss would count what the parent held when it forked.
MEASURED = """
import re, sys
from pathlib import Path
from auditor.cli import run
code = run(sys.argv[1:])
print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1], file=sys.stderr)
sys.exit(code)
"""


def _night(articles: Path, library: Path, db: Path) -> list[str]:
    options = ["--db", str(db), "--sources", str(library), "--offline", "--json"]
    return [sys.executable, "-c", MEASURED, "nightly", str(articles), *options]


def _run(command: list[str]) -> tuple[dict[str, object], float]:
    """The night's summary and its peak memory in MB."""
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), int(done.stderr.split()[-1]) / 1024


def _audited_at(db: Path) -> list[float]:
    connection = sqlite3.connect(db)
    found = [row[0] for row in connection.execute("SELECT seconds FROM audits ORDER BY id")]
    connection.close()
    return found


def _whole_night(tmp_path: Path, count: int) -> None:
    articles, library = write_corpus(tmp_path, count)
    db = tmp_path / "a.db"
    summary, peak = _run(_night(articles, library, db))
    assert (summary["audited"], summary["failed"]) == (count, 0)
    assert peak < 700
    seconds = _audited_at(db)
    tenth = max(1, count // 10)
    # The median holds still where a busy machine moves the mean.
    first, last = sorted(seconds[tenth : 2 * tenth])[tenth // 2], sorted(seconds[-tenth:])[tenth // 2]
    print(f"{count} articles: peak {peak:.0f} MB, median {first * 1000:.1f} ms early, {last * 1000:.1f} ms late")
    if count >= 1000:
        assert last <= 1.1 * first


def test_a_short_night(tmp_path: Path) -> None:
    _whole_night(tmp_path, 12)


@pytest.mark.soak
def test_ten_thousand_articles_in_one_night(tmp_path: Path) -> None:
    _whole_night(tmp_path, 10_000)


STEADY = {
    "articles": "SELECT key, title, outlet FROM articles ORDER BY key",
    "audits": "SELECT key, score, low, high, claims, supported, contradicted FROM audits ORDER BY key",
    "pages": "SELECT digest FROM pages ORDER BY digest",
    "references": 'SELECT a.key, r.position, r.status FROM "references" r JOIN audits a ON a.id = r.audit_id ORDER BY 1, 2',
    "claims": "SELECT a.key, c.claim, c.text, c.verdict FROM claims c JOIN audits a ON a.id = audit_id ORDER BY 1, 2",
    "checks": "SELECT a.key, c.claim, k.verdict, k.evidence FROM checks k JOIN claims c ON c.id = k.claim_id "
    "JOIN audits a ON a.id = c.audit_id ORDER BY 1, 2, 3, 4",
    "findings": "SELECT a.key, f.code, f.fingerprint FROM findings f JOIN audits a ON a.id = audit_id ORDER BY 1, 3",
    "scores": "SELECT a.key, s.name, s.points FROM scores s JOIN audits a ON a.id = audit_id ORDER BY 1, 2",
    "feed_items": "SELECT key, status, attempts FROM feed_items ORDER BY key",
    "feeds": "SELECT url, title, status FROM feeds ORDER BY url",
    "runs": "SELECT kind, count(*), sum(finished_at IS NULL) FROM runs GROUP BY kind",
}


def _contents(db: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every table, without ids and times."""
    connection = sqlite3.connect(db)
    found = {name: connection.execute(sql).fetchall() for name, sql in STEADY.items()}
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    return found


def _kills(tmp_path: Path, kills: int, count: int, seed: int) -> None:
    articles, library = write_corpus(tmp_path, count)
    calm, db = tmp_path / "calm.db", tmp_path / "killed.db"
    began = time.monotonic()
    _run(_night(articles, library, calm))
    whole = time.monotonic() - began
    chance = random.Random(seed)
    done = 0
    while done < kills:
        process = subprocess.Popen(_night(articles, library, db), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(timeout=chance.uniform(0.05, max(0.4, whole)))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            done += 1
            continue
        # The night came to its end before the kill: begin another one.
        assert _contents(db) == _contents(calm)
        for file in tmp_path.glob("killed.db*"):
            file.unlink()
        done += 1
    _run(_night(articles, library, db))
    assert _contents(db) == _contents(calm)


def test_a_few_real_kills(tmp_path: Path) -> None:
    _kills(tmp_path, kills=4, count=5, seed=1)


@pytest.mark.soak
def test_two_hundred_real_kills(tmp_path: Path) -> None:
    _kills(tmp_path, kills=200, count=24, seed=2)


def test_two_nights_at_once_and_a_stop_by_signal(tmp_path: Path) -> None:
    articles, library = write_corpus(tmp_path, 20)
    db = tmp_path / "a.db"
    first = subprocess.Popen(_night(articles, library, db), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        while not Path(f"{db}.lock").exists():
            assert first.poll() is None
            time.sleep(0.02)
        time.sleep(0.2)
        second = subprocess.run(_night(articles, library, db), cwd=ROOT, capture_output=True, text=True, check=False)
        assert second.returncode == 2
        assert "another nightly run is at work" in second.stderr
        first.send_signal(signal.SIGTERM)
        _, stderr = first.communicate(timeout=30)
        assert b"Traceback" not in stderr
    finally:
        first.kill()
        first.wait()
        if first.stderr:
            first.stderr.close()
    summary, _ = _run(_night(articles, library, db))
    assert summary["failed"] == 0
    assert len(_audited_at(db)) == 20


@pytest.mark.soak
def test_a_report_over_a_hundred_thousand_audits(tmp_path: Path) -> None:
    """Rows are written as the store writes them, from one audit's bundle with other keys."""
    from auditor.pipeline import Auditor
    from auditor.store.rows import bundle

    articles, library = write_corpus(tmp_path, 40)
    with Auditor(sources=[library], offline=True) as auditor:
        bundles = [bundle(auditor.audit(path)) for path in sorted(articles.iterdir())]
    db = tmp_path / "a.db"
    with Store(db) as store:
        run_id = store.start_run(bundles[0]["run"])
        for start in range(0, 100_000, 1000):
            with store.transaction():
                for n in range(start, start + 1000):
                    rows = dict(bundles[n % 40], key=str(n))
                    rows["article"] = {**rows["article"], "key": str(n), "outlet": f"Paper {n % 300}"}
                    rows["audit"] = {**rows["audit"], "started_at": f"2031-{1 + n % 12:02d}-02T00:00:00+00:00"}
                    store.save_bundle(rows, run_id=run_id)
    code = (
        "import sys, time, resource; from auditor.store import Store; from auditor.reliability import measure; "
        "from auditor.report.reliability import render_html; t = time.perf_counter(); "
        "s = Store(sys.argv[1]); r = measure(s); p = render_html(r); "
        "print(time.perf_counter() - t, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, r.audits)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(db)], capture_output=True, text=True, check=True, cwd=ROOT)
    seconds, megabytes, audits = map(float, done.stdout.split())
    print(f"{audits:.0f} audits: {seconds:.1f} s, {megabytes:.0f} MB")
    assert audits == 100_000
    assert seconds < 30
    assert megabytes < 1000


def test_the_report_of_a_night(tmp_path: Path) -> None:
    articles, library = write_corpus(tmp_path, 15)
    _run(_night(articles, library, tmp_path / "a.db"))
    with Store(tmp_path / "a.db") as store:
        report = measure(store)
    assert report.articles == 15
    assert report.whole["contradiction"].hits >= 2  # articles 0, 7, 14 have a changed figure
    assert report.whole["availability"].hits < report.whole["availability"].n  # 0 and 11 cite a lost page
    assert "Reliability report" in render_html(report)
