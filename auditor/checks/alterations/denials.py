"""A ``not`` added or dropped."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from itertools import pairwise

from auditor import lexicon
from auditor.checks.alterations.base import Found, Pairing, View, found
from auditor.checks.reading import Reading, Word, is_negation, is_past, is_verb, refuses
from auditor.records import DifferenceKind, Span


def find_denials(view: View) -> Iterator[Found]:
    """What the claim denies and the sentences it stands in affirm, and the other way round."""
    for number in view.homes():
        yield from _negations(view, view.pairing(number))


def _targets(reading: Reading) -> list[tuple[Word, Word]]:
    """(negating word, first content word it governs)."""
    return reading.once("denied", lambda r: list(_find_targets(r)))


def _find_targets(reading: Reading) -> Iterator[tuple[Word, Word]]:
    words = reading.words
    for word in words:
        after = words[word.at + 1] if word.at + 1 < len(words) else None
        if not is_negation(word, after) or (word.norm in _PRONOUNS and (after is None or after.norm in _ENDS)):
            continue
        if word.norm == "no" and word.at and _ANSWERS & set(lexicon.lemmas(words[word.at - 1].norm)):
            continue  # the only one to vote no was in favour
        target = next((w for w in words[word.at + 1 : word.at + 6] if w.content and not w.absorbed), None)
        if target is not None and target.clause == word.clause:
            yield word, target


_ANSWERS = frozenset("vote say answer".split())
_PRONOUNS = frozenset("none nothing nobody nowhere".split())
_ENDS = frozenset("and or but of in on at for from to with by as than more less later".split())


def count_denials(reading: Reading) -> int:
    """How many words of the sentence deny something, ``unless`` and ``impossible`` among them."""
    return reading.once("denials", _sum_denials)


def _sum_denials(reading: Reading) -> int:
    return sum(
        is_negation(w, None) or w.norm in _DENYING or bool(lexicon.NEGATIVE_VERBS & set(lexicon.lemmas(w.norm)))
        for w in reading.words
        if not w.quoted
    )


_DENYING = frozenset("unless impossible unable unlikely unwilling lack lacks absence nor until only except".split())


def _negations(view: View, pairing: Pairing) -> Iterator[Found]:
    claim, page = pairing.claim, pairing.page
    for word, target in _targets(claim):
        j, weight = pairing.page_of.get(target.at, (-1, 0.0))
        if weight < 0.7 or _is_first(claim, _with_next(view, pairing.number)):
            continue
        if _is_last(page, j) and any(w.norm == "since" for w in claim.words):
            continue  # no paid curator since 2009: the last one left then
        turned = claim.negated(target.at) != page.negated(j) and not _refused(page, j)
        if turned and (_denied_elsewhere(view, target.at) or _is_explained(claim, word, target, pairing.page_of, page)):
            continue
        if turned or _never_came(word, claim, page, j):
            yield _negation(view, pairing, target.at, j, Span(word.start, target.end), page.words[j].span)
    for word, target in _targets(page):
        i, weight = pairing.claim_of.get(target.at, (-1, 0.0))
        if weight < 0.7 or _is_first(page, view.match.claim.text):
            continue
        turned = claim.negated(i) != page.negated(target.at) and not _refused(claim, i)
        if turned and not _is_explained(page, word, target, pairing.claim_of, claim):
            yield _negation(view, pairing, i, target.at, claim.words[i].span, Span(word.start, target.end))


def _is_explained(
    reading: Reading, denying: Word, denied: Word, aligned: Mapping[int, tuple[int, float]], other: Reading
) -> bool:
    """Whether one side denies and the other affirms, and both are right. ``aligned`` leads from the denying side's
    words to the other's."""
    there = aligned[denied.at][0]
    return (
        _is_of_time(reading, denied.at, other, there, aligned)
        or _is_barred(denying, denied, other, there)
        or _denies_another_deed(reading, denying, denied, aligned)
        or _is_exception(reading, denying, other)
    )


def _is_last(reading: Reading, at: int) -> bool:
    return any(w.norm in ("last", "final", "latest") for w in reading.words[max(0, at - 3) : at])


def _is_first(denying: Reading, other: str) -> bool:
    """Whether one denies up to then what the other calls a first: ``had not scored before``, ``his first goal``."""
    return any(w.norm in _UP_TO_THEN for w in denying.words) and "first" in other.lower().split()


_UP_TO_THEN = frozenset("before until previously yet ever".split())


def _is_of_time(denying: Reading, at: int, other: Reading, there: int, shared: Container[int]) -> bool:
    """Whether one denies up to a time from which the other affirms: ``was not found until 1957``, ``found in 1957``.

    ``shared`` are the places of the denying side's words that the other has too; the time must be among them.
    """
    wait = _waits(denying, at)
    if wait is None or _waits(other, there) is not None:
        return False
    return any(w.at in shared for w in denying.words[wait + 1 : wait + 5])


def _waits(reading: Reading, at: int) -> int | None:
    """The place of the ``until`` that follows the word."""
    return next((w.at for w in reading.words[at + 1 : at + _WAIT] if w.norm in ("until", "till")), None)


def _never_came(denying: Word, claim: Reading, page: Reading, at: int) -> bool:
    """Whether the claim denies for good, or for that very time, what the page denies up to a time: ``not in 1957``."""
    wait = _waits(page, at)
    if wait is None or not page.negated(at) or any(w.norm in _UP_TO_THEN for w in claim.words):
        return False
    then = {w.norm for w in page.words[wait + 1 : wait + 5] if w.norm.isdigit()}
    return denying.norm == "never" or any(w.norm in then for w in claim.words)


_WAIT = 10
"""Words after a verb within which its ``until`` stands."""


def _is_barred(denying: Word, denied: Word, other: Reading, there: int) -> bool:
    """Whether the other side tells by a verb what this one tells by ``no``: ``without gas``, ``gas was banned``."""
    if denying.norm not in ("no", "without") or is_past(denied):
        return False
    near = other.words[max(0, there - _BESIDE) : there + _BESIDE + 1]
    return any(_BARRING & set(lexicon.lemmas(w.norm)) for w in near if not w.quoted)


_BESIDE = 3
"""Words between a thing and the verb that bars it."""


def _denies_another_deed(reading: Reading, denying: Word, denied: Word, shared: Container[int]) -> bool:
    """Whether ``no`` stands before the doer of something of which the other side does not speak: ``no oil leaked``
    says nothing against ``the oil was pumped off``."""
    if denying.norm != "no":
        return False
    after = (w for w in reading.words[denied.at + 1 : denied.at + 5] if w.clause == denied.clause and w.content)
    deed = next((w for w in after if is_verb(reading, w)), None)
    return deed is not None and deed.at not in shared


def _is_exception(reading: Reading, denying: Word, other: Reading) -> bool:
    """Whether one denies of a single thing what the other says of all but it: ``the one prize not argued over``,
    ``argued over every prize but that``."""
    before = reading.words[max(0, denying.at - _ONE) : denying.at]
    if not any(a.norm == "the" and b.norm in ("one", "only") for a, b in pairwise(before)):
        return False
    words = {w.norm for w in other.words}
    return bool(words & _ALL) and bool(words & _BUT)


_ONE = 9
"""Words before a denial in which the one thing is named of which it denies."""
_ALL = frozenset("all every each any everything everybody everyone".split())
_BUT = frozenset("but except bar save apart".split())
_BARRING = frozenset(
    """ban bar forbid prohibit outlaw exclude waive forgo forego withhold scrap abolish cancel drop remove spare exempt
    lack""".split()
)
"""Verbs after which something is not there, or is not done."""


def _with_next(view: View, number: int) -> str:
    index = view.match.index
    last = index.sentences[min(number + 1, len(index.sentences) - 1)]
    return index.text[index.sentences[number].span.start : last.span.end]


def _denied_elsewhere(view: View, at: int) -> bool:
    """Whether a sentence has the claim's word ``at`` and denies it: ``would not pay``, ``refused to pay``."""
    for number in view.homes():
        pairing = view.pairing(number)
        j, weight = pairing.page_of.get(at, (0, 0.0))
        if weight >= 0.7 and (pairing.page.negated(j) or _refused(pairing.page, j)):
            return True
    return False


def _refused(reading: Reading, at: int) -> bool:
    """Whether the word, or a verb of its clause before it, denies by itself: ``failed to find a clear link``."""
    words = reading.words
    return any(refuses(w) for w in words[max(0, at - _FAR) : at + 1] if w.clause == words[at].clause)


_FAR = 5
"""Words before a denied one in which the verb that denies it stands, as far as ``Reading.negations_over`` looks."""


def _negation(view: View, pairing: Pairing, i: int, j: int, said: Span, written: Span) -> Found:
    strength = 0.1 + 0.4 * pairing.clause_coverage(i) + 0.12 * min(pairing.near(i, j), 4.0)
    if count_denials(pairing.claim) and count_denials(pairing.page):
        strength -= 0.3  # the claim denies too, in other words or another place
    whole = _told_back(pairing, j)
    strength += 0.2 * whole - (0.2 if whole else 0.5) * view.elsewhere(pairing, i)
    return found(view.match, DifferenceKind.NEGATION, said, written, strength, "negation")


def _told_back(pairing: Pairing, j: int) -> bool:
    """Whether the claim has all of the page's clause around word ``j``, two words or more besides that one."""
    clause = pairing.page.words[j].clause
    words = [w for w in pairing.page.content if w.clause == clause and w.at != j]
    return len(words) >= _CLAUSE and all(pairing.claim_of.get(w.at, (0, 0.0))[1] >= 0.75 for w in words)


_CLAUSE = 2
"""Words of a clause, besides the one denied, that make it known again."""
