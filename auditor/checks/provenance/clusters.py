"""Which pages are one origin: links between pairs, and their gathering into clusters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from auditor.checks.provenance.credits import Credit
from auditor.checks.provenance.edges import Edge
from auditor.checks.provenance.names import Voice, plain_name
from auditor.checks.provenance.options import Known, ProvenanceOptions
from auditor.checks.provenance.overlap import Overlap, Prose, compare, read_prose, shared_footer, shared_statement
from auditor.checks.provenance.sheets import Sheet


@dataclass(frozen=True, slots=True)
class Link:
    """Two pages that are one origin. ``strength`` in [0, 1]; ``reason`` is a clause with the evidence."""

    first: int
    second: int
    strength: float
    reason: str


@dataclass(frozen=True, slots=True)
class Shared:
    """A credit that two pages share: a clause that says so, and whether it names an agency for the text itself.

    ``known`` is True where no page says it and only the registry of outlets does: the outlet of one carries the other,
    or they have one owner. Two pages of such outlets are mostly two stories, so it never counts for more than copying.
    """

    clause: str
    agency: bool
    known: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that was read off the pages, for the judges below."""

    sheets: Sequence[Sheet]
    voices: Sequence[Voice]
    credits: Sequence[Credit]
    outlets: Mapping[str, Known]
    options: ProvenanceOptions


def link_pages(desk: Desk, edges: Sequence[Edge]) -> list[Link]:
    """Every pair of pages that is one origin, in order of the pages."""
    prose, overlaps = _overlaps(desk.sheets)
    named = _named(edges, overlaps, desk.options)
    links = []
    for (i, j), shared in overlaps.items():
        credit = shared_credit(i, j, desk)
        cites = (i, j) in named and (credit is None or credit.known)
        if cites:
            shared = _besides(i, j, desk, prose, named[i, j])
        if link := _judge(i, j, shared, prose, desk, credit=credit, cites=cites):
            links.append(link)
    return links


def _named(
    edges: Sequence[Edge], overlaps: Mapping[tuple[int, int], Overlap], options: ProvenanceOptions
) -> dict[tuple[int, int], Edge]:
    """The pairs, lower page first, of which one names the other, or a page that is plainly the other's copy."""
    pairs = {(min(e.page, e.source), max(e.page, e.source)): e for e in edges}
    for (i, j), shared in overlaps.items():
        if shared.copied < options.cited_text:
            continue
        for edge in edges:
            for original, copy in ((i, j), (j, i)):
                if edge.source == original and edge.page != copy:
                    pairs.setdefault((min(edge.page, copy), max(edge.page, copy)), edge)
    return pairs


def _besides(i: int, j: int, desk: Desk, prose: Sequence[Prose], edge: Edge) -> Overlap:
    """What a citing page shares with the page it names, apart from the sentences that say so."""
    sheet = desk.sheets[edge.page]
    citing = frozenset(sheet.sentences[n].span.start for n in edge.sentences if n >= 0)
    kept = frozenset(s.span.start for s in prose[edge.page].sentences) - citing
    rest = read_prose(sheet, frozenset(s.span.start for s in sheet.sentences) - kept)
    return compare(*(rest if k == edge.page else prose[k] for k in (i, j)))


def _overlaps(sheets: Sequence[Sheet]) -> tuple[list[Prose], dict[tuple[int, int], Overlap]]:
    """The overlap of each pair, once without and, where footers came to light, once more without those."""
    prose = [read_prose(sheet) for sheet in sheets]
    pairs = {(i, j): compare(prose[i], prose[j]) for i, j in combinations(range(len(prose)), 2)}
    titles = [sheet.title_words for sheet in sheets]
    furniture: dict[int, set[int]] = defaultdict(set)
    for (i, j), shared in pairs.items():
        if shared.first and shared_footer(prose[i], shared.first, prose[j], shared.second, titles):
            furniture[i].update(prose[i].sentences[n].span.start for n in shared.first)
            furniture[j].update(prose[j].sentences[n].span.start for n in shared.second)
    if furniture:
        prose = [
            read_prose(sheet, frozenset(furniture[at])) if at in furniture else prose[at]
            for at, sheet in enumerate(sheets)
        ]
        for i, j in pairs:
            if i in furniture or j in furniture:
                pairs[i, j] = compare(prose[i], prose[j])
    return prose, pairs


def _judge(
    i: int, j: int, shared: Overlap, prose: Sequence[Prose], desk: Desk, *, credit: Shared | None, cites: bool
) -> Link | None:
    """The link between two pages, or None.

    Args:
        credit: a clause saying what credit they share.
        cites: one names the other as its source, and is not credited to it: then only a copy is one origin.
    """
    options = desk.options
    share = f"{shared.copied:.0%} of the shorter page's own words are in the other" + _example(i, shared, prose, desk)
    enough = options.cited_text if cites else options.same_text
    passages = min(len(shared.first), len(shared.second))
    whole = any(len(m) == len(prose[k].sentences) for k, m in ((i, shared.first), (j, shared.second)))
    if shared.words >= options.min_words and shared.copied >= enough and (passages > 1 or whole or credit):
        if (credit is None or credit.known) and shared_statement(prose[i], shared.first, prose[j], shared.second):
            return None
        return Link(i, j, shared.copied, f"{credit.clause}, and {share}" if credit else share)
    if cites:
        return None
    least = options.min_words if credit and credit.known else options.min_words / 2
    if credit and shared.copied >= options.same_credit and shared.words >= least:
        return Link(i, j, shared.copied, f"{credit.clause}, and {share}")
    retold = f"{shared.retold:.0%} of the shorter page retells the other"
    freely = (
        credit and credit.agency and shared.common >= options.agency_common and shared.retold >= options.agency_retold
    )
    if credit and (freely or shared.retold >= options.same_credit_retold):
        return Link(i, j, shared.retold / 2, f"{credit.clause}, and {retold}")
    if shared.retold >= options.retold and shared.words >= options.min_words:
        return Link(i, j, shared.retold / 2, f"{retold}, and {share}")
    return _later_version(i, j, shared, desk, None if credit and credit.known else credit)


def _later_version(i: int, j: int, shared: Overlap, desk: Desk, credit: Shared | None) -> Link | None:
    """The link between a page that says it is an update and one of the same voice, where both speak of one thing."""
    mark = desk.credits[i].updated or desk.credits[j].updated
    names = {plain_name(desk.sheets[k].page.outlet or "") for k in (i, j)}
    if not mark or not (credit or (len(names) == 1 and names != {""})):
        return None
    if shared.common < desk.options.update_words:
        return None
    return Link(i, j, shared.common / 2, f'one says that it is a later version ("{mark}")')


def _example(i: int, shared: Overlap, prose: Sequence[Prose], desk: Desk) -> str:
    if not shared.first:
        return ""
    sentence = max((prose[i].sentences[n] for n in shared.first), key=lambda s: len(s.words))
    words = sentence.span.of(desk.sheets[i].page.text).split()
    return f", such as “{' '.join(words[:10])}{' …' if len(words) > 10 else ''}”"


def shared_credit(i: int, j: int, desk: Desk) -> Shared | None:
    """The voice or author that both pages are credited to, or what their outlets are known to share; or None."""
    for at in sorted(set(desk.credits[i].voices) | set(desk.credits[j].voices)):
        mine, theirs = (_place(k, at, desk) for k in (i, j))
        if mine and theirs:
            where = f"both in the {mine}" if mine == theirs else f"one in the {mine}, one in the {theirs}"
            clause = f"both are credited to {desk.voices[at].name} ({where})"
            return Shared(clause, agency="copyright line" not in (mine, theirs))
    if author := desk.credits[i].authors & desk.credits[j].authors:
        return Shared(f"both are signed by {min(author).title()}", agency=False)
    return _known_to_share(i, j, desk)


def _known_to_share(i: int, j: int, desk: Desk) -> Shared | None:
    """What the registry says of two outlets: one carries what the other is or is credited to, or they have one owner.

    That both carry an agency which neither page names is no sign: half of all outlets carry the large ones. Nor is
    anything where the pages are signed by different people.
    """
    first, second = (desk.outlets.get(desk.sheets[k].page.outlet or "", Known()) for k in (i, j))
    if desk.credits[i].authors and desk.credits[j].authors:
        return None
    for at, known, other in ((i, first, j), (j, second, i)):
        carried = {plain_name(name).casefold(): name for name in known.carries}
        if hits := sorted(carried[form] for form in _forms(other, desk) & carried.keys()):
            outlet = desk.sheets[at].page.outlet
            return Shared(f"{outlet} is known to carry {hits[0]}", agency=False, known=True)
    outlets = {plain_name(desk.sheets[k].page.outlet or "") for k in (i, j)}
    if first.owner and first.owner == second.owner and len(outlets) == 2:
        return Shared(f"both outlets belong to {first.owner}", agency=False, known=True)
    return None


def _forms(page: int, desk: Desk) -> set[str]:
    """The names that a page goes by or is credited to, in all the forms they are written in."""
    forms = {plain_name(desk.sheets[page].page.outlet or "")}
    for at in desk.credits[page].voices:
        forms |= {plain_name(desk.voices[at].name), *desk.voices[at].forms}
    return {form.casefold() for form in forms} - {""}


def _place(page: int, voice: int, desk: Desk) -> str | None:
    return desk.credits[page].voices.get(voice) or ("outlet" if page in desk.voices[voice].homes else None)


def gather(desk: Desk, links: Sequence[Link]) -> list[tuple[int, ...]]:
    """The clusters that ``links`` make, each in order, in order of their first page.

    The strongest links join first. A page made of two agencies' stories stays with the one it has more of: it does
    not make one origin of both.
    """
    member = {at: [at] for at in range(len(desk.sheets))}
    own = {at: _agencies(at, desk) for at in member}
    agencies = dict(own)
    home = {at: at for at in member}
    for link in sorted(links, key=lambda link: (-link.strength, link.first, link.second)):
        a, b = sorted((home[link.first], home[link.second]))
        mixed = max(len(own[link.first]), len(own[link.second])) > 1
        if a == b or (_apart(agencies[a], agencies[b]) and (mixed or link.strength < desk.options.cited_text)):
            continue
        member[a] += member.pop(b)
        agencies[a] = _joint(agencies[a], agencies.pop(b))
        home.update(dict.fromkeys(member[a], a))
    return sorted(tuple(sorted(pages)) for pages in member.values())


def _agencies(page: int, desk: Desk) -> frozenset[int]:
    carried = {at for at, voice in enumerate(desk.voices) if voice.carried and page in voice.homes}
    return frozenset(carried | set(desk.credits[page].voices))


def _apart(one: frozenset[int], two: frozenset[int]) -> bool:
    return bool(one) and bool(two) and not one & two


def _joint(one: frozenset[int], two: frozenset[int]) -> frozenset[int]:
    """What a joined cluster is credited to: what both agree on, or whatever either says."""
    return one & two or one | two
