"""How much of one page's own narration stands in another page.

Two measures, both as shares of the shorter narration's words. *Copied*: words in sentences that are covered, for at
least half, by runs of three normal words that the other page has too. Independent reports of one event share names,
figures and quotes, but rarely runs of plain prose (Clough and others, METER, 2002; Broder, 1997, for shingles).
*Retold*: words in sentences whose content words mostly stand together in one or two neighbouring sentences of the
other page, which is what broadcast style and heavy subbing leave of a wire story.

Quotations do not count, nor the few words that introduce them, nor paragraphs that an outlet prints under everything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from auditor.checks.provenance.sheets import Sentence, Sheet

RUN = 3
MIN_WORDS = 4
ATTRIBUTION = 10
"""Outside its quotation marks a quoting sentence of at most so many words only says who spoke."""
COMMON = 64
"""A word standing in more sentences than this of one page finds nothing; it would only cost time."""


@dataclass(frozen=True, slots=True)
class Prose:
    """A page's narration made ready for comparison."""

    sentences: tuple[Sentence, ...]
    runs: frozenset[tuple[str, ...]]
    words: int
    where: dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two pages share. ``copied`` and ``retold`` are shares in [0, 1] of the shorter narration.

    ``words`` counts the copied words, ``sentences`` the copied sentences; ``example`` is the longest of them (of the
    page given first).
    """

    copied: float = 0.0
    retold: float = 0.0
    words: int = 0
    sentences: int = 0
    example: Sentence | None = None


def read_prose(sheet: Sheet, skip: frozenset[int] = frozenset()) -> Prose:
    """The narration of ``sheet`` without the paragraphs in ``skip``."""
    kept = tuple(s for s in sheet.narration() if s.paragraph not in skip and _tells(s))
    runs = frozenset(run for s in kept for run in zip(s.words, s.words[1:], s.words[2:]))
    where: dict[str, list[int]] = {}
    for number, sentence in enumerate(kept):
        for word in sentence.content:
            where.setdefault(word, []).append(number)
    return Prose(kept, runs, sum(len(s.words) for s in kept), where)


def _tells(sentence: Sentence) -> bool:
    enough = ATTRIBUTION + 1 if sentence.quoted else MIN_WORDS
    return len(sentence.words) >= enough


def compare(first: Prose, second: Prose, *, half: float = 0.5, together: float = 0.6) -> Overlap:
    """The overlap of two pages, seen from the one with fewer words.

    Args:
        half: a sentence is copied when so much of it is covered by shared runs.
        together: a sentence is retold when so much of its content stands together on the other page.
    """
    short, other = (first, second) if first.words <= second.words else (second, first)
    if not short.words or not other.words:
        return Overlap()
    copied = retold = count = 0
    longest: Sentence | None = None
    for sentence in short.sentences:
        if _covered(sentence.words, other.runs) >= half:
            copied += len(sentence.words)
            count += 1
            if longest is None or len(sentence.words) > len(longest.words):
                longest = sentence
        elif _gathered(sentence, other) >= together:
            retold += len(sentence.words)
    total = short.words
    return Overlap(copied / total, (copied + retold) / total, copied, count, longest)


def _covered(words: Sequence[str], runs: frozenset[tuple[str, ...]]) -> float:
    hit = bytearray(len(words))
    for at in range(len(words) - RUN + 1):
        if (words[at], words[at + 1], words[at + 2]) in runs:
            hit[at] = hit[at + 1] = hit[at + 2] = 1
    return sum(hit) / len(words)


def _gathered(sentence: Sentence, other: Prose) -> float:
    """The largest share of the sentence's content words in two neighbouring sentences of ``other``."""
    if len(sentence.content) < MIN_WORDS:
        return 0.0
    votes: Counter[int] = Counter()
    for word in sentence.content:
        places = other.where.get(word, ())
        if len(places) > COMMON:
            continue
        votes.update({p for place in places for p in (place, place - 1)})
    return max(votes.values(), default=0) / len(sentence.content)
