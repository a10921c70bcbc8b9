"""The address guard: every spelling of an address that is not everybody's is refused, and none is connected to."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator, Sequence

import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.records import FetchStatus
from auditor.sources.fetch import Fetcher
from auditor.sources.guard import Guard, Refused, refusal
from auditor.sources.options import NetworkOptions
from auditor.sources.wire import GuardedBackend

# {p} is the port of a socket that listens on 127.0.0.1 and ::1 and counts who connects.
SPELLINGS = [
    # loopback, as a number in every base and length
    "http://127.0.0.1:{p}/", "http://127.1:{p}/", "http://127.0.1:{p}/", "http://2130706433:{p}/", "http://0x7f000001:{p}/",
    "http://0x7f.0.0.1:{p}/", "http://0x7f.0x0.0x0.0x1:{p}/", "http://0177.0.0.1:{p}/", "http://0177.00.00.01:{p}/", "http://017700000001:{p}/",
    "http://00000177.0.0.1:{p}/", "http://127.0.0.01:{p}/", "http://0x7F.1:{p}/", "http://0177.1:{p}/", "http://127.0x1:{p}/",
    "http://0x7f.0.1:{p}/", "http://127.255.255.254:{p}/", "http://127.0.0.1.:{p}/", "http://0x7f000001.:{p}/", "http://2130706433.:{p}/",
    "http://0x:{p}/", "http://0:{p}/", "http://0.0.0.0:{p}/", "http://00.0:{p}/", "http://0x0:{p}/", "http://4294967295:{p}/", "http://1.2.3.4.5:{p}/", "http://256.1.1.1:{p}/",
    # in other characters
    "http://１２７.０.０.１:{p}/", "http://①②⑦.⓪.⓪.①:{p}/", "http://127。0。0。1:{p}/", "http://127．0．0．1:{p}/", "http://127｡0｡0｡1:{p}/",
    "http://𝟏𝟐𝟕.𝟎.𝟎.𝟏:{p}/", "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:{p}/", "http://ｌｏｃａｌｈｏｓｔ:{p}/", "http://%6cocalhost:{p}/", "http://%31%32%37.0.0.1:{p}/", "http://127.0.0.1%00.news.example:{p}/",
    # names of the local network
    "http://localhost:{p}/", "http://LOCALHOST:{p}/", "http://localhost.:{p}/", "http://sub.localhost:{p}/", "http://localhost.localdomain:{p}/", "http://printer:{p}/",
    "http://printer.local:{p}/", "http://wiki.internal:{p}/", "http://metadata.google.internal:{p}/", "http://router.home.arpa:{p}/", "http://nas.lan:{p}/", "http://x.onion:{p}/",
    # other networks that are not everybody's
    "http://10.0.0.1:{p}/", "http://172.16.0.1:{p}/", "http://172.31.255.255:{p}/", "http://192.168.1.1:{p}/", "http://100.64.0.1:{p}/", "http://100.100.100.200:{p}/",
    "http://169.254.169.254:{p}/latest/meta-data/", "http://0xa9fea9fe:{p}/", "http://2852039166:{p}/", "http://168.63.129.16:{p}/", "http://192.0.0.192:{p}/", "http://192.0.2.1:{p}/",
    "http://192.88.99.1:{p}/", "http://198.18.0.1:{p}/", "http://198.51.100.7:{p}/", "http://203.0.113.9:{p}/", "http://224.0.0.1:{p}/", "http://239.255.255.250:{p}/",
    "http://240.0.0.1:{p}/", "http://255.255.255.255:{p}/", "http://0.1.2.3:{p}/",
    # IPv6, and IPv4 inside it
    "http://[::1]:{p}/", "http://[0:0:0:0:0:0:0:1]:{p}/", "http://[0000::0001]:{p}/", "http://[::]:{p}/", "http://[::ffff:127.0.0.1]:{p}/", "http://[::ffff:7f00:1]:{p}/",
    "http://[0:0:0:0:0:ffff:127.0.0.1]:{p}/", "http://[::127.0.0.1]:{p}/", "http://[::ffff:0:127.0.0.1]:{p}/", "http://[64:ff9b::127.0.0.1]:{p}/", "http://[64:ff9b::7f00:1]:{p}/",
    "http://[64:ff9b:1::a00:1]:{p}/", "http://[2002:7f00:1::]:{p}/", "http://[2002:a00:1::1]:{p}/", "http://[2001:0:53aa:64c:0:fbff:80ff:fffe]:{p}/", "http://[fe80::1]:{p}/",
    "http://[fe80::1%25eth0]:{p}/", "http://[fe80::1%eth0]:{p}/", "http://[fc00::1]:{p}/", "http://[fd00:ec2::254]:{p}/", "http://[fec0::1]:{p}/", "http://[ff02::1]:{p}/", "http://[2001:db8::1]:{p}/",
    "http://[3fff::1]:{p}/", "http://[100::1]:{p}/", "http://[2001:10::1]:{p}/", "http://[2607:f8b0::5efe:7f00:1]:{p}/", "http://[2607:f8b0::200:5efe:7f00:1]:{p}/", "http://[v1.fe80::1]:{p}/",
    # user names, backslashes, odd schemes and places
    "http://news.example@127.0.0.1:{p}/", "http://news.example:80@127.0.0.1:{p}/", "http://user:pass@news.example:{p}/", "http://127.0.0.1:{p}\\@news.example/", "http://news.example\\@127.0.0.1:{p}/",
    "http:\\\\127.0.0.1:{p}/", "http:///127.0.0.1:{p}/", "http:127.0.0.1:{p}/", "//127.0.0.1:{p}/", "http://127.0.0.1:{p}#@news.example/", "http://127.0.0.1:{p}?@news.example/",
    "ftp://127.0.0.1:{p}/", "file:///etc/passwd", "gopher://127.0.0.1:{p}/", "data:text/html,x", "javascript:alert(1)", "unix:///var/run/docker.sock", "ws://127.0.0.1:{p}/",
    "http://127.0.0.1:{p}/\r\nHost: x", "http://127.0.0.1\t:{p}/", " http://127.0.0.1:{p}/", "http://news.example:22/", "http://news.example:6379/", "http://news.example:99999/", "http://news.example:-1/", "http:// /", "http://", "",
    "http://раypal.example:{p}/", "http://xn--80ak6aa92e.xn--pple-43d:{p}/", "http://" + "a" * 100_000 + ".example:{p}/", "http://a..example:{p}/", "http://.example:{p}/", "http://-:{p}/",
    # names that lead inside
    "http://inside.example:{p}/", "http://both.example:{p}/", "http://mapped.example:{p}/", "http://cgnat.example:{p}/", "http://metadata.example:{p}/", "http://zone.example:{p}/",
]  # fmt: skip

NAMES = {
    "inside.example": ["127.0.0.1"],
    "both.example": ["93.184.215.14", "127.0.0.1"],
    "mapped.example": ["::ffff:127.0.0.1"],
    "cgnat.example": ["100.64.1.1"],
    "metadata.example": ["169.254.169.254"],
    "zone.example": ["fe80::1%lo"],
}


async def lookup(host: str, port: int) -> Sequence[str]:
    return NAMES.get(host, ["127.0.0.1"])  # what is not in the list must never get as far as a lookup that matters


class Listener:
    """Accepts on loopback and counts."""

    def __init__(self) -> None:
        self.accepted = 0
        self._sockets = [socket.create_server(("127.0.0.1", 0))]
        self.port = self._sockets[0].getsockname()[1]
        with contextlib.suppress(OSError):
            self._sockets.append(socket.create_server(("::1", self.port), family=socket.AF_INET6))
        for sock in self._sockets:
            threading.Thread(target=self._accept, args=(sock,), daemon=True).start()

    def _accept(self, sock: socket.socket) -> None:
        while True:
            try:
                connection, _ = sock.accept()
            except OSError:
                return
            self.accepted += 1
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\nsecret")
            connection.close()

    def close(self) -> None:
        for sock in self._sockets:
            sock.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.close()


def fetcher(*allow: str) -> Fetcher:
    return Fetcher(NetworkOptions(allow_hosts=allow, pace=0, retries=0, robots=False, connect_timeout=2), lookup=lookup)


def test_there_are_enough_spellings() -> None:
    assert len(set(SPELLINGS)) >= 80


def test_every_spelling_is_refused_and_none_is_connected(listener: Listener) -> None:
    urls = [spelling.replace("{p}", str(listener.port)) for spelling in SPELLINGS]
    came = fetcher().get_all(urls)
    assert [f.url for f in came if f.status is not FetchStatus.REFUSED_ADDRESS] == []
    assert all(f.reason and not f.content for f in came)
    assert listener.accepted == 0


def test_the_same_holds_behind_a_redirect(listener: Listener) -> None:
    urls = [s.replace("{p}", str(listener.port)) for s in SPELLINGS if s.startswith(("http://", "ftp", "file", "data", "//")) and len(s) < 1000]
    urls = [u for u in urls if not any(c in u for c in "\r\n\t") and u.isascii()]
    server = Redirector(urls)
    came = fetcher(f"127.0.0.1:{server.port}").get_all([f"http://127.0.0.1:{server.port}/{i}" for i in range(len(urls))])
    server.close()
    bad = [(u, f.status) for u, f in zip(urls, came) if f.status is not FetchStatus.REFUSED_ADDRESS]
    # "http:///x", "http:127..." and "http:\\" are relative to the page that redirects: they lead back to the allowed server
    assert all(status is FetchStatus.HTTP_ERROR for _, status in bad), bad
    assert len(bad) <= 4
    assert listener.accepted == 0


class Redirector:
    """Answers /N with a redirect to the N-th address."""

    def __init__(self, targets: list[str]) -> None:
        self._targets = targets
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection:
                asked = connection.recv(4096).split(b" ")[1].strip(b"/")
                if asked.isdigit():
                    to = self._targets[int(asked)].encode("utf-8")
                    connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: " + to + b"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                else:
                    connection.sendall(b"HTTP/1.1 500 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    def close(self) -> None:
        self._socket.close()


def test_exactly_the_allowed_pair_is_let_through(listener: Listener) -> None:
    here = f"127.0.0.1:{listener.port}"
    assert fetcher(here).get(f"http://{here}/").content == b"secret"
    assert fetcher(f"inside.example:{listener.port}").get(f"http://inside.example:{listener.port}/").content == b"secret"
    count = listener.accepted
    for url in (f"http://127.1:{listener.port}/", f"http://localhost:{listener.port}/", f"http://inside.example:{listener.port}/", f"http://u@{here}/"):
        assert fetcher(here).get(url).status is FetchStatus.REFUSED_ADDRESS
    assert fetcher("127.0.0.1").get(f"http://{here}/").status is FetchStatus.REFUSED_ADDRESS  # without a port: 80 and 443 only
    assert listener.accepted == count


class Remembering(httpcore.AsyncNetworkBackend):
    """Connects nowhere and remembers where to."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def connect_tcp(self, host: str, port: int, *args: object, **kwargs: object) -> httpcore.AsyncNetworkStream:  # type: ignore[override]  # it only watches, and hands the rest on
        self.asked.append(host)
        return httpcore.AsyncMockStream([])


def test_a_name_is_resolved_once_and_the_checked_address_connected_to() -> None:
    answers = iter([["93.184.215.14"], ["127.0.0.1"]])  # a name that changes its mind between check and connection
    looked: list[str] = []

    async def rebinding(host: str, port: int) -> Sequence[str]:
        looked.append(host)
        return next(answers)

    async def run() -> list[str]:
        backend = GuardedBackend(Guard(lookup=rebinding))
        backend._inner = inner = Remembering()  # type: ignore[assignment]  # it only watches
        await backend.connect_tcp("news.example", 80)
        with pytest.raises(Refused):
            await backend.connect_tcp("news.example", 80)
        return inner.asked

    assert asyncio.run(run()) == ["93.184.215.14"]
    assert looked == ["news.example", "news.example"]


def test_one_bad_address_among_good_ones_refuses_the_name() -> None:
    with pytest.raises(Refused, match=r"both\.example leads to a loopback address"):
        asyncio.run(Guard(lookup=lookup).addresses("both.example", 80))


@pytest.mark.parametrize("address", ["93.184.215.14", "8.8.8.8", "1.1.1.1", "172.15.0.1", "172.32.0.1", "100.63.0.1", "100.128.0.1", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "2a00:1450:4001:81b::200e"])
def test_public_addresses_pass(address: str) -> None:
    assert refusal(address) is None


@pytest.mark.parametrize("url", ["https://bücher.example/a", "http://例え.example/", "https://news.example:8443/a?b=c", "https://xn--bcher-kva.example/", "http://8.8.8.8/", "https://a_b.example/", "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/", "https://日本語とEnglish.example/"])
def test_ordinary_addresses_pass(url: str) -> None:
    assert Guard().check_url(url).host


@given(st.integers(min_value=0, max_value=2**32 - 1))
def test_agrees_with_the_standard_library_about_ipv4(number: int) -> None:
    import ipaddress

    address = ipaddress.IPv4Address(number)
    if not address.is_global or address.is_multicast:
        assert refusal(str(address)) is not None or str(address).startswith(("192.0.0.", "192.31.", "192.52."))


@given(st.integers(min_value=0, max_value=2**128 - 1))
def test_agrees_with_the_standard_library_about_ipv6(number: int) -> None:
    import ipaddress

    address = ipaddress.IPv6Address(number)
    if not address.is_global or address.is_multicast or address.ipv4_mapped or address.sixtofour or address.teredo:
        assert refusal(str(address)) is not None


@given(st.text(max_size=120))
def test_any_text_is_refused_or_taken_apart(text: str) -> None:
    for url in (text, "http://" + text, "http://news.example/" + text):
        with contextlib.suppress(Refused):
            assert Guard().check_url(url).host
