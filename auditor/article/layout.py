"""Lines of text grouped into blocks: wrapped lines joined, list items, headings and title told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from auditor.article.furniture import COMMENTS, classify_line
from auditor.article.labels import Label, read_label
from auditor.records import Block, BlockKind, Inline, InlineKind, Span

_NEWLINE = re.compile("\r\n|[\n\r\u0085\u2028\u2029]")
_BULLET = re.compile(r"[-*•·‣▪◦–]\s+(?=\S)")
LIST_HEADING = re.compile(
    r"""(?:\d{0,2}[.)]?\s{0,2})?(?:[A-Z]\.\s)?
    (?P<name>(?:(?:list\ of|all|our|the|cited|main|key|primary|selected|web|online|news|full|article
      |image|notes\ (?:and|&))\s)?
    (?:(?:references?|sources?|citations?|works\ (?:cited|consulted)|bibliography|literature(?:\ cited)?
      |footnotes?|endnotes?|notes?|links?
      |learn\ more|further\ reading|read(?:ing)?\ (?:list|more)|external\ links|source\ (?:list
        |material)|reference\ list|cited\ (?:works|sources|articles)|where\ this\ comes\ from|based\ on|sourcing)
    (?:\s(?:and|&|/)\s(?:notes|references|sources|further\ reading|links|citations|credits))?
    (?:\s(?:cited|used|consulted|for\ this\ (?:article|story|report)|in\ this\ (?:article|story|report)))?))
    \s{0,2}(?:\(\d{1,3}\))?\s{0,2}[:.—–-]{0,2}\s{0,2}""",
    re.X | re.I,
)


ARTICLE_BEGUN = 200
"""Characters of body before a comment widget is believed: pages print ``12 comments`` above the article too."""


def is_list_heading(line: str) -> bool:
    """True for a line that is nothing but the name of a reference list, such as ``Works Cited:``."""
    name = line.strip().strip("#*_= ").strip()
    if len(name) > 80:
        return False
    return LIST_HEADING.fullmatch(name) is not None


def list_heading_length(line: str) -> int:
    """How many characters the name of a list takes that a line begins with (``Sources: [1] One ...``), or 0."""
    found = LIST_HEADING.match(line[:80])
    if found and found.group().rstrip().endswith((":", ".", "—", "–", "-")) and found.end() < len(line):
        return found.end()
    return 0


def is_reading_list(heading: str) -> bool:
    """True where a list's name says that its entries need not be cited: further reading, external links."""
    return bool(re.search(r"reading|external|learn more|links", heading, re.I))


def lines_of(text: str) -> Iterator[tuple[int, int]]:
    """The (start, end) of every line of ``text``, empty ones too, without the line break."""
    at = 0
    for found in _NEWLINE.finditer(text):
        yield at, found.start()
        at = found.end()
    yield at, len(text)


def read_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a plain text, in order, with a first guess of their kind."""
    blocks: list[Block] = []
    named = False
    for paragraph in _paragraphs(text):
        blocks.extend(_blocks_of(text, paragraph, named))
        named = is_list_heading(paragraph[-1].of(text))
    return classify(text, blocks)


def _paragraphs(text: str) -> Iterator[list[Span]]:
    """Runs of lines without a blank one between, each line as the span of its visible part."""
    lines: list[Span] = []
    for start, end in lines_of(text):
        raw = text[start:end]
        body = raw.strip(" \t\f\v\u00a0\ufeff\0")
        if body:
            left = start + raw.index(body[0]) if body else start
            lines.append(Span(left, left + len(body)))
        elif lines:
            yield lines
            lines = []
    if lines:
        yield lines


def _blocks_of(text: str, lines: Sequence[Span], named: bool) -> Iterator[Block]:
    """The blocks of a paragraph; ``named`` where the name of a list stands above, so that each line is an entry."""
    widest = max(len(line) for line in lines)
    span = lines[0]
    opened: set[str] = set()  # the styles of the labels that opened a block here
    for before, line in pairwise(lines):
        named = named or is_list_heading(before.of(text))
        if label := read_label(span.of(text)[:60]):
            opened.add(label.style)
        if _continues(text, span, before, line, widest, opened) and not (named and _new_entry(text, before, line)):
            span = Span(span.start, line.end)
            continue
        yield Block(_kind(text, span), span)
        span = line
    yield Block(_kind(text, span), span)


def _new_entry(text: str, before: Span, line: Span) -> bool:
    """Whether a line under the name of a list opens an entry: no indent, and the one above is complete."""
    if line.start and text[line.start - 1] in " \t":
        return False
    above, here = before.of(text), line.of(text)
    complete = above.endswith((".", ")", "”", '"', ",")) or bool(re.search(r"\d$|https?://\S+$", above))
    return complete and (here[0].isupper() or here[0] in '“"‘«')


def _continues(text: str, block: Span, before: Span, line: Span, widest: int, opened: set[str]) -> bool:
    """Whether ``line`` goes on with ``block``, whose last line is ``before``: was the text wrapped there?"""
    above, here = before.of(text), line.of(text)
    if is_list_heading(above) or classify_line(above) or classify_line(here):
        return False
    if re.search(r"[(\[](?:[A-Za-z]{2,10}\.?\s)?(?:[\d,;\s–&-]|and|to){1,30}$", above):
        return True  # "(2," with "5)" on the next line
    label = read_label(here)
    if label and label.style in opened and label.style not in ("bare", "letter"):
        return False
    if _indent(text, line) >= 2 and _indent(text, block) < _indent(text, line) and read_label(block.of(text)[:60]):
        if label is None or (label.style in ("bare", "dot") and not _goes_on(read_label(block.of(text)[:60]), label)):
            return True
    if label or _BULLET.match(here):
        return _wrapped_marker(text, block, above, here, widest)
    if above.endswith(("-", ",", ";", "“", "(")) and not here.startswith(("http://", "https://")):
        return True
    if widest > 120:
        return here[:1].islower() and not above.endswith((".", "!", "?", "”", '"', "]"))
    if here[:1].islower():
        return True
    return len(above) >= 50 and len(above) >= 0.62 * widest


def _indent(text: str, line: Span) -> int:
    """How many spaces (tabs count four) stand before a line."""
    at = line.start
    while at > 0 and text[at - 1] in " \t\u00a0":
        at -= 1
    return len(text[at : line.start].expandtabs(4))


def _goes_on(first: Label | None, label: Label) -> bool:
    if first is None or not isinstance(first.number, int) or not isinstance(label.number, int):
        return first is not None and first.style == label.style
    return first.style == label.style and 0 <= label.number - first.number <= 3


def _wrapped_marker(text: str, block: Span, above: str, here: str, widest: int) -> bool:
    """A marker or figure that wrapping put at the start of a line of prose, not the label of an entry."""
    label = read_label(here)
    if (
        label is None
        or label.style not in ("bracket", "paren", "dot", "close", "bare", "super")
        or read_label(block.of(text)[:60])
    ):
        return False
    if len(above) < 50 or len(above) < 0.62 * widest or widest > 120:
        return False
    return label.style in ("bracket", "paren", "super", "close", "bare") or not above.endswith((".", "!", "?", ":"))


def _kind(text: str, span: Span) -> BlockKind:
    line = span.of(text)
    known = classify_line(line)
    if known:
        return known
    if _BULLET.match(line) or read_label(line):
        return BlockKind.LIST_ITEM
    return BlockKind.PARAGRAPH


_STOP = re.compile(
    r"[.!?…:;]['\"”’)\]]*(?:[\s,]*(?:\[[^\]]{1,40}\]|[¹²³⁰⁴-⁹]+|\^\d+|[*†‡§¶]+|\d{1,2}(?:,\d{1,2})*"
    r"|\((?:[\w.]+\s)?\d+(?:(?:[,\s–-]|and|&){1,9}\d+){0,20}\)))*$"
)


def ends_like_sentence(line: str) -> bool:
    """True where a line closes with a full stop or the like, markers after it not counted."""
    return bool(_STOP.search(line[-120:]))


def classify(
    text: str, blocks: Sequence[Block], *, titled: bool = False, inlines: Sequence[Inline] | None = None
) -> tuple[Block, ...]:
    """``blocks`` with title, headings, notices and what belongs to a comment widget marked.

    ``titled`` is True where the title is known already; ``inlines`` is the markup of formats that have one (headings
    are then marked up as such, and only lines in bold are taken for further ones).
    """
    out: list[Block] = []
    titled = titled or any(b.kind is BlockKind.TITLE for b in blocks)
    bold = {i.span for i in inlines or () if i.kind is InlineKind.STRONG}
    in_comments = begun = listed = False
    read = 0
    for i, block in enumerate(blocks):
        line = block.span.of(text).strip()
        if in_comments and not is_list_heading(line):
            out.append(replace(block, kind=BlockKind.FURNITURE))
            continue
        in_comments = False
        if inlines is not None:
            block = _by_wording(block, line)
        if block.kind in (BlockKind.FURNITURE, BlockKind.HEADING) and COMMENTS.match(line):
            in_comments = read >= ARTICLE_BEGUN
            block = replace(block, kind=BlockKind.FURNITURE)
        if block.kind is BlockKind.CELL and not block.label and is_list_heading(line):
            block = replace(block, kind=BlockKind.HEADING)
        elif block.kind is BlockKind.PARAGRAPH:
            following = blocks[i + 1] if i + 1 < len(blocks) else None
            if listed and not is_list_heading(line) and _entry_like(text, block, following):
                kind = BlockKind.PARAGRAPH
            else:
                first = not titled and not begun
                kind = _paragraph_kind(text, block, following, first, bold if inlines is not None else None)
            titled = titled or kind is BlockKind.TITLE
            block = replace(block, kind=kind)
        elif (
            block.kind is BlockKind.LIST_ITEM and i + 1 < len(blocks) and _numbered_heading(text, block, blocks[i + 1])
        ):
            block = replace(block, kind=BlockKind.HEADING)
        if _is_body(block):
            begun = True
            read += len(block.span) + (block.kind is BlockKind.LIST_ITEM and not block.label) * ARTICLE_BEGUN
        listed = is_list_heading(line) or (listed and block.kind is not BlockKind.HEADING)
        out.append(block)
    return tuple(out)


def _entry_like(text: str, block: Block, following: Block | None) -> bool:
    """Whether a short line under the name of a list is an entry of it, and no heading."""
    line = block.span.of(text)
    if re.search(r"https?://|www\.|\b(?:1[89]|20)\d\d\b|[“\"«].{3,200}[”\"»]", line[:1000]):
        return True
    before = text[max(0, block.span.start - 4) : block.span.start]
    after = text[block.span.end : following.span.start] if following else "\n\n"
    return min(len(_NEWLINE.findall(before)), len(_NEWLINE.findall(after))) < 2


def _by_wording(block: Block, line: str) -> Block:
    if block.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING) and block.label != "•":
        return block
    known = classify_line(line)
    return replace(block, kind=known) if known else block


def _paragraph_kind(
    text: str, block: Block, following: Block | None, before_body: bool, bold: set[Span] | None
) -> BlockKind:
    line = block.span.of(text).strip()
    if is_list_heading(line):
        return BlockKind.HEADING
    if bold is not None:
        if block.span not in bold:
            return BlockKind.PARAGRAPH
        if before_body and following and _is_title(line):
            return BlockKind.TITLE
        return BlockKind.HEADING if _is_heading(text, block, following) else BlockKind.PARAGRAPH
    if before_body and following and _is_title(line):
        return BlockKind.TITLE
    return BlockKind.HEADING if _is_heading(text, block, following) else BlockKind.PARAGRAPH


def _is_body(block: Block) -> bool:
    return block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTE, BlockKind.CELL)


_MARKER_INSIDE = re.compile(r"\[\^?\d{1,4}\]|[.”\"][¹²³⁰⁴-⁹]")


def _is_title(line: str) -> bool:
    if len(line) > 220 or _MARKER_INSIDE.search(line):
        return False
    return not re.search(r"[^.][.:;,]['\"”’]?$", line) or bool(
        re.search(r"\b(?:[A-Z]\.){2,}$|\b(?:Jr|Sr|Inc|Co|Ltd)\.$", line)
    )


def _numbered_heading(text: str, block: Block, following: Block) -> bool:
    """``2. A good spring`` on a line of its own, between paragraphs."""
    label = read_label(block.span.of(text)) if not block.label else None
    if label is None or label.style not in ("dot", "close") or following.kind is not BlockKind.PARAGRAPH:
        return False
    before = text[max(0, block.span.start - 4) : block.span.start]
    rest = Block(BlockKind.PARAGRAPH, Span(block.span.start + label.length, block.span.end))
    if len(_NEWLINE.findall(before)) < 2 or _entry_like(text, block, following):
        return False
    return len(rest.span) <= 80 and _is_heading(text, rest, following)


def _is_heading(text: str, block: Block, following: Block | None) -> bool:
    line = block.span.of(text).strip()
    if len(line) > 100 or _MARKER_INSIDE.search(line) or following is None or not _is_body(following):
        return False
    words = line.split()
    if len(words) > 14 or (ends_like_sentence(line) and not line.endswith(("?", ":"))):
        return False
    if line.endswith(":"):
        return len(words) <= 3 and following.kind is BlockKind.LIST_ITEM
    gap = text[block.span.end : following.span.start]
    if len(_NEWLINE.findall(gap)) < 2 and len(line) > 60:
        return False
    return bool(line) and (line[0].isupper() or line[0].isdigit() or line[0] in "“‘\"'")


_NOT_AN_END = re.compile(
    r"(?:^|\s)(?:U\.S|U\.K|U\.N|E\.U|D\.C|Mr|Mrs|Ms|Dr|Prof|Sen|Gov|Rep|Gen|Lt|Col|Rev|St|No|vs|[A-Z])\.$"
)


def is_cut_off(sentence: str) -> bool:
    """True for a last sentence that stops before its end: no full stop, or one of an abbreviation's only."""
    return not ends_like_sentence(sentence) or sentence.endswith((":", ";")) or bool(_NOT_AN_END.search(sentence))
