"""The reference list of an article: where it stands, its entries, and the numbers they are printed with."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from auditor.article.fields import RawEntry
from auditor.article.labels import SUPERSCRIPTS, Label, read_label, to_number
from auditor.article.layout import is_list_heading, is_reading_list, list_heading_length
from auditor.article.pieces import Hint
from auditor.article.refdates import find_dates
from auditor.records import BlockKind, Document, Inline, InlineKind, Number, Span


@dataclass(slots=True)
class Listing:
    """The reference lists of a document: entries in printed order, and the blocks they take.

    ``bare`` is True where the entries print no number and are numbered by place. ``notes`` are labels of explanatory
    notes, which are no references. ``styles`` says how the entries are labelled.
    """

    entries: list[RawEntry] = field(default_factory=list)
    blocks: set[int] = field(default_factory=set)
    notes: set[Number] = field(default_factory=set)
    note_entries: list[RawEntry] = field(default_factory=list)
    styles: set[str] = field(default_factory=set)
    bare: bool = False


@dataclass(slots=True)
class _Row:
    """A line as the list finder sees it: one block, or the cells of a table row. ``breaks`` are those before it."""

    blocks: list[int]
    span: Span
    kind: BlockKind
    label: str
    group: int
    breaks: int


@dataclass(slots=True)
class _Item:
    """An entry while it is collected: its label and the lines (or part of one) that it takes."""

    label: Label
    span: Span
    rows: list[_Row]


@dataclass(slots=True)
class _Run:
    """Labelled lines of one style, one after another, under the heading that came before them."""

    items: list[_Item]
    heading: str
    style: str

    def blocks(self) -> set[int]:
        return {b for item in self.items for row in item.rows for b in row.blocks}


_URL = re.compile(r"(?:https?://|www\.)\S|\b[a-z0-9-]+\.(?:com|org|net|example|test|gov|edu|io)/", re.I)


def find_references(document: Document, cited: Mapping[Number, int]) -> Listing:
    """The reference list of ``document``; ``cited`` counts the numbers of the plain markers in its text.

    A body list (steps, rankings) is not taken: its items are sentences, carry markers themselves, or are not cited.
    """
    finder = _Finder(document, furniture=False)
    listing = finder.listing(cited)
    if not listing.entries and any(b.kind is BlockKind.FURNITURE for b in document.blocks):
        again = _Finder(document, furniture=True).listing(cited)
        if again.entries and not again.bare:
            return again
    return listing


class _Finder:
    """Collects the labelled runs of a document and decides which of them are reference lists."""

    def __init__(self, document: Document, *, furniture: bool) -> None:
        self.document = document
        self.furniture = furniture
        self.rows = list(self._rows())
        self.names = {i for i, row in enumerate(self.rows) if is_list_heading(row.span.of(document.text))}
        self.printed = _printed_labels(document)
        self.anchors = sorted((i for i in document.inlines if i.kind is InlineKind.ANCHOR), key=lambda i: i.span.start)
        self.anchor_places = [i.span.start for i in self.anchors]
        self.links = sorted(
            (i for i in document.inlines if i.kind in (InlineKind.LINK, InlineKind.EMPHASIS, InlineKind.STRONG)),
            key=lambda i: i.span.start,
        )
        self.link_places = [i.span.start for i in self.links]

    def listing(self, cited: Mapping[Number, int]) -> Listing:
        runs = self._runs()
        listing = Listing()
        good = [run for run in runs if self._score(run, cited) >= 2.0]
        whole = any(isinstance(item.label.number, int) for run in good for item in run.items)
        for run in runs:
            if whole and self._is_notes(run):
                self._take_notes(run, listing)
            elif run in good:
                self._take(run, listing)
        if not listing.entries:
            self._take_bare(listing)
        if not listing.entries:
            self._take_bare(listing, highest=self._highest(cited))
        self._take_reading_lists(listing)
        return listing

    # --- rows

    def _rows(self) -> Iterator[_Row]:
        text, blocks = self.document.text, self.document.blocks
        row: _Row | None = None
        end = 0
        for i, block in enumerate(blocks):
            if row is not None and block.kind is BlockKind.CELL and block.label and block.group == row.group:
                row.blocks.append(i)
                row.span = Span(row.span.start, block.span.end)
                end = block.span.end
                continue
            if row is not None:
                yield row
            gap = text[end : block.span.start]
            breaks = max(gap.count("\n"), gap.count("\r"), gap.count("\u2028"))
            row = _Row([i], block.span, block.kind, block.label, block.group, breaks)
            end = block.span.end
        if row is not None:
            yield row

    def _runs(self) -> list[_Run]:
        runs: list[_Run] = []
        run: _Run | None = None
        heading = ""
        for i, row in enumerate(self.rows):
            line = row.span.of(self.document.text)
            if row.kind is BlockKind.FURNITURE and not self.furniture:
                run = None
                continue
            if row.kind is BlockKind.HEADING or i in self.names:
                heading, run = line, None
                continue
            label = None if row.kind in (BlockKind.TITLE, BlockKind.BYLINE) else self._label(row, line)
            inline = None if self._is_one_of_many(i, label) else self._one_paragraph(row, line)
            if inline:
                runs.append(_Run(inline, heading, inline[0].label.style))
                run = None
            elif label is not None and run is not None and self._fits(run, label, row):
                run.items.append(self._item(label, row))
            elif run is not None and self._continues(row, line, run):
                last = run.items[-1]
                last.span = Span(last.span.start, row.span.end)
                last.rows.append(row)
            elif label is not None and label.number in _FIRST.get(label.style, (label.number,)):
                run = _Run([self._item(label, row)], heading, label.style)
                runs.append(run)
            else:
                run = None
                if row.kind in (BlockKind.PARAGRAPH, BlockKind.QUOTE):
                    heading = ""
        return runs

    def _item(self, label: Label, row: _Row) -> _Item:
        start = row.span.start + label.length
        if len(row.blocks) > 1 and label.style != "ol":
            start = self.document.blocks[row.blocks[1]].span.start
        return _Item(label, Span(min(start, row.span.end), row.span.end), [row])

    def _label(self, row: _Row, line: str) -> Label | None:
        if len(row.blocks) > 1:  # a table row: the number is the first cell
            first = self.document.blocks[row.blocks[0]].span.of(self.document.text).strip()
            inner = read_label(first + " X")
            return Label("row", inner.number, 0) if inner and len(first) <= 8 else None
        inner = read_label(line)
        if row.label and row.label not in "•|":
            printed = next((self.printed[a] for a in self._anchors(row) if a in self.printed), None)
            number = to_number(row.label) if printed is None else printed
            if inner and inner.style in ("bracket", "caret", "paren") and isinstance(inner.number, int):
                return Label("ol", inner.number, inner.length)
            return Label("ol", number, 0)
        return inner

    def _anchors(self, row: _Row) -> Iterator[str]:
        places = self.anchor_places
        for k in range(bisect_left(places, row.span.start - 2), bisect_right(places, row.span.end)):
            yield self.anchors[k].value

    def _fits(self, run: _Run, label: Label, row: _Row) -> bool:
        """Whether a label goes on with a run: the same style, and counting up as lists do."""
        if label.style != run.style:
            return False
        last = run.items[-1]
        if label.style == "ol":
            return last.rows[-1].group == row.group
        before, number = last.label.number, label.number
        if isinstance(before, int) and isinstance(number, int) and label.style not in ("bracket", "definition", "row"):
            return before <= number <= before + (1 if label.style == "bare" else 4)
        return isinstance(before, int) == isinstance(number, int) or label.style in ("definition", "bracket")

    def _continues(self, row: _Row, line: str, run: _Run) -> bool:
        """Whether a line belongs to the entry before: wrapped, indented, or only its address."""
        last = run.items[-1].rows[-1]
        if row.kind in (BlockKind.HEADING, BlockKind.TITLE, BlockKind.CODE):
            return False
        if row.group >= 0 and row.group == last.group and not row.label and row.kind is not BlockKind.CELL:
            return True
        if run.style in ("ol", "row") or (row.label and row.kind is not BlockKind.CELL):
            return False
        taken = len(run.items[-1].rows)
        if row.breaks < 2:
            return taken < 8
        return taken < 4 and bool(_URL.match(line)) and len(line.split()) == 1

    # --- lists in one paragraph

    def _is_one_of_many(self, i: int, label: Label | None) -> bool:
        """Whether the next line goes on counting: the list then has its entries on lines of their own."""
        if label is None or not isinstance(label.number, int) or i + 1 >= len(self.rows):
            return False
        row = self.rows[i + 1]
        following = self._label(row, row.span.of(self.document.text)[:200])
        return following is not None and following.style == label.style and following.number == label.number + 1

    def _one_paragraph(self, row: _Row, line: str) -> list[_Item] | None:
        """The entries of a list that is written as one paragraph: ``Sources: [1] One. [2] Two.``"""
        start = list_heading_length(line)
        if len(row.blocks) > 1 or (row.label and row.label != "|") or (not start and read_label(line) is None):
            return None
        for style, pattern in _INLINE_LABELS.items():
            first = pattern.match(line, start)
            if not first:
                continue
            found = _in_sequence(list(pattern.finditer(line, start)), style)
            if len(found) >= (1 if start else 2):
                base = row.span.start
                ends = [m.start() for m in found[1:]] + [len(line)]
                return [
                    _Item(Label(style, to_number(m.group(1)), 0), Span(base + m.end(), base + end), [row])
                    for m, end in zip(found, ends)
                ]
        return None

    # --- is it a reference list?

    def _score(self, run: _Run, cited: Mapping[Number, int]) -> float:
        """How much a run of labelled lines reads as a reference list; 2 and more is one."""
        texts = [item.span.of(self.document.text).strip() for item in run.items]
        n = len(texts)
        named = is_list_heading(run.heading) or bool(list_heading_length(self._first_line(run)))
        score = 2.5 if named else -0.5 if run.heading else 0.0
        score += _STYLE_SCORES.get(run.style, 0.0)
        score += 2.2 * sum(1 for item, t in zip(run.items, texts) if _URL.search(t) or self._linked(item)) / n
        score += 1.2 * sum(1 for t in texts if find_dates(t[:600])) / n
        score += 0.8 * sum(1 for t in texts if _QUOTED.search(t[:600])) / n
        labels = {item.label.number for item in run.items}
        if cited:
            score += 1.6 * len(cited.keys() & labels) / len(cited)
            if n >= 2 and not cited.keys() & labels:
                score -= 1.5
        score -= 3.0 * sum(1 for t in texts if _CITED_AT_END.search(t[-60:])) / n
        if n == 1 and not named and run.style != "definition":
            score -= 1.0
        score -= 1.5 * sum(1 for t in texts if _reads_as_prose(t)) / n
        if isinstance(run.items[0].label.number, str) and run.style in ("close", "paren", "letter") and not named:
            score -= 1.0
        return score

    def _first_line(self, run: _Run) -> str:
        row = run.items[0].rows[0]
        return Span(row.span.start, min(row.span.end, row.span.start + 100)).of(self.document.text)

    def _linked(self, item: _Item) -> bool:
        return any(i.kind is InlineKind.LINK and i.value.startswith("http") for i in self._inlines(item.span))

    def _inlines(self, span: Span) -> Iterator[Inline]:
        low = bisect_left(self.link_places, span.start)
        if low and self.links[low - 1].span.end > span.start:
            yield self.links[low - 1]
        while low < len(self.links) and self.links[low].span.start < span.end:
            yield self.links[low]
            low += 1

    def _is_notes(self, run: _Run) -> bool:
        """Letters or signs beside a numbered list, whose entries explain instead of naming a source."""
        texts = [item.span.of(self.document.text).strip() for item in run.items]
        if any(isinstance(item.label.number, int) for item in run.items):
            return False
        if not is_list_heading(run.heading) and not any(a in self.printed for a in self._anchors(run.items[0].rows[0])):
            return False
        return sum(1 for t in texts if _URL.search(t) or _QUOTED.search(t) or find_dates(t[-40:])) <= len(texts) / 3

    # --- taking a list

    def _take(self, run: _Run, listing: Listing) -> None:
        for item in run.items:
            listing.entries.append(self._entry(item.label.number, item.span, table=run.style == "row"))
        listing.blocks |= run.blocks()
        listing.styles.add(run.style)
        if run.style == "row":
            self._take_head(run, listing)

    def _take_head(self, run: _Run, listing: Listing) -> None:
        """The head row of a table of references is no sentence either."""
        first = run.items[0].rows[0].blocks[0]
        head = next((row for row in self.rows if row.blocks[-1] == first - 1), None)
        if head is not None and len(head.blocks) > 1:
            listing.blocks |= set(head.blocks)

    def _take_notes(self, run: _Run, listing: Listing) -> None:
        for item in run.items:
            listing.notes.add(item.label.number)
            listing.note_entries.append(self._entry(item.label.number, item.span))
        listing.blocks |= run.blocks()

    def _entry(self, number: Number, span: Span, *, table: bool = False) -> RawEntry:
        text = span.of(self.document.text)
        backlink = _BACKLINK.match(text)
        left = backlink.end() if backlink else len(text) - len(text.lstrip())
        right = len(_BACKLINK_END.sub("", text).rstrip())
        inner = Span(span.start + left, span.start + max(left, right))
        hints = tuple(self._hints(inner))
        raw = inner.of(self.document.text)
        return RawEntry(number, raw.replace("\n", "|") if table else raw, inner, hints)

    def _hints(self, span: Span) -> Iterator[Hint]:
        for inline in self._inlines(span):
            if not inline.span.overlaps(span):
                continue
            place = Span(max(span.start, inline.span.start) - span.start, min(span.end, inline.span.end) - span.start)
            if inline.kind is InlineKind.LINK and not inline.value.startswith("#"):
                yield Hint("link", place, inline.value, inline.title)
            elif inline.kind is not InlineKind.LINK and len(place) < 0.9 * len(span):
                yield Hint("emphasis" if inline.kind is InlineKind.EMPHASIS else "strong", place)

    def _highest(self, cited: Mapping[Number, int]) -> int:
        """The highest number that the text cites, in brackets or raised."""
        raised = re.findall(f"[{SUPERSCRIPTS}]{{1,3}}", self.document.text)
        numbers = [*cited, *(to_number(digits) for digits in raised)]
        return max((n for n in numbers if isinstance(n, int)), default=0)

    def _take_bare(self, listing: Listing, highest: int = 0) -> None:
        """Entries without numbers under the name of a reference list: numbered by their place.

        With ``highest`` also those of a list to read on in ("Learn more"), where it has as many entries as are cited.
        """
        for i in sorted(self.names):
            row = self.rows[i]
            reading = is_reading_list(row.span.of(self.document.text)) or row.kind is BlockKind.FURNITURE
            items = self._following(i)
            if reading and (not highest or len(items) != highest):
                continue
            if items and all(self._entry_like(r) for r in items):
                for number, item in enumerate(items, 1):
                    raw = item.span.of(self.document.text)
                    bullet = re.match(r"[-*•·‣▪◦–]\s+", raw)
                    span = Span(item.span.start + (bullet.end() if bullet else 0), item.span.end)
                    listing.entries.append(self._entry(number, span))
                    listing.blocks |= set(item.blocks)
                listing.bare = True
                return

    def _following(self, i: int) -> list[_Row]:
        """The lines under a heading, up to the next one."""
        out = []
        for k in range(i + 1, len(self.rows)):
            row = self.rows[k]
            if row.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.CELL, BlockKind.CAPTION):
                break
            if k in self.names:
                break
            out.append(row)
        return out

    def _entry_like(self, row: _Row) -> bool:
        text = row.span.of(self.document.text)
        if _CITED_AT_END.search(text[-60:]) or text.rstrip().endswith((":", "?")):
            return False
        found = bool(_URL.search(text) or find_dates(text[:600]) or _QUOTED.search(text[:600]))
        return found or any(i.kind is InlineKind.LINK for i in self._inlines(row.span)) or len(text) < 90

    def _take_reading_lists(self, listing: Listing) -> None:
        """``Further reading`` without numbers is neither reference nor body."""
        for i in sorted(self.names):
            for follower in self._following(i):
                if set(follower.blocks) & listing.blocks:
                    continue
                text = follower.span.of(self.document.text)
                if follower.kind is not BlockKind.LIST_ITEM and not (self._entry_like(follower) and len(text) < 300):
                    break
                if _CITED_AT_END.search(text[-60:]):
                    break
                listing.blocks |= set(follower.blocks)


def _printed_labels(document: Document) -> dict[str, Number]:
    """The label that links to each anchor of the page print: ``[a]`` or ``12`` in front of ``#cite_note-12``."""
    out: dict[str, Number] = {}
    for inline in document.inlines:
        if inline.kind is InlineKind.LINK and inline.value.startswith("#"):
            printed = re.fullmatch(
                r"[\[(]?\s?(?:\w+\s)?(\d{1,4}|[a-z]{1,2}|[*†‡§]{1,3})\s?[\])]?", inline.span.of(document.text).strip()
            )
            if printed:
                out.setdefault(inline.value[1:], to_number(printed.group(1)))
    return out


_FIRST: dict[str, tuple[Number, ...]] = {
    "dot": (0, 1),
    "close": (0, 1, "a"),
    "paren": (0, 1, "a", "*", "i"),
    "colon": (0, 1),
    "bare": (0, 1),
    "letter": ("a", "i"),
    "caret": (0, 1, "a"),
}
"""What a list of each style begins with; the styles left out may begin with any label."""

_STYLE_SCORES = {"definition": 3.0, "bracket": 1.0, "caret": 1.5, "super": 1.0, "sign": 0.3, "word": 1.0}
_QUOTED = re.compile(r"[“\"«„].{3,300}?[”\"»]")
_CITED_AT_END = re.compile(
    r"(?:\[\^?\d{1,4}(?:[,–-]\s?\d{1,4}){0,9}\]|\[\^[\w-]{1,20}\]|\(\d{1,3}\)|(?<=[a-z.!?”,])[¹²³⁴-⁹]|(?<=[a-z][.!?”])\d{1,2}(?:,\d{1,2})*)[.!?]?\s*$"
)
_BACKLINK = re.compile(r"\s*(?:[\^↑↩⬆]\s*(?:(?:[a-z]{1,2}|\d{1,2}(?:\.\d)?)(?=\s)\s*(?![a-z]{3})){0,12})?\s*", re.I)
_BACKLINK_END = re.compile(r"[\s\u21a9\u21b5\u2191^\ufe0e\ufe0f]+$")
_INLINE_LABELS = {
    "bracket": re.compile(r"(?:(?<=\s)|^|(?<=[:;.]))\\?\[\^?(\d{1,5}|[a-z])\\?\][.:]?(?=\s)"),
    "paren": re.compile(r"(?:(?<=\s)|^|(?<=[:;.]))\((\d{1,5})\)(?=\s)"),
    "dot": re.compile(r"(?:(?<=\s)|^)(\d{1,5})\.(?=\s)"),
    "close": re.compile(r"(?:(?<=\s)|^)(\d{1,5})\)(?=\s)"),
    "super": re.compile(r"(?:(?<=\s)|^)([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4})\.?(?=\s?[\w“\"‘])"),
    "caret": re.compile(r"(?:(?<=\s)|^)\^(\d{1,4})(?=\s)"),
    "bare": re.compile(r"(?:(?<=[.;]\s)|^|(?<=:\s))(\d{1,3})(?=\s+[A-Z“\"‘])"),
}


def _in_sequence(found: Sequence[re.Match[str]], style: str) -> list[re.Match[str]]:
    """The labels that count up from the first; figures elsewhere in the entries do not."""
    out: list[re.Match[str]] = []
    for match in found:
        number = to_number(match.group(1))
        if not out:
            if number not in _FIRST.get(style, (number,)):
                return []
            out.append(match)
            continue
        last = to_number(out[-1].group(1))
        if isinstance(number, int) and isinstance(last, int):
            if style == "bracket" or last < number <= last + 2:
                out.append(match)
        elif style == "bracket":
            out.append(match)
    return out


def _reads_as_prose(text: str) -> bool:
    """An entry that is a sentence: no address, date, or quoted title, and it ends in a full stop."""
    if _URL.search(text) or find_dates(text[:600]) or _QUOTED.search(text[:600]):
        return False
    return text.endswith((".", "!")) and len(text.split()) >= 6 and text.count(". ") == 0
