"""One connection and a pace a host, robots.txt, and patience."""

from __future__ import annotations

import gzip
import random
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.records import FetchStatus
from auditor.sources.fetch import Fetcher
from auditor.sources.manners import backoff, parse_robots, retry_after
from auditor.sources.options import NetworkOptions
from tests.clock import least
from tests.sources.servers import Server, always, answer, bomb, ok
from tests.sources.test_faults import Time

NOW = datetime(2031, 5, 6, 12, 0, tzinfo=UTC)


def fetcher(*servers: Server, clock: Time | None = None, **changes: object) -> Fetcher:
    settings: dict[str, object] = {"pace": 0, "retries": 0, "total_timeout": 2.0, "allow_hosts": tuple(s.host for s in servers)}
    clock = clock or Time()
    return Fetcher(NetworkOptions(**(settings | changes)), now=lambda: NOW, clock=clock.clock, sleep=clock.sleep)  # type: ignore[arg-type]  # fields spread from plain values


# --- pace -------------------------------------------------------------------------------------------------------


def test_requests_to_one_host_keep_the_pace() -> None:
    server, clock = Server({"*": always(ok())}), Time()
    came = fetcher(server, clock=clock, pace=2.0, robots=False).get_all([server.url(f"/{i}") for i in range(5)])
    server.close()
    assert all(f.status is FetchStatus.OK for f in came)
    assert sum(clock.slept) == pytest.approx(8.0)
    assert server.most_open == 1


def test_the_pace_is_kept_from_one_article_to_the_next() -> None:
    server, clock = Server({"*": always(ok())}), Time()
    reused = fetcher(server, clock=clock, pace=2.0, robots=False)
    for i in range(3):
        assert reused.get(server.url(f"/{i}")).status is FetchStatus.OK
    server.close()
    assert sum(clock.slept) == pytest.approx(4.0)


def test_hosts_do_not_wait_for_each_other() -> None:
    servers, clock = [Server({"*": always(ok())}) for _ in range(4)], Time()
    fetcher(*servers, clock=clock, pace=5.0, robots=False).get_all([s.url("/a") for s in servers])
    for server in servers:
        server.close()
    assert clock.slept == []


SERVE = """
import asyncio, sys
ports = int(sys.argv[1]); delay = float(sys.argv[2])
BODY = b"<html><title>t</title><p>" + b"word " * 200 + b"</p>"
ANSWER = b"HTTP/1.1 200 OK\\r\\nContent-Type: text/html\\r\\nContent-Length: %d\\r\\n\\r\\n" % len(BODY) + BODY
async def serve(reader, writer):
    try:
        while await reader.readuntil(b"\\r\\n\\r\\n"):
            await asyncio.sleep(delay)
            writer.write(ANSWER)
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()
async def main():
    servers = [await asyncio.start_server(serve, "127.0.0.1", 0, backlog=100) for _ in range(ports)]
    print(" ".join(str(s.sockets[0].getsockname()[1]) for s in servers), flush=True)
    await asyncio.sleep(600)
asyncio.run(main())
"""


def crowd(hosts: int, each: int, delay: float) -> float:
    """Seconds to read ``each`` pages of every one of ``hosts`` hosts that answer after ``delay`` seconds."""
    with subprocess.Popen([sys.executable, "-c", SERVE, str(hosts), str(delay)], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            ports = process.stdout.readline().split()
            live = Fetcher(NetworkOptions(pace=0, robots=False, allow_hosts=tuple(f"127.0.0.1:{p}" for p in ports)))
            live.get(f"http://127.0.0.1:{ports[0]}/warm")  # what is loaded once is not what is measured
            began = time.perf_counter()
            came = live.get_all([f"http://127.0.0.1:{port}/{i}" for i in range(each) for port in ports])
            took = time.perf_counter() - began
        finally:
            process.kill()
    assert all(f.status is FetchStatus.OK for f in came)
    return took


def test_many_hosts_are_read_side_by_side() -> None:
    assert crowd(10, 5, 0.05) < 5 * 0.05 * 3  # the bound is one connection a host; the long run below holds it closely


@pytest.mark.soak
def test_a_thousand_references_on_fifty_hosts() -> None:
    best = min(crowd(50, 20, 0.05) for _ in range(3))
    assert best < 1.5 * 20 * 0.05


# --- robots.txt -------------------------------------------------------------------------------------------------


def robots(text: bytes | None, status: str = "200 OK", path: str = "/news/a", **changes: object) -> tuple[FetchStatus, str, Server]:
    script = always(answer(status, b"Content-Type: text/plain", body=text or b""))
    server = Server({"/robots.txt": script, "*": always(ok())})
    got = fetcher(server, **changes).get(server.url(path))
    server.close()
    return got.status, got.reason, server


@pytest.mark.parametrize(
    ("text", "status", "expected"),
    [
        (b"User-agent: *\nDisallow: /news/", "200 OK", "robots"),
        (b"User-agent: *\nDisallow: /news/\nAllow: /news/a", "200 OK", "ok"),  # the longest match decides
        (b"User-agent: auditor\nDisallow: /\n\nUser-agent: *\nAllow: /", "200 OK", "robots"),
        (b"User-agent: *\nDisallow: /\n\nUser-agent: Auditor\nAllow: /", "200 OK", "ok"),
        (b"User-agent: googlebot\nDisallow: /", "200 OK", "ok"),
        (b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /*a$\r\n", "200 OK", "robots"),
        (b"", "200 OK", "ok"),
        (b"<html>not found</html>", "200 OK", "ok"),
        (bytes(range(256)) * 50, "200 OK", "ok"),
        (b"User-agent: *\nDisallow: /", "404 None", "ok"),  # RFC 9309, 2.3.1.3: no rules
        (b"", "403 No", "ok"),
        (b"", "500 Broken", "robots"),  # RFC 9309, 2.3.1.4: assume that all is disallowed
        (b"", "503 Broken", "robots"),
    ],
)
def test_robots(text: bytes, status: str, expected: str) -> None:
    got, reason, server = robots(text, status)
    assert got.value == expected
    assert ("/news/a" in server.asked) == (expected == "ok")
    assert bool(reason) == (expected != "ok")


def test_robots_can_be_switched_off() -> None:
    got, _, server = robots(b"User-agent: *\nDisallow: /", robots=False)
    assert got is FetchStatus.OK
    assert "/robots.txt" not in server.asked


def test_robots_is_asked_once_a_host() -> None:
    server = Server({"/robots.txt": always(answer("200 OK", body=b"User-agent: *\nDisallow: /b")), "*": always(ok())})
    came = fetcher(server).get_all([server.url(p) for p in ("/a", "/b", "/c")])
    server.close()
    assert [f.status.value for f in came] == ["ok", "robots", "ok"]
    assert server.asked.count("/robots.txt") == 1
    assert server.asked[0] == "/robots.txt"


def test_a_crawl_delay_slows_down_up_to_its_cap() -> None:
    for asked, kept in ((3, 3.0), (9000, 30.0)):
        clock = Time()
        server = Server({"/robots.txt": always(answer("200 OK", body=f"User-agent: *\nCrawl-delay: {asked}".encode())), "*": always(ok())})
        fetcher(server, clock=clock, pace=1.0).get_all([server.url("/a"), server.url("/b")])
        server.close()
        assert clock.now - 1000 >= kept
        assert clock.now - 1000 <= 2 * kept + 2


def test_a_redirect_asks_the_robots_of_where_it_leads() -> None:
    there = Server({"/robots.txt": always(answer("200 OK", body=b"User-agent: *\nDisallow: /")), "*": always(ok())})
    here = Server({"/robots.txt": always(answer("404 No")), "*": always(answer("302 Found", b"Location: " + there.url("/x").encode()))})
    got = fetcher(here, there).get(here.url("/a"))
    assert got.status is FetchStatus.ROBOTS
    assert there.asked == ["/robots.txt"]
    here.close(), there.close()


def test_a_robots_that_cannot_be_reached_is_the_pages_own_fault() -> None:
    server = Server({"/robots.txt": always(30.0), "*": always(ok())})
    got = fetcher(server, total_timeout=0.4, first_byte_timeout=0.3, connect_timeout=0.3).get(server.url("/a"))
    server.close()
    assert got.status is FetchStatus.TIMEOUT
    assert "/a" not in server.asked


@pytest.mark.parametrize("first", [[answer("503 Busy")], ["reset"]], ids=["503", "reset"])
def test_a_robots_that_recovers_is_asked_again(first: list[bytes | str]) -> None:
    server = Server({"/robots.txt": lambda before: [ok(b"", kind=b"text/plain")] if before else first, "/a": always(ok())})
    assert fetcher(server, retries=1).get(server.url("/a")).status is FetchStatus.OK
    server.close()


@pytest.mark.parametrize(
    ("robots", "status", "words"),
    [
        (answer("302 Moved", b"Location: http://10.0.0.1/robots.txt"), "robots", "its robots.txt redirects to what is not read: 10.0.0.1"),
        (ok(b"User-agent: *", b"Content-Encoding: gzip", kind=b"text/plain"), "http_error", "its robots.txt cannot be had: the compressed body is broken"),
        (answer("429 Slow", b"Retry-After: 3600"), "blocked", "left alone for 3600 s"),
        (ok(bomb(100_000_000), b"Content-Encoding: gzip", kind=b"text/plain"), "ok", ""),  # its beginning has no rules
        (ok(gzip.compress(b"User-agent: *\nDisallow: /a\n" + bytes(100_000_000)), b"Content-Encoding: gzip", kind=b"text/plain"), "robots", "asks programs not to"),
    ],
    ids=["leads inside", "broken", "asks for rest", "bomb", "bomb behind rules"],
)  # fmt: skip
def test_an_odd_robots(robots: bytes, status: str, words: str) -> None:
    server = Server({"/robots.txt": always(robots), "/a": always(ok())})
    got = fetcher(server).get(server.url("/a"))
    server.close()
    assert (got.status.value, words in got.reason) == (status, True)
    assert ("/a" in server.asked) is (status == "ok")


def test_a_robots_of_ten_megabytes_is_read_in_part_and_in_time() -> None:
    text = b"User-agent: *\nDisallow: /news/\n" + b"Disallow: /" + b"x" * 5_000_000 + b"\n" + b"# noise\n" * 700_000
    assert len(text) > 10_000_000

    def read() -> None:
        got, _, _ = robots(text)
        assert got is FetchStatus.ROBOTS
        rules = parse_robots(200, b"User-agent: *\n" + b"".join(b"Disallow: /%d/*a*b*c\n" % i for i in range(40_000)))
        assert rules.allows("http://tide.example/" + "a" * 3000, "auditor")

    assert least(read, enough=5) < 5


@given(st.binary(max_size=2000))
def test_any_robots_is_read(content: bytes) -> None:
    rules = parse_robots(200, content)
    assert rules.allows("http://tide.example/a", "auditor") in (True, False)
    assert rules.delay("auditor") >= 0


# --- patience ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("120", 120), (" 0 ", 0), (format_datetime(NOW + timedelta(hours=1), usegmt=True), 3600), ("Tue, 06 May 2031 12:00:30 GMT", 30), ("Tuesday, 06-May-31 12:00:30 GMT", 30),
     (format_datetime(NOW - timedelta(hours=1)), 0), (None, None), ("", None), ("later", None), ("-1", None), ("1.5", None), ("9" * 11, 1e9), ("9" * 100, None)],
)  # fmt: skip
def test_retry_after(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


@given(st.text(max_size=80))
def test_retry_after_never_raises(value: str) -> None:
    found = retry_after(value, NOW)
    assert found is None or found >= 0


@given(st.integers(1, 10), st.floats(0, 60), st.integers())
def test_backoff_doubles_with_bounded_jitter(attempt: int, base: float, seed: int) -> None:
    wait = backoff(attempt, base, random.Random(seed))
    assert base * 2 ** (attempt - 1) <= wait <= base * 2**attempt




# --- what has not changed is not sent again ---------------------------------------------------------------------


def test_a_page_that_has_not_changed_is_not_sent_again() -> None:
    page = ok(ok.__defaults__[0], b'ETag: "v7"', b"Last-Modified: Tue, 06 May 2031 10:00:00 GMT")  # type: ignore[index]  # the helper has defaults
    server = Server({"/a": lambda before: [page if before == 0 else b"HTTP/1.1 304 Not Modified\r\n\r\n"], "/b": always(b"HTTP/1.1 304 Not Modified\r\n\r\n")})
    live = fetcher(server, robots=False)
    first = live.get(server.url("/a"))
    assert (first.etag, first.last_modified) == ('"v7"', "Tue, 06 May 2031 10:00:00 GMT")
    again = live.get(server.url("/a"), etag=first.etag, last_modified=first.last_modified)
    assert (again.status, again.http_status, again.content) == (FetchStatus.OK, 304, b"")
    asked = server.requests[1].decode().lower()
    assert 'if-none-match: "v7"' in asked
    assert "if-modified-since: tue, 06 may 2031 10:00:00 gmt" in asked
    assert live.get(server.url("/b")).status is FetchStatus.HTTP_ERROR  # a 304 nobody asked for
    live.get(server.url("/a"), etag="x\r\nInjected: 1")
    assert all(b"injected" not in r.lower() for r in server.requests)
    server.close()
