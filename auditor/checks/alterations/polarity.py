"""A ``not`` added or dropped, a verb or adjective made its opposite, a comparison turned round."""

from __future__ import annotations

from collections.abc import Iterator

from auditor import lexicon
from auditor.checks.alterations.base import Found, Pairing, View, found
from auditor.checks.alterations.order import is_order_word
from auditor.checks.reading import Reading, Word, is_negation
from auditor.records import DifferenceKind, Span

_COMPARING = frozenset(
    """more less fewer greater higher lower larger smaller longer shorter bigger older younger deeper shallower taller
    heavier lighter wider narrower faster slower cheaper dearer warmer colder hotter cooler wetter drier stronger weaker
    better worse above below over under exceed exceeds exceeded ahead behind most least highest lowest largest smallest
    longest shortest deepest shallowest oldest youngest fastest slowest best worst cheapest earliest latest majority
    minority maximum minimum up down earlier later nearer farther further closer richer poorer busier quieter""".split()
)


def find_polarity(view: View) -> Iterator[Found]:
    """Negations and opposites between the claim and the sentences it stands in."""
    for number in view.homes():
        pairing = view.pairing(number)
        yield from _negations(view, pairing)
        yield from _opposites(view, pairing)


def _targets(reading: Reading) -> Iterator[tuple[Word, Word]]:
    """(negating word, first content word it governs)."""
    words = reading.words
    for word in words:
        after = words[word.at + 1] if word.at + 1 < len(words) else None
        if not is_negation(word, after):
            continue
        target = next((w for w in words[word.at + 1 : word.at + 6] if w.content and not w.absorbed), None)
        if target is not None and target.clause - word.clause <= 1:
            yield word, target


def _negations(view: View, pairing: Pairing) -> Iterator[Found]:
    claim, page = pairing.claim, pairing.page
    for word, target in _targets(claim):
        if target.at in pairing.page_of:
            j, weight = pairing.page_of[target.at]
            if weight >= 0.7 and not page.negated(j) and not _negative(page.words[j]):
                yield _negation(view, pairing, target.at, j, Span(word.start, target.end), page.words[j].span)
    for word, target in _targets(page):
        if target.at in pairing.claim_of:
            i, weight = pairing.claim_of[target.at]
            if weight >= 0.7 and not claim.negated(i) and not _negative(claim.words[i]):
                yield _negation(view, pairing, i, target.at, claim.words[i].span, Span(word.start, target.end))


def _negative(word: Word) -> bool:
    return bool(lexicon.NEGATIVE_VERBS & set(lexicon.lemmas(word.norm)))


def _negation(view: View, pairing: Pairing, i: int, j: int, said: Span, written: Span) -> Found:
    strength = 0.1 + 0.4 * _clause_coverage(pairing, i) + 0.12 * min(pairing.near(i, j), 4.0)
    return found(view.match, DifferenceKind.NEGATION, said, written, strength, "negation")


def _clause_coverage(pairing: Pairing, i: int) -> float:
    """How much of the claim's clauses around word ``i`` the sentence has."""
    clause = pairing.claim.words[i].clause
    words = [
        w for w in pairing.claim.words if abs(w.clause - clause) <= (0 if _big(pairing, clause) else 1) and w.at != i
    ]
    return pairing.coverage(words)


def _big(pairing: Pairing, clause: int) -> bool:
    return sum(w.content for w in pairing.claim.words if w.clause == clause) >= 4


def _opposites(view: View, pairing: Pairing) -> Iterator[Found]:
    claim, page = pairing.claim, pairing.page
    for word in claim.words:
        if (
            word.absorbed
            or is_order_word(word.norm)
            or (word.at in pairing.page_of and pairing.page_of[word.at][1] > 0.7)
        ):
            continue
        if any(lexicon.opposites(word.key)):
            options = [
                w for w in page.words if not w.absorbed and _free(pairing, w) and lexicon.are_antonyms(word.key, w.key)
            ]
        else:
            options = [
                w for w in page.words if w.content and _free(pairing, w) and lexicon.are_antonyms(word.norm, w.norm)
            ]
        if not options:
            continue
        other = max(options, key=lambda w: pairing.near(word.at, w.at))
        if claim.negated(word.at) != page.negated(other.at):
            continue
        context = pairing.near(word.at, other.at)
        strength = 0.1 + 0.45 * _clause_coverage(pairing, word.at) + 0.12 * min(context, 3.0)
        comparing = word.norm in _COMPARING and other.norm in _COMPARING
        kind = DifferenceKind.COMPARATOR if comparing else DifferenceKind.ANTONYM
        rule = "comparator_word" if comparing else "antonym"
        yield found(view.match, kind, word.span, other.span, strength, rule)


def _free(pairing: Pairing, word: Word) -> bool:
    """Whether no word of the claim stands for the page's word."""
    return word.at not in pairing.claim_of or pairing.claim_of[word.at][1] < 0.7
