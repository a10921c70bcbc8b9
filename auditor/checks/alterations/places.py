"""How alike the places are in which a figure or a date stands, in the claim and in a sentence of the page."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from auditor.checks.alterations.base import Pairing
from auditor.checks.reading import Reading
from auditor.records import Span

_RANKS = (1.0, 0.7, 0.5)
"""What the first, second and third content word on one side of a place count."""
_LEAST = 2.0
"""What is shared is measured against no less than this: one word alone is no place."""
_REACH = 8
"""Words on one side of a place that are looked at."""


def likeness(pairing: Pairing, said: Span, written: Span) -> float:
    """How far the words around ``said`` in the claim are those around ``written`` in the sentence, from 0 to 1.

    The three nearest content words on each side count; one that stands on the other side of the page's place counts
    half, as in another voice or order.
    """
    near = dict(_ranked(pairing.page, written, 6))
    total = have = 0.0
    for at, rank in _ranked(pairing.claim, said, len(_RANKS)):
        worth = _RANKS[abs(rank) - 1]
        total += worth
        place, weight = pairing.page_of.get(at, (-1, 0.0))
        if other := near.get(place, 0):
            closeness = 1.0 if abs(other) <= abs(rank) + 1 else 0.7 if abs(other) <= 4 else 0.4
            have += worth * weight * closeness * (1.0 if (other > 0) == (rank > 0) else 0.5)
    return have / max(total, _LEAST)


def _ranked(reading: Reading, span: Span, most: int) -> list[tuple[int, int]]:
    """(place, rank) of the nearest content words: rank -1 is the first before ``span``, 1 the first after it."""
    words = reading.words
    first = bisect_right(words, span.start, key=lambda word: word.end)
    end = bisect_left(words, span.end, lo=first, key=lambda word: word.start)
    before = [
        k for k in range(first - 1, max(-1, first - 1 - _REACH), -1) if words[k].content and not words[k].absorbed
    ]
    after = [k for k in range(end, min(len(words), end + _REACH)) if words[k].content and not words[k].absorbed]
    return [
        *((k, -rank) for rank, k in enumerate(before[:most], 1)),
        *((k, rank) for rank, k in enumerate(after[:most], 1)),
    ]
