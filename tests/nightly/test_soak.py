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
from tests.nightly.killer import contents, is_finished

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


def test_a_few_real_kills(tmp_path: Path) -> None:
    """The command as cron starts it, killed at random instants from its first moment on."""
    articles, library = write_corpus(tmp_path, 5)
    calm, db = tmp_path / "calm.db", tmp_path / "killed.db"
    began = time.monotonic()
    _run(_night(articles, library, calm))
    whole = time.monotonic() - began
    chance = random.Random(1)
    for _ in range(4):
        process = subprocess.Popen(_night(articles, library, db), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(timeout=chance.uniform(0.05, whole))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
        if is_finished(db):
            break
    else:
        _run(_night(articles, library, db))
    assert contents(db) == contents(calm)


def _kills(tmp_path: Path, kills: int, count: int, seed: int) -> None:
    """Kills without number, from a process that has everything loaded: only the night itself is waited for."""
    command = [sys.executable, "-m", "tests.nightly.killer", str(tmp_path), str(kills), str(count), str(seed)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    print(done.stdout)
    assert json.loads(done.stdout)["kills"] == kills


def test_six_kills_in_the_middle_of_the_work(tmp_path: Path) -> None:
    _kills(tmp_path, kills=6, count=3, seed=3)


@pytest.mark.soak
def test_two_hundred_real_kills(tmp_path: Path) -> None:
    _kills(tmp_path, kills=200, count=12, seed=2)


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
    """Rows are written as the store writes them, from one audit's bundle with other keys. To the report all are new, as
    they are when a batch was loaded.
    """
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
        "from auditor.changes import changes_since; "
        "from auditor.report.reliability import render_html; t = time.perf_counter(); "
        "s = Store(sys.argv[1]); r = measure(s); p = render_html(r, changes_since(s, '')); "
        "print(time.perf_counter() - t, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, r.audits)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(db)], capture_output=True, text=True, check=True, cwd=ROOT)
    seconds, megabytes, audits = map(float, done.stdout.split())
    print(f"{audits:.0f} audits: {seconds:.1f} s, {megabytes:.0f} MB")
    assert audits == 100_000
    assert seconds < 30
    assert megabytes < 1000


def test_the_report_of_a_night(tmp_path: Path) -> None:
    articles, library = write_corpus(tmp_path, 12)
    _run(_night(articles, library, tmp_path / "a.db"))
    with Store(tmp_path / "a.db") as store:
        report = measure(store)
    assert report.articles == 12
    assert report.whole["contradiction"].hits >= 2  # articles 0 and 7 have a changed figure
    assert report.whole["availability"].hits < report.whole["availability"].n  # 0 and 11 cite a lost page
    assert "Reliability report" in render_html(report)
