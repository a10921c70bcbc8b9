"""Rows of a table in the body: what a row states is its cells together, and its markers stand for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from auditor.article.claims import CitedSentence, read_sentences
from auditor.article.groups import Mark
from auditor.records import Block, BlockKind, Number, Span

LONG_CELL = 12
"""Words. A table with a longer cell is laid out as one, and holds prose."""

Cells = Sequence[tuple[Block, Sequence[Mark]]]


def rows(body: Sequence[Block], marks: Sequence[Sequence[Mark]]) -> list[Cells]:
    """The blocks with their markers, the cells of one table row together, everything else alone."""
    numbered = enumerate(zip(body, marks, strict=True))

    def key(item: tuple[int, tuple[Block, Sequence[Mark]]]) -> tuple[int, int]:
        at, (block, _) = item
        return (1, block.group) if block.kind is BlockKind.CELL and block.group >= 0 else (0, at)

    return [[pair for _, pair in group] for _, group in groupby(numbered, key)]


def is_row(text: str, cells: Cells) -> bool:
    """Whether cells are a row of short entries, and no paragraphs that a table lays out."""
    return len(cells) > 1 and all(len(block.span.of(text).split()) <= LONG_CELL for block, _ in cells)


def row_sentence(text: str, cells: Cells) -> CitedSentence | None:
    """``Length | 40 m | [1]`` as "Length: 40 m", citing 1; None for a row without markers, such as a table's head.

    A cell that holds only a marker, or only the link that is one, adds no words.
    """
    cites: list[Number] = []
    words: list[str] = []
    place: Span | None = None
    for block, found in cells:
        cites += [n for mark in found for n in mark.numbers]
        if any(mark.span.start <= block.span.start and block.span.end <= mark.span.end for mark in found):
            continue
        for sentence in read_sentences(text, block.span, found):
            words.append(sentence.text)
            place = Span(place.start if place else sentence.span.start, sentence.span.end)
    if not cites or place is None:
        return None
    whole = words[0] + (": " + ", ".join(words[1:]) if len(words) > 1 else "")
    numbers = tuple(dict.fromkeys(cites))
    return CitedSentence(whole, place, numbers, ((numbers, Span(0, len(whole))),))
