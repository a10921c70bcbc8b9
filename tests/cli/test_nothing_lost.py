"""What a command reads or a database keeps is never written over by what the command writes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from auditor.cli import run
from auditor.records import FetchStatus
from auditor.sources.recorder import open_recorder
from auditor.sources.recording import UNREAD, Exchange
from tests.cli.contract import ARTICLE, desk

AUDIT = "audit article.txt -q --offline --scorer lexical"
PAGE = Exchange("GET", "https://courier.example/a", 200, "OK", (("content-type", "text/plain"),), b"The ferry sailed.")
REFUSED = Exchange("GET", "https://courier.example/b", 0, "no answer", ((UNREAD, FetchStatus.TIMEOUT.value),))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(desk(tmp_path))
    Path("mine.toml").write_text('extends = "default"\n', encoding="utf-8")
    Path("aside.toml").write_text("", encoding="utf-8")
    recorder = open_recorder(Path("pages.yaml"))
    recorder.add(PAGE)
    recorder.close()
    assert run([*AUDIT.split(), "--sources", "library", "--db", "kept.db", "-o", "out.txt"]) < 2
    return tmp_path


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (f"{AUDIT} --sources library --db kept.db -o kept.db", "kept.db"),
        (f"{AUDIT} --sources library -o kept.db", "kept.db"),
        (f"{AUDIT} --sources library --format text,sarif -o article", "article.txt"),
        (f"{AUDIT} --sources library --policy mine.toml -o mine.toml", "mine.toml"),
        (f"{AUDIT} --sources library --ignore aside.toml -o aside.toml", "aside.toml"),
        (f"{AUDIT} --cassette pages.yaml -o pages.yaml", "pages.yaml"),
        (f"{AUDIT} --cassette pages.yaml --record pages.yaml", "pages.yaml"),
        (f"{AUDIT} --sources library/courier.txt -o library/courier.txt", "library/courier.txt"),
        (f"{AUDIT} --sources library --dry-run -o article.txt", "article.txt"),
        ("report --db kept.db -o kept.db", "kept.db"),
        ("report --db kept.db --format csv -o kept.db", "kept.db"),
        ("report --db kept.db --format atom -o kept.db", "kept.db"),
        ("policy mine.toml -o mine.toml", "mine.toml"),
        ("policy mine.toml -o kept.db", "kept.db"),
        ("doctor --policy mine.toml -o mine.toml", "mine.toml"),
        ("explain SRC001 -o kept.db", "kept.db"),
        ("parse article.txt -o kept.db", "kept.db"),
        ("record http://127.0.0.1:1/ -o kept.db", "kept.db"),
    ],
)
def test_a_file_that_is_read_or_a_database_is_not_written_over(
    here: Path, line: str, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    before = Path(name).read_bytes()
    assert run(line.split()) == 2
    out, err = capfd.readouterr()
    assert Path(name).read_bytes() == before
    assert out == "" and err.count("\n") == 1 and "name another file" in err and Path(name).name in err


def test_a_report_may_be_written_again_where_it_was(here: Path) -> None:
    assert run([*AUDIT.split(), "--sources", ".", "--db", "kept.db", "-o", "out.txt"]) < 2
    assert run(["report", "--db", "kept.db", "--format", "csv", "-o", "new.csv"]) == 0
    assert run(["report", "--db", "kept.db", "--format", "csv", "-o", "new.csv"]) == 0


@pytest.mark.parametrize("name", ["''", ":memory:", "' '"])
@pytest.mark.parametrize(
    "command",
    ["audit article.txt --offline", "nightly --offline article.txt", "report", "recheck", "batch article.txt -o parts"],
)
def test_a_database_that_would_not_stay_is_refused(
    here: Path, command: str, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run([*command.split(), "--db", name.strip("'")]) == 2
    assert "names no file" in capfd.readouterr().err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_named_pipe_gets_the_result(here: Path) -> None:
    os.mkfifo("pipe")
    command = [sys.executable, "-m", "auditor", "policy", "default", "-o", "pipe"]
    with subprocess.Popen(command) as writer:
        try:
            told = subprocess.run(["cat", "pipe"], capture_output=True, timeout=20, check=True).stdout
            assert b"default" in told and writer.wait(20) == 0
        finally:
            writer.kill()


def test_an_id_that_no_database_has_is_refused(here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["recheck", "--db", "kept.db", "9" * 30]) == 2
    assert "is not in the range" in capfd.readouterr().err


@pytest.mark.parametrize("name", ["pages.yaml", "pages.warc", "pages.warc.gz"])
def test_a_recording_stays_where_nobody_answered(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    first = open_recorder(path)
    first.add(PAGE)
    first.close()
    before = path.read_bytes()
    for exchanges in ([], [REFUSED]):
        again = open_recorder(path)
        for exchange in exchanges:
            again.add(exchange)
        again.close()
        assert path.read_bytes() == before
    again = open_recorder(path)
    again.add(REFUSED)
    again.add(PAGE)
    again.close()
    assert path.read_bytes() != before


def test_an_empty_recording_says_that_nothing_was_read(tmp_path: Path) -> None:
    open_recorder(tmp_path / "none.warc").close()
    open_recorder(tmp_path / "none.yaml").close()
    assert (tmp_path / "none.warc").stat().st_size and (tmp_path / "none.yaml").stat().st_size


def test_the_article_stays_what_it_was(here: Path) -> None:
    assert Path("article.txt").read_text(encoding="utf-8") == ARTICLE
