"""What the HTML page shows of an audit, worked out before any markup: segments, cards, cells, and safe addresses.

Names of elements are made from places in the audit (``a1c3``), never from what an article or page says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from auditor.records import (
    Audit,
    BlockKind,
    ClaimAudit,
    ClaimCopying,
    CopyingKind,
    Difference,
    Evidence,
    Finding,
    Number,
    Severity,
    Source,
    Span,
    SupportCheck,
    Verdict,
)
from auditor.report import _words as words
from auditor.report._figures import Graph, Step, graph, waterfall
from auditor.report._inert import one_line
from auditor.text import fold
from auditor.urls import is_web_url, text_fragment

CONTEXT = 260
"""Characters of the cited page shown on either side of a passage."""

LONGEST = 4000
"""Characters of one run of text shown; a longer one is cut, and the page says by how much."""

ARTICLE_LIMIT = 300_000
"""Over this many characters only the paragraphs with cited sentences are shown, lest a book stall a browser."""

TAGS = {
    BlockKind.TITLE: "title",
    BlockKind.HEADING: "heading",
    BlockKind.LIST_ITEM: "item",
    BlockKind.CELL: "item",
    BlockKind.QUOTE: "quote",
    BlockKind.CAPTION: "caption",
    BlockKind.BYLINE: "caption",
    BlockKind.CODE: "code",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with one look. ``note`` numbers a change so that a reader finds its other side."""

    text: str
    look: str = ""
    target: str = ""
    verdict: Verdict | None = None
    last: bool = False
    note: int = 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of the article."""

    tag: str
    pieces: tuple[Piece, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """Evidence in its context."""

    before: str
    pieces: tuple[Piece, ...]
    after: str
    link: str | None


@dataclass(frozen=True, slots=True)
class Checked:
    """What one cited page says about the sentence of a card."""

    number: Number
    target: str
    name: str
    title: str
    verdict: Verdict
    confidence: float | None
    support: float | None
    passages: tuple[Passage, ...]
    reason: str
    words: int
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Better:
    """A reference that has what the cited one lacks."""

    number: Number
    target: str
    name: str
    title: str
    link: str | None
    support: float | None
    passage: Passage | None


@dataclass(frozen=True, slots=True)
class Copied:
    """A sentence of the article beside the words it was taken from."""

    target: str
    ours: tuple[Piece, ...]
    theirs: tuple[Piece, ...]
    number: Number
    source: str
    name: str
    link: str | None
    kind: CopyingKind
    phrase: str
    cited: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A difference in words."""

    note: int
    kind: str
    ours: str
    theirs: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Card:
    """Everything about one cited sentence."""

    key: str
    place: int
    id: str
    verdict: Verdict
    confidence: float | None
    sentence: tuple[Piece, ...]
    changes: tuple[Change, ...]
    checks: tuple[Checked, ...]
    better: tuple[Better, ...]
    copied: Copied | None
    findings: tuple[Finding, ...]

    @property
    def short(self) -> str:
        """What is wrong with the sentence, in a line to stand under it; empty where only the verdict says it."""
        sentence = "".join(piece.text for piece in self.sentence)
        said = (f.message for f in self.findings if f.code.startswith("SUP") and not words.quotes(f.message, sentence))
        lines = [*said, *(change.sentence for change in self.changes)]
        lines += [f"[{k.number}] {k.name} does not say it" for k in self.checks if k.verdict is Verdict.NOT_IN_SOURCE]
        return next(iter(lines), "")


@dataclass(frozen=True, slots=True)
class Cell:
    """One page's support for one sentence; ``level`` 0 to 9, None where it was not read."""

    support: float | None
    level: int | None
    verdict: Verdict | None
    better: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence against every page."""

    card: Card
    cells: tuple[Cell, ...]


class View:
    """One audit made ready for the template. ``key`` begins the name of each of its elements."""

    def __init__(self, audit: Audit, key: str) -> None:
        self.audit = audit
        self.key = key
        self.document = audit.article.document
        self.name = words.article_name(audit)
        self.verdict = words.verdict_sentence(audit)
        self.tally = words.tally(audit)
        self.findings = words.by_severity(f for f in audit.findings if f.suppressed is None)
        self.aside = words.by_severity(f for f in audit.findings if f.suppressed is not None)
        self.unread = words.unread_sources(audit)
        self.partly_read = words.partly_read(audit)
        self._card_keys = {claim.claim.id: f"{key}c{i}" for i, claim in enumerate(audit.claims, 1)}
        self._source_keys: dict[Number, str] = {}
        for i, source in enumerate(audit.sources, 1):
            self._source_keys.setdefault(source.reference.number, f"{key}r{i}")

    def card_key(self, claim: str | None) -> str:
        """The name of the claim's card, or an empty string where there is no such claim."""
        return self._card_keys.get(claim or "", "")

    def source_key(self, number: Number | None) -> str:
        """The name of the reference's row, or an empty string where there is none."""
        return "" if number is None else self._source_keys.get(number, "")

    @cached_property
    def paragraphs(self) -> list[Paragraph]:
        """The article as read, its furniture and its reference list left out."""
        hidden = (BlockKind.FURNITURE, BlockKind.REFERENCE)
        shown = [block for block in self.document.blocks if block.kind not in hidden]
        spans = [(block.span, block.kind) for block in shown]
        labels = {block.span: block.label for block in shown if block.label}
        claims = sorted(self.audit.claims, key=lambda c: (c.claim.span.start, c.claim.span.end))
        if not spans:
            spans = [(span, BlockKind.PARAGRAPH) for span in _paragraph_spans(self.document.text)]
        covered = _Ranges([span for span, _ in spans])
        spans += [(c.claim.span, BlockKind.PARAGRAPH) for c in claims if not covered.meets(c.claim.span)]
        spans.sort(key=lambda pair: (pair[0].start, pair[0].end))
        if sum(len(span) for span, _ in spans) > ARTICLE_LIMIT:
            cited = _Ranges([c.claim.span for c in claims])
            spans = [pair for pair in spans if cited.meets(pair[0])]
        layers = _Layers(self, claims)
        return [
            Paragraph(TAGS.get(kind, "paragraph"), layers.pieces(span), labels.get(span, ""))
            for span, kind in spans
            if len(span)
        ]

    @cached_property
    def furniture(self) -> int:
        """How many blocks were left out as page furniture."""
        return sum(block.kind is BlockKind.FURNITURE for block in self.document.blocks)

    @cached_property
    def cards(self) -> list[Card]:
        """One card a claim, in the article's order."""
        about: dict[str, list[Finding]] = {}
        for finding in self.findings:
            about.setdefault(finding.claim or "", []).append(finding)
        return [self._card(i, claim, about.get(claim.claim.id, [])) for i, claim in enumerate(self.audit.claims, 1)]

    def _card(self, place: int, audited: ClaimAudit, findings: Sequence[Finding]) -> Card:
        claim = audited.claim
        numbered = _number_changes(audited)
        sides = [(span, note) for d, note in numbered.items() if (span := _claim_side(d, claim.text))]
        evidence = {f.reference: f.evidence for f in findings if f.evidence is not None and f.reference is not None}
        return Card(
            key=self.card_key(claim.id),
            place=place,
            id=claim.id,
            verdict=audited.verdict,
            confidence=audited.confidence,
            sentence=_marked(claim.text, sides),
            changes=tuple({note: _change(d, note) for d, note in numbered.items()}.values()),
            checks=tuple(self._checked(number, check, numbered) for number, check in audited.checks),
            better=tuple(self._better(claim.id, number, evidence.get(number)) for number in audited.better_references),
            copied=self._copied(claim.text, audited.copying, self.card_key(claim.id), claim.cites),
            findings=tuple(findings),
        )

    def _checked(self, number: Number, check: SupportCheck, notes: dict[Difference, int]) -> Checked:
        source = self.audit.source(number)
        page = source.page if source else None
        text = page.text if page else ""
        changes = [(d, notes[d]) for d in check.differences]
        return Checked(
            number=number,
            target=self.source_key(number),
            name=words.source_name(source) if source else "",
            title=(page.title if page and page.title else source.reference.title if source else None) or "",
            verdict=check.verdict,
            confidence=check.confidence,
            support=check.support,
            passages=tuple(passage(e, text, changes) for e in check.evidence),
            reason=words.reason(source) if source and not words.was_read(source) else "",
            words=len(text.split()) if check.verdict is Verdict.NOT_IN_SOURCE else 0,
            whole=page is None or not (page.truncated or page.paywall),
        )

    def _better(self, claim: str, number: Number, evidence: Evidence | None) -> Better:
        source = self.audit.source(number)
        page = source.page if source else None
        found = passage(evidence, page.text if page else "", ()) if evidence else None
        return Better(
            number=number,
            target=self.source_key(number),
            name=words.source_name(source) if source else "",
            title=(page.title if page and page.title else source.reference.title if source else None) or "",
            link=found.link if found and found.link else web_url(page.url if page else source.url if source else None),
            support=self._support(claim, number),
            passage=found,
        )

    @cached_property
    def _rows_by_claim(self) -> dict[str, dict[Number, float | None]]:
        numbers = self.audit.matrix_references
        return {row.claim: dict(zip(numbers, row.support, strict=False)) for row in self.audit.matrix}

    def _support(self, claim: str, number: Number) -> float | None:
        return self._rows_by_claim.get(claim, {}).get(number)

    @cached_property
    def matrix(self) -> list[Row]:
        """The heat map: a row a claim, a cell a reference."""
        known = {card.id: (card, audited) for card, audited in zip(self.cards, self.audit.claims, strict=True)}
        rows = []
        for row in self.audit.matrix:
            if row.claim not in known:
                continue
            card, audited = known[row.claim]
            verdicts = {number: check.verdict for number, check in audited.checks}
            cells = (
                Cell(support, _level(support), verdicts.get(number), number in audited.better_references)
                for number, support in zip(self.audit.matrix_references, row.support, strict=False)
            )  # fmt: skip
            rows.append(Row(card, tuple(cells)))
        return rows

    @cached_property
    def copied(self) -> list[Copied]:
        """Every copied sentence with its origin: the cited ones, then the others."""
        found = [card.copied for card in self.cards if card.copied]
        for i, copying in self.audit.uncited_copying:
            if i < len(self.audit.article.uncited):
                found += [c for c in [self._copied(self.audit.article.uncited[i].text, copying, "", ())] if c]
        return found

    def _copied(self, sentence: str, found: ClaimCopying | None, target: str, cites: Sequence[Number]) -> Copied | None:
        if found is None or found.copying.kind is CopyingKind.NONE:
            return None
        copying, source = found.copying, self.audit.source(found.reference)
        page = source.page if source else None
        theirs = copying.text or ""
        return Copied(
            target=target,
            ours=_marked(sentence, [(run, 0) for run in copying.runs], look="same"),
            theirs=_marked(theirs, [(span, 0) for span in _shared(sentence, copying.runs, theirs)], look="same"),
            number=found.reference,
            source=self.source_key(found.reference),
            name=words.source_name(source) if source else "",
            link=text_fragment(web_url(page.url), theirs[:LONGEST]) if page and theirs else None,
            kind=copying.kind,
            phrase=words.copying_phrase(copying),
            cited=found.reference in cites,
        )

    @cached_property
    def steps(self) -> list[Step]:
        """The score's terms as a waterfall."""
        return waterfall(self.audit.score)

    @cached_property
    def _read(self) -> list[Source]:
        return [source for source in self.audit.sources if words.was_read(source)]

    @cached_property
    def graph(self) -> Graph | None:
        """Who rests on whom, or None where every page read stands alone."""
        size = len(self._read)
        clusters = [[i for i in cluster if i < size] for cluster in self.audit.provenance.clusters]
        return graph([c for c in clusters if c], self.audit.provenance.rests_on)

    def node(self, i: int) -> tuple[Number, str, str]:
        """The number, name and row of the ``i``-th page read."""
        source = self._read[i]
        return source.reference.number, words.source_name(source), self.source_key(source.reference.number)

    @cached_property
    def alone(self) -> list[int]:
        """The pages read that share no story and rest on none, by their place among those read."""
        drawn = {i for box in self.graph.boxes for i in box.members} if self.graph else set()
        return [i for i in range(len(self._read)) if i not in drawn]

    @cached_property
    def one_story(self) -> list[list[Number]]:
        """The groups of references that are one story."""
        return [group for group in words.cluster_numbers(self.audit) if len(group) > 1]

    @cached_property
    def wrong(self) -> list[Card]:
        """The cards of the sentences that do not hold, the most serious first."""
        order = [Verdict.CONTRADICTED, Verdict.NOT_IN_SOURCE, Verdict.PARTIALLY_SUPPORTED]
        return sorted((c for c in self.cards if c.verdict in order), key=lambda c: order.index(c.verdict))

    @cached_property
    def first(self) -> str:
        """The card that is open when the page is: the most serious one."""
        return next((card.key for card in (*self.wrong, *self.cards)), "")

    @cached_property
    def url(self) -> str | None:
        """The article's address where a reader may follow it."""
        return web_url(self.document.url)

    @cached_property
    def language(self) -> str:
        """The article's language as an HTML attribute, or an empty string where it is no language tag."""
        import re

        tag = self.document.language or ""
        return tag if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}", tag) else ""

    @cached_property
    def of(self) -> str:
        """Tells this audit's landmarks from those of another one on the page."""
        return "" if self.key == "a1" else f" ({self.key[1:]})"

    @cached_property
    def headline(self) -> str:
        """What is wrong with the headline, or an empty string."""
        check = self.audit.headline
        if check is None or check.verdict == "ok":
            return ""
        said = words.HEADLINES.get(check.kind, check.kind.value)
        return f"{said}: {check.why}" if check.why else said

    @cached_property
    def headline_fault(self) -> str:
        """The gravest finding about the article's headline, or an empty string where it holds."""
        grave = (f for f in self.findings if "HDL001" <= f.code < "HDL010")  # from 010 on: the cited titles
        found = next((f.message for f in grave if f.severity.rank >= Severity.MAJOR.rank), "")
        return found or self.headline

    @cached_property
    def copied_by(self) -> list[tuple[str, int]]:
        """How many sentences were copied from each source, the most first."""
        from collections import Counter

        return Counter(f"[{c.number}] {c.name}" for c in self.copied).most_common(4)

    @cached_property
    def sources_read(self) -> int:
        """How many cited pages were read."""
        return len(self._read)

    def sentence(self, claim: str | None) -> str:
        """The words of a claim, or an empty string."""
        return self._texts.get(claim or "", "")

    @cached_property
    def _texts(self) -> dict[str, str]:
        return {c.claim.id: c.claim.text for c in self.audit.claims}

    def place(self, card: str) -> int:
        """The place of a card, from 1."""
        return int(card.rpartition("c")[2])

    def first_place(self, number: Number) -> int:
        """The place in the list, from 1, of the first reference with this number."""
        return int(self.source_key(number).rpartition("r")[2] or 0)

    def source_label(self, number: Number) -> str:
        """The name of a reference's source."""
        source = self.audit.source(number)
        return words.source_name(source) if source else ""

    def safe(self, source: Source) -> str | None:
        """Where a reader can open the source, or None."""
        page = source.page
        return web_url((page.archive_url or page.url) if page else None) or web_url(source.url)

    def first_of(self, verdict: Verdict) -> str:
        """The first card with ``verdict``, or an empty string."""
        return next((card.key for card in self.cards if card.verdict is verdict), "")

    def title_note(self, number: Number) -> str:
        """What is odd about the cited title, or an empty string."""
        check = next((check for n, check in self.audit.titles if n == number), None)
        if check is None or check.kind in words.HARMLESS_TITLES:
            return ""
        said = words.TITLES.get(check.kind, check.kind.value)
        return f"{said}: {check.why}" if check.why else said

    def resting(self, source: Source) -> list[str]:
        """The cards of the claims that cite ``source``."""
        number = source.reference.number
        return [self.card_key(c.claim.id) for c in self.audit.claims if number in c.claim.cites]


# --- pieces -----------------------------------------------------------------------------------------------------


class _Ranges:
    """A set of ranges that can be asked quickly whether one meets them."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.spans = sorted(spans, key=lambda s: (s.start, s.end))
        self.reach: list[int] = []
        furthest = 0
        for span in self.spans:
            furthest = max(furthest, span.end)
            self.reach.append(furthest)

    def meets(self, span: Span) -> bool:
        from bisect import bisect_left

        i = bisect_left(self.spans, span.end, key=lambda s: s.start)
        return i > 0 and self.reach[i - 1] > span.start


class _Layers:
    """What lies over the article's text: claims, markers, and sentences that cite nothing, without overlaps."""

    def __init__(self, view: View, claims: Sequence[ClaimAudit]) -> None:
        self.text = view.document.text
        found: list[tuple[int, int, Piece]] = []
        markers = sorted(view.audit.article.markers, key=lambda m: m.span.start)
        for marker in markers:
            target = view.source_key(marker.numbers[0]) if marker.numbers else ""
            found.append((marker.span.start, marker.span.end, Piece("", "marker", target)))
        at, m = 0, 0
        for audited in claims:
            start, end = max(at, audited.claim.span.start), audited.claim.span.end
            pieces: list[tuple[int, int]] = []
            while m < len(markers) and markers[m].span.end <= start:
                m += 1
            while m < len(markers) and markers[m].span.start < end:
                pieces.append((start, markers[m].span.start))
                start = max(start, markers[m].span.end)
                m += 1
            pieces = [(a, b) for a, b in [*pieces, (start, end)] if self.text[a:b].strip()]
            for k, (a, b) in enumerate(pieces, 1):
                piece = Piece("", "claim", view.card_key(audited.claim.id), audited.verdict, k == len(pieces))
                found.append((a, b, piece))
            at = max(at, end)
        for sentence in view.audit.article.uncited:
            look = "cut" if sentence.truncated else "uncited"
            found.append((sentence.span.start, sentence.span.end, Piece("", look, last=True)))
        self.found = sorted(found, key=lambda item: (item[0], item[1]))
        self.starts = [start for start, _, _ in self.found]

    def pieces(self, span: Span) -> tuple[Piece, ...]:
        """The text of ``span`` in pieces; together they are all of it, but for runs that are too long."""
        from bisect import bisect_left

        out, at = [], span.start
        first = max(0, bisect_left(self.starts, span.start) - 2)
        for start, end, piece in self.found[first : bisect_left(self.starts, span.end)]:
            a, b = max(start, at), min(end, span.end)
            if b <= a:
                continue
            if a > at:
                out.append(Piece(clip(self.text[at:a])))
            text = clip(self.text[a:b])
            out.append(Piece(text, piece.look, piece.target, piece.verdict, piece.last and b == end))
            at = b
        if at < span.end:
            out.append(Piece(clip(self.text[at : span.end])))
        return tuple(out)


def passage(evidence: Evidence, text: str, changes: Sequence[tuple[Difference, int]]) -> Passage:
    """``evidence`` with its surroundings in the page's ``text`` and the page's side of ``changes`` marked.

    Where the offsets do not lead to the words (another copy of the page), the words are shown without context.
    """
    start, end = evidence.start, evidence.end
    placed = 0 <= start <= end <= len(text) and text[start:end] == evidence.text
    sides = []
    for difference, note in changes:
        span = _page_side(difference, evidence, placed)
        if span:
            sides.append((span, note))
    before = _tail(text[max(0, start - CONTEXT) : start], start > CONTEXT) if placed else ""
    after = _head(text[end : end + CONTEXT], end + CONTEXT < len(text)) if placed else ""
    return Passage(before, _marked(evidence.text, sides), after, web_url(evidence.link))


def _level(support: float | None) -> int | None:
    return None if support is None else min(9, max(0, int(support * 10)))


def web_url(url: str | None) -> str | None:
    """``url`` if a reader may follow it: http and https only."""
    return url if url and is_web_url(url) else None


def clip(text: str, limit: int = LONGEST) -> str:
    """``text``, cut after ``limit`` characters with a word on how many are missing."""
    return text if len(text) <= limit else f"{text[:limit]}… ({len(text) - limit} more characters)"


def _paragraph_spans(text: str) -> list[Span]:
    import re

    return [Span(m.start(), m.end()) for m in re.finditer(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*", text)]


def _number_changes(audited: ClaimAudit) -> dict[Difference, int]:
    """Each difference with its number, in the order of the sentence: what two pages show alike has one number."""
    numbers: dict[tuple[str, str, str], int] = {}
    out: dict[Difference, int] = {}
    everything = [difference for _, check in audited.checks for difference in check.differences]
    for difference in sorted(everything, key=lambda d: d.claim_span.start if d.claim_span else len(audited.claim.text)):
        same = (difference.kind.value, difference.claim, difference.source or "")
        out[difference] = numbers.setdefault(same, len(numbers) + 1)
    return out if len(numbers) > 1 else dict.fromkeys(out, 0)  # a single change needs no number


def _change(difference: Difference, note: int) -> Change:
    return Change(
        note,
        words.KINDS.get(difference.kind, difference.kind.value),
        one_line(difference.claim, 300),
        one_line(difference.source or "", 300),
        one_line(words.difference_sentence(difference), 700),
    )


def _claim_side(difference: Difference, text: str) -> Span | None:
    span = difference.claim_span
    if span and 0 <= span.start < span.end <= len(text):
        return span
    return _find(text, difference.claim)


def _page_side(difference: Difference, evidence: Evidence, placed: bool) -> Span | None:
    span = difference.source_span
    if placed and span and evidence.start <= span.start < span.end <= evidence.end:
        return Span(span.start - evidence.start, span.end - evidence.start)
    return _find(evidence.text, difference.source or "")


def _find(text: str, wanted: str) -> Span | None:
    at = text.lower().find(wanted.lower()) if wanted.strip() and len(text.lower()) == len(text) else -1
    return Span(at, at + len(wanted)) if at >= 0 else None


def _marked(text: str, sides: Sequence[tuple[Span, int]], look: str = "changed") -> tuple[Piece, ...]:
    """``text`` in pieces with the ranges of ``sides`` marked; where two overlap, the earlier one is kept whole."""
    out, at = [], 0
    for span, note in sorted(sides, key=lambda side: (side[0].start, side[0].end)):
        start, end = max(at, span.start), min(span.end, len(text))
        if end <= start:
            continue
        if start > at:
            out.append(Piece(clip(text[at:start])))
        out.append(Piece(clip(text[start:end]), look, note=note))
        at = end
    if at < len(text) or not out:
        out.append(Piece(clip(text[at:])))
    return tuple(out)


def _shared(sentence: str, runs: Sequence[Span], theirs: str) -> list[Span]:
    """Where the runs of ``sentence`` stand in the source's words, each after the one before where it can."""
    spans, at = [], 0
    folded = fold(theirs[:LONGEST]).lower()
    if len(folded) != len(theirs[:LONGEST]):
        return []
    for run in runs:
        wanted = fold(run.of(sentence)).lower()
        found = folded.find(wanted, at) if len(wanted) > 2 else -1
        found = found if found >= 0 or len(wanted) <= 2 else folded.find(wanted)
        if found >= 0:
            at = found + len(wanted)
            spans.append(Span(found, at))
    return spans


def _tail(text: str, cut: bool) -> str:
    text = text if not cut else text[text.find(" ") + 1 :]
    return f"… {text}" if cut else text


def _head(text: str, cut: bool) -> str:
    return f"{text[: text.rfind(' ')] if ' ' in text else text} …" if cut else text
