"""The article as read, in paragraphs of pieces: which words are a claim, a marker, a sentence that cites nothing."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from auditor.records import Audit, BlockKind, ClaimAudit, Number, Span, Verdict
from auditor.report._pieces import Piece, clip

ARTICLE_LIMIT = 300_000
"""Over this many characters only the paragraphs with cited sentences are shown, lest a book stall a browser."""

TAGS = {
    BlockKind.TITLE: "title",
    BlockKind.HEADING: "heading",
    BlockKind.LIST_ITEM: "item",
    BlockKind.CELL: "item",
    BlockKind.QUOTE: "quote",
    BlockKind.CAPTION: "caption",
    BlockKind.BYLINE: "caption",
    BlockKind.CODE: "code",
}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of the article."""

    tag: str
    pieces: tuple[Piece, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """How elements are called: a claim's card, a reference's row; and what is said of a claim's parts, by marker."""

    card: Callable[[str | None], str]
    source: Callable[[Number | None], str]
    parts: Callable[[str], dict[Number, Verdict]]


def paragraphs(audit: Audit, names: Names) -> list[Paragraph]:
    """The article as read, its furniture and its reference list left out."""
    document = audit.article.document
    hidden = (BlockKind.FURNITURE, BlockKind.REFERENCE)
    kept = [block for block in document.blocks if block.kind not in hidden]
    spans = [(block.span, block.kind) for block in kept]
    labels = {block.span: block.label for block in kept if block.label}
    claims = sorted(audit.claims, key=lambda c: (c.claim.span.start, c.claim.span.end))
    if not spans:
        spans = [(span, BlockKind.PARAGRAPH) for span in _paragraph_spans(document.text)]
    covered = _Ranges([span for span, _ in spans])
    spans += [(c.claim.span, BlockKind.PARAGRAPH) for c in claims if not covered.meets(c.claim.span)]
    spans.sort(key=lambda pair: (pair[0].start, pair[0].end))
    if sum(len(span) for span, _ in spans) > ARTICLE_LIMIT:
        cited = _Ranges([c.claim.span for c in claims])
        spans = [pair for pair in spans if cited.meets(pair[0])]
    layers = _Layers(audit, claims, names)
    return [
        Paragraph(TAGS.get(kind, "paragraph"), layers.pieces(span), labels.get(span, ""))
        for span, kind in spans
        if len(span)
    ]


class _Ranges:
    """A set of ranges that can be asked quickly whether one meets them."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.spans = sorted(spans, key=lambda s: (s.start, s.end))
        self.reach: list[int] = []
        furthest = 0
        for span in self.spans:
            furthest = max(furthest, span.end)
            self.reach.append(furthest)

    def meets(self, span: Span) -> bool:
        i = bisect_left(self.spans, span.end, key=lambda s: s.start)
        return i > 0 and self.reach[i - 1] > span.start


class _Layers:
    """What lies over the article's text: claims, markers, and sentences that cite nothing, without overlaps."""

    def __init__(self, audit: Audit, claims: Sequence[ClaimAudit], names: Names) -> None:
        self.text = audit.article.document.text
        self.markers = sorted(audit.article.markers, key=lambda m: m.span.start)
        found: list[tuple[int, int, Piece]] = []
        for marker in self.markers:
            target = names.source(marker.numbers[0]) if marker.numbers else ""
            found.append((marker.span.start, marker.span.end, Piece("", "marker", target)))
        at = marker_at = 0
        for audited in claims:
            start, end = max(at, audited.claim.span.start), audited.claim.span.end
            between, marker_at = self._between(start, end, marker_at)
            verdicts = _own(audited, between, names.parts(audited.claim.id))
            for k, ((a, b, _), verdict) in enumerate(zip(between, verdicts, strict=True), 1):
                ends = k == len(between) or verdicts[k] is not verdict
                found.append((a, b, Piece("", "claim", names.card(audited.claim.id), verdict, ends)))
            at = max(at, end)
        for sentence in audit.article.uncited:
            look = "cut" if sentence.truncated else "uncited"
            found.append((sentence.span.start, sentence.span.end, Piece("", look, last=True)))
        self.found = sorted(found, key=lambda item: (item[0], item[1]))
        self.starts = [start for start, _, _ in self.found]

    def _between(self, start: int, end: int, m: int) -> tuple[list[tuple[int, int, tuple[Number, ...]]], int]:
        """The words of a claim between its markers, each with the numbers of the markers that close it."""
        out: list[tuple[int, int, tuple[Number, ...]]] = []
        while m < len(self.markers) and self.markers[m].span.end <= start:
            m += 1
        while m < len(self.markers) and self.markers[m].span.start < end:
            marker = self.markers[m]
            if self.text[start : marker.span.start].strip():
                out.append((start, marker.span.start, marker.numbers))
            elif out:  # a second marker at the same place
                out[-1] = (out[-1][0], out[-1][1], (*out[-1][2], *marker.numbers))
            start = max(start, marker.span.end)
            m += 1
        if self.text[start:end].strip():
            out.append((start, end, ()))
        return out, m

    def pieces(self, span: Span) -> tuple[Piece, ...]:
        """The text of ``span`` in pieces; together they are all of it, but for runs that are too long."""
        out, at = [], span.start
        first = max(0, bisect_left(self.starts, span.start) - 2)
        for start, end, piece in self.found[first : bisect_left(self.starts, span.end)]:
            a, b = max(start, at), min(end, span.end)
            if b <= a:
                continue
            if a > at:
                out.append(Piece(clip(self.text[at:a])))
            text = clip(self.text[a:b])
            out.append(Piece(text, piece.look, piece.target, piece.verdict, piece.last and b == end))
            at = b
        if at < span.end:
            out.append(Piece(clip(self.text[at : span.end])))
        return tuple(out)


def _own(
    audited: ClaimAudit, between: Sequence[tuple[int, int, tuple[Number, ...]]], parts: dict[Number, Verdict]
) -> list[Verdict]:
    """The verdict of each stretch of a claim: that of its own citation where the parts were told apart."""
    out: list[Verdict] = []
    for a, b, numbers in between:
        verdict = next((parts[n] for n in numbers if n in parts), None)
        trailing = not numbers and out and b - a < 4  # a full stop after the last marker
        out.append(out[-1] if trailing else verdict or audited.verdict)
    return out


def _paragraph_spans(text: str) -> list[Span]:
    return [Span(m.start(), m.end()) for m in re.finditer(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*", text)]
