"""Which addresses may be connected to. Every URL comes from an article nobody vouches for, and must not reach the
network of whoever audits it.

``check_url`` refuses what can be told from the spelling; ``Guard.addresses`` resolves a name once and gives back only
addresses that were checked, which are then the very ones connected to. The networks are those of the IANA
special-purpose registries (RFC 6890 and its updates) that are not reachable by everybody.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from auditor.errors import FetchError
from auditor.records import FetchStatus
from auditor.urls import MAX_URL

Lookup = Callable[[str, int], Awaitable[Sequence[str]]]
"""Resolves a name to its addresses, in the system's order."""

_REFUSED = [
    (ipaddress.ip_network(network), what)
    for network, what in (
        ("0.0.0.0/8", "an unspecified address"),
        ("10.0.0.0/8", "a private address"),
        ("100.64.0.0/10", "an address inside a provider's network (CGNAT)"),
        ("127.0.0.0/8", "a loopback address"),
        ("168.63.129.16/32", "a cloud platform's own address"),
        ("169.254.0.0/16", "a link-local or metadata address"),
        ("172.16.0.0/12", "a private address"),
        ("192.0.0.0/24", "a reserved address"),
        ("192.0.2.0/24", "a documentation address"),
        ("192.88.99.0/24", "a 6to4 relay address"),
        ("192.168.0.0/16", "a private address"),
        ("198.18.0.0/15", "a benchmarking address"),
        ("198.51.100.0/24", "a documentation address"),
        ("203.0.113.0/24", "a documentation address"),
        ("224.0.0.0/4", "a multicast address"),
        ("240.0.0.0/4", "a reserved address"),
        ("::/128", "an unspecified address"),
        ("::1/128", "a loopback address"),
        ("::/96", "an IPv4 address inside IPv6"),
        ("::ffff:0:0/96", "an IPv4 address inside IPv6"),
        ("::ffff:0:0:0/96", "an IPv4 address inside IPv6"),
        ("64:ff9b::/96", "a NAT64 address"),
        ("64:ff9b:1::/48", "a NAT64 address"),
        ("2001::/32", "a Teredo address"),
        ("2001::/23", "a reserved address"),
        ("2001:db8::/32", "a documentation address"),
        ("2002::/16", "a 6to4 address"),
        ("3fff::/20", "a documentation address"),
        ("fc00::/7", "a private address"),
        ("fe80::/10", "a link-local address"),
        ("fec0::/10", "a site-local address"),
        ("ff00::/8", "a multicast address"),
    )
]
_GLOBAL_V6 = ipaddress.ip_network("2000::/3")
"""All that is assigned for global unicast; whatever lies outside is refused without being named."""

_LOCAL_NAMES = re.compile(
    r"(?:^|\.)(?:localhost|localdomain|local|internal|intranet|lan|home|corp|private|onion|home\.arpa|in-addr\.arpa|"
    r"ip6\.arpa)$"
)
_BAD_PORTS = frozenset(
    map(
        int,
        """0 1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111 113 115 117 119
        123 135 137 139 143 161 179 389 427 465 512 513 514 515 526 530 531 532 540 548 554 556 563 587 601 636 989 990
        993 995 1719 1720 1723 2049 3306 3659 4045 4190 5060 5061 5432 6000 6379 6566 6665 6666 6667 6668 6669 6679 6697
        9200 10080 11211 27017""".split(),
    )
)
"""Ports of other protocols: the WHATWG Fetch Standard's port blocking, and the usual databases."""


class Refused(FetchError):
    """Raised for an address that is not connected to; the text says why, in words."""

    def __init__(self, why: str, *, subject: str | None = None) -> None:
        super().__init__(why, status=FetchStatus.REFUSED_ADDRESS.value, subject=subject)


@dataclass(frozen=True, slots=True)
class Target:
    """A URL taken apart after it passed: ``host`` in ASCII lower case without brackets, ``port`` written out."""

    url: str
    scheme: str
    host: str
    port: int

    @property
    def origin(self) -> str:
        """``host:port``: what a pace, a robots.txt and a connection belong to."""
        return f"{self.host}:{self.port}"


class Guard:
    """The rules with their exceptions.

    Args:
        allow_hosts: ``host:port`` pairs that are let through whatever they resolve to; without a port, 80 and 443.
        lookup: resolves names; the system's resolver unless a test gives another.
    """

    def __init__(self, allow_hosts: Iterable[str] = (), lookup: Lookup | None = None) -> None:
        self._allowed = {pair for host in allow_hosts for pair in _allowed_pairs(host)}
        self._lookup = lookup or system_lookup

    def allows(self, host: str, port: int) -> bool:
        """True where the guard was lifted for exactly this host and port."""
        return (host.lower().strip("[]"), port) in self._allowed

    def check_url(self, url: str) -> Target:
        """``url`` taken apart, if nothing in its spelling speaks against it. No name is looked up.

        Raises:
            Refused: says what is wrong with it.
        """
        target = take_apart(url)
        if not self.allows(target.host, target.port):
            if target.port in _BAD_PORTS:
                raise Refused(f"port {target.port} belongs to another protocol than the web's")
            _check_host(target.host)
        return target

    async def addresses(self, host: str, port: int) -> list[str]:
        """The addresses of ``host``, resolved once, every one of them checked. Connect to these and to no other.

        Raises:
            Refused: one of them is not to be connected to, or the name is a local one.
            OSError: the name cannot be resolved.
        """
        host = host.lower().strip("[]").rstrip(".")
        allowed = self.allows(host, port)
        if not allowed:
            literal = _check_host(host)
            if literal is not None:
                return [str(literal)]
        found = list(dict.fromkeys(await self._lookup(host, port)))
        for address in found:
            why = None if allowed else refusal(address)
            if why:
                raise Refused(f"{host} leads to {why} ({address})")
        if not found:
            raise OSError(f"{host} has no address")
        return found


def refusal(address: str) -> str | None:
    """What kind of address it is, where that kind is refused; None for one that everybody can reach."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:  # a zone (fe80::1%eth0), or nothing at all
        return "an address of a local network"
    for network, what in _REFUSED:
        if ip.version == network.version and ip in network:
            return what
    if ip.version == 6:
        if ip not in _GLOBAL_V6:
            return "a reserved address"
        if ip.packed[8:12] in (b"\x00\x00\x5e\xfe", b"\x02\x00\x5e\xfe"):
            return "an IPv4 address inside IPv6 (ISATAP)"
    return None


def _check_host(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address that ``host`` spells, checked; None where it is a name that may be looked up."""
    literal = _literal(host)
    if literal is not None:
        why = refusal(str(literal))
        if why:
            raise Refused(f"{host} is {why}")
        return literal
    if "." not in host:
        raise Refused(f"{host[:80]!r} is a name of a local network: it has no dot")
    if _LOCAL_NAMES.search(host):
        raise Refused(f"{host[:80]!r} is a name of a local network")
    return None


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address where ``host`` is one in its plain spelling.

    Any other spelling of a number (decimal, octal, hex, short) is refused for being odd: no newsroom writes one.
    """
    if ":" in host:
        try:
            return ipaddress.IPv6Address(host)
        except ValueError:
            raise Refused(f"{host[:80]!r} is no plain address") from None
    last = host.rstrip(".").rpartition(".")[2]
    if not re.fullmatch(r"\d+|0x[0-9a-f]*", last):
        return None
    try:
        return ipaddress.IPv4Address(host)
    except ValueError:
        raise Refused(f"{host[:80]!r} is a number in an unusual spelling, which hides an address") from None


# --- taking a URL apart -----------------------------------------------------------------------------------------


def take_apart(url: str) -> Target:
    """The parts of a web address of sane spelling, wherever it leads.

    Raises:
        Refused: it is no such address.
    """
    if len(url) > MAX_URL:
        raise Refused(f"the address is {len(url):,} characters long; at most {MAX_URL:,} are read")
    if re.search(r"[\x00-\x20\x7f-\x9f\u2028\u2029]", url):
        raise Refused("the address holds a control character or a space")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Refused(f"the address cannot be read: {error}") from None
    if parts.scheme not in ("http", "https"):
        raise Refused(f"only http and https are fetched, not {parts.scheme[:20] or 'an address without scheme'}")
    if "@" in parts.netloc:
        raise Refused("the address carries a user name or a password")
    if "\\" in url.split("?", 1)[0]:
        raise Refused("the address holds a backslash, which programs read differently")
    host = _ascii_host(parts.hostname or "")
    return Target(url, parts.scheme, host, port if port is not None else 443 if parts.scheme == "https" else 80)


def _ascii_host(host: str) -> str:
    if not host:
        raise Refused("the address names no host")
    if "%" in host:
        raise Refused("the host is written with percent signs, which hide it")
    if ":" in host:
        return host.lower()
    folded = unicodedata.normalize("NFKC", host).lower()
    for dot in "。．｡":
        folded = folded.replace(dot, ".")
    if not folded.isascii() or "xn--" in folded:
        folded = _idna(folded)
    if folded.endswith("."):
        folded = folded[:-1]
    if not re.fullmatch(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*", folded) or len(folded) > 253:
        raise Refused(f"{host[:80]!r} is no host name")
    return folded


def _idna(host: str) -> str:
    labels = []
    for label in host.split("."):
        try:
            shown = label.encode("ascii").decode("idna") if label.startswith("xn--") else label
            labels.append(shown.encode("idna").decode("ascii") if shown else "")
        except UnicodeError:
            raise Refused(f"{host[:80]!r} is no host name") from None
        scripts = {_script(c) for c in shown if c.isalpha()}
        if len(scripts & {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"}) > 1:
            raise Refused(f"{shown[:80]!r} mixes letters of several scripts that look alike")
    return ".".join(labels)


def _script(char: str) -> str:
    return unicodedata.name(char, "").split(" ")[0]


def _allowed_pairs(entry: str) -> list[tuple[str, int]]:
    found = re.fullmatch(r"\[?([^\[\]]+?)\]?(?::(\d{1,5}))?", entry.strip().lower())
    if found is None:
        return []
    ports = [int(found.group(2))] if found.group(2) else [80, 443]
    return [(found.group(1), port) for port in ports]


async def system_lookup(host: str, port: int) -> list[str]:
    """The system's addresses of a name. In a thread of its own, which a timeout leaves behind without waiting."""
    import asyncio
    import socket
    import threading

    loop = asyncio.get_running_loop()
    future: asyncio.Future[list[str]] = loop.create_future()

    def settle(result: list[str] | None, error: OSError | None) -> None:
        if not future.done():
            future.set_exception(error) if error else future.set_result(result or [])

    def work() -> None:
        result, problem = None, None
        try:
            result = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        except (OSError, UnicodeError) as error:
            problem = error if isinstance(error, OSError) else OSError(str(error))
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, result, problem)

    threading.Thread(target=work, daemon=True, name=f"lookup {host[:40]}").start()
    return await future
