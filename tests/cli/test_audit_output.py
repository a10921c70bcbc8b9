"""``auditor audit``: a folder of reports, a dry run, and the verbose report."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from auditor.cli import run

ARTICLE = """Ferry aground off Cape Tarn

The ferry Aurelia ran onto a sandbank off Cape Tarn early on Tuesday.[1] All 214 people aboard were safe.[2]

References

1. "Ferry runs aground" Tarn Courier, 4 Mar. 2031, https://courier.example/aurelia
2. "All safe" Northwire, 4 Mar. 2031, https://northwire.example/safe
3. "A calm night" Weather Desk, 4 Mar. 2031
"""
PAGE = """URL: https://courier.example/aurelia
TITLE: Ferry runs aground
OUTLET: Tarn Courier
DATE: 2031-03-04

The ferry Aurelia ran onto a sandbank off Cape Tarn early on Tuesday, the coastguard said. Divers will look at the hull.
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "courier.txt").write_text(PAGE)
    (tmp_path / "one.txt").write_text(ARTICLE)
    (tmp_path / "two.txt").write_text(ARTICLE.replace("Cape Tarn", "Skerry"))
    return tmp_path


def no_socket(*args: object, **kwargs: object) -> None:
    raise AssertionError("a socket was opened")


def test_a_folder_gets_a_page_an_article_and_an_index(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = run(
        ["audit", "one.txt", "two.txt", "--offline", "--sources", "library", "--format", "html,json", "-o", "out/"]
    )
    assert status == 0
    assert capsys.readouterr().out == ""
    names = sorted(path.name for path in (here / "out").iterdir())
    assert [name for name in names if name.endswith(".html")] == [
        "01-ferry-aground-off-cape-tarn.html",
        "02-ferry-aground-off-skerry.html",
        "index.html",
    ]
    assert json.loads((here / "out" / "01-ferry-aground-off-cape-tarn.json").read_text())["schema_version"] == 1
    assert "01-ferry-aground-off-cape-tarn.html" in (here / "out" / "index.html").read_text()


def test_a_folder_that_is_a_file_is_said(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "out").write_text("")
    assert run(["audit", "one.txt", "--offline", "--format", "html", "-o", "out/"]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_a_dry_run_says_what_would_be_read_and_opens_no_socket(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket.socket, "connect", no_socket)
    assert run(["audit", "one.txt", "--sources", "library", "--dry-run"]) == 0
    out = capsys.readouterr().out
    assert "[1]    from your library: https://courier.example/aurelia" in out
    assert "[2]    fetch https://northwire.example/safe" in out
    assert "[3]    no address" in out
    assert "1 page would be fetched, 1 more if it is found" in out


def test_a_dry_run_offline_fetches_nothing(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", "one.txt", "https://digest.example/a", "--dry-run", "--offline"]) == 0
    out = capsys.readouterr().out
    assert "0 pages would be fetched" in out
    assert "https://digest.example/a\n  cannot be read offline" in out
    assert run(["audit", "https://digest.example/a", "--dry-run"]) == 0
    assert "https://digest.example/a\n  would be read first" in capsys.readouterr().out


def test_verbose_shows_the_passages(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["audit", "one.txt", "--offline", "--sources", "library"]
    run(options)
    short = capsys.readouterr().out
    run([*options, "-v"])
    long = capsys.readouterr().out
    assert "This audit" in long and "This audit" not in short
    assert "\x1b" not in long


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_can_complete(
    shell: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("_AUDITOR_COMPLETE", f"{shell}_complete")
    monkeypatch.setenv("COMP_WORDS", "auditor expl")
    monkeypatch.setenv("COMP_CWORD", "1" if shell != "fish" else "expl")
    with pytest.raises(SystemExit):
        run([])
    assert "explain" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("auditor explain sup00", "SUP001"),
        ("auditor audit --format html,ma", "html,markdown"),
        ("auditor audit --policy str", "strict"),
        ("auditor doctor --policy def", "default"),
    ],
)
def test_codes_formats_and_policies_are_completed(
    words: str, offered: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("_AUDITOR_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(len(words.split()) - 1))
    with pytest.raises(SystemExit):
        run([])
    assert f"plain,{offered}" in capsys.readouterr().out.splitlines()
