"""A verb or adjective made its opposite, a comparison turned round."""

from __future__ import annotations

from collections.abc import Iterator

from auditor import lexicon
from auditor.checks.alterations.base import Found, Pairing, View, found
from auditor.checks.alterations.order import is_order_word
from auditor.checks.reading import Reading, Word, is_past, is_verb
from auditor.records import DifferenceKind, Span

_COMPARING = frozenset(
    """more less fewer greater higher lower larger smaller longer shorter bigger older younger deeper shallower taller
    heavier lighter wider narrower faster slower cheaper dearer warmer colder hotter cooler wetter drier stronger weaker
    better worse above below over under exceed exceeds exceeded ahead behind most least highest lowest largest smallest
    longest shortest deepest shallowest oldest youngest fastest slowest best worst cheapest earliest latest majority
    minority maximum minimum up down earlier later nearer farther further closer richer poorer busier quieter""".split()
)
_PLACES = frozenset("up down over under above below ahead behind in out on off".split())
"""Words of place and direction: alone they oppose nothing (``Under the agreement``, ``up to``)."""


def find_polarity(view: View) -> Iterator[Found]:
    """Opposites between the claim and the sentences it stands in."""
    for number in view.homes():
        pairing = view.pairing(number)
        yield from _opposites(view, pairing)
        yield from _particles(view, pairing)


def _opposites(view: View, pairing: Pairing) -> Iterator[Found]:
    claim, page = pairing.claim, pairing.page
    free = [w for w in page.once("opposable", _opposable) if _free(pairing, w)]
    turned = [w for w in free if _has_opposite(w)]
    for word in claim.once("opposable", _opposable):
        if word.at in pairing.page_of and pairing.page_of[word.at][1] > 0.7:
            continue
        others = free if _has_opposite(word) else turned
        options = [w for w in others if _are_opposites(word, w) and not _of_two_sorts(pairing, word, w)]
        if not options:
            continue
        other = max(options, key=lambda w: pairing.near(word.at, w.at))
        if claim.negated(word.at) != page.negated(other.at):
            continue
        loose = _crossed(pairing, word.at, other.at) or pairing.near(word.at, other.at) < 1.0
        if result := (_loosely if loose else _opposite)(view, pairing, word, other):
            yield result


def _has_opposite(word: Word) -> bool:
    """Whether the lexicon lists an opposite, or a prefix denies what is left without it."""
    return any(lexicon.opposites(word.key)) or any(lexicon.opposites(word.norm)) or lexicon.denied(word.key) is not None


_PARTICLES = (
    ("on", "off"),
    ("up", "down"),
    ("in", "out"),
    ("into", "from"),
    ("to", "from"),
    ("upstream", "downstream"),
)
_TURNED = {a: b for pair in _PARTICLES for a, b in (pair, pair[::-1])}


def _particles(view: View, pairing: Pairing) -> Iterator[Found]:
    """``switched on`` for ``switched off``: one verb, the particle right after it turned round."""
    claim, page = pairing.claim.words, pairing.page.words
    for word in claim[:-1]:
        if word.at not in pairing.page_of or claim[word.at + 1].norm not in ("on", "off", "up", "down", "in", "out"):
            continue
        j, weight = pairing.page_of[word.at]
        if weight < 0.95 or j + 1 >= len(page) or page[j + 1].norm != _TURNED[claim[word.at + 1].norm]:
            continue
        if not (is_verb(pairing.claim, word) and is_verb(pairing.page, page[j])):
            continue
        strength = 0.3 + 0.5 * pairing.coverage(pairing.claim.content)
        said, written = Span(word.start, claim[word.at + 1].end), Span(page[j].start, page[j + 1].end)
        yield found(view.match, DifferenceKind.ANTONYM, said, written, strength, "antonym")


def _are_opposites(a: Word, b: Word) -> bool:
    if lexicon.are_antonyms(a.key, b.key):
        return True
    return a.norm in _COMPARING and b.norm in _COMPARING and lexicon.are_antonyms(a.norm, b.norm)


def _of_two_sorts(pairing: Pairing, a: Word, b: Word) -> bool:
    """A verb's opposite is no thing that is called the same: ``the reopening`` and ``the lock``, ``removed`` and
    ``his name``. Nor is ``more than 700``, of the page or the claim, a comparison of two things."""
    if _names_a_thing(pairing.claim, a) != _names_a_thing(pairing.page, b):
        return True
    return _of_figure(pairing.claim, a) or _of_figure(pairing.page, b)


def _names_a_thing(reading: Reading, word: Word) -> bool:
    """Whether the word, in no form of a verb, stands after an article and before no noun of its own."""
    if word.at == 0 or word.norm.endswith("ing") or is_past(word):
        return False
    words = reading.words
    if words[word.at - 1].norm not in _ARTICLES:
        return False
    after = words[word.at + 1] if word.at + 1 < len(words) else None
    return after is None or not after.content or after.clause != word.clause or is_verb(reading, after)


_ARTICLES = frozenset("the a an this that its his her their our my your".split())


def _of_figure(reading: Reading, word: Word) -> bool:
    """Whether the word is a figure's comparator: ``more than 700``."""
    return word.norm in _COMPARING and any(
        q.comparator != "=" and q.whole.start <= word.start < q.span.start for q in reading.quantities
    )


def _opposable(reading: Reading) -> list[Word]:
    return [w for w in reading.words if _can_oppose(reading, w)]


def _can_oppose(reading: Reading, word: Word) -> bool:
    """Whether the word has an opposite; names, words of place and words of order have none here."""
    if word.absorbed or (word.capital and word.at) or is_order_word(word.norm):
        return False
    if word.norm in _PLACES:
        return _is_measured(reading, word)
    return word.content or any(lexicon.opposites(word.key))


def _is_measured(reading: Reading, word: Word) -> bool:
    """``4 points above``: a word of place that a measure makes a comparison."""
    if word.norm not in ("above", "below", "over", "under", "ahead", "behind"):
        return False
    before = reading.words[max(0, word.at - 2) : word.at]
    return len(before) == 2 and any(q.span.start <= before[0].start < q.span.end for q in reading.quantities)


def _opposite(view: View, pairing: Pairing, word: Word, other: Word) -> Found | None:
    claim, page = pairing.claim, pairing.page
    if _doubled(pairing, word, other) or _turned_voice(pairing, word, other) or _from_other_end(pairing, word, other):
        return None
    if _is_said(view, pairing.number, word, _share(view, pairing.number, word), 1.0):
        return None
    context = pairing.near(word.at, other.at)
    strength = 0.1 + 0.45 * pairing.clause_coverage(word.at) + 0.12 * min(context, 3.0)
    strength -= 0.5 * view.elsewhere(pairing, word.at)
    comparing = word.norm in _COMPARING and other.norm in _COMPARING
    if comparing and _compares(claim, word) and _compares(page, other):
        strength += 0.15
    kind = DifferenceKind.COMPARATOR if comparing else DifferenceKind.ANTONYM
    rule = "comparator_word" if comparing else "antonym"
    return found(view.match, kind, word.span, other.span, strength, rule)


def _loosely(view: View, pairing: Pairing, word: Word, other: Word) -> Found | None:
    """Opposite verbs whose surroundings stand in another order or in other words: sure as far as the sentence has the
    rest of the claim's part."""
    if not (_is_deed(pairing.claim, word) and _is_deed(pairing.page, other)):
        return None
    if (_CONVERSES & _bases(word, other)) or _doubled(pairing, word, other) or lexicon.denied(other.norm):
        return None
    here = _share(view, pairing.number, word)
    near = pairing.near(word.at, other.at, _WIDE)
    if near < 0.7 or here < _PART or _is_said(view, pairing.number, word, here):
        return None
    strength = 0.8 * here + 0.05 * min(near, 3.0) - 0.1
    return found(view.match, DifferenceKind.ANTONYM, word.span, other.span, strength, "antonym_loose")


_WIDE = 7
_PART = 0.65
"""The share of the claim's part that a sentence must have for an opposite in it to be told loosely."""


def _is_said(view: View, number: int, word: Word, here: float, bar: float = 0.6) -> bool:
    """Whether the page has the claim's own word in another sentence, with more than ``bar`` of what this has of the
    rest."""
    match = view.match
    row = next((r for i, r in zip(match.claim.items, match.rows, strict=True) if i.word is word), {})
    return any(n != number and hit.weight >= 0.7 and _share(view, n, word) > bar * here for n, hit in row.items())


_CONVERSES = frozenset(
    """win beat lose defeat pay sell buy give take get receive send lend borrow teach learn hire employ lead trail
    follow precede bring come go leave arrive enter reach""".split()
)
"""Verbs that tell one deed from its two ends, or from two places."""


def _is_deed(reading: Reading, word: Word) -> bool:
    """Whether the word is a verb by its form and place, present tenses among them."""
    if word.norm in _COMPARING or _names_a_thing(reading, word):
        return False
    before = reading.words[word.at - 1] if word.at else None
    if before is not None and (before.norm in _ARTICLES or (before.norm in _BE and not is_past(word))):
        return False
    return is_verb(reading, word) or (word.norm.endswith("s") and before is not None and before.content)


def _share(view: View, number: int, word: Word) -> float:
    """How much of the word's part of the claim sentence ``number`` has, by weight, the word itself left out."""
    match = view.match
    segment = next((i for i, s in enumerate(match.claim.segments) if word.start < s.end), 0)
    own = have = 0.0
    for item, weight, row in zip(match.claim.items, match.weights, match.rows, strict=True):
        if item.segment == segment and item.span.start != word.start:
            own += weight
            have += weight * (row[number].weight if number in row else 0.0)
    return have / own if own else 0.0


def _compares(reading: Reading, word: Word) -> bool:
    """Whether ``than`` follows close, or a figure stands before: ``longer than``, ``six hours shorter``."""
    after = reading.words[word.at + 1 : word.at + 4]
    before = reading.words[max(0, word.at - 2) : word.at]
    return any(w.norm == "than" for w in after) or any(w.norm[0].isdigit() or w.norm == "percent" for w in before)


def _crossed(pairing: Pairing, i: int, j: int) -> bool:
    """Whether what stands left of the claim's word stands right of the page's: ``A above B``, ``B below A``.

    ``A smaller rival`` and ``a larger rival`` say of one noun what they say, wherever the others stand.
    """
    if pairing.page_of.get(i + 1, (-1, 0.0))[0] == j + 1:
        return False
    same = crossed = 0.0
    for a in range(max(0, i - 8), min(len(pairing.claim.words), i + 9)):
        if a in pairing.page_of and a != i:
            b, weight = pairing.page_of[a]
            if 0 < abs(b - j) <= 10:
                if (a < i) == (b < j):
                    same += weight
                else:
                    crossed += weight
    return crossed > same + 0.5 or crossed >= max(same, 0.9)


def _doubled(pairing: Pairing, word: Word, other: Word) -> bool:
    """Whether the words beside the two are opposites as well: ``least regular``, ``most irregular``."""
    for step in (-1, 1):
        a, b = word.at + step, other.at + step
        if 0 <= a < len(pairing.claim.words) and 0 <= b < len(pairing.page.words):
            if lexicon.are_antonyms(pairing.claim.words[a].key, pairing.page.words[b].key):
                return True
    return False


def _turned_voice(pairing: Pairing, word: Word, other: Word) -> bool:
    """``was beaten`` and ``lost`` are one thing."""
    voices = [_is_passive(pairing.claim, word), _is_passive(pairing.page, other)]
    return voices[0] != voices[1] and bool(_DEALS & _bases(word, other))


def _from_other_end(pairing: Pairing, word: Word, other: Word) -> bool:
    """``Her uncle sold it`` and ``she bought it from her uncle`` are one deed."""
    if not _CONVERSES & _bases(word, other):
        return False
    there = (pairing.claim, word, pairing.page, other, pairing.page_of)
    back = (pairing.page, other, pairing.claim, word, pairing.claim_of)
    for one, deed, another, its, places in (there, back):
        before = reversed(one.words[max(0, deed.at - 4) : deed.at])
        doer = next((w for w in before if w.content and not is_past(w)), None)
        at = places.get(doer.at, (-1, 0.0))[0] if doer is not None else -1
        if at > its.at and any(w.norm in _OTHER_END for w in another.words[max(its.at, at - 4) : at]):
            return True
    return False


_OTHER_END = frozenset("from to by".split())
_DEALS = frozenset("win beat lose defeat pay sell buy".split())


def _bases(*words: Word) -> set[str]:
    return {base for word in words for base in lexicon.lemmas(word.norm)}


def _is_passive(reading: Reading, word: Word) -> bool:
    before = reading.words[max(0, word.at - 3) : word.at]
    return is_past(word) and (word.at == 0 or any(w.norm in _BE for w in before))


_BE = frozenset("is are was were be been being got".split())


def _free(pairing: Pairing, word: Word) -> bool:
    """Whether no word of the claim stands for the page's word."""
    return word.at not in pairing.claim_of or pairing.claim_of[word.at][1] < 0.7
