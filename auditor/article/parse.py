"""A document to an ``Article``: the one module of this room that knows the order."""

from __future__ import annotations

from dataclasses import replace

from auditor.article.claims import CitedSentence, read_sentences
from auditor.article.fields import parse_entries
from auditor.article.layout import ends_like_sentence
from auditor.article.markers import MarkerRules, bracketed_numbers, find_marks
from auditor.article.problems import find_problems
from auditor.article.references import Listing, find_references
from auditor.records import Article, Block, BlockKind, Claim, Document, Marker, Number, Sentence

_BODY = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTE, BlockKind.CELL)


def parse_article(document: Document) -> Article:
    """The references, markers, claims and problems of a document. Numbers are those printed; nothing is renumbered."""
    listing = find_references(document, bracketed_numbers(document.text))
    references = tuple(parse_entries(listing.entries))
    document = replace(document, blocks=_relabelled(document, listing))
    rules = MarkerRules(known=frozenset(r.number for r in references), notes=frozenset(listing.notes))
    markers: list[Marker] = []
    sentences: list[CitedSentence] = []
    for block in document.blocks:
        if block.kind in _BODY:
            marks = find_marks(document, block.span, rules)
            markers += [Marker(m.numbers, m.span, m.span.of(document.text)) for m in marks if m.numbers]
            sentences += read_sentences(document.text, block.span, marks)
    claims = tuple(
        Claim(f"c{i}", s.text, s.span, s.cites, s.clauses) for i, s in enumerate((s for s in sentences if s.cites), 1)
    )
    uncited = [Sentence(s.text, s.span) for s in sentences if not s.cites]
    if uncited and sentences and not sentences[-1].cites and _is_cut_off(sentences[-1].text):
        uncited[-1] = replace(uncited[-1], truncated=True)
    cited: list[Number] = [n for m in markers for n in m.numbers]
    return Article(document, references, tuple(markers), claims, tuple(uncited), find_problems(references, cited))


def _is_cut_off(text: str) -> bool:
    """A last sentence that stops before its end: no full stop, or one that only belongs to an abbreviation."""
    if not ends_like_sentence(text):
        return True
    last = text.split()[-1]
    return last in ("U.S.", "U.K.", "U.N.", "Mr.", "Mrs.", "Ms.", "Dr.", "Sen.", "Gov.", "Rep.", "Gen.", "St.", "vs.")


def _relabelled(document: Document, listing: Listing) -> tuple[Block, ...]:
    return tuple(
        replace(block, kind=BlockKind.REFERENCE) if i in listing.blocks else block
        for i, block in enumerate(document.blocks)
    )
