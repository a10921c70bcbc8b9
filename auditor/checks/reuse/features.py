"""How a sentence lines up with one passage of a page, as a handful of numbers in [0, 1] or near it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Set
from dataclasses import dataclass

from auditor.checks.reuse.match import common_length
from auditor.checks.reuse.prepare import PreparedPage, PreparedSentence, PreparedText


@dataclass(frozen=True, slots=True)
class Passage:
    """Words ``first`` to ``last`` (exclusive) of a page: one sentence of it, or two that follow each other, joined."""

    first: int
    last: int
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Alignment:
    """A sentence lined up with a passage. ``common`` counts the words that both have in the same order."""

    passage: Passage
    features: dict[str, float]
    common: int


def on_page(sentence: PreparedSentence, page: PreparedPage) -> frozenset[int]:
    """The words of the sentence that stand anywhere on the page in some form, by number."""
    postings = page.postings
    return frozenset(i for i, stem in enumerate(sentence.stems) if sentence.kinds[i] and stem in postings)


def align(sentence: PreparedSentence, page: PreparedPage, passage: Passage, anywhere: Set[int]) -> Alignment:
    """``sentence`` against ``passage``: which words are said again, and how much of each side that is.

    ``anywhere`` is what ``on_page`` gives for the two.
    """
    first, last = passage.first, passage.last
    ours: dict[int, float] = {}
    theirs: dict[int, float] = {}
    reach = sentence.reach
    for j in range(first, last):
        if not page.kinds[j]:
            continue
        hits = reach.get(page.stems[j], ())
        key = page.compounds.get(j)
        if key and key in reach:
            hits = [*hits, *reach[key]]
        for i, credit in hits:
            if credit > ours.get(i, 0.0):
                ours[i] = credit
            if credit > theirs.get(j, 0.0):
                theirs[j] = credit
    common = common_length(sentence.norms, page.norms[first:last])
    features = _features(sentence, page, passage, ours, theirs, anywhere, common)
    return Alignment(passage, features, common)


SAID = 0.4
"""How well a word must stand for another to be shown as said again."""


def words_said(sentence: PreparedSentence, page: PreparedPage, passage: Passage) -> frozenset[int]:
    """The words of the sentence that the passage says, itself or by another word, by number.

    Each word of the passage answers for one of the sentence, the same word first: where ``support`` stands in both, it
    is not ``spoke`` as well.
    """
    pairs = []
    for j in range(passage.first, passage.last):
        if page.kinds[j]:
            key = page.compounds.get(j)
            hits = [*sentence.reach.get(page.stems[j], ()), *(sentence.reach.get(key, ()) if key else ())]
            pairs += [(-credit, i, j) for i, credit in hits if credit >= SAID]
    ours: set[int] = set()
    theirs: set[int] = set()
    for _, i, j in sorted(pairs):
        if i not in ours and j not in theirs:
            ours.add(i)
            theirs.add(j)
    return frozenset(ours)


def _features(
    sentence: PreparedSentence,
    page: PreparedPage,
    passage: Passage,
    ours: Mapping[int, float],
    theirs: Mapping[int, float],
    anywhere: Set[int],
    common: int,
) -> dict[str, float]:
    said, said_event = _earned(sentence, ours)
    kept, kept_event = _earned(page, theirs)
    expression, event = sentence.totals(0, len(sentence))
    hit, total = said + said_event, expression + event
    kept_hit, there = kept + kept_event, sum(page.totals(passage.first, passage.last))
    found = hit + sum(sentence.weights[i] for i in anywhere if i not in ours)
    new = sum(1 for i, kind in enumerate(sentence.kinds) if kind > sentence.EXPRESSION and i not in anywhere)
    precision, recall = _ratio(hit, total), _ratio(kept_hit, there)
    words = max(1, len(sentence))
    length = max(-1.5, min(1.5, math.log(words / max(1, passage.last - passage.first))))
    return {
        "expression": _ratio(said, expression),
        "event": _ratio(said_event, event, 0.5),
        "both": _ratio(2 * precision * recall, precision + recall),  # how much of either side is in the other
        "common": common / words,
        "close": max(0.0, common / words - 0.6) / 0.4 * min(1.0, words / 12),  # nearly word for word, and long
        "new": min(1.0, new / 3),  # names and figures that the page lacks: the article's own
        "elsewhere": math.log1p(max(0.0, found - hit)) / 2,  # facts gathered from other parts of the page: a summary
        "lost": math.log1p(max(0.0, there - kept_hit)) / 2,  # detail of the passage left out
        "added": math.log1p(max(0.0, total - found)) / 2,
        "matched": min(1.5, math.log1p(hit) / 2),
        "length": length,
        "longer": max(0.0, length - 0.4),
        "shorter": max(0.0, -length - 0.4),
    }


def _earned(text: PreparedText, earned: Mapping[int, float]) -> tuple[float, float]:
    """How much weight of expression, and of names and figures, has its like on the other side."""
    expression = event = 0.0
    for i, credit in earned.items():
        if text.kinds[i] == text.EXPRESSION:
            expression += text.weights[i] * credit
        else:
            event += text.weights[i] * credit
    return expression, event


def _ratio(part: float, whole: float, empty: float = 0.0) -> float:
    return part / whole if whole else empty
