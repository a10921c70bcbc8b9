"""A claim made ready for any number of pages: what it says, item by item, and the parts it falls into."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from auditor.checks.reading import Name, Reading, Word, read
from auditor.dates import DateMention, parse_anchor
from auditor.quantities import Quantity
from auditor.records import Span
from auditor.text import tokenize

MAX_CLAIM_WORDS, MAX_CLAIM_CHARACTERS = 400, 8000
"""A claim is read to this many words: some five times the longest sentence of the training pages."""
LOOSE = " ,;:–—"
"""What stands between the parts of a claim and belongs to none."""
LONG, PART = 25, 5
"""Words of a claim that may be cut into parts, and of the least part: fewer say too little to be looked for alone. From
25 words on the parts keep most of what they give from 15 on, in half the time."""


@dataclass(eq=False, slots=True)
class Item:
    """One thing that the claim says: a content word, a figure or a date. ``weight`` is set by the page's idf."""

    at: int
    span: Span
    segment: int
    word: Word | None = None
    quantity: Quantity | None = None
    date: DateMention | None = None
    name: Name | None = None


@dataclass(eq=False)
class PreparedClaim:
    """A claim with its reading, items and segments; ``segments`` are spans of the claim's text."""

    text: str
    reading: Reading
    items: list[Item]
    segments: list[Span]
    context: str = ""

    def parts(self, least: int = LONG) -> list[Span]:
        """The claim cut into what it joins: spans of its text, in order, that together hold all of it; none where it
        has fewer than ``least`` words or joins nothing.
        """
        if len(self.reading.words) < least:
            return []
        cuts: list[int] = []
        for segment in self.segments[1:]:
            if len(self.text[cuts[-1] if cuts else 0 : segment.start].split()) >= PART:
                cuts.append(segment.start)
        if cuts and len(self.text[cuts[-1] :].split()) < PART:
            cuts.pop()
        return [Span(start, end) for start, end in zip([0, *cuts], [*cuts, len(self.text)])] if cuts else []


def standing_alone(part: str) -> str:
    """A part of a claim set as a sentence of its own."""
    said = part.strip(LOOSE)
    return said[:1].upper() + said[1:] + ("" if said[-1:] in '.!?”"' else ".")


@lru_cache(maxsize=512)
def prepare(text: str, claim_date: str | None = None, context: str = "") -> PreparedClaim:
    """The claim made ready for any number of pages."""
    tokens = tokenize(text[:MAX_CLAIM_CHARACTERS])[:MAX_CLAIM_WORDS]
    end = len(text) if len(tokens) < MAX_CLAIM_WORDS else tokens[-1].end
    reading = read(text, Span(0, min(end, MAX_CLAIM_CHARACTERS)), tokens, parse_anchor(claim_date))
    segments = _segments(reading)
    items = _items(reading, segments)
    return PreparedClaim(text, reading, items, segments, context)


def _segments(reading: Reading) -> list[Span]:
    """The claim cut at clause boundaries into parts of at least three content words each."""
    parts: list[list[Word]] = []
    for word in reading.words:
        if parts and (parts[-1][-1].clause == word.clause or _weight(parts[-1]) < 3):
            parts[-1].append(word)
        else:
            parts.append([word])
    if len(parts) > 1 and _weight(parts[-1]) < 3:
        parts[-2].extend(parts.pop())
    return [Span(part[0].start, part[-1].end) for part in parts]


def _weight(words: Iterable[Word]) -> int:
    return sum(w.content and not w.absorbed for w in words)


def _items(reading: Reading, segments: list[Span]) -> list[Item]:
    out: list[Item] = []
    taken: list[Span] = []

    def segment_of(span: Span) -> int:
        return next((i for i, s in enumerate(segments) if span.start < s.end), len(segments) - 1)

    for mention in reading.dates:
        taken.append(mention.span)
        out.append(Item(0, mention.span, segment_of(mention.span), date=mention))
    for quantity in reading.quantities:
        taken.append(quantity.whole)
        out.append(Item(0, quantity.span, segment_of(quantity.span), quantity=quantity))
    named = {i: name for name in reading.names for i in range(name.first, name.end)}
    for word in reading.content:
        if not any(word.start < t.end and t.start < word.end for t in taken):
            out.append(Item(word.at, word.span, segment_of(word.span), word=word, name=named.get(word.at)))
    out.sort(key=lambda item: item.span.start)
    return out
