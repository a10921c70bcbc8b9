"""Which page an attribution means: the edges of ``rests_on``."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from auditor.checks.provenance.credits import Credit
from auditor.checks.provenance.mentions import Naming, can_mean, day_of, find_namings
from auditor.checks.provenance.names import Voice
from auditor.checks.provenance.options import ProvenanceOptions
from auditor.checks.provenance.sheets import Sheet, content_of

NEIGHBOUR = 0.5
"""What a sentence beside the attributing one weighs in telling which page is meant."""
CLOSE = 0.85
"""Pages that agree nearly as well as the best one are told apart by date: the earliest is meant."""


@dataclass(frozen=True, slots=True)
class Edge:
    """Page ``page`` names the outlet of page ``source``, or the agency it carries, as the source of its facts.

    ``sentences`` are those that name it (indexes into the page's sentences).
    """

    page: int
    source: int
    reason: str
    sentences: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Library:
    """The words of all pages, and how rare each is among them."""

    words: tuple[frozenset[str], ...]
    rarity: dict[str, float]


def trace_edges(
    sheets: Sequence[Sheet], voices: list[Voice], given: Sequence[Credit], options: ProvenanceOptions
) -> list[Edge]:
    """Every edge, in order of the pages; at most one from a page to a voice."""
    library = _read_library(sheets)
    edges = []
    for sheet in sheets:
        own = frozenset(at for at, voice in enumerate(voices) if sheet.index in voice.homes)
        namings: dict[int, list[Naming]] = {}
        for naming in find_namings(sheet, voices, own):
            namings.setdefault(naming.voice, []).append(naming)
        for voice, found in namings.items():
            source = _page_meant(sheet, sheets, voices[voice], found, library, options)
            if source is not None:
                first = next((naming for naming in found if naming.cued), found[0])
                reason = _reason(sheet.index, source, voices[voice], first.words)
                edges.append(Edge(sheet.index, source, reason, frozenset(naming.sentence for naming in found)))
        for voice, line in given[sheet.index].contributed.items():
            source = _earliest([at for at in voices[voice].homes + voices[voice].carried if at != sheet.index], sheets)
            if source is not None and not any(e.page == sheet.index and e.source == source for e in edges):
                edges.append(Edge(sheet.index, source, _reason(sheet.index, source, voices[voice], line)))
    return edges


def _reason(page: int, source: int, voice: Voice, words: str) -> str:
    return f'page {page} rests on page {source}: it names {voice.name} as a source ("{words}")'


def _read_library(sheets: Sequence[Sheet]) -> _Library:
    words = tuple(frozenset(w for s in sheet.sentences for w in s.content | s.said) for sheet in sheets)
    counts = Counter(word for page in words for word in page)
    return _Library(words, {word: math.log(1 + len(sheets) / n) for word, n in counts.items()})


def _page_meant(
    sheet: Sheet,
    sheets: Sequence[Sheet],
    voice: Voice,
    namings: Sequence[Naming],
    library: _Library,
    options: ProvenanceOptions,
) -> int | None:
    """The page of the voice's own, or else one that carries it, whose text has what the naming sentences say."""
    for candidates in (voice.homes, voice.carried):
        fit = {
            at: max(
                _agreement(sheet, at, voice, naming, library, options)
                for naming in namings
                if can_mean(naming, sheet, sheets[at], slack=options.slack_days)
            )
            for at in candidates
            if at != sheet.index
            and any(can_mean(naming, sheet, sheets[at], slack=options.slack_days) for naming in namings)
        }
        best = max(fit.values(), default=0.0)
        if best > 0:
            return _earliest([at for at, score in fit.items() if score >= CLOSE * best], sheets)
    return None


def _earliest(pages: Sequence[int], sheets: Sequence[Sheet]) -> int | None:
    return min(pages, key=lambda at: (str(day_of(sheets[at].page.published) or "9999"), at), default=None)


def _agreement(
    sheet: Sheet, at: int, voice: Voice, naming: Naming, library: _Library, options: ProvenanceOptions
) -> float:
    """How much of what the naming sentence says, weighed by rarity, stands on page ``at``; 0 where it is too little."""
    names = frozenset().union(*(content_of(form) for form in voice.forms))
    total = shared = 0.0
    common: set[str] = set()
    for number in range(max(0, naming.sentence - 1), min(len(sheet.sentences), naming.sentence + 2)):
        sentence = sheet.sentences[number]
        weight = 1.0 if number == naming.sentence else NEIGHBOUR
        for word in (sentence.content | sentence.said) - names:
            value = weight * library.rarity[word]
            total += value
            if word in library.words[at]:
                shared += value
                common.add(word)
    ratio = shared / total if total else 0.0
    if not naming.cued:
        if naming.sentence < 0:
            return 0.0
        own = (sheet.sentences[naming.sentence].content | sheet.sentences[naming.sentence].said) - names
        there = own & library.words[at]
        ratio = sum(library.rarity[w] for w in there) / max(0.01, sum(library.rarity[w] for w in own))
        return ratio if len(there) >= options.uncued_words and ratio >= options.uncued_agreement else 0.0
    return ratio if len(common) >= options.cited_words else 0.0
