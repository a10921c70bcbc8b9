"""The sentences of a page as they are matched: lines of menus, lists and headings apart, tables in windows.

A page's text ends a paragraph with a blank line or with one line break; only text set to a width (plain text, mail)
breaks lines within a sentence. Which of the two a page is shows in its lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.records import Span
from auditor.text import Token, split_sentences

MAX_WORDS, WINDOW = 160, 80
"""A sentence of more words than this is read in windows of so many: it is a table, or text without stops."""
_STOPS = '.!?:;,"”’)»'
_WRAPPED = 0.25
"""In text set to a width about half the broken lines go on with a small letter; in lists and menus few do."""


def page_sentences(text: str, tokens: Sequence[Token]) -> Iterator[tuple[Sequence[Token], Span]]:
    """The sentences of a page with their tokens, in order; ``tokens`` are those of ``text``."""
    wrapped = is_wrapped(text)
    at = 0
    for whole in split_sentences(text):
        for line in [whole] if wrapped else _lines(text, whole):
            while at < len(tokens) and tokens[at].start < line.start:
                at += 1
            first = at
            while at < len(tokens) and tokens[at].end <= line.end:
                at += 1
            yield from _windows(tokens[first:at], line)


def is_wrapped(text: str) -> bool:
    """Whether the text's lines are broken at a width, within sentences: many go on in the next with a small letter."""
    broken = small = 0
    last = ""
    for line in text.split("\n"):
        line = line.strip()
        if line and last and last[-1] not in _STOPS:
            broken += 1
            small += line[0].islower()
        last = line
    return small > _WRAPPED * broken


def _lines(text: str, span: Span) -> Iterator[Span]:
    """The lines of a span that have a letter or figure in them, without surrounding space."""
    at = span.start
    while at < span.end:
        end = text.find("\n", at, span.end)
        end = span.end if end < 0 else end
        line = text[at:end]
        if any(ch.isalnum() for ch in line):
            start = at + len(line) - len(line.lstrip())
            yield Span(start, at + len(line.rstrip()))
        at = end + 1


def _windows(tokens: Sequence[Token], span: Span) -> Iterator[tuple[Sequence[Token], Span]]:
    """A sentence whole, or in windows where it is none: a table or a list without a full stop."""
    if len(tokens) <= MAX_WORDS:
        yield tokens, span
        return
    for first in range(0, len(tokens), WINDOW):
        part = tokens[first : first + WINDOW]
        end = span.end if first + WINDOW >= len(tokens) else part[-1].end
        yield part, Span(span.start if first == 0 else part[0].start, end)
