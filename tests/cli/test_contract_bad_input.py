"""Bad input, command by command: one sentence that names the file and the way out, exit code 2, nothing on stdout."""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path

import pytest

from auditor.cli import run
from auditor.pipeline import MAX_ARTICLE
from tests.cli.contract import ARTICLE, desk, give, one_sentence, said

OFFLINE = ("--offline", "--sources", "library")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(desk(tmp_path))
    return tmp_path


BAD_ARTICLES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "the article is empty"),
    "blank": (b" \r\n\n\0", "the article is empty"),
    "binary": (bytes(range(256)) * 20, ""),
    "pdf": (b"%PDF-1.7 x", "a PDF"),
    "gzip": (b"\x1f\x8b\x08\0\0", "gzip-compressed"),
    "uncited": (b"A title\n\nNothing is cited in this text. It is short.\n", "no citation"),
    "large": (b"a[1] " * (MAX_ARTICLE // 5 + 1), "larger than 20 MB"),
    "japanese": ("日本語の記事です。".encode("shift_jis") * 9, "save it as UTF-8"),
}


@pytest.mark.parametrize("command", ["audit", "parse"])
@pytest.mark.parametrize("name", BAD_ARTICLES)
def test_an_article_that_cannot_be_read(here: Path, command: str, name: str, capfd: pytest.CaptureFixture[str]) -> None:
    data, why = BAD_ARTICLES[name]
    (here / "bad.txt").write_bytes(data)
    code, out, err = said(capfd, command, "bad.txt", *(OFFLINE if command == "audit" else ()))
    assert (code, out) == (2, "")
    message = one_sentence(err)
    assert message.startswith("bad.txt: ") and why in message


def test_a_short_line_under_notes_makes_no_article_to_audit(here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (here / "notes.md").write_text("# Notes\n\nNothing is cited here.\n")
    code, out, err = said(capfd, "audit", "notes.md", *OFFLINE)
    assert (code, out) == (2, "")
    assert "no citation was found" in one_sentence(err)


@pytest.mark.parametrize("command", ["audit", "parse", "extract"])
@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("nowhere.txt", "there is no such file"),
        ("library", "this is a folder"),
        ("ftp://courier.example/a", "no http or https address"),
        ("https://", "no http or https address"),
        ("no\x1b[31mwhere", "there is no such file"),
    ],
)
def test_an_input_that_is_not_there(
    here: Path, command: str, name: str, why: str, capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, err = said(capfd, command, name)
    assert (code, out) == (2, "")
    assert why in one_sentence(err) and "\x1b" not in err


@pytest.mark.parametrize("command", ["audit", "parse"])
def test_an_article_on_stdin(
    here: Path, command: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    extra = [*OFFLINE, "--format", "json"] if command == "audit" else []
    give(monkeypatch, ARTICLE.encode("utf-16"))
    code, out, _ = said(capfd, command, "-", *extra)
    assert code == 0 and len(json.loads(out)["claims"]) == 3
    give(monkeypatch, b"")
    code, out, err = said(capfd, command, "-", *extra)
    assert (code, out, err) == (2, "", "auditor: standard input: the article is empty\n")


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ("--policy strikt", "did you mean 'strict'?"),
        ("--policy library", "this is a folder"),
        ("--format pdf", "there is no format named 'pdf'; known: "),
        ("--format text,json", "several formats need -o FILE"),
        ("--format ,", "names no format"),
        ("--scorer oracle", "there is no scorer named 'oracle'; known: "),
        ("--sources nowhere", "there is no such file or folder"),
        ("--cassette nowhere.yaml", "there is no such recording"),
        ("--cassette library", "this is a folder"),
        ("--cassette article.txt", "no recording of a known kind"),
        ("--ignore nowhere.toml", "there is no such file"),
        ("-o nowhere/a.html", "there is no folder nowhere"),
        ("-o article.txt", "this is the input"),
        ("--db article.txt", "this is no SQLite database"),
        ("--db nowhere/a.db", "its folder does not exist"),
        ("--db foreign.db", "was not made by auditor"),
        ("--record pages.yaml", "nothing to record with --offline"),
    ],
)
def test_an_option_that_does_not_fit(here: Path, options: str, why: str, capfd: pytest.CaptureFixture[str]) -> None:
    with sqlite3.connect(here / "foreign.db") as foreign:
        foreign.execute("CREATE TABLE t (a)")
    foreign.close()
    code, out, err = said(capfd, "audit", "article.txt", *OFFLINE, *options.split())
    assert (code, out) == (2, "")
    assert why in one_sentence(err)
    assert (here / "article.txt").read_text() == ARTICLE


def test_the_bars_decide_the_exit_code(here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capfd, "audit", "article.txt", *OFFLINE, "--format", "json")
    audit = json.loads(out)
    assert code == 0
    worst = max(audit["findings"], key=lambda f: ["info", "minor", "major", "critical"].index(f["severity"]))[
        "severity"
    ]
    for bar in ("info", "minor", "major", "critical"):
        reached = ["info", "minor", "major", "critical"].index(worst) >= ["info", "minor", "major", "critical"].index(
            bar
        )
        assert run(["audit", "article.txt", *OFFLINE, "-o", "x.txt", "--fail-on", bar]) == int(reached)
    value = audit["score"]["value"]
    assert run(["audit", "article.txt", *OFFLINE, "-o", "x.txt", "--fail-under", str(value)]) == 0
    assert run(["audit", "article.txt", *OFFLINE, "-o", "x.txt", "--fail-under", str(min(100, value + 0.1))]) == 1


CASSETTES = {
    "empty": (b"", "the recording is empty"),
    "version": (b"interactions: []\nversion: 9\n", "its version is 9; this auditor reads version 1"),
    "cut": (b"interactions:\n- request:\n", "it names no version"),
    "yaml": (b"interactions: [}", "no valid YAML at line 1"),
    "text": (b'"hello"', "it has no list of interactions"),
    "entry": (b"interactions:\n- 5\nversion: 1\n", "entry 1"),
    "deep": (b"[" * 20_000, "nested more than"),
    "python": (b'interactions: [!!python/object/apply:os.system ["false"]]\nversion: 1\n', "no valid YAML"),
    "binary": (bytes(range(256)) * 9, "no valid YAML"),
}


@pytest.mark.parametrize("option", ["--cassette", "--sources"])
@pytest.mark.parametrize("name", CASSETTES)
def test_a_recording_that_cannot_be_used(here: Path, option: str, name: str, capfd: pytest.CaptureFixture[str]) -> None:
    data, why = CASSETTES[name]
    (here / "pages.yaml").write_bytes(data)
    code, out, err = said(capfd, "audit", "article.txt", "--offline", option, "pages.yaml")
    assert (code, out) == (2, "")
    message = one_sentence(err)
    assert message.startswith("pages.yaml: ") and why in message


def test_a_request_that_was_not_recorded_names_the_closest(here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    recorded = "https://courier.example/aurelia-aground"
    exchange = {
        "request": {"method": "GET", "uri": recorded, "body": None, "headers": {}},
        "response": {
            "status": {"code": 200, "message": "OK"},
            "headers": {"Content-Type": ["text/html"]},
            "body": {"string": "<p>x</p>"},
        },
    }
    (here / "pages.yaml").write_text(json.dumps({"interactions": [exchange], "version": 1}))
    code, out, _ = said(capfd, "audit", "article.txt", "--offline", "--cassette", "pages.yaml", "--format", "json")
    assert code == 0
    first = json.loads(out)["references"][0]
    assert first["status"] == "not_recorded" and recorded in first["reason"]


THREE_FAULTS = """extends = "default"
[findings.REF02]
severity = "major"
[findings.REF002]
severity = "huge"
[network]
pase = 2.0
"""


def test_a_policy_tells_all_its_faults_at_once(
    here: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (here / "mine.toml").write_text(THREE_FAULTS)
    give(monkeypatch, THREE_FAULTS.encode())
    for args in (
        ["policy", "mine.toml"],
        ["policy", "-"],
        ["audit", "article.txt", "--offline", "--policy", "mine.toml"],
    ):
        code, out, err = said(capfd, *args)
        assert (code, out) == (2, "")
        message = one_sentence(err)
        assert "3 faults" in message
        assert "findings.REF02: unknown key; did you mean 'REF002'?" in message
        assert "findings.REF002.severity: 'huge' is none of info, minor, major, critical" in message
        assert "network.pase: unknown key; did you mean 'pace'?" in message


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("x = [[[", "no valid TOML"),
        ('extends = "nosuch"', "there is no such policy file"),
        ('name = "mine"', 'say extends = "default"'),
        ("a = " + "[" * 5000 + "]" * 5000, "nested too deeply"),
        ('extends = "mine.toml"', "leads back to itself"),
    ],
)
def test_a_policy_that_is_none(here: Path, text: str, why: str, capfd: pytest.CaptureFixture[str]) -> None:
    (here / "mine.toml").write_text(text)
    code, out, err = said(capfd, "policy", "mine.toml")
    assert (code, out) == (2, "")
    assert why in one_sentence(err)


def test_a_corrupt_database_is_said_before_the_audit(here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", "article.txt", *OFFLINE, "--db", "a.db", "-o", "x.txt"]) == 0
    data = bytearray((here / "a.db").read_bytes())
    (here / "cut.db").write_bytes(data[: len(data) // 2])
    for at in range(4096, len(data) - 200, 977):
        data[at] ^= 0x5A
    (here / "corrupt.db").write_bytes(data)
    for name in ("cut.db", "corrupt.db"):
        for args in (["report", "--db", name], ["audit", "article.txt", *OFFLINE, "--db", name]):
            code, out, err = said(capfd, *args)
            assert (code, out) == (2, "")
            assert one_sentence(err).startswith(f"{name}: it is corrupt")


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (["report", "--db", "nowhere.db"], "there is no such database"),
        (["report", "--db", "article.txt"], "this is no SQLite database"),
        (["nightly", "nowhere.xml", "--db", "n.db"], "nowhere.xml: there is no such feed file or folder"),
        (["nightly", "library", "--db", "n.db", "--budget", "soon"], "--budget 'soon' is no time"),
        (["batch", "nowhere", "-o", "out"], "nowhere: there is no such file or folder"),
        (["batch", "library", "-o", "article.txt"], "article.txt: this is a file"),
        (["batch", "library", "-o", "out", "--engine", "dask"], "--scheduler ADDRESS"),
        (["record", "https://a.example/", "-o", "pages.txt"], "recordings end in .yaml"),
        (["record", "https://a.example/", "-o", "nowhere/pages.yaml"], "its folder does not exist"),
        (["explain", "SUP01"], "did you mean SUP001"),
        (["explain", "SUP001", "-o", "nowhere/x"], "there is no folder nowhere"),
        (["ignore", "abc", "--reason", "x"], "is no fingerprint"),
        (["recheck", "--db", "nowhere.db"], "there is no such database"),
        (["parse", "article.txt", "--charset", "klingon"], "the charset 'klingon' is not known"),
        (["verify", "article.txt", "--scorer", "oracle"], "there is no scorer named 'oracle'"),
    ],
)
def test_every_other_command(here: Path, args: list[str], why: str, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(capfd, *args)
    assert (code, out) == (2, "")
    assert why in one_sentence(err)


@pytest.mark.parametrize(
    "args",
    [["nightly", "-", "--db", "n.db"], ["batch", "-", "-o", "out"], ["record", "-", "-o", "r.yaml"], ["verify", "-"]],
)
def test_an_empty_stdin(
    here: Path, args: list[str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    give(monkeypatch, b"")
    code, out, err = said(capfd, *args)
    assert (code, out) == (2, "")
    assert "standard input" in one_sentence(err)
    assert not (here / "r.yaml").exists()


def test_a_batch_in_which_nothing_could_be_audited(here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("pyarrow", reason="the extra [cluster] is not installed")
    (here / "empty.txt").write_text("")
    code, out, err = said(capfd, "batch", "empty.txt", "-o", "out", "--offline")
    assert code == 2 and json.loads(out)["failed"] == 1
    assert "no article could be audited" in one_sentence(err)


def test_a_night_says_why_an_article_failed(here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (here / "articles").mkdir()
    (here / "articles" / "empty.txt").write_text("")
    code, out, err = said(capfd, "nightly", "articles", "--db", "n.db", "--offline", "--json")
    assert code == 0 and json.loads(out)["failed"] == 1
    assert "empty.txt: the article is empty" in json.loads(out)["notes"][0]
    assert err.splitlines()[-1] == "  " + json.loads(out)["notes"][0]  # in words, for whom cron sends it to


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_a_file_that_may_not_be_read(here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (here / "article.txt").chmod(0)
    if os.access("article.txt", os.R_OK):
        pytest.skip("this user may read every file")
    for args in (["audit"], ["parse"], ["extract"], ["verify"], ["policy"]):
        code, out, err = said(capfd, *args, "article.txt")
        assert (code, out) == (2, "")
        assert "Permission denied" in one_sentence(err)


def test_a_fault_of_our_own_is_a_sentence_and_costs_one_article(
    here: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from auditor.pipeline import Auditor

    real = Auditor.audit_article

    def sometimes(self: Auditor, article: object, *rest: object) -> object:
        if getattr(article, "document").name == "broken.txt":  # noqa: B009 - any object
            raise KeyError("x")
        return real(self, article, *rest)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(Auditor, "audit_article", sometimes)
    (here / "broken.txt").write_text(ARTICLE)
    code, out, err = said(capfd, "audit", "broken.txt", *OFFLINE)
    assert (code, out) == (2, "")
    assert "a fault of auditor itself (KeyError: 'x')" in one_sentence(err)
    code, out, err = said(capfd, "audit", "broken.txt", "article.txt", *OFFLINE, "--format", "json")
    assert code == 2 and json.loads(out)["article"]["name"] == "article.txt"
    assert one_sentence(err).startswith("broken.txt: a fault of auditor itself")
