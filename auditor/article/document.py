"""An article's bytes to a ``Document``: its readable text, the parts of it, and the way back to the input."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

from auditor.article.decode import decode, sniff_format
from auditor.article.layout import read_blocks
from auditor.records import BlockKind, Document, Format


def read_document(
    data: bytes, *, name: str = "", format: Format | None = None, url: str | None = None, charset: str | None = None  # noqa: A002
) -> Document:
    """The article in ``data``. ``format`` is found by content and file name where it is not given.

    Offsets of the document's spans lead back to the decoded input through ``Document.original``.

    Raises:
        InputError: empty, binary, too large, or in an encoding that is neither named nor recognised.
    """
    text = decode(data, charset=charset, name=name)
    return read_text(text, name=name, format=format, url=url, sha256=hashlib.sha256(data).hexdigest())


def read_text(
    text: str, *, name: str = "", format: Format | None = None, url: str | None = None, sha256: str | None = None  # noqa: A002
) -> Document:
    """The article in ``text``, already decoded."""
    digest = sha256 or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    kind = format or sniff_format(text, name)
    return _read_plain(text, name, url, digest, kind)


def _read_plain(text: str, name: str, url: str | None, sha256: str, kind: Format) -> Document:
    blocks = read_blocks(text)
    title = next((b.span.of(text) for b in blocks if b.kind is BlockKind.TITLE), None)
    title = " ".join(title.split()) if title else None
    document = Document(kind, text, text, sha256, blocks=blocks, title=title, url=url, name=name)
    byline = next((b.span.of(text) for b in blocks if b.kind is BlockKind.BYLINE), None)
    if byline and re.match(r"by\b", byline, re.I):
        document = replace(document, byline=" ".join(byline.split()))
    return document
