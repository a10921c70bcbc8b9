"""Copying, sentence by sentence: the front doors are ``find_reuse`` and ``find_origin``."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from auditor.checks.reuse.features import Passage, words_said
from auditor.checks.reuse.lineup import LineUp, line_up
from auditor.checks.reuse.match import Run
from auditor.checks.reuse.prepare import PreparedPage, PreparedSentence, prepare_article
from auditor.records import Copying, CopyingKind, Page, Span

COPIED = frozenset({CopyingKind.VERBATIM, CopyingKind.NEAR_VERBATIM, CopyingKind.PATCHWRITE})
"""The kinds that are copying; a marked quotation and own words are not."""

_ORDER = (CopyingKind.VERBATIM, CopyingKind.NEAR_VERBATIM, CopyingKind.PATCHWRITE)

Sentences = Sequence[str] | Sequence[PreparedSentence]


@dataclass(frozen=True, slots=True)
class ReuseOptions:
    """Where the lines of ``find_reuse`` are drawn.

    Args:
        bar: probability from which a sentence counts as copied; at 0.5 that is more likely than not.
        near: share of a sentence's words that stand in the source in the same order from which a copy is called
            near-verbatim, and below which it is called patchwriting.
        min_words: a sentence of fewer words is never called copied: it can hardly be said otherwise.
        candidates: how many passages of a page are looked at closely for each sentence.
        much: share of an article's words that are its sources' expression from which the article as a whole is told
            of. Sentences that quote or sum up their source count for nothing in it.
        library: how many pages of the user's own library are searched for words of the article that its list does not
            credit, some 5 ms each once a run; 0 searches none.

    ``near`` lies in the gap between the two labels in the project's own cases; see ``tests/eval/reuse.py``.
    """

    bar: float = 0.5
    near: float = 0.72
    min_words: int = 4
    candidates: int = 3
    much: float = 0.3
    library: int = 1000


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a sentence was taken from: the index of the page as given, and what was taken."""

    page: int
    copying: Copying


def find_reuse(
    sentences: Sentences,
    page: Page | str | PreparedPage,
    *,
    common: Container[tuple[str, ...]] = (),
    options: ReuseOptions = ReuseOptions(),
) -> list[Copying]:
    """One ``Copying`` for each sentence: how it stands to the page's expression.

    Args:
        sentences: the whole article's sentences in order, as text or prepared once with ``prepare_article``.
        page: the page, or one prepared once with ``PreparedPage``.
        common: runs of three lower-case words that belong to everybody (an outlet's boilerplate, a press formula); a
            match made of them alone does not count. ``shared_phrases`` finds them.
        options: where the lines are drawn.
    """
    ours = _prepared(sentences)
    theirs = page if isinstance(page, PreparedPage) else PreparedPage(page)
    if not len(theirs):
        return [Copying(CopyingKind.NONE, 0.0) for _ in ours]
    return [_judge(found, theirs, options) for found in line_up(ours, theirs, common, options.candidates)]


def find_origin(
    sentences: Sentences,
    pages: Sequence[Page | str | PreparedPage],
    *,
    common: Container[tuple[str, ...]] = (),
    options: ReuseOptions = ReuseOptions(),
) -> list[Origin | None]:
    """For each sentence the page it was most likely taken from, cited or not; None where it is nobody's.

    Word for word beats nearly so, and that beats rewriting; among equals the surer finding, then the earlier page.
    Marked quotations are no copying and have no origin here.
    """
    ours = _prepared(sentences)
    best: list[Origin | None] = [None] * len(ours)
    for index, page in enumerate(pages):
        for number, copying in enumerate(find_reuse(ours, page, common=common, options=options)):
            held = best[number]
            if copying.kind in COPIED and (held is None or _strength(copying) > _strength(held.copying)):
                best[number] = Origin(index, copying)
    return best


def copied_share(sentences: Sentences, found: Sequence[Copying | None]) -> float:
    """The share in [0, 1] of the article's words that is somebody else's expression, quotations left out.

    ``found`` has the copying of each sentence (None for none), from one page or the strongest of several.
    """
    words = copied = 0.0
    for sentence, copying in zip(_prepared(sentences), found, strict=True):
        words += len(sentence)
        if copying is not None and copying.kind in COPIED:
            copied += copying.share * len(sentence)
    return round(copied / words, 4) if words else 0.0


def _strength(copying: Copying) -> tuple[int, float]:
    return -_ORDER.index(copying.kind), copying.score


def _prepared(sentences: Sentences) -> list[PreparedSentence]:
    ready = [s for s in sentences if isinstance(s, PreparedSentence)]
    if len(ready) == len(sentences):
        return ready
    return prepare_article([s if isinstance(s, str) else s.text for s in sentences])


def _judge(found: LineUp, page: PreparedPage, options: ReuseOptions) -> Copying:
    sentence, best = found.sentence, found.best
    quote = _quotation(found, page)
    if quote:
        return quote
    if best is None or found.formula:
        return Copying(CopyingKind.NONE, 0.0)
    enough = len(sentence) >= options.min_words and sum(1 for k in sentence.kinds if k == sentence.EXPRESSION) >= 2
    whole = next((r for r in found.runs if r.length == len(sentence)), None)
    if whole and enough:
        return _copying(CopyingKind.VERBATIM, 1.0, found, page, Passage(whole.there, whole.there + whole.length))
    score = found.score
    if score < options.bar or not enough:
        return Copying(CopyingKind.NONE, round(score, 4))
    near = best.common >= options.near * len(sentence)
    kind = CopyingKind.NEAR_VERBATIM if near else CopyingKind.PATCHWRITE
    return _copying(kind, score, found, page, best.passage)


def _copying(kind: CopyingKind, score: float, found: LineUp, page: PreparedPage, passage: Passage) -> Copying:
    """The finding, with the words of both sides it rests on."""
    sentence = found.sentence
    words = _shared_words(found, page, passage, exact=kind in (CopyingKind.VERBATIM, CopyingKind.QUOTE))
    place = page.span(passage.first, passage.last)
    return Copying(
        kind,
        round(score, 4),
        round(len(words) / len(sentence), 4),
        place.of(page.text),
        place.start,
        place.end,
        _spans(sentence, sorted(words)),
    )


def _shared_words(found: LineUp, page: PreparedPage, passage: Passage, *, exact: bool) -> set[int]:
    """The words of the sentence that the passage has, by number: equal runs, and unless ``exact`` the reworded."""
    words = set() if exact else set(words_said(found.sentence, page, passage))
    for run in found.runs:
        if run.there < passage.last and run.there + run.length > passage.first:
            words.update(range(run.at, run.at + run.length))
    return words


def said_again(sentence: PreparedSentence, page: PreparedPage, *, options: ReuseOptions = ReuseOptions()) -> float:
    """The share in [0, 1] of the sentence's words that the passage of ``page`` nearest to it has, copied or not."""
    (found,) = line_up([sentence], page, (), options.candidates)
    if found.best is None:
        return 0.0
    return round(len(_shared_words(found, page, found.best.passage, exact=False)) / len(sentence), 4)


def _spans(sentence: PreparedSentence, words: Sequence[int]) -> tuple[Span, ...]:
    """The ranges of the sentence's text that the words ``words`` (ascending) cover, neighbours joined."""
    spans: list[Span] = []
    for n, i in enumerate(words):
        if n and words[n - 1] == i - 1:
            spans[-1] = Span(spans[-1].start, sentence.ends[i])
        else:
            spans.append(Span(sentence.starts[i], sentence.ends[i]))
    return tuple(spans)


def _quotation(found: LineUp, page: PreparedPage) -> Copying | None:
    """The finding for a marked and credited quotation of the page's words, or None where there is none.

    At least three of its words must be the page's in an unbroken run, nearly all of them if it is to count as exact:
    a reworded quotation is no quotation. What stands outside the marks must be mostly the article's own.
    """
    sentence = found.sentence
    if not sentence.credited:
        return None
    inside = _inside(sentence)
    there: dict[int, Run] = {i: run for run in found.runs for i in range(run.at, run.at + run.length)}
    shared = [i for i in inside if i in there]
    outside = sum(1 for i in there if i not in inside)
    if len(inside) < 3 or len(shared) < max(3, 0.9 * len(inside)):
        return None
    if outside > max(4, 0.5 * (len(sentence) - len(inside))) and outside > 0.4 * len(sentence):
        return None
    longest = max((there[i] for i in shared), key=lambda r: r.length)
    return _copying(CopyingKind.QUOTE, 1.0, found, page, Passage(longest.there, longest.there + longest.length))


def _inside(sentence: PreparedSentence) -> frozenset[int]:
    """The words inside quotation marks, by number."""
    out = set()
    spans = iter(sentence.quoted)
    span = next(spans, None)
    for i, start in enumerate(sentence.starts):
        while span and span.end <= start:
            span = next(spans, None)
        if span and span.start <= start:
            out.add(i)
    return frozenset(out)


def shared_phrases(pages: Iterable[Page | str | PreparedPage], *, at_least: int = 3) -> frozenset[tuple[str, ...]]:
    """The runs of three words that stand on at least ``at_least`` of the pages: for ``find_reuse``'s ``common``.

    Meant for unrelated pages of one outlet, whose shared words are its boilerplate; versions of one story would lose
    their story.
    """
    counts: dict[tuple[str, ...], int] = {}
    for page in pages:
        ready = page if isinstance(page, PreparedPage) else PreparedPage(page)
        for seed in ready.seeds:
            counts[seed] = counts.get(seed, 0) + 1
    return frozenset(seed for seed, count in counts.items() if count >= at_least)
