"""The front door: bytes to ``Page``."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, cast

from auditor.records import Page
from auditor.sources.extract.body import Body, BodyOptions, find_body
from auditor.sources.extract.credit import wire_credit
from auditor.sources.extract.decode import decode
from auditor.sources.extract.features import Hints
from auditor.sources.extract.language import guess_language
from auditor.sources.extract.metadata import Metadata, read_metadata
from auditor.sources.extract.pdf import read_pdf
from auditor.sources.extract.saved import parse_saved_text, split_header
from auditor.sources.extract.tree import parse_html, without_pictures
from auditor.sources.extract.whole import is_truncated

if TYPE_CHECKING:
    from lxml.html import HtmlElement

TEXT_TYPES = frozenset(("text/plain", "text/markdown", "text/x-markdown"))
_MARKUP = re.compile(r"<(?:!doctype|html|head|body|div|p|article|title|meta|span|table|h[1-6])\b", re.I)
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,20}[\s/>]")
_PAGE = re.compile(rb"\s{0,99}(?:\xef\xbb\xbf)?\s{0,99}<(?:!doctype\s{1,9}html|html)\b", re.I)
_WEAK = 250
_BINARY = 0.1


@dataclass(frozen=True, slots=True)
class ExtractOptions:
    """``max_chars``: a page longer than this, pictures in its markup not counted, is cut before it is parsed, so that
    time and memory stay bounded. The longest page of the benches has a third of it.
    """

    max_chars: int = 8_000_000
    body: BodyOptions = field(default_factory=BodyOptions)


def extract_page(
    content: bytes,
    *,
    url: str | None = None,
    media_type: str = "text/html",
    charset: str | None = None,
    options: ExtractOptions | None = None,
) -> Page:
    """The main text of a page and what the page says of itself. Never raises for what a page holds.

    What cannot be read gives an empty ``text`` and the ``reason``.

    Args:
        content: the page's bytes, expanded.
        url: where it was read; used for the outlet and to make the canonical URL absolute.
        media_type: of the HTTP header, with or without parameters.
        charset: of the HTTP header; ``None`` where it was silent.

    Raises:
        MissingExtra: the page is a PDF and pypdf is not installed.
    """
    options = options or ExtractOptions()
    kind = media_type.split(";")[0].strip().lower()
    charset = charset or _charset_of(media_type)
    if content.startswith(b"%PDF-") or (kind == "application/pdf" and not _PAGE.match(content)):
        page = read_pdf(content)
    else:
        page = _guarded(lambda: _read(content[: 4 * options.max_chars], kind, url, charset, options))
        page = replace(page, truncated=page.truncated or len(content) > 4 * options.max_chars)
    return replace(page, url=page.url or url, sha256=hashlib.sha256(content).hexdigest())


def _charset_of(media_type: str) -> str | None:
    found = re.search(r"charset\s{0,5}=\s{0,5}[\"']?([\w.:-]{1,40})", media_type, re.I)
    return found.group(1) if found else None


def _guarded(read: Callable[[], Page]) -> Page:
    """What ``read`` gives; a page that breaks the reader is a page without text, not an error."""
    try:
        return read()
    except (RecursionError, MemoryError):
        return Page(text="", reason="the page is nested too deeply, or too large, to be read")
    except (ValueError, TypeError, AttributeError, LookupError, ArithmeticError) as error:
        return Page(text="", reason=f"the page's markup could not be read ({type(error).__name__})")


def _read(content: bytes, kind: str, url: str | None, charset: str | None, options: ExtractOptions) -> Page:
    whole = without_pictures(decode(content, charset=charset))
    text = whole[: options.max_chars]
    if not text.strip():
        return Page(text="", reason="the page is empty")
    if looks_binary(text):
        return Page(text="", reason="the content is binary data, not a page")
    if kind in TEXT_TYPES or not (_TAG if "html" in kind or "xml" in kind else _MARKUP).search(text):
        page = parse_saved_text(text)
    else:
        header, rest = split_header(text)
        page = read_html(rest, url=header.get("url") or url, options=options)
        page = replace(page, **cast(dict[str, Any], header))
    return replace(page, truncated=True) if len(whole) > len(text) else page


def looks_binary(text: str) -> bool:
    """True where decoded content is no text: control characters or replacement marks all over."""
    sample = text[:20_000]
    odd = sum((c < " " and c not in "\t\n\r\f\v\x1b") or c == "\ufffd" or "\x7f" <= c < "\xa0" for c in sample)
    return odd > _BINARY * len(sample)


def read_html(text: str, *, url: str | None = None, options: ExtractOptions | None = None) -> Page:
    """A page from its markup."""
    options = options or ExtractOptions()
    root = parse_html(text)
    if root is None:
        return Page(text="", reason="there is no markup to read in it")
    about = read_metadata(root, url)
    body = find_body(root, hints_of(about), options=options.body)
    return _page(about, _best_text(root, about, body), body, url)


def hints_of(about: Metadata) -> Hints:
    """What the block model is told of the page's head."""
    return Hints(about.title, about.description, about.byline.split(", ")[0], about.structured.body)


def _best_text(root: HtmlElement, about: Metadata, body: Body) -> str:
    """The text of the markup, or where that is all but empty, what the page holds as data for its scripts."""
    from auditor.sources.extract.jsonld import prose_in_scripts

    if len(body.text) >= _WEAK:
        return body.text
    declared = about.structured.body
    if len(declared) > 2 * len(body.text) + 100:
        return declared
    hidden = prose_in_scripts(root)
    return hidden if len(hidden) > 3 * len(body.text) + _WEAK else body.text


def _page(about: Metadata, text: str, body: Body, url: str | None) -> Page:
    return Page(
        text=text,
        title=about.title or None,
        url=url,
        canonical_url=about.canonical_url or None,
        outlet=about.outlet or None,
        byline=about.byline or None,
        published=about.published or None,
        updated=about.updated or None,
        language=about.language or guess_language(text),
        wire_credit=wire_credit(
            text,
            byline=about.byline,
            outlet=about.outlet,
            url=url or about.canonical_url,
            lines=_credit_lines(about, body),
        ),
        truncated=is_truncated(text, strict=True) or body.plea is not None or body.cut,
        paywall=_wall(about, body),
        reason="" if text else "no main text was found in the page's markup",
    )


def _credit_lines(about: Metadata, body: Body) -> tuple[str, ...]:
    """Short texts that may credit someone: what the head says of sources, and the page's short blocks."""
    declared = (about.structured.source, *about.structured.authors, about.meta.get("dc.source", ""))
    return (*(line for line in declared if line), *body.lines)


def _wall(about: Metadata, body: Body) -> str | None:
    if body.plea:
        return f"the page says: {body.plea}"
    if about.structured.free is False:
        return "the page declares itself not accessible for free"
    tier = (about.meta.get("article:content_tier") or "").lower()
    return f"the page declares its content tier {tier}" if tier in ("locked", "metered") else None
