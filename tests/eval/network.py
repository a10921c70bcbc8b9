"""The address guard, the faults of servers, and the pace, as figures; each against real sockets on loopback."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from auditor.records import FetchStatus
from auditor.sources.fetch import Fetcher
from auditor.sources.options import NetworkOptions
from tests.eval._row import Row
from tests.sources.servers import Server
from tests.sources.test_faults import FAULTS, QUICK
from tests.sources.test_guard import SPELLINGS, Listener, lookup
from tests.sources.test_manners import crowd


def run(shared: Path) -> list[Row]:
    """The rows of this evaluation; ``shared`` is not needed."""
    refused, connected = _refused()
    ratio = min(crowd(50, 20, 0.05) for _ in range(3)) / (20 * 0.05)
    return [
        Row("network", "addresses refused", refused, None, None, 1.0, note=f"of {len(SPELLINGS)} spellings"),
        Row("network", "addresses connected to", connected, None, None, 0, lower_is_better=True, note="a listening socket counts"),
        Row("network", "faults named", _named(), None, None, 1.0, note=f"{len(FAULTS)} answers of real servers, all at once"),
        Row("network", "pace", ratio, None, None, 1.5, lower_is_better=True, unit="x", note="1,000 pages, 50 hosts, 50 ms, to the bound"),
    ]


def _refused() -> tuple[float, float]:
    """(share refused, connections accepted) of the spellings."""
    listener = Listener()
    urls = [s.replace("{p}", str(listener.port)) for s in SPELLINGS]
    came = Fetcher(NetworkOptions(pace=0, retries=0, robots=False, connect_timeout=2), lookup=lookup).get_all(urls)
    listener.close()
    return sum(f.status is FetchStatus.REFUSED_ADDRESS for f in came) / len(urls), listener.accepted


def _named() -> float:
    """The share of server faults that end in the status they should."""
    scripts = {path: script for path, (script, _, _) in FAULTS.items()}
    servers = {path: Server(scripts) for path in FAULTS}
    fetcher = Fetcher(replace(QUICK, allow_hosts=tuple(s.host for s in servers.values())))
    came = fetcher.get_all([server.url(path) for path, server in servers.items()])
    for server in servers.values():
        server.close()
    return sum(f.status.value == FAULTS[path][1] for path, f in zip(servers, came)) / len(FAULTS)


if __name__ == "__main__":
    for row in run(Path()):
        print(row)
