"""Sentences of the body with their markers taken out: claims where there was one, uncited sentences elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auditor.article.groups import Mark
from auditor.records import Number, Span
from auditor.text import split_sentences


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """A sentence of a block: its words without markers, its place in the document, and what it cites."""

    text: str
    span: Span
    cites: tuple[Number, ...]
    clauses: tuple[tuple[tuple[Number, ...], Span], ...] = ()


def read_sentences(text: str, span: Span, marks: Sequence[Mark], *, lead: int | None = None) -> list[CitedSentence]:
    """The sentences of ``text[span]``, from ``lead`` on. A marker after a full stop belongs to the sentence before it,
    one at the very start to the sentence that follows.
    """
    start = span.start if lead is None else lead
    clean, places, cuts = _without_marks(text, Span(start, span.end), marks)
    sentences = _split(clean, cuts)
    if not sentences:
        return []
    owned: list[list[tuple[Mark, int]]] = [[] for _ in sentences]
    k = 0
    for mark, at in cuts:
        while k + 1 < len(sentences) and at > sentences[k].end and at > sentences[k + 1].start:
            k += 1
        owned[k].append((mark, at))
    return [_cited(clean, places, sentence, mine) for sentence, mine in zip(sentences, owned)]


def _split(clean: str, cuts: Sequence[tuple[Mark, int]]) -> list[Span]:
    """The sentences of ``clean``; a marker behind a stop says that it is a full one (``in the U.S.[1] Farmers``)."""
    out: list[Span] = []
    begin = 0
    for mark, at in cuts:
        following = clean[at : at + 3].lstrip()
        if at > begin and mark.removed and mark.numbers and clean[at - 1] == "." and following[:1].isupper():
            out += split_sentences(clean, begin, at)
            begin = at
    return out + split_sentences(clean, begin)


def _cited(clean: str, places: Sequence[int], sentence: Span, marks: Sequence[tuple[Mark, int]]) -> CitedSentence:
    words = " ".join(sentence.of(clean).split())
    citing = [(mark, at) for mark, at in marks if mark.numbers]
    cites = tuple(dict.fromkeys(n for mark, _ in citing for n in mark.numbers))
    place = Span(places[sentence.start], places[sentence.end - 1] + 1)
    return CitedSentence(words, place, cites, _clauses(clean, sentence, words, citing))


def _clauses(
    clean: str, sentence: Span, words: str, marks: Sequence[tuple[Mark, int]]
) -> tuple[tuple[tuple[Number, ...], Span], ...]:
    """The part of the sentence that each marker stands for: from the marker before it to itself."""
    if not marks:
        return ()
    out: list[tuple[tuple[Number, ...], Span]] = []
    begin = shown = at = 0
    rest = _last_word(words)
    for mark, place in marks:
        stop = max(sentence.start, place) - sentence.start
        piece = clean[sentence.start + at : sentence.start + stop]
        shown += len(" ".join(piece.split())) + (1 if shown and piece[:1].isspace() and piece.strip() else 0)
        at = stop
        end = len(words) if shown >= rest else min(shown, len(words))
        if out and not words[begin:end].strip(' .,;:”"’)'):  # a second marker at the same place
            begin = out[-1][1].start
        out.append((mark.numbers, Span(min(begin, end), end)))
        begin = end
    if len(out) == 1 and out[0][1].end == 0:  # a marker in front stands for the whole
        return ((out[0][0], Span(0, len(words))),)
    return tuple(out)


def _last_word(words: str) -> int:
    """Where the last word of a sentence ends: markers from there on stand at its end."""
    at = len(words)
    while at and not words[at - 1].isalnum():
        at -= 1
    return at


def _without_marks(text: str, span: Span, marks: Sequence[Mark]) -> tuple[str, list[int], list[tuple[Mark, int]]]:
    """The text without markers, the place of each of its characters, and where in it each marker stood."""
    chars: list[str] = []
    places: list[int] = []
    cuts: list[tuple[Mark, int]] = []
    at = span.start
    for mark in marks:
        if not mark.removed:
            _copy(text, at, mark.span.end, chars, places)
            cuts.append((mark, len(chars)))
            at = max(at, mark.span.end)
            continue
        _copy(text, at, mark.span.start, chars, places)
        while chars and chars[-1].isspace():
            chars.pop()
            places.pop()
        cuts.append((mark, len(chars)))
        at = max(at, mark.span.end)
        if at < span.end and chars and text[at].isalnum():
            chars.append(" ")
            places.append(mark.span.start)
    _copy(text, at, span.end, chars, places)
    return "".join(chars), places, cuts


def _copy(text: str, start: int, end: int, chars: list[str], places: list[int]) -> None:
    for i in range(start, end):
        chars.append(" " if text[i] in "\r\n\t\x0b\x0c\x85\u2028\u2029" else text[i])
        places.append(i)
