"""The records of the checks: verdicts with their differences and passages, copying, provenance, headlines."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from auditor.records.article import Span


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

    ``claim_span`` counts in the claim's text, ``source_span`` in ``Page.text``. ``suspected`` is true of one that a
    model points at and no rule confirms: a place to look, too unsure to call the claim contradicted.
    """

    kind: DifferenceKind
    claim: str
    source: str | None
    claim_span: Span | None = None
    source_span: Span | None = None
    suspected: bool = False

    def as_json(self) -> dict[str, str | bool | None]:
        """The difference as reports, results and stores write it; ``suspected`` is there where it is true."""
        told: dict[str, str | bool | None] = {"kind": self.kind.value, "claim": self.claim, "source": self.source}
        return {**told, "suspected": True} if self.suspected else told


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
    ``reasons`` has one sentence for each cluster of two or more and for each edge, in that order. Where it was traced
    further, ``effective`` counts the clusters that rest on no other, ``summary`` says in parts how it comes about, and
    ``earliest`` has the page of each cluster that came first, None where dates and credits do not tell.
    """

    clusters: tuple[tuple[int, ...], ...]
    rests_on: tuple[tuple[int, int], ...]
    independent: int
    reasons: tuple[str, ...] = ()
    effective: int | None = None
    summary: tuple[str, ...] = ()
    earliest: tuple[int | None, ...] = ()


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
