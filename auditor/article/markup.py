"""HTML source to a tree whose text knows its places: every run of text is replaced by a code before parsing.

The parser repairs the page as it likes; the codes in its text lead back to the runs of the source, so that offsets
stay exact. Scripts, styles and comments never reach the parser, and nesting is cut at ``MAX_DEPTH``.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

MAX_DEPTH = 240
"""Deeper elements lose their tags, not their text: libxml2 gives up at 2,048, real pages stay under 100."""

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/><]{0,60})")
_ATTRIBUTES = re.compile(r"""(?:[^"'>]++|"[^"]*+"|'[^']*+')*+>""")
_RAW = frozenset(("script", "style", "noframes", "xmp", "template"))
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_OPTIONAL_END = frozenset("p li td th tr dt dd option thead tbody tfoot rt rp".split())
_ENTITY = re.compile(r"&(?:#\d{1,8}|#[xX][0-9a-fA-F]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});?")
CODE = re.compile("\ue000(\\d+)\ue001")


@dataclass(slots=True)
class Coded:
    """A page with its text runs in code: ``runs[k]`` is the (start, end) in the source of run k."""

    source: str
    markup: str = ""
    runs: list[tuple[int, int]] = field(default_factory=list)
    json_ld: list[str] = field(default_factory=list)

    def characters(self, run: int) -> Iterator[tuple[str, int]]:
        """The characters of a run, entities resolved, each with its place in the source."""
        start, end = self.runs[run]
        at = start
        for found in _ENTITY.finditer(self.source, start, end):
            for i in range(at, found.start()):
                yield self.source[i], i
            resolved = html.unescape(found.group())
            for k, char in enumerate(resolved):
                yield char, found.start() if len(resolved) == 1 else found.start() + min(k, len(found.group()) - 1)
            at = found.end()
        for i in range(at, end):
            yield self.source[i], i


def encode_page(source: str) -> Coded:
    """``source`` made ready for the parser. Linear in its length, whatever it holds."""
    return _Encoder(source).run()


class _Encoder:
    def __init__(self, source: str) -> None:
        self.source = source
        self.coded = Coded(source)
        self.out: list[str] = []
        self.depth = 0
        self.quotes_broken = False
        self.unclosed: set[str] = set()

    def run(self) -> Coded:
        source, at, text_from = self.source, 0, 0
        while True:
            at = source.find("<", at)
            if at < 0:
                break
            end = self._construct(at, text_from)
            if end is None:
                at += 1
                continue
            at = text_from = end
        self._text(text_from, len(source))
        self.coded.markup = "".join(self.out)
        return self.coded

    def _text(self, start: int, end: int) -> None:
        if start >= end:
            return
        run = self.source[start:end]
        if run.isspace():
            self.out.append(" " if "\n" not in run else "\n")
            return
        self.out.append(f"\ue000{len(self.coded.runs)}\ue001")
        self.coded.runs.append((start, end))

    def _construct(self, at: int, text_from: int) -> int | None:
        """Handles the markup at ``at``; its end, or None where the ``<`` is only a character of the text."""
        source = self.source
        after = source[at + 1 : at + 2]
        if after == "!" or after == "?":
            self._text(text_from, at)
            return self._skip_declaration(at)
        tag = _TAG.match(source, at)
        if not tag:
            return None
        end = self._tag_end(tag.end())
        if end is None:
            return None
        self._text(text_from, at)
        name = tag.group(2).lower()
        if tag.group(1):
            self._close(name, source[at:end])
            return end
        if name in _RAW:
            return self._skip_raw(name, source[at:end], end)
        self._open(name, source[at:end])
        if name in ("title", "textarea"):
            return self._raw_text(name, end)
        return end

    def _skip_declaration(self, at: int) -> int:
        source = self.source
        if source.startswith("<!--", at):
            end = source.find("-->", at + 4)
            return end + 3 if end >= 0 else len(source)
        if source.startswith("<![CDATA[", at):
            end = source.find("]]>", at)
            if end >= 0:
                self._text(at + 9, end)
                return end + 3
        end = source.find(">", at)
        return end + 1 if end >= 0 else len(source)

    def _tag_end(self, at: int) -> int | None:
        if not self.quotes_broken:
            found = _ATTRIBUTES.match(self.source, at)
            if found:
                return found.end()
            self.quotes_broken = True  # never again: each further try could read to the end of the page
        end = self.source.find(">", at)
        return end + 1 if end >= 0 else None

    def _open(self, name: str, tag: str) -> None:
        counted = name not in _VOID and name not in _OPTIONAL_END and not tag.endswith("/>")
        if counted:
            self.depth += 1
        if self.depth <= MAX_DEPTH:
            self.out.append(tag.replace("\0", "").replace("\ue000", "").replace("\ue001", ""))

    def _close(self, name: str, tag: str) -> None:
        if self.depth <= MAX_DEPTH:
            self.out.append(tag.replace("\0", ""))
        if name not in _VOID and name not in _OPTIONAL_END and self.depth:
            self.depth -= 1

    def _skip_raw(self, name: str, tag: str, end: int) -> int:
        closing = re.compile(rf"</{name}\b[^>]*>", re.I).search(self.source, end)
        stop = closing.start() if closing else len(self.source)
        if name == "script" and "ld+json" in tag.lower() and stop - end < 500_000:
            self.coded.json_ld.append(self.source[end:stop])
        return closing.end() if closing else len(self.source)

    def _raw_text(self, name: str, end: int) -> int:
        if name in self.unclosed:
            return end
        closing = re.compile(rf"</{name}\b", re.I).search(self.source, end)
        if not closing:
            self.unclosed.add(name)
            return end
        self._text(end, closing.start())
        return closing.start()


def parse_tree(coded: Coded) -> Any:
    """The page's tree, as libxml2 repairs it; None where there is no element at all."""
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    try:
        return etree.fromstring(coded.markup.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None
