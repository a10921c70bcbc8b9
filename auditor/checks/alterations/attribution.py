"""Said by another party than in the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor import lexicon
from auditor.checks.alterations.base import Found, View, found
from auditor.checks.alterations.speech import Speaker, quote_speaker, resolve, speakers, speaks_for
from auditor.checks.reading import Word
from auditor.records import DifferenceKind, Span
from auditor.text import tokenize


def find_attribution(view: View) -> Iterator[Found]:
    """Each statement of the claim that the page gives to somebody else."""
    claimed = speakers(view.claim)
    for quote in view.claim.quotes:
        place = _page_place(view, quote)
        near = min(claimed, key=lambda s: _gap(view, s, quote), default=None)
        if place is None or near is None or near.name is None:
            continue
        speaker = quote_speaker(view.match.index, place)
        if speaker is not None and (result := _differ(view, near, speaker, 0.85, "attribution_quote")):
            yield result
    for speaker in claimed:
        if speaker.name is not None and (result := _reported(view, speaker)):
            yield result


def _gap(view: View, speaker: Speaker, quote: Span) -> int:
    verb = view.claim.words[speaker.verb].span
    return max(quote.start - verb.end, verb.start - quote.end)


def _page_place(view: View, quote: Span) -> int | None:
    """Where the page quotes the first words of the claim's quotation, or most of them."""
    index = view.match.index
    words = tokenize(quote.of(view.match.claim.text))
    if len(words) < 3:
        return None
    for size in (len(words), 5, 4):
        if size > len(words):
            continue
        for offset in range(len(words) - size + 1):
            norms = [w.norm for w in words[offset : offset + size]]
            for at in index.places_of(norms[0]):
                if index.norms[at : at + size] == norms and index.quote_at(index.tokens[at].start) is not None:
                    return index.tokens[at].start
    return None


def _reported(view: View, speaker: Speaker) -> Found | None:
    """Indirect speech: the sentence that says the same, told by another name."""
    match = view.match
    numbers = view.homes()[:2]
    content = [w for w in view.claim.content if not (speaker.span.start <= w.start < speaker.span.end)]
    content = [w for w in content if w.at != speaker.verb]
    own = _own_words(view, speaker, content)
    for number in numbers:
        pairing = view.pairing(number)
        coverage = pairing.coverage(content)
        if coverage < 0.5 or coverage < own + 0.2:
            continue
        page = match.index.sentences[number]
        told = [resolve(match.index, number, s) for s in speakers(page)]
        named = [s for s in told if s.name is not None]
        if not named or any(_same(view, speaker, s) for s in told):
            continue
        if any(set(speaker.parts) & set(n.parts) for n in page.names):
            continue
        best = named[0]
        if result := _differ(view, speaker, best, 0.15 + 0.7 * coverage, "attribution_reported"):
            return result
    return None


def _own_words(view: View, speaker: Speaker, content: Sequence[Word]) -> float:
    """How much of what is told the page has in a sentence that the claim's speaker tells."""
    match, best = view.match, 0.0
    for number in match.ranked[:8]:
        told = (resolve(match.index, number, s) for s in speakers(match.index.sentences[number]))
        if any(s.name is not None and _same(view, speaker, s) for s in told):
            best = max(best, view.pairing(number).coverage(content))
    return best


def _same(view: View, claimed: Speaker, page: Speaker) -> bool:
    if page.name is None:
        return True  # a noun or an unresolved pronoun may be anybody
    if claimed.parts & page.parts:
        return True
    return lexicon.canonical_name(claimed.name.text if claimed.name else "") == lexicon.canonical_name(page.name.text)


def _differ(view: View, claimed: Speaker, page: Speaker, strength: float, rule: str) -> Found | None:
    index = view.match.index
    if page.name is None or claimed.name is None or not index.is_name(page.name) or not index.is_name(claimed.name):
        return None
    if page.name.article or _same(view, claimed, page):
        return None
    if index.described_as(page.name, claimed.parts) or speaks_for(view, claimed.span, page.name):
        return None
    if page.pronoun:
        strength -= 0.3 if _could_be(view, claimed, page) else 0.15
    if any(page.parts & set(name.parts) for name in view.claim.names):
        strength -= 0.3  # the claim has the page's speaker too: this one may have been read wrongly
    return found(view.match, DifferenceKind.ATTRIBUTION, claimed.span, page.name.span, strength, rule)


def _could_be(view: View, claimed: Speaker, page: Speaker) -> bool:
    """Whether the claim's speaker is named on the page more often than the one its pronoun was led back to."""
    index = view.match.index

    def count(speaker: Speaker) -> int:
        return max((len(index.places_of(part)) for part in speaker.parts), default=0)

    return count(claimed) >= count(page)
