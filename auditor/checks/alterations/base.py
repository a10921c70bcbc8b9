"""What all kinds of alteration share: a found difference with its strength, and a claim aligned with one sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from auditor.checks.evidence import Hit, Match
from auditor.checks.reading import Reading, Word
from auditor.records import Difference, DifferenceKind, Span

T = TypeVar("T")

CONTRADICTING = frozenset(
    {
        DifferenceKind.NUMBER,
        DifferenceKind.UNIT,
        DifferenceKind.COMPARATOR,
        DifferenceKind.DATE,
        DifferenceKind.ENTITY,
        DifferenceKind.ROLE_SWAP,
        DifferenceKind.NEGATION,
        DifferenceKind.ANTONYM,
        DifferenceKind.QUOTE_ALTERED,
        DifferenceKind.ATTRIBUTION,
        DifferenceKind.ORDER,
    }
)
"""Kinds with which a page states otherwise; the others take from, or add to, what it states."""


@dataclass(frozen=True, slots=True)
class Found:
    """A difference that a rule sees. ``strength`` in [0, 1] says how sure the rule is; ``rule`` names it."""

    difference: Difference
    strength: float
    rule: str

    @property
    def kind(self) -> DifferenceKind:
        """The difference's kind."""
        return self.difference.kind


def found(
    match: Match,
    kind: DifferenceKind,
    claim: Span,
    source: Span | None,
    strength: float,
    rule: str,
) -> Found:
    """A difference between ``claim`` (counted in the claim's text) and ``source`` (in the page's)."""
    said = claim.of(match.claim.text)
    written = source.of(match.index.text) if source else None
    return Found(Difference(kind, said, written, claim, source), round(max(0.0, min(1.0, strength)), 3), rule)


def cover_span(words: Iterable[Word]) -> Span | None:
    """The range from the first to the last of ``words``."""
    listed = list(words)
    if not listed:
        return None
    return Span(min(w.start for w in listed), max(w.end for w in listed))


class Pairing:
    """The claim's words aligned one to one with the words of one sentence of the page.

    ``page_of[i]`` is (place in the sentence, weight) for the claim's word at ``i``; ``claim_of`` the way back.
    """

    def __init__(self, match: Match, number: int) -> None:
        self.match = match
        self.number = number
        self.claim: Reading = match.claim.reading
        self.page: Reading = match.index.sentences[number]
        self.page_of: dict[int, tuple[int, float]] = {}
        self.claim_of: dict[int, tuple[int, float]] = {}
        self._align()

    def _align(self) -> None:
        options: list[tuple[float, int, int, float]] = []
        places = self.page.once("places by term", _places_by_term)
        for word in self.claim.content:
            for term, weight in self.match.index.terms_for(word).items():
                for at in places.get(term, ()):
                    options.append((weight + self._context(word.at, at), word.at, at, weight))
        options.sort(key=lambda o: (-o[0], abs(o[1] - o[2])))
        for _, i, j, weight in options:
            if i not in self.page_of and j not in self.claim_of:
                self.page_of[i] = (j, weight)
                self.claim_of[j] = (i, weight)

    def _context(self, i: int, j: int) -> float:
        """A bonus where the words beside the two are alike."""
        bonus = 0.0
        for step in (-1, 1):
            a, b = i + step, j + step
            if 0 <= a < len(self.claim.words) and 0 <= b < len(self.page.words):
                bonus += 0.1 * (self.claim.words[a].stem == self.page.words[b].stem)
        return bonus

    def near(self, i: int, j: int, reach: int = 5) -> float:
        """How many claim words within ``reach`` of ``i`` are aligned within ``reach`` of ``j``, weighted."""
        total = 0.0
        for a in range(max(0, i - reach), min(len(self.claim.words), i + reach + 1)):
            if a != i and a in self.page_of:
                b, weight = self.page_of[a]
                if abs(b - j) <= reach and b != j:
                    total += weight
        return total

    def coverage(self, words: Iterable[Word]) -> float:
        """The share of the content words among ``words`` that are aligned, by weight."""
        listed = [w for w in words if w.content and not w.absorbed]
        if not listed:
            return 0.0
        return sum(self.page_of.get(w.at, (0, 0.0))[1] for w in listed) / len(listed)

    def clause_coverage(self, at: int) -> float:
        """How much of the claim's clause around word ``at`` is aligned; a short one counts with its neighbours."""
        clause = self.claim.words[at].clause
        big = sum(w.content for w in self.claim.words if w.clause == clause) >= _BIG
        reach = 0 if big else 1
        return self.coverage(w for w in self.claim.words if abs(w.clause - clause) <= reach and w.at != at)


_BIG = 4
"""Content words from which a clause is known by itself."""


def _places_by_term(reading: Reading) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for word in reading.words:
        if not word.absorbed:
            places.setdefault(word.key if " " in word.key else word.stem, []).append(word.at)
    return places


class View:
    """A match with its pairings made on demand; what every rule is given."""

    def __init__(self, match: Match) -> None:
        self.match = match
        self.claim: Reading = match.claim.reading
        self._known: dict[tuple[str, int], Any] = {}

    def once(self, name: str, number: int, make: Callable[[View, int], T]) -> T:
        """What ``make`` gives for sentence ``number``, made the first time ``name`` is asked for."""
        if (name, number) not in self._known:
            self._known[name, number] = make(self, number)
        known: T = self._known[name, number]
        return known

    def pairing(self, number: int) -> Pairing:
        """The claim aligned with sentence ``number``."""
        return self.once("pairing", number, lambda view, n: Pairing(view.match, n))

    def homes(self) -> list[int]:
        """The sentences to compare with: the best one first, then the segments' homes, then the other chosen."""
        match = self.match
        numbers = [match.top, *(s.home for s in match.segments), *match.chosen]
        return list(dict.fromkeys(n for n in numbers if n is not None))

    def home_of(self, segment: int) -> int | None:
        """The home sentence of a segment of the claim."""
        return self.match.segments[segment].home

    def word_near(self, reading: Reading, span: Span) -> int:
        """The place of the first word of ``reading`` that lies in ``span``."""
        return next((w.at for w in reading.words if w.end > span.start), max(0, len(reading.words) - 1))

    def said_elsewhere(self, item: int) -> float:
        """How much of the item's segment stands beside the item where the page has it, against its home sentence.

        Near 1 where another sentence says the segment with the item as well as the home says it without: the claim was
        taken from there, and the home differs for a reason.
        """
        match = self.match
        segment = match.claim.items[item].segment
        home = self.home_of(segment)
        others = [i for i, other in enumerate(match.claim.items) if other.segment == segment and i != item]
        if home is None or not others:
            return 0.0

        def share(number: int) -> float:
            return sum(match.weights[i] * match.rows[i][number].weight for i in others if number in match.rows[i])

        here = share(home) or 1e-9
        return min(1.0, max((share(n) for n in match.rows[item] if n != home), default=0.0) / here)

    def elsewhere(self, pairing: Pairing, at: int) -> float:
        """The share of the claim's clause at ``at`` that the page has, but not in the pairing's sentence: another event
        may be meant."""
        clause = pairing.claim.words[at].clause
        match, own, away = self.match, 0.0, 0.0
        for item, weight, row, anywhere in zip(match.claim.items, match.weights, match.rows, match.anywhere):
            words = self.claim.words_in(item.span)
            if not words or abs(words[0].clause - clause) > 1 or item.name is not None:
                continue
            own += weight
            if anywhere >= 0.9 and pairing.number not in row:
                away += weight
        return away / own if own else 0.0

    def is_slight(self, segment: int) -> bool:
        """Whether a segment of the claim has too few words for its home sentence to be known by them."""
        items = (i for i, item in enumerate(self.match.claim.items) if item.segment == segment)
        return sum(self.match.weights[i] > 1.0 for i in items) < 4

    def coverage_without(self, segment: int, item: int) -> float:
        """How much of a segment its home sentence has, one item left out; the rest of the claim counts a third."""
        match = self.match
        home = self.home_of(segment)
        if home is None:
            return 0.0
        own = have = 0.0
        for i, other in enumerate(match.claim.items):
            if i == item:
                continue
            weight = match.weights[i] * (1.0 if other.segment == segment else 0.34)
            own += weight
            hit: Hit | None = match.rows[i].get(home)
            have += weight * (hit.weight if hit else 0.8 * match.best[i] if other.name else 0.0)
        return have / own if own else 0.0
