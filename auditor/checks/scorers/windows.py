"""A page cut into windows that a model can read, and those of them that have most to do with a claim."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from auditor.records import Span
from auditor.text import content_words, split_sentences, tokenize

Counter = Callable[[list[str]], list[int]]
"""How many tokens of a model each text is."""
SHORTEST = 8
"""Characters below which nothing is cut: a model whose tokens are finer than that reads nothing anyway."""


def cut_windows(text: str, budget: int, count: Counter) -> list[Span]:
    """Runs of whole sentences of at most ``budget`` tokens, each beginning with the last sentence of the one before.

    A sentence that is longer by itself is cut between words. All of the text's sentences are in some window.
    """
    sentences = list(_short_enough(text, budget, count))
    windows: list[Span] = []
    start, size = 0, 0
    for i, (_, tokens) in enumerate(sentences):
        if i > start and size + tokens > budget:
            windows.append(Span(sentences[start][0].start, sentences[i - 1][0].end))
            again = sentences[i - 1][1] if i - 1 > start and sentences[i - 1][1] + tokens <= budget else 0
            start, size = (i - 1, again) if again else (i, 0)
        size += tokens
    if sentences:
        windows.append(Span(sentences[start][0].start, sentences[-1][0].end))
    return windows


def _short_enough(text: str, budget: int, count: Counter) -> list[tuple[Span, int]]:
    """The sentences with their tokens, those that are too long halved until they fit."""
    out: list[tuple[Span, int]] = []
    waiting = split_sentences(text)
    while waiting:
        longer: list[Span] = []
        for span, size in zip(waiting, count([span.of(text) for span in waiting]), strict=True):
            if size <= budget or len(span) < SHORTEST:
                out.append((span, min(size, budget)))
            else:
                longer += _halves(text, span)
        waiting = longer
    return sorted(out, key=lambda item: item[0].start)


def _halves(text: str, span: Span) -> list[Span]:
    """``span`` in two, between words where there is a space in its second quarter."""
    middle = (span.start + span.end) // 2
    space = text.rfind(" ", (span.start + middle) // 2, middle)
    cut = space + 1 if space >= 0 else middle
    return [Span(span.start, cut), Span(cut, span.end)]


def nearest(text: str, windows: Sequence[Span], claim: str, passages: Sequence[str], most: int) -> list[Span]:
    """At most ``most`` of the windows, in page order: those that hold a passage, then those that share most words."""
    if len(windows) <= most:
        return list(windows)
    wanted = {token.stem for token in content_words(tokenize(claim))}

    def worth(window: Span) -> tuple[int, int]:
        inside = window.of(text)
        shared = wanted & {token.stem for token in tokenize(inside)}
        return sum(passage in inside for passage in passages), len(shared)

    ranked = sorted(range(len(windows)), key=lambda i: worth(windows[i]), reverse=True)
    return [windows[i] for i in sorted(ranked[:most])]
