"""Which pages are one origin: links between pairs, and their gathering into clusters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import combinations

from auditor.checks.provenance.credits import Credit
from auditor.checks.provenance.edges import Edge
from auditor.checks.provenance.names import Voice, plain_name
from auditor.checks.provenance.options import ProvenanceOptions
from auditor.checks.provenance.overlap import Overlap, Prose, compare, read_prose
from auditor.checks.provenance.sheets import Sheet


@dataclass(frozen=True, slots=True)
class Link:
    """Two pages that are one origin. ``strength`` in [0, 1]; ``reason`` is a clause with the evidence."""

    first: int
    second: int
    strength: float
    reason: str


def link_pages(
    sheets: Sequence[Sheet],
    voices: Sequence[Voice],
    credits: Sequence[Credit],
    edges: Sequence[Edge],
    outlets: Mapping[str, AbstractSet[str]],
    options: ProvenanceOptions,
) -> list[Link]:
    """Every pair of pages that is one origin."""
    prose = [read_prose(sheet) for sheet in sheets]
    named = {(edge.page, edge.source) for edge in edges}
    links = []
    for i, j in combinations(range(len(sheets)), 2):
        shared = compare(prose[i], prose[j])
        if not shared.copied and not shared.retold:
            continue
        if footers_only(sheets[i], sheets[j], prose[i], prose[j], shared):
            continue
        cites = (i, j) in named or (j, i) in named
        credit = shared_credit(i, j, sheets, voices, credits, outlets)
        if link := _judge(i, j, shared, cites, credit, sheets, credits, options):
            links.append(link)
    return links


def _judge(
    i: int, j: int, shared: Overlap, cites: bool, credit: str | None, sheets: Sequence[Sheet], credits: Sequence[Credit],
    options: ProvenanceOptions,
) -> Link | None:
    share = f"{shared.copied:.0%} of the shorter page's own words stand in the other"
    if shared.example is not None:
        sheet = sheets[i] if shared.example in sheets[i].sentences else sheets[j]
        share += f', such as "{_short(shared.example.span.of(sheet.page.text))}"'
    bar = options.same_text + (0.2 if cites else 0.0)
    if shared.copied >= bar and shared.words >= options.min_words:
        return Link(i, j, shared.copied, share + (f"; {credit}" if credit else ""))
    if cites:
        return None
    if credit and shared.words >= options.min_words / 2 and shared.copied >= options.same_credit:
        return Link(i, j, shared.copied, f"{credit}, and {share}")
    if credit and shared.retold >= options.same_credit_retold:
        return Link(i, j, shared.retold * 0.6, f"{credit}, and {shared.retold:.0%} of the shorter page retells the other")
    same_outlet = plain_name(sheets[i].page.outlet or "") == plain_name(sheets[j].page.outlet or "") != ""
    mark = credits[i].updated or credits[j].updated
    if mark and (credit or same_outlet) and shared.retold >= options.update_retold:
        return Link(i, j, shared.retold * 0.6, f'one says that it is a later version ("{mark}")')
    return None


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words) if len(words) <= 14 else " ".join(words[:14]) + " ..."


def shared_credit(
    i: int, j: int, sheets: Sequence[Sheet], voices: Sequence[Voice], credits: Sequence[Credit],
    outlets: Mapping[str, AbstractSet[str]],
) -> str | None:
    """A clause that names the voice or author both pages are credited to, or None."""
    for at in sorted(set(credits[i].voices) | set(credits[j].voices)):
        mine, theirs = (credits[k].voices.get(at) or ("outlet" if k in voices[at].homes else None) for k in (i, j))
        if mine and theirs:
            return f"both are credited to {voices[at].name} ({mine}, {theirs})"
    if author := credits[i].authors & credits[j].authors:
        return f"both are signed by {min(author).title()}"
    names = [{plain_name(n) for n in (sheets[k].page.outlet or "", *outlets.get(sheets[k].page.outlet or "", ()))} - {""} for k in (i, j)]
    if sheets[i].page.outlet != sheets[j].page.outlet and (common := names[0] & names[1]):
        return f"both outlets carry {min(common)}"
    return None


def footers_only(first: Sheet, second: Sheet, one: Prose, two: Prose, shared: Overlap) -> bool:
    """Whether all that two pages share is how they end (or begin): what an outlet prints under everything."""
    if shared.copied < 0.05:
        return False
    skip = [_furniture(sheet, other) for sheet, other in ((first, second), (second, first))]
    if not skip[0] or not skip[1]:
        return False
    rest = compare(read_prose(first, skip[0]), read_prose(second, skip[1]))
    return rest.words < 15 and rest.copied < 0.15


def _furniture(sheet: Sheet, other: Sheet) -> frozenset[int]:
    """Paragraphs at the end of ``sheet`` that also stand at the end of ``other``, word for word."""
    mine = [" ".join(p.of(sheet.text).split()) for p in sheet.paragraphs]
    theirs = [" ".join(p.of(other.text).split()) for p in other.paragraphs]
    skip = set()
    for back in range(1, min(len(mine), len(theirs))):
        if mine[-back] != theirs[-back]:
            break
        skip.add(len(mine) - back)
    return frozenset(skip)


def gather(count: int, links: Sequence[Link], credits: Sequence[Credit]) -> list[tuple[int, ...]]:
    """The clusters that ``links`` make of ``count`` pages, in order of their first page."""
    parent = list(range(count))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for link in sorted(links, key=lambda link: -link.strength):
        a, b = sorted((root(link.first), root(link.second)))
        parent[b] = a
    clusters: dict[int, list[int]] = {}
    for i in range(count):
        clusters.setdefault(root(i), []).append(i)
    return [tuple(c) for c in clusters.values()]
