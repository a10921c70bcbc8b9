"""Who did what to whom, turned round."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditor import lexicon
from auditor.checks.alterations.base import Found, Pairing, View, found
from auditor.checks.reading import Reading, Word
from auditor.records import DifferenceKind, Span

_BE = frozenset("is are was were be been being gets got get".split())
# Verbs that tell one deed from its two ends: whoever sells, the other buys.
_CONVERSE = (
    ({"sell", "supply"}, {"buy", "purchase", "acquire"}),
    ({"lend", "loan"}, {"borrow"}),
    ({"beat", "defeat"}, {"lose"}),
    ({"give", "send", "pay", "hand"}, {"receive", "get", "take"}),
    ({"precede"}, {"follow", "succeed"}),
    ({"teach"}, {"learn"}),
    ({"employ", "hire"}, {"work"}),
)


@dataclass(frozen=True, slots=True)
class _Party:
    """Someone or something that can act: the places of its words and its span."""

    first: int
    end: int
    span: Span


def find_roles(view: View) -> Iterator[Found]:
    """Verbs whose two sides have changed places between claim and page."""
    for number in view.homes():
        pairing = view.pairing(number)
        parties = _parties(view.claim)
        if len(parties) < 2:
            continue
        for verb in view.claim.words:
            if result := _swapped(view, pairing, parties, verb):
                yield result
                break
        if result := _exchanged(view, pairing, parties):
            yield result


def _parties(reading: Reading) -> list[_Party]:
    """Names, and nouns with a definite article."""
    out = [_Party(n.first, n.end, n.span) for n in reading.names]
    taken = {i for p in out for i in range(p.first, p.end)}
    words = reading.words
    for word in words:
        if word.norm not in ("the", "its", "his", "her", "their", "a", "an"):
            continue
        end = word.at + 1
        while end < len(words) and words[end].content and not words[end].absorbed and end not in taken:
            if words[end].clause != word.clause or end - word.at > 3:
                break
            end += 1
        if end > word.at + 1 and not lexicon.REPORTING_VERBS & set(lexicon.lemmas(words[end - 1].norm)):
            out.append(_Party(word.at + 1, end, Span(words[word.at + 1].start, words[end - 1].end)))
    return sorted(out, key=lambda p: p.first)


def _around(parties: list[_Party], at: int) -> tuple[_Party | None, _Party | None]:
    left = next((p for p in reversed(parties) if p.end <= at and at - p.end < 9), None)
    right = next((p for p in parties if p.first > at and p.first - at < 9), None)
    return left, right


def _passive(reading: Reading, at: int) -> bool:
    """``was beaten by``: a form of ``be`` before the verb and ``by`` after it."""
    words = reading.words
    before = any(words[k].norm in _BE for k in range(max(0, at - 3), at))
    after = any(words[k].norm == "by" for k in range(at + 1, min(len(words), at + 5)))
    return after and (before or words[at].norm.endswith(("ed", "en", "n", "t")))


def _places(pairing: Pairing, party: _Party) -> list[int]:
    """Where the page's sentence has the party's words."""
    found_at = [pairing.page_of[i] for i in range(party.first, party.end) if i in pairing.page_of]
    return [j for j, weight in found_at if weight >= 0.7]


def _swapped(view: View, pairing: Pairing, parties: list[_Party], verb: Word) -> Found | None:
    if verb.at not in pairing.page_of or not verb.content or verb.quoted:
        return None
    j, weight = pairing.page_of[verb.at]
    if weight < 0.7 or any(p.first <= verb.at < p.end for p in parties):
        return None
    left, right = _around(parties, verb.at)
    if left is None or right is None or left.span == right.span:
        return None
    a, b = _places(pairing, left), _places(pairing, right)
    if not a or not b or set(a) & set(b):
        return None
    crossed = min(a) > j > max(b)
    straight = max(a) < j < min(b)
    if not (crossed or straight):
        return None
    turned = _passive(view.claim, verb.at) != _passive(pairing.page, j)
    if _converse(verb, pairing.page.words[j]):
        turned = not turned
    if crossed == turned:
        return None
    if max(abs(x - j) for x in (*a, *b)) > 12:
        return None
    page = pairing.page.words
    low, high = min(*a, *b, j), max(*a, *b, j)
    strength = 0.25 + 0.6 * pairing.coverage(view.claim.content)
    strength -= 0.1 * (high - low > 10) + 0.1 * bool(verb.norm.endswith("ing"))
    return found(
        view.match,
        DifferenceKind.ROLE_SWAP,
        Span(left.span.start, right.span.end),
        Span(page[low].start, page[high].end),
        strength,
        "role_crossed",
    )


def _converse(a: Word, b: Word) -> bool:
    first, second = set(lexicon.lemmas(a.norm)), set(lexicon.lemmas(b.norm))
    return any((first & x and second & y) or (first & y and second & x) for x, y in _CONVERSE)


def _exchanged(view: View, pairing: Pairing, parties: list[_Party]) -> Found | None:
    """Two parties that stand before each other's verbs: ``A did x, B did y`` for ``B did x, A did y``."""
    subjects = _subjects(view, pairing, parties)
    for n, (verb, j, left) in enumerate(subjects):
        for other_verb, k, other_left in subjects[n + 1 :]:
            a, b = _places(pairing, left), _places(pairing, other_left)
            if not a or not b or set(a) & set(b) or verb.at == other_verb.at:
                continue
            own, others = _nearest_before(a, b, j), _nearest_before(a, b, k)
            if own == 1 and others == 0:
                coverage = pairing.coverage(view.claim.content)
                page = pairing.page.words
                low, high = min(*a, *b, j, k), max(*a, *b, j, k)
                return found(
                    view.match,
                    DifferenceKind.ROLE_SWAP,
                    Span(left.span.start, other_verb.end),
                    Span(page[low].start, page[high].end),
                    0.15 + 0.7 * coverage,
                    "role_exchanged",
                )
    return None


def _subjects(view: View, pairing: Pairing, parties: list[_Party]) -> list[tuple[Word, int, _Party]]:
    """(verb of the claim, its place in the page's sentence, the party right before it)."""
    out = []
    for verb in view.claim.words:
        if not verb.content or verb.at not in pairing.page_of or any(p.first <= verb.at < p.end for p in parties):
            continue
        j, weight = pairing.page_of[verb.at]
        left, _ = _around(parties, verb.at)
        if weight >= 0.7 and left is not None and verb.at - left.end <= 4:
            out.append((verb, j, left))
    return out


def _nearest_before(a: list[int], b: list[int], j: int) -> int | None:
    """0 where the first party stands nearest before ``j``, 1 where the second does, None where neither does."""
    first = max((x for x in a if x < j), default=None)
    second = max((x for x in b if x < j), default=None)
    if first is None and second is None:
        return None
    if first is None:
        return 1
    if second is None:
        return 0
    return 0 if first > second else 1
