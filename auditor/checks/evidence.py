"""Where in a page a claim would stand: BM25 with idf over sentences, and the claim's items aligned word by word.

A ``PageIndex`` is built once a page and reused for all claims. A claim is prepared once (``prepare``) and reused for
all pages. ``PageIndex.find`` returns a ``Match``: for each item of the claim (word, figure, date) where the page has it
and how closely, for each segment of the claim its home sentence, and the sentences that together cover most of it.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from operator import mul

from auditor import lexicon
from auditor.checks.language import guess_language
from auditor.checks.prepared import Item as Item
from auditor.checks.prepared import PreparedClaim as PreparedClaim
from auditor.checks.prepared import prepare as prepare
from auditor.checks.reading import Name, Reading, Word, find_quotes, read, titled_surnames
from auditor.checks.relative import counted_dates
from auditor.checks.sentences import page_sentences
from auditor.dates import DateMention, parse_anchor, same_date
from auditor.quantities import Quantity, same_quantity
from auditor.records import Evidence, Page, Span
from auditor.text import Token, tokenize

_NOWHERE = Span(0, 0)
MAX_ROWS = 20_000
"""Words and figures of claims that a page remembers its answer for: those of some two thousand claims."""
# How far a word of the page stands for a word of the claim. Set by hand from the meaning of each relation: an
# inflection is the word; a family member is it in another part of speech; a synonym is so in one sense only.
SAME, INFLECTED, FAMILY, SYNONYM, KIND, CLOSE = 1.0, 0.97, 0.9, 0.75, 0.65, 0.35
K1, B = 0.9, 0.4
"""BM25's saturation and length normalisation; values usual for short passages (sentences differ little in length)."""
MAX_SENTENCES = 5
"""Most sentences that one claim is matched with; claims of the training pages join at most four."""
LEAST_GAIN = 1 / 12
"""The share of a claim's weight that a further sentence must add to be matched with it."""
UNSAID = 0.45
"""What a first name counts for beside a surname that the page gives without one: half said, and so still missing."""
NEAR = 0.8
"""What a name counts for when the sentence has a pronoun for it: it stands in one of the two sentences before."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A word of the page for a word of the claim: sentence, word's place in it, how close (0 to 1)."""

    sentence: int
    at: int
    weight: float


@dataclass(eq=False, slots=True)
class Segment:
    """A part of the claim with the sentence that says it best; ``coverage`` in [0, 1] of its weight."""

    span: Span
    items: list[int]
    home: int | None
    coverage: float
    context: float


@dataclass(eq=False)
class Match:
    """Where a page has what a claim says.

    ``best[i]`` is the closest match of item i in the chosen sentences, ``anywhere[i]`` in the whole page (0 to 1).
    ``chosen`` are sentence numbers in page order; ``top`` the single best one. Coverages are shares of the claim's
    weight: in the best sentence, in the chosen ones, in the page.
    """

    claim: PreparedClaim
    index: PageIndex
    weights: list[float]
    rows: list[dict[int, Hit]]
    segments: list[Segment]
    chosen: list[int]
    top: int | None
    best: list[float]
    anywhere: list[float]
    score: float = 0.0
    top_coverage: float = 0.0
    coverage: float = 0.0
    page_coverage: float = 0.0
    ranked: list[int] = field(default_factory=list)

    def evidence(self) -> tuple[Evidence, ...]:
        """The chosen sentences as passages, neighbours joined."""
        out: list[Evidence] = []
        sentences = self.index.sentences
        for number in self.chosen:
            span = sentences[number].span
            if out and number - 1 in self.chosen and out[-1].end <= span.start:
                start = out.pop().start
                span = Span(start, span.end)
            out.append(Evidence(span.of(self.index.text), span.start, span.end))
        return tuple(out)


class PageIndex:
    """A page's sentences, words and idf, built once and reused for all claims. ``text`` is ``page.text``."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.text = page.text
        self.tokens = tokenize(page.text)
        self.anchor: date | None = parse_anchor(page.published)
        self.sentences: list[Reading] = []
        self._postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._read_sentences()
        average = max(1.0, sum(len(s.words) for s in self.sentences) / max(1, len(self.sentences)))
        self._gains = [(K1 + 1) / (1 + K1 * (1 - B + B * len(s.words) / average)) for s in self.sentences]
        self._matches: dict[tuple[str, str], dict[str, float]] = {}
        self._rows: dict[object, dict[int, Hit]] = {}

    def _read_sentences(self) -> None:
        lower = {t.norm for t in self.tokens if t.text[:1].islower()}
        surnames = set(titled_surnames(self.tokens))
        for part, span in page_sentences(self.text, self.tokens):
            self._add(part, span, lower, surnames)

    def _add(self, tokens: Sequence[Token], span: Span, lower: set[str], surnames: set[str]) -> None:
        reading = read(self.text, span, tokens, self.anchor, lower, surnames)
        number = len(self.sentences)
        self.sentences.append(reading)
        for word in reading.words:
            if word.content and not word.absorbed:
                self._postings[_term(word)].append((number, word.at))

    @cached_property
    def _by_lemma(self) -> dict[str, set[str]]:
        out: dict[str, set[str]] = defaultdict(set)
        for term, key in self._keys.items():
            for base in lexicon.lemmas(key):
                out[base].add(term)
        return out

    @cached_property
    def _keys(self) -> dict[str, str]:
        """Term -> one of the page's words (or phrases) with it."""
        return {term: self.sentences[places[0][0]].words[places[0][1]].key for term, places in self._postings.items()}

    @cached_property
    def _by_concept(self) -> dict[int, set[str]]:
        out: dict[int, set[str]] = defaultdict(set)
        for term, key in self._keys.items():
            for concept in lexicon.concepts(key):
                out[concept].add(term)
        return out

    @cached_property
    def _by_kind(self) -> dict[str, set[str]]:
        """General word -> the page's terms that are of its kind."""
        out: dict[str, set[str]] = defaultdict(set)
        for term, key in self._keys.items():
            for general in lexicon.kinds_of(key):
                out[general].add(term)
        return out

    @cached_property
    def _by_name(self) -> dict[str, set[str]]:
        """Canonical name -> terms of the words the page writes it with (``US`` -> ``us``, ``american``)."""
        out: dict[str, set[str]] = defaultdict(set)
        for sentence in self.sentences:
            for name in sentence.names:
                for word in sentence.words[name.first : name.end]:
                    out[lexicon.canonical_name(word.text)].add(_term(word))
                out[lexicon.canonical_name(name.text)].update(_term(w) for w in sentence.words[name.first : name.end])
        return out

    # --- words and quotations of the whole page -----------------------------------------------------------------

    @cached_property
    def language(self) -> str | None:
        """The ISO 639-1 code of the page's language, as its words show it; None where they do not."""
        return guess_language(self.text)

    @cached_property
    def norms(self) -> list[str]:
        """The lower-case words of the page, one a token."""
        return [t.norm for t in self.tokens]

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        out: dict[str, list[int]] = defaultdict(list)
        for at, norm in enumerate(self.norms):
            out[norm].append(at)
        return out

    def places_of(self, norm: str) -> list[int]:
        """The numbers of the tokens with this lower-case form."""
        return self._places.get(norm, [])

    @cached_property
    def quotes(self) -> list[Span]:
        """The page's quotations, without their marks, in order."""
        return find_quotes(self.text)

    def quote_at(self, place: int) -> Span | None:
        """The quotation that holds the character at ``place``."""
        at = bisect_right(self.quotes, place, key=lambda q: q.start) - 1
        return self.quotes[at] if at >= 0 and place < self.quotes[at].end else None

    @cached_property
    def quote_runs(self) -> list[tuple[int, int]]:
        """The tokens of each quotation, as half-open ranges of token numbers."""
        starts = [t.start for t in self.tokens]
        return [(bisect_left(starts, q.start), bisect_left(starts, q.end)) for q in self.quotes]

    def sentence_at(self, place: int) -> int:
        """The number of the sentence that holds, or comes last before, the character at ``place``."""
        return max(0, bisect_right(self.sentences, place, key=lambda s: s.span.start) - 1)

    @cached_property
    def _surnames(self) -> frozenset[str]:
        return frozenset(n.parts[-1] for s in self.sentences for n in s.names if len(n.parts) > 1 or n.title)

    @cached_property
    def _full_names(self) -> frozenset[str]:
        """The last words of names that the page gives with one before."""
        return frozenset(n.parts[-1] for s in self.sentences for n in s.names if len(n.parts) > 1)

    @cached_property
    def _name_parts(self) -> frozenset[str]:
        return frozenset(p for s in self.sentences for n in s.names if n.sure for p in n.parts)

    def is_name(self, name: Name) -> bool:
        """Whether a name is one: sure by its shape, or written with a capital elsewhere than at a sentence's start."""
        return name.sure or all(p in self._name_parts for p in name.parts)

    def is_surname(self, name: Name) -> bool:
        """Whether a lone name is the last word of a longer one on the page."""
        return len(name.parts) == 1 and name.parts[0] in self._surnames

    def described_as(self, name: Name, words: Collection[str]) -> bool:
        """Whether the page sets any of ``words``, none of them part of a name, within six words of ``name``."""
        near, last = set(words) - self._name_parts, name.parts[-1]
        return any(near & set(self.norms[max(0, at - 6) : at + 7]) for at in self.places_of(last))

    def quantities_near(self, number: int) -> list[Quantity]:
        """The figures of a sentence; of its neighbours too where it has fewer than two."""
        own = self.sentences[number].quantities
        if len(own) >= 2:
            return own
        around = self.sentences[max(0, number - 1) : number + 2]
        return [q for s in around for q in s.quantities]

    # --- matching -----------------------------------------------------------------------------------------------

    def terms_for(self, word: Word) -> dict[str, float]:
        """The page's terms that may stand for a word of a claim, with how closely."""
        key = (word.key, word.text if word.capital else "")
        found = self._matches.get(key)
        if found is None:
            found = self._matches[key] = self._terms_for(word)
        return found

    def _terms_for(self, word: Word) -> dict[str, float]:
        out: dict[str, float] = {}

        def offer(terms: Iterable[str], weight: float) -> None:
            for term in terms:
                if weight > out.get(term, 0.0):
                    out[term] = weight

        own = _term(word)
        if own in self._postings:
            out[own] = SAME
        bases = (word.key,) if " " in word.key else lexicon.lemmas(word.norm)
        for base in bases:
            offer(self._by_lemma.get(base, ()), INFLECTED)
        first_family = lexicon.first_family()
        for concept in lexicon.concepts(word.key):
            offer(self._by_concept.get(concept, ()), FAMILY if concept >= first_family else SYNONYM)
        if not out:
            for base in bases:
                offer(self._by_kind.get(base, ()), KIND)
            for general in lexicon.kinds_of(word.norm):
                offer(self._by_lemma.get(general, ()), CLOSE)
        if word.capital:
            offer(self._by_name.get(lexicon.canonical_name(word.text), ()), FAMILY)
        return out

    @cached_property
    def _figures(self) -> list[tuple[int, Quantity]]:
        return [(number, q) for number, sentence in enumerate(self.sentences) for q in sentence.quantities]

    @cached_property
    def dates(self) -> list[tuple[int, DateMention]]:
        """(sentence, date) of every date that the page prints or leads to by counting from another."""
        written = [(number, d) for number, sentence in enumerate(self.sentences) for d in sentence.dates]
        return [*written, *counted_dates(self.sentences)]

    def _row(self, item: Item) -> dict[int, Hit]:
        """Sentence -> the closest match of the item in it."""
        if item.word is not None:
            key = (item.word.key, item.word.text if item.word.capital else "")
            return self._once(key, lambda: self._closest(item))
        if item.quantity is not None:
            return self._once(replace(item.quantity, span=_NOWHERE, whole=_NOWHERE), lambda: self._like_figure(item))
        return self._once(replace(item.date, span=_NOWHERE) if item.date else None, lambda: self._like_date(item))

    def _once(self, key: object, make: Callable[[], dict[int, Hit]]) -> dict[int, Hit]:
        row = self._rows.get(key)
        if row is None:
            if len(self._rows) >= MAX_ROWS:
                self._rows.clear()
            row = self._rows[key] = make()
        return row

    def _like_figure(self, item: Item) -> dict[int, Hit]:
        figure = item.quantity
        if figure is None:
            return {}
        near, others = self._sized
        low, high = sorted((figure.value, figure.plain))
        first, last = bisect_left(near, low / 2 - 1e-9, key=_size), bisect_right(near, 2 * high + 1e-9, key=_size)
        tried = near[first:last] if figure.low == figure.high and figure.unit != "clock" and low > 0 else near
        alike = {n for q, numbers in (*tried, *others) if same_quantity(figure, q) for n in numbers}
        return {number: Hit(number, -1, SAME) for number in sorted(alike)}

    @cached_property
    def _sized(self) -> tuple[list[tuple[Quantity, list[int]]], list[tuple[Quantity, list[int]]]]:
        """The page's figures, each once with its sentences: bare exact ones by size, and all others. A figure that is
        more than the double of another is not the same, but where one is a range or a time of day."""
        seen: dict[Quantity, list[int]] = {}
        for number, q in self._figures:
            seen.setdefault(replace(q, span=_NOWHERE, whole=_NOWHERE), []).append(number)
        plain = [pair for pair in seen.items() if pair[0].value == pair[0].plain > 0 and pair[0].low == pair[0].high]
        sized = sorted((pair for pair in plain if pair[0].unit != "clock"), key=_size)
        known = {q for q, _ in sized}
        return sized, [pair for pair in seen.items() if pair[0] not in known]

    def _like_date(self, item: Item) -> dict[int, Hit]:
        numbers = {number for number, d in self.dates if item.date is not None and same_date(item.date, d)}
        return {number: Hit(number, -1, SAME) for number in sorted(numbers)}

    def _closest(self, item: Item) -> dict[int, Hit]:
        row: dict[int, Hit] = {}
        for term, weight in (self.terms_for(item.word) if item.word is not None else {}).items():
            for number, at in self._postings[term]:
                best = row.get(number)
                # Of equals the first in the sentence: terms come from sets, whose order differs from run to run.
                if best is None or (best.weight, -best.at) < (weight, -at):
                    row[number] = Hit(number, at, weight)
        return row

    def idf(self, row: dict[int, Hit]) -> float:
        """The rarity of what a row matches, as BM25 counts it."""
        count = len(self.sentences)
        return math.log(1 + (count - len(row) + 0.5) / (len(row) + 0.5))

    def find(self, claim: PreparedClaim) -> Match:
        """Where the page has what the claim says."""
        rows = self._with_first_names(claim, [self._row(item) for item in claim.items])
        weights = [self._weigh(item, row) for item, row in zip(claim.items, rows)]
        anywhere = [max([h.weight for h in row.values()], default=0.0) for row in rows]
        scores = self._scores(rows, weights)
        ranked = sorted(scores, key=lambda n: (-scores[n], n))
        total = sum(weights) or 1.0
        match = Match(claim, self, weights, rows, [], [], ranked[0] if ranked else None, [], anywhere, ranked=ranked)
        if not ranked:
            match.best = [0.0] * len(rows)
            match.segments = [Segment(s, [], None, 0.0, 0.0) for s in claim.segments]
            return match
        match.score = scores[ranked[0]] / total
        cover = {n: self._cover(claim, rows, n) for n in ranked[:12]}
        whole = {n: sum(map(mul, row, weights)) / total for n, row in cover.items()}
        match.top = max(cover, key=lambda n: (whole[n], scores[n]))
        match.top_coverage = whole[match.top]
        self._choose(match, match.top, {n: row for n, row in cover.items() if whole[n] >= LEAST_GAIN})
        match.page_coverage = sum(map(mul, weights, anywhere)) / total
        self._place_segments(match, cover, whole)
        return match

    def _with_first_names(self, claim: PreparedClaim, rows: list[dict[int, Hit]]) -> list[dict[int, Hit]]:
        """The rows, where a first name counts as said beside a surname that the page gives without any."""
        for i, item in enumerate(claim.items):
            name = item.name
            if name is None or rows[i] or item.word is None or len(name.parts) < 2 or item.word.norm == name.parts[-1]:
                continue
            last = next((k for k, other in enumerate(claim.items) if other.name is name and _is_last(other)), None)
            if last is not None and name.parts[-1] not in self._full_names:
                rows[i] = {n: Hit(n, -1, UNSAID) for n, h in rows[last].items() if h.weight >= SAME}
        return rows

    def _weigh(self, item: Item, row: dict[int, Hit]) -> float:
        idf = self.idf(row)
        if item.word is None:
            return max(idf, 2.5)
        return idf * (1.3 if item.name else 1.0) * (0.2 if item.word.norm in COMMON else 1.0)

    def _scores(self, rows: list[dict[int, Hit]], weights: list[float]) -> dict[int, float]:
        scores: dict[int, float] = defaultdict(float)
        for row, weight in zip(rows, weights):
            for number, hit in row.items():
                scores[number] += weight * hit.weight
        gains = self._gains
        return {number: score * gains[number] for number, score in scores.items()}

    def _cover(self, claim: PreparedClaim, rows: list[dict[int, Hit]], number: int) -> list[float]:
        """How closely sentence ``number`` has each item; names may stand shortly before it."""
        out = []
        for item, row in zip(claim.items, rows):
            hit = row.get(number)
            if hit is not None:
                out.append(hit.weight)
            elif item.name is None:
                out.append(0.0)
            else:
                out.append(NEAR * max([row[n].weight for n in (number - 1, number - 2) if n in row], default=0.0))
        return out

    def _choose(self, match: Match, top: int, cover: dict[int, list[float]]) -> None:
        """Sentences, best first, as long as each adds ``LEAST_GAIN``; ``cover`` holds those that may."""
        weights, total = match.weights, sum(match.weights) or 1.0
        best = cover.pop(top, None) or self._cover(match.claim, match.rows, top)
        chosen = [top]
        while len(chosen) < MAX_SENTENCES and cover:
            gains = {
                n: sum([w * (c - b) for c, b, w in zip(row, best, weights) if c > b]) / total
                for n, row in cover.items()
            }
            number = max(gains, key=lambda n: (gains[n], -abs(n - top)))
            if gains[number] < LEAST_GAIN:
                break
            best = list(map(max, best, cover[number]))
            chosen.append(number)
            # What a sentence adds only shrinks as others are chosen.
            cover = {n: row for n, row in cover.items() if n != number and gains[n] >= LEAST_GAIN}
        match.chosen, match.best = sorted(chosen), best
        match.coverage = sum(map(mul, best, weights)) / total

    def _place_segments(self, match: Match, cover: dict[int, list[float]], whole: dict[int, float]) -> None:
        for number, span in enumerate(match.claim.segments):
            items = [i for i, item in enumerate(match.claim.items) if item.segment == number]
            weight = sum(match.weights[i] for i in items) or 1.0
            own = {n: sum([row[i] * match.weights[i] for i in items]) / weight for n, row in cover.items()}
            home = max(own, key=lambda n: own[n] + 0.5 * whole[n])
            union = sum([match.weights[i] * match.best[i] for i in items])
            match.segments.append(Segment(span, items, home, own[home], max(own[home], union / weight)))


def _size(figure: tuple[Quantity, list[int]]) -> float:
    return figure[0].value


def _is_last(item: Item) -> bool:
    return item.name is not None and item.word is not None and item.word.norm == item.name.parts[-1]


def _term(word: Word) -> str:
    return word.key if " " in word.key else word.stem


COMMON = frozenset(
    """say said says told tell according add added adding new also make made makes making take took taken takes taking
    get got gets getting go went gone goes going come came comes coming give gave given gives giving put puts use used
    using way thing things time last next first around while later known well much many most more about may will become
    became held hold holds keep kept let set sets show showed shown see saw seen bring brought call called calls want
    wanted need needed start started find found however recent recently currently still already even including include
    includes included part number total among along across several others certain like just back""".split()
)
"""Words too common in news to tell one passage from another; they count a fifth."""
