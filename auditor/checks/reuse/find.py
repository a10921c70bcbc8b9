"""Copying, sentence by sentence: the front door is ``find_reuse``."""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from auditor.checks.reuse.features import Alignment, Passage, align
from auditor.checks.reuse.match import Run, shared_runs, tile
from auditor.checks.reuse.model import probability
from auditor.checks.reuse.prepare import PreparedPage, PreparedSentence, prepare_article
from auditor.checks.reuse.quotation import attributed, quoted_spans
from auditor.records import Copying, CopyingKind, Page, Span

COPIED = frozenset({CopyingKind.VERBATIM, CopyingKind.NEAR_VERBATIM, CopyingKind.PATCHWRITE})
"""The kinds that are copying; a marked quotation and own words are not."""


@dataclass(frozen=True, slots=True)
class ReuseOptions:
    """Where the lines are drawn.

    ``bar``: the probability from which a sentence counts as copied. ``near``: the share of a sentence's words that
    stand in the source in the same order from which a copy is ``near_verbatim`` and below which it is ``patchwrite``.
    ``min_words``: a shorter sentence is only ever called copied when it is word for word.
    """

    bar: float = 0.5
    near: float = 0.72
    min_words: int = 5
    candidates: int = 3


def find_reuse(
    sentences: Sequence[str] | Sequence[PreparedSentence],
    page: Page | str | PreparedPage,
    *,
    common: Container[tuple[str, ...]] = (),
    options: ReuseOptions = ReuseOptions(),
) -> list[Copying]:
    """One ``Copying`` for each sentence: how it stands to the page's expression.

    Args:
        sentences: the article's sentences in order, as text or prepared once with ``prepare_article``.
        page: the page, or one prepared once with ``PreparedPage``.
        common: runs of three words that belong to everybody (boilerplate); a match made of them alone does not count.
        options: where the lines are drawn.
    """
    ours = _prepared(sentences)
    theirs = page if isinstance(page, PreparedPage) else PreparedPage(page)
    texts = [s.text for s in ours]
    quoted = quoted_spans(texts)
    out = []
    for number, sentence in enumerate(ours):
        credited = bool(quoted[number]) and attributed(texts, number, quoted)
        out.append(_judge(sentence, theirs, quoted[number], credited, common, options))
    return out


def copied_share(sentences: Sequence[str] | Sequence[PreparedSentence], found: Sequence[Copying]) -> float:
    """The share in [0, 1] of the article's words that is somebody else's expression, quotations left out."""
    words = copied = 0.0
    for sentence, copying in zip(_prepared(sentences), found, strict=True):
        words += len(sentence)
        if copying.kind in COPIED:
            copied += copying.share * len(sentence)
    return round(copied / words, 4) if words else 0.0


def _prepared(sentences: Sequence[str] | Sequence[PreparedSentence]) -> list[PreparedSentence]:
    if all(isinstance(s, PreparedSentence) for s in sentences):
        return list(sentences)  # type: ignore[arg-type]
    return prepare_article([s if isinstance(s, str) else s.text for s in sentences])


def _judge(
    sentence: PreparedSentence,
    page: PreparedPage,
    quoted: Sequence[Span],
    credited: bool,
    common: Container[tuple[str, ...]],
    options: ReuseOptions,
) -> Copying:
    if not len(sentence) or not len(page):
        return Copying(CopyingKind.NONE, 0.0)
    runs = tile(shared_runs(sentence, page))
    whole = next((r for r in runs if r.length == len(sentence)), None)
    if quoted and credited:
        quote = _quotation(sentence, page, quoted, runs)
        if quote:
            return quote
    if whole and len(sentence) >= 3:
        return _copying(
            CopyingKind.VERBATIM, 1.0, sentence, page, Passage(whole.there, whole.there + whole.length), runs
        )
    best = best_alignment(sentence, page, runs, options)
    if best is None:
        return Copying(CopyingKind.NONE, 0.0)
    score = probability(best.features)
    if score < options.bar or len(sentence) < options.min_words:
        return Copying(CopyingKind.NONE, round(score, 4))
    near = best.common >= options.near * len(sentence)
    kind = CopyingKind.NEAR_VERBATIM if near else CopyingKind.PATCHWRITE
    return _copying(kind, score, sentence, page, best.passage, runs, best.matched)


def _copying(
    kind: CopyingKind,
    score: float,
    sentence: PreparedSentence,
    page: PreparedPage,
    passage: Passage,
    runs: Iterable[Run],
    matched: Iterable[int] = (),
) -> Copying:
    """The finding, with the words of both sides it rests on."""
    words = set(matched)
    for run in runs:
        if run.there < passage.last and run.there + run.length > passage.first:
            words.update(range(run.at, run.at + run.length))
    place = page.span(passage.first, passage.last)
    spans = _spans(sentence, sorted(words))
    share = sum(1 for i in words) / len(sentence)
    return Copying(kind, round(score, 4), round(share, 4), place.of(page.text), place.start, place.end, spans)


def _spans(sentence: PreparedSentence, words: Sequence[int]) -> tuple[Span, ...]:
    """The ranges of the sentence's text that the words ``words`` (ascending) cover, neighbours joined."""
    spans: list[Span] = []
    for n, i in enumerate(words):
        if n and words[n - 1] == i - 1:
            spans[-1] = Span(spans[-1].start, sentence.ends[i])
        else:
            spans.append(Span(sentence.starts[i], sentence.ends[i]))
    return tuple(spans)


def _quotation(
    sentence: PreparedSentence, page: PreparedPage, quoted: Sequence[Span], runs: Sequence[Run]
) -> Copying | None:
    """A marked quotation of at least three of the page's words, credited: the words in marks are the page's own."""
    inside = [i for i in range(len(sentence)) if any(q.start <= sentence.starts[i] < q.end for q in quoted)]
    if len(inside) < 3:
        return None
    held = set(inside)
    there = {i: r for r in runs for i in range(r.at, r.at + r.length)}
    shared = [i for i in inside if i in there]
    outside = sum(1 for i in there if i not in held)
    if len(shared) < max(3, 0.9 * len(inside)) or outside > 0.5 * len(sentence):
        return None
    longest = max((there[i] for i in shared), key=lambda r: r.length)
    passage = Passage(longest.there, longest.there + longest.length)
    return _copying(CopyingKind.QUOTE, 1.0, sentence, page, passage, [longest])


def best_alignment(
    sentence: PreparedSentence, page: PreparedPage, runs: Sequence[Run], options: ReuseOptions
) -> Alignment | None:
    """The passage of the page that the sentence most likely came from, or None where they share no word."""
    best, score = None, -math.inf
    for passage in candidates(sentence, page, runs, options.candidates):
        found = align(sentence, page, passage)
        value = probability(found.features)
        if value > score:
            best, score = found, value
    return best


def candidates(sentence: PreparedSentence, page: PreparedPage, runs: Sequence[Run], most: int) -> list[Passage]:
    """The passages worth a closer look: page sentences that share the most weight, alone and with a neighbour."""
    rough: dict[int, float] = {}
    cap = max(64, len(page.sentences) // 8) if len(page.sentences) < 512 else 64
    for stem, weight in set(zip(sentence.stems, sentence.weights)):
        where = page.postings.get(stem, ())
        if weight and len(where) <= cap:
            for number in where:
                rough[number] = rough.get(number, 0.0) + weight
    top = sorted(rough, key=lambda n: (-rough[n], n))[:most]
    out = [Passage(*page.sentences[n]) for n in top]
    for n in top[:1]:
        for other in (n - 1, n + 1):
            if other in rough:
                a, b = sorted((n, other))
                out.append(Passage(page.sentences[a][0], page.sentences[b][1]))
    return out
