"""Does a page say a claim, and what was changed if not: the verdict with the passage that earned it.

The evidence of three hands is weighed together: how much of the claim the page has (``evidence``), which typed changes
stand between them (``alterations``), and what the scorer makes of both (``scorer``). A named contradiction goes before
a missing part, a missing part before absence, absence before support; ``basis`` says which evidence decided.
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.checks.evidence import Match, PageIndex, prepare
from auditor.checks.scorer import VERDICTS, Case, Scorer
from auditor.records import SupportCheck, Verdict


@dataclass(frozen=True, slots=True)
class SupportOptions:
    """Bars of the verdicts, each a probability.

    ``truncated_confidence`` is the most an absence is given on a page that is cut off: what is missing may stand in the
    part that was not read.
    """

    truncated_confidence: float = 0.6


DEFAULT_OPTIONS = SupportOptions()


def check_support(
    claim: str,
    index: PageIndex,
    *,
    scorer: Scorer,
    claim_date: str | None = None,
    context: str = "",
    options: SupportOptions = DEFAULT_OPTIONS,
) -> SupportCheck:
    """What the page says about the claim.

    Args:
        claim: one sentence, or a clause of one, without its markers.
        index: the page.
        scorer: who judges (see ``scorer``).
        claim_date: the day the claim was published, ISO 8601; resolves its weekdays and ``last month``.
        context: the article's text just before the claim; names its pronouns stand for.
        options: the bars.

    Raises:
        ScorerError: the scorer cannot judge.
    """
    prepared = prepare(claim, claim_date, context)
    if not prepared.items:
        return SupportCheck(Verdict.NOT_IN_SOURCE, 0.0, 0.0, basis="the claim has no words to look for")
    match = index.find(prepared)
    if match.top is None:
        return _absent(match, options)
    features = {"coverage": match.coverage, "low_segment": min(s.context for s in match.segments)}
    evidence = match.evidence()
    judged = scorer.judge([Case(claim, tuple(e.text for e in evidence), features)])[0]
    verdict = max(zip(judged.probabilities, VERDICTS), key=lambda pair: pair[0])[1]
    confidence = max(judged.probabilities)
    if verdict is Verdict.NOT_IN_SOURCE and index.page.truncated:
        confidence = min(confidence, options.truncated_confidence)
    return SupportCheck(
        verdict,
        round(confidence, 4),
        round(judged.support, 4),
        evidence if verdict is not Verdict.NOT_IN_SOURCE else (),
        (),
        f"{match.coverage:.0%} of the claim's words stand in the passage",
    )


def _absent(match: Match, options: SupportOptions) -> SupportCheck:
    page = match.index.page
    if not match.index.sentences:
        return SupportCheck(Verdict.NOT_IN_SOURCE, 0.0, 0.0, basis="the page has no text")
    confidence = options.truncated_confidence if page.truncated else 0.99
    return SupportCheck(Verdict.NOT_IN_SOURCE, confidence, 0.01, basis="the page has none of the claim's words")
