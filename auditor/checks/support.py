"""Does a page say a claim, and what was changed if not: the verdict with the passage that earned it.

The evidence of three hands is weighed together: how much of the claim the page has (``evidence``), which typed changes
stand between them (``alterations``), and what the scorer makes of both (``scorers``). A named contradiction goes before
a missing part, a missing part before absence, absence before support; ``basis`` says which evidence decided.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from auditor.checks.alterations import find_alterations
from auditor.checks.alterations.base import CONTRADICTING, Found, View
from auditor.checks.evidence import Match, PageIndex, prepare
from auditor.checks.features import measure
from auditor.checks.language import guess_language
from auditor.checks.premise import further_parts, premises_of_parts, write_claim, write_premise
from auditor.checks.scorers import VERDICTS, Case, Judgement, Scorer
from auditor.checks.weights import load_weights
from auditor.dates import same_date
from auditor.records import Difference, Evidence, Span, SupportCheck, Verdict


@dataclass(frozen=True, slots=True)
class SupportOptions:
    """Bars of the verdicts, each but ``doubt`` from 0 to 1.

    Attributes:
        named: the probability that a rule is right, as measured on the training pages, from which its change is named;
            below it the rule counts as evidence, and may be told as a suspicion. At 0.7 one to two right claims in a
            hundred, of pages kept apart, are called contradicted, and at 0.6 two; on pages written to mend rules on two
            of five such claims are spared so, and one of ninety contradictions is no longer named.
        agreed: the same, where it is higher, for a contradiction that the scorer has weighed too. Of the right claims
            of pages kept apart that are in an article's plain words 1.6 in a hundred are called contradicted at 0.85,
            1.8 at 0.8, of the others 0.4 and 0.7; of the wrong ones, most of them worded freely, 18 and 20.
        alone: the probability of a contradiction from which the scorer's own suspicion is named, where no rule
            confirms it and the scorer weighs the rules too. At 0.85, on the same pages, 0.1 in a hundred more of the
            right claims in plain words are called contradicted, 0.5 of the others, 7 of the wrong, and 13 of the wrong
            in an article's plain words; the kind is right in 81 of a hundred, the words in 97. At 0.8 it is 0.5, 0.8,
            10 and 18; at 0.9 0.1, 0.3, 3 and 8.
        far: the share of a claim's weight the page must have before a rule is asked at all.
        truncated_confidence: the most an absence is given on a page that is cut off: what is missing may stand in the
            part that was not read.
        better: the least probability that another page supports a claim for it to be named as the one to cite; at 0.5
            that is more likely than not.
        doubt: how many times as likely as *supported* another verdict must be to be given. Claims in training are
            altered more often than printed ones; 1.25 balanced false alarms and passed faults on held-out pages. A
            model of the user's own is taken at its word.
    """

    named: float = field(default=0.7, metadata={"max": 1})
    agreed: float = field(default=0.85, metadata={"max": 1})
    alone: float = field(default=0.85, metadata={"max": 1})
    far: float = field(default=0.1, metadata={"max": 1})
    truncated_confidence: float = field(default=0.6, metadata={"max": 1})
    better: float = field(default=0.5, metadata={"max": 1})
    doubt: float = field(default=1.25, metadata={"min": 0.1, "max": 10})

    def bar(self, *, weighed: bool) -> float:
        """The probability from which a contradiction is named, where the scorer has weighed it too or has not."""
        return max(self.named, self.agreed) if weighed else self.named


NO_WORDS = "the claim has no words to look for"
EMPTY = "the source has no text"
OTHER_LANGUAGE = "language_mismatch: the source is in another language than the claim, and no verdict is given"
UNNAMED = "; the scorer holds that the page states otherwise, and no rule confirms it"
ALONE = "; the scorer alone sees it, and no rule confirms it"
CUT_OFF = ", and the page is cut off: what is missing may stand in the part that was not read"
NOTES = frozenset({NO_WORDS, EMPTY, OTHER_LANGUAGE})
"""Each ``basis`` that says why no verdict could be reached as asked."""

CONTEXT = 600
"""Characters before a claim that are read for whom it means: some four sentences."""
DEFAULT_OPTIONS = SupportOptions()
UNNAMED_TIMES = 1.5
"""How many times as likely as *supported* a contradiction must be that no rule names. On pages kept apart, 1.5 instead
of 2 catches more faults, and flags one right claim in two hundred more; 1.25 flags one in fifty more."""
DOUBTED = 0.3
"""The probability that a rule is right from which its change is told as a suspicion, where none is named."""
MAX_DIFFERENCES = 3
"""A claim with more changes than this is told by its first three; the rest adds words, not news."""


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
        scorer: who judges (see ``scorers``).
        claim_date: the day the claim was published, ISO 8601; resolves its weekdays and ``last month``. Without one
            the page's own day stands in, as for a claim written the day its source came out.
        context: the article's text just before the claim; names its pronouns stand for.
        options: the bars.

    Raises:
        ScorerError: the scorer cannot judge.
    """
    asked = read_support(claim, index, claim_date=claim_date, context=context, options=options)
    return judge_all([asked], scorer)[0]


@dataclass(frozen=True, slots=True)
class Question:
    """A claim beside what the page has of it: all but the judgement. ``case`` is what a scorer is given.

    ``rated`` is what the rules found, each with the probability that it is right, surest first.
    """

    case: Case
    match: Match
    rated: tuple[tuple[float, Found], ...]
    options: SupportOptions

    def answer(self, judged: Judgement) -> SupportCheck:
        """The check that follows from a scorer's judgement of ``case``."""
        return _decide(self.match, self.rated, judged, self.match.evidence(), self.options)


def judge_all(asked: Sequence[SupportCheck | Question], scorer: Scorer) -> list[SupportCheck]:
    """The checks in order, what is still open judged by ``scorer`` in one go.

    Raises:
        ScorerError: the scorer cannot judge.
    """
    judged = iter(scorer.judge(cases) if (cases := [q.case for q in asked if isinstance(q, Question)]) else ())
    return [question.answer(next(judged)) if isinstance(question, Question) else question for question in asked]


def read_support(
    claim: str,
    index: PageIndex,
    *,
    claim_date: str | None = None,
    context: str = "",
    options: SupportOptions = DEFAULT_OPTIONS,
) -> SupportCheck | Question:
    """As ``check_support``, up to where a scorer is asked; the check itself where none need be."""
    prepared = prepare(claim, claim_date or index.page.published, context)
    if not prepared.items:
        return SupportCheck(Verdict.NOT_IN_SOURCE, 0.0, 0.0, basis=NO_WORDS)
    if not index.tokens:
        return SupportCheck(Verdict.SOURCE_UNAVAILABLE, basis=EMPTY)
    match = index.find(prepared)
    if match.coverage < 0.5 and _languages_differ(claim, index):
        return SupportCheck(Verdict.SOURCE_UNAVAILABLE, basis=OTHER_LANGUAGE)
    if match.top is None:
        return _absent(index, options)
    view = View(match)
    alterations = tuple(find_alterations(view)) if match.page_coverage >= options.far else ()
    rated = _rate(alterations)
    against = [(sure, found.difference.claim_span) for sure, found in rated if found.kind in CONTRADICTING]
    named = [sure for sure, _ in against if sure >= options.named]
    case = Case(
        claim,
        tuple(e.text for e in match.evidence()),
        measure(view, alterations),
        page=index.page,
        context=context,
        claim_date=claim_date,
        named=max(named, default=0.0),
        premise=partial(write_premise, match),
        further=partial(further_parts, match),
        parts=partial(premises_of_parts, match, claim_date or index.page.published),
        against=tuple(against),
        told=partial(write_claim, prepared),
    )
    return Question(case, match, tuple(rated), options)


def _decide(
    match: Match,
    rated: Sequence[tuple[float, Found]],
    judged: Judgement,
    evidence: tuple[Evidence, ...],
    options: SupportOptions,
) -> SupportCheck:
    believed = _reconsider(rated, judged)
    bar = options.bar(weighed=bool(judged.against))
    named = [(sure, f) for sure, f in believed if sure >= (bar if f.kind in CONTRADICTING else options.named)]
    against = _named(judged, named, contradicting=True)
    suspect = None if judged.suspect is None or _one_day(match, judged.suspect) else judged.suspect
    alone = [] if against or suspect is None else _seen_alone(suspect, judged, options)
    against = against or alone
    lacking = _named(judged, named, contradicting=False)
    doubts = (options.doubt if judged.weighed else 1.0, 1.0, 1.0, 1.0)
    weighed = sorted(zip(judged.probabilities, VERDICTS, doubts), key=lambda item: -item[0] * item[2])
    ranking = [(chance, verdict) for chance, verdict, _ in weighed]
    unnamed = not against and is_unnamed([chance * doubt for chance, doubt in zip(judged.probabilities, doubts)])
    if unnamed:
        ranking = [(judged.probabilities[1] + judged.probabilities[2], Verdict.PARTIALLY_SUPPORTED)]
    elif not against:  # a contradiction that cannot be named is none
        ranking = [pair for pair in ranking if pair[1] is not Verdict.CONTRADICTED]
    confidence, verdict = ranking[0]
    if verdict is Verdict.NOT_IN_SOURCE and match.index.page.truncated:
        confidence = min(confidence, options.truncated_confidence)
    differences: list[Difference] = []
    suspected = [suspect] if suspect is not None and not alone else []
    if verdict is Verdict.CONTRADICTED:
        differences = [*against, *_besides(against, [d for d in suspected if d.kind in CONTRADICTING])]
    elif verdict is Verdict.PARTIALLY_SUPPORTED:
        differences = lacking or against[:1] or _likeliest([*suspected, *_doubted(believed)])
    return SupportCheck(
        verdict,
        round(confidence, 4),
        round(judged.support, 4),
        _shown(match, _rests_on(judged, match, evidence), differences) if verdict is not Verdict.NOT_IN_SOURCE else (),
        tuple(differences),
        _basis(match, verdict, differences, judged, against) + (UNNAMED if unnamed else ALONE if alone else ""),
    )


def is_unnamed(chances: Sequence[float]) -> bool:
    """Whether a contradiction that nobody can name is likely enough for the claim not to pass as supported.

    ``chances`` are those of the four verdicts, in order. Such a claim counts as supported in part: the page deals with
    it, and does not bear it out.
    """
    return max(chances) == chances[2] >= UNNAMED_TIMES * chances[0]


def _named(judged: Judgement, rated: Sequence[tuple[float, Found]], *, contradicting: bool) -> list[Difference]:
    """The differences of one side: those of the scorer where it names any, else the surest of the rules'."""
    theirs = [d for d in judged.differences if (d.kind in CONTRADICTING) is contradicting]
    ours = _best([pair for pair in rated if (pair[1].kind in CONTRADICTING) is contradicting])
    return theirs[:MAX_DIFFERENCES] or [found.difference for found in ours]


def _one_day(match: Match, suspect: Difference) -> bool:
    """Whether both sides of a suspicion have one date, written otherwise: a day of the month, and its weekday."""
    ours, theirs = suspect.claim_span, suspect.source_span
    if ours is None or theirs is None:
        return False
    said = [item.date for item in match.claim.items if item.date is not None and item.date.span.overlaps(ours)]
    dates = match.index.sentences[match.index.sentence_at(theirs.start)].dates
    return any(same_date(mine, other) for mine in said for other in dates if other.span.overlaps(theirs))


def _seen_alone(suspect: Difference, judged: Judgement, options: SupportOptions) -> list[Difference]:
    """The scorer's suspicion as a contradiction, where it weighed the rules, is sure enough, and has both sides."""
    sure = judged.weighed and judged.probabilities[2] >= options.alone
    has_both = suspect.kind in CONTRADICTING and suspect.source is not None
    return [replace(suspect, suspected=False)] if sure and has_both else []


def _besides(named: Sequence[Difference], suspected: Sequence[Difference]) -> list[Difference]:
    """The suspicions that the differences named do not hold already."""

    def known(own: Difference) -> bool:
        spans = [d.claim_span for d in named if d.kind is own.kind]
        return any(span and own.claim_span and own.claim_span.overlaps(span) for span in spans)

    return [own for own in suspected if not known(own)][: MAX_DIFFERENCES - len(named)]


def _doubted(rated: Sequence[tuple[float, Found]]) -> list[Difference]:
    """The contradiction that a rule sees and is too unsure of to name, as a suspicion."""
    seen = [found.difference for sure, found in rated if sure >= DOUBTED and found.kind in CONTRADICTING]
    return [replace(difference, suspected=True) for difference in seen[:1]]


def _likeliest(suspected: Sequence[Difference]) -> list[Difference]:
    """One suspicion: of a contradiction before one of what is missing, the scorer's before the rules'."""
    return sorted(suspected, key=lambda d: d.kind not in CONTRADICTING)[:1]


def _rests_on(judged: Judgement, match: Match, evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """The passages that the scorer rests on, where it says which, else those that the claim was matched with."""
    text = match.index.text
    return tuple(Evidence(span.of(text), span.start, span.end) for span in judged.evidence) or evidence


def _rate(alterations: Sequence[Found]) -> list[tuple[float, Found]]:
    """Each with its rule's reliability, surest first."""
    weights = load_weights()
    return sorted(((weights.reliability(a.rule, a.strength), a) for a in alterations), key=lambda pair: -pair[0])


def _reconsider(rated: Sequence[tuple[float, Found]], judged: Judgement) -> list[tuple[float, Found]]:
    """The same, the contradictions as sure as the scorer is of them, where it has a view; surest first."""
    if not judged.against:
        return list(rated)
    views = iter(judged.against)
    return sorted(
        ((next(views) if item.kind in CONTRADICTING else sure, item) for sure, item in rated),
        key=lambda pair: -pair[0],
    )


def _best(rated: Sequence[tuple[float, Found]]) -> list[Found]:
    """The surest differences, no two over the same words of the claim, none far less sure than the first."""
    out: list[Found] = []
    for reliability, item in rated:
        if reliability < rated[0][0] - 0.25:
            break
        span = item.difference.claim_span
        if span is None or not any(o.difference.claim_span and span.overlaps(o.difference.claim_span) for o in out):
            out.append(item)
    return out[:MAX_DIFFERENCES]


def _shown(match: Match, evidence: tuple[Evidence, ...], differences: Sequence[Difference]) -> tuple[Evidence, ...]:
    """The passages, with the sentences of the differences among them."""
    index = match.index
    missing: list[Evidence] = []
    for item in differences:
        span = item.source_span
        if span is None or any(e.start <= span.start and span.end <= e.end for e in (*evidence, *missing)):
            continue
        sentence = index.sentences[index.sentence_at(span.start)].span
        whole = Span(sentence.start, max(sentence.end, span.end))
        missing.append(Evidence(whole.of(index.text), whole.start, whole.end))
    return tuple(sorted((*evidence, *missing), key=lambda e: e.start))


def _basis(
    match: Match, verdict: Verdict, differences: Sequence[Difference], judged: Judgement, against: Sequence[Difference]
) -> str:
    """Which evidence decided; what a model overruled is said too."""
    if differences:
        doubt = "perhaps " if differences[0].suspected else ""
        said = f"{doubt}{differences[0].kind.value}: {describe(differences[0])}"
    elif verdict is Verdict.NOT_IN_SOURCE:
        said = f"absence: only {match.page_coverage:.0%} of the claim's weight stands anywhere on the page"
        said += CUT_OFF if match.index.page.truncated else ""
    else:
        said = f"words: {match.coverage:.0%} of the claim's weight stands in the passage"
    if judged.note:
        said += f"; {judged.note}"
        if against and verdict is Verdict.SUPPORTED:
            said += f", over the rule that saw {against[0].kind.value}: {describe(against[0])}"
    return said


def describe(difference: Difference) -> str:
    """Both sides in words."""
    if difference.source is None:
        return f"the claim says “{difference.claim}”, which the page does not"
    return f"the claim says “{difference.claim}”, the page “{difference.source}”"


def _languages_differ(claim: str, index: PageIndex) -> bool:
    """Whether both languages can be told, and are not one. Short claims of no clear language pass."""
    page = index.language
    if page is None:
        return False
    said = guess_language(claim)
    return said is not None and said != page


def _absent(index: PageIndex, options: SupportOptions) -> SupportCheck:
    cut = index.page.truncated
    confidence = options.truncated_confidence if cut else 0.99
    basis = "the page has none of the claim's words" + (CUT_OFF if cut else "")
    return SupportCheck(Verdict.NOT_IN_SOURCE, confidence, 0.01, basis=basis)
