"""What follows from the clusters and edges: who was first, who goes in circles, what rests on one unnamed person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from auditor.checks.provenance.anonymity import Anonymous, find_anonymous, one_briefing
from auditor.checks.provenance.credits import Credit
from auditor.checks.provenance.names import Voice, plain_name
from auditor.checks.provenance.sheets import Sheet
from auditor.records import Provenance


@dataclass(frozen=True, slots=True)
class Briefing:
    """Pages of several origins that rest on the same unnamed people. ``who`` is in the first page's words."""

    pages: tuple[int, ...]
    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class ProvenanceNotes:
    """Beside a ``Provenance``; all indexes count in the pages as given.

    Args:
        earliest: for each cluster, its earliest page: by date where all have one, then one not marked as updated, then
            the agency's own. None where that does not tell.
        circular: pages that rest on one another in a circle of outlets, each circle in order.
        anonymous: pages that take something from unnamed people, with the sentences concerned.
        briefings: pages of two or more clusters whose unnamed people say the same.
        effective: how many clusters rest on no other, a circle counting as one.
        reasons: how ``effective`` comes about, in parts.
    """

    earliest: tuple[int | None, ...]
    circular: tuple[tuple[int, ...], ...]
    anonymous: tuple[Anonymous, ...]
    briefings: tuple[Briefing, ...]
    effective: int
    reasons: tuple[str, ...]


def take_notes(
    found: Provenance, sheets: Sequence[Sheet], voices: Sequence[Voice], given: Sequence[Credit]
) -> ProvenanceNotes:
    """The notes on ``found``."""
    home = {page: number for number, cluster in enumerate(found.clusters) for page in cluster}
    anonymous = tuple(note for sheet in sheets if (note := find_anonymous(sheet)))
    briefings = tuple(
        _briefing(group) for group in one_briefing(anonymous) if len({home[note.page] for note in group}) > 1
    )
    circular = _circles(found, sheets, home)
    leaning = {home[page] for page, _ in found.rests_on}
    first = {min(home[page] for page in circle) for circle in circular}
    effective = max(min(1, len(found.clusters)), len(found.clusters) - len(leaning - first))
    return ProvenanceNotes(
        earliest=tuple(_earliest(cluster, sheets, voices, given) for cluster in found.clusters),
        circular=circular,
        anonymous=anonymous,
        briefings=briefings,
        effective=effective,
        reasons=_reasons(found, len(leaning - first), effective, briefings),
    )


def _earliest(
    cluster: Sequence[int], sheets: Sequence[Sheet], voices: Sequence[Voice], given: Sequence[Credit]
) -> int | None:
    """The page before all others of the cluster; None where two may be."""
    dates = [sheets[page].page.published or "" for page in cluster]
    exact = min(map(len, dates))  # a day and an hour of it are told apart by the day

    def order(page: int) -> tuple[str, bool, bool]:
        carried = any(voice.carried for voice in voices if page in voice.homes)
        return (sheets[page].page.published or "")[:exact], given[page].updated is not None, not carried

    first = min(cluster, key=order)
    return None if any(order(page) == order(first) for page in cluster if page != first) else first


def _briefing(group: Sequence[Anonymous]) -> Briefing:
    pages = tuple(note.page for note in group)
    listed = ", ".join(map(str, pages[:-1])) + f" and {pages[-1]}"
    return Briefing(pages, group[0].who, f'pages {listed} rest on the same unnamed person ("{group[0].who}")')


def _reasons(found: Provenance, leaning: int, effective: int, briefings: Sequence[Briefing]) -> tuple[str, ...]:
    pages, stories = sum(map(len, found.clusters)), len(found.clusters)
    parts = [f"{_count(pages, 'page is', 'pages are')} {_count(stories, 'story', 'stories')}"] if pages else []
    if leaning:
        leans = _count(leaning, "story openly rests", "stories openly rest")
        parts.append(f"{leans} on another, which leaves {_count(effective, 'that stands', 'that stand')} alone")
    if briefings:
        most = max(briefings, key=lambda b: len(b.pages))
        parts.append(f"{len(most.pages)} pages rest on one unnamed voice (“{most.who}”)")
    return tuple(parts)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _circles(found: Provenance, sheets: Sequence[Sheet], home: dict[int, int]) -> tuple[tuple[int, ...], ...]:
    """Edges that lead from an outlet (or its cluster) back to itself through others."""
    node = _nodes(found, sheets, home)
    goes: dict[int, set[int]] = defaultdict(set)
    for page, source in found.rests_on:
        if node[page] != node[source]:
            goes[node[page]].add(node[source])
    reach = {start: _reachable(start, goes) for start in list(goes)}
    circles: dict[frozenset[int], tuple[int, ...]] = {}
    for start, ends in reach.items():
        if start in ends:
            round_trip = frozenset(n for n in ends if start in reach.get(n, ()))
            pages = {
                p
                for edge in found.rests_on
                if node[edge[0]] in round_trip and node[edge[1]] in round_trip
                for p in edge
            }
            circles[round_trip] = tuple(sorted(pages))
    return tuple(sorted(circles.values()))


def _nodes(found: Provenance, sheets: Sequence[Sheet], home: dict[int, int]) -> dict[int, int]:
    """Page -> a number that pages of one outlet and pages of one cluster share."""
    node = dict(home)
    for name in {plain_name(sheet.page.outlet or "") for sheet in sheets} - {""}:
        numbers = {node[s.index] for s in sheets if plain_name(s.page.outlet or "") == name}
        node = {page: min(numbers) if n in numbers else n for page, n in node.items()}
    return node


def _reachable(start: int, goes: dict[int, set[int]]) -> set[int]:
    seen: set[int] = set()
    waiting = list(goes.get(start, ()))
    while waiting:
        at = waiting.pop()
        if at not in seen:
            seen.add(at)
            waiting += goes.get(at, ())
    return seen
