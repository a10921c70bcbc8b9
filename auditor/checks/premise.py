"""The part of a page that a model reads beside a claim: a few sentences in page order, under its title."""

from __future__ import annotations

from auditor.checks.evidence import Match

WORDS = 120
"""The words of a premise: some 170 tokens, which with a long claim stay under the 256 that the model is trained on."""
TITLE_WORDS = 16
LONGEST = 60
"""Words of one sentence that are read; what is longer is a table or a list, and its head says what it is."""


def write_premise(match: Match, words: int = WORDS) -> str:
    """The title, then the sentences that the claim was matched with, their neighbours, and the next best.

    Sentences stand in page order; those chosen for coverage come before any other, so that a claim of several facts
    has each of them where the page has it. At most ``words`` words, the title not counted.
    """
    index = match.index
    sentences = index.sentences
    taken: set[int] = set()
    room = words
    for number in _wanted(match):
        length = min(LONGEST, len(sentences[number].words))
        if number in taken or not length or (length > room and taken):
            continue
        taken.add(number)
        room -= length
        if room <= 0:
            break
    title = " ".join((index.page.title or "").split()[:TITLE_WORDS])
    body = " ".join(" ".join(_head(match, number)) for number in sorted(taken))
    return f"{title.rstrip('.')}. {body}" if title and not body.startswith(title) else body


def _wanted(match: Match) -> list[int]:
    chosen = sorted(match.chosen, key=lambda n: n != match.top)
    count = len(match.index.sentences)
    around = [m for n in chosen[:2] for m in (n - 1, n + 1) if 0 <= m < count]
    return [*chosen, *match.ranked[:2], *around, *match.ranked[2:10]]


def _head(match: Match, number: int) -> list[str]:
    return match.index.sentences[number].span.of(match.index.text).split()[:LONGEST]
