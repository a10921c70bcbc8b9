"""A found number with what stands before and behind it: comparator and hedge."""

from __future__ import annotations

from auditor.lexicon.words import COMPARATORS, ROUGHLY
from auditor.quantities.quantity import Quantity
from auditor.quantities.words import (
    Found,
    Word,
    text_at,
)
from auditor.records import Span


def finish(text: str, words: list[Word], found: Found) -> Quantity | None:
    """The quantity with the comparator and hedge around it; None where its value is beyond sense."""
    comparator, hedged, first = _before(words, found.first)
    comparator, hedged, end = _after(words, found.end, comparator, hedged)
    low = (found.value + found.shift) * found.factor
    high = (found.high + found.shift) * found.factor if found.high is not None else low
    if not abs(low) < 1e18 or not abs(high) < 1e18:
        return None
    span = Span(words[found.first].start, words[found.end - 1].end)
    return Quantity(
        span,
        Span(words[first].start, words[end - 1].end),
        text[span.start : span.end],
        (low + high) / 2,
        low,
        high,
        found.unit,
        found.written,
        found.plain or found.value,
        comparator,
        hedged,
        found.digits,
    )


_COMPARATOR_KEYS = {tuple(key.split()): sign for key, sign in COMPARATORS.items()}
_ROUGH_KEYS = frozenset(tuple(key.split()) for key in ROUGHLY)
_LONGEST = max(len(key) for key in (*_COMPARATOR_KEYS, *_ROUGH_KEYS))


def _before(words: list[Word], first: int) -> tuple[str, bool, int]:
    """The comparator and hedge before the token at ``first``, and where they begin."""
    comparator, hedged, begin, at = "=", False, first, first
    for _ in range(2):
        if at and words[at - 1].text in ("a", "an", "the", "one", "as") and at == first:
            at -= 1
        for size in range(min(_LONGEST, at), 0, -1):
            key = tuple(word.text for word in words[at - size : at])
            if key in _COMPARATOR_KEYS or key in _ROUGH_KEYS:
                comparator = _COMPARATOR_KEYS.get(key, comparator) if comparator == "=" else comparator
                hedged = hedged or key in _ROUGH_KEYS
                at = begin = at - size
                break
        else:
            break
    return comparator, hedged, begin


def _after(words: list[Word], end: int, comparator: str, hedged: bool) -> tuple[str, bool, int]:
    tail = (text_at(words, end), text_at(words, end + 1))
    if tail in (("or", "so"),):
        return comparator, True, end + 2
    if tail in (("or", "more"), ("or", "over"), ("or", "above")):
        return ">=", hedged, end + 2
    if tail in (("or", "less"), ("or", "fewer"), ("or", "under"), ("or", "below")):
        return "<=", hedged, end + 2
    return comparator, hedged, end
