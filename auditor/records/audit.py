"""The records of an audit: findings, score, run, and everything together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from auditor.records.article import Article, Claim, Number, Span
from auditor.records.checks import Copying, Evidence, HeadlineCheck, Provenance, SupportCheck, TitleCheck, Verdict
from auditor.records.sources import Page, Source


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
    """A claim with everything that was found about it. ``checks`` pairs each cited reference with its check.

    ``better_evidence`` has a passage of each better reference that says what the claim says, where one was found.
    """

    claim: Claim
    verdict: Verdict
    confidence: float | None
    checks: tuple[tuple[Number, SupportCheck], ...]
    better_references: tuple[Number, ...] = ()
    copying: ClaimCopying | None = None
    better_evidence: tuple[tuple[Number, Evidence], ...] = ()


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
    """What produced an audit, so that an old score can be explained. ``started_at`` is ISO 8601 UTC.

    ``scorer_sha256`` is the digest of the weights that the scorer judged with; empty where it tells none.
    """

    auditor: str
    policy: str
    policy_sha256: str
    scorer: str
    started_at: str
    seconds: float
    coverage: Coverage
    notes: tuple[str, ...] = ()
    model: ModelUse | None = None
    scorer_sha256: str = ""


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
