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
    """Every maximal run of at least ``SEED`` equal words, in the sentence's order; runs may overlap.

    A seed's page places are capped when the page is prepared and a run is walked once, from its start, so the time is
    linear in the length of the sentence.
    """
    ours, theirs, seeds = sentence.norms, page.norms, page.seeds
    runs = []
    for at in range(len(ours) - SEED + 1):
        places = seeds.get((ours[at], ours[at + 1], ours[at + 2]))
        if places is None:
            continue
        for there in places:
            if at and there and ours[at - 1] == theirs[there - 1]:
                continue  # part of a run that began earlier
            length = SEED
            while (
                at + length < len(ours) and there + length < len(theirs) and ours[at + length] == theirs[there + length]
            ):
                length += 1
            runs.append(Run(at, there, length))
    return runs


def tile(runs: Sequence[Run]) -> list[Run]:
    """The longest runs that do not overlap in the sentence, in its order (greedy string tiling).

    What a longer run leaves of a shorter one is dropped.
    """
    taken: list[Run] = []
    used: set[int] = set()
    for run in sorted(runs, key=lambda r: (-r.length, r.at, r.there)):
        if run.at in used or run.at + run.length - 1 in used:
            continue
        used.update(range(run.at, run.at + run.length))
        taken.append(run)
    return sorted(taken)


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
