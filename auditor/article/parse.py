"""A document to an ``Article``: the one module of this room that knows the order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from auditor.article.claims import CitedSentence, read_sentences
from auditor.article.fields import RawEntry, parse_entries
from auditor.article.groups import Mark
from auditor.article.layout import is_cut_off
from auditor.article.links import addresses, aside_links, cited_links, link_numbers, name_outlets, written_links
from auditor.article.markers import (
    WEAK,
    Inlines,
    Rules,
    bracketed_numbers,
    find_marks,
    indexed_words,
    weak_candidates,
)
from auditor.article.problems import find_problems
from auditor.article.references import Listing, find_references
from auditor.article.tables import is_row, row_sentence, rows
from auditor.records import (
    Article,
    Block,
    BlockKind,
    Claim,
    Document,
    InlineKind,
    Marker,
    Number,
    Reference,
    Sentence,
    Span,
)
from auditor.urls import canonical_url

BODY = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTE, BlockKind.CELL)


def parse_article(document: Document) -> Article:
    """The references, markers, claims and problems of a document. Numbers are those printed; nothing is renumbered."""
    cited = bracketed_numbers(document, [b for b in document.blocks if b.kind in BODY])
    listing = find_references(document, cited)
    document = _titled(replace(document, blocks=_relabelled(document, listing)))
    references = parse_entries(listing.entries)
    if len(listing.styles) > 1:
        references = _printed_once(references)
    body = [b for b in document.blocks if b.kind in BODY]
    inline = not references and not any(isinstance(n, int) for n in cited)
    if not references:
        document = written_links(document, body)
        references = cited_links(document, body)
        inline = bool(references)
    rules = _rules(document, body, references, listing)
    marks = _marks(document, body, rules)
    references = name_outlets(document, references, [m for found in marks for m in found])
    return _article(document, body, marks, tuple(references), inline or listing.bare)


def _relabelled(document: Document, listing: Listing) -> tuple[Block, ...]:
    return tuple(
        replace(block, kind=BlockKind.REFERENCE) if i in listing.blocks else block
        for i, block in enumerate(document.blocks)
    )


def _titled(document: Document) -> Document:
    """``document`` with the first heading as its title, where only the list of references stood before it."""
    if document.title is not None:
        return document
    listed = False
    for i, block in enumerate(document.blocks):
        if block.kind in BODY:
            break
        listed = listed or block.kind is BlockKind.REFERENCE
        if block.kind is BlockKind.HEADING and listed:
            blocks = (*document.blocks[:i], replace(block, kind=BlockKind.TITLE), *document.blocks[i + 1 :])
            return replace(document, blocks=blocks, title=" ".join(block.span.of(document.text).split()))
    return document


def _printed_once(references: Sequence[Reference]) -> list[Reference]:
    """Without the entries that a second list ("Learn more") prints again with the same number and address."""
    seen: set[tuple[Number, str]] = set()
    out = []
    for reference in references:
        key = (reference.number, canonical_url(reference.url or ""))
        if not reference.url or key not in seen:
            out.append(reference)
        seen.add(key)
    return out


# --- markers ----------------------------------------------------------------------------------------------------


def _rules(document: Document, body: Sequence[Block], references: Sequence[Reference], listing: Listing) -> Rules:
    known = frozenset(r.number for r in references)
    rules = Rules(
        known=known,
        notes=frozenset(listing.notes),
        links=link_numbers(document, references, listing),
        labels=_anchors(document, listing.entries, listing),
        indexed=indexed_words(document.text),
        listed=addresses(document, references),
        aside=aside_links(document, body),
    )
    return replace(rules, weak=_weak_style(document, body, rules)) if known else rules


def _anchors(document: Document, entries: Sequence[RawEntry], listing: Listing) -> dict[str, Number]:
    """The number of the entry that each anchor of the page stands in (``cite_note-3`` is 3)."""
    out: dict[str, Number] = {}
    spans = sorted((e.span.start, e.span.end, e.number) for e in (*entries, *listing.note_entries) if e.span)
    anchors = sorted((i for i in document.inlines if i.kind is InlineKind.ANCHOR), key=lambda i: i.span.start)
    k = 0
    for anchor in anchors:
        while k < len(spans) and spans[k][1] < anchor.span.start:
            k += 1
        if k < len(spans) and spans[k][0] - 12 <= anchor.span.start <= spans[k][1]:
            out.setdefault(anchor.value, spans[k][2])
    return out


def _weak_style(document: Document, body: Sequence[Block], rules: Rules) -> str:
    """The weak style that pairs most of the list, where plain markers pair few of it."""
    inlines = Inlines(document.inlines)
    plain: Counter[Number] = Counter()
    for block in body:
        for mark in find_marks(document, block.span, inlines.within(block.span), rules):
            plain.update(n for n in mark.numbers if n in rules.known)
    best, most = "", 0
    for style in WEAK:
        found: Counter[Number] = Counter()
        for block in body:
            for _, numbers in weak_candidates(document.text, block.span, style):
                if all(n in rules.known for n in numbers):
                    found.update(numbers)
        fresh = len(found)
        if fresh > most and fresh >= (1 if not plain else 2):
            best, most = style, fresh
    if len(plain) >= max(1, most) or (plain and len(plain) >= 0.5 * len(rules.known)):
        return ""
    return best


def _marks(document: Document, body: Sequence[Block], rules: Rules) -> list[list[Mark]]:
    inlines = Inlines(document.inlines)
    return [find_marks(document, block.span, inlines.within(block.span), rules) for block in body]


def _run_in_headings(document: Document) -> dict[int, int]:
    """Where headings in bold that run into their paragraph begin and end: ``**Cause.** The pump failed.``"""
    out: dict[int, int] = {}
    for inline in document.inlines:
        words = inline.span.of(document.text)
        if inline.kind is InlineKind.STRONG and words.endswith(".") and len(words.split()) <= 5:
            out[inline.span.start] = inline.span.end
    return out


# --- claims -----------------------------------------------------------------------------------------------------


def _article(
    document: Document,
    body: Sequence[Block],
    marks: Sequence[Sequence[Mark]],
    references: tuple[Reference, ...],
    unnumbered: bool,
) -> Article:
    text = document.text
    sentences: list[CitedSentence] = []
    markers: list[Marker] = []
    bold = _run_in_headings(document)
    for row in rows(body, marks):
        markers += [Marker(m.numbers, m.span, m.span.of(text)) for _, found in row for m in found if m.numbers]
        if is_row(text, row):
            stated = row_sentence(text, row)
            sentences += [stated] if stated else []
            continue
        for block, found in row:
            read = read_sentences(text, block.span, found, lead=_lead(document, block, bold))
            if not read and found and sentences:  # a marker that stands alone belongs to the sentence above
                sentences[-1] = _cite_also(sentences[-1], [n for m in found for n in m.numbers])
            sentences += read
    claims = [s for s in sentences if s.cites]
    uncited = [Sentence(s.text, s.span) for s in sentences if not s.cites and any(c.isalnum() for c in s.text)]
    if uncited and not sentences[-1].cites and is_cut_off(sentences[-1].text):
        uncited[-1] = replace(uncited[-1], truncated=True)
    cited = [n for m in markers for n in m.numbers]
    return Article(
        document,
        references,
        tuple(markers),
        tuple(Claim(f"c{i}", s.text, s.span, s.cites, s.clauses) for i, s in enumerate(claims, 1)),
        tuple(uncited),
        find_problems(references, cited, unnumbered=unnumbered),
    )


def _cite_also(sentence: CitedSentence, numbers: Sequence[Number]) -> CitedSentence:
    whole = ((tuple(numbers), _whole(sentence.text)),) if numbers else ()
    return replace(
        sentence, cites=tuple(dict.fromkeys((*sentence.cites, *numbers))), clauses=(*sentence.clauses, *whole)
    )


def _whole(text: str) -> Span:
    return Span(0, len(text))


def _lead(document: Document, block: Block, bold: dict[int, int]) -> int:
    """Where a block's sentences begin: after a bullet, or a heading in bold that runs into the text."""
    text, at = document.text, block.span.start
    bullet = re.compile(r"[-*•·‣▪◦–]\s+|\d{1,3}[.)]\s+(?=[A-Z“\"‘])").match(text, at, block.span.end)
    if bullet and block.kind is BlockKind.LIST_ITEM and not block.label:
        at = bullet.end()
    heading = bold.get(at, 0)
    return heading if heading and text[heading : block.span.end].strip() else at
