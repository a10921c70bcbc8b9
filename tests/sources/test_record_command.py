"""``auditor record`` against a server on loopback, and the audit of what it recorded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.cli import run
from tests.sources.servers import Server, always, answer, ok


@pytest.fixture
def server() -> Iterator[Server]:
    scripts = {"/a": always(ok()), "/r": always(answer("302 Found", b"Location: /a?token=S3CRET", b"Set-Cookie: sid=S3CRET")), "/gone": always(answer("410 Gone"))}
    made = Server(scripts)
    yield made
    made.close()


@pytest.fixture
def policy(server: Server, tmp_path: Path) -> str:
    path = tmp_path / "policy.toml"
    path.write_text(f'extends = "default"\nname = "test"\n[network]\nallow_hosts = ["{server.host}"]\npace = 0\narchives = "never"\n')
    return str(path)


@pytest.mark.parametrize("name", ["r.yaml", "r.warc.gz"])
def test_recorded_pages_are_audited_offline(server: Server, policy: str, tmp_path: Path, name: str, capfd: pytest.CaptureFixture[str]) -> None:
    recording = tmp_path / name
    assert run(["record", server.url("/r"), server.url("/a"), "-o", str(recording), "--policy", policy]) == 0
    assert "ok" in capfd.readouterr().out
    article = tmp_path / "article.txt"
    article.write_text(
        "The bridge is decided\n\nThe council voted for the new bridge on Tuesday evening.[1]\n\nReferences\n\n"
        f'1. "Council votes for new harbour bridge" Tide. {server.url("/r")}\n'
    )
    server.close()
    assert run(["audit", str(article), "--cassette", str(recording), "--offline", "--format", "json", "--fail-on", "critical", "-o", str(tmp_path / "a.json")]) in (0, 1)
    (reference,) = json.loads((tmp_path / "a.json").read_text())["references"]
    assert (reference["status"], reference["page"]["title"]) == ("ok", "Council votes for new harbour bridge")
    assert b"S3CRET" not in recording.read_bytes()


def test_what_could_not_be_read_is_said(server: Server, policy: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    recording = tmp_path / "r.yaml"
    assert run(["record", server.url("/gone"), "http://10.0.0.1/", "-o", str(recording), "--policy", policy]) == 1
    told = capfd.readouterr().err
    assert "gone\t" in told
    assert "refused_address\t" in told
    assert "410" in recording.read_text()


def test_a_name_that_says_no_format(server: Server, policy: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["record", server.url("/a"), "-o", str(tmp_path / "r.txt"), "--policy", policy]) == 2
    assert "recordings end in .yaml" in capfd.readouterr().err
    assert server.asked == []
