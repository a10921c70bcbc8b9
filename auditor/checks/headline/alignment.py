"""Where a body speaks of what its headline says: each headline word's best counterpart in every sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from auditor import lexicon
from auditor.checks.headline.reading import Line, Reading
from auditor.checks.headline.terms import Term, likeness, terms_of, weight

_MOST_LINES = 150
_MOST_WORDS = 400
_NEGATIVE = ("un", "non", "dis", "in", "im", "il", "ir", "mis")


@dataclass(frozen=True, slots=True)
class Hit:
    """A headline word's counterpart: how well it stands for it, and its place in the sentence's terms."""

    strength: float
    at: int


@dataclass(frozen=True)
class Sense:
    """A sentence with its terms."""

    number: int
    line: Line
    terms: tuple[Term, ...]

    @cached_property
    def norms(self) -> frozenset[str]:
        return frozenset(t.norm for t in self.terms)

    @cached_property
    def lemmas(self) -> frozenset[str]:
        return frozenset(lemma for t in self.terms for lemma in t.lemmas) | self.norms

    @cached_property
    def sides(self) -> dict[tuple[int, int], list[int]]:
        """Where the words stand that are on the left (0) or right (1) of each line of opposites."""
        out: dict[tuple[int, int], list[int]] = defaultdict(list)
        for at, term in enumerate(self.terms):
            if term.value is None:
                for side, lines in enumerate(lexicon.opposites(term.norm)):
                    for line in lines:
                        out[line, side].append(at)
        return dict(out)

    def opposed_to(self, term: Term) -> list[int]:
        """The places of words that may be opposites of ``term``: listed so, or with a negative beginning."""
        left, right = lexicon.opposites(term.norm)
        places = {at for line in left for at in self.sides.get((line, 1), ())}
        places |= {at for line in right for at in self.sides.get((line, 0), ())}
        if term.norm.startswith(_NEGATIVE):
            places.update(at for at, t in enumerate(self.terms) if len(t.norm) > 3 and t.norm[:4] in term.norm[2:8])
        places.update(at for at in self.negatives if term.norm[:4] in self.terms[at].norm[2:8])
        return sorted(places)

    @cached_property
    def negatives(self) -> list[int]:
        """Where words stand that may be others with a negative beginning: unsafe, dishonest."""
        return [at for at, t in enumerate(self.terms) if len(t.norm) > 5 and t.norm.startswith(_NEGATIVE)]

    @cached_property
    def base(self) -> str:
        """The first base form of each word in a row, with spaces at both ends."""
        return base_forms(self.terms)

    @cached_property
    def plain(self) -> str:
        """The norms in a row, with spaces at both ends: for patterns of words."""
        return " " + " ".join(t.norm for t in self.terms) + " "


def base_forms(terms: Sequence[Term]) -> str:
    """The first base form of each word, with single spaces between and at both ends."""
    return " " + " ".join(t.lemmas[0] for t in terms) + " "


class Alignment:
    """A headline laid over a body.

    ``hits[i]`` gives for headline term ``i`` its counterpart by sentence number; ``covers[n]`` the share in [0, 1] of
    the headline's weight that sentence ``n`` holds.
    """

    def __init__(self, terms: Sequence[Term], reading: Reading, rarity: Callable[[str], float]) -> None:
        self.terms = list(terms)
        self.lines = [
            Sense(n, x, tuple(terms_of(x.tokens[:_MOST_WORDS]))) for n, x in enumerate(reading.lines[:_MOST_LINES])
        ]
        self.weights = [weight(t, rarity(t.key)) for t in self.terms]
        self.total = sum(self.weights) or 1.0
        index = _Index(self.lines)
        self.hits: list[dict[int, Hit]] = [index.find(t) if t.content else {} for t in self.terms]
        self.covers = [
            sum(w * h[n].strength for w, h in zip(self.weights, self.hits) if n in h) / self.total
            for n in range(len(self.lines))
        ]
        self.best_of = [max((hit.strength for hit in h.values()), default=0.0) for h in self.hits]
        self.cover = sum(w * s for w, s in zip(self.weights, self.best_of)) / self.total
        self.ranked = sorted(range(len(self.lines)), key=lambda n: (-self.covers[n], n))

    @property
    def best(self) -> Sense:
        """The sentence that holds most of the headline."""
        return self.lines[self.ranked[0]]

    def near(self, share: float = 0.5, most: int = 3) -> list[Sense]:
        """The best sentence and those that hold at least ``share`` of what it holds, at most ``most``."""
        bar = self.covers[self.ranked[0]] * share
        return [self.lines[n] for n in self.ranked[:most] if self.covers[n] >= bar and self.covers[n] > 0] or [
            self.best
        ]

    def missing(self) -> list[tuple[float, Term]]:
        """The headline's content words with no counterpart anywhere, heaviest first."""
        out = [(w, t) for w, t, s in zip(self.weights, self.terms, self.best_of) if t.content and s == 0 and w > 0.1]
        return sorted(out, key=lambda pair: -pair[0])

    def at(self, number: int) -> dict[int, int]:
        """Headline term -> place of its counterpart in sentence ``number``."""
        return {i: h[number].at for i, h in enumerate(self.hits) if number in h}


class _Index:
    """Where each word, base form, meaning and beginning stands in the body."""

    def __init__(self, lines: Sequence[Sense]) -> None:
        self.by_key: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self.by_lemma: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self.by_meaning: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self.by_start: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self.by_kind: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self.lines = lines
        for sense in lines:
            for at, term in enumerate(sense.terms):
                self._add(sense.number, at, term)

    def _add(self, number: int, at: int, term: Term) -> None:
        place = (number, at)
        self.by_key[term.key].append(place)
        for lemma in term.lemmas:
            self.by_lemma[lemma].append(place)
        for meaning in term.meanings:
            self.by_meaning[meaning].append(place)
        if term.content and term.value is None:
            if len(term.norm) > 3:
                self.by_start[term.norm[:4]].append(place)
            for kind in lexicon.kinds_of(term.norm):
                self.by_kind[kind].append(place)

    def find(self, term: Term) -> dict[int, Hit]:
        """Sentence number -> the best counterpart of ``term`` in it."""
        places: set[tuple[int, int]] = set(self.by_key.get(term.key, ()))
        if term.value is None:
            for lemma in term.lemmas:
                places.update(self.by_lemma.get(lemma, ()))
                places.update(self.by_kind.get(lemma, ()))
            for meaning in term.meanings:
                places.update(self.by_meaning.get(meaning, ()))
            for kind in lexicon.kinds_of(term.norm):
                places.update(self.by_lemma.get(kind, ()))
            if len(term.norm) > 3:
                places.update(self.by_start.get(term.norm[:4], ()))
        best: dict[int, Hit] = {}
        for number, at in sorted(places):
            strength = likeness(term, self.lines[number].terms[at])
            if strength and (number not in best or strength > best[number].strength):
                best[number] = Hit(strength, at)
        return best
