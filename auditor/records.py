"""The types that cross from one room to another. Built whole, then only read.

Offsets are zero-based, half-open, and count Unicode code points. A ``Span`` of a claim, marker, block or reference
counts in ``Document.text`` (the article as read); ``Document.original`` maps it to the file as given, which is what
the JSON of an audit prints. A ``Span`` of evidence counts in ``Page.text``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from html import unescape

Number = int | str
"""A reference's printed number or label: ``0``, ``12``, ``"a"``, ``"fn1"``. Never renumbered."""


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code points."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters of ``text`` in this range."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """True where the two ranges share at least one code point."""
        return self.start < other.end and other.start < self.end


# --- the article ------------------------------------------------------------------------------------------------


class Format(StrEnum):
    """How the article's bytes are written."""

    TEXT = "text"
    HTML = "html"
    MARKDOWN = "markdown"


class BlockKind(StrEnum):
    """What a block of the article is; only ``PARAGRAPH``, ``LIST_ITEM``, ``QUOTE`` and ``CELL`` can hold claims."""

    TITLE = "title"
    BYLINE = "byline"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    QUOTE = "quote"
    CELL = "cell"
    CAPTION = "caption"
    CODE = "code"
    REFERENCE = "reference"
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True)
class Block:
    """A run of ``Document.text`` with one function on the page.

    ``label`` is the printed number of a list item where it stands outside the text (``<ol>``), "•" for an unnumbered
    one, "|" for what opens a table cell; ``group`` is shared by the items of one list and by the cells of one table
    row, and -1 elsewhere.
    """

    kind: BlockKind
    span: Span
    label: str = ""
    group: int = -1


class InlineKind(StrEnum):
    """What markup says about a range of text. ``ANCHOR`` is an element's id, at the place where it opens."""

    LINK = "link"
    SUPERSCRIPT = "superscript"
    EMPHASIS = "emphasis"
    STRONG = "strong"
    CODE = "code"
    ANCHOR = "anchor"


@dataclass(frozen=True, slots=True)
class Inline:
    """A range of ``Document.text`` with its markup. ``value`` is a link's address or an anchor's id; ``label``
    the name of the Markdown definition that a link was resolved by.
    """

    kind: InlineKind
    span: Span
    value: str = ""
    title: str = ""
    label: str = ""


_ENTITY = re.compile(r"&#?\w{1,32};?")


@dataclass(frozen=True, slots=True)
class Document:
    """An article as read: its readable text, its parts, and the way back to the bytes as given.

    ``source`` is the decoded input; ``text`` what a reader sees (for plain text the two are equal). ``offsets[i]`` is
    the index in ``source`` of ``text[i]`` (``len(text) + 1`` entries), or ``None`` where the two are equal.
    """

    format: Format
    source: str = field(repr=False)
    text: str = field(repr=False)
    sha256: str
    offsets: Sequence[int] | None = field(default=None, repr=False)
    blocks: tuple[Block, ...] = field(default=(), repr=False)
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    byline: str | None = None
    published: str | None = None
    language: str | None = None
    name: str = ""
    inlines: tuple[Inline, ...] = field(default=(), repr=False)

    def original(self, span: Span) -> Span:
        """``span`` of ``text`` as a span of ``source``; an entity such as ``&amp;`` at its end is taken whole."""
        if self.offsets is None:
            return span
        if span.end <= span.start:
            return Span(self.offsets[span.start], self.offsets[span.start])
        last = self.offsets[span.end - 1]
        end = last + 1
        if self.source[last] == "&" and (found := _ENTITY.match(self.source, last)):
            end = found.end() if unescape(found.group()) == self.text[span.end - 1] else end
        return Span(self.offsets[span.start], end)


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of the article's reference list, as printed. ``date`` is ISO 8601: YYYY, YYYY-MM or YYYY-MM-DD."""

    number: Number
    raw: str
    title: str | None = None
    outlet: str | None = None
    date: str | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Marker:
    """A citation marker in the body. ``numbers`` in printed order, ranges written out (``[1-3]`` is 1, 2, 3)."""

    numbers: tuple[Number, ...]
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that carries at least one marker. ``text`` has the markers taken out.

    ``clauses`` says which part of ``text`` each marker stands for, in order: the numbers of the marker and a span that
    counts in ``text``; a marker at the sentence's end stands for the whole of it, or for what follows the marker
    before.
    """

    id: str
    text: str
    span: Span
    cites: tuple[Number, ...]
    clauses: tuple[tuple[tuple[Number, ...], Span], ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A body sentence that cites nothing; ``truncated`` where the page cut it off."""

    text: str
    span: Span
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault of the article's citation apparatus. ``message`` is in the words of the contract."""

    code: str
    message: str
    numbers: tuple[Number, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """A parsed article: what ``auditor parse`` prints."""

    document: Document
    references: tuple[Reference, ...]
    markers: tuple[Marker, ...]
    claims: tuple[Claim, ...]
    uncited: tuple[Sentence, ...]
    problems: tuple[Problem, ...]


# --- the sources ------------------------------------------------------------------------------------------------


class FetchStatus(StrEnum):
    """Every way the reading of a cited page can end."""

    OK = "ok"
    NO_URL = "no_url"
    NOT_RESOLVED = "not_resolved"
    AMBIGUOUS = "ambiguous"
    HTTP_ERROR = "http_error"
    TIMEOUT = "timeout"
    BLOCKED = "blocked"
    ROBOTS = "robots"
    PAYWALLED = "paywalled"
    GONE = "gone"
    SOFT_404 = "soft_404"
    TOO_LARGE = "too_large"
    UNSUPPORTED_TYPE = "unsupported_type"
    REFUSED_ADDRESS = "refused_address"
    NOT_RECORDED = "not_recorded"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One step of the search for a reference's page: who looked, what it found, and why it was taken or not."""

    resolver: str
    url: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back for a URL: bytes when ``status`` is ok, otherwise the reason in words.

    ``memento_at`` is when an archive says that it took what it answers with (Memento-Datetime), ISO 8601 in UTC.
    """

    url: str
    status: FetchStatus
    reason: str = ""
    final_url: str | None = None
    http_status: int | None = None
    media_type: str = ""
    charset: str | None = None
    content: bytes = field(default=b"", repr=False)
    sha256: str | None = None
    fetched_at: str | None = None
    archived_at: str | None = None
    archive_url: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    memento_at: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A cited page as read. ``text`` is its main text; ``truncated`` where the copy we have is cut off.

    ``paywall`` is the sign that part of the page is kept for subscribers; ``reason`` says why ``text`` is empty.
    """

    text: str = field(repr=False)
    title: str | None = None
    url: str | None = None
    canonical_url: str | None = None
    outlet: str | None = None
    byline: str | None = None
    published: str | None = None
    language: str | None = None
    wire_credit: str | None = None
    truncated: bool = False
    sha256: str | None = None
    fetched_at: str | None = None
    archived_at: str | None = None
    archive_url: str | None = None
    updated: str | None = None
    paywall: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the live page at an address answered in this run; a recording, an archive or a saved copy is no such answer.

    ``http_status`` is None where no server answered, and 304 where the page is as it was when it was kept. ``etag`` and
    ``last_modified`` are the validators for the next asking.
    """

    url: str
    at: str
    status: FetchStatus
    reason: str = ""
    http_status: int | None = None
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A reference with the page that was found for it, or the reason there is none.

    ``other`` is the version of the page that is not judged, where a live page and an archived one were both read and
    differ. ``asked`` is what the live page answered, None where none was asked.
    """

    reference: Reference
    status: FetchStatus
    reason: str = ""
    url: str | None = None
    domain: str | None = None
    trail: tuple[Attempt, ...] = ()
    page: Page | None = None
    other: Page | None = None
    asked: Asked | None = None


# --- the checks -------------------------------------------------------------------------------------------------


class Verdict(StrEnum):
    """What a cited page says about a claim; the meanings stand in DESIGN section 3 and ``auditor explain``."""

    SUPPORTED = "supported"
    PARTIALLY_SUPPORTED = "partially_supported"
    CONTRADICTED = "contradicted"
    NOT_IN_SOURCE = "not_in_source"
    SOURCE_UNAVAILABLE = "source_unavailable"


class DifferenceKind(StrEnum):
    """What was changed between the page and the claim."""

    NUMBER = "number"
    UNIT = "unit"
    COMPARATOR = "comparator"
    DATE = "date"
    ENTITY = "entity"
    ROLE_SWAP = "role_swap"
    NEGATION = "negation"
    ANTONYM = "antonym"
    QUOTE_ALTERED = "quote_altered"
    QUOTE_TRUNCATED = "quote_truncated"
    ATTRIBUTION = "attribution"
    ORDER = "order"
    ADDED_DETAIL = "added_detail"
    HEDGE_LOST = "hedge_lost"
    OVERSTATED = "overstated"
    CAUSE_ADDED = "cause_added"


@dataclass(frozen=True, slots=True)
class Difference:
    """One change, both sides in words. ``source`` is None where the claim adds what the page lacks.

    ``claim_span`` counts in the claim's text, ``source_span`` in ``Page.text``.
    """

    kind: DifferenceKind
    claim: str
    source: str | None
    claim_span: Span | None = None
    source_span: Span | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage of a page. ``start`` and ``end`` count in ``Page.text``; ``link`` opens the page at the passage."""

    text: str
    start: int
    end: int
    link: str | None = None


@dataclass(frozen=True, slots=True)
class SupportCheck:
    """What one page says about one claim.

    ``support`` is the probability in [0, 1] that the page supports the claim; ``confidence`` the probability that
    ``verdict`` is right. Both are None when the page was not read. ``basis`` says which evidence decided.
    """

    verdict: Verdict
    confidence: float | None = None
    support: float | None = None
    evidence: tuple[Evidence, ...] = ()
    differences: tuple[Difference, ...] = ()
    basis: str = ""


class CopyingKind(StrEnum):
    """How a sentence of the article stands to a source's expression."""

    VERBATIM = "verbatim"
    NEAR_VERBATIM = "near_verbatim"
    PATCHWRITE = "patchwrite"
    QUOTE = "quote"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Copying:
    """Reuse of one source in one sentence.

    ``share`` in [0, 1] is the part of the sentence's words that are the source's; ``score`` in [0, 1] how sure the
    finding is. ``text``, ``start``, ``end`` are the source's words in ``Page.text`` (None for ``NONE``).
    ``runs`` are the matching ranges in the sentence.
    """

    kind: CopyingKind
    score: float
    share: float = 0.0
    text: str | None = None
    start: int | None = None
    end: int | None = None
    runs: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Provenance:
    """Which pages are one story and which rest on which. Indexes count in the pages as given.

    ``clusters`` partitions all pages; ``rests_on`` holds (i, j): page i names page j's outlet as its source.
    ``reasons`` has one sentence for each cluster of two or more and for each edge, in that order.
    """

    clusters: tuple[tuple[int, ...], ...]
    rests_on: tuple[tuple[int, int], ...]
    independent: int
    reasons: tuple[str, ...] = ()


class Stance(StrEnum):
    """The headline's stance, as FNC-1 defines it."""

    UNRELATED = "unrelated"
    DISCUSS = "discuss"
    AGREE = "agree"
    DISAGREE = "disagree"


class HeadlineKind(StrEnum):
    """How a headline can fail its body; ``OK`` where it does not."""

    OK = "ok"
    EXAGGERATED = "exaggerated"
    CONTRADICTED = "contradicted"
    UNSUPPORTED = "unsupported"
    CLICKBAIT = "clickbait"
    SCOPE_CHANGED = "scope_changed"
    ATTRIBUTION_DROPPED = "attribution_dropped"
    NUMBER_WRONG = "number_wrong"
    QUESTION_UNANSWERED = "question_unanswered"


@dataclass(frozen=True, slots=True)
class HeadlineCheck:
    """A headline against a body. ``score`` in [0, 1]: the probability of a mismatch. ``evidence`` shows the fault."""

    verdict: str
    kind: HeadlineKind
    score: float
    stance: Stance
    evidence: Evidence | None = None
    why: str = ""


class TitleKind(StrEnum):
    """How a cited title stands to the page's own title."""

    SAME = "same"
    PUNCTUATION_ONLY = "punctuation_only"
    SHORTENED = "shortened"
    UPDATED = "updated"
    ALTERED_MEANING = "altered_meaning"
    DIFFERENT_ARTICLE = "different_article"


@dataclass(frozen=True, slots=True)
class TitleCheck:
    """A cited title against a page's title. ``similarity`` in [0, 1]."""

    kind: TitleKind
    similarity: float
    why: str = ""


# --- the audit --------------------------------------------------------------------------------------------------


class Severity(StrEnum):
    """How much a finding matters, lowest first. Compare with ``rank``."""

    INFO = "info"
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for info up to 3 for critical."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a reader should know. ``fingerprint`` is stable from run to run; ``claim`` is a claim's id.

    ``suppressed`` is the reason why somebody set the finding aside: it is shown, and costs no points.
    """

    code: str
    severity: Severity
    message: str
    fingerprint: str
    claim: str | None = None
    reference: Number | None = None
    evidence: Evidence | None = None
    suppressed: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimCopying:
    """The reuse found for a claim, and the reference whose page it was taken from."""

    reference: Number
    copying: Copying


@dataclass(frozen=True, slots=True)
class OutsideOrigin:
    """A sentence's words on a page that is not in the reference list.

    ``span`` and ``text`` are the sentence in ``Document.text``, ``claim`` its id where it cites something. ``held_by``
    says where the page was found: ``library`` or ``database``. ``dated`` is False where it is not known which of the
    two came first.
    """

    span: Span
    text: str
    claim: str | None
    page: Page
    held_by: str
    copying: Copying
    dated: bool


@dataclass(frozen=True, slots=True)
class ClaimAudit:
    """A claim with everything that was found about it. ``checks`` pairs each cited reference with its check."""

    claim: Claim
    verdict: Verdict
    confidence: float | None
    checks: tuple[tuple[Number, SupportCheck], ...]
    better_references: tuple[Number, ...] = ()
    copying: ClaimCopying | None = None


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One claim against every reference, in the matrix' order; None where the page was not read.

    ``verdicts`` say what each page does with the whole sentence; empty where that was not kept.
    """

    claim: str
    support: tuple[float | None, ...]
    verdicts: tuple[Verdict | None, ...] = ()


@dataclass(frozen=True, slots=True)
class ScorePart:
    """One term of the score: ``points`` of at most ``max``, and why."""

    name: str
    points: float
    max: float
    why: str


@dataclass(frozen=True, slots=True)
class Score:
    """0 to 100. ``low`` and ``high`` are the score if every unread page had failed, or had held."""

    value: float
    low: float
    high: float
    grade: str
    parts: tuple[ScorePart, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the article could be checked. Counts."""

    references: int
    read: int
    claims: int
    checked: int


@dataclass(frozen=True, slots=True)
class ModelUse:
    """What a model behind a server was asked.

    ``requests`` counts the questions put to it, ``discarded`` its answers that could not be used, ``failed`` the
    questions that brought no answer, or were not put since it had given none; tokens as the server counts them.
    ``cost`` is in ``currency``, None where no prices are set.
    """

    requests: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    discarded: int = 0
    failed: int = 0
    cost: float | None = None
    currency: str = ""

    def told(self, trouble: str = "") -> tuple[str, ...]:
        """The same in sentences; ``trouble`` says why questions brought no answer."""
        if not self.requests and not self.failed:
            return ()
        cost = "" if self.cost is None else f", {self.cost:.4f} {self.currency}"
        tokens = f"{self.prompt_tokens:,} tokens read, {self.completion_tokens:,} written{cost}"
        asked = (f"a model was asked {self.requests} times ({tokens})",)
        if not self.discarded and not self.failed:
            return asked
        why = f" ({trouble})" if trouble and self.failed else ""
        stands = "the lexical judgement stands there"
        return (*asked, f"{self.discarded} of its answers were discarded, {self.failed} failed{why}; {stands}")

    def plus(self, other: ModelUse, sign: int = 1) -> ModelUse:
        """Both together; with ``sign`` -1 what there was beyond ``other``."""
        costs = [c for c in (self.cost, other.cost and sign * other.cost) if c is not None]
        return ModelUse(
            self.requests + sign * other.requests,
            self.prompt_tokens + sign * other.prompt_tokens,
            self.completion_tokens + sign * other.completion_tokens,
            self.discarded + sign * other.discarded,
            self.failed + sign * other.failed,
            round(sum(costs), 6) if costs else None,
            self.currency or other.currency,
        )


@dataclass(frozen=True, slots=True)
class Run:
    """What produced an audit, so that an old score can be explained. ``started_at`` is ISO 8601 UTC."""

    auditor: str
    policy: str
    policy_sha256: str
    scorer: str
    started_at: str
    seconds: float
    coverage: Coverage
    notes: tuple[str, ...] = ()
    model: ModelUse | None = None


@dataclass(frozen=True, slots=True)
class Audit:
    """Everything found about one article, and what produced it: the root record."""

    article: Article
    sources: tuple[Source, ...]
    claims: tuple[ClaimAudit, ...]
    matrix_references: tuple[Number, ...]
    matrix: tuple[MatrixRow, ...]
    provenance: Provenance
    headline: HeadlineCheck | None
    titles: tuple[tuple[Number, TitleCheck], ...]
    findings: tuple[Finding, ...]
    score: Score
    run: Run
    uncited_copying: tuple[tuple[int, ClaimCopying], ...] = ()
    origins: tuple[OutsideOrigin, ...] = ()

    def source(self, number: Number) -> Source | None:
        """The first source printed under ``number``, or None."""
        return next((s for s in self.sources if s.reference.number == number), None)
