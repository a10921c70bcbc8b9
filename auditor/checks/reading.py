"""A sentence read closely: its words with their senses, names, figures, dates, quotations, polarity and hedges.

Used alike for a claim and for a sentence of a page, so that the two can be compared part by part. Everything is found
by closed word lists and the shape of the words; places count in the text the sentence stands in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any, TypeVar

from auditor import lexicon
from auditor.dates import DateMention, parse_dates
from auditor.quantities import Quantity, parse_quantities
from auditor.records import Span
from auditor.text import STOPWORDS, Token, stem, tokenize

T = TypeVar("T")


@dataclass(slots=True)
class Word:
    """A token with what the lexicon knows of it.

    ``key`` is what to look up: the lower-case word, or the phrase it begins (``turn down``; the phrase's other words
    are then ``absorbed``). ``content`` is True for words that carry meaning of their own.
    """

    at: int
    text: str
    norm: str
    stem: str
    start: int
    end: int
    key: str
    content: bool
    capital: bool
    absorbed: bool = False
    clause: int = 0
    quoted: bool = False

    @property
    def span(self) -> Span:
        """The word's place."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name: words ``first`` to ``end`` (exclusive) of the reading, titles left out.

    ``parts`` are its words in lower case; ``sure`` is False for a lone capital at the start of a sentence; ``article``
    is True after ``the``.
    """

    first: int
    end: int
    text: str
    parts: tuple[str, ...]
    span: Span
    sure: bool = True
    title: str = ""
    article: bool = False


_INNER = r"(?:[^{0}\n]|\n(?=[a-z]))"
"""A character within a quotation; a line may break within one where text is set to a width."""
_QUOTE = re.compile(
    "|".join(
        (
            "“" + _INNER.format("“”") + "{1,1200}”",
            '"' + _INNER.format('"') + '{1,1200}"',
            "«" + _INNER.format("«»") + "{1,1200}»",
            "‘" + _INNER.format("‘’") + r"{3,600}’(?!\w)",
        )
    )
)
_CLAUSE_WORDS = frozenset(
    """and but or which who whom whose that because although though while whereas when after before if unless since so
    until where as despite than with without""".split()
)
_NAME_LINKS = frozenset("of the de la le du da di del van von der den al el bin ibn y e and for on in".split())
_STRONG_LINKS = frozenset("of de la le du da di del van von der den al el bin ibn".split())
_PARTICLE_GAP = 3


def find_quotes(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The quotations of ``text[start:end]``, inner spans without their marks."""
    return [
        Span(found.start() + 1, found.end() - 1)
        for found in _QUOTE.finditer(text, start, len(text) if end is None else end)
    ]


@dataclass(eq=False)
class Reading:
    """A sentence, read on demand. ``lower_words`` are words known to occur without a capital, ``surnames`` titles that
    are somebody's last name (see ``names``)."""

    text: str
    span: Span
    words: list[Word]
    anchor: date | None = None
    lower_words: Collection[str] = field(default=frozenset(), repr=False)
    surnames: Collection[str] = field(default=frozenset(), repr=False)

    @cached_property
    def _known(self) -> dict[str, Any]:
        return {}

    def once(self, name: str, make: Callable[[Reading], T]) -> T:
        """What ``make`` gives for this reading, made the first time ``name`` is asked for."""
        if name not in self._known:
            self._known[name] = make(self)
        found: T = self._known[name]
        return found

    @cached_property
    def content(self) -> list[Word]:
        """The words that carry meaning, figures among them."""
        return [w for w in self.words if w.content and not w.absorbed]

    @cached_property
    def quantities(self) -> list[Quantity]:
        """Figures that are no part of a date, spans counted in the whole text."""
        dates = [m.span for m in self.dates]
        found = parse_quantities(self.span.of(self.text))
        moved = [_moved(q, self.span.start) for q in found]
        return [q for q in moved if not any(q.span.overlaps(d) for d in dates)]

    @cached_property
    def dates(self) -> list[DateMention]:
        """Dates resolved against the anchor, spans counted in the whole text."""
        from dataclasses import replace

        shift = self.span.start
        found = parse_dates(self.span.of(self.text), self.anchor)
        if not shift:
            return found
        return [replace(m, span=Span(m.span.start + shift, m.span.end + shift)) for m in found]

    @cached_property
    def names(self) -> list[Name]:
        """Proper names in order."""
        return _find_names(self)

    @cached_property
    def quotes(self) -> list[Span]:
        """Quotations, without their marks, counted in the whole text."""
        return find_quotes(self.text, self.span.start, self.span.end)

    def words_in(self, span: Span) -> list[Word]:
        """The words that lie in ``span``."""
        return [w for w in self.words if w.start >= span.start and w.end <= span.end]

    def negated(self, at: int) -> bool:
        """Whether the word at ``at`` stands under an odd number of negations."""
        return len(self.negations_over(at)) % 2 == 1

    def negations_over(self, at: int) -> list[Word]:
        """The negating words whose scope holds the word at ``at``: at most five words before it, and none before the
        word that opens its clause (``not one failed, but two opened``)."""
        words, out = self.words, []
        clause = words[at].clause
        for i in range(at - 1, max(-1, at - 6), -1):
            word = words[i]
            after = words[i + 1]
            if after.norm in _CLAUSE_WORDS and after.clause == clause != word.clause:
                break
            if word.clause != clause and word.norm in _CLAUSE_WORDS:
                break
            denies = word.key == "rule out" or (at - i <= 3 and refuses(word))
            if denies or is_negation(word, words[i + 1] if i + 1 < len(words) else None):
                out.append(word)
        return out

    def hedges_over(self, at: int) -> list[Word]:
        """The hedging words of the clause around the word at ``at``."""
        clause = self.words[at].clause
        return [w for w in self.words if w.clause == clause and abs(w.at - at) <= 7 and is_hedge(w)]


_NEGATIVE = lexicon.NEGATIVE_VERBS
_NEGATIVE_STEMS = frozenset(stem(verb) for verb in _NEGATIVE if " " not in verb)


def refuses(word: Word) -> bool:
    """``failed to``, ``refused to``: verbs that deny what follows."""
    return word.stem in _NEGATIVE_STEMS or bool(_NEGATIVE & set(lexicon.lemmas(word.norm)))


_MODALS = frozenset("may might could can should".split())


def is_negation(word: Word, after: Word | None = None) -> bool:
    """Whether the word negates what follows. ``not only`` and ``no longer than`` do not."""
    if word.norm.endswith("n't") or word.norm == "cannot":
        return True
    if word.norm not in lexicon.NEGATIONS or word.norm in ("hardly", "barely", "scarcely"):
        return word.norm in ("hardly", "barely", "scarcely")
    if (
        after is not None
        and after.norm in ("only", "just", "doubt", "less", "fewer", "more")
        and word.norm in ("not", "no")
    ):
        return False
    return not (word.norm == "no" and after is not None and after.norm[:1].isdigit())


def is_hedge(word: Word) -> bool:
    """Whether the word holds back what its clause says."""
    if word.norm == "may" and word.capital:
        return False
    return word.norm in lexicon.HEDGES or any(base in lexicon.HEDGES for base in lexicon.lemmas(word.norm))


_BEFORE_VERBS = frozenset(
    """will would shall should can could may might must to has have had did does do was were is are be been being not
    never also then later who which that they he she it we i""".split()
)
_NOT_PAST = frozenset("need speed indeed hundred red bed sacred naked aged seed feed breed weed deed united".split())


def is_past(word: Word) -> bool:
    """Whether the word has the form of a past tense or participle."""
    return _has_past_form(word.norm)


@lru_cache(maxsize=65536)
def _has_past_form(norm: str) -> bool:
    if norm in _NOT_PAST or not norm.isalpha():
        return False
    return (norm.endswith("ed") and len(norm) > 3) or lexicon.is_irregular(norm)


def is_verb(reading: Reading, word: Word) -> bool:
    """Whether the word is used as a verb, as far as its form and the word before it show."""
    if word.capital and word.at:
        return False
    before = reading.words[word.at - 1] if word.at else None
    if before is not None and before.norm in _ARTICLES:
        return False
    if is_past(word):
        return True
    if before is None or not word.content:
        return False
    return before.norm in _BEFORE_VERBS and not word.norm.endswith(("ly", "ing"))


_FORMS_OF_BE = frozenset("is are was were be been being gets got get".split())
_CLAUSE_ENDS = frozenset("and but who which that while when because although after before".split())


def is_passive(reading: Reading, at: int) -> bool:
    """``was beaten on Friday by``, ``supplied by``: a participle, ``by`` after it, close where no ``was`` stands."""
    words = reading.words
    if not is_past(words[at]) or not reading.once("by", _has_by):
        return False
    before = any(words[k].norm in _FORMS_OF_BE for k in range(max(0, at - 3), at))
    for word in words[at + 1 : at + (8 if before else 3)]:
        if word.norm == "by":
            return True
        if is_past(word) or word.norm in _CLAUSE_ENDS:
            break
    return False


def _has_by(reading: Reading) -> bool:
    return any(w.norm == "by" for w in reading.words)


_ARTICLES = frozenset("the a an this that these those its his her their our my your some any no every each of".split())


# --- building ---------------------------------------------------------------------------------------------------


def read(
    text: str,
    span: Span,
    tokens: Sequence[Token],
    anchor: date | None = None,
    lower_words: Collection[str] = frozenset(),
    surnames: Collection[str] = frozenset(),
) -> Reading:
    """The reading of ``text[span]`` whose tokens are ``tokens``."""
    words = [
        Word(
            i,
            t.text,
            t.norm,
            t.stem,
            t.start,
            t.end,
            t.norm,
            t.norm not in STOPWORDS and (len(t.norm) > 1 or t.norm.isdigit()),
            t.text[:1].isupper(),
        )
        for i, t in enumerate(tokens)
    ]
    _number_clauses(text, words)
    _join_phrases(words)
    reading = Reading(text, span, words, anchor, lower_words, surnames)
    _mark_quoted(reading)
    return reading


def _mark_quoted(reading: Reading) -> None:
    quotes = iter(reading.quotes)
    quote = next(quotes, None)
    for word in reading.words:
        while quote is not None and quote.end <= word.start:
            quote = next(quotes, None)
        word.quoted = quote is not None and quote.start <= word.start and word.end <= quote.end


def read_text(text: str, anchor: date | None = None) -> Reading:
    """The reading of a whole text as one sentence."""
    return read(text, Span(0, len(text)), tokenize(text), anchor)


def _join_phrases(words: list[Word]) -> None:
    table = lexicon.phrases()
    bases = [(word.norm, *lexicon.lemmas(word.norm)) for word in words]
    there = set(chain.from_iterable(bases))
    for word, own in zip(words, bases):
        if word.absorbed or word.norm in _BE:
            continue
        for base in own:
            if base not in table:
                continue
            entries = [e for e in table[base] if e[1] in there]
            if found := next((m for e in entries if (m := _phrase_at(words, word.at, e))), None):
                word.key, word.content = found[0], True
                for i in found[1]:
                    words[i].absorbed = True
                break


_BE = frozenset("be is are was were been being has have had not".split())


def _phrase_at(words: list[Word], at: int, entry: tuple[str, ...]) -> tuple[str, list[int]] | None:
    """The phrase and the places of its further words; a particle may stand a few words off: ``turn it down``."""
    rest, places, i = entry[1:], [], at + 1
    for n, part in enumerate(rest):
        gap = _PARTICLE_GAP if len(rest) == 1 and len(part) <= 4 and n == 0 else 0
        while i < len(words) and not (words[i].norm == part or part in lexicon.lemmas(words[i].norm)):
            if gap == 0 or words[i].norm in _CLAUSE_WORDS or words[i].clause != words[at].clause:
                return None
            gap -= 1
            i += 1
        if i >= len(words):
            return None
        places.append(i)
        i += 1
    return " ".join(entry), places


_CLAUSE_MARKS = frozenset(",;:—–()")


def _number_clauses(text: str, words: list[Word]) -> None:
    """Gives each word the number of its clause: a new one after ``, ; : –`` and before a conjunction."""
    clause = 0
    for i, word in enumerate(words):
        if i:
            gap = text[words[i - 1].end : word.start]
            if not _CLAUSE_MARKS.isdisjoint(gap) or " - " in gap or word.norm in _CLAUSE_WORDS:
                clause += 1
        word.clause = clause


def _moved(q: Quantity, shift: int) -> Quantity:
    if not shift:
        return q
    from dataclasses import replace

    return replace(
        q, span=Span(q.span.start + shift, q.span.end + shift), whole=Span(q.whole.start + shift, q.whole.end + shift)
    )


# --- names ------------------------------------------------------------------------------------------------------

_NOT_NAMES = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december i""".split()
)
_FIRM_ENDS = frozenset("Sons Son Co Company Partners Brothers Bros Associates Daughters Family".split())
_SHORT_MONTHS = frozenset("jan feb mar apr jun jul aug sep sept oct nov dec".split())


def _find_names(reading: Reading) -> list[Name]:
    words, out, at = reading.words, [], 0
    begins = _sentence_starts(reading)
    while at < len(words):
        word = words[at]
        if not _can_name(word, at in begins, reading):
            at += 1
            continue
        end = _name_end(reading, at)
        if name := _make_name(reading, at, end, at in begins):
            out.append(name)
        at = end
    return out


def titled_surnames(tokens: Sequence[Token]) -> Iterator[str]:
    """Titles, in lower case, that are somebody's surname: ``bishop`` where ``Oyelaran Bishop`` is written."""
    for before, token, after in zip(tokens, tokens[1:], [*tokens[2:], None]):
        if token.norm not in _SURNAMES or not token.text.istitle() or token.start - before.end != 1:
            continue
        first = before.text.istitle() and before.norm not in _NO_FIRST_NAMES
        if first and before.norm not in lexicon.TITLES and (after is None or not after.text[:1].isupper()):
            yield token.norm


_SURNAMES = frozenset("bishop king prince pope judge major constable".split())
_NO_FIRST_NAMES = STOPWORDS | {"crown", "high", "chief", "drum", "auxiliary", "district"}


_OPENING = frozenset('.!?:"“‘\n«')


def _sentence_starts(reading: Reading) -> set[int]:
    """Places where a capital says nothing: after a full stop, a colon or an opening quotation mark."""
    out = {0}
    for i, word in enumerate(reading.words[1:], 1):
        gap = reading.text[reading.words[i - 1].end : word.start]
        if not _OPENING.isdisjoint(gap):
            out.add(i)
    return out


def _can_name(word: Word, begins: bool, reading: Reading) -> bool:
    if not word.capital or word.norm in _NOT_NAMES:
        return False
    if word.norm in STOPWORDS and not (word.text.isupper() and len(word.text) > 1):
        return False
    if word.norm in _SHORT_MONTHS and reading.text[word.end : word.end + 3].strip(". ").isdigit():
        return False
    return not begins or word.norm not in reading.lower_words or word.text[1:2].isupper()


def _name_end(reading: Reading, at: int) -> int:
    words, i = reading.words, at + 1
    while i < len(words):
        gap = reading.text[words[i - 1].end : words[i].start]
        if (gap.strip(" -.&’'") and gap.strip() not in ("'s", "’s")) or " - " in gap:
            break
        if "." in gap and len(words[i - 1].text) > 3:
            break
        if words[i - 1].text.endswith(("'s", "’s")):
            break
        if words[i].capital and words[i].norm not in _NOT_NAMES and words[i].norm not in STOPWORDS:
            i += 1
            continue
        follows = i + 1 < len(words) and words[i + 1].capital and words[i + 1].norm not in _NOT_NAMES | STOPWORDS
        if gap == "-" and words[i].text.islower() and follows:  # Jun-ho Baek
            i += 2
            continue
        if words[i].norm in _STRONG_LINKS and follows and gap == " ":
            i += 2
            continue
        if words[i].norm == "and" and i + 1 < len(words) and words[i + 1].text in _FIRM_ENDS and gap == " ":
            i += 2
            continue
        if words[i].norm == "the" and words[i - 1].norm in _STRONG_LINKS and follows:
            i += 2
            continue
        break
    return i


def _make_name(reading: Reading, at: int, end: int, begins: bool) -> Name | None:
    words = reading.words
    first = at
    while first < end - 1 and words[first].norm in lexicon.TITLES:
        first += 1
    title = " ".join(w.norm for w in words[at:first])
    alone = first == end - 1 and end - at == 1
    if alone and words[first].norm in lexicon.TITLES and words[first].norm not in reading.surnames:
        return None
    span = Span(words[first].start, words[end - 1].end)
    text = span.of(reading.text)
    if text.endswith(("'s", "’s")):
        span = Span(span.start, span.end - 2)
        text = text[:-2]
    parts = tuple(w.norm for w in words[first:end] if w.norm not in _NAME_LINKS) or (words[first].norm,)
    sure = not (begins and end - at == 1 and not words[at].text[1:2].isupper())
    article = at > 0 and words[at - 1].norm == "the"
    return Name(first, end, text, parts, span, sure, title, article)
