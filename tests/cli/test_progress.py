"""Progress is one line on a terminal, with an estimate that a single slow article does not spoil; nothing elsewhere."""

from __future__ import annotations

import io
import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from auditor.cli._progress import LAST, Estimate, Progress, spoken


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Terminal(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        return True

    def lines(self) -> list[str]:
        """What stood on the line, one after the other."""
        return self.getvalue().split("\r\x1b[2K")[1:]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "1 s"), (3.4, "3 s"), (7.4, "7 s"), (8, "10 s"), (22, "20 s"), (54, "55 s"), (56, "1 min"), (89, "1 min"),
        (91, "2 min"), (59 * 60, "59 min"), (3600, "1 h"), (2 * 3600 + 9 * 60, "2 h 10 min"), (7199, "2 h"),
    ],
)  # fmt: skip
def test_time_as_one_says_it(seconds: float, words: str) -> None:
    assert spoken(seconds) == words


def test_the_estimate_is_the_median_times_what_is_to_come() -> None:
    clock = Clock()
    estimate = Estimate(clock)
    assert estimate.left(0, 10) is None, "nothing is known yet"
    for done, took in enumerate([4, 4, 400, 4, 4], 1):
        clock.now += took
        left = estimate.left(done, 10)
    assert left == 20, "five to come at four seconds: the one that took 400 does not count"
    clock.now += 3
    assert estimate.left(5, 10) == 17, "what the step at work has taken is taken off"
    clock.now += 300
    assert estimate.left(5, 10) == 0
    assert estimate.left(10, 10) is None


def test_steps_that_end_together_share_the_time() -> None:
    clock = Clock()
    estimate = Estimate(clock, settled=3)
    clock.now += 12
    assert estimate.left(4, 8) == 12
    clock.now += 1e6
    assert Estimate(clock, settled=3).left(2, 8) is None
    estimate.left(10**9, 2 * 10**9)
    assert len(estimate._took) == LAST


def test_one_article_tells_its_stages_with_counts() -> None:
    stream, clock = Terminal(), Clock()
    with Progress(stream=stream, clock=clock) as progress:
        progress.item("story.txt", 0, 1)
        progress.stage("reading the article", 0, 1)
        for done in range(6):
            progress.stage("checking claims", done, 40)
            clock.now += 2
    assert stream.lines() == [
        "reading the article ...",
        "checking claims 1/40 ...",
        "checking claims 2/40 ...",
        "checking claims 3/40 ...",
        "checking claims 4/40, about 1 min left ...",
        "checking claims 5/40, about 1 min left ...",
        "checking claims 6/40, about 1 min left ...",
        "",
    ]


def test_many_articles_tell_which_of_how_many_and_how_long() -> None:
    stream, clock = Terminal(), Clock()
    with Progress(stream=stream, clock=clock) as progress:
        for done in range(3):
            progress.item(f"{done}.txt", done, 30)
            progress.stage("checking claims", 4, 9)
            clock.now += 10
    assert stream.lines() == [
        "1/30: 0.txt",
        "1/30: 0.txt · checking claims 5/9",
        "2/30, about 5 min left: 1.txt",
        "2/30, about 5 min left: 1.txt · checking claims 5/9",
        "3/30, about 5 min left: 2.txt",
        "3/30, about 5 min left: 2.txt · checking claims 5/9",
        "",
    ]


def test_what_an_article_is_called_cannot_act_on_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    stream = Terminal()
    with Progress(stream=stream) as progress:
        progress.item("\x1b]0;gotcha\x07\x1b[31m\u202e" + "long " * 400, 0, 2)
        progress.stage("stage " * 100, 0, 2)
    assert not re.search("[\x00-\x08\x0b-\x0c\x0e-\x1f\u202e]", "".join(stream.lines()))
    assert max(map(len, stream.lines())) < 60


@pytest.mark.parametrize("quiet", [False, True])
def test_nothing_is_said_where_nobody_looks(quiet: bool) -> None:
    stream = Terminal() if quiet else io.StringIO()
    with Progress(quiet=quiet, stream=stream) as progress:
        progress.item("a", 0, 9)
        progress.stage("b", 0, 9)
    assert stream.getvalue() == ""


def _on_a_terminal(arguments: list[str], folder: Path) -> str:
    """What ``auditor`` writes to a standard error that is a terminal."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "auditor", *arguments]
    work = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=theirs, stdin=subprocess.DEVNULL)
    os.close(theirs)
    said, end = b"", time.monotonic() + 60
    while time.monotonic() < end:
        if not select.select([ours], [], [], 1)[0]:
            continue
        try:
            piece = os.read(ours, 65536)
        except OSError:  # the other side is closed
            break
        if not piece:
            break
        said += piece
    work.wait(10)
    os.close(ours)
    return said.decode()


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    library = tmp_path / "library"
    library.mkdir()
    (library / "page.txt").write_text("URL: https://a.example/1\n\nThe lock was closed for 31 hours on Sunday.\n")
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(
            "Lock closed\n\nThe lock was closed for 31 hours.[1] It was Sunday.[1]\n\nReferences\n\n"
            "1. Lock closed. A. https://a.example/1\n"
        )
    return tmp_path


def test_the_command_shows_it_on_a_terminal_and_clears_it(articles: Path) -> None:
    said = _on_a_terminal(["audit", "--offline", "--sources", "library", "one.txt", "two.txt"], articles)
    assert "1/2: one.txt · checking claims 2/2" in said
    assert "2/2" in said
    assert said.endswith("\r\x1b[2K"), "the line is gone when the report comes"
    assert _on_a_terminal(["audit", "-q", "--offline", "--sources", "library", "one.txt"], articles) == ""


def test_a_night_shows_it_the_same_way(articles: Path) -> None:
    said = _on_a_terminal(["nightly", ".", "--db", "a.db", "--offline", "--sources", "library"], articles)
    assert re.search(r"1/\d+: ", said)
    assert "checking claims 1/2" in said
