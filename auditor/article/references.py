"""The reference list of an article: where it stands, its entries, and the numbers they are printed with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from auditor.article.fields import RawEntry
from auditor.article.labels import Label, read_label, to_number
from auditor.article.layout import LIST_HEADING, is_list_heading
from auditor.article.pieces import Hint
from auditor.article.refdates import find_dates
from auditor.records import Block, BlockKind, Document, InlineKind, Number, Span


@dataclass(slots=True)
class Listing:
    """The reference lists of a document: entries in printed order, and the blocks they take.

    ``bare`` is True where the entries print no number and are numbered by place. ``notes`` are labels of explanatory
    notes, which are no references. ``styles`` says how the entries are labelled.
    """

    entries: list[RawEntry] = field(default_factory=list)
    blocks: set[int] = field(default_factory=set)
    headings: set[int] = field(default_factory=set)
    notes: set[Number] = field(default_factory=set)
    note_entries: list[RawEntry] = field(default_factory=list)
    styles: set[str] = field(default_factory=set)
    bare: bool = False


@dataclass(slots=True)
class _Item:
    """An entry while it is collected: its label and the blocks (or part of one) that it takes."""

    label: Label
    span: Span
    blocks: list[int]


@dataclass(slots=True)
class _Run:
    items: list[_Item]
    heading: int | None
    style: str

    def blocks(self) -> set[int]:
        return {b for item in self.items for b in item.blocks}


_SKIPPED = (BlockKind.FURNITURE, BlockKind.TITLE, BlockKind.BYLINE, BlockKind.CODE)
_URL = re.compile(r"(?:https?://|www\.)\S|\b[a-z0-9-]+\.(?:com|org|net|example|test|gov|edu|io)/", re.I)


def find_references(document: Document, cited: Mapping[Number, int]) -> Listing:
    """The reference list of ``document``; ``cited`` are the numbers that stand in brackets in its text.

    A body list (steps, rankings) is not taken: its items are sentences, carry markers themselves, or are not cited.
    """
    runs = _runs(document)
    scored = [(score_run(document, run, cited), run) for run in runs]
    good = [run for score, run in scored if score >= 2.0]
    listing = Listing()
    for run in good:
        _take(document, run, listing)
    if not listing.entries:
        _take_bare(document, listing)
    return listing


# --- runs of labelled blocks ------------------------------------------------------------------------------------


def _runs(document: Document) -> list[_Run]:
    runs: list[_Run] = []
    run: _Run | None = None
    heading: int | None = None
    for i, block in enumerate(document.blocks):
        line = block.span.of(document.text)
        inline = None
        if block.kind is BlockKind.HEADING or is_list_heading(line):
            heading, run = i, None
            continue
        if block.kind in (BlockKind.TITLE, BlockKind.BYLINE):
            run = None
            continue
        label = _label_of(block, line)
        if label is None or (label.style in ("dot", "bracket", "paren", "close", "colon")):
            inline = _one_paragraph(document, i, block, line)
        if inline:
            runs.append(_Run(inline, heading, inline[0].label.style))
            run = None
        elif label is not None:
            if run is None or not _fits(run, label, document, i):
                run = _Run([], heading, label.style)
                runs.append(run)
            run.items.append(_Item(label, Span(block.span.start + label.length, block.span.end), [i]))
        elif run is not None and _continues(document, i, run):
            run.items[-1].span = Span(run.items[-1].span.start, block.span.end)
            run.items[-1].blocks.append(i)
        elif block.kind is BlockKind.FURNITURE and run is not None:
            run = None
        elif block.kind is not BlockKind.FURNITURE:
            run = None
            heading = None if block.kind in (BlockKind.PARAGRAPH, BlockKind.QUOTE) else heading
    return runs


def _label_of(block: Block, line: str) -> Label | None:
    if block.label and block.label not in "-•":
        inner = read_label(line)
        if inner and inner.style in ("bracket", "caret") and inner.number == to_number(block.label):
            return Label("ol", inner.number, inner.length)
        return Label("ol", to_number(block.label), 0)
    return read_label(line)


def _fits(run: _Run, label: Label, document: Document, i: int) -> bool:
    if label.style != run.style:
        return False
    if label.style == "ol":
        last = document.blocks[run.items[-1].blocks[-1]]
        return last.group == document.blocks[i].group
    return True


def _continues(document: Document, i: int, run: _Run) -> bool:
    """Whether an unlabelled block belongs to the entry before: wrapped, indented, or only its address."""
    block, last = document.blocks[i], document.blocks[run.items[-1].blocks[-1]]
    if block.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.CELL, BlockKind.BYLINE):
        return False
    if block.group >= 0 and block.group == last.group and not block.label:
        return True
    if run.style == "ol":
        return False
    gap = document.text[last.span.end : block.span.start]
    line = block.span.of(document.text)
    breaks = gap.count("\n") or gap.count("\r")
    if breaks < 2:
        return len(run.items[-1].blocks) < 6
    return bool(_URL.match(line) and len(line.split()) == 1) and len(run.items[-1].blocks) < 4


_INLINE_LABELS = {
    "bracket": re.compile(r"(?:(?<=\s)|^)\\?\[\^?(\d{1,5}|[a-z])\\?\][.:]?(?=\s)"),
    "paren": re.compile(r"(?:(?<=\s)|^)\((\d{1,5})\)(?=\s)"),
    "dot": re.compile(r"(?:(?<=\s)|^)(\d{1,5})\.(?=\s)"),
    "close": re.compile(r"(?:(?<=\s)|^)(\d{1,5})\)(?=\s)"),
    "super": re.compile(r"(?:(?<=\s)|^)([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4})\.?(?=\s?[\w“\"‘])"),
    "caret": re.compile(r"(?:(?<=\s)|^)\^(\d{1,4})(?=\s)"),
}


def _one_paragraph(document: Document, i: int, block: Block, line: str) -> list[_Item] | None:
    """The entries of a list that is written as one paragraph: ``Sources: [1] One. [2] Two.``"""
    named = LIST_HEADING.match(line[:80])
    start = named.end() if named and line[: named.end()].rstrip()[-1:] in ":.—–-" else 0
    if start == 0 and read_label(line) is None:
        return None
    for style, pattern in _INLINE_LABELS.items():
        first = pattern.match(line, start) or (pattern.match(line[start:].lstrip()) and pattern.search(line, start))
        if not first:
            continue
        found = _in_sequence([m for m in pattern.finditer(line, start)], style)
        if len(found) >= 2:
            base = block.span.start
            ends = [m.start() for m in found[1:]] + [len(line)]
            return [
                _Item(Label(style, to_number(m.group(1)), 0), Span(base + m.end(), base + end), [i])
                for m, end in zip(found, ends)
            ]
    return None


def _in_sequence(found: Sequence[re.Match[str]], style: str) -> list[re.Match[str]]:
    """The labels that count up from the first; figures elsewhere in the entries do not."""
    out: list[re.Match[str]] = []
    for match in found:
        number = to_number(match.group(1))
        if not out:
            out.append(match)
            continue
        last = to_number(out[-1].group(1))
        if isinstance(number, int) and isinstance(last, int):
            if style == "bracket" or number in (last, last + 1, last + 2):
                out.append(match)
        elif style == "bracket":
            out.append(match)
    return out


# --- is it a reference list? ------------------------------------------------------------------------------------

_QUOTED = re.compile(r"[“\"«„].{3,300}?[”\"»]")
_CITED_AT_END = re.compile(r"(?:\[\^?\d{1,4}\]|\[\^[\w-]{1,20}\]|[¹²³⁴-⁹]|(?<=[.!?”])\d{1,2}(?:,\d{1,2})*)[.!?]?\s*$")


def score_run(document: Document, run: _Run, cited: Mapping[Number, int]) -> float:
    """How much a run of labelled lines reads as a reference list; 2 and more is one."""
    texts = [item.span.of(document.text).strip() for item in run.items]
    n = len(texts)
    heading = document.blocks[run.heading].span.of(document.text) if run.heading is not None else ""
    score = 0.0
    if is_list_heading(heading):
        score += 2.5
    elif heading:
        score -= 0.5
    score += {"definition": 3.0, "bracket": 1.0, "caret": 1.5, "super": 1.0, "sign": 0.3, "word": 1.0}.get(run.style, 0.0)
    score += 2.2 * sum(1 for item, t in zip(run.items, texts) if _URL.search(t) or _linked(document, item)) / n
    score += 1.2 * sum(1 for t in texts if find_dates(t[:600])) / n
    score += 0.8 * sum(1 for t in texts if _QUOTED.search(t[:600])) / n
    labels = {item.label.number for item in run.items}
    if cited:
        score += 1.6 * len(cited.keys() & labels) / len(cited)
        if len(labels) >= 2 and not cited.keys() & labels:
            score -= 1.5
    score -= 3.0 * sum(1 for t in texts if _CITED_AT_END.search(t[-60:])) / n
    if n == 1 and not is_list_heading(heading) and run.style not in ("definition",):
        score -= 1.0
    plain = sum(1 for t in texts if _reads_as_prose(t))
    score -= 1.5 * plain / n
    if isinstance(run.items[0].label.number, str) and run.style in ("close", "paren", "letter") and not is_list_heading(heading):
        score -= 1.0
    return score


def _linked(document: Document, item: _Item) -> bool:
    return any(
        inline.kind is InlineKind.LINK and inline.span.overlaps(item.span) and inline.value.startswith("http")
        for inline in document.inlines
    )


def _reads_as_prose(text: str) -> bool:
    """An entry that is a sentence: no address, date, or quoted title, and it ends in a full stop."""
    if _URL.search(text) or find_dates(text[:600]) or _QUOTED.search(text[:600]):
        return False
    return text.endswith((".", "!")) and len(text.split()) >= 6 and text.count(". ") == 0


# --- taking a list ----------------------------------------------------------------------------------------------


def _take(document: Document, run: _Run, listing: Listing) -> None:
    for item in run.items:
        raw = item.span.of(document.text)
        listing.entries.append(_entry(document, item.label.number, item.span, raw))
    listing.blocks |= run.blocks()
    if run.heading is not None:
        listing.headings.add(run.heading)
    listing.styles.add(run.style)


def _entry(document: Document, number: Number, span: Span, raw: str) -> RawEntry:
    hints = tuple(_hints(document, span))
    left = len(raw) - len(raw.lstrip())
    if left:
        span = Span(span.start + left, span.end)
        raw = raw.lstrip()
        hints = tuple(Hint(h.kind, Span(max(0, h.span.start - left), h.span.end - left), h.value, h.title) for h in hints)
    return RawEntry(number, raw.rstrip(), Span(span.start, span.start + len(raw.rstrip())), hints)


def _hints(document: Document, span: Span) -> Iterator[Hint]:
    for inline in document.inlines:
        if not inline.span.overlaps(span) or inline.kind not in (InlineKind.LINK, InlineKind.EMPHASIS):
            continue
        place = Span(max(span.start, inline.span.start) - span.start, min(span.end, inline.span.end) - span.start)
        if inline.kind is InlineKind.LINK and not inline.value.startswith("#"):
            yield Hint("link", place, inline.value, inline.title)
        elif inline.kind is InlineKind.EMPHASIS:
            yield Hint("emphasis", place)


def _take_bare(document: Document, listing: Listing) -> None:
    """Entries without numbers under the name of a reference list: numbered by their place."""
    for i, block in enumerate(document.blocks):
        heading = block.span.of(document.text).strip()
        if not is_list_heading(heading) or re.search(r"further reading|external links|read more", heading, re.I):
            continue
        items: list[tuple[int, Block]] = []
        for j in range(i + 1, len(document.blocks)):
            follower = document.blocks[j]
            if follower.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.CELL):
                break
            items.append((j, follower))
        if items and all(_entry_like(document, b) for _, b in items):
            for number, (j, b) in enumerate(items, 1):
                raw = b.span.of(document.text)
                bullet = re.match(r"[-*•·‣▪◦–]\s+", raw)
                skip = bullet.end() if bullet else 0
                span = Span(b.span.start + skip, b.span.end)
                listing.entries.append(_entry(document, number, span, span.of(document.text)))
                listing.blocks.add(j)
            listing.headings.add(i)
            listing.bare = True
            return


def _entry_like(document: Document, block: Block) -> bool:
    text = block.span.of(document.text)
    if _CITED_AT_END.search(text[-60:]):
        return False
    return bool(_URL.search(text) or find_dates(text[:600]) or _QUOTED.search(text[:600])) or len(text) < 120
