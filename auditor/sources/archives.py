"""Web archives: the snapshot nearest a date, always labelled with when it was taken.

The Wayback Machine is asked through its CDX index and read through its raw (``id_``) replay, which gives the bytes as
they were archived. Other archives are asked through Memento (RFC 7089): a TimeMap that lists their snapshots, or a
TimeGate that leads to the nearest.

Where the requests' shapes are written down: for CDX in ``wayback-cdx-server/README.md`` of github.com/internetarchive/
wayback (``matchType=exact``, since an address that ends in an asterisk asks for every page below it; ``filter`` is a
regular expression; ``collapse=timestamp:8`` is one capture a day; the first row of ``output=json`` names the columns);
for TimeMaps and TimeGates in RFC 7089 and pywb's manual (a TimeMap is ``application/link-format``, the answer of a
TimeGate carries ``Memento-Datetime``); for Arquivo.pt's in its "Memento API" wiki page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import quote

from auditor.records import Attempt, Fetched, FetchStatus
from auditor.sources.answer import failed
from auditor.sources.matching import host_of
from auditor.sources.options import NetworkOptions
from auditor.urls import canonical_url, registrable_domain

CDX = "https://web.archive.org/cdx/search/cdx"
WAYBACK = "https://web.archive.org/web"
PACE = 1.0
MAX_SNAPSHOTS = 20_000
MAX_READ = 3
"""How many snapshots of a page are read until one is a page."""

Get = Callable[[str, float, dict[str, str]], Awaitable[Fetched]]
"""Asks an address with a pace in seconds and further headers."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A copy in an archive. ``raw`` gives its bytes as archived, ``shown`` is the address a reader opens."""

    taken: datetime
    raw: str
    shown: str

    @property
    def taken_at(self) -> str:
        """When it was taken, ISO 8601 in UTC."""
        return self.taken.isoformat(timespec="seconds").replace("+00:00", "Z")


async def find_snapshots(
    url: str, wanted: str | None, get: Get, options: NetworkOptions
) -> tuple[list[Snapshot], tuple[Attempt, ...]]:
    """(copies of a page, the one nearest ``wanted`` first, what was tried). ``wanted`` is an ISO date; without one, the
    newest comes first.
    """
    trail: list[Attempt] = []
    found: list[Snapshot] = []
    for archive, ask in (("wayback", _wayback), *((t, _timemap) for t in options.timemaps)):
        snapshots, why = await ask(archive, url, get)
        if why:
            trail.append(Attempt("archive", url, why))
        found.extend(snapshots)
        if found:
            break
    if not found:
        for gate in options.timegates:
            snapshots, why = await _timegate(gate, url, wanted, get)
            trail.append(Attempt("archive", url, why))
            found.extend(snapshots)
    return _nearest(found, wanted), tuple(trail)


async def read_snapshot(snapshot: Snapshot, url: str, get: Get) -> Fetched:
    """The copy's bytes as they were archived, with ``archived_at`` and ``archive_url``, or why there are none.

    ``url`` is the page's own address; where the archive leads on to another one's copy, ``final_url`` says so. What
    comes from outside the archive is no copy.
    """
    fetched = await get(snapshot.raw, PACE, {})
    if fetched.status is not FetchStatus.OK:
        return fetched
    at = fetched.final_url or snapshot.raw
    if host_of(at) != host_of(snapshot.raw) and registrable_domain(at) != registrable_domain(snapshot.raw):
        return failed(url, FetchStatus.HTTP_ERROR, f"it leads out of the archive, to {at[:200]}")
    return _labelled(fetched, url, snapshot)


_CITED = re.compile(
    r"https?://(?:web\.archive\.org/web|arquivo\.pt/wayback)/((?:\d\d){2,7})(?:[a-z]{2}_)?/(https?://[^\s]{4,4000})",
    re.I,
)


def cited_snapshot(url: str) -> tuple[str, Snapshot] | None:
    """(the page's own address, the snapshot) where a reference's address is that of a snapshot; otherwise None.

    One cited by a part of its time, such as its year, is looked up as the archive does: from that time's beginning.
    """
    found = _CITED.fullmatch(url)
    when = _stamp(found.group(1) + "0101000000"[len(found.group(1)) - 4 :]) if found else None
    return (found.group(2), Snapshot(when, _raw(_plain(url)), _plain(url))) if found and when else None


async def read_cited(url: str, get: Get) -> Fetched | None:
    """The snapshot that a reference cites, as it was archived and labelled with its day; None where it is none.

    Archives put a bar of their own around what they show: the raw replay is read instead.
    """
    cited = cited_snapshot(url)
    if cited is None:
        return None
    fetched = await read_snapshot(cited[1], cited[0], get)
    known = fetched.archived_at is not None and (_exact(url) or fetched.archived_at != cited[1].taken_at)
    return fetched if known else None


def _exact(url: str) -> bool:
    return re.search(r"/\d{14}(?:[a-z]{2}_)?/", url) is not None


def _plain(address: str) -> str:
    """A snapshot's address as shown to readers, whatever replay it asks for."""
    return re.sub(r"/((?:\d\d){2,7})[a-z]{2}_/", r"/\1/", address, count=1)


def _nearest(snapshots: list[Snapshot], wanted: str | None) -> list[Snapshot]:
    """The snapshots, nearest the wanted date first; a date counts as its noon. Without one, the newest first."""
    when = _moment(wanted)
    if when is None:
        return sorted(snapshots, key=lambda s: s.taken, reverse=True)
    return sorted(snapshots, key=lambda s: abs(s.taken - when))


def _moment(wanted: str | None) -> datetime | None:
    found = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", wanted or "")
    if not found:
        return None
    try:
        return datetime(int(found[1]), int(found[2] or 7), int(found[3] or (15 if found[2] else 1)), 12, tzinfo=UTC)
    except ValueError:
        return None


def _labelled(fetched: Fetched, url: str, snapshot: Snapshot) -> Fetched:
    """The copy under its own address, with its date. An archive may lead on to a neighbour: the last address tells."""
    taken, shown, at = snapshot.taken_at, snapshot.shown, url
    moved = re.search(r"/(\d{14})(?:[a-z]{2}_)?/(https?://.+)?", fetched.final_url or "")
    if moved and (when := _stamp(moved.group(1))) is not None:
        taken, shown = replace(snapshot, taken=when).taken_at, _plain(fetched.final_url or "")
        if moved.group(2) and canonical_url(moved.group(2)) != canonical_url(url):
            at = moved.group(2)
    return replace(fetched, url=url, final_url=at, archived_at=taken, archive_url=shown)


# --- the Wayback Machine ----------------------------------------------------------------------------------------


async def _wayback(archive: str, url: str, get: Get) -> tuple[list[Snapshot], str]:
    query = "matchType=exact&output=json&fl=timestamp,original,statuscode&filter=statuscode:200&collapse=timestamp:8"
    query += "&limit=5000"
    fetched = await get(f"{CDX}?url={quote(url, safe='')}&{query}", PACE, {})
    if fetched.status is FetchStatus.NOT_RECORDED:  # a replay without archives says nothing about them
        return [], ""
    if fetched.status is not FetchStatus.OK:
        return [], f"the Wayback Machine could not be asked: {fetched.reason}"
    found = parse_cdx(fetched.content)
    if found is None:
        said = " ".join(fetched.content[:100].decode("utf-8", "replace").split())
        return [], f"the Wayback Machine could not be asked: its answer is no index of snapshots: {said!r}"
    return found, f"the Wayback Machine has {_count(found)}" if found else "the Wayback Machine has no snapshot"


def _count(snapshots: list[Snapshot]) -> str:
    return f"{len(snapshots)} snapshot{'' if len(snapshots) == 1 else 's'}"


def parse_cdx(content: bytes) -> list[Snapshot] | None:
    """The snapshots that a CDX answer in JSON lists (its first row names the columns); None where it is no such."""
    try:
        rows = json.loads(content or b"[]")
        if rows == []:
            return []
        columns = [str(name) for name in rows[0]]
        stamp, original = columns.index("timestamp"), columns.index("original")
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    found = []
    for row in rows[1:MAX_SNAPSHOTS]:
        if not isinstance(row, list) or len(row) != len(columns) or not all(isinstance(c, str) for c in row):
            continue
        when = _stamp(row[stamp])
        if when is not None and row[original].startswith(("http://", "https://")):
            found.append(_wayback_snapshot(row[stamp], row[original], when))
    return found


def _wayback_snapshot(stamp: str, original: str, when: datetime) -> Snapshot:
    return Snapshot(when, f"{WAYBACK}/{stamp}id_/{original}", f"{WAYBACK}/{stamp}/{original}")


def _stamp(value: str) -> datetime | None:
    try:
        return datetime.strptime(value, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


# --- Memento ----------------------------------------------------------------------------------------------------


async def _timemap(prefix: str, url: str, get: Get) -> tuple[list[Snapshot], str]:
    fetched = await get(prefix + url, PACE, {"Accept": "application/link-format"})
    if fetched.status is FetchStatus.NOT_RECORDED:
        return [], ""
    if fetched.status is not FetchStatus.OK:
        return [], f"{prefix} could not be asked, or has none: {fetched.reason}"
    found = parse_timemap(fetched.content.decode("utf-8", "replace"))
    return found, f"{prefix} lists {_count(found)}"


def parse_timemap(text: str) -> list[Snapshot]:
    """The mementos of a TimeMap in link format: ``<address>; rel="memento"; datetime="..."``."""
    found: list[Snapshot] = []
    for entry in re.finditer(r"<(https?://[^<>\s]{1,4000})>([^<]{0,1000})", text):
        if len(found) >= MAX_SNAPSHOTS:
            break
        relation = re.search(r'\brel="?([^";]{1,100})', entry.group(2))
        date = re.search(r'\bdatetime="([^"]{1,60})"', entry.group(2))
        if relation and date and "memento" in relation.group(1).split():
            when = _http_date(date.group(1))
            if when is not None:
                found.append(Snapshot(when, _raw(entry.group(1)), entry.group(1)))
    return found


async def _timegate(prefix: str, url: str, wanted: str | None, get: Get) -> tuple[list[Snapshot], str]:
    when = _moment(wanted)
    headers = {"Accept-Datetime": format_datetime(when, usegmt=True)} if when else {}
    fetched = await get(prefix + url, PACE, headers)
    stamp = re.search(r"/(\d{14})(?:[a-z]{2}_)?/", fetched.final_url or "")
    said = datetime.fromisoformat(fetched.memento_at) if fetched.memento_at else None
    taken = said or (_stamp(stamp.group(1)) if stamp else None)
    if fetched.status is not FetchStatus.OK or taken is None or fetched.final_url is None:
        return [], f"{prefix} leads to no snapshot"
    return [Snapshot(taken, _raw(fetched.final_url), fetched.final_url)], f"{prefix} leads to a snapshot"


def _raw(address: str) -> str:
    """The raw replay of a snapshot, in the form that Wayback and pywb archives share; others are read as shown."""
    return re.sub(r"/((?:\d\d){2,7})/(?=https?:)", r"/\1id_/", address, count=1)


def _http_date(value: str) -> datetime | None:
    try:
        when = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
