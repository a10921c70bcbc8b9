"""Which pages are one story under several names, and which openly rest on which.

Two pages are one origin when the narration of one stands in the other, when both carry one credit and enough of the
text agrees, or when one says that it is a later version of the other. Sharing facts, quotes, a printed statement, a
footer or an outlet makes no two pages one origin.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from auditor.checks.provenance.anonymity import Anonymous
from auditor.checks.provenance.clusters import Desk, Link, gather, link_pages
from auditor.checks.provenance.credits import credit_strings, read_credits
from auditor.checks.provenance.edges import trace_edges
from auditor.checks.provenance.names import learn_voices
from auditor.checks.provenance.notes import Briefing, ProvenanceNotes, take_notes
from auditor.checks.provenance.options import Known, ProvenanceOptions
from auditor.checks.provenance.sheets import read_sheet
from auditor.records import Page, Provenance

__all__ = [
    "Anonymous",
    "Briefing",
    "Known",
    "Provenance",
    "ProvenanceNotes",
    "ProvenanceOptions",
    "trace_provenance",
    "trace_with_notes",
]

Outlets = Mapping[str, Known]
_DEFAULTS = ProvenanceOptions()


def trace_provenance(
    pages: Sequence[Page], *, outlets: Outlets | None = None, options: ProvenanceOptions = _DEFAULTS
) -> Provenance:
    """The pages as clusters of one origin, with who names whom as a source, and why. Indexes count in ``pages``.

    Args:
        outlets: what is known of outlets: name -> networks and agencies whose text it carries, and its owner. It
            only lowers how much text must agree; nothing depends on it.
    """
    return _trace(pages, outlets or {}, options)[0]


def trace_with_notes(
    pages: Sequence[Page], *, outlets: Outlets | None = None, options: ProvenanceOptions = _DEFAULTS
) -> tuple[Provenance, ProvenanceNotes]:
    """``trace_provenance`` and what follows from it: earliest pages, circles, unnamed sources, effective number."""
    found, desk = _trace(pages, outlets or {}, options)
    notes = take_notes(found, desk.sheets, desk.voices, desk.credits)
    return replace(found, effective=notes.effective, summary=notes.reasons, earliest=notes.earliest), notes


def _trace(pages: Sequence[Page], outlets: Outlets, options: ProvenanceOptions) -> tuple[Provenance, Desk]:
    sheets = [read_sheet(index, page) for index, page in enumerate(pages)]
    strings = [credit_strings(sheet) for sheet in sheets]
    voices = learn_voices(pages, [[name for _, name in names] for names in strings])
    given = read_credits(sheets, strings, voices)
    edges = trace_edges(sheets, voices, given, options)
    desk = Desk(sheets, voices, given, outlets, options)
    links = link_pages(desk, edges)
    clusters = gather(desk, links)
    home = {page: number for number, cluster in enumerate(clusters) for page in cluster}
    kept = [edge for edge in edges if home[edge.page] != home[edge.source]]
    reasons = [_cluster_reason(cluster, links) for cluster in clusters if len(cluster) > 1]
    found = Provenance(
        clusters=tuple(clusters),
        rests_on=tuple((edge.page, edge.source) for edge in kept),
        independent=len(clusters),
        reasons=(*reasons, *(edge.reason for edge in kept)),
    )
    return found, desk


def _cluster_reason(cluster: Sequence[int], links: Sequence[Link]) -> str:
    inside = [link for link in links if link.first in cluster and link.second in cluster]
    best = max(inside, key=lambda link: link.strength)
    pages = ", ".join(str(i) for i in cluster[:-1]) + f" and {cluster[-1]}"
    return f"pages {pages} are one story: {best.reason}"
