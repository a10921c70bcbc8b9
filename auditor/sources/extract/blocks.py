"""A page's tree to the blocks of text a reader sees, in order, each with where it stands in the markup."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

UNSEEN = frozenset(
    """script style template noscript head svg math iframe object embed canvas audio video map area select option
    optgroup datalist textarea input link meta param source track progress meter applet frame frameset noframes dialog
    title rp""".split()
)
"""Elements whose content is not read as text of the page."""

BLOCK = frozenset(
    """address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre search section summary
    table tbody td tfoot th thead tr ul button label option html""".split()
)
"""Elements that begin and end a line of their own; everything else runs on in its line."""

_SPACE = re.compile(r"\s+")
_CARD = 1_000
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n\s*")
_HIDDEN = re.compile(r"display\s?:\s?none|visibility\s?:\s?hidden", re.I)


@dataclass(slots=True)
class Block:
    """A run of text between two breaks of the markup.

    ``element`` is the nearest block-level element. ``linked``, ``bold`` and ``italic`` count the characters of ``text``
    in such type; ``hrefs`` are where its links lead; ``media`` counts the pictures and players since the block before.
    Blocks with one ``element`` are pieces of one paragraph.
    """

    text: str
    element: HtmlElement
    linked: int = 0
    bold: int = 0
    italic: int = 0
    hrefs: tuple[str, ...] = ()
    media: int = 0


_LINK, _BOLD, _ITALIC = 1, 2, 4
_STYLE = {"a": _LINK, "b": _BOLD, "strong": _BOLD, "i": _ITALIC, "em": _ITALIC}
_MEDIA = frozenset(("img", "picture", "figure", "iframe", "video", "audio", "embed", "object", "amp-img", "svg"))


@dataclass(slots=True)
class _Run:
    """The text collected since the last break, in parts of one style each."""

    element: HtmlElement
    parts: list[tuple[str, int]] = field(default_factory=list)
    hrefs: list[str] = field(default_factory=list)


class _Splitter:
    """Walks a tree once and cuts its text at every break."""

    def __init__(self, root: HtmlElement, shown: frozenset[HtmlElement]) -> None:
        self.blocks: list[Block] = []
        self.shown = shown
        self.stack: list[HtmlElement] = [root]
        self.run = _Run(root)
        self.open = {_LINK: 0, _BOLD: 0, _ITALIC: 0}
        self.style = 0
        self.skip = 0
        self.media = 0
        self.written_out = 0

    def start(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag in _MEDIA:
            self.media += 1
        if self.skip or ((tag in UNSEEN or is_hidden(element) or _is_popup(element)) and element not in self.shown):
            self.skip += 1
            return
        if tag in BLOCK:
            self.flush()
            self.stack.append(element)
            self.run.element = element
            self.written_out += tag == "pre"
        elif tag == "br":
            last = self.run.parts[-1][0] if self.run.parts else ""
            self.run.parts.append(("\n\n" if last.strip(" ") in ("\n", "\n\n") else "\n", 0))
        elif (flag := _STYLE.get(tag)) is not None:
            self.open[flag] += 1
            self.style |= flag
            if flag == _LINK:
                self.run.hrefs.append((element.get("href") or "").strip()[:300])
        self.add(element.text)

    def end(self, element: HtmlElement) -> None:
        tag = element.tag
        if self.skip:
            self.skip -= 1
        elif tag in BLOCK:
            self.flush()
            self.stack.pop()
            self.written_out -= tag == "pre"
            self.run.element = self.stack[-1]
        elif (flag := _STYLE.get(tag)) is not None:
            self.open[flag] -= 1
            if not self.open[flag]:
                self.style &= ~flag
        self.add(element.tail)

    def add(self, text: str | None) -> None:
        if not text or self.skip:
            return
        paragraphs = _BLANK_LINE.split(text) if self.written_out else [text]  # elsewhere a blank line is but a space
        self.run.parts.append(("\n\n".join(_SPACE.sub(" ", part) for part in paragraphs), self.style))

    def flush(self) -> None:
        run, self.run = self.run, _Run(self.stack[-1])
        if not any(text.strip() for text, _ in run.parts):
            self.run.hrefs = []
            return
        piece: list[tuple[str, int]] = []
        for text, style in run.parts:
            head, *rest = text.split("\n\n") if "\n\n" in text else (text,)
            piece.append((head, style))
            for part in rest:
                self.emit(piece, run)
                piece = [(part, style)]
        self.emit(piece, run)

    def emit(self, parts: list[tuple[str, int]], run: _Run) -> None:
        text = _SPACE.sub(" ", "".join(t for t, _ in parts)).strip()
        if not text:
            return
        counts = {flag: min(len(text), sum(len(t.strip()) for t, style in parts if style & flag)) for flag in self.open}
        self.blocks.append(
            Block(text, run.element, counts[_LINK], counts[_BOLD], counts[_ITALIC], tuple(run.hrefs), self.media)
        )
        self.media = 0


def split_blocks(root: HtmlElement) -> list[Block]:
    """The blocks of ``root`` in reading order. Hidden and unseen elements are passed over.

    A hidden element that holds most of the page's text is shown by a script later (or was never closed): it is read.
    """
    from lxml import etree

    splitter = _Splitter(root, _mostly_hidden(root))
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start":
            splitter.start(element)
        elif event == "end":
            splitter.end(element)
        else:
            splitter.add(element.tail)
    splitter.flush()
    return splitter.blocks


def is_hidden(element: HtmlElement) -> bool:
    """True where the markup itself hides the element from readers."""
    if element.get("hidden") is not None or (element.get("aria-hidden") == "true" and element.tag != "a"):
        return True
    style = element.get("style")
    return bool(style and _HIDDEN.search(style))


def _is_popup(element: HtmlElement) -> bool:
    """True for a card that opens over a word of a paragraph: a span that begins with a picture and holds links.

    One that holds more than a card's text is the article itself, in a span.
    """
    if element.tag != "span" or len(element) == 0 or element.find(".//img") is None:
        return False
    if len(element.findall(".//a")) < 2 or _visible_length(element) > _CARD:
        return False
    for item in element.iter():
        if item.tag == "img":
            return True
        if item.text and item.text.strip():
            return False
    return False


def _mostly_hidden(root: HtmlElement) -> frozenset[HtmlElement]:
    """The hidden elements that hold more than half of the text between them and the page's end."""
    found = [e for e in root.iter() if isinstance(e.tag, str) and (e.tag == "noscript" or is_hidden(e))]
    if not found:
        return frozenset()
    total = _visible_length(root)
    return frozenset(e for e in found if _visible_length(e) > 0.5 * total)


def _visible_length(element: HtmlElement) -> int:
    return sum(
        len(e.text or "") * (e.tag not in ("script", "style")) + len(e.tail or "") * (e is not element)
        for e in element.iter()
        if isinstance(e.tag, str)
    )
