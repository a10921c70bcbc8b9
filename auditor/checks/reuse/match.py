"""Runs of equal words, and the longest common subsequence: what is shared letter by letter. Both in linear time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from auditor.checks.reuse.prepare import SEED, PreparedPage, PreparedText


class Run(NamedTuple):
    """``length`` equal words, from word ``at`` of the sentence and word ``there`` of the page."""

    at: int
    there: int
    length: int


def shared_runs(sentence: PreparedText, page: PreparedPage) -> list[Run]:
    """Runs of at least ``SEED`` equal words that do not overlap in the sentence, in its order.

    From left to right the longest run that begins at a word is taken, and the next is looked for after its end. The
    page places of a seed are capped when the page is prepared, so the time is linear in the length of the sentence.
    """
    ours, seeds = sentence.norms, page.seeds
    runs = []
    at = 0
    while at <= len(ours) - SEED:
        places = seeds.get((ours[at], ours[at + 1], ours[at + 2]), ())
        best = max((Run(at, there, _length(ours, at, page.norms, there)) for there in places), default=None, key=_by)
        if best:
            runs.append(best)
        at += best.length if best else 1
    return runs


def _by(run: Run) -> int:
    return run.length


def _length(ours: Sequence[str], at: int, theirs: Sequence[str], there: int) -> int:
    """How many words are equal from the two places on; the first ``SEED`` are known to be."""
    length = SEED
    most = min(len(ours) - at, len(theirs) - there)
    while length < most and ours[at + length] == theirs[there + length]:
        length += 1
    return length


def common_length(ours: Sequence[str], theirs: Sequence[str]) -> int:
    """The length of the longest common subsequence of words.

    Bit-parallel (Hyyro 2004): a word of ``ours`` costs a few operations on one integer as long as ``theirs``.
    """
    places: dict[str, int] = defaultdict(int)
    for i, word in enumerate(theirs):
        places[word] |= 1 << i
    full = (1 << len(theirs)) - 1
    row = full
    for word in ours:
        hit = row & places.get(word, 0)
        row = ((row + hit) | (row - hit)) & full
    return len(theirs) - row.bit_count()
