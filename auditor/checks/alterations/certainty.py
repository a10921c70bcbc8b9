"""A hedge lost, a part made a whole, a superlative added."""

from __future__ import annotations

from collections.abc import Iterator

from auditor import lexicon
from auditor.checks.alterations.base import Found, Pairing, View, found
from auditor.checks.reading import Reading, Word, is_negation
from auditor.quantities.words import ONES
from auditor.records import DifferenceKind, Span

_STRONG = frozenset(
    """may might could possibly perhaps probably likely unlikely possible potentially apparently allegedly reportedly
    alleged suspected seems seem seemed appears appear appeared suggests suggest suggested believes believe believed
    thinks think thought suspects suspect fears hopes hope hoped hoping plans plan planned intends intend aims aim
    expects expect expected considering consider weighing proposes propose proposed provisional provisionally
    preliminary tentative tentatively estimates potential chance if unless provided accuses accused accuse claims
    claim claimed alleges allege theory wants want seeks exploring""".split()
)
_MODAL = frozenset("may might could".split())
_GOVERNING = frozenset("plan claim appear appears appeared seem seems seemed want wants seeks hope hopes plans".split())
"""Hedges only before ``to`` or ``that``: a plan, a claim or a look is none."""
_OPINION = frozenset("accuse allege believe claim think suspect fear theory".split())
_SUPERLATIVE = frozenset(
    "first only ever best worst largest biggest highest lowest greatest record unprecedented never always most".split()
)


def find_certainty(view: View) -> Iterator[Found]:
    """Hedges of the page's sentences that the claim has lost, and quantities it has made whole."""
    for number in view.homes()[:3]:
        pairing = view.pairing(number)
        yield from _hedges(view, pairing)
        yield from _wholes(view, pairing)


def _hedges(view: View, pairing: Pairing) -> Iterator[Found]:
    """The strongest lost hedge of the sentence."""
    best: Found | None = None
    for hedge in pairing.page.words:
        if not _hedging(pairing.page, hedge):
            continue
        target = _target(pairing, hedge)
        if target is None:
            continue
        i, weight = pairing.claim_of[target.at]
        if weight < 0.6 or _kept(view, pairing, hedge, i):
            continue
        strength = _hedge_strength(pairing, hedge, i)
        claim = view.claim
        first = (
            claim.words[i - 1]
            if i and claim.words[i - 1].norm in ("will", "has", "have", "is", "was", "are")
            else claim.words[i]
        )
        said, written = Span(first.start, claim.words[i].end), Span(hedge.start, target.end)
        if hedge.start > target.end:
            written = Span(target.start, hedge.end)
        result = found(view.match, DifferenceKind.HEDGE_LOST, said, written, strength, _rule(hedge))
        if best is None or result.strength > best.strength:
            best = result
    if best is not None:
        yield best


def _hedging(reading: Reading, word: Word) -> bool:
    if word.norm not in _STRONG or _is_month(word):
        return False
    if word.norm in _GOVERNING:
        return any(w.norm in ("to", "that") for w in reading.words[word.at + 1 : word.at + 2])
    return True


def _is_month(word: Word) -> bool:
    return word.norm == "may" and word.capital


def _rule(hedge: Word) -> str:
    if hedge.norm in _MODAL:
        return "hedge_modal"
    if _OPINION & set(lexicon.lemmas(hedge.norm)):
        return "hedge_opinion"
    return "hedge_condition" if hedge.norm in ("if", "unless", "provided") else "hedge_word"


def _target(pairing: Pairing, hedge: Word) -> Word | None:
    """The first aligned content word that the hedge governs."""
    words = pairing.page.words
    first = hedge.at + 1
    if hedge.norm in ("accuses", "accused", "accuse"):  # whom it accuses is no doubt; of what is
        first = next((w.at for w in words[first : first + 8] if w.norm == "of"), first)
    for word in words[first : first + 7]:
        if word.content and word.at in pairing.claim_of:
            return word
        if word.clause > hedge.clause + 1:
            break
    return None


def _kept(view: View, pairing: Pairing, hedge: Word, i: int) -> bool:
    """Whether the claim hedges too: with a hedge of its own near, or anywhere with one of the same sense.

    A hedge that the page's sentence has besides this one stands for itself there.
    """
    claim = view.claim
    others = {w.norm for w in pairing.page.words if w.at != hedge.at and _hedging(pairing.page, w)}
    for word in claim.words:
        if _is_month(word):
            continue
        if lexicon.are_related(word.norm, hedge.norm):
            return True
        if word.norm in others or word.at == i:
            continue
        if word.norm in _STRONG and abs(word.at - i) <= 10 and word.clause == claim.words[i].clause:
            return True
        if lexicon.HEDGES & {word.norm, *lexicon.lemmas(word.norm)} and abs(word.at - i) <= 6:
            return True
    return False


def _hedge_strength(pairing: Pairing, hedge: Word, i: int) -> float:
    """How well the claim says the sentence, and the words about what was in doubt above all."""
    coverage = pairing.coverage(pairing.claim.content)
    certain = pairing.claim.words[i - 1].norm in ("will", "is", "was", "has", "are", "were") if i else False
    j = pairing.page_of[i][0]
    beside = min(1.0, pairing.near(i, j) / 3)
    base = 0.2 if hedge.norm in _MODAL else 0.05
    return base + 0.4 * coverage + 0.25 * beside + 0.1 * certain - 0.05 * max(0, j - hedge.at - 2)


# --- how much of a whole ----------------------------------------------------------------------------------------


def _wholes(view: View, pairing: Pairing) -> Iterator[Found]:
    claim, page = view.claim, pairing.page
    for word in claim.words:
        value = _share(claim, word)
        if value is None or value < 0.7:
            continue
        other = _weaker(pairing, word, value)
        if other is None:
            continue
        strength = 0.2 + 0.55 * pairing.coverage(claim.content)
        noun = _noun(claim, word)
        if noun is not None and noun.at in pairing.page_of and abs(pairing.page_of[noun.at][0] - other.at) <= 4:
            strength += 0.15
        said = Span(word.start, noun.end if noun else word.end)
        partner = _noun(page, other)
        written = Span(other.start, partner.end if partner else other.end)
        yield found(view.match, DifferenceKind.OVERSTATED, said, written, strength, "overstated_share")
        return
    yield from _superlatives(view, pairing)
    yield from _universal(view, pairing)


def _share(reading: Reading, word: Word) -> float | None:
    if word.quoted or word.norm not in lexicon.QUANTIFIERS:
        return None
    if word.norm in ("both", "each", "total", "most", "nearly", "almost", "much", "often"):
        return 0.75 if word.norm == "most" else None
    after = reading.words[word.at + 1] if word.at + 1 < len(reading.words) else None
    if word.norm == "no" and after is not None and after.norm[:1].isdigit():
        return None  # of "No. 2"
    if word.norm == "no" or is_negation(word, after):
        return 1.0 if word.norm in ("nobody", "none", "never", "no") else None
    return lexicon.QUANTIFIERS[word.norm]


def _noun(reading: Reading, word: Word) -> Word | None:
    return next((w for w in reading.words[word.at + 1 : word.at + 5] if w.content and not w.absorbed), None)


def _weaker(pairing: Pairing, word: Word, value: float) -> Word | None:
    """A word of the page's sentence that takes in less, and stands for no word of the claim."""
    claimed = {w.norm for w in pairing.claim.words}
    for other in pairing.page.words:
        if other.norm in claimed or other.norm not in lexicon.QUANTIFIERS:
            continue
        share = lexicon.QUANTIFIERS[other.norm]
        if 0.0 < share <= value - 0.25 and other.norm not in ("number", "certain", "much", "often"):
            return other
    return None


_HABITS = frozenset("other day week month year time".split())
_UNIVERSAL = frozenset("all every everyone everybody everything entire whole solely wholly sole entirely".split())


def _universal(view: View, pairing: Pairing) -> Iterator[Found]:
    """``every`` or ``solely`` of the claim where neither the sentence nor its neighbours speak of a whole."""
    index, claim = view.match.index, view.claim
    for word in claim.words:
        if word.norm not in _UNIVERSAL or word.quoted or _is_idle(claim, word):
            continue
        around = index.sentences[max(0, pairing.number - 1) : pairing.number + 2]
        if any(_is_whole(s, w) for s in around for w in s.words):
            return
        noun = _noun(claim, word)
        at = pairing.page_of.get(noun.at) if noun else None
        beside = pairing.near(noun.at, at[0]) / 3 if noun and at else 0.0
        strength = 0.45 * pairing.coverage(claim.content) + 0.2 * bool(at) + 0.2 * min(1.0, beside)
        said = Span(word.start, noun.end if noun else word.end)
        written = pairing.page.words[at[0]].span if at else None
        yield found(view.match, DifferenceKind.OVERSTATED, said, written, strength, "overstated_universal")
        return


def _is_whole(reading: Reading, word: Word) -> bool:
    """Whether a word says that nothing is left out: a whole, a none, an only."""
    if word.norm in ("only", "alone", "any", "both", "no", "none", "nobody", "nothing", "never", "not", "100", "full"):
        return True
    return lexicon.QUANTIFIERS.get(word.norm, 0.0) >= 1.0 or word.norm in _UNIVERSAL


def _is_idle(reading: Reading, word: Word) -> bool:
    """``at all``, ``all three``, ``above all``, ``every two years``: no whole is claimed beyond a number or a habit."""
    before = reading.words[word.at - 1].norm if word.at else ""
    after = reading.words[word.at + 1].norm if word.at + 1 < len(reading.words) else ""
    if before in ("at", "above", "after", "of", "in") and word.norm == "all":
        return True
    return after[:1].isdigit() or after in ONES or after in _HABITS


def _superlatives(view: View, pairing: Pairing) -> Iterator[Found]:
    """``the largest`` of the claim where neither the sentence nor its neighbours have a superlative."""
    index, number = view.match.index, pairing.number
    around = index.sentences[max(0, number - 1) : number + 2]
    for word in view.claim.words:
        if word.quoted or not _superlative(view.claim, word):
            continue
        if any(w.stem == word.stem or _superlative(s, w) for s in around for w in s.words):
            continue
        noun = _noun(view.claim, word)
        if noun is None or noun.at not in pairing.page_of:
            continue
        said = Span(word.start, noun.end)
        written = index.sentences[number].words[pairing.page_of[noun.at][0]].span
        strength = 0.1 + 0.5 * pairing.coverage(view.claim.content)
        yield found(view.match, DifferenceKind.OVERSTATED, said, written, strength, "overstated_superlative")
        return


def _superlative(reading: Reading, word: Word) -> bool:
    if word.norm in _SUPERLATIVE - {"most", "never", "always", "first"}:
        return True
    if word.norm == "most":
        return bool(word.at and reading.words[word.at - 1].norm == "the")
    return word.norm.endswith("est") and len(word.norm) > 5 and any(lexicon.opposites(word.norm))
