"""Runs of text as the HTML page shows them: what is marked in a sentence, a passage in its context, what is cut."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.records import Difference, Evidence, Span, Verdict
from auditor.text import fold, match_key
from auditor.urls import is_web_url

CONTEXT = 260
"""Characters of the cited page shown on either side of a passage; two passages nearer than that are shown as one."""

LONGEST = 4000
"""Characters of one run of text shown; a longer one is cut, and the page says by how much."""


MOST_PAIRS = 200_000
"""Words of a copied run times words of its source: beyond that the source's side is left unmarked."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with one look. ``note`` numbers a change so that a reader finds its other side."""

    text: str
    look: str = ""
    target: str = ""
    verdict: Verdict | None = None
    last: bool = False
    note: int = 0


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a passage: what was found (``hit``) or the words around it."""

    pieces: tuple[Piece, ...]
    hit: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """Evidence in its context. ``link`` opens the page at the words that decide."""

    stretches: tuple[Stretch, ...]
    link: str | None

    @property
    def marked(self) -> bool:
        """Whether a change is marked in it."""
        return any(piece.look for stretch in self.stretches for piece in stretch.pieces)


def passages(
    evidence: Sequence[Evidence], text: str, changes: Sequence[tuple[Difference, int]] = (), claim: str = ""
) -> tuple[Passage, ...]:
    """``evidence`` with its surroundings in the page's ``text`` and the page's side of ``changes`` marked.

    Passages that stand near one another are one. The one that decides comes first: where the most changes are marked,
    then the one that shares most of its words with ``claim``. Where the offsets do not lead to the words (another copy
    of the page), the words are shown without context.
    """
    wanted = set(match_key(claim[:LONGEST]).split())

    def weight(item: Evidence) -> tuple[int, float]:
        changed = sum(_page_side(d, item, _placed(item, text)) is not None for d, _ in changes)
        return changed, _shared_words(item.text, wanted)

    shown = []
    for group in _near(evidence, text):
        deciding = max(group, key=weight)
        shown.append((weight(deciding), _passage(group, deciding, text, changes)))
    return tuple(passage for _, passage in sorted(shown, key=lambda pair: pair[0], reverse=True))


def _placed(item: Evidence, text: str) -> bool:
    return 0 <= item.start <= item.end <= len(text) and text[item.start : item.end] == item.text


def _shared_words(text: str, wanted: set[str]) -> float:
    words = set(match_key(text[:LONGEST]).split())
    return len(words & wanted) / len(words | wanted) if words else 0.0


def _near(evidence: Sequence[Evidence], text: str) -> list[list[Evidence]]:
    """The evidence in groups that stand near one another, each in the page's order; what has no place stands alone."""
    groups: list[list[Evidence]] = []
    for item in sorted((e for e in evidence if _placed(e, text)), key=lambda e: (e.start, e.end)):
        if groups and item.start <= max(e.end for e in groups[-1]) + CONTEXT:
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups + [[e] for e in evidence if not _placed(e, text)]


def _passage(
    group: Sequence[Evidence], deciding: Evidence, text: str, changes: Sequence[tuple[Difference, int]]
) -> Passage:
    link = web_url(deciding.link)
    if not _placed(group[0], text):
        sides = [(span, note) for d, note in changes if (span := _find(deciding.text, d.source or ""))]
        return Passage((_stretch(deciding.text, sides, True),), link)
    start, end = group[0].start, max(e.end for e in group)
    first, last = max(0, start - CONTEXT), min(len(text), end + CONTEXT)
    marks = {(span.start, span.end): note for d, note in changes for span in _on_page(d, group, text, first, last)}
    out: list[Stretch] = []

    def add(a: int, b: int, hit: bool) -> None:
        if a < b:
            sides = [(Span(max(0, s - a), e - a), note) for (s, e), note in marks.items() if s < b and e > a]
            out.append(_stretch(text[a:b], sides, hit))

    add(_word_after(text, first, start) if first else 0, start, False)
    at = start
    for item in group:
        add(at, max(at, item.start), False)
        add(max(at, item.start), item.end, True)
        at = max(at, item.end)
    add(at, _word_before(text, end, last) if last < len(text) else last, False)
    if first:
        out[0] = Stretch((Piece("… "), *out[0].pieces), out[0].hit)
    if last < len(text):
        out[-1] = Stretch((*out[-1].pieces, Piece(" …")), out[-1].hit)
    return Passage(tuple(out), link)


def _on_page(difference: Difference, group: Sequence[Evidence], text: str, first: int, last: int) -> Iterator[Span]:
    """Where the page's side of a difference stands in what is shown of it: by its own place, else by its words."""
    span = difference.source_span
    if span and first <= span.start < span.end <= last and span.of(text):
        yield span
        return
    for item in group:
        if found := _find(item.text, difference.source or ""):
            yield Span(item.start + found.start, item.start + found.end)
            return


def _stretch(text: str, sides: Sequence[tuple[Span, int]], hit: bool) -> Stretch:
    return Stretch(tuple(_broken(piece) for piece in marked(text, sides)), hit)


def _word_after(text: str, at: int, limit: int) -> int:
    """The first beginning of a word behind ``at``, so that a context does not open inside one."""
    space = text.find(" ", at, limit)
    return space + 1 if space >= 0 else at


def _word_before(text: str, floor: int, at: int) -> int:
    space = text.rfind(" ", floor, at)
    return space if space >= 0 else at


def _broken(piece: Piece) -> Piece:
    """The piece with its paragraphs on lines of their own, without empty lines between."""
    return Piece(re.sub(r"[ \t]*\n\s*", "\n", piece.text), piece.look, note=piece.note)


def web_url(url: str | None) -> str | None:
    """``url`` if a reader may follow it: http and https only."""
    return url if url and is_web_url(url) else None


def clip(text: str, limit: int = LONGEST) -> str:
    """``text``, cut after ``limit`` characters with a word on how many are missing."""
    return text if len(text) <= limit else f"{text[:limit]}… ({len(text) - limit} more characters)"


def claim_side(difference: Difference, text: str) -> Span | None:
    """Where the article's side of a difference stands in the claim's ``text``."""
    span = difference.claim_span
    if span and 0 <= span.start < span.end <= len(text):
        return span
    return _find(text, difference.claim)


def _page_side(difference: Difference, evidence: Evidence, placed: bool) -> Span | None:
    span = difference.source_span
    if placed and span and evidence.start <= span.start < span.end <= evidence.end:
        return Span(span.start - evidence.start, span.end - evidence.start)
    return _find(evidence.text, difference.source or "")


def _find(text: str, wanted: str) -> Span | None:
    at = text.lower().find(wanted.lower()) if wanted.strip() and len(text.lower()) == len(text) else -1
    return Span(at, at + len(wanted)) if at >= 0 else None


def marked(text: str, sides: Sequence[tuple[Span, int]], look: str = "changed") -> tuple[Piece, ...]:
    """``text`` in pieces with the ranges of ``sides`` marked; where two overlap, the earlier one is kept whole."""
    out, at = [], 0
    for span, note in sorted(sides, key=lambda side: (side[0].start, side[0].end)):
        start, end = max(at, span.start), min(span.end, len(text))
        if end <= start:
            continue
        if start > at:
            out.append(Piece(clip(text[at:start])))
        out.append(Piece(clip(text[start:end]), look, note=note))
        at = end
    if at < len(text) or not out:
        out.append(Piece(clip(text[at:])))
    return tuple(out)


def shared(sentence: str, runs: Sequence[Span], theirs: str) -> list[Span]:
    """Where the runs of ``sentence`` stand in the source's words: word by word, so that "US" is found as "U.S.".

    A run that the source has in pieces is found in pieces; no word of the source is given to two runs.
    """
    from difflib import SequenceMatcher

    words = _words(theirs[:LONGEST])
    keys = [key for key, _ in words]
    found: list[Span] = []
    for run in runs:
        wanted = [key for key, _ in _words(run.of(sentence))]
        if len(wanted) * len(keys) > MOST_PAIRS:
            continue
        matcher = SequenceMatcher(None, wanted, keys, autojunk=False)
        for block in matcher.get_matching_blocks():
            alone = block.size == 1 and len(wanted) > 1 and len(wanted[block.a]) < 5  # "of", "the": no match by itself
            if block.size and not alone:
                found.append(Span(words[block.b][1].start, words[block.b + block.size - 1][1].end))
                keys[block.b : block.b + block.size] = [""] * block.size
    return sorted(found, key=lambda span: span.start)


_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|\w+(?:[.'&-]\w+)*")


def _words(text: str) -> list[tuple[str, Span]]:
    """The words of ``text`` as they are compared, without their inner signs, each with its place."""
    plain = fold(text)
    return [(re.sub(r"\W", "", m.group().lower()), Span(m.start(), m.end())) for m in _WORD.finditer(plain)]
