"""Notices: only when asked for, only when there is something to tell, and no secret in any word that is printed."""

from __future__ import annotations

import builtins
import json
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

pytest.importorskip("apprise", reason="the extra [notify] is not installed")

from auditor.changes import Change, Flip
from auditor.cli import run
from auditor.errors import MissingExtra, UsageError
from auditor.nightly import Night
from auditor.notify import MAX_ARTICLES, Notifier, notice, sentence
from tests.nightly.generator import write_corpus

SECRET = "s3cr3tT0ken"


class Inbox(BaseHTTPRequestHandler):
    """Keeps what is posted; answers 500 under /broken."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append(json.loads(body))  # type: ignore[attr-defined]  # what the test put there
        self.send_response(500 if "broken" in self.path else 200)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def inbox() -> Iterator[HTTPServer]:
    server = HTTPServer(("127.0.0.1", 0), Inbox)
    server.got = []  # type: ignore[attr-defined]  # what the test put there
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def _address(server: HTTPServer, path: str = "hook") -> str:
    return f"json://user:{SECRET}@127.0.0.1:{server.server_port}/{path}"


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    articles, library = write_corpus(tmp_path, 2)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("AUDITOR_NOTIFY", raising=False)
    return ["nightly", str(articles), "--db", str(tmp_path / "a.db"), "--sources", str(library), "--offline"]


def test_a_night_sends_what_it_found_and_a_quiet_one_nothing(corpus: list[str], inbox: HTTPServer) -> None:
    assert run([*corpus, "--notify", _address(inbox)]) == 0
    [posted] = inbox.got  # type: ignore[attr-defined]  # what the test put there
    assert "2 articles to look at" in posted["title"]
    assert "2 audited" in posted["message"]
    assert "Nine things that happened" in posted["message"]
    assert run([*corpus, "--notify", _address(inbox)]) == 0
    assert len(inbox.got) == 1  # type: ignore[attr-defined]  # what the test put there


def test_nothing_is_sent_unless_asked(corpus: list[str], inbox: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def no_apprise(name: str, *args: object, **kw: object) -> object:
        assert not name.startswith("apprise")
        return real(name, *args, **kw)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(builtins, "__import__", no_apprise)
    assert run(corpus) == 0
    assert inbox.got == []  # type: ignore[attr-defined]  # what the test put there


def test_the_environment_names_addresses_too(corpus: list[str], inbox: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDITOR_NOTIFY", f"{_address(inbox)}  {_address(inbox, 'other')}")
    assert run(corpus) == 0
    assert len(inbox.got) == 2  # type: ignore[attr-defined]  # what the test put there


def test_a_notice_that_is_not_taken_costs_only_a_note(
    corpus: list[str], inbox: HTTPServer, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    addresses = [_address(inbox, "broken"), f"json://user:{SECRET}@127.0.0.1:1/closed"]
    assert run([*corpus, "--json", "--notify", addresses[0], "--notify", addresses[1]]) == 0
    out, err = capfd.readouterr()
    assert "notice address 1 (json) did not take the notice" in err
    assert "notice address 2 (json) did not take the notice" in err
    assert json.loads(out)["audited"] == 2
    assert SECRET not in out + err + caplog.text
    for file in Path.cwd().glob("a.db*"):
        assert SECRET.encode() not in file.read_bytes()


@pytest.mark.parametrize("address", [f"nosuch://{SECRET}", f"{SECRET}", f"slack://{SECRET}", "", "mailto://"])
def test_an_address_that_cannot_be_used_is_said_before_the_night_begins(
    address: str, corpus: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    assert run([*corpus, "--notify", address]) == 2
    out, err = capfd.readouterr()
    assert "notice address 1" in err
    assert SECRET not in out + err
    assert not (Path.cwd() / "a.db").exists()


def test_without_the_extra_one_sentence_says_how_to_install_it(
    corpus: list[str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "apprise", None)
    with pytest.raises(MissingExtra):
        Notifier(["json://localhost"])
    assert run([*corpus, "--notify", f"json://{SECRET}@localhost"]) == 2
    err = capfd.readouterr().err
    assert "pip install 'auditor[notify]'" in err
    assert len(err.strip().splitlines()) == 1


def test_loggers_are_left_as_they_were() -> None:
    logger = logging.getLogger("apprise")
    with pytest.raises(UsageError):
        Notifier(["nosuch://x"])
    assert not logger.disabled


def _change(name: str, score: float, **more: object) -> Change:
    return Change(name, f"https://a.example/{name}", "2031-03-02", score, first=False, **more)  # type: ignore[arg-type]  # fields spread from plain values


def test_what_a_notice_says() -> None:
    night = Night(started_at="2031-03-02T02:00:00+00:00", feeds=1, due=3, audited=2, failed=1)
    flipped = _change("b", 40.0, flips=(Flip("Two died.", "supported", "contradicted"),))
    title, body = notice(night, [_change("a", 90.0), flipped]) or ("", "")
    assert title == "Audits of 2031-03-02: 2 articles to look at"
    lines = body.splitlines()
    assert lines[0] == sentence(night) == "1 feed, 0 new articles, 3 due: 2 audited, 1 failed"
    assert lines[2].startswith("b (score 40) https://a.example/b")  # the lowest score first
    assert "“Two died.” was supported, is now contradicted" in lines[3]


def test_a_notice_is_short_and_inert() -> None:
    changes = [_change(f"evil\x1b[2J{n}\nline", 1.0 + n) for n in range(50)]
    _, body = notice(Night(), changes) or ("", "")
    assert "\x1b" not in body
    assert f"and {50 - MAX_ARTICLES} articles more" in body
    assert notice(Night(), []) is None
    first = Change("a", None, "2031", 1.0, first=True)
    assert notice(Night(), [first]) is None  # a new article in which nothing was found
    assert notice(Night(feeds_failed=1), [])
