"""A headline against the text under it: does it fit, and if not, how does it fail and which sentence shows it?"""

from __future__ import annotations

from dataclasses import dataclass, field

from auditor.checks.headline.alignment import Alignment
from auditor.checks.headline.asked import Reader, ask
from auditor.checks.headline.asking import find_question, find_unanswered, only_asks
from auditor.checks.headline.attribution import find_dropped_attribution
from auditor.checks.headline.counts import find_wrong_number
from auditor.checks.headline.fault import Fault
from auditor.checks.headline.ground import find_unsupported
from auditor.checks.headline.judgement import default_weights, gather_signs
from auditor.checks.headline.lures import find_lure
from auditor.checks.headline.names import bare
from auditor.checks.headline.reach import find_exaggeration, find_wider_scope
from auditor.checks.headline.reading import read_body
from auditor.checks.headline.stance import choose, default_model, stance_shares
from auditor.checks.headline.terms import read_terms
from auditor.checks.headline.turns import find_contradiction
from auditor.checks.language import guess_language
from auditor.records import HeadlineCheck, HeadlineKind, Stance

_MOST_WORDS = 60
_LONGEST = 2000
"""Characters of a headline that are read."""


@dataclass(frozen=True, slots=True)
class HeadlineOptions:
    """Bars a policy may set.

    Attributes:
        bar: probability of a mismatch, from 0 to 1, from which the verdict is one; at 0.5 that is more likely than not.
    """

    bar: float = field(default=0.5, metadata={"max": 1})


def check_headline(
    headline: str, body: str, *, options: HeadlineOptions | None = None, reader: Reader | None = None
) -> HeadlineCheck:
    """How the headline stands to the body, the kind of mismatch, and the sentence that shows it.

    ``score`` is the probability of a mismatch; evidence offsets count in ``body``. Linear in the body's length.
    ``reader`` is a model that is asked besides (see ``asked``); without one the signs in the text decide alone.

    Raises:
        ScorerError: the reader's model cannot be used.
    """
    options = options or HeadlineOptions()
    headline = headline[:_LONGEST]
    title = bare(headline)
    reading = read_body(body)
    terms = read_terms(title, _MOST_WORDS)
    if not terms:
        return HeadlineCheck("ok", HeadlineKind.OK, 0.0, Stance.UNRELATED, None, "there is no headline to check")
    if not reading.lines:
        why = "there is no body that could bear out the headline"
        return HeadlineCheck("mismatch", HeadlineKind.UNSUPPORTED, 1.0, Stance.UNRELATED, None, why)
    if _languages_differ(title, body):
        why = "the headline is in another language than the body, and is not judged"
        return HeadlineCheck("ok", HeadlineKind.OK, 0.0, Stance.UNRELATED, None, why)
    aligned = Alignment(terms, reading, default_model().rarity.of)
    faults = find_faults(title, aligned)
    stances = stance_shares(headline, reading)
    signs = gather_signs(aligned, faults, stances)
    if reader is not None:
        signs |= ask(title, aligned, reader)
    shares = default_weights(read=reader is not None).shares(signs)
    shares = _of_another_matter(shares, faults, aligned, stances)
    if only_asks(title):
        shares = _of_a_question(shares, faults)
    return _answer(shares, faults, aligned, choose(stances), options)


def _languages_differ(headline: str, body: str) -> bool:
    said = guess_language(headline)
    return said is not None and said != (guess_language(body[:_LONGEST]) or said)


def _of_a_question(shares: dict[HeadlineKind, float], faults: list[Fault]) -> dict[HeadlineKind, float]:
    """``shares`` of a headline that asserts nothing: it fits, has no answer, or is a lure."""
    kinds = {fault.kind for fault in faults if fault.kind in _ASKING and _has_grounds(fault)} | {HeadlineKind.OK}
    whole = sum(shares[kind] for kind in kinds)
    return {kind: share / whole if kind in kinds else 0.0 for kind, share in shares.items()}


_ARTICLE = 60
"""Words from which a body is an article, as those the stance model was trained on; shorter ones it knows little of."""
_UNRELATED, _HELD = 0.8, 0.45
"""Of the challenge's unrelated pairs 97 % lie beyond both bars, of its related ones under 1 %."""


def _of_another_matter(
    shares: dict[HeadlineKind, float],
    faults: list[Fault],
    aligned: Alignment,
    stances: dict[Stance, float],
) -> dict[HeadlineKind, float]:
    """``shares``, or those of a headline that belongs to another article: unsupported whatever else it looks like.

    A lure stays a lure, and a question one without an answer.
    """
    unrelated = stances[Stance.UNRELATED]
    words = sum(len(sense.terms) for sense in aligned.lines)
    if words < _ARTICLE or unrelated < _UNRELATED or aligned.cover >= _HELD:
        return shares
    score = {fault.kind: fault.score for fault in faults}
    kind = HeadlineKind.UNSUPPORTED
    if score[HeadlineKind.CLICKBAIT] >= _UNRELATED:
        kind = HeadlineKind.CLICKBAIT
    elif score[HeadlineKind.QUESTION_UNANSWERED] >= 0.5:
        kind = HeadlineKind.QUESTION_UNANSWERED
    return {k: (1 - unrelated) * p + unrelated * (k is kind) for k, p in shares.items()}


def _answer(
    shares: dict[HeadlineKind, float],
    faults: list[Fault],
    aligned: Alignment,
    stance: Stance,
    options: HeadlineOptions,
) -> HeadlineCheck:
    score = round(1.0 - shares[HeadlineKind.OK], 4)
    if score < options.bar:
        best = aligned.best.line.text
        return HeadlineCheck("ok", HeadlineKind.OK, score, stance, None, f"the body bears it out: “{best[:160]}”")
    found = {f.kind: f for f in faults}
    kind = max((k for k in found if _has_grounds(found[k])), key=lambda k: shares[k])
    fault = found[kind]
    evidence = fault.sense.line.evidence() if fault.sense else None
    return HeadlineCheck("mismatch", kind, score, stance, evidence, fault.why or _PLAIN[kind])


_SHOWN = frozenset((HeadlineKind.CONTRADICTED, HeadlineKind.NUMBER_WRONG))
"""Kinds that are given only with the sentence that shows them: no text says otherwise without saying something."""
_ASKING = frozenset((HeadlineKind.QUESTION_UNANSWERED, HeadlineKind.CLICKBAIT))
"""What can be wrong with a headline that asserts nothing."""
_GROUNDS = 0.1
"""The least score of a sign for its kind to be named."""


def _has_grounds(fault: Fault) -> bool:
    """Whether there is something to show for this kind; that nothing bears the headline out needs no sign."""
    if fault.kind is HeadlineKind.UNSUPPORTED or fault.signs.get("asks"):
        return True
    return fault.score >= _GROUNDS and (fault.kind not in _SHOWN or fault.sense is not None)


_PLAIN = {
    HeadlineKind.EXAGGERATED: "the headline goes further than the body",
    HeadlineKind.CONTRADICTED: "the body says otherwise",
    HeadlineKind.UNSUPPORTED: "no sentence of the body bears the headline out",
    HeadlineKind.CLICKBAIT: "the headline withholds the point",
    HeadlineKind.SCOPE_CHANGED: "the headline says of all what the body says of a part",
    HeadlineKind.ATTRIBUTION_DROPPED: "the headline states as fact what the body lays at somebody's door",
    HeadlineKind.NUMBER_WRONG: "a figure of the headline differs from the body's",
    HeadlineKind.QUESTION_UNANSWERED: "the headline asks what the body does not answer",
}


def find_faults(headline: str, aligned: Alignment) -> list[Fault]:
    """Every kind of fault with the strength of its signs."""
    question = find_question(headline)
    return [
        find_lure(headline, aligned),
        find_unanswered(question, aligned),
        find_wrong_number(headline, aligned),
        find_contradiction(aligned, asks=question is not None),
        find_dropped_attribution(headline, aligned),
        find_exaggeration(headline, aligned),
        find_wider_scope(headline, aligned, asks=question is not None),
        find_unsupported(headline, aligned),
    ]
