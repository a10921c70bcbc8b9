"""Words with what they may mean, so that a headline's words find the body's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from auditor import lexicon
from auditor.checks.headline.wording import read_word
from auditor.text import Token, tokenize

EXACT, FAMILY, SYNONYM, KIND, PREFIX = 1.0, 0.95, 0.8, 0.75, 0.6
"""How well a word stands for another: itself, its root, a synonym, a kind of it, the same beginning."""

_PREFIX = 6


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a text. ``meanings`` are synonym classes, also those of a phrase that begins here."""

    text: str
    norm: str
    key: str
    value: float | None
    content: bool
    capital: bool
    start: int
    end: int
    lemmas: tuple[str, ...]
    meanings: frozenset[int]


_LIGHT = frozenset(
    """say says said one two new year years day days week weeks month months time times people make made makes get
    gets got go goes going went come comes came take takes took put puts way also per amid via mr mrs ms dr percent
    day monday tuesday wednesday thursday friday saturday sunday""".split()
)
"""Words of little weight in a headline, beside the function words."""


def read_terms(text: str, limit: int = 100_000) -> list[Term]:
    """The words of ``text`` with their meanings; at most ``limit``."""
    return terms_of(tokenize(text)[:limit])


def terms_of(tokens: Sequence[Token]) -> list[Term]:
    """``tokens`` with their meanings."""
    out = []
    for at, token in enumerate(tokens):
        listed = _phrases_from(token.norm)
        out.append(_term(token, _phrase(tokens, at, listed) if listed else frozenset()))
    return out


def _term(token: Token, phrase: frozenset[int]) -> Term:
    word = read_word(token)
    lemmas, meanings = _senses(token.norm)
    capital = token.text[:1].isupper()
    return Term(
        token.text, word.norm, word.key, word.value, word.content, capital, token.start, token.end,
        lemmas, meanings | phrase if phrase else meanings,
    )  # fmt: skip


@lru_cache(maxsize=65536)
def _senses(norm: str) -> tuple[tuple[str, ...], frozenset[int]]:
    if not norm.isalpha():
        return (norm,), frozenset()
    lemmas = tuple(lemma.removeprefix("~") for lemma in lexicon.lemmas(norm))
    return lemmas, frozenset() if norm in _LIGHT else lexicon.concepts(norm)


def _phrase(tokens: Sequence[Token], at: int, listed: tuple[tuple[str, ...], ...]) -> frozenset[int]:
    """The classes of the longest of the phrases ``listed`` that stands at ``at``."""
    for parts in listed:
        if len(tokens) - at >= len(parts) and all(
            p == t.norm or p in _senses(t.norm)[0] for p, t in zip(parts[1:], tokens[at + 1 : at + len(parts)])
        ):
            return lexicon.concepts(" ".join(parts))
    return frozenset()


@lru_cache(maxsize=65536)
def _phrases_from(norm: str) -> tuple[tuple[str, ...], ...]:
    """The listed phrases that may begin with ``norm``, longest first."""
    table = lexicon.phrases()
    return tuple(parts for base in _senses(norm)[0] for parts in table.get(base, ()))


@lru_cache(maxsize=1)
def first_family() -> int:
    """The number from which meanings are word families, not synonym classes."""
    return lexicon.first_family()


def likeness(a: Term, b: Term) -> float:
    """How well ``b`` stands for ``a``, 0 to 1."""
    if a.key == b.key or (a.norm == b.norm):
        return EXACT
    if a.value is not None or b.value is not None:
        return 0.0
    if set(a.lemmas) & set(b.lemmas):
        return EXACT
    shared = a.meanings & b.meanings
    if shared:
        return FAMILY if any(n >= first_family() for n in shared) else SYNONYM
    if a.content and b.content:
        if _general(a, b) or _general(b, a):
            return KIND
        if _derived(a.norm, b.norm) or _derived(b.norm, a.norm):
            return PREFIX
        if len(a.norm) > _PREFIX and len(b.norm) > _PREFIX and a.norm[:_PREFIX] == b.norm[:_PREFIX]:
            return PREFIX
    return 0.0


_ENDINGS = frozenset(
    """th er or ers ors ing ings ment ments ion ions ation al als ly ness ship ist ists ism y ies ful less able ish
    age ance ence ery ry en ened ity dom hood an ian ans ians ese ic ics ical ous ive""".split()
)


def _derived(long: str, short: str) -> bool:
    """Whether ``long`` is ``short`` with an ending that makes another part of speech: growth of grow."""
    if len(short) < 4 or not len(short) < len(long) <= len(short) + 5:
        return False
    stem = short.removesuffix("e").removesuffix("y") if len(short) > 4 else short
    return (long.startswith(short) and long[len(short) :] in _ENDINGS) or (
        len(stem) >= 4 and long.startswith(stem) and long[len(stem) :] in _ENDINGS
    )


def _general(particular: Term, general: Term) -> bool:
    kinds = lexicon.kinds_of(particular.norm)
    return bool(kinds) and not kinds.isdisjoint(general.lemmas)


def weight(term: Term, rarity: float) -> float:
    """What a headline's word counts for: its rarity in news, little for function words and words of time."""
    if not term.content or term.norm in _LIGHT:
        return 0.1
    return max(0.5, min(rarity, 7.0))
