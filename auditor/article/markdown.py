"""Markdown to readable blocks: emphasis, links and escapes resolved, each character with its place in the input."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from auditor.article.builder import TextBuilder
from auditor.article.labels import counts_on, read_label
from auditor.article.layout import is_list_heading, lines_of
from auditor.records import BlockKind, InlineKind

_HEADING = re.compile(r"(#{1,6})(?:[ \t]+|$)")
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*$")
_RULE = re.compile(r"(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_FENCE = re.compile(r"(?:```+|~~~+)")
_BULLET = re.compile(r"[-*+•][ \t]+")
_ORDERED = re.compile(r"(\d{1,9})[.)][ \t]+")
_QUOTE = re.compile(r"(?:>[ \t]?)+")
_DEFINITION = re.compile(
    r"\[(?!\^)([^\]\n]{1,200})\]:[ \t]*<?([^\s<>]{1,9000})>?(?:[ \t]+(?:\"([^\"\n]*)\"|'([^'\n]*)'"
    r"|\(([^()\n]*)\)))?[ \t]*$"
)
_FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,60})\]:[ \t]*")
_ROW = re.compile(r"\|.*\|[ \t]*$|[^|]+\|[^|]+\|.*$")
_ROW_RULE = re.compile(r"\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?[ \t]*$")
_HTML_LINE = re.compile(
    r"</?(?:div|p|section|details|summary|center|table|br|hr|img|figure|ol|ul|li|article)\b[^>\n]{0,500}>[ \t]*$", re.I
)


@dataclass(frozen=True, slots=True)
class Definition:
    """A link definition: ``[1]: https://a.example "Title"``."""

    url: str
    title: str


@dataclass(slots=True)
class _Open:
    """The block being collected: its kind and the (start, end) of its lines in the source."""

    kind: BlockKind
    lines: list[tuple[int, int]]
    label: str = ""
    group: int = -1
    gap: str = "\n\n"


def read_markdown(source: str) -> TextBuilder:
    """The readable text of Markdown source, block by block."""
    return _Reader(source).read()


def definitions(source: str) -> dict[str, Definition]:
    """The link definitions of Markdown source, by their label in lower case."""
    out: dict[str, Definition] = {}
    for start, end in lines_of(source):
        line = source[start:end].strip()
        if line.startswith("[") and (found := _DEFINITION.match(line)) and _is_address(found.group(2)):
            title = next((t for t in found.groups()[2:] if t), "")
            out.setdefault(" ".join(found.group(1).lower().split()), Definition(found.group(2), title))
    return out


def _is_address(text: str) -> bool:
    return bool(re.match(r"(?:[a-z][a-z0-9+.-]{1,20}:|/|\.|#|www\.)", text, re.I)) or "/" in text


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.builder = TextBuilder()
        self.definitions = definitions(source)
        self.open: _Open | None = None
        self.groups = 0
        self.blank = True
        self.fence = ""
        self.quoted = False

    def read(self) -> TextBuilder:
        for start, end in lines_of(self.source):
            self._line(start, end)
        self._close()
        return self.builder

    # --- blocks

    def _line(self, start: int, end: int) -> None:
        raw = self.source[start:end]
        body = raw.strip(" \t\ufeff\0")
        if self.fence:
            self._fenced(start, end, body)
            return
        if not body:
            self._close()
            self.blank = True
            return
        at = start + raw.index(body[0])
        stop = at + len(body)
        quote = _QUOTE.match(body)
        self.quoted = bool(quote)
        if quote:
            at += quote.end()
            body = body[quote.end() :].strip()
            if not body:
                self._close()
                return
            at = self.source.index(body[0], at)
        self._content(body, at, stop)
        self.blank = False

    def _fenced(self, start: int, end: int, body: str) -> None:
        if body.startswith(self.fence[:3]) and not body.strip("`~"):
            self.fence = ""
            self._close()
        elif body and self.open:
            self.open.lines.append((start, end))

    def _content(self, body: str, at: int, stop: int) -> None:
        fence = _FENCE.match(body)
        if fence:
            self._start(BlockKind.CODE)
            self.fence = fence.group()
            return
        if _RULE.match(body) or _HTML_LINE.match(body):
            if _UNDERLINE.match(body) and self._underlines(body):
                return
            self._close()
            self.blank = True
            return
        if _UNDERLINE.match(body) and self._underlines(body):
            return
        heading = _HEADING.match(body)
        if heading:
            kind = BlockKind.TITLE if len(heading.group(1)) == 1 else BlockKind.HEADING
            close = re.search(r"[ \t]+#+[ \t]*$", body)
            self._start(kind)
            self._append(at + heading.end(), stop - (len(close.group()) if close else 0))
            self._close()
            return
        self._text_line(body, at, stop)

    def _underlines(self, body: str) -> bool:
        """A line of ``===`` or ``---`` under one line of text makes it a heading."""
        if self.open is None or self.open.kind is not BlockKind.PARAGRAPH or len(self.open.lines) != 1 or len(body) < 3:
            return False
        self.open.kind = BlockKind.TITLE if body[0] == "=" else BlockKind.HEADING
        self._close()
        return True

    def _text_line(self, body: str, at: int, stop: int) -> None:
        if _DEFINITION.match(body) or _FOOTNOTE.match(body):
            self._start(BlockKind.REFERENCE, gap="\n")
            self._append(at, stop)
            return
        if "|" in body and _ROW.match(body) and self._row(body, at):
            return
        bullet = _BULLET.match(body)
        if bullet:
            self._item("•", at + bullet.end(), stop)
            return
        ordered = _ORDERED.match(body)
        if ordered and (self._in_list() or self.blank or ordered.group(1) in ("0", "1") or self._after_heading()):
            self._item(ordered.group(1), at + ordered.end(), stop)
            return
        label = read_label(body)
        hard = self.open is not None and self._breaks_after(self.open.lines[-1] if self.open.lines else None)
        clear = label is not None and label.style not in ("bare", "letter", "sign", "colon")
        last = self._read_line(self.open.lines[-1]) if self.open is not None and self.open.lines else ""
        if (clear and self._label_begins(body)) or counts_on(last, body):
            self._start(BlockKind.QUOTE if self.quoted else BlockKind.PARAGRAPH, gap="\n")
        elif (
            self.open is None or hard or self._after_heading() or self.quoted is not (self.open.kind is BlockKind.QUOTE)
        ):
            self._start(BlockKind.QUOTE if self.quoted else BlockKind.PARAGRAPH, gap="\n" if hard else "\n\n")
        self._append(at, stop)

    def _label_begins(self, body: str) -> bool:
        """Whether a labelled line starts an entry, and is no wrapped line that begins with a marker."""
        if self.open is None or not self.open.lines:
            return True
        first = self._read_line(self.open.lines[0])
        last = self._read_line(self.open.lines[-1])
        return (
            bool(read_label(first))
            or is_list_heading(first)
            or len(last) < 50
            or bool(re.search(r"https?://|\]:", body))
        )

    def _read_line(self, line: tuple[int, int]) -> str:
        return self.source[line[0] : line[1]].strip()

    def _after_heading(self) -> bool:
        return (
            self.open is not None
            and len(self.open.lines) == 1
            and is_list_heading(self._read_line(self.open.lines[0]).strip("*_ "))
        )

    def _in_list(self) -> bool:
        return self.open is not None and self.open.kind is BlockKind.LIST_ITEM

    def _breaks_after(self, line: tuple[int, int] | None) -> bool:
        """Two spaces or a backslash at a line's end break it; so does ``<br>``."""
        if line is None:
            return False
        end = line[1]
        return (
            self.source[end : end + 2] == "  "
            or self.source[end - 1 : end] == "\\"
            or bool(re.search(r"<br\s*/?>$", self.source[max(line[0], end - 8) : end], re.I))
        )

    def _item(self, label: str, at: int, stop: int) -> None:
        same = self._in_list() and self.open is not None
        blocks = self.builder.blocks
        again = same or (bool(blocks) and blocks[-1].kind is BlockKind.LIST_ITEM)
        if not again:
            self.groups += 1
        self._start(BlockKind.LIST_ITEM, label=label, group=self.groups, gap="\n")
        self._append(at, stop)

    def _row(self, body: str, at: int) -> bool:
        if _ROW_RULE.match(body):
            return True
        if not body.startswith("|"):
            return False
        self._close()
        self.groups += 1
        for cell in re.finditer(r"[^|]+", body):
            left = cell.start() + len(cell.group()) - len(cell.group().lstrip())
            if cell.group().strip():
                self._start(BlockKind.CELL, label="|", group=self.groups, gap="\n")
                self._append(at + left, at + left + len(cell.group().strip()))
        self._close()
        return True

    def _start(self, kind: BlockKind, *, label: str = "", group: int = -1, gap: str = "\n\n") -> None:
        self._close()
        self.open = _Open(kind, [], label, group, gap)

    def _append(self, start: int, end: int) -> None:
        if self.open is None:
            self.open = _Open(BlockKind.PARAGRAPH, [])
        self.open.lines.append((start, end))

    def _close(self) -> None:
        block, self.open = self.open, None
        if block is None or not block.lines:
            return
        note = _FOOTNOTE.match(self.source, *block.lines[0]) if block.kind is BlockKind.REFERENCE else None
        for i, (start, end) in enumerate(block.lines if not note else ()):
            if i:
                self.builder.add("\n", start - 1)
            if block.kind is BlockKind.CODE:
                for at in range(start, end):
                    self.builder.add_kept(self.source[at], at)
            elif block.kind is BlockKind.REFERENCE:
                for at in range(start, end):
                    self.builder.add(self.source[at], at)
        if note:  # a footnote's label stays as printed, its text is Markdown like any other
            for at in range(*note.span()):
                self.builder.add(self.source[at], at)
            block.lines[0] = (note.end(), block.lines[0][1])
        if note or block.kind not in (BlockKind.CODE, BlockKind.REFERENCE):
            _Inlines(self.source, self.builder, self.definitions).write(block.lines)
        self.builder.end_block(block.kind, gap=block.gap, label=block.label, group=block.group)


# --- inline markup ----------------------------------------------------------------------------------------------

_INLINE = re.compile(
    r"""(?P<escape>\\[\\`*_{}\[\]()\#+.!|<>~^$&"'-])
    | (?P<code>`+)
    | (?P<image>!\[[^\]\n]{0,300}\](?:\([^()\s]{0,2000}(?:[ \t]+"[^"\n]{0,300}")?\)|\[[^\]\n]{0,100}\])?)
    | (?P<auto><(?:https?://|mailto:)[^\s<>]{1,9000}>)
    | (?P<tag></?[a-zA-Z][^<>\n]{0,500}>|<!--[^>\n]{0,500}-->)
    | (?P<link>\[)
    | (?P<entity>&(?:\#\d{1,8}|\#[xX][0-9a-fA-F]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});)
    | (?P<star>\*{1,3}|_{1,3}|~~)
    | (?P<address>https?://[^\s<>]{1,9000})
    """,
    re.X,
)
_TARGET = re.compile(
    r"\(\s{0,3}(?:<([^<>\n]{0,9000})>|((?:[^\s()\\]|\\.|\([^\s()]{0,500}\)){0,9000}))(?:\s+(?:\"((?:[^\"\\]|\\.){0,500})\"|'([^'\n]{0,500})'|\(([^()\n]{0,500})\)))?\s{0,3}\)"
)
LONGEST_HIDDEN = 2000
"""Characters that a hidden ``<span>`` may hold; a longer one is read, so that nothing much can hide in one."""
_HIDDEN = re.compile(r"display:\s?none|\bhidden\b", re.I)
_HREF = re.compile(r"""\bhref\s?=\s?["']?([^\s"'<>]{1,9000})""", re.I)
_NAMED = re.compile(r"""\b(?:id|name)\s?=\s?["']?([^\s"'<>]{1,200})""", re.I)
_PAIRED = re.compile(r"\\.|[\[\]]|\*{1,3}|_{1,3}|~~", re.S)
_AS_IS = 9
_LABEL = re.compile(r"\[([^\]\n]{0,100})\]")


class _Inlines:
    """Writes the text of one block in a single pass; brackets and emphasis are paired first, so that it is linear."""

    def __init__(self, source: str, builder: TextBuilder, named: dict[str, Definition]) -> None:
        self.source = source
        self.builder = builder
        self.definitions = named
        self.sup = -1
        self.opened: tuple[int, str] | None = None
        self.skips: list[tuple[int, int]] = []
        self.brackets: dict[int, int] = {}
        self.closers: dict[str, list[int]] = {}

    def write(self, lines: Sequence[tuple[int, int]]) -> None:
        """Writes the text of a block that stands in these (start, end) ranges of the source."""
        start, end = lines[0][0], lines[-1][1]
        self.skips = [(a[1], b[0]) for a, b in pairwise(lines)]
        self._pair(start, end)
        self._run(start, end, 0)

    def _pair(self, start: int, end: int) -> None:
        """Pairs square brackets, and lists where each sign of emphasis can close."""
        source, stack = self.source, []
        for found in _PAIRED.finditer(source, start, end):
            sign, at = found.group(), found.start()
            if sign[0] == "\\":
                continue
            if sign == "[":
                stack.append(at)
            elif sign == "]":
                if stack:
                    self.brackets[stack.pop()] = at
            elif self._can_close(sign, at, end):
                self.closers.setdefault(sign, []).append(at)

    def _can_close(self, sign: str, at: int, end: int) -> bool:
        before = self.source[at - 1] if at else " "
        stop = at + len(sign)
        after = self.source[stop] if stop < end else " "
        return not before.isspace() and (sign[0] != "_" or not after.isalnum())

    def _run(self, start: int, end: int, depth: int) -> None:
        at = start
        emphasis: list[tuple[str, int]] = []
        while at < end:
            found = _INLINE.search(self.source, at, end)
            if not found:
                break
            self._plain(at, found.start())
            at = self._token(found, end, depth, emphasis)
        self._plain(at, end)

    def _plain(self, start: int, end: int) -> None:
        for i in range(start, end):
            char = self.source[i]
            if char == ">" and self._in_skip(i):
                continue
            if char == "\\" and self.source[i + 1 : i + 2] in ("\n", "\r"):
                continue
            self.builder.add(char, i)

    def _in_skip(self, place: int) -> bool:
        """Whether a character stands between two lines of the block, where quotes repeat their ``>``."""
        k = bisect_right(self.skips, (place, len(self.source))) - 1
        return k >= 0 and self.skips[k][0] <= place < self.skips[k][1]

    def _token(self, found: re.Match[str], end: int, depth: int, emphasis: list[tuple[str, int]]) -> int:
        kind, start, stop = found.lastgroup, found.start(), found.end()
        if kind == "escape":
            self.builder.add(self.source[start + 1], start + 1)
        elif kind == "code":
            return self._code(found, end)
        elif kind == "auto":
            self._link(start + 1, stop - 1, Definition(self.source[start + 1 : stop - 1], ""), "", _AS_IS)
        elif kind == "address":
            self._plain(start, stop)
        elif kind == "tag":
            return self._tag(found, end)
        elif kind == "link":
            return self._bracket(start, end, depth)
        elif kind == "entity":
            for char in html.unescape(found.group()):
                self.builder.add(char, start)
        elif kind == "star":
            return self._emphasis(found, end, emphasis)
        return stop

    def _code(self, found: re.Match[str], end: int) -> int:
        closing = self.source.find(found.group(), found.end(), min(end, found.end() + 2000))
        if closing < 0:
            self._plain(found.start(), found.end())
            return found.end()
        start = self.builder.here
        self._plain(found.start(), closing + len(found.group()))
        self.builder.mark(InlineKind.CODE, start)
        return closing + len(found.group())

    def _tag(self, found: re.Match[str], end: int) -> int:
        """Reads a tag of HTML; what a hidden element holds is passed over."""
        name = re.match(r"[a-z0-9]*", found.group().strip("</").lower())
        if name is None or name.group() not in ("br", "sup", "a", "span"):
            return found.end()
        if name.group() == "span":
            stop = min(end, found.end() + LONGEST_HIDDEN)
            close = self.source.find("</span>", found.end(), stop) if _HIDDEN.search(found.group()) else -1
            return close if close >= 0 else found.end()
        if name.group() == "a":
            self._anchor(found.group())
        elif name.group() == "br":
            self.builder.add(" ", found.start())
        elif not found.group().startswith("</"):
            self.sup = self.builder.here
        elif self.sup >= 0:
            self.builder.mark(InlineKind.SUPERSCRIPT, self.sup)
            self.sup = -1
        return found.end()

    def _anchor(self, tag: str) -> None:
        if tag.startswith("</"):
            if self.opened is not None:
                self.builder.mark(InlineKind.LINK, *self.opened)
            self.opened = None
            return
        name = _NAMED.search(tag)
        if name:
            self.builder.mark(InlineKind.ANCHOR, self.builder.here, name.group(1))
        href = _HREF.search(tag)
        self.opened = (self.builder.here, html.unescape(href.group(1))) if href else None

    def _bracket(self, start: int, end: int, depth: int) -> int:
        """A link ``[text](url)``, ``[text][label]``, ``[label]``, or only a bracket."""
        close = self.brackets.get(start)
        if close is None or depth > 4 or close >= end or close - start > 1000:
            self.builder.add("[", start)
            return start + 1
        inner = self.source[start + 1 : close]
        target = _TARGET.match(self.source, close + 1, end)
        if target and (target.group(1) or target.group(2)):
            title = next((t for t in target.groups()[2:] if t), "")
            url = re.sub(r"\\(.)", r"\1", target.group(1) or target.group(2))
            self._link(start + 1, close, Definition(url, title), "", depth)
            return target.end()
        label = _LABEL.match(self.source, close + 1, end)
        if label and not re.fullmatch(r"\^?\d{1,4}", inner) and not inner.startswith("^"):
            named = self.definitions.get(_key(label.group(1) or inner))
            if named:
                self._link(start + 1, close, named, label.group(1) or inner, depth)
                return label.end()
        named = self.definitions.get(_key(inner))
        if named is None:
            self.builder.add("[", start)
            return start + 1
        if re.fullmatch(r"\d{1,4}|[a-z]", inner):  # a number keeps its brackets: readers see a marker there
            self._link(start, close + 1, named, inner, _AS_IS)
        else:
            self._link(start + 1, close, named, inner, depth)
        return close + 1

    def _link(self, start: int, end: int, target: Definition, label: str, depth: int) -> None:
        begin = self.builder.here
        if start == end:  # an answer's citation: ``[](address)``; its brackets stand for it
            self._plain(start - 1, end + 1)
        elif depth >= _AS_IS:
            self._plain(start, end)
        else:
            self._run(start, end, depth + 1)
        title = html.unescape(target.title.replace('\\"', '"'))
        self.builder.mark(InlineKind.LINK, begin, html.unescape(target.url), title, label)

    def _emphasis(self, found: re.Match[str], end: int, emphasis: list[tuple[str, int]]) -> int:
        start, stop, sign = found.start(), found.end(), found.group()
        if emphasis and self._can_close(sign, start, end) and any(s == sign for s, _ in emphasis[-4:]):
            while emphasis:
                opened, begin = emphasis.pop()
                if opened == sign:
                    kind = InlineKind.EMPHASIS if len(sign) % 2 else InlineKind.STRONG
                    self.builder.mark(kind, begin)
                    break
            return stop
        before = self.source[start - 1] if start else " "
        after = self.source[stop] if stop < end else " "
        if not after.isspace() and (sign[0] != "_" or not before.isalnum()) and self._closes_later(sign, stop, end):
            emphasis.append((sign, self.builder.here))
        else:
            self._plain(start, stop)
        return stop

    def _closes_later(self, sign: str, stop: int, end: int) -> bool:
        places = self.closers.get(sign, [])
        k = bisect_right(places, stop)
        return k < len(places) and places[k] < min(end, stop + 1000)


def _key(label: str) -> str:
    return " ".join(label.lower().split())
