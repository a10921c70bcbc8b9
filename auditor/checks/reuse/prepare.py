"""Texts made ready for comparison: words with their places and weights, sentences, and where each word stands.

A text is prepared once and compared many times. Everything here is linear in the length of the text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Sequence, Set
from copy import copy
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise

from auditor.checks.reuse.quotation import attributed, quoted_spans
from auditor.checks.reuse.words import NUMBER_WORDS, PARTICLES, alternatives, figure_of, weight_of
from auditor.records import Page, Span
from auditor.text import STOPWORDS, split_sentences, stem, word_places

Place = tuple[str, int, int]
"""A word's norm and its range in the text."""

FUNCTION, EXPRESSION, NAME, FIGURE = 0, 1, 2, 3

SEED = 3
"""Words of a seed: a run of this many equal words is where an exact match starts to be looked for."""

MAX_SENTENCE = 80
"""A page sentence of more words is compared in pieces of this length, so that a page without stops stays cheap."""

CLAUSE = 8
"""Words from which what stands between semicolons is compared as a sentence of its own."""

REPEATS = 8
"""No sentence says a word more often than this and means it."""


class PreparedText:
    """Words of a text in order, as parallel lists: ``norms``, ``stems``, ``starts``, ``ends``, ``weights``.

    ``kinds`` says what a word is: ``FUNCTION``, ``EXPRESSION``, ``NAME`` or ``FIGURE``. Names and figures belong to
    the event, not to whoever wrote about it.
    """

    FUNCTION, EXPRESSION, NAME, FIGURE = FUNCTION, EXPRESSION, NAME, FIGURE

    def __init__(self, text: str, places: Sequence[Place], names: Set[str] | None = None) -> None:
        self.text = text
        self.norms = [place[0] for place in places]
        self.starts = [place[1] for place in places]
        self.ends = [place[2] for place in places]
        known = [_known(norm) for norm in self.norms]
        self.kinds = [word[0] for word in known]
        self.stems = [word[1] for word in known]
        self.weights = [word[2] for word in known]
        for i in self._names(names_in(text, places) if names is None else names):
            self.kinds[i], self.stems[i], self.weights[i] = self.NAME, self.norms[i], 1.0

    def _names(self, names: Set[str]) -> Iterator[int]:
        """The words that are names, by number."""
        text, starts, kinds = self.text, self.starts, self.kinds
        for i, norm in enumerate(self.norms):
            if norm in names and kinds[i] == EXPRESSION and text[starts[i]].isupper():
                yield i

    def __len__(self) -> int:
        return len(self.norms)

    @cached_property
    def _sums(self) -> tuple[list[float], list[float]]:
        """Running totals of the weight of expression, and of names and figures."""
        expression = [w if k == EXPRESSION else 0.0 for k, w in zip(self.kinds, self.weights)]
        event = [w if k > EXPRESSION else 0.0 for k, w in zip(self.kinds, self.weights)]
        return list(accumulate(expression, initial=0.0)), list(accumulate(event, initial=0.0))

    def totals(self, first: int, last: int) -> tuple[float, float]:
        """(weight of the expression, weight of the names and figures) in words ``first`` to ``last`` (exclusive)."""
        expression, event = self._sums
        return expression[last] - expression[first], event[last] - event[first]

    @cached_property
    def compounds(self) -> dict[int, str]:
        """The verbs that have their particle within two words, as the key of both: ``put+off``."""
        out: dict[int, str] = {}
        for j, norm in enumerate(self.norms):
            if norm in PARTICLES:
                for i in (j - 1, j - 2):
                    if i >= 0 and self.kinds[i] == self.EXPRESSION:
                        out.setdefault(i, f"{self.stems[i]}+{norm}")
        return out


@lru_cache(maxsize=131072)
def _known(norm: str) -> tuple[int, str, float]:
    """(kind, stem, weight) of a word that is no name."""
    if norm[0].isdigit() or norm in NUMBER_WORDS:
        return FIGURE, figure_of(norm), 1.0
    if norm in STOPWORDS or not norm[0].isalpha():
        return FUNCTION, norm, 0.0
    root = stem(norm)
    return EXPRESSION, root, weight_of(root)


def names_in(text: str, places: Sequence[Place]) -> Set[str]:
    """The norms that stand with a capital inside a sentence, and never stand without one."""
    capital = {norm for norm, start, _ in places if text[start].isupper() and not _opens_sentence(text, start)}
    if capital:
        capital -= {norm for norm, start, _ in places if norm in capital and text[start].islower()}
    return capital


def _opens_sentence(text: str, start: int) -> bool:
    at = start - 1
    while at >= 0 and (text[at].isspace() or text[at] in "\"'“”‘’«»([—–-"):
        at -= 1
    return at < 0 or text[at] in ".!?:;…" or "\n\n" in text[at:start]


class PreparedSentence(PreparedText):
    """One sentence of the article, ready to be looked for in any number of pages.

    ``quoted`` are its ranges inside quotation marks; ``credited`` is True where their speaker or source is named.
    ``vocabulary`` has the words of all pages it is looked for in, where they are known beforehand: others are no use.
    """

    quoted: Sequence[Span] = ()
    credited: bool = False
    vocabulary: Container[str] | None = None

    def for_any_page(self) -> PreparedSentence:
        """The sentence ready for pages of any vocabulary."""
        if self.vocabulary is None:
            return self
        other = copy(self)
        other.vocabulary = None
        for name in ("reach", "pull"):
            other.__dict__.pop(name, None)
        return other

    @cached_property
    def reach(self) -> dict[str, list[tuple[int, float]]]:
        """Every key that could say a word of this sentence -> (the word's number, how well), for all such words.

        Of a word that is said again and again only the first ``REPEATS`` are kept, so that hostile text stays cheap.
        """
        out: dict[str, list[tuple[int, float]]] = defaultdict(list)
        said: dict[str, int] = defaultdict(int)
        known = self.vocabulary
        for i, (root, kind) in enumerate(zip(self.stems, self.kinds)):
            said[root] += 1
            if not kind or said[root] > REPEATS:
                continue
            out[root].append((i, 1.0))
            if kind == self.EXPRESSION:
                key = self.compounds.get(i)
                for other, credit in (*alternatives(key), *alternatives(root)) if key else alternatives(root):
                    if known is None or other in known:
                        out[other].append((i, credit))
        return dict(out)

    @cached_property
    def pull(self) -> dict[str, float]:
        """The keys of ``reach`` -> the weight that each draws toward a passage it stands in."""
        weights = self.weights
        out: dict[str, float] = {}
        for key, hits in self.reach.items():
            if len(hits) == 1:  # nearly all
                i, credit = hits[0]
                out[key] = credit * weights[i]
            else:
                out[key] = max([credit * weights[i] for i, credit in hits])
        return out


class PreparedPage(PreparedText):
    """A page, ready to be searched. ``sentences`` are spans of words: (first word, after the last)."""

    def __init__(self, page: Page | str) -> None:
        text = page if isinstance(page, str) else page.text
        self.page = page if isinstance(page, Page) else None
        super().__init__(text, word_places(text))
        self.sentences = self._sentence_ranges()

    def _sentence_ranges(self) -> list[tuple[int, int]]:
        out: list[tuple[int, int]] = []
        at = 0
        for span in split_sentences(self.text):
            first = at
            while at < len(self.starts) and self.starts[at] < span.end:
                at += 1
            for begin, end in self._clauses(first, at):
                for piece in range(begin, end, MAX_SENTENCE):
                    out.append((piece, min(piece + MAX_SENTENCE, end)))
        return out

    def _clauses(self, first: int, last: int) -> list[tuple[int, int]]:
        """The words ``first`` to ``last`` cut at semicolons, where all pieces are long enough to be sentences."""
        if first == last or ";" not in self.text[self.starts[first] : self.ends[last - 1]]:
            return [(first, last)]
        cuts = [i for i in range(first + 1, last) if ";" in self.text[self.ends[i - 1] : self.starts[i]]]
        bounds = [first, *cuts, last]
        pieces = list(pairwise(bounds))
        return pieces if all(end - begin >= CLAUSE for begin, end in pieces) else [(first, last)]

    @cached_property
    def postings(self) -> dict[str, list[int]]:
        """stem -> the numbers of the sentences it stands in."""
        out: dict[str, list[int]] = defaultdict(list)
        for number, (first, last) in enumerate(self.sentences):
            for i in range(first, last):
                if self.kinds[i]:
                    for key in (self.stems[i], self.compounds.get(i)):
                        if key and (not (where := out[key]) or where[-1] != number):
                            where.append(number)
        return dict(out)

    @cached_property
    def seeds(self) -> dict[tuple[str, ...], list[int]]:
        """A run of ``SEED`` words -> the first places it starts at (at most 16)."""
        out: dict[tuple[str, ...], list[int]] = {}
        norms = self.norms
        for i, seed in enumerate(zip(norms, norms[1:], norms[2:])):
            places = out.setdefault(seed, [])
            if len(places) < 16:
                places.append(i)
        return out

    def span(self, first: int, last: int) -> Span:
        """The characters of the words ``first`` to ``last`` (exclusive), with the signs that close them."""
        start, end = self.starts[first], self.ends[last - 1]
        limit = self.starts[last] if last < len(self.starts) else len(self.text)
        while end < limit and self.text[end] in ".!?,;:\"'”’)…":
            end += 1
        while start > 0 and self.text[start - 1] in "\"'“‘(":
            start -= 1
        return Span(start, end)


def prepare_article(
    sentences: Sequence[str], block_quotes: Container[int] = (), vocabulary: Container[str] | None = None
) -> list[PreparedSentence]:
    """Every sentence ready for comparison.

    What is a name, what is quoted and who is credited is decided over the whole article, so give it whole and in order.

    Args:
        sentences: the article's sentences.
        block_quotes: the numbers of those that the page sets off as a quotation, which needs no marks then.
        vocabulary: the words (``PreparedPage.postings``) of all pages they will be looked for in, where that is known.
    """
    places = [word_places(s) for s in sentences]
    names = set().union(*(names_in(s, words) for s, words in zip(sentences, places)))
    names -= {norm for s, words in zip(sentences, places) for norm, start, _ in words if s[start].islower()}
    quoted = quoted_spans(sentences)
    for number, text in enumerate(sentences):
        if number in block_quotes and text:
            quoted[number] = [Span(0, len(text))]
    out = []
    for number, (text, words) in enumerate(zip(sentences, places)):
        sentence = PreparedSentence(text, words, names)
        sentence.quoted = quoted[number]
        sentence.vocabulary = vocabulary
        sentence.credited = bool(quoted[number]) and attributed(sentences, number, quoted)
        out.append(sentence)
    return out
