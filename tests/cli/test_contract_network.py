"""Articles by address, from a server on loopback: what a policy must allow, and every way a page can end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.records import FetchStatus
from tests.cli.contract import hold_audit, one_sentence, said
from tests.sources.servers import Server, always, answer, bomb, endless, ok

ROBOTS = b"User-agent: *\nDisallow: /private\n"
PAGE = (
    b"<html><head><title>Ferry runs aground</title></head><body><article>"
    b"<p>The ferry Aurelia ran onto a sandbank off Cape Tarn early on Tuesday, the coastguard said in a statement.</p>"
    b"<p>All 198 people aboard were brought ashore by noon, and nobody was hurt, said the harbour master of the town.</p>"
    b"<p>Divers will look at the hull on Wednesday before the ferry is towed to the yard in the old harbour.</p>"
    b"</article></body></html>"
)
ENDINGS = {
    "/good": FetchStatus.OK,
    "/moved": FetchStatus.OK,
    "/private/page": FetchStatus.ROBOTS,
    "/gone": FetchStatus.GONE,
    "/bomb": FetchStatus.TOO_LARGE,
    "/endless": FetchStatus.TOO_LARGE,
    "/circle": FetchStatus.HTTP_ERROR,
    "/inward": FetchStatus.REFUSED_ADDRESS,
    "/nothing": FetchStatus.EMPTY,
    "/picture": FetchStatus.UNSUPPORTED_TYPE,
}


def article(base: str) -> bytes:
    cited = "".join(
        f"<p>The ferry Aurelia ran onto a sandbank off Cape Tarn early on Tuesday.[{i}]</p>"
        for i in range(len(ENDINGS))
    )
    listed = "".join(
        f'<p>[{i}] "Ferry runs aground", Tarn Courier, 4 March 2031. {base}{path}</p>' for i, path in enumerate(ENDINGS)
    )
    return f"<html><head><title>Ferry aground</title></head><body><h1>Ferry aground off the cape</h1>{cited}<h2>References</h2>{listed}</body></html>".encode()


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server({})
    away = b"Location: http://169.254.169.254/latest/meta-data"
    made.scripts = {
        "/robots.txt": always(ok(ROBOTS, kind=b"text/plain")),
        "/article": always(ok(article(made.url("")))),
        "/good": always(ok(PAGE)),
        "/private/page": always(ok(PAGE)),
        "/moved": always(answer("302 Found", b"Location: /good")),
        "/gone": always(answer("410 Gone")),
        "/bomb": always(ok(bomb(40_000_000), b"Content-Encoding: gzip")),
        "/endless": endless(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"<p>more and more</p>" * 4000),
        "/circle": always(answer("302 Found", b"Location: /circle")),
        "/inward": always(answer("302 Found", away)),
        "/nothing": always(ok(b"")),
        "/picture": always(ok(b"\x89PNG\r\n\x1a\n", kind=b"image/png")),
    }
    yield made
    made.close()


@pytest.fixture
def policy(server: Server, tmp_path: Path) -> str:
    path = tmp_path / "policy.toml"
    rules = (
        f'allow_hosts = ["{server.host}"]\npace = 0\nretries = 0\nbackoff = 0\narchives = "never"\nmax_body_bytes = 2000000\n'
    )
    path.write_text(f'extends = "default"\nname = "test"\n[network]\n{rules}')
    return str(path)


@pytest.mark.parametrize("command", ["audit", "parse", "extract"])
def test_an_address_inside_is_refused_with_the_way_out(
    server: Server, command: str, capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, err = said(capfd, command, server.url("/article"))
    assert (code, out) == (2, "")
    message = one_sentence(err)
    assert message.startswith(server.url("/article")) and "loopback" in message and "network.allow_hosts" in message
    assert server.asked == []


@pytest.mark.parametrize("command", ["parse", "extract"])
def test_a_stage_reads_an_address_too(
    server: Server, policy: str, command: str, capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, err = said(capfd, command, server.url("/article"), "--policy", policy)
    assert (code, err) == (0, "")
    assert "Ferry aground" in json.loads(out)["title"]
    code, out, err = said(capfd, command, server.url("/gone"), "--policy", policy)
    assert (code, out) == (2, "")
    assert "cannot be read (gone)" in one_sentence(err)


def test_every_ending_of_a_cited_page_has_its_name(
    server: Server, policy: str, capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, err = said(capfd, "audit", server.url("/article"), "--policy", policy, "--format", "json")
    assert (code, err) == (0, "")
    audit = json.loads(out)
    hold_audit(audit)
    assert audit["article"]["url"] == server.url("/article")
    came = {r["url"].removeprefix(server.url("")): r["status"] for r in audit["references"]}
    assert came == {path: status.value for path, status in ENDINGS.items()}
    assert "/private/page" not in server.asked
    assert any(server.host in note for note in audit["run"]["notes"])
    assert any(server.host in f["message"] for f in audit["findings"])


def test_offline_no_address_is_asked(server: Server, policy: str, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(capfd, "audit", server.url("/article"), "--policy", policy, "--offline")
    assert (code, out) == (2, "")
    assert "--cassette" in one_sentence(err)
    assert server.asked == []
