"""Sentences of the body with their markers taken out: claims where there was one, uncited sentences elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auditor.article.markers import Mark
from auditor.records import Number, Span
from auditor.text import split_sentences


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """A sentence of a block: its words without markers, its place in the document, and what it cites."""

    text: str
    span: Span
    cites: tuple[Number, ...]
    clauses: tuple[tuple[tuple[Number, ...], Span], ...] = ()


def read_sentences(text: str, span: Span, marks: Sequence[Mark]) -> list[CitedSentence]:
    """The sentences of ``text[span]``. A marker after a full stop belongs to the sentence before it."""
    clean, places, cuts = _without_marks(text, span, marks)
    sentences = split_sentences(clean)
    out = []
    owners = _owners(sentences, cuts, clean)
    for k, sentence in enumerate(sentences):
        words = " ".join(sentence.of(clean).split())
        mine = [(mark, at) for (mark, at), owner in zip(cuts, owners) if owner == k and mark.numbers]
        cites = tuple(dict.fromkeys(n for mark, _ in mine for n in mark.numbers))
        place = Span(places[sentence.start], places[sentence.end - 1] + 1)
        out.append(CitedSentence(words, place, cites))
    return out


def _without_marks(text: str, span: Span, marks: Sequence[Mark]) -> tuple[str, list[int], list[tuple[Mark, int]]]:
    """The text without markers, the place of each of its characters, and where in it each marker stood."""
    chars: list[str] = []
    places: list[int] = []
    cuts: list[tuple[Mark, int]] = []
    at = span.start
    for mark in marks:
        _copy(text, at, mark.span.start, chars, places)
        while chars and chars[-1].isspace():
            chars.pop()
            places.pop()
        cuts.append((mark, len(chars)))
        at = mark.span.end
        if at < span.end and chars and text[at].isalnum() and chars[-1] in ".!?”\"'’…":
            chars.append(" ")
            places.append(mark.span.start)
    _copy(text, at, span.end, chars, places)
    return "".join(chars), places, cuts


def _copy(text: str, start: int, end: int, chars: list[str], places: list[int]) -> None:
    for i in range(start, end):
        chars.append(" " if text[i] in "\r\n\t" else text[i])
        places.append(i)


def _owners(sentences: Sequence[Span], cuts: Sequence[tuple[Mark, int]], clean: str) -> list[int]:
    owners = []
    k = 0
    for _, at in cuts:
        while k + 1 < len(sentences) and at > sentences[k].end and at >= sentences[k + 1].start:
            k += 1
        if k + 1 < len(sentences) and at > sentences[k].end and at > sentences[k + 1].start:
            k += 1
        owners.append(k)
    return owners
