"""Every sentence of an article lined up with one page: where it may come from, and how sure that is."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from auditor.checks.reuse.features import Alignment, Passage, align, on_page
from auditor.checks.reuse.match import Run, shared_runs
from auditor.checks.reuse.model import probability
from auditor.checks.reuse.prepare import MAX_SENTENCE, SEED, PreparedPage, PreparedSentence
from auditor.text import word_places

COMMON_STEM = 64
"""A stem in more sentences of a page than this does not help to find a passage; it also keeps the search linear."""

LEAST = 0.2
"""A passage that can say less than this share of a sentence's weight is not its origin: the least of any copied
sentence in the project's cases is 0.3."""

TWO = 0.6
"""The odds of a passage of two sentences are taken times this: the shorter origin wins a draw."""


@dataclass(slots=True)
class LineUp:
    """One sentence against one page. ``score`` is the probability in [0, 1] that it was taken from ``best``.

    ``formula`` is True where the words shared belong to everybody.
    """

    sentence: PreparedSentence
    runs: list[Run]
    best: Alignment | None = None
    formula: bool = False
    score: float = 0.0
    features: dict[str, float] = field(default_factory=dict)


def line_up(
    sentences: Sequence[PreparedSentence],
    page: PreparedPage,
    common: Container[tuple[str, ...]],
    candidates: int,
    weights: Mapping[str, float] | None = None,
) -> list[LineUp]:
    """One ``LineUp`` for each sentence, the article around it taken into account."""
    out = []
    for sentence in sentences:
        runs = shared_runs(sentence, page)
        found = LineUp(sentence, runs, best_alignment(sentence, page, runs, candidates, weights))
        found.formula = _is_formula(sentence, runs, common)
        out.append(found)
    _look_around(out)
    for found in out:
        if found.best:
            found.score = probability(found.features, weights)
    return out


def best_alignment(
    sentence: PreparedSentence,
    page: PreparedPage,
    runs: Sequence[Run],
    most: int,
    weights: Mapping[str, float] | None = None,
) -> Alignment | None:
    """The passage of the page that the sentence most likely came from, or None where they share nothing."""
    best, score = None, -1.0
    places = passages(sentence, page, runs, most)
    anywhere = on_page(sentence, page) if places else frozenset()
    for passage in places:
        found = align(sentence, page, passage, anywhere)
        value = probability(found.features, weights)
        if passage.joined:
            value = TWO * value / (TWO * value + 1 - value)
        if value > score:
            best, score = found, value
    return best


def passages(sentence: PreparedSentence, page: PreparedPage, runs: Sequence[Run], most: int) -> list[Passage]:
    """The passages worth a closer look: page sentences that share the most weight, the best also with a neighbour.

    Where no word is rare enough to find one by, the place of the longest run of equal words.
    """
    rough: dict[int, float] = {}
    pull, postings = sentence.pull, page.postings
    for key in pull.keys() & postings.keys():
        where, value = postings[key], pull[key]
        if len(where) <= COMMON_STEM:
            for number in where:
                rough[number] = rough.get(number, 0.0) + value
    least = LEAST * sum(sentence.weights)
    top = sorted((n for n in rough if rough[n] >= least), key=lambda n: (-rough[n], n))[:most]
    if not top:
        run = max(runs, key=lambda r: r.length, default=None)
        return [Passage(run.there, run.there + min(run.length, MAX_SENTENCE))] if run else []
    out = [Passage(*page.sentences[n]) for n in top if rough[n] >= 0.4 * rough[top[0]]]
    for other in (top[0] - 1, top[0] + 1):
        if rough.get(other, 0.0) >= 0.3 * rough[top[0]]:
            first, second = sorted((top[0], other))
            out.append(Passage(page.sentences[first][0], page.sentences[second][1], joined=True))
    return out


def _look_around(found: Sequence[LineUp]) -> None:
    """Adds to each sentence's features what its neighbours say.

    ``company``: another sentence stands on this page nearly word for word. ``taken``: another sentence fits the same
    passage better, so this one more likely sums it up or repeats a fact. (Cross-validated: see auditor.training.reuse.)
    """
    copies = {
        i
        for i, f in enumerate(found)
        if f.best and not f.sentence.credited and not f.formula and f.best.common >= 0.8 * len(f.sentence) >= 4
    }
    holders: dict[int, tuple[float, int]] = {}
    for i, f in enumerate(found):
        if f.best:
            fit = f.best.features["both"]
            for word in (f.best.passage.first, f.best.passage.last - 1):
                if fit > holders.get(word, (-1.0, -1))[0]:
                    holders[word] = (fit, i)
    for i, f in enumerate(found):
        if f.best:
            fit = f.best.features["both"]
            over = [holders[w] for w in (f.best.passage.first, f.best.passage.last - 1) if holders[w][1] != i]
            company = 1.0 if copies - {i} else 0.0
            taken = max((other for other, _ in over), default=0.0)
            f.features = {**f.best.features, "company": company, "taken": taken if taken > fit else 0.0}


# --- what belongs to everybody ----------------------------------------------------------------------------------


@cache
def _formulas() -> frozenset[tuple[str, ...]]:
    """The seeds of the press' own formulas."""
    text = files("auditor.checks.reuse").joinpath("data", "formulas.txt").read_text("utf-8")
    seeds: set[tuple[str, ...]] = set()
    for line in text.splitlines():
        if line and not line.startswith("#"):
            norms = [norm for norm, _, _ in word_places(line)]
            seeds.update(zip(*(norms[k:] for k in range(SEED))))
    return frozenset(seeds)


def _is_formula(sentence: PreparedSentence, runs: Sequence[Run], common: Container[tuple[str, ...]]) -> bool:
    """Whether what is shared is a formula or boilerplate: all but two telling words of the runs are of one."""
    formulas, norms = _formulas(), sentence.norms
    shared: set[int] = set()
    formula: set[int] = set()
    for run in runs:
        shared.update(range(run.at, run.at + run.length))
        for i in range(run.at, run.at + run.length - SEED + 1):
            seed = tuple(norms[i : i + SEED])
            if seed in formulas or seed in common:
                formula.update(range(i, i + SEED))
    rest = sum(1 for i in shared - formula if sentence.kinds[i] == sentence.EXPRESSION)
    return 2 * len(formula) >= len(sentence) and rest <= 2
