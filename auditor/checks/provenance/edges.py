"""Which page an attribution means: the edges of ``rests_on``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auditor.checks.provenance.credits import Credit
from auditor.checks.provenance.mentions import Naming, can_follow, day_of, find_namings, names_pattern
from auditor.checks.provenance.names import Voice
from auditor.checks.provenance.options import ProvenanceOptions
from auditor.checks.provenance.sheets import Sheet


@dataclass(frozen=True, slots=True)
class Edge:
    """Page ``page`` names the outlet of page ``source``, or the agency it carries, as the source of its facts."""

    page: int
    source: int
    reason: str


def trace_edges(
    sheets: Sequence[Sheet], voices: list[Voice], credits: Sequence[Credit], options: ProvenanceOptions
) -> list[Edge]:
    """Every edge, in order of the pages; at most one from a page to a voice."""
    pattern = names_pattern(voices)
    edges = []
    for sheet in sheets:
        own = frozenset(at for at, voice in enumerate(voices) if sheet.index in voice.homes)
        namings: dict[int, list[Naming]] = {}
        for naming in find_namings(sheet, voices, own, pattern):
            namings.setdefault(naming.voice, []).append(naming)
        for voice, found in namings.items():
            source = _page_meant(sheet, sheets, voices[voice], found, options)
            if source is not None:
                reason = f'page {sheet.index} rests on page {source}: it names {voices[voice].name} as its source ("{found[0].words}")'
                edges.append(Edge(sheet.index, source, reason))
    return edges


def _page_meant(
    sheet: Sheet, sheets: Sequence[Sheet], voice: Voice, namings: Sequence[Naming], options: ProvenanceOptions
) -> int | None:
    for candidates in (voice.homes, voice.carried):
        fit = [
            (_agreement(sheet, sheets[at], namings), at)
            for at in candidates
            if at != sheet.index and can_follow(sheet, sheets[at], slack=options.slack_days)
        ]
        fit = [(score, at) for score, at in fit if score >= 2]
        if fit:
            best = max(score for score, _ in fit)
            close = [at for score, at in fit if score >= 0.8 * best]
            return min(close, key=lambda at: (str(day_of(sheets[at].page.published) or "9999"), at))
    return None


def _agreement(sheet: Sheet, other: Sheet, namings: Sequence[Naming]) -> int:
    """How many content words the attributing sentences and their neighbours share with ``other``."""
    words: set[str] = set()
    for naming in namings:
        for at in range(max(0, naming.sentence - 1), min(len(sheet.sentences), naming.sentence + 2)):
            words |= sheet.sentences[at].content
    theirs: set[str] = set()
    for sentence in other.sentences:
        theirs |= sentence.content
    return len(words & theirs)
