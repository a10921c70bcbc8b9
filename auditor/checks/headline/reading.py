"""A body read once: its sentences, their words, and how rare each word is in it."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field

from auditor.checks.headline.wording import Word, read_word
from auditor.records import Evidence
from auditor.text import Token, split_sentences, tokenize

_LONGEST = 60_000
"""Characters of a body that are read: some 10,000 words, beyond which no article goes. Keeps 1 MB of text cheap."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of the body. ``start`` and ``end`` count in the body as given."""

    text: str
    start: int
    end: int
    tokens: tuple[Token, ...] = field(repr=False)
    words: tuple[Word, ...] = field(repr=False)
    keys: frozenset[str]
    norms: frozenset[str]

    def evidence(self) -> Evidence:
        """The sentence as evidence."""
        return Evidence(self.text, self.start, self.end)


@dataclass(frozen=True, slots=True)
class Reading:
    """The body's sentences in order and the number of them each key stands in."""

    lines: tuple[Line, ...]
    spread: dict[str, int] = field(repr=False)

    def rarity(self, key: str) -> float:
        """How telling ``key`` is in this body, 1 for a word it lacks or has once, falling toward 0."""
        n = len(self.lines)
        return math.log(1 + (n + 1) / (1 + self.spread.get(key, 0))) / math.log(2 + n)


def read_body(body: str) -> Reading:
    """The body's sentences and words; at most the first 60,000 characters."""
    lines = []
    spread: Counter[str] = Counter()
    for span in split_sentences(body[:_LONGEST]):
        text = span.of(body)
        tokens = tuple(tokenize(text))
        words = tuple(read_word(t) for t in tokens)
        keys = frozenset(w.key for w in words)
        spread.update(keys)
        lines.append(Line(text, span.start, span.end, tokens, words, keys, frozenset(w.norm for w in words)))
    return Reading(tuple(lines), dict(spread))
