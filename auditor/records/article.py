"""The records of an article: its text and blocks, its references and markers, its claims."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from html import unescape

Number = int | str
"""A reference's printed number or label: ``0``, ``12``, ``"a"``, ``"fn1"``. Never renumbered."""


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code points."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters of ``text`` in this range."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """True where the two ranges share at least one code point."""
        return self.start < other.end and other.start < self.end


class Format(StrEnum):
    """How the article's bytes are written."""

    TEXT = "text"
    HTML = "html"
    MARKDOWN = "markdown"


class BlockKind(StrEnum):
    """What a block of the article is; only ``PARAGRAPH``, ``LIST_ITEM``, ``QUOTE`` and ``CELL`` can hold claims."""

    TITLE = "title"
    BYLINE = "byline"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    QUOTE = "quote"
    CELL = "cell"
    CAPTION = "caption"
    CODE = "code"
    REFERENCE = "reference"
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True)
class Block:
    """A run of ``Document.text`` with one function on the page.

    ``label`` is the printed number of a list item where it stands outside the text (``<ol>``), "•" for an unnumbered
    one, "|" for what opens a table cell; ``group`` is shared by the items of one list and by the cells of one table
    row, and -1 elsewhere.
    """

    kind: BlockKind
    span: Span
    label: str = ""
    group: int = -1


class InlineKind(StrEnum):
    """What markup says about a range of text. ``ANCHOR`` is an element's id, at the place where it opens."""

    LINK = "link"
    SUPERSCRIPT = "superscript"
    EMPHASIS = "emphasis"
    STRONG = "strong"
    CODE = "code"
    ANCHOR = "anchor"


@dataclass(frozen=True, slots=True)
class Inline:
    """A range of ``Document.text`` with its markup. ``value`` is a link's address or an anchor's id; ``label``
    the name of the Markdown definition that a link was resolved by.
    """

    kind: InlineKind
    span: Span
    value: str = ""
    title: str = ""
    label: str = ""


_ENTITY = re.compile(r"&#?\w{1,32};?")


@dataclass(frozen=True, slots=True)
class Document:
    """An article as read: its readable text, its parts, and the way back to the bytes as given.

    ``source`` is the decoded input; ``text`` what a reader sees (for plain text the two are equal). ``offsets[i]`` is
    the index in ``source`` of ``text[i]`` (``len(text) + 1`` entries), or ``None`` where the two are equal.
    """

    format: Format
    source: str = field(repr=False)
    text: str = field(repr=False)
    sha256: str
    offsets: Sequence[int] | None = field(default=None, repr=False)
    blocks: tuple[Block, ...] = field(default=(), repr=False)
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    byline: str | None = None
    published: str | None = None
    language: str | None = None
    name: str = ""
    inlines: tuple[Inline, ...] = field(default=(), repr=False)

    def original(self, span: Span) -> Span:
        """``span`` of ``text`` as a span of ``source``; an entity such as ``&amp;`` at its end is taken whole."""
        if self.offsets is None:
            return span
        if span.end <= span.start:
            return Span(self.offsets[span.start], self.offsets[span.start])
        last = self.offsets[span.end - 1]
        end = last + 1
        if self.source[last] == "&" and (found := _ENTITY.match(self.source, last)):
            end = found.end() if unescape(found.group()) == self.text[span.end - 1] else end
        return Span(self.offsets[span.start], end)


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of the article's reference list, as printed. ``date`` is ISO 8601: YYYY, YYYY-MM or YYYY-MM-DD."""

    number: Number
    raw: str
    title: str | None = None
    outlet: str | None = None
    date: str | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Marker:
    """A citation marker in the body. ``numbers`` in printed order, ranges written out (``[1-3]`` is 1, 2, 3)."""

    numbers: tuple[Number, ...]
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that carries at least one marker. ``text`` has the markers taken out.

    ``clauses`` says which part of ``text`` each marker stands for, in order: the numbers of the marker and a span that
    counts in ``text``; a marker at the sentence's end stands for the whole of it, or for what follows the marker
    before.
    """

    id: str
    text: str
    span: Span
    cites: tuple[Number, ...]
    clauses: tuple[tuple[tuple[Number, ...], Span], ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A body sentence that cites nothing; ``truncated`` where the page cut it off."""

    text: str
    span: Span
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault of the article's citation apparatus. ``message`` is in the words of the contract."""

    code: str
    message: str
    numbers: tuple[Number, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """A parsed article: what ``auditor parse`` prints."""

    document: Document
    references: tuple[Reference, ...]
    markers: tuple[Marker, ...]
    claims: tuple[Claim, ...]
    uncited: tuple[Sentence, ...]
    problems: tuple[Problem, ...]
