"""Text to a tree, whatever the markup: broken, endless or nested a hundred thousand deep."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BREAKING = (
    "address|article|aside|blockquote|br|center|dd|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header|hr|"
    "li|main|nav|"
    "ol|p|pre|section|table|tbody|td|tfoot|th|thead|tr|ul"
)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})\b[^<>]{0,5000}>")
_KEPT = re.compile(
    r"(?:script|style|title|head|body|html|meta|link|a|h[1-6]|p|noscript|template|textarea|select|option)", re.I
)
_BREAK = re.compile(_BREAKING, re.I)
_DATA_URI = re.compile(r"data:[\w/+.-]{1,60};base64,[A-Za-z0-9+/=%]{200,}")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]")


def parse_html(text: str) -> HtmlElement | None:
    """The root of the page's tree, or None where there is no markup to read.

    A page nested deeper than the parser goes is flattened to its paragraphs and read again.
    """
    text = _CONTROL.sub("", text)
    root, whole = _parse(text)
    if whole:
        return root
    flat, _ = _parse(_flatten(text))
    return flat if flat is not None else root


def without_pictures(text: str) -> str:
    """``text`` without the pictures and fonts that stand in it as base64."""
    return _DATA_URI.sub("", text) if ";base64," in text else text


def _parse(text: str) -> tuple[HtmlElement | None, bool]:
    """The tree, and whether the parser reached the end of the page."""
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, recover=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None, True
    deep = any("depth" in entry.message.lower() for entry in parser.error_log)
    return root, not deep


def _flatten(text: str) -> str:
    """``text`` with every nesting element turned into a break between paragraphs."""

    def plain(found: re.Match[str]) -> str:
        name = found.group(2)
        if _KEPT.fullmatch(name):
            return found.group()
        return "<p>" if _BREAK.fullmatch(name) else ""

    return _TAG.sub(plain, text)
