"""An article's bytes to a ``Document``: its readable text, the parts of it, and the way back to the input."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from auditor.article.decode import decode, sniff_format
from auditor.article.layout import classify, read_blocks
from auditor.errors import InputError
from auditor.records import Block, BlockKind, Document, Format
from auditor.text import match_key

if TYPE_CHECKING:
    from auditor.article.page import PageHead


def read_document(
    data: bytes,
    *,
    name: str = "",
    format: Format | None = None,  # noqa: A002 - the name a caller writes
    url: str | None = None,
    charset: str | None = None,
) -> Document:
    """The article in ``data``. ``format`` is found by content and file name where it is not given.

    Spans of the document lead back to the decoded input through ``Document.original``.

    Raises:
        InputError: empty, binary, too large, without readable text, or in an encoding that is neither named nor
            recognised.
    """
    text = decode(data, charset=charset, name=name)
    return read_text(text, name=name, format=format, url=url, sha256=hashlib.sha256(data).hexdigest())


def read_text(
    text: str,
    *,
    name: str = "",
    format: Format | None = None,  # noqa: A002 - the name a caller writes
    url: str | None = None,
    sha256: str | None = None,
) -> Document:
    """The article in ``text``, already decoded; ``sha256`` is of its UTF-8 form where it is not given.

    Raises:
        InputError: there is no readable text in it.
    """
    digest = sha256 or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    kind = format or sniff_format(text, name)
    if kind is Format.HTML:
        document = _read_html(text, digest)
    elif kind is Format.MARKDOWN:
        document = _read_markdown(text, digest)
    else:
        document = _read_plain(text, digest)
    if not document.text.strip():
        raise InputError("there is no readable text in it", subject=name or None)
    return replace(document, name=name, url=url or document.url)


def _read_plain(text: str, sha256: str) -> Document:
    blocks = read_blocks(text)
    return _described(Document(Format.TEXT, text, text, sha256, blocks=blocks))


def _described(document: Document) -> Document:
    """``document`` with the title and byline that its blocks show."""
    text = document.text
    title = _first(text, document.blocks, BlockKind.TITLE)
    byline = next((t for b in document.blocks if b.kind is BlockKind.BYLINE and _BY.match(t := b.span.of(text))), None)
    return replace(
        document,
        title=document.title or (" ".join(title.split()).strip("*_") if title else None),
        byline=document.byline or (" ".join(_BY.sub("", byline, count=1).split())[:200] if byline else None),
    )


_BY = re.compile(r"(?:story |words |written |reported )?by:?\s+", re.I)


def _first(text: str, blocks: Sequence[Block], kind: BlockKind) -> str | None:
    return next((b.span.of(text) for b in blocks if b.kind is kind), None)


def _read_markdown(source: str, sha256: str) -> Document:
    from auditor.article.markdown import read_markdown

    builder = read_markdown(source)
    text = builder.text()
    blocks = classify(text, _headed(_one_title(text, builder.blocks, None)), inlines=builder.inlines)
    return _described(
        Document(Format.MARKDOWN, source, text, sha256, builder.offsets, blocks=blocks, inlines=tuple(builder.inlines))
    )


def _headed(blocks: Sequence[Block], stated: str | None = None) -> list[Block]:
    """``blocks`` with the first heading as the title, where none is and nothing but furniture stands before it."""
    if stated or any(b.kind is BlockKind.TITLE for b in blocks):
        return list(blocks)
    for i, block in enumerate(blocks):
        if block.kind is BlockKind.HEADING:
            return [*blocks[:i], replace(block, kind=BlockKind.TITLE), *blocks[i + 1 :]]
        if block.kind not in (BlockKind.FURNITURE, BlockKind.BYLINE, BlockKind.CAPTION):
            break
    return list(blocks)


def _read_html(source: str, sha256: str) -> Document:
    from auditor.article.page import read_page

    builder, head = read_page(source)
    text = builder.text()
    blocks = _headed(_one_title(text, builder.blocks, head.title or head.heading), stated=head.title or head.heading)
    title = _title(text, blocks, head)
    kinds = classify(text, blocks, titled=title is not None, inlines=builder.inlines)
    document = Document(
        Format.HTML,
        source,
        text,
        sha256,
        builder.offsets,
        blocks=kinds,
        title=title,
        url=head.url if head.url and head.url.startswith("http") else None,
        outlet=head.outlet,
        byline=head.byline,
        published=head.published,
        language=head.language,
        inlines=tuple(builder.inlines),
    )
    return _described(document)


def _one_title(text: str, blocks: Sequence[Block], stated: str | None) -> list[Block]:
    """Of several first-level headings one is the title: the one that the page's head states, or the first."""
    places = [i for i, b in enumerate(blocks) if b.kind is BlockKind.TITLE]
    if len(places) < 2:
        return list(blocks)
    key = match_key(stated or "")
    best = next((i for i in places if key and match_key(blocks[i].span.of(text)) in key), places[0])
    return [replace(b, kind=BlockKind.HEADING) if i in places and i != best else b for i, b in enumerate(blocks)]


def _title(text: str, blocks: Sequence[Block], head: PageHead) -> str | None:
    shown = _first(text, blocks, BlockKind.TITLE)
    if shown:
        return " ".join(shown.split())
    stated = head.heading or (without_site(head.title, head.outlet) if head.title else None)
    return stated or None


def without_site(title: str, outlet: str | None = None) -> str:
    """A page's title without the name of the site at its end: ``Flood closes bridge | The Echo``."""
    found = re.match(r"(.{4,}\S)\s+(?:[|–—·»«-]|::)\s+(\S.{0,59})$", title)
    if not found:
        return title
    rest, site = found.group(1), found.group(2)
    if outlet and match_key(site) == match_key(outlet):
        return rest
    return rest if len(site.split()) <= 5 and len(rest.split()) >= 2 else title
