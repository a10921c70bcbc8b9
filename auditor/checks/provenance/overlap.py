"""How much of one page's own narration stands in another page.

Two measures, both as shares of the shorter narration's words. *Copied*: words in sentences that are covered, for at
least half, by runs of three normal words that the other page has too. Independent reports of one event share names,
figures and quotes, but rarely runs of plain prose (Broder, 1997, for shingles; Clough and others, METER, 2002, for
newspapers on agency copy). *Retold*: the copied words and those of sentences whose content words mostly stand
together in two neighbouring sentences of the other page, which is what broadcast style leaves of a wire story.

Quotations do not count, nor the few words that introduce them, nor tables of figures. What strangers print alike (a
footer, a notice) is told from a story by where it stands and by whether it speaks of what its page speaks of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from auditor.checks.provenance.sheets import Sentence, Sheet

RUN = 3
MIN_WORDS = 4
ATTRIBUTION = 10
"""Outside its quotation marks a quoting sentence of at most so many words only says who spoke."""
COMMON = 64
"""A word standing in more sentences than this of one page finds nothing; it would only cost time."""
RETOLD_FROM = 0.25
"""With a smaller share of common words than this, looking for retold sentences would be lost time."""
ENOUGH = 0.6
"""Nor is it needed where so much is copied."""
COHESION = 0.16
"""Less of its content than this in the rest of the page, and a passage is not part of the story. Footers in the
project's cases share at most 0.12 with the stories above them, second halves of stories at least 0.2."""
MAX_FOOTER = 150
"""More words than this are no footer."""
STATEMENT_REST = 0.35
"""When at least so much of both pages is their own, one shared passage is a statement that both print."""

Run = tuple[str, str, str]


@dataclass(frozen=True)
class Prose:
    """A page's narration made ready for comparison."""

    sentences: tuple[Sentence, ...]
    runs: frozenset[Run]
    words: int
    vocabulary: frozenset[str]

    @cached_property
    def where(self) -> dict[str, list[int]]:
        """Content word -> the pairs of neighbouring sentences it stands in, ascending, each named by its first.

        Most pages share too little for it to be needed.
        """
        out: dict[str, list[int]] = {}
        for number, sentence in enumerate(self.sentences):
            for word in sentence.content:
                pairs = out.setdefault(word, [])
                if not pairs or pairs[-1] != number - 1:
                    pairs.append(number - 1)
                pairs.append(number)
        return out


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two pages share. ``copied`` and ``retold`` are shares in [0, 1] of the shorter narration.

    ``common`` is the share of the smaller vocabulary (quotations and title included) that both pages use.
    ``first`` and ``second`` list the copied sentences of either page (indexes into its prose); ``words`` counts
    those of the shorter page.
    """

    copied: float = 0.0
    retold: float = 0.0
    common: float = 0.0
    words: int = 0
    first: tuple[int, ...] = ()
    second: tuple[int, ...] = ()


def read_prose(sheet: Sheet, skip: frozenset[int] = frozenset()) -> Prose:
    """The narration of ``sheet`` without the sentences (by their start) in ``skip``."""
    kept = tuple(s for s in sheet.sentences if _tells(s) and s.span.start not in skip)
    runs = frozenset(run for s in kept for run in zip(s.words, s.words[1:], s.words[2:], strict=False))
    return Prose(kept, runs, sum(len(s.words) for s in kept), sheet.vocabulary)


def _tells(sentence: Sentence) -> bool:
    enough = ATTRIBUTION + 1 if sentence.quoted else MIN_WORDS
    return len(sentence.words) >= enough and not sentence.furniture and not sentence.table


def compare(first: Prose, second: Prose, *, half: float = 0.5, together: float = 0.6) -> Overlap:
    """The overlap of two pages, as shares of the one with fewer words.

    Args:
        half: a sentence is copied when so much of it is covered by shared runs.
        together: a sentence is retold when so much of its content stands together on the other page.
    """
    smaller = max(1, min(len(first.vocabulary), len(second.vocabulary)))
    common = len(first.vocabulary & second.vocabulary) / smaller
    if not first.words or not second.words:
        return Overlap(common=common)
    swapped = first.words > second.words
    short, other = (second, first) if swapped else (first, second)
    shared = short.runs & other.runs
    mine = _copied(short, shared, half)
    copied = sum(len(short.sentences[n].words) for n in mine)
    taken = set(mine)
    retold = copied
    if common >= RETOLD_FROM and copied < ENOUGH * short.words:
        rest = (s for n, s in enumerate(short.sentences) if n not in taken)
        retold += sum(len(s.words) for s in rest if _gathered(s, other, together))
    theirs = _copied(other, shared, half) if mine else ()
    a, b = (theirs, mine) if swapped else (mine, theirs)
    return Overlap(copied / short.words, retold / short.words, common, copied, a, b)


def _copied(prose: Prose, shared: frozenset[Run], half: float) -> tuple[int, ...]:
    if not shared:
        return ()
    return tuple(n for n, s in enumerate(prose.sentences) if _covered(s.words, shared) >= half)


def _covered(words: Sequence[str], runs: frozenset[Run]) -> float:
    found = [at for at, run in enumerate(zip(words, words[1:], words[2:], strict=False)) if run in runs]
    return len({at + step for at in found for step in range(RUN)}) / len(words) if found else 0.0


def _gathered(sentence: Sentence, other: Prose, together: float) -> bool:
    """Whether the share ``together`` of the content words stands in two neighbouring sentences of ``other``."""
    needed = together * len(sentence.content)
    known = sentence.content & other.where.keys()
    if len(sentence.content) < MIN_WORDS or len(known) < needed:
        return False
    votes: Counter[int] = Counter()
    for word in known:
        places = other.where[word]
        if len(places) <= COMMON:
            votes.update(places)
    return max(votes.values(), default=0) >= needed


# --- what strangers print alike --------------------------------------------------------------------------------------


def shared_footer(
    one: Prose, ours: tuple[int, ...], two: Prose, theirs: tuple[int, ...], titles: Sequence[frozenset[str]]
) -> bool:
    """Whether all that is shared stands at the end of both pages, and is no part of their story.

    Args:
        titles: the words of all pages' titles; a passage with two words of one of them tells a story.
    """
    sides = ((one, ours), (two, theirs))
    if not all(_closes(p, m) for p, m in sides):
        return False
    passage = {word for prose, matched in sides for n in matched for word in prose.sentences[n].content}
    if sum(len(one.sentences[n].words) for n in ours) > MAX_FOOTER or any(
        len(passage & title) >= 2 for title in titles
    ):
        return False
    apart = [_cohesion(p, m) for p, m in sides if len(m) < len(p.sentences)]
    return bool(apart) and max(apart) < COHESION


def shared_statement(one: Prose, ours: tuple[int, ...], two: Prose, theirs: tuple[int, ...]) -> bool:
    """Whether all that is shared is a passage or two, word for word, in pages that begin as their own and stay so."""
    sides = ((one, ours), (two, theirs))
    for prose, matched in sides:
        own = prose.words - sum(len(prose.sentences[n].words) for n in matched)
        passages = sum(n - 1 not in matched for n in matched)
        if not 1 <= passages <= 2 or matched[0] == 0 or own < STATEMENT_REST * prose.words:
            return False
    words = [sorted(prose.sentences[n].words for n in matched) for prose, matched in sides]
    return words[0] == words[1]


def _closes(prose: Prose, matched: tuple[int, ...]) -> bool:
    return bool(matched) and matched == tuple(range(len(prose.sentences) - len(matched), len(prose.sentences)))


def _cohesion(prose: Prose, matched: tuple[int, ...]) -> float:
    """The share of content words, in [0, 1], that the passage and the rest of its page have in common."""
    inside = set(matched)
    passage = {word for n in matched for word in prose.sentences[n].content}
    rest = {word for n, s in enumerate(prose.sentences) if n not in inside for word in s.content}
    return len(passage & rest) / max(1, min(len(passage), len(rest)))
