"""A night on a disk that is full, read-only or corrupt: one sentence, and nothing stored before is lost."""

from __future__ import annotations

import resource
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.nightly.generator import write_corpus

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 1 MB, where the machine lets us mount one."""
    mount = tmp_path / "disk"
    mount.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(mount)], capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be mounted here")
    yield mount
    subprocess.run(["umount", str(mount)], check=True)


def _night(tmp_path: Path, db: Path, limit: int | None = None) -> subprocess.CompletedProcess[str]:
    if not (tmp_path / "articles").exists():
        write_corpus(tmp_path, 5)
    command = [sys.executable, "-m", "auditor", "nightly", str(tmp_path / "articles"), "--db", str(db)]
    command += ["--sources", str(tmp_path / "library"), "--offline"]

    def bound() -> None:
        if limit:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, preexec_fn=bound)


def _is_one_sentence(done: subprocess.CompletedProcess[str], words: str) -> None:
    assert done.returncode == 2
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def _audits(db: Path) -> int:
    connection = sqlite3.connect(db)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    count = int(connection.execute("SELECT count(*) FROM audits").fetchone()[0])
    connection.close()
    return count


def test_a_full_disk_then_room_again(tmp_path: Path, disk: Path) -> None:
    db = disk / "a.db"
    _is_one_sentence(_night(tmp_path, db), "the disk is full")
    before = _audits(db)
    subprocess.run(["mount", "-o", "remount,size=50m", str(disk)], check=True)
    assert _audits(db) == before
    done = _night(tmp_path, db)
    assert done.returncode == 0, done.stderr
    assert _audits(db) == 5


def test_a_read_only_disk(tmp_path: Path, disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,size=50m", str(disk)], check=True)
    db = disk / "a.db"
    assert _night(tmp_path, db).returncode == 0
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    done = _night(tmp_path, db)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "read-only" in done.stderr or "cannot be opened" in done.stderr
    subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
    assert _audits(db) == 5


def test_a_file_that_may_not_grow(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    _is_one_sentence(_night(tmp_path, db, limit=300_000), "the disk cannot be read or written")
    assert _night(tmp_path, db).returncode == 0
    assert _audits(db) == 5


def test_a_corrupt_database_is_named_and_left_as_it_is(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    assert _night(tmp_path, db).returncode == 0
    for name in ("-wal", "-shm"):
        Path(f"{db}{name}").unlink(missing_ok=True)
    data = bytearray(db.read_bytes())
    data[4096 : 4096 * 8] = b"\xff" * (4096 * 7)
    db.write_bytes(data)
    done = _night(tmp_path, db)
    _is_one_sentence(done, "corrupt")
    assert bytes(data)[4096 : 4096 * 8] == db.read_bytes()[4096 : 4096 * 8]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["{here}/nowhere", "--db", "{here}/a.db"], "no such feed file or folder"),
        (["{here}", "--db", "{here}/a.db"], "holds no saved article"),
        (["{here}/feed.xml", "--db", "{here}/nowhere/a.db"], "folder does not exist"),
        (["{here}/feed.xml", "--db", "{here}/a.db", "--budget", "soon"], "is no time"),
        (["{here}/feed.xml", "--db", "{here}"], "cannot be opened"),
        (["{here}/feed.xml", "--db", "{here}/a.db", "--ignore", "{here}/none.toml"], "no such file"),
        (["{here}/feed.xml", "--db", "{here}/a.db", "--policy", "{here}/none.toml"], "none.toml"),
        (["https://127.0.0.1:9/feed", "--db", "{here}/a.db"], "none of the feeds could be read"),
        (["file:///etc/passwd", "--db", "{here}/a.db"], "none of the feeds could be read"),
        (["{here}/feed.xml", "--db", "{here}/a.db"], "lists no article"),
    ],
)
def test_bad_arguments_are_one_sentence(arguments: list[str], words: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    from auditor.cli import run

    (tmp_path / "feed.xml").write_text("<rss version='2.0'><channel><title>t</title></channel></rss>")
    assert run(["nightly", *(argument.format(here=tmp_path) for argument in arguments)]) == 2
    err = capfd.readouterr().err
    assert words in err
    assert "Traceback" not in err
    assert len(err.strip().splitlines()) == 1
