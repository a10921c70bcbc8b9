"""A found number with what stands before and behind it: comparator and hedge."""

from __future__ import annotations

from auditor.dateforms import DAYS
from auditor.lexicon.words import COMPARATORS, ROUGHLY
from auditor.quantities.quantity import Quantity
from auditor.quantities.words import ENDLESS, MONTHS, Found, Word, text_at
from auditor.records import Span


def finish(text: str, words: list[Word], found: Found) -> Quantity | None:
    """The quantity with the comparator and hedge around it; None where its value is beyond sense."""
    comparator, hedged, first = _before(words, found.first)
    comparator, hedged, end = _after(words, found.end, comparator, hedged)
    low = (found.value + found.shift) * found.factor
    high = (found.high + found.shift) * found.factor if found.high is not None else low
    if not abs(low) < ENDLESS or not abs(high) < ENDLESS:
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
        _label(text, words, found) if first == found.first and end == found.end else "",
    )


_PLURALS = frozenset("people men women children police staff more other others".split())


def _label(text: str, words: list[Word], found: Found) -> str:
    """The capitalised word whose name a bare figure ends: ``heron`` in ``the probe Heron 2``.

    Not where the word begins its sentence, or what is counted may follow: ``in Velm 12 trams``, ``in Velm 12 died``.
    """
    word, first = words[found.first], found.first
    if found.unit or found.end != first + 1 or word.kind != "figure" or not word.text.isdecimal() or first < 2:
        return ""
    before, gap = words[first - 1], text[words[first - 1].end : word.start]
    if before.kind != "word" or gap not in (" ", "-") or not text[before.start].isupper() or len(word.text) > 4:
        return ""
    if any(mark in text[words[first - 2].end : before.start] for mark in '.!?:"“\n') or before.text in NOT_LABELS:
        return ""
    after = text_at(words, found.end)
    if found.end < len(words) and text[word.end : words[found.end].start] in (" ", "-"):
        counted = after in _PLURALS or (after.endswith("s") and after not in ("is", "was", "has", "does", "as"))
        if (counted and found.value > 1) or after.endswith("ed"):
            return ""
    return before.text


NOT_LABELS = MONTHS | DAYS.keys()
"""Names that a figure of its own may follow: ``on Tuesday 12 ...``."""
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
            if (key in _COMPARATOR_KEYS or key in _ROUGH_KEYS) and not _is_particle(words, at - size, key):
                comparator = _COMPARATOR_KEYS.get(key, comparator) if comparator == "=" else comparator
                hedged = hedged or key in _ROUGH_KEYS
                at = begin = at - size
                break
        else:
            break
    return comparator, hedged, begin


def _is_particle(words: list[Word], at: int, key: tuple[str, ...]) -> bool:
    """``handed over 300 letters``: the word belongs to the verb before it, and says nothing of the figure."""
    return key == ("over",) and text_at(words, at - 1) in _HANDED


_HANDED = frozenset(
    """hand hands handed handing sign signs signed signing turn turns turned turning knock knocks knocked knocking pull
    pulls pulled pulling switch switches switched switching""".split()
)
"""Forms of verbs said with ``over`` of what changes hands; ``took over`` and ``won over`` may as well count."""


def _after(words: list[Word], end: int, comparator: str, hedged: bool) -> tuple[str, bool, int]:
    tail = (text_at(words, end), text_at(words, end + 1))
    if tail in (("or", "so"),):
        return comparator, True, end + 2
    if tail in (("or", "more"), ("or", "over"), ("or", "above")):
        return ">=", hedged, end + 2
    if tail in (("or", "less"), ("or", "fewer"), ("or", "under"), ("or", "below")):
        return "<=", hedged, end + 2
    return comparator, hedged, end
