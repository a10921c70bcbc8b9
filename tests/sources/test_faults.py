"""What servers do wrong, each against a real one on loopback: a named status within the cap, and nobody else affected."""

from __future__ import annotations

import gzip
import ssl
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from auditor.records import Fetched, FetchStatus, Reference
from auditor.sources.collect import collect
from auditor.sources.fetch import Fetcher
from auditor.sources.options import NetworkOptions
from tests.sources.servers import (
    BODY,
    STALL,
    Script,
    Server,
    Step,
    always,
    answer,
    bomb,
    drip,
    endless,
    ok,
    server_context,
)

DATA = Path(__file__).parent / "data"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
BOMB = bomb(50_000_000)
NOW = datetime(2031, 5, 6, 12, 0, tzinfo=UTC)

# path -> (script, the statuses that are right, words the reason must have)
FAULTS: dict[str, tuple[Script, str, str]] = {
    # resets
    "/reset-at-once": (always("reset"), "http_error", ""),
    "/reset-in-status": (always(b"HTTP/1.1 2", 0.05, "reset"), "http_error", ""),
    "/reset-in-head": (always(HEAD, 0.05, "reset"), "http_error", ""),
    "/reset-in-body": (always(HEAD + b"Content-Length: 9000\r\n\r\n" + BODY, 0.05, "reset"), "http_error", ""),
    "/closed-at-once": (always("close"), "http_error", ""),
    # a stall at each stage of an answer
    "/stall-at-once": (always(STALL), "timeout", "within"),  # a busy machine may count the whole page's time first
    "/stall-in-status": (always(b"HTTP/1.", STALL), "timeout", ""),
    "/stall-in-head": (always(HEAD + b"X-Half: ", STALL), "timeout", ""),
    "/stall-after-head": (always(HEAD + b"Content-Length: 900\r\n\r\n", STALL), "timeout", ""),
    "/stall-in-body": (always(HEAD + b"Content-Length: 9000\r\n\r\n" + BODY[:100], STALL), "timeout", ""),
    "/stall-in-chunk-size": (always(CHUNKED + b"1", STALL), "timeout", ""),
    "/stall-in-chunk": (always(CHUNKED + b"ff\r\n<html>", STALL), "timeout", ""),
    "/stall-before-last-chunk": (always(CHUNKED + b"6\r\n<html>\r\n", STALL), "timeout", ""),
    # drips: never silent for long, never done
    "/drip-head": (lambda before: drip(ok(), 0.02), "timeout", ""),
    "/drip-body": (lambda before: [HEAD + b"Content-Length: 900\r\n\r\n", *drip(BODY, 0.02)], "timeout", "not done within"),
    # answers that break off or are no HTTP
    "/chunk-cut": (always(CHUNKED + b"ff\r\n<html>", "close"), "http_error", "breaks off"),
    "/chunk-size-bad": (always(CHUNKED + b"zz\r\n<html>\r\n0\r\n\r\n"), "http_error", ""),
    "/chunk-size-huge": (always(CHUNKED + b"f" * 40 + b"\r\n<html>"), "http_error", ""),
    "/length-too-long": (always(HEAD + b"Content-Length: 9000\r\n\r\n" + BODY, "close"), "http_error", "breaks off"),
    "/length-negative": (always(HEAD + b"Content-Length: -5\r\n\r\n" + BODY, "close"), "http_error", ""),
    "/length-twice": (always(HEAD + b"Content-Length: 5\r\nContent-Length: 7\r\n\r\n" + BODY, "close"), "http_error", ""),
    "/no-http": (always(b"SSH-2.0-OpenSSH_9.9\r\n", "close"), "http_error", "no HTTP"),
    "/http-0.9": (always(BODY, "close"), "http_error", "no HTTP"),
    "/binary": (always(bytes(range(256)) * 20, "close"), "http_error", "no HTTP"),
    "/status-999": (always(b"HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n"), "http_error", ""),
    "/status-0": (always(b"HTTP/1.1 000 Odd\r\nContent-Length: 0\r\n\r\n"), "http_error", ""),
    # too much
    "/large-head": (always(HEAD + b"X-More: " + b"y" * 70_000 + b"\r\nContent-Length: 0\r\n\r\n"), "too_large", "headers"),
    "/says-large": (always(HEAD + b"Content-Length: 2000000000\r\n\r\n", STALL), "too_large", "2,000,000,000 bytes"),
    # redirects
    "/redirect-to-itself": (always(answer("302 Found", b"Location: /redirect-to-itself")), "http_error", "circle"),
    "/redirect-circle": (always(answer("302 Found", b"Location: /redirect-circle-2")), "http_error", "circle"),
    "/redirect-circle-2": (always(answer("302 Found", b"Location: /redirect-circle")), "http_error", "circle"),
    "/redirect-endless": (lambda before: [answer("302 Found", f"Location: /redirect-endless?{before + 1}".encode())], "http_error", "more than 5 redirects"),
    "/redirect-nowhere": (always(answer("302 Found")), "http_error", "without saying where"),
    "/redirect-to-file": (always(answer("302 Found", b"Location: file:///etc/passwd")), "refused_address", "out of the web"),
    "/redirect-inside": (always(answer("302 Found", b"Location: http://169.254.169.254/latest/")), "refused_address", "metadata"),
    "/redirect-port": (always(answer("302 Found", b"Location: http://127.0.0.1:1/")), "refused_address", ""),
    # compression that lies
    "/gzip-broken": (always(ok(b"\x1f\x8b\x08" + b"nonsense" * 9, b"Content-Encoding: gzip")), "http_error", "compressed body"),
    "/gzip-cut": (always(ok(bomb(1_000_000)[:-200], b"Content-Encoding: gzip")), "http_error", "ends early"),
    "/gzip-not-asked": (always(ok(BODY, b"Content-Encoding: br")), "http_error", "not asked for"),
    # refusals
    "/401": (always(answer("401 No", b"WWW-Authenticate: Basic")), "blocked", "login"),
    "/403": (always(answer("403 No")), "blocked", "403"),
    "/404": (always(answer("404 No")), "gone", "404"),
    "/410": (always(answer("410 No")), "gone", "410"),
    "/402": (always(answer("402 No")), "paywalled", "402"),
    "/451": (always(answer("451 No")), "blocked", "legal"),
    "/500": (always(answer("500 No")), "http_error", "500"),
    "/204": (always(b"HTTP/1.1 204 No Content\r\n\r\n"), "empty", "204"),
    "/empty": (always(ok(b"")), "empty", ""),
    "/paper.pdf": (always(ok(kind=b"application/octet-stream")), "ok", ""),
    "/paper": (always(ok(b"%PDF-1.4", kind=b"application/octet-stream")), "unsupported_type", "octet-stream"),
    "/two-types": (always(ok(kind=b"text/html, text/html; charset=utf-8")), "ok", ""),
    "/image": (always(ok(b"GIF89a", kind=b"image/gif")), "unsupported_type", "image/gif"),
    "/challenge": (always(answer("403 No", b"cf-mitigated: challenge", body=b"<html>")), "blocked", "test"),
    # and what goes well, next to all of them
    "/fine": (always(ok()), "ok", ""),
    "/fine-cookies": (always(ok(BODY, b"Set-Cookie: a=1", b"Set-Cookie: b=2")), "ok", ""),
    "/fine-gzip": (always(ok(gzip.compress(BODY), b"Content-Encoding: gzip")), "ok", ""),
    "/fine-deflate": (always(ok(zlib.compress(BODY), b"Content-Encoding: deflate")), "ok", ""),
    "/fine-raw-deflate": (always(ok(zlib.compress(BODY)[2:-4], b"Content-Encoding: deflate")), "ok", ""),
    "/fine-chunked": (always(CHUNKED + f"{len(BODY):x}\r\n".encode() + BODY + b"\r\n0\r\n\r\n"), "ok", ""),
    "/fine-until-closed": (always(HEAD + b"Connection: close\r\n\r\n" + BODY, "close"), "ok", ""),
    "/fine-slow": (always(0.1, ok()), "ok", ""),
    "/fine-redirect": (always(answer("308 Moved", b"Location: fine")), "ok", ""),
    "/fine-length-too-short": (always(HEAD + f"Content-Length: {len(BODY)}\r\n\r\n".encode() + BODY + b"more", "close"), "ok", ""),
    "/fine-early-hints": (always(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + ok()), "ok", ""),
}  # fmt: skip

# These keep a processor busy: one at a time.
FLOODS: dict[str, tuple[Script, str, str]] = {
    "bomb": (always(ok(BOMB, b"Content-Encoding: gzip")), "too_large", "decompressed"),
    "bomb-in-a-bomb": (always(ok(gzip.compress(BOMB, mtime=0), b"Content-Encoding: gzip, gzip")), "too_large", "decompressed"),
    "not-compressed-twice": (always(ok(BOMB[:2000], b"Content-Encoding: gzip, gzip")), "http_error", "compressed body"),
    "endless-body": (endless(HEAD + b"Connection: close\r\n\r\n", b"x" * 65536), "too_large", "longer than"),
    "endless-chunks": (endless(CHUNKED, b"ffff\r\n" + b"x" * 65535 + b"\r\n"), "too_large", "longer than"),
    "endless-small-chunks": (endless(CHUNKED, b"1\r\nx\r\n" * 500), "timeout", "not done within"),
    "endless-head": (endless(HEAD, b"X-More: " + b"y" * 4000 + b"\r\n"), "http_error", ""),
    "endless-informational": (endless(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 50), "timeout", ""),
}

QUICK = NetworkOptions(
    pace=0, retries=0, backoff=0.01, robots=False, connect_timeout=2.0, first_byte_timeout=1.0, total_timeout=2.0,
    max_body_bytes=3_000_000, max_expanded_bytes=5_000_000, max_header_bytes=65_536,
)  # fmt: skip


def options(server: Server | str, **changes: object) -> NetworkOptions:
    host = server if isinstance(server, str) else server.host
    return replace(QUICK, allow_hosts=(host,), **changes)  # type: ignore[arg-type]  # fields spread from plain values


def one(script: Script, **changes: object) -> tuple[Fetched, Server]:
    server = Server({"/page": script})
    try:
        return Fetcher(options(server, **changes)).get(server.url("/page")), server
    finally:
        server.close()


@pytest.fixture(scope="module")
def came() -> dict[str, Fetched]:
    """Every fault at once, each on a host of its own, in one run."""
    servers = {path: Server({p: script for p, (script, _, _) in FAULTS.items()}) for path in FAULTS}
    fetcher = Fetcher(replace(QUICK, allow_hosts=tuple(s.host for s in servers.values())))
    began = time.monotonic()
    results = fetcher.get_all([server.url(path) for path, server in servers.items()])
    took = time.monotonic() - began
    for server in servers.values():
        server.close()
    # the longest may be a connection, a head and a body in turn; all run beside each other
    assert took < 4 * QUICK.total_timeout, f"took {took:.1f} s"
    return dict(zip(servers, results))


@pytest.mark.parametrize("path", FAULTS)
def test_each_fault_is_named(came: dict[str, Fetched], path: str) -> None:
    _, status, words = FAULTS[path]
    got = came[path]
    assert got.status.value == status, got.reason
    assert words in got.reason
    assert bool(got.reason) == (status != "ok")
    if status == "ok":
        assert got.content == BODY


@pytest.mark.parametrize("name", FLOODS)
def test_each_flood_is_named(name: str) -> None:
    script, status, words = FLOODS[name]
    began = time.monotonic()
    got, _ = one(script, total_timeout=2.0, first_byte_timeout=1.0)
    assert got.status.value == status, got.reason
    assert words in got.reason
    assert time.monotonic() - began < 6


def test_one_stalled_reference_does_not_touch_the_others() -> None:
    bad, good = Server({"/a": always(STALL)}), Server({"/a": always(ok())})
    fetcher = Fetcher(replace(QUICK, allow_hosts=(bad.host, good.host)))
    sources = collect([Reference(1, "", url=bad.url("/a")), Reference(2, "", url=good.url("/a")), Reference(3, "", url="http://10.0.0.1/")], fetcher=fetcher)
    assert [s.status.value for s in sources] == ["timeout", "ok", "refused_address"]
    bad.close(), good.close()


def test_a_stall_does_not_hold_its_host_for_ever() -> None:
    server = Server({"/stall": always(HEAD + b"Content-Length: 900\r\n\r\n", STALL), "/reset": always("reset"), "/fine": always(ok())})
    came = Fetcher(options(server)).get_all([server.url(p) for p in ("/stall", "/fine", "/reset", "/fine?2", "/stall?2", "/fine?3")])
    server.close()
    assert [f.status.value for f in came] == ["timeout", "ok", "http_error", "ok", "timeout", "ok"]


def test_threads_may_share_a_fetcher() -> None:
    from concurrent.futures import ThreadPoolExecutor

    server = Server({"*": always(0.01, ok())})
    shared = Fetcher(options(server))
    with ThreadPoolExecutor(4) as pool:
        came = list(pool.map(lambda i: shared.get(server.url(f"/{i}")), range(12)))
    server.close()
    assert all(f.status is FetchStatus.OK for f in came)


# --- retries ----------------------------------------------------------------------------------------------------


class Time:
    """A clock that only moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def patient(script: Script, **changes: object) -> tuple[Fetched, Server, Time]:
    server, clock = Server({"/page": script}), Time()
    try:
        fetcher = Fetcher(options(server, retries=2, **changes), now=lambda: NOW, clock=clock.clock, sleep=clock.sleep)
        return fetcher.get(server.url("/page")), server, clock
    finally:
        server.close()


def after(*firsts: bytes) -> Script:
    """These answers first, one a request, then the page."""
    return lambda before: [firsts[before] if before < len(firsts) else ok()]


def test_a_server_that_recovers_is_asked_again() -> None:
    got, server, clock = patient(after(answer("503 Busy"), answer("502 Bad")), backoff=1.0)
    assert got.status is FetchStatus.OK
    assert server.asked.count("/page") == 3
    first, second = clock.slept
    assert 1.0 <= first <= 2.0
    assert 2.0 <= second <= 4.0


def test_a_reset_is_tried_again() -> None:
    script: Script = lambda before: ["reset"] if before == 0 else [ok()]  # noqa: E731 - a script in one line
    assert patient(script)[0].status is FetchStatus.OK


def test_a_page_has_its_time_in_all() -> None:
    """A slow host that asks for patience at every step is not followed for ever."""
    hops: dict[str, Script] = {f"/{n}": always(0.5, answer("302 On", b"Location: /%d" % (n + 1))) for n in range(6)}
    leads, busy = Server(hops), Server({"/busy": always(1.1, answer("503 Busy"))})
    fetcher = Fetcher(replace(QUICK, retries=9, backoff=0.0, first_byte_timeout=2.0, total_timeout=2.0, allow_hosts=(leads.host, busy.host)))
    led, tried = fetcher.get_all([leads.url("/0"), busy.url("/busy")])
    leads.close()
    busy.close()
    assert (led.status, "its redirects were not done within 2 s" in led.reason) == (FetchStatus.TIMEOUT, True)
    assert (tried.status, busy.asked.count("/busy")) == (FetchStatus.HTTP_ERROR, 2)


def test_one_that_does_not_is_given_up() -> None:
    got, server, _ = patient(always(answer("503 Busy")))
    assert (got.status, server.asked.count("/page")) == (FetchStatus.HTTP_ERROR, 3)


@pytest.mark.parametrize("status", ["404 No", "403 No", "400 No", "410 No"])
def test_a_plain_no_is_not_asked_twice(status: str) -> None:
    assert patient(always(answer(status)))[1].asked.count("/page") == 1


@pytest.mark.parametrize(
    "value",
    [b"7", format_datetime(NOW + timedelta(seconds=7), usegmt=True).encode()],
    ids=["seconds", "date"],
)
def test_retry_after_is_obeyed_in_both_forms(value: bytes) -> None:
    got, server, clock = patient(after(answer("429 Slow", b"Retry-After: " + value)), backoff=0.1)
    assert got.status is FetchStatus.OK
    assert server.asked.count("/page") == 2
    assert sum(clock.slept) == pytest.approx(7, abs=0.01)


@pytest.mark.parametrize("value", [b"soon", b"-4", b"1e9", b"", format_datetime(NOW - timedelta(days=9)).encode(), b"9" * 400])
def test_an_odd_retry_after_is_passed_over(value: bytes) -> None:
    got, _, clock = patient(after(answer("503 Slow", b"Retry-After: " + value)), backoff=0.1)
    assert got.status is FetchStatus.OK
    assert sum(clock.slept) < 1


def test_a_long_retry_after_is_not_waited_for() -> None:
    got, server, clock = patient(always(answer("429 Slow", b"Retry-After: 86400")))
    assert got.status is FetchStatus.BLOCKED
    assert "86400 s" in got.reason
    assert (server.asked.count("/page"), clock.slept) == (1, [])


def test_a_host_that_asks_for_a_long_rest_is_asked_nothing_more() -> None:
    server, clock = Server({"/a": always(answer("429 Slow", b"Retry-After: 3600")), "/b": always(ok())}), Time()
    fetcher = Fetcher(options(server, retries=1), now=lambda: NOW, clock=clock.clock, sleep=clock.sleep)
    fetcher.get(server.url("/a"))
    got = fetcher.get_all([server.url(path) for path in ("/b", "/c", "/d")])  # of the next article, too
    assert {f.status for f in got} == {FetchStatus.BLOCKED}
    assert "asked to be left alone for 3600 s" in got[0].reason
    assert clock.slept == []
    clock.now += 3600
    assert fetcher.get(server.url("/b")).status is FetchStatus.OK
    assert [path for path in server.asked if path != "/robots.txt"] == ["/a", "/b"]
    server.close()


def test_a_busy_host_is_left_alone_by_every_reference() -> None:
    server, clock = Server({"/a": after(answer("429 Slow", b"Retry-After: 9")), "/b": always(ok())}), Time()
    fetcher = Fetcher(options(server, retries=1), now=lambda: NOW, clock=clock.clock, sleep=clock.sleep)
    assert [f.status.value for f in fetcher.get_all([server.url("/a"), server.url("/b")])] == ["ok", "ok"]
    assert clock.now >= 1009
    assert server.most_open == 1
    server.close()


# --- the rest ---------------------------------------------------------------------------------------------------


def test_the_wrong_charset_does_not_spoil_the_text() -> None:
    text = "<html><head><title>Brücke</title></head><body><article>" + "<p>Der Rat stimmte für die neue Brücke über den Fluß, sagte Bürgermeister Jörg Höß.</p>" * 5 + "</article></body></html>"
    server = Server({"/page": always(ok(text.encode("latin-1"), kind=b"text/html; charset=utf-8"))})
    (source,) = collect([Reference(1, "", url=server.url("/page"))], fetcher=Fetcher(options(server)))
    server.close()
    assert source.page is not None
    assert "Bürgermeister Jörg Höß" in source.page.text


def test_tls_is_always_verified() -> None:
    server = Server({"*": always(ok())}, context=server_context(DATA))
    unknown = Fetcher(options(server)).get(server.url("/page"))
    trusting = ssl.create_default_context(cafile=str(DATA / "self-signed.pem"))
    misnamed = Fetcher(options(server), context=trusting).get(server.url("/page"))
    server.close()
    for got in (unknown, misnamed):
        assert got.status is FetchStatus.HTTP_ERROR
        assert "TLS" in got.reason
    assert server.requests == []  # nothing was ever asked of them


def test_the_name_is_what_tls_verifies_though_an_address_is_connected_to() -> None:
    server = Server({"*": always(ok())}, context=server_context(DATA))

    async def lookup(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    trusting = ssl.create_default_context(cafile=str(DATA / "self-signed.pem"))
    got = Fetcher(options(f"tide.example:{server.port}"), context=trusting, lookup=lookup).get(f"https://tide.example:{server.port}/page")
    server.close()
    assert got.status is FetchStatus.OK
    assert b"host: tide.example" in server.requests[0].lower()


def test_what_is_sent_names_the_auditor_and_nothing_else() -> None:
    got, server = one(always(ok(BODY, b"Set-Cookie: a=1")), contact="mailto:desk@courier.example")
    assert got.status is FetchStatus.OK
    lines = sorted(server.requests[0].decode().lower().strip().split("\r\n"))
    assert {line.split(":")[0] for line in lines} == {"accept", "accept-encoding", "get /page http/1.1", "host", "user-agent"}
    assert "user-agent: auditor/" in server.requests[0].decode().lower()
    assert "desk@courier.example" in server.requests[0].decode()
    assert "mozilla" not in server.requests[0].decode().lower()


def test_no_cookie_is_ever_sent_back() -> None:
    server = Server({"/a": always(answer("302 Found", b"Location: /b", b"Set-Cookie: a=1")), "/b": always(ok())})
    assert Fetcher(options(server)).get(server.url("/a")).status is FetchStatus.OK
    assert all(b"cookie" not in request.lower() for request in server.requests)
    server.close()


def test_an_address_cited_twice_is_fetched_once() -> None:
    server = Server({"/a": always(0.05, ok())})
    sources = collect([Reference(i, "", url=server.url("/a")) for i in range(5)], fetcher=Fetcher(options(server)))
    assert all(s.status is FetchStatus.OK for s in sources)
    assert server.asked == ["/a"]
    server.close()


def test_no_link_of_a_page_is_followed() -> None:
    body = BODY.replace(b"<head>", b'<head><meta http-equiv="refresh" content="0;url=/x"><link rel="canonical" href="/y"><base href="/z/">').replace(b"</article>", b'<img src="/i"><a href="/j">j</a><iframe src="/k"></iframe></article>')
    server = Server({"*": always(ok(body))})
    collect([Reference(1, "", url=server.url("/a"))], fetcher=Fetcher(options(server)))
    assert server.asked == ["/a"]
    server.close()


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    assert one(always(ok()))[0].status is FetchStatus.OK


def test_inside_a_running_loop() -> None:
    import asyncio

    server = Server({"/a": always(ok())})

    async def notebook() -> Fetched:
        return Fetcher(options(server)).get(server.url("/a"))

    assert asyncio.run(notebook()).status is FetchStatus.OK
    server.close()


MEMORY = """
import re
from pathlib import Path
from auditor.sources.fetch import Fetcher
from auditor.sources.options import NetworkOptions
got = Fetcher(NetworkOptions(allow_hosts=({host!r},), robots=False, pace=0, retries=0)).get("http://{host}/page")
# Of this process alone: ru_maxrss would count what the parent held when it forked.
peak = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())
print(got.status.value, int(peak[1]) // 1024)
"""


def memory(script: Script) -> tuple[str, int]:
    """(status, most megabytes) of fetching a page in a process of its own, under the default caps."""
    server = Server({"/page": script})
    run = subprocess.run([sys.executable, "-c", MEMORY.format(host=server.host)], capture_output=True, text=True, check=True)
    server.close()
    status, megabytes = run.stdout.split()
    return status, int(megabytes)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc")
def test_memory_stays_small_with_a_bomb() -> None:
    status, megabytes = memory(always(ok(bomb(100_000_000), b"Content-Encoding: gzip")))
    assert status == "too_large"
    assert megabytes < 300


@pytest.mark.soak
@pytest.mark.parametrize("head", [b"Connection: close\r\n\r\n", b"Content-Length: 2000000000\r\n\r\n"])
def test_memory_stays_small_with_a_stream_of_two_gigabytes(head: bytes) -> None:
    def script(before: int) -> Iterator[Step]:
        yield HEAD + head
        for _ in range(2000):
            yield b"x" * 1_000_000

    status, megabytes = memory(script)
    assert status == "too_large"
    assert megabytes < 300
